"""The year plan: versions drafted by either unit, in force when both approved."""

import uuid
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.organisations.models import Organisation
from nhipcau.programmes import rules
from nhipcau.programmes.details import LineDetails
from nhipcau.programmes.errors import (
    AlreadyApproved,
    OtherVersionOpen,
    PlanEmpty,
    PlanNotEditable,
)
from nhipcau.programmes.models import PlanApproval, PlanLine, PlanVersion, Programme, YearPlan
from nhipcau.programmes.states import PlanState, ProgrammeState
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin, move


@write
def open_plan_version(*, by: Any, at: datetime, programme: Programme, year: int) -> PlanVersion:
    """Open the next version of a year plan, as a copy of the version in force.

    Raises:
        NotAllowed: ``by`` plans for neither party.
        InvalidValue: the programme is closed, or the year is outside its period.
        OtherVersionOpen: another version is being drafted or waits for approval.
    """
    require(rules.may_plan(by, programme), _("Your role does not change plans."))
    # Held until the version is there, so that the programme is not closed in between.
    programme = Programme.objects.select_for_update(of=("self",), no_key=True).get(pk=programme.pk)
    if programme.state == ProgrammeState.CLOSED:
        raise InvalidValue(_("This programme is closed. Plan in the one that follows it."))
    if not programme.starts_on.year <= year <= programme.ends_on.year:
        raise InvalidValue(_("This year is outside the programme's period."), field="year")
    year_plan, _created = YearPlan.objects.get_or_create(programme=programme, year=year)
    year_plan = YearPlan.objects.select_for_update().get(pk=year_plan.pk)
    versions = list(year_plan.versions.all())
    if any(
        one.state in (PlanState.DRAFT, PlanState.PROPOSED, PlanState.RETURNED) for one in versions
    ):
        raise OtherVersionOpen(_("A version of this plan is open already. Finish that one first."))
    version = PlanVersion.objects.create(
        year_plan=year_plan,
        number=max((one.number for one in versions), default=0) + 1,
        created_by=user_or_none(by),
        created_at=at,
    )
    in_force = next((one for one in versions if one.state == PlanState.APPROVED), None)
    if in_force:
        _copy_lines(in_force, version)
    begin(version, by=by, at=at)
    return version


@write
def save_plan_line(
    *,
    by: Any,
    at: datetime,
    version: PlanVersion,
    details: LineDetails,
    line: PlanLine | None = None,
) -> PlanLine:
    """Add a line to an open version, or change one of its lines.

    Raises:
        NotAllowed: ``by`` plans for neither party.
        PlanNotEditable: the version waits for approval or is in force.
        InvalidValue: units, month or targets contradict each other.
    """
    require(rules.may_plan(by, version.year_plan.programme), _("Your role does not change plans."))
    version = _editable(version)
    _check_line(version, details)
    values = {field.name: getattr(details, field.name) for field in fields(details)}
    if line is None:
        last = version.lines.order_by("-number").values_list("number", flat=True).first()
        line = PlanLine(version=version, number=(last or 0) + 1, lineage=uuid.uuid4())
    for name, value in values.items():
        setattr(line, name, value)
    line.save()
    audit.record("planline.saved", about=line, by=by, at=at, fields=values)
    return line


@write
def remove_plan_line(*, by: Any, at: datetime, line: PlanLine) -> PlanVersion:
    """Take a line out of an open version; the version in force keeps it.

    Raises:
        NotAllowed: ``by`` plans for neither party.
        PlanNotEditable: the version waits for approval or is in force.
    """
    require(
        rules.may_plan(by, line.version.year_plan.programme), _("Your role does not change plans.")
    )
    version = _editable(line.version)
    audit.record("planline.removed", about=line, by=by, at=at)
    PlanLine.objects.filter(pk=line.pk, version=version).delete()
    return version


@write
def propose_plan(*, by: Any, at: datetime, version: PlanVersion, note: str = "") -> PlanVersion:
    """Send a version to both units for approval. Earlier approvals of it no longer count.

    Raises:
        NotAllowed: ``by`` plans for neither party.
        PlanEmpty: it has no line.
        IllegalTransition: it is not open.
    """
    require(rules.may_plan(by, version.year_plan.programme), _("Your role does not change plans."))
    version = PlanVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if not version.lines.exists():
        raise PlanEmpty(_("The plan has no line yet. Add the first one, then send it."))
    version.approvals.all().delete()
    version.note = note.strip()
    version.save(update_fields=["note"])
    move(version, PlanState.PROPOSED, by=by, at=at)
    return version


@write
def approve_plan(
    *, by: Any, at: datetime, version: PlanVersion, organisation: Organisation
) -> PlanVersion:
    """One unit's leader approves; with the second unit's approval the version is in force.

    Raises:
        NotAllowed: ``by`` does not lead ``organisation`` or it is no party.
        AlreadyApproved: this unit has approved it.
        IllegalTransition: the version does not wait for approval.
    """
    require(
        rules.may_approve(by, version, organisation), _("Only the unit's own leader approves.")
    )
    YearPlan.objects.select_for_update().get(pk=version.year_plan_id)
    version = PlanVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.state != PlanState.PROPOSED:
        move(version, PlanState.APPROVED, by=by, at=at)  # refuses, with the state in its message
    if version.approvals.filter(organisation=organisation).exists():
        raise AlreadyApproved(_("Your unit has approved this version already."))
    approval = PlanApproval.objects.create(
        version=version, organisation=organisation, by=user_or_none(by), at=at
    )
    audit.record("planversion.approved_by_unit", about=approval, by=by, at=at)
    approved_by = set(version.approvals.values_list("organisation", flat=True))
    if approved_by >= rules.party_ids(version.year_plan.programme):
        for before in version.year_plan.versions.filter(state=PlanState.APPROVED):
            move(before, PlanState.SUPERSEDED, by=by, at=at)
        move(version, PlanState.APPROVED, by=by, at=at)
    return version


@write
def return_plan(*, by: Any, at: datetime, version: PlanVersion, reason: str) -> PlanVersion:
    """A leader of either unit sends a proposed version back, with the reason.

    Raises:
        NotAllowed: ``by`` leads neither party.
        ReasonMissing: ``reason`` is empty.
        IllegalTransition: the version does not wait for approval.
    """
    require(rules.may_return(by, version), _("Only a leader of a party returns a plan."))
    version = PlanVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    move(version, PlanState.RETURNED, by=by, at=at, reason=reason)
    return version


def _editable(version: PlanVersion) -> PlanVersion:
    version = PlanVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if not version.is_editable:
        raise PlanNotEditable(
            _("This version can no longer be changed. Open a new version instead.")
        )
    return version


def _copy_lines(source: PlanVersion, target: PlanVersion) -> None:
    copies = list(source.lines.all())
    for line in copies:
        line.pk = None
        line._state.adding = True
        line.version = target
    PlanLine.objects.bulk_create(copies)


def _check_line(version: PlanVersion, details: LineDetails) -> None:
    parties = rules.party_ids(version.year_plan.programme)
    if {details.lead.pk, details.supporting.pk} != parties:
        raise InvalidValue(
            _("One of the two units leads and the other supports."), field="supporting"
        )
    if details.month.year != version.year_plan.year:
        raise InvalidValue(_("The month is outside the year of this plan."), field="month")
    if details.target_persons > details.target_turns:
        raise InvalidValue(_("There cannot be more persons than turns."), field="target_persons")
    if details.content.programme_id != version.year_plan.programme_id:
        raise InvalidValue(_("Choose a content of this programme."), field="content")
