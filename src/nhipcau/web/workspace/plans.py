"""The year plan: its versions, what each would change, and the approval of both units."""

from itertools import groupby

from django.contrib import messages
from django.db.models import Count, Sum
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.organisations.models import Organisation
from nhipcau.organisations.rules import OFFICE_ROLES, has_role
from nhipcau.programmes import rules, use_cases
from nhipcau.programmes.models import PlanVersion, Programme
from nhipcau.programmes.queries import lines_of, plan_difference
from nhipcau.programmes.states import PlanState
from nhipcau.web.answers import ReasonForm
from nhipcau.web.workspace.history import history_of
from nhipcau.web.workspace.plan_forms import ApproveForm, OpenVersionForm, ProposeForm
from nhipcau.web.workspace.plan_pages import difference_rows, months_of, totals_of
from nhipcau.web.workspace.sending import form_page, send, sent

OPEN_STATES = (PlanState.DRAFT, PlanState.PROPOSED, PlanState.RETURNED)


def plans_crumb():
    return _("Plans"), reverse("workspace:plans:list")


@require_GET
def plan_list(request):
    if not has_role(request.user, *OFFICE_ROLES):
        raise Http404
    versions = (
        PlanVersion.objects.visible_to(request.user)
        .select_related("year_plan__programme")
        .annotate(
            line_count=Count("lines"),
            turns_sum=Coalesce(Sum("lines__target_turns"), 0),
            budget_sum=Coalesce(Sum("lines__budget_vnd"), 0),
        )
        .order_by("-year_plan__year", "-year_plan", "-number")
    )
    years = [
        {"year_plan": year_plan, "versions": list(group)}
        for year_plan, group in groupby(versions, key=lambda one: one.year_plan)
    ]
    return render(
        request, "workspace/plans/list.html", {"years": years, "may_plan": _may_open(request.user)}
    )


def _programmes_to_plan(user):
    programmes = Programme.objects.visible_to(user).running().prefetch_related("parties")
    return [one for one in programmes if rules.may_plan(user, one)]


def _may_open(user):
    return bool(_programmes_to_plan(user))


