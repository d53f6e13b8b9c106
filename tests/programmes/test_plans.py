import dataclasses
import datetime as dt

import pytest

from nhipcau.organisations.models import Role
from nhipcau.programmes import use_cases
from nhipcau.programmes.details import LineDetails
from nhipcau.programmes.errors import (
    AlreadyApproved,
    OtherVersionOpen,
    PlanEmpty,
    PlanNotEditable,
)
from nhipcau.programmes.models import PlanVersion
from nhipcau.programmes.states import PlanState, ProgrammeState
from nhipcau.shared.errors import IllegalTransition, InvalidValue, NotAllowed, ReasonMissing
from nhipcau.shared.models import AuditEvent
from tests.factories import (
    NOON,
    EventKindFactory,
    PlanLineFactory,
    ProgrammeFactory,
    centre_of,
    palace_of,
    staff_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def coordinator(programme):
    return staff_of(palace_of(programme))


def leader_of(unit):
    return staff_of(unit, Role.LEADER)


def line(programme, **changes):
    return LineDetails(
        **{
            "title": "Tư vấn hướng nghiệp khối 12",
            "kind": EventKindFactory(),
            "content": programme.contents.get(number=1),
            "lead": centre_of(programme),
            "supporting": palace_of(programme),
            "month": dt.date(2026, 12, 1),
            "place": "Trường mẫu",
            "audience": "PUPILS",
            "target_turns": 200,
            "target_persons": 180,
            "source": "JOINT",
            **changes,
        }
    )


def proposed(programme, coordinator):
    version = use_cases.open_plan_version(by=coordinator, at=NOON, programme=programme, year=2026)
    use_cases.save_plan_line(by=coordinator, at=NOON, version=version, details=line(programme))
    return use_cases.propose_plan(by=coordinator, at=NOON, version=version)


def approve(version, unit):
    return use_cases.approve_plan(by=leader_of(unit), at=NOON, version=version, organisation=unit)


def test_a_plan_is_in_force_only_when_both_units_approved(programme, coordinator):
    version = proposed(programme, coordinator)

    after_one = approve(version, palace_of(programme)).state
    after_both = approve(version, centre_of(programme)).state

    assert (after_one, after_both) == (PlanState.PROPOSED, PlanState.APPROVED)


def test_one_unit_cannot_approve_twice_for_both(programme, coordinator):
    version = proposed(programme, coordinator)
    approve(version, palace_of(programme))

    with pytest.raises(AlreadyApproved):
        approve(version, palace_of(programme))

    assert PlanVersion.objects.get().state == PlanState.PROPOSED


def test_a_leader_cannot_approve_for_the_other_unit(programme, coordinator):
    version = proposed(programme, coordinator)

    with pytest.raises(NotAllowed):
        use_cases.approve_plan(
            by=leader_of(palace_of(programme)),
            at=NOON,
            version=version,
            organisation=centre_of(programme),
        )


def test_a_coordinator_cannot_approve(programme, coordinator):
    version = proposed(programme, coordinator)

    with pytest.raises(NotAllowed):
        use_cases.approve_plan(
            by=coordinator, at=NOON, version=version, organisation=palace_of(programme)
        )


def test_a_new_version_keeps_the_lineage_and_replaces_the_old_one(programme, coordinator):
    first = proposed(programme, coordinator)
    for unit in (palace_of(programme), centre_of(programme)):
        approve(first, unit)

    second = use_cases.open_plan_version(by=coordinator, at=NOON, programme=programme, year=2026)
    assert second.lines.get().lineage == first.lines.get().lineage
    use_cases.propose_plan(by=coordinator, at=NOON, version=second)
    for unit in (palace_of(programme), centre_of(programme)):
        approve(second, unit)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == (PlanState.SUPERSEDED, PlanState.APPROVED)


def test_a_proposed_plan_cannot_be_changed_behind_the_approval(programme, coordinator):
    version = proposed(programme, coordinator)

    with pytest.raises(PlanNotEditable):
        use_cases.save_plan_line(by=coordinator, at=NOON, version=version, details=line(programme))
    with pytest.raises(PlanNotEditable):
        use_cases.remove_plan_line(by=coordinator, at=NOON, line=version.lines.get())


def test_a_returned_plan_loses_its_approvals_when_proposed_again(programme, coordinator):
    version = proposed(programme, coordinator)
    approve(version, palace_of(programme))
    use_cases.return_plan(
        by=leader_of(centre_of(programme)), at=NOON, version=version, reason="Tháng 2 trống"
    )

    use_cases.propose_plan(by=coordinator, at=NOON, version=version)

    assert not version.approvals.exists()


def test_returning_needs_a_reason_and_a_leader(programme, coordinator):
    version = proposed(programme, coordinator)

    with pytest.raises(ReasonMissing):
        use_cases.return_plan(
            by=leader_of(centre_of(programme)), at=NOON, version=version, reason="  "
        )
    with pytest.raises(NotAllowed):
        use_cases.return_plan(by=coordinator, at=NOON, version=version, reason="so")


def test_an_empty_plan_is_not_proposed(programme, coordinator):
    version = use_cases.open_plan_version(by=coordinator, at=NOON, programme=programme, year=2026)

    with pytest.raises(PlanEmpty):
        use_cases.propose_plan(by=coordinator, at=NOON, version=version)


def test_one_open_version_at_a_time_within_the_period(programme, coordinator):
    use_cases.open_plan_version(by=coordinator, at=NOON, programme=programme, year=2026)

    with pytest.raises(OtherVersionOpen):
        use_cases.open_plan_version(by=coordinator, at=NOON, programme=programme, year=2026)
    with pytest.raises(InvalidValue):
        use_cases.open_plan_version(by=coordinator, at=NOON, programme=programme, year=2030)


def test_nothing_is_planned_in_a_closed_programme(programme, coordinator):
    opened_before = ProgrammeFactory._meta.model.objects.get(pk=programme.pk)
    programme.state, programme.closing_report = ProgrammeState.CLOSED, "Tổng kết"
    programme.save()

    with pytest.raises(InvalidValue, match="kết thúc"):
        use_cases.open_plan_version(by=coordinator, at=NOON, programme=opened_before, year=2026)
    assert not PlanVersion.objects.exists()


def test_open_plan_version_refuses_a_stranger(programme):
    with pytest.raises(NotAllowed):
        use_cases.open_plan_version(
            by=staff_of(palace_of(ProgrammeFactory())), at=NOON, programme=programme, year=2026
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"month": dt.date(2027, 1, 1)}, "month"),
        ({"target_persons": 201}, "target_persons"),
    ],
)
def test_a_line_that_contradicts_itself_names_the_field(programme, coordinator, changes, field):
    version = use_cases.open_plan_version(by=coordinator, at=NOON, programme=programme, year=2026)

    with pytest.raises(InvalidValue) as refusal:
        use_cases.save_plan_line(
            by=coordinator, at=NOON, version=version, details=line(programme, **changes)
        )

    assert refusal.value.field == field


def test_lead_and_support_are_the_two_parties(programme, coordinator):
    version = use_cases.open_plan_version(by=coordinator, at=NOON, programme=programme, year=2026)
    palace = palace_of(programme)

    with pytest.raises(InvalidValue):
        use_cases.save_plan_line(
            by=coordinator,
            at=NOON,
            version=version,
            details=dataclasses.replace(line(programme), lead=palace, supporting=palace),
        )


def test_approving_what_is_not_proposed_is_illegal(programme):
    version = PlanLineFactory(programme=programme, state=PlanState.SUPERSEDED).version

    with pytest.raises(IllegalTransition):
        approve(version, palace_of(programme))


def test_every_step_of_a_plan_leaves_an_audit_event(programme, coordinator):
    version = proposed(programme, coordinator)
    approve(version, palace_of(programme))
    approve(version, centre_of(programme))

    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "planversion.draft",
        "planline.saved",
        "planversion.proposed",
        "planversion.approved_by_unit",
        "planversion.approved_by_unit",
        "planversion.approved",
    ]
