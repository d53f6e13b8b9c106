import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nhipcau.organisations.models import Role
from nhipcau.programmes import use_cases
from nhipcau.programmes.errors import ClosingReportMissing, MonthNotOver, PeriodNotOver
from nhipcau.programmes.models import FocalPoint
from nhipcau.programmes.states import ProgrammeState
from nhipcau.shared.errors import IllegalTransition, InvalidValue, NotAllowed, ReasonMissing
from tests.factories import (
    NOON,
    OrganisationFactory,
    ProgrammeFactory,
    centre_of,
    palace_of,
    staff_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def old():
    """The programme of 2023–2025, still running on paper."""
    return ProgrammeFactory(starts_on=dt.date(2023, 9, 26), ends_on=dt.date(2025, 12, 31))


def leader_of(programme):
    return staff_of(palace_of(programme), Role.LEADER)


def renew(programme, **changes):
    return use_cases.renew_programme(
        **{
            "by": leader_of(programme),
            "at": NOON,
            "programme": programme,
            "title_vi": "Chương trình 2026–2028",
            "title_en": "Programme 2026–2028",
            "starts_on": dt.date(2026, 1, 1),
            "ends_on": dt.date(2028, 12, 31),
            "source": "test",
            **changes,
        }
    )


def test_closing_needs_the_end_of_the_period_and_a_report(old):
    with pytest.raises(ClosingReportMissing):
        use_cases.close_programme(by=leader_of(old), at=NOON, programme=old, closing_report=" ")
    closed = use_cases.close_programme(
        by=leader_of(old), at=NOON, programme=old, closing_report="Tổng kết"
    )

    assert closed.state == ProgrammeState.CLOSED
    with pytest.raises(PeriodNotOver):
        use_cases.close_programme(
            by=leader_of(running := ProgrammeFactory()),
            at=NOON,
            programme=running,
            closing_report="Tổng kết",
        )


def test_renewal_copies_parties_contents_and_rhythm(old):
    department = OrganisationFactory(kind="DEPARTMENT")
    successor = OrganisationFactory(kind="DEPARTMENT")
    department.succeeded_by = successor
    department.save()
    old.parties.filter(order=2).update(supervised_by=department)

    new = renew(old)

    assert new.renews == old
    assert [p.organisation_id for p in new.parties.all()] == [
        p.organisation_id for p in old.parties.all()
    ]
    assert new.parties.get(order=2).supervised_by == successor
    assert new.contents.count() == old.contents.count()
    assert new.cadence_rule.events_per_month == 1


def test_renewal_starts_after_the_old_period(old):
    with pytest.raises(InvalidValue) as refusal:
        renew(old, starts_on=dt.date(2025, 12, 31))

    assert refusal.value.field == "starts_on"


def test_only_a_leader_of_a_party_renews_starts_and_closes(old):
    coordinator = staff_of(palace_of(old))
    foreign = leader_of(ProgrammeFactory())

    for stranger in (coordinator, foreign):
        with pytest.raises(NotAllowed):
            renew(old, by=stranger)
        with pytest.raises(NotAllowed):
            use_cases.close_programme(by=stranger, at=NOON, programme=old, closing_report="x")
        with pytest.raises(NotAllowed):
            use_cases.start_programme(by=stranger, at=NOON, programme=old, signed_on=NOON.date())


def test_a_renewed_programme_runs_once_signed(old):
    new = renew(old)

    started = use_cases.start_programme(
        by=leader_of(old), at=NOON, programme=new, signed_on=dt.date(2026, 1, 5)
    )

    assert started.state == ProgrammeState.RUNNING
    with pytest.raises(IllegalTransition):
        use_cases.start_programme(
            by=leader_of(old), at=NOON, programme=new, signed_on=dt.date(2026, 1, 5)
        )


def test_a_new_contact_member_ends_the_one_before():
    programme = ProgrammeFactory()
    unit = palace_of(programme)
    leader = staff_of(unit, Role.LEADER)
    holders = [staff_of(unit, Role.FOCAL_POINT) for _ in range(2)]

    for holder in holders:
        use_cases.appoint_focal_point(
            by=leader, at=NOON, programme=programme, organisation=unit, holder=holder
        )

    assert FocalPoint.objects.current().get().holder == holders[1]
    with pytest.raises(InvalidValue):
        use_cases.appoint_focal_point(
            by=leader,
            at=NOON,
            programme=programme,
            organisation=unit,
            holder=holders[0],
            deputy=holders[0],
        )
    with pytest.raises(NotAllowed):
        use_cases.appoint_focal_point(
            by=leader,
            at=NOON,
            programme=programme,
            organisation=centre_of(programme),
            holder=holders[0],
        )


def test_an_appointment_waits_for_another_of_the_programme():
    programme = ProgrammeFactory()
    unit = palace_of(programme)
    leader, holder = staff_of(unit, Role.LEADER), staff_of(unit, Role.FOCAL_POINT)

    with CaptureQueriesContext(connection) as asked:
        use_cases.appoint_focal_point(
            by=leader, at=NOON, programme=programme, organisation=unit, holder=holder
        )

    told = [query["sql"] for query in asked]
    lock = next(place for place, sql in enumerate(told) if "FOR NO KEY UPDATE" in sql)
    end = next(place for place, sql in enumerate(told) if sql.startswith("UPDATE"))
    assert lock < end


def test_a_month_is_explained_after_it_ended_by_a_party_with_words():
    programme = ProgrammeFactory()
    unit = palace_of(programme)
    told = {
        "by": staff_of(unit),
        "at": NOON,
        "programme": programme,
        "organisation": unit,
        "month": dt.date(2026, 2, 1),
        "text": "Nghỉ Tết; bù hai buổi trong tháng 3.",
    }

    first = use_cases.explain_missed_month(**told)
    again = use_cases.explain_missed_month(**{**told, "text": "Nghỉ Tết."})

    assert (first.pk, again.text) == (again.pk, "Nghỉ Tết.")
    with pytest.raises(MonthNotOver):
        use_cases.explain_missed_month(**{**told, "month": dt.date(2026, 11, 1)})
    with pytest.raises(ReasonMissing):
        use_cases.explain_missed_month(**{**told, "text": " "})
    with pytest.raises(NotAllowed):
        use_cases.explain_missed_month(**{**told, "by": staff_of(centre_of(programme))})
