import datetime as dt

import pytest

from nhipcau.events.states import EventState
from nhipcau.programmes.models import CadenceExplanation
from nhipcau.reporting.cadence import CadenceStatus, cadence_of_year
from nhipcau.reporting.queries import public_year_summary
from tests.factories import (
    NOON,
    EventFactory,
    EventKindFactory,
    PlanLineFactory,
    ProgrammeFactory,
    moment,
    palace_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammeFactory()


def event_on(programme, start, *, state=EventState.OPEN, kind=None):
    starts_at = moment(start)
    kind = kind or EventKindFactory()
    return EventFactory(
        plan_line=PlanLineFactory(
            programme=programme, month=starts_at.date().replace(day=1), kind=kind
        ),
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=3),
        registration_closes_at=starts_at,
        state=state,
    )


def status(programme, month, at, year=2026):
    return cadence_of_year(programme, year, at=at).months[month - 1].status


def test_a_month_with_a_held_event_is_kept(programme):
    event_on(programme, "2026-11-03 08:00", state=EventState.HELD)

    month = cadence_of_year(programme, 2026, at=NOON).months[10]

    assert (month.status, month.held, month.planned, month.scheduled) == ("HELD", 1, 1, 1)
    assert month.warning == ""


def test_a_month_that_is_over_without_an_event_is_a_breach_until_it_is_explained(programme):
    assert status(programme, 10, NOON) == CadenceStatus.BREACH

    CadenceExplanation.objects.create(
        programme=programme,
        month=dt.date(2026, 10, 1),
        text="Bão lũ.",
        organisation=palace_of(programme),
        at=NOON,
    )
    month = cadence_of_year(programme, 2026, at=NOON).months[9]

    assert (month.status, month.warning) == (CadenceStatus.EXPLAINED, "")
    assert month.explanation.text == "Bão lũ."


@pytest.mark.parametrize("state", [EventState.CANCELLED, EventState.CLOSED, EventState.OPEN])
def test_only_a_held_event_keeps_a_month_that_is_over(programme, state):
    event_on(programme, "2026-10-10 08:00", state=state)

    assert status(programme, 10, NOON) == CadenceStatus.BREACH


def test_an_event_that_took_place_but_is_not_marked_as_held_is_pointed_out(programme):
    event_on(programme, "2026-10-10 08:00", state=EventState.CLOSED)
    event_on(programme, "2026-11-10 08:00", state=EventState.CLOSED)

    months = cadence_of_year(programme, 2026, at=NOON).months

    assert months[9].warning != months[8].warning
    assert months[10].status == CadenceStatus.WARNING


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-19 23:59", CadenceStatus.FUTURE),
        ("2026-11-20 00:00", CadenceStatus.WARNING),
        ("2026-11-30 23:59", CadenceStatus.WARNING),
        ("2026-12-01 00:00", CadenceStatus.BREACH),
    ],
)
def test_the_warning_comes_ten_days_before_the_month_ends_in_local_time(programme, at, expected):
    assert status(programme, 11, moment(at)) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-11-19T16:59:59+00:00", CadenceStatus.FUTURE),
        ("2026-11-19T17:00:00+00:00", CadenceStatus.WARNING),
        ("2026-11-30T16:59:59+00:00", CadenceStatus.WARNING),
        ("2026-11-30T17:00:00+00:00", CadenceStatus.BREACH),
    ],
)
def test_the_borders_are_those_of_the_province_and_not_of_utc(programme, at, expected):
    assert status(programme, 11, dt.datetime.fromisoformat(at)) == expected


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2027-02-17 23:59", CadenceStatus.FUTURE),
        ("2027-02-18 00:00", CadenceStatus.WARNING),
        ("2027-03-01 00:00", CadenceStatus.BREACH),
        ("2028-02-18 23:59", CadenceStatus.FUTURE),
        ("2028-02-19 00:00", CadenceStatus.WARNING),
        ("2028-02-29 23:59", CadenceStatus.WARNING),
        ("2028-03-01 00:00", CadenceStatus.BREACH),
    ],
)
def test_february_ends_on_its_own_last_day(programme, at, expected):
    at = moment(at)

    assert status(programme, 2, at, year=at.year) == expected


