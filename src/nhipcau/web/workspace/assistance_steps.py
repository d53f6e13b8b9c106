"""The steps of a talk: what is agreed to, the wish, a place, and all of it read aloud again."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.assistance import queries, use_cases
from nhipcau.people.details import GuardianDetails
from nhipcau.people.models import Purpose, Relation
from nhipcau.people.rules import needs_guardian
from nhipcau.seekers.queries import whole_wish_of
from nhipcau.seekers.rules import may_seek
from nhipcau.shared import wording
from nhipcau.web.wish_forms import FORMS, one_of, text
from nhipcau.web.wish_forms import STEPS as STEP_NAMES
from nhipcau.web.wish_steps import overview, take
from nhipcau.web.workspace.assistance import WISH_STEPS, own_talk, talk_crumbs, to_the_list
from nhipcau.web.workspace.sending import form_page, send, sent, show

# What each consent means, in words that are easy to say and to interpret. The exact words count.
SIMPLY = {
    Purpose.PARTICIPATION: gettext_lazy(
        "We write down your name, birthday, phone and commune, so that you have a place. We sell"
        " it to nobody. You can say stop at any time."
    ),
    Purpose.JOB_SEARCH: gettext_lazy(
        "We write down which work you look for. We help you to find it. Later we ask how it goes."
        " You can say stop at any time."
    ),
    Purpose.CONTACT: gettext_lazy(
        "We call or text you before an activity. Without this you can come all the same."
    ),
}


class AgreementForm(forms.Form):
    """One yes for each text; with a child, who agrees beside it."""

    retry_after = None
    guardian_name = text(gettext_lazy("Parent's or guardian's full name"), 200)
    guardian_phone = text(
        gettext_lazy("Parent's or guardian's mobile number"),
        40,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    guardian_relation = one_of(Relation, gettext_lazy("Who is this person to you?"))
    evidence = forms.CharField(
        label=gettext_lazy("Where the signed form is kept"),
        help_text=gettext_lazy("For example: folder 12/2026, sheet 14."),
        max_length=120,
        error_messages={"required": gettext_lazy("Please say where the signed form is kept.")},
    )

    def __init__(self, data=None, *, texts, person, known):
        asks_guardian = needs_guardian(person.birth_on, on=timezone.localdate())
        first = {}
        if asks_guardian and known:
            first = {
                "guardian_name": known.full_name,
                "guardian_phone": known.phone,
                "guardian_relation": known.relation,
            }
        super().__init__(data, initial=first)
        self.texts, self.asks_guardian = texts, asks_guardian
        if not asks_guardian:
            for name in ("guardian_name", "guardian_phone", "guardian_relation"):
                del self.fields[name]
        for one in texts:
            self.fields[f"agrees_{one.purpose.lower()}"] = forms.BooleanField(
                label=_("The person says yes: %(what)s") % {"what": one.get_purpose_display()},
                required=False,
            )

    def parts(self):
        """Each text with its simple words, its exact words and its question."""
        english = get_language() == "en"
        return [
            {
                "name": one.get_purpose_display(),
                "simply": SIMPLY[Purpose(one.purpose)],
                "exactly": one.body_en if english else one.body_vi,
                "question": self[f"agrees_{one.purpose.lower()}"],
            }
            for one in self.texts
        ]

    def clean(self):
        super().clean()
        told = self.cleaned_data
        if self.asks_guardian and told.get("guardian_name") and not told["guardian_relation"]:
            self.add_error("guardian_relation", _("Please choose who this person is to you."))
        return told

    def purposes(self):
        return frozenset(
            one.purpose for one in self.texts if self.cleaned_data[f"agrees_{one.purpose.lower()}"]
        )

    def guardian(self):
        told = self.cleaned_data
        if not told.get("guardian_name"):
            return None
        return GuardianDetails(
            told["guardian_name"], told["guardian_phone"], told["guardian_relation"]
        )


@require_http_methods(["GET", "POST"])
def consents(request, pk):
    talk, is_open = own_talk(request, pk)
    if not is_open:
        return to_the_list(request)
    person, back = talk.young_person, reverse("workspace:assistance:talk", args=[talk.pk])
    texts = queries.texts_to_read(person, at=timezone.now())
    if not texts:
        return redirect(back)
    known = queries.guardian_who_agreed(person, actor=request.user, at=timezone.now())
    form = AgreementForm(sent(request), texts=texts, person=person, known=known)
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.record_agreement,
            talk=talk,
            purposes=form.purposes(),
            guardian=form.guardian(),
            evidence=form.cleaned_data["evidence"],
        )
        if form.is_done:
            messages.success(request, _("It is written down. Step 1 is done."))
            return redirect(back)
    return form_page(
        request,
        form,
        template="workspace/assistance/consents.html",
        title=_("Read aloud, and ask"),
        kicker=person.full_name,
        talk=talk,
        submit=_("Write it down"),
        back=back,
        crumbs=talk_crumbs(talk, _("Read aloud, and ask")),
    )


@require_http_methods(["GET", "POST"])
def wish_step(request, pk, step):
    talk, is_open = own_talk(request, pk)
    if step not in WISH_STEPS:
        raise Http404
    if not is_open:
        return to_the_list(request)
    person, back = talk.young_person, reverse("workspace:assistance:talk", args=[talk.pk])
    wish = whole_wish_of(request.user, person)
    if not may_seek(person, timezone.localdate()) or (wish is None and step != "first"):
        return redirect(back)
    form = FORMS[step](sent(request), person=person, wish=wish, is_staff=True)
    if getattr(form, "asks_consent", False):
        messages.info(request, _("Please read the words aloud first: that is step 1."))
        return redirect("workspace:assistance:consents", talk.pk)
    if request.method == "POST" and form.is_valid():
        _use_case, content = take(step, form)
        told = {name: content[name] for name in ("told", "rows") if name in content}
        send(request, form, use_cases.tell_in_talk, talk=talk, step=step, **told)
        if form.is_done:
            messages.success(request, _("It is kept, with your name as the one who wrote it."))
            return redirect(back)
    page = {
        "talk": talk,
        "person": person,
        "form": form,
        "step_name": STEP_NAMES[step],
        "back": back,
        "crumbs": talk_crumbs(talk, str(STEP_NAMES[step])),
    }
    return show(request, "workspace/assistance/wish_step.html", page, form=form)


class SessionForm(forms.Form):
    session = forms.ChoiceField(
        label=gettext_lazy("Where does the person want to come?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Please choose one activity."),
            "invalid_choice": gettext_lazy("This activity is no longer open. Choose another one."),
        },
    )

    def __init__(self, data=None, *, sessions):
        super().__init__(data)
        self.sessions = {str(one.pk): one for one in sessions}
        self.fields["session"].choices = [
            (number, f"{wording.long_day(one.starts_at)}: {one.title}, {one.event.place}")
            for number, one in self.sessions.items()
        ]

    def chosen(self):
        return self.sessions[self.cleaned_data["session"]]


@require_http_methods(["GET", "POST"])
def register(request, pk):
    talk, is_open = own_talk(request, pk)
    if not is_open:
        return to_the_list(request)
    person, back = talk.young_person, reverse("workspace:assistance:talk", args=[talk.pk])
    sessions = queries.sessions_open(request.user, person, at=timezone.now())
    form = SessionForm(sent(request), sessions=sessions)
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.register_in_talk, talk=talk, session=form.chosen())
        if form.is_done:
            messages.success(request, _("It is written down. Step 3 is done."))
            return redirect(back)
    return form_page(
        request,
        form,
        template="workspace/assistance/register.html",
        title=_("The next activity"),
        kicker=person.full_name,
        talk=talk,
        sessions=sessions,
        submit=_("Register"),
        back=back,
        crumbs=talk_crumbs(talk, _("The next activity")),
    )


@require_GET
def summary(request, pk):
    """What was agreed, to read aloud or to print and hand over."""
    talk, is_open = own_talk(request, pk)
    if not is_open:
        return to_the_list(request)
    person = talk.young_person
    wish = whole_wish_of(request.user, person)
    steps = overview(wish, shows_needs=False) if wish else []
    page = {
        "talk": talk,
        "person": person,
        "agreed": [
            one.text.get_purpose_display()
            for one in queries.consents_in_force(person)
            if one.text.purpose in queries.READ_ALOUD
        ],
        "facts": [fact for one in steps for fact in one.facts],
        "registrations": queries.coming_registrations(person, at=timezone.now()),
        "now": timezone.now(),
        "crumbs": talk_crumbs(talk, _("What was agreed")),
    }
    return render(request, "workspace/assistance/summary.html", page)
