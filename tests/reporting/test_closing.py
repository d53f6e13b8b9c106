"""Two units stand for the figures of a period, and nothing changes them afterwards."""

import datetime as dt

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from nhipcau.organisations.models import Role
from nhipcau.reporting.errors import (
    NothingChanged,
    OtherVersion,
    OwnProposal,
    PeriodNotOver,
)
from nhipcau.reporting.freezing import faults_of
from nhipcau.reporting.measures import MEASURES, scope_of
from nhipcau.reporting.models import ReportingPeriod, Snapshot, SnapshotPerson, SnapshotRow
from nhipcau.reporting.spans import span_of, spans_of_year
from nhipcau.reporting.states import PeriodState
from nhipcau.reporting.tallying import tally
from nhipcau.reporting.use_cases import (
    amend_period,
    confirm_period,
    give_back_period,
    propose_period,
)
from nhipcau.shared.errors import IllegalTransition, NotAllowed, ReasonMissing
from tests.factories import (
    PlacementFactory,
    ProgrammeFactory,
    ReferralFactory,
    centre_of,
    moment,
    palace_of,
    reference_data,
    staff_of,
)
from tests.reporting.people import came, held_session

pytestmark = pytest.mark.django_db
AT = moment("2026-12-03 09:00")


@pytest.fixture
def programme():
    reference_data()
    programme = ProgrammeFactory()
    session = held_session(programme, "2026-11-03 08:00")
    came(session, gender="FEMALE", ethnicity="NUNG", birth_on=dt.date(2008, 5, 1))
    lan = came(session, gender="FEMALE").young_person
    came(held_session(programme, "2026-11-20 08:00"), lan)
    came(held_session(programme, "2026-10-20 08:00"), lan)
    return programme


def of_palace(programme, role=Role.COORDINATOR):
    return staff_of(palace_of(programme), role)


def of_centre(programme, role=Role.COORDINATOR):
    return staff_of(centre_of(programme), role)


def proposed(programme, slug="2026-11", at=AT):
    return propose_period(
        by=of_palace(programme),
        at=at,
        programme=programme,
        slug=slug,
        organisation=palace_of(programme),
    )


def confirmed(period, programme, at=AT):
    return confirm_period(
        by=of_centre(programme),
        at=at,
        period=period,
        organisation=centre_of(programme),
        content_hash=period.pending.content_hash,
    )


def test_every_measure_is_counted_by_every_dimension(programme):
    """No statement of any measure is refused by the database, for any kind of period."""
    PlacementFactory(referral=ReferralFactory(state="HIRED"))
    for slug in ("2026-11", "2026-q4", "2026-h2", "2026", "programme"):
        scope = scope_of(programme, span_of(slug, programme).period)
        for measure in MEASURES:
            found = tally(measure, scope, measure.dimensions)
            for name in measure.dimensions:
                parts = found.by[name].values()
                if name != "priority":
                    assert sum(one.turns for one in parts) == found.total.turns
                assert sum(one.persons for one in parts) >= found.total.persons


def test_a_person_of_two_units_is_one_person(programme):
    found = tally(MEASURES[3], scope_of(programme, span_of("2026-11", programme).period), ["unit"])

    assert (found.total.turns, found.total.persons) == (3, 2)


def test_one_unit_proposes_the_other_confirms_and_it_is_closed(programme):
    period = proposed(programme)
    assert period.state == PeriodState.PROPOSED
    closed = confirmed(period, programme)

    assert closed.state == PeriodState.CLOSED
    assert closed.in_force.confirmation.organisation == centre_of(programme)
    assert closed.in_force.proposed_for == palace_of(programme)
    assert [one.to_state for one in closed.changes.order_by("pk")] == [
        *("OPEN", "PROPOSED", "CONFIRMED", "CLOSED")
    ]
    assert faults_of(closed.in_force) == []
    counts = closed.in_force.told["counts"]
    assert counts["turns"][""] == [3, 2]
    assert counts["turns"]["gender"]["FEMALE"] == [3, 2]


