"""Assisted mode: somebody of the staff sits with a person; one page leads through four steps."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.assistance import queries, rules, use_cases
from nhipcau.assistance.details import TalkDetails
from nhipcau.assistance.models import Interpreter, Place
from nhipcau.organisations.queries import communes_to_enter
from nhipcau.people.models import Purpose, SpokenLanguage, YoungPerson
from nhipcau.people.queries import consent_texts
from nhipcau.seekers.queries import told_steps, whole_wish_of
from nhipcau.seekers.rules import may_seek, youngest_seeker
from nhipcau.web.public.forms import RegistrationForm, TypedText
from nhipcau.web.wish_forms import STEPS as STEP_NAMES
from nhipcau.web.workspace.same_person_entry import who_is_it
from nhipcau.web.workspace.sending import form_page, press, send, sent

# What is sensitive is told to a counsellor, not in a talk.
WISH_STEPS = tuple(one for one in STEP_NAMES if one != "needs")


def talks_crumb():
    return _("Fill in together"), reverse("workspace:assistance:list")


def talk_crumbs(talk, here):
    url = reverse("workspace:assistance:talk", args=[talk.pk])
    return [talks_crumb(), (talk.young_person.full_name, url), (here, "")]


def own_talk(request, pk):
    """A talk of one's own, and whether it is still open."""
    found = queries.talk_of(request.user, pk) if rules.assists(request.user) else None
    if found is None:
        raise Http404
    return found, rules.is_open(found, at=timezone.now())


def to_the_list(request):
    messages.info(request, _("This talk has ended. Please begin a new one."))
    return redirect("workspace:assistance:list")


@require_GET
def talk_list(request):
    if not rules.assists(request.user):
        raise Http404
    page = {
        "open_talk": queries.open_talk_of(request.user, at=timezone.now()),
        "talks": queries.latest_talks_of(request.user),
        "now": timezone.now(),
    }
    return render(request, "workspace/assistance/list.html", page)


def _radio(label, choices):
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one answer.")},
    )


class TalkForm(forms.Form):
    language = _radio(
        gettext_lazy("Which language do you speak together?"), SpokenLanguage.choices
    )
    interpreter = _radio(gettext_lazy("Who interprets?"), Interpreter.choices)
    place = _radio(gettext_lazy("Where do you sit?"), Place.choices)

    def told(self):
        given = self.cleaned_data
        return TalkDetails(given["language"], given["interpreter"], given["place"])


@require_http_methods(["GET", "POST"])
def begin(request, pk):
    people = YoungPerson.objects.visible_to(request.user).select_related("merged_into")
    person = get_object_or_404(people, pk=pk)
    if not rules.may_assist(request.user, person):
        raise Http404
    form = TalkForm(sent(request))
    if request.method == "POST" and form.is_valid():
        talk = send(request, form, use_cases.begin_talk, young_person=person, told=form.told())
        if form.is_done:
            return redirect("workspace:assistance:talk", talk.pk)
    return form_page(
        request,
        form,
        template="workspace/assistance/begin.html",
        title=_("Fill in together"),
        kicker=person.full_name,
        lead=_("You sit with the person and write what the person says."),
        submit=_("Begin"),
        back=reverse("workspace:people:detail", args=[person.pk]),
        crumbs=[talks_crumb(), (_("Begin"), "")],
    )


class NewPersonForm(RegistrationForm):
    """The public form, read aloud; the signed paper is the proof."""

    evidence = TypedText(
        label=gettext_lazy("Where the signed form is kept"),
        help_text=gettext_lazy("For example: folder 12/2026, sheet 14."),
        longest=120,
        error_messages={"required": gettext_lazy("Please say where the signed form is kept.")},
    )
    language = _radio(
        gettext_lazy("Which language do you speak together?"), SpokenLanguage.choices
    )
    interpreter = _radio(gettext_lazy("Who interprets?"), Interpreter.choices)
    place = _radio(gettext_lazy("Where do you sit?"), Place.choices)
    told = TalkForm.told


@require_http_methods(["GET", "POST"])
def begin_new(request):
    if not rules.assists(request.user):
        raise Http404
    today = timezone.localdate()
    form = NewPersonForm(
        sent(request),
        communes=list(communes_to_enter(request.user)),
        texts=consent_texts(today),
        today=today,
    )
    question = None
    if request.method == "POST" and form.is_valid():
        person, question = who_is_it(request, form)
        talk = person and send(
            request,
            form,
            use_cases.begin_with_new,
            person=person,
            purposes=form.purposes(),
            guardian=form.guardian(),
            evidence=form.cleaned_data["evidence"],
            told=form.told(),
        )
        if talk:
            return redirect("workspace:assistance:talk", talk.pk)
    return form_page(
        request,
        form,
        template="workspace/assistance/begin_new.html",
        title=_("Fill in with somebody new"),
        submit=_("Keep, and begin"),
        back=reverse("workspace:assistance:list"),
        crumbs=[talks_crumb(), (_("Somebody new"), "")],
        question=question,
    )


@require_GET
def talk(request, pk):
    """The four steps, each with what is done."""
    found, is_open = own_talk(request, pk)
    if not is_open:
        return to_the_list(request)
    now, today = timezone.now(), timezone.localdate()
    person = found.young_person
    wish = whole_wish_of(request.user, person)
    told, to_read = told_steps(wish), queries.texts_to_read(person, at=now)
    page = {
        "talk": found,
        "person": person,
        "to_read": to_read,
        "takes_part": Purpose.PARTICIPATION not in {one.purpose for one in to_read},
        "may_seek": may_seek(person, today),
        "youngest": youngest_seeker(today),
        "wish": wish,
        "wish_steps": [
            {"code": code, "name": STEP_NAMES[code], "is_told": code in told}
            for code in WISH_STEPS[1:]
        ],
        "registrations": queries.coming_registrations(person, at=now),
        "interprets": found.language != SpokenLanguage.NONE,
        "crumbs": [talks_crumb(), (person.full_name, "")],
    }
    return render(request, "workspace/assistance/talk.html", page)


@require_POST
def end(request, pk):
    found, _is_open = own_talk(request, pk)
    press(request, use_cases.end_talk, said=_("The talk has ended. Thank you."), talk=found)
    return redirect("workspace:assistance:list")