@require_http_methods(["GET", "POST"])
def open_version(request):
    """Start the next version of a year's plan."""
    programmes = _programmes_to_plan(request.user)
    if not programmes:
        raise Http404
    form = OpenVersionForm(sent(request), programmes=programmes, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        programme, year = form.cleaned_data["of"]
        version = send(request, form, use_cases.open_plan_version, programme=programme, year=year)
        if form.is_done:
            messages.success(request, _("The new version is open. Add or change its lines."))
            return redirect("workspace:plans:version", version.pk)
    return form_page(
        request,
        form,
        title=_("Open a new version of a plan"),
        lead=_("It starts as a copy of the version in force; that one stays in force meanwhile."),
        submit=_("Open the version"),
        back=reverse("workspace:plans:list"),
        crumbs=[plans_crumb(), (_("New version"), "")],
    )


def visible_version(request, pk):
    versions = PlanVersion.objects.visible_to(request.user).select_related(
        "year_plan__programme", "created_by"
    )
    return get_object_or_404(versions, pk=pk)


@require_GET
def version_detail(request, pk):
    version = visible_version(request, pk)
    lines = list(lines_of(version))
    parties = _parties(version)
    approvals = {
        approval.organisation_id: approval
        for approval in version.approvals.select_related("by", "organisation")
    }
    may_plan = rules.may_plan(request.user, version.year_plan.programme)
    may_decide = version.state == PlanState.PROPOSED
    page = {
        "version": version,
        "year": version.year_plan.year,
        "months": months_of(lines),
        "totals": totals_of(lines),
        "approvals": [(party, approvals.get(party.pk)) for party in parties],
        "history": history_of(version),
        "may_edit": may_plan and version.is_editable,
        "units_to_approve": [
            party
            for party in parties
            if may_decide
            and party.pk not in approvals
            and rules.may_approve(request.user, version, party)
        ],
        "may_return": may_decide and rules.may_return(request.user, version),
        "may_prepare_events": may_plan and version.state == PlanState.APPROVED,
        "crumbs": [plans_crumb(), (_version_name(version), "")],
    }
    before = _version_before(request.user, version)
    if before:
        page["before"] = before
        page["differences"] = difference_rows(plan_difference(before, version))
    return render(request, "workspace/plans/version.html", page)


def _parties(version):
    parties = version.year_plan.programme.parties.select_related("organisation")
    return [party.organisation for party in parties]


def _version_before(user, version):
    """What an open version is compared with: the version in force."""
    if version.state not in OPEN_STATES:
        return None
    return (
        PlanVersion.objects.visible_to(user)
        .filter(year_plan=version.year_plan, state=PlanState.APPROVED)
        .first()
    )


def _version_name(version):
    return _("Plan %(year)d, version %(number)d") % {
        "year": version.year_plan.year,
        "number": version.number,
    }


@require_http_methods(["GET", "POST"])
def propose(request, pk):
    """Send a version to both units."""
    version = visible_version(request, pk)
    if not rules.may_plan(request.user, version.year_plan.programme):
        raise Http404
    form = ProposeForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.propose_plan, version=version, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The plan is with both units for approval."))
            return redirect("workspace:plans:version", version.pk)
    units = " · ".join(party.short_name for party in _parties(version))
    return form_page(
        request,
        form,
        title=_("Send this plan for approval"),
        kicker=_version_name(version),
        consequences=[
            _("It goes to the leaders of both units: %(units)s.") % {"units": units},
            _("Until they decide, its lines can no longer be changed."),
            _("It is in force once both have approved it."),
        ],
        submit=_("Send for approval"),
        **_around(version, _("Send for approval")),
    )


@require_http_methods(["GET", "POST"])
def approve(request, pk, unit_pk):
    """The leader of one unit approves."""
    version = visible_version(request, pk)
    unit = get_object_or_404(Organisation.objects.visible_to(request.user), pk=unit_pk)
    if not rules.may_approve(request.user, version, unit):
        raise Http404
    form = ApproveForm(sent(request))
    if request.method == "POST" and form.is_valid():
        approved = send(request, form, use_cases.approve_plan, version=version, organisation=unit)
        if form.is_done:
            in_force = approved.state == PlanState.APPROVED
            messages.success(
                request,
                _("Both units have approved: the plan is in force.")
                if in_force
                else _("Your unit has approved. The other unit is next."),
            )
            return redirect("workspace:plans:version", version.pk)
    before = _version_before(request.user, version)
    others = version.approvals.exclude(organisation=unit).exists()
    consequences = (
        [
            _("The other unit has approved already: with your approval the plan is in force."),
            _("The version in force until now is kept and marked as replaced."),
        ]
        if others
        else [_("The plan is in force once the other unit has approved it too.")]
    )
    return form_page(
        request,
        form,
        template="workspace/plans/approve.html",
        title=_("Approve for %(unit)s") % {"unit": unit.short_name},
        kicker=_version_name(version),
        consequences=consequences,
        submit=_("Approve this plan"),
        before=before,
        differences=difference_rows(plan_difference(before, version)) if before else [],
        totals=totals_of(list(lines_of(version))),
        **_around(version, _("Approve")),
    )


@require_http_methods(["GET", "POST"])
def give_back(request, pk):
    """A leader returns a proposed version with the reason."""
    version = visible_version(request, pk)
    if not rules.may_return(request.user, version):
        raise Http404
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.return_plan, version=version, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The plan went back with your reason."))
            return redirect("workspace:plans:version", version.pk)
    return form_page(
        request,
        form,
        title=_("Return this plan for changes"),
        kicker=_version_name(version),
        consequences=[
            _("Both units can change it again and send it anew."),
            _("Approvals given so far no longer count."),
        ],
        submit=_("Return the plan"),
        danger=True,
        **_around(version, _("Return")),
    )


def _around(version, here):
    url = reverse("workspace:plans:version", args=[version.pk])
    return {"back": url, "crumbs": [plans_crumb(), (_version_name(version), url), (here, "")]}
