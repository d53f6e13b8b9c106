"""The clock of working days: whom it asks on which day, and what it leaves alone."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.messaging.models import Message, Topic
from nhipcau.organisations.models import Holiday
from nhipcau.referrals import clock, queries, taking, use_cases
from nhipcau.referrals.states import Chased, Outcome, ReferralState, WaitsFor
from nhipcau.referrals.told import Told
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import NotAllowed
from nhipcau.shared.models import ReferenceValue
from tests.factories import moment
from tests.referrals.conftest import ENOUGH

pytestmark = pytest.mark.django_db
FRIDAY = moment("2026-11-20 15:00")


def run(day, hour="08:00"):
    return use_cases.run_clock(by=SYSTEM, at=moment(f"{day} {hour}"))


def test_weekends_and_holidays_are_no_working_days():
    Holiday.objects.create(
        day=dt.date(2026, 11, 24), name_vi="x", name_en="x", source="test", evidence="S"
    )
    friday = dt.date(2026, 11, 20)

    found = [clock.working_days_after(friday, count) for count in (1, 2, 3)]

    assert found == [dt.date(2026, 11, day) for day in (23, 25, 26)]


@given(
    start=st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)),
    count=st.integers(0, 40),
    free=st.sets(st.dates(dt.date(2026, 1, 1), dt.date(2028, 6, 30)), max_size=30),
)
def test_the_days_between_hold_exactly_so_many_working_days(start, count, free):
    real, clock.holidays = clock.holidays, lambda: frozenset(free)
    try:
        end = clock.working_days_after(start, count)
        between = [start + dt.timedelta(days=one + 1) for one in range((end - start).days)]
        assert sum(map(clock.is_working_day, between)) == count
        assert count == 0 or clock.is_working_day(end)
    finally:
        clock.holidays = real


def test_an_introduction_of_friday_is_chased_by_working_days_and_closed_honestly(office):
    referral = office.introduce(at=FRIDAY)
    seen = {}
    day = dt.date(2026, 11, 20)
    while day < dt.date(2026, 12, 15):
        if run(day.isoformat()):
            seen[day] = referral.steps.last().name
        day += dt.timedelta(days=1)

    assert seen == {
        dt.date(2026, 11, 24): "remind_employer",
        dt.date(2026, 11, 25): "tell_centre",
        dt.date(2026, 12, 1): "tell_other_unit",
        dt.date(2026, 12, 10): "close_unanswered",
    }
    referral = taking.locked(referral)
    assert (referral.state, referral.outcome) == (ReferralState.CLOSED, Outcome.NO_ANSWER)
    last = Message.objects.filter(topic=Topic.INTRODUCTION).order_by("pk").last()
    assert "không phải tại bạn" in last.text
    assert Message.objects.filter(topic=Topic.ANSWER).count() == 2


def test_a_second_run_on_the_same_day_changes_nothing(office):
    referral = office.introduce(at=FRIDAY)

    assert [run("2026-11-24"), run("2026-11-24"), run("2026-11-24", "23:00")] == [1, 0, 0]
    assert referral.steps.count() == 2
    assert Message.objects.filter(topic=Topic.ANSWER).count() == 2


def test_an_installation_that_slept_takes_one_step_a_day(office):
    referral = office.introduce(at=FRIDAY)

    assert run("2026-12-21") == 1
    assert run("2026-12-21", "09:00") == 0
    assert taking.locked(referral).chased == Chased.EMPLOYER
    assert run("2026-12-22") == 1
    assert taking.locked(referral).chased == Chased.CENTRE


def test_whose_turn_it_is_follows_the_clock(office):
    referral = office.introduce(at=FRIDAY)
    assert referral not in queries.inbox(office.counsellor)
    run("2026-11-24")
    run("2026-11-25")
    assert referral in queries.inbox(office.counsellor)
    assert referral not in queries.inbox(office.proposer)
    run("2026-12-01")
    assert taking.locked(referral).waits_for == WaitsFor.BOTH_UNITS
    assert referral in queries.inbox(office.proposer)
    assert queries.waiting_count(office.proposer) == 1


def test_a_promised_day_restarts_the_clock(office):
    referral = office.introduce(at=FRIDAY)
    run("2026-11-24")
    told = Told(answer_by=dt.date(2026, 12, 4), spoken_with="chị Lan")
    office.step(referral, "more_time", at=moment("2026-11-24 10:00"), told=told)

    assert run("2026-12-07") == 0
    assert run("2026-12-08") == 1
    assert taking.locked(referral).chased == Chased.EMPLOYER


def test_after_an_interview_the_clock_begins_on_its_day(office):
    referral = office.introduce(at=FRIDAY)
    office.step(referral, "invite", at=moment("2026-11-23 10:00"))

    referral = taking.locked(referral)
    assert referral.clock_from == dt.date(2026, 11, 27)
    assert referral.due_on == dt.date(2026, 12, 1)


def test_what_is_frozen_answered_or_closed_is_left_alone(office):
    frozen = office.introduce(at=FRIDAY)
    office.step(frozen, "freeze", at=FRIDAY)
    hired = office.introduce(at=FRIDAY, young_person=office.another_person())
    office.step(hired, "hire", at=FRIDAY)

    assert run("2026-12-21") == 0


def test_the_days_are_data(office):
    ReferenceValue.objects.filter(code="referral_remind_days").update(value="1")
    referral = office.introduce(at=FRIDAY)

    assert run("2026-11-23") == 1
    assert referral.steps.last().name == "remind_employer"


def test_only_the_installation_runs_the_clock(office):
    for job in (use_cases.run_clock, use_cases.hold_and_release, use_cases.forget_shown):
        with pytest.raises(NotAllowed):
            job(by=office.counsellor, at=FRIDAY)


def test_a_step_written_on_the_last_day_wins_over_the_clock(office):
    referral = office.introduce(at=FRIDAY)
    for day in ("2026-11-24", "2026-11-25", "2026-12-01"):
        run(day)
    office.step(referral, "hire", at=moment("2026-12-10 07:59"), told=ENOUGH)

    assert run("2026-12-10") == 0
    assert taking.locked(referral).state == ReferralState.HIRED
