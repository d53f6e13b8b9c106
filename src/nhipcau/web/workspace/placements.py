"""Who began to work and how it goes: the list, one placement, a start."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.placements import queries, rules, use_cases
from nhipcau.placements.details import ContractFacts
from nhipcau.placements.models import Placement
from nhipcau.placements.states import AT_WORK, How, PlacementState, Side
from nhipcau.referrals.models import Referral
from nhipcau.seekers.choices import ContractKind
from nhipcau.vacancies.models import Market
from nhipcau.web.answers import CountField, DayField, ReasonForm, text_in
from nhipcau.web.workspace.sending import form_page, send, sent

ON_A_PAGE = 25
MOST_WAGE = 500_000_000


def placements_crumb():
    return _("At work"), reverse("workspace:placements:list")


def placement_crumbs(placement, *more):
    name = placement.referral.young_person.full_name
    url = reverse("workspace:placements:detail", args=[placement.pk])
    return [placements_crumb(), (name, url), *more]


def visible_placement(request, pk):
    """One placement, for those whose work it is to follow people."""
    if not rules.may_see_placements(request.user):
        raise Http404
    found = Placement.objects.visible_to(request.user).select_related(
        "referral__young_person", "referral__vacancy__employer"
    )
    return get_object_or_404(found, pk=pk)


@require_GET
def placement_list(request):
    if not rules.may_see_placements(request.user):
        raise Http404
    today = timezone.localdate()
    shows, market = text_in(request, "show"), text_in(request, "market")
    shows = shows if shows in queries.SHOWS else ""
    market = market if market in Market.values else ""
    found = queries.placements_listed(request.user, shows=shows, market=market, on=today)
    counts = queries.counts_of(request.user, today)
    page = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "counts": counts,
        "chips": _chips(shows, market, counts),
        "markets": _markets(shows, market),
        "to_start": queries.waiting_for_start(request.user)[:ON_A_PAGE] if not shows else [],
        "may_record": rules.works_at_the_centre(request.user),
        "today": today,
        "late": rules.overdue_days(today),
    }
    return render(request, "workspace/placements/list.html", page)


def _chips(shows, market, counts):
    labels = {
        "": _("all"),
        "due": _("to be asked now"),
        "overdue": _("long overdue"),
        "one-side": _("one side has spoken"),
        "abroad": _("preparing to leave"),
        "left": _("left"),
    }
    base = reverse("workspace:placements:list")
    more = f"&market={market}" if market else ""
    return [
        {
            "url": f"{base}?show={code}{more}",
            "label": label,
            "current": code == shows,
            "count": counts.get(code),
        }
        for code, label in labels.items()
    ]


def _markets(shows, market):
    base = reverse("workspace:placements:list")
    offered = [("", _("everywhere")), *Market.choices]
    return [
        {"url": f"{base}?show={shows}&market={code}", "label": label, "current": code == market}
        for code, label in offered
    ]


@require_GET
def placement_detail(request, pk):
    if not rules.may_see_placements(request.user):
        raise Http404
    placement = queries.whole_placement(request.user, pk)
    if placement is None:
        raise Http404
    person = placement.referral.young_person
    may_accompany = rules.may_accompany(request.user, person)
    at_the_centre = rules.works_at_the_centre(request.user)
    can_change = placement.state in AT_WORK
    for change in placement.changes.all():
        change.to_words = PlacementState(change.to_state).label
    page = {
        "placement": placement,
        "person": person,
        "vacancy": placement.referral.vacancy,
        "sides": [
            (side, next((w for w in placement.words.all() if w.side == side), None))
            for side in Side
        ],
        "is_certain": placement.state == PlacementState.CONFIRMED,
        "may_record": at_the_centre,
        "may_accompany": may_accompany,
        "at_work": can_change,
        "can_say_no": at_the_centre
        and placement.state in (PlacementState.REPORTED, PlacementState.PREPARING),
        "steps": queries.steps_of(placement) if placement.is_abroad else [],
        "family": getattr(placement, "family", None),
        "today": timezone.localdate(),
        "crumbs": [placements_crumb(), (person.full_name, "")],
    }
    return render(request, "workspace/placements/detail.html", page)


class FactsForm(forms.Form):
    contract = forms.ChoiceField(
        label=gettext_lazy("Kind of contract"),
        choices=[("", gettext_lazy("not told")), *ContractKind.choices],
        required=False,
    )
    wage = CountField(
        label=gettext_lazy("Wage a month (đồng)"), required=False, max_value=MOST_WAGE
    )
    hours_per_week = CountField(label=gettext_lazy("Hours a week"), required=False, max_value=168)
    probation_until = DayField(label=gettext_lazy("Probation until"), required=False)

    def facts(self):
        told = self.cleaned_data
        return ContractFacts(
            contract=told["contract"],
            wage=told["wage"],
            hours_per_week=told["hours_per_week"],
            probation_until=told["probation_until"],
        )


class StartForm(FactsForm):
    """Who says it and how we know come first: a start needs two sides."""

    side = forms.ChoiceField(
        label=gettext_lazy("Who says that work has begun?"),
        choices=Side.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose who says it.")},
    )
    how = forms.ChoiceField(
        label=gettext_lazy("How do we know?"),
        choices=[(How.CALL.value, How.CALL.label), (How.PAPER.value, How.PAPER.label)],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose how we know.")},
    )
    starts_on = DayField(label=gettext_lazy("First day"))
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("For example with whom you spoke, or the number of the letter."),
        max_length=300,
        required=False,
    )
    field_order = ["side", "how", "starts_on", "note"]


def _referral(request, pk):
    if not rules.works_at_the_centre(request.user):
        raise Http404
    found = Referral.objects.visible_to(request.user).select_related(
        "young_person", "vacancy__employer"
    )
    referral = get_object_or_404(found, pk=pk)
    if not rules.was_taken_on(referral):
        raise Http404
    return referral


@require_http_methods(["GET", "POST"])
def record_start(request, pk):
    """For the first word as for the second one."""
    referral = _referral(request, pk)
    placement = Placement.objects.visible_to(request.user).filter(referral=referral).first()
    form = StartForm(sent(request), initial=_known(placement))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = send(
            request,
            form,
            use_cases.record_start,
            referral=referral,
            starts_on=told["starts_on"],
            side=Side(told["side"]),
            how=How(told["how"]),
            facts=form.facts(),
            note=told["note"],
        )
        if form.is_done:
            messages.success(request, _("It is written down."))
            return redirect("workspace:placements:detail", made.pk)
    back = (
        reverse("workspace:placements:detail", args=[placement.pk])
        if placement
        else reverse("workspace:placements:list")
    )
    return form_page(
        request,
        form,
        title=_("Work has begun"),
        kicker=referral.young_person.full_name,
        lead=f"{referral.vacancy.title} · {referral.vacancy.employer.name}",
        consequences=[
            _("One side alone is a report. With the word of the other side the start is certain."),
            _("Two calls noted by one and the same colleague count as one word."),
            _("From the first day the clock of the checks runs."),
        ],
        submit=_("Write it down"),
        back=back,
        keep=f"start-{referral.pk}",
        crumbs=[placements_crumb(), (_("Work has begun"), "")],
    )


def _known(placement):
    if placement is None:
        return {"starts_on": timezone.localdate()}
    names = ("starts_on", "contract", "wage", "hours_per_week", "probation_until")
    return {name: getattr(placement, name) for name in names}


class DepartureForm(forms.Form):
    leaves_on = DayField(label=gettext_lazy("Planned day of departure"))


@require_http_methods(["GET", "POST"])
def prepare_departure(request, pk):
    referral = _referral(request, pk)
    if referral.vacancy.market != Market.OVERSEAS:
        raise Http404
    form = DepartureForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = send(
            request,
            form,
            use_cases.prepare_departure,
            referral=referral,
            leaves_on=form.cleaned_data["leaves_on"],
        )
        if form.is_done:
            messages.success(request, _("The way abroad has begun."))
            return redirect("workspace:placements:detail", made.pk)
    return form_page(
        request,
        form,
        title=_("Begin the way abroad"),
        kicker=referral.young_person.full_name,
        lead=f"{referral.vacancy.title} · {referral.vacancy.employer.name}",
        submit=_("Begin"),
        back=reverse("workspace:placements:list"),
        crumbs=[placements_crumb(), (_("Begin the way abroad"), "")],
    )


@require_http_methods(["GET", "POST"])
def change_facts(request, pk):
    placement = visible_placement(request, pk)
    if not rules.works_at_the_centre(request.user):
        raise Http404
    form = FactsForm(sent(request), initial=_known(placement))
    url = reverse("workspace:placements:detail", args=[placement.pk])
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.change_facts, placement=placement, facts=form.facts())
        if form.is_done:
            messages.success(request, _("It is written down."))
            return redirect(url)
    return form_page(
        request,
        form,
        title=_("What the contract says"),
        kicker=placement.referral.young_person.full_name,
        submit=_("Write it down"),
        back=url,
        crumbs=placement_crumbs(placement, (_("What the contract says"), "")),
    )


@require_http_methods(["GET", "POST"])
def record_no_start(request, pk):
    placement = visible_placement(request, pk)
    if not rules.works_at_the_centre(request.user):
        raise Http404
    form = ReasonForm(sent(request))
    url = reverse("workspace:placements:detail", args=[placement.pk])
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        send(request, form, use_cases.record_no_start, placement=placement, reason=reason)
        if form.is_done:
            messages.success(request, _("It is written down."))
            return redirect(url)
    return form_page(
        request,
        form,
        title=_("Did not start"),
        kicker=placement.referral.young_person.full_name,
        consequences=[_("No checks are asked any more. A later start can be written down.")],
        submit=_("Write it down"),
        danger=True,
        back=url,
        crumbs=placement_crumbs(placement, (_("Did not start"), "")),
    )