def test_the_own_unit_and_the_own_hand_do_not_confirm(programme):
    period = proposed(programme)
    told = {"at": AT, "period": period, "content_hash": period.pending.content_hash}

    with pytest.raises(OwnProposal):
        confirm_period(by=of_palace(programme), organisation=palace_of(programme), **told)
    for role in (Role.COUNSELLOR, Role.DATA_OFFICER, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            confirm_period(
                by=of_centre(programme, role), organisation=centre_of(programme), **told
            )
    period.refresh_from_db()
    assert period.state == PeriodState.PROPOSED


def test_what_was_not_shown_is_not_confirmed(programme):
    period = proposed(programme)
    with pytest.raises(OtherVersion):
        confirm_period(
            by=of_centre(programme),
            at=AT,
            period=period,
            organisation=centre_of(programme),
            content_hash="0" * 64,
        )


def test_a_period_that_is_not_over_is_not_proposed(programme):
    with pytest.raises(PeriodNotOver):
        proposed(programme, "2026-12")
    with pytest.raises(PeriodNotOver):
        proposed(programme, "2026-q4")


def test_closed_twice_is_refused(programme):
    period = confirmed(proposed(programme), programme)
    with pytest.raises(IllegalTransition):
        proposed(programme)
    with pytest.raises(IllegalTransition):
        give_back_period(
            by=of_centre(programme),
            at=AT,
            period=period,
            organisation=centre_of(programme),
            reason="x",
        )


def test_given_back_with_a_reason_it_is_open_again(programme):
    period = proposed(programme)
    told = {"by": of_centre(programme), "at": AT, "organisation": centre_of(programme)}
    with pytest.raises(ReasonMissing):
        give_back_period(period=period, reason=" ", **told)
    give_back_period(period=period, reason="Thiếu một buổi", **told)
    again = proposed(programme)

    assert again.pending.number == 2
    assert again.versions.count() == 2


def test_a_correction_is_an_amendment_and_both_versions_stay(programme):
    period = confirmed(proposed(programme), programme)
    first = period.in_force
    told = {"by": of_palace(programme), "at": AT, "organisation": palace_of(programme)}
    with pytest.raises(NothingChanged):
        amend_period(period=period, reason="Không có gì", **told)
    came(held_session(programme, "2026-11-25 08:00"))
    with pytest.raises(ReasonMissing):
        amend_period(period=period, reason="", **told)

    amended = amend_period(period=period, reason="Thêm một buổi quên ghi", **told)
    assert amended.state == PeriodState.AMENDING
    assert amended.in_force == first
    closed = confirmed(amended, programme)

    assert closed.in_force.number == 2
    assert closed.in_force.previous_hash == first.content_hash
    assert closed.in_force.told["counts"]["turns"][""] == [4, 3]
    before = Snapshot.objects.get(pk=first.pk)
    assert before.content == first.content
    assert before.told["counts"]["turns"][""] == [3, 2]
    assert faults_of(before) == faults_of(closed.in_force) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE reporting_snapshot SET content = content || ' '",
        "DELETE FROM reporting_snapshot",
        "UPDATE reporting_snapshotrow SET amount = amount + 1",
        "DELETE FROM reporting_snapshotrow",
        "UPDATE reporting_snapshotconfirmation SET at = now()",
        "UPDATE reporting_snapshotperson SET number = number + 1000",
    ],
)
def test_neither_the_site_nor_the_owner_changes_a_version(programme, statement):
    confirmed(proposed(programme), programme)
    for role in (None, "nhipcau_owner"):
        with (
            pytest.raises((IntegrityError, ProgrammingError)),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        assert role is None or role


def test_the_trigger_stands_on_every_table_of_closed_figures():
    """The site's role has no right to; the trigger holds for the owner too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger"
            " WHERE tgname = 'closed_for_good' AND tgenabled = 'O' ORDER BY 1"
        )
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            "SELECT table_name, privilege_type FROM information_schema.role_table_grants"
            " WHERE grantee = 'nhipcau_app' AND table_name = ANY(%s)"
            " AND privilege_type IN ('UPDATE', 'DELETE') ORDER BY 1, 2",
            [found],
        )
        rights = cursor.fetchall()

    assert found == [
        "reporting_snapshot",
        "reporting_snapshotconfirmation",
        "reporting_snapshotperson",
        "reporting_snapshotrow",
    ]
    assert {table for table, _right in rights} == {"reporting_snapshotperson"}


def test_the_rows_behind_are_kept_by_numbers_and_a_person_can_leave(programme):
    period = confirmed(proposed(programme), programme)
    snapshot = period.in_force
    assert SnapshotRow.objects.filter(snapshot=snapshot, measure="turns").count() == 3
    assert SnapshotPerson.objects.filter(snapshot=snapshot).count() == 2

    SnapshotPerson.objects.filter(snapshot=snapshot).delete()

    assert faults_of(snapshot) == []
    assert Snapshot.objects.get(pk=snapshot.pk).told["counts"]["turns"][""] == [3, 2]


def test_all_spans_of_a_year(programme):
    slugs = [one.slug for one in spans_of_year(programme, 2026)]
    assert slugs[:7] == ["2026", "2026-h1", "2026-h2", "2026-q1", "2026-q2", "2026-q3", "2026-q4"]
    assert slugs[7:] == [f"2026-{month:02d}" for month in range(1, 13)]
    assert [span_of(one, programme) for one in ("2026-13", "2025-11", "2026-q5", "x")] == [
        None
    ] * 4
    assert ReportingPeriod.objects.count() == 0
