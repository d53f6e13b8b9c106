"""A colleague tells of a difficulty; every button of one leads to a page made from its row."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nhipcau.coordination import queries, rules, use_cases
from nhipcau.coordination.details import LONGEST, DifficultyDetails, Said
from nhipcau.coordination.states import RIGHTS, DifficultyState, Kind, Result, Severity
from nhipcau.coordination.table import STEPS
from nhipcau.employers.models import Employer
from nhipcau.events.models import Event
from nhipcau.people.models import YoungPerson
from nhipcau.placements.models import Placement
from nhipcau.referrals.models import Referral
from nhipcau.vacancies.models import Vacancy
from nhipcau.web.answers import DayField, number_in
from nhipcau.web.workspace.coordination_home import home_crumb
from nhipcau.web.workspace.difficulties import crumbs_of, list_crumb, visible_difficulty
from nhipcau.web.workspace.sending import form_page, send, sent

RECENTLY = timedelta(days=60)
MOST_EVENTS = 60


def _long(label, name, *, required=True, help_text="", rows=4):
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LONGEST[name],
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": gettext_lazy("Please write this; others will read it later.")},
    )


def _radio(label, choices, help_text=""):
    return forms.ChoiceField(
        label=label,
        choices=choices,
        help_text=help_text,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one answer.")},
    )


class TellForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=[("", gettext_lazy("please choose")), *Kind.choices],
        error_messages={"required": gettext_lazy("Please choose the kind.")},
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("How urgent is it?"),
        choices=[("", gettext_lazy("as usual for this kind")), *Severity.choices],
        required=False,
    )
    title = forms.CharField(
        label=gettext_lazy("In one line"),
        help_text=gettext_lazy("Both units see it in lists: no name of a person."),
        max_length=LONGEST["title"],
        error_messages={"required": gettext_lazy("Please write it in one line.")},
    )
    what = _long(
        gettext_lazy("What happened?"),
        "what",
        help_text=gettext_lazy("When, where, what was tried. Names only where it needs them."),
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Who should solve it?"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("as usual for this kind"),
    )
    event = forms.ModelChoiceField(
        label=gettext_lazy("At which event?"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("at no event"),
    )

    def __init__(self, data=None, *, user, programme, **options):
        super().__init__(data, **options)
        since = timezone.now() - RECENTLY
        events = Event.objects.visible_to(user).filter(ends_at__gte=since)
        newest = events.order_by("-starts_at").values_list("pk", flat=True)[:MOST_EVENTS]
        self.fields["event"].queryset = events.filter(pk__in=list(newest)).order_by("starts_at")
        self.fields["event"].label_from_instance = lambda event: event.title
        if programme is None:
            del self.fields["unit"]
        else:
            self.fields["unit"].queryset = queries.parties(programme)


ABOUT = {
    "person": ("young_person", YoungPerson),
    "event": ("event", Event),
    "employer": ("employer", Employer),
    "vacancy": ("vacancy", Vacancy),
    "referral": ("referral", Referral),
    "placement": ("placement", Placement),
}


def _about(request):
    """What the page that led here is about, as far as the colleague sees it."""
    found = {}
    for name, (field, model) in ABOUT.items():
        pk = number_in(request, name)
        if pk is None:
            continue
        record = model.objects.visible_to(request.user).filter(pk=pk).first()
        if record is None:
            raise Http404
        found[field] = record
    return found


def _words(about):
    """What it hangs on, for the head of the form."""
    told = []
    if person := about.get("young_person"):
        told.append(person.full_name)
    for name in ("referral", "placement"):
        record = about.get(name)
        if record is not None:
            referral = record if name == "referral" else record.referral
            told += [referral.young_person.full_name, referral.vacancy.title]
    for name in ("vacancy", "event"):
        if name in about:
            told.append(about[name].title)
    if employer := about.get("employer"):
        told.append(employer.name)
    return " · ".join(dict.fromkeys(told))


@require_http_methods(["GET", "POST"])
def tell(request):
    if not rules.may_tell(request.user):
        raise Http404
    about = _about(request)
    programmes = queries.programmes_together(request.user)
    form = TellForm(
        sent(request),
        user=request.user,
        programme=programmes[0] if programmes else None,
        initial={"event": about.get("event")},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = send(
            request,
            form,
            use_cases.tell_difficulty,
            told=DifficultyDetails(
                kind=given["kind"],
                severity=given["severity"],
                title=given["title"],
                what=given["what"],
                unit=given.get("unit"),
                **{**about, "event": given["event"] or about.get("event")},
            ),
        )
        if form.is_done:
            messages.success(
                request,
                _("It lies in the queue of %(unit)s.") % {"unit": made.unit.short_name},
            )
            return redirect("workspace:coordination:detail", made.pk)
    works = rules.works_together(request.user)
    return form_page(
        request,
        form,
        title=_("Tell of a difficulty"),
        kicker=_words(about),
        lead=_("It goes to a unit, never to one person alone, and has a day to be solved by."),
        consequences=[
            _("If somebody is in danger: call 113 first, then tell it here."),
            _("Where a right is at stake, the vacancies concerned are frozen at once."),
        ],
        submit=_("Tell it"),
        back=reverse("workspace:coordination:list"),
        crumbs=[*([home_crumb()] if works else []), list_crumb(), (_("Tell of a difficulty"), "")],
        keep="difficulty",
    )


class StepForm(forms.Form):
    """The questions of a step, made from what its row of the table needs."""

    def __init__(self, data=None, *, step, difficulty, **options):
        super().__init__(data, **options)
        for name in step.needs:
            self.fields[name] = getattr(self, f"_{name}")(difficulty)

    def _reason(self, difficulty):
        return _long(
            gettext_lazy("Reason"),
            "reason",
            help_text=gettext_lazy("For colleagues of both units."),
            rows=3,
        )

    def _kind(self, difficulty):
        field = _radio(gettext_lazy("What is it about?"), Kind.choices)
        field.initial = difficulty.kind
        return field

    def _severity(self, difficulty):
        field = _radio(gettext_lazy("How urgent is it?"), Severity.choices)
        field.initial = difficulty.severity
        return field

    def _waits_until(self, difficulty):
        return DayField(label=gettext_lazy("Until when?"))

    def _result(self, difficulty):
        return _radio(gettext_lazy("What came of it?"), Result.choices)

    def _done(self, difficulty):
        return _long(
            gettext_lazy("What was done?"),
            "done",
            help_text=gettext_lazy(
                "For the person, or in the matter. Whoever asked for help reads it."
            ),
        )

    def said(self):
        return Said(**self.cleaned_data)


@require_http_methods(["GET", "POST"])
def take_step(request, pk, name):
    difficulty = visible_difficulty(request, pk)
    if not rules.works_together(request.user) or not rules.may_take(
        request.user, name, difficulty
    ):
        raise Http404
    step = STEPS[name]
    back = reverse("workspace:coordination:detail", args=[difficulty.pk])
    offered = queries.steps_for(request.user, difficulty, at=timezone.now())
    if request.method == "GET" and step not in offered:
        messages.warning(request, _("This step does not follow any more; look at it again."))
        return redirect(back)
    form = StepForm(sent(request), step=step, difficulty=difficulty)
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.take_step,
            difficulty=difficulty,
            name=name,
            said=form.said(),
        )
        if form.is_done:
            messages.success(request, _("It is recorded."))
            return redirect(back)
    label = capfirst(str(step.label))
    return form_page(
        request,
        form,
        title=label,
        kicker=difficulty.title,
        consequences=_consequences(step, difficulty),
        submit=label,
        danger=step.tone == "danger" or step.target == DifficultyState.DROPPED,
        back=back,
        crumbs=crumbs_of(difficulty, label),
    )


def _consequences(step, difficulty):
    found = [step.explained] if step.explained else []
    if step.message and difficulty.told_by == "PERSON":
        found.append(_("The young person gets a message that there is news, without content."))
    if step.name == "rate" and difficulty.kind not in RIGHTS:
        found.append(_("A kind that touches a right freezes the vacancies concerned at once."))
    return found