def test_the_number_of_days_is_data(programme):
    programme.cadence_rule.warn_days_before_month_end = 3
    programme.cadence_rule.save()

    assert status(programme, 11, moment("2026-11-26 23:00")) == CadenceStatus.FUTURE
    assert status(programme, 11, moment("2026-11-27 01:00")) == CadenceStatus.WARNING


def test_two_events_a_month_may_be_asked_for(programme):
    programme.cadence_rule.events_per_month = 2
    programme.cadence_rule.save()
    event_on(programme, "2026-10-02 08:00", state=EventState.HELD)

    assert status(programme, 10, NOON) == CadenceStatus.BREACH

    event_on(programme, "2026-10-20 08:00", state=EventState.HELD)
    assert status(programme, 10, NOON) == CadenceStatus.HELD


def test_an_event_still_ahead_in_the_month_needs_no_warning(programme):
    event_on(programme, "2026-11-28 08:00")

    assert status(programme, 11, NOON) == CadenceStatus.PLANNED


def test_an_event_cancelled_in_the_last_days_brings_the_warning_back(programme):
    event_on(programme, "2026-11-28 08:00", state=EventState.CANCELLED)

    assert status(programme, 11, NOON) == CadenceStatus.WARNING


def test_a_line_of_the_plan_makes_a_later_month_planned(programme):
    PlanLineFactory(programme=programme, month=dt.date(2026, 12, 1))

    assert status(programme, 12, NOON) == CadenceStatus.PLANNED
    assert status(programme, 6, moment("2026-05-01 08:00")) == CadenceStatus.FUTURE


def test_kinds_that_do_not_count_for_the_rhythm_do_not(programme):
    kind = EventKindFactory(counts_for_cadence=False)
    event_on(programme, "2026-10-02 08:00", state=EventState.HELD, kind=kind)

    month = cadence_of_year(programme, 2026, at=NOON).months[9]

    assert (month.status, month.planned, month.scheduled) == (CadenceStatus.BREACH, 0, 0)


@pytest.mark.parametrize(("start", "month"), [("2026-11-01 00:30", 11), ("2026-10-31 23:30", 10)])
def test_half_past_midnight_belongs_to_the_new_month(programme, start, month):
    event_on(programme, start, state=EventState.HELD)

    months = cadence_of_year(programme, 2026, at=NOON).months

    assert [one.month.month for one in months if one.held] == [month]


def test_months_outside_the_agreement_ask_for_nothing():
    programme = ProgrammeFactory(starts_on=dt.date(2023, 9, 26), ends_on=dt.date(2025, 12, 31))

    cadence = cadence_of_year(programme, 2023, at=NOON)

    assert [one.status for one in cadence.months[:8]] == [CadenceStatus.FUTURE] * 8
    assert cadence.months[8].status == CadenceStatus.BREACH
    assert cadence.due_count(dt.date(2023, 12, 1)) == 4


def test_an_event_made_under_an_older_version_of_the_plan_counts(programme):
    event = event_on(programme, "2026-10-10 08:00", state=EventState.HELD)
    version = event.plan_line.version
    version.state = "SUPERSEDED"
    version.save()

    month = cadence_of_year(programme, 2026, at=NOON).months[9]

    assert (month.status, month.planned) == (CadenceStatus.HELD, 0)


def test_the_calendar_of_a_year_costs_three_queries(programme, django_assert_num_queries):
    event_on(programme, "2026-10-10 08:00", state=EventState.HELD)
    event_on(programme, "2026-11-10 08:00", state=EventState.HELD)
    assert programme.cadence_rule

    with django_assert_num_queries(3):  # lines, events, explanations
        cadence = cadence_of_year(programme, 2026, at=NOON)

    assert cadence.fulfilled_count == 2


def test_the_public_reads_totals_only(programme):
    event_on(programme, "2026-10-10 08:00", state=EventState.HELD)
    event_on(programme, "2026-10-11 08:00", state=EventState.CANCELLED)

    summary = public_year_summary(programme, 2026)

    assert (summary.events_held, summary.turns, summary.persons) == (1, 0, 0)
    assert summary.months_fulfilled == 1
