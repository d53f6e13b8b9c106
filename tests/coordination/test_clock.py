"""The clock, with the hands moved: every escalation, and nothing that moves it back."""

import datetime as dt

import pytest

from nhipcau.coordination import use_cases
from nhipcau.coordination.details import Said
from nhipcau.coordination.errors import TooLate
from nhipcau.coordination.models import Notice
from nhipcau.organisations.models import Holiday, Membership, Role
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import IllegalTransition, InvalidValue, NotAllowed, ReasonMissing
from tests.coordination.conftest import MONDAY, fresh, on, run, told
from tests.factories import NOON, staff_of

A_DAY = dt.timedelta(days=1)
SEVERITIES = ("DANGER", "HIGH", "NORMAL", "LOW")
# Working days, from Monday 23 November on: by when, when the leader is told, when both are.
DAYS = {
    "DANGER": ("2026-11-23", "2026-11-23", "2026-11-24"),
    "HIGH": ("2026-11-25", "2026-11-26", "2026-11-30"),
    "NORMAL": ("2026-11-30", "2026-12-01", "2026-12-08"),
    "LOW": ("2026-12-07", "2026-12-08", "2026-12-22"),
}


def take(by, difficulty, name, at=NOON, **said):
    return use_cases.take_step(by=by, at=at, difficulty=difficulty, name=name, said=Said(**said))


@pytest.mark.parametrize("severity", SEVERITIES)
def test_every_day_of_the_clock(coordinator, palace, severity):
    due, leader, both = (dt.date.fromisoformat(one) for one in DAYS[severity])
    difficulty = told(coordinator, unit=palace, severity=severity)
    assert difficulty.due_on == due
    day = MONDAY
    while day <= both + 3 * A_DAY:
        run(day)
        run(day)  # twice is once
        level = "LEADERS" if day >= both else "LEADER" if day >= leader else "CONTACT"
        assert fresh(difficulty).level == level, day
        day += A_DAY
    told_leaders = Notice.objects.filter(topic="ESCALATED", for_leaders=True)
    assert told_leaders.filter(unit=palace).count() == 2
    assert told_leaders.exclude(unit=palace).count() == 1
    assert fresh(difficulty).next_on is None


def test_a_late_job_catches_up_a_step_a_day(difficulty):
    run(MONDAY + 60 * A_DAY)
    assert fresh(difficulty).level == "LEADER"
    run(MONDAY + 80 * A_DAY)
    assert fresh(difficulty).level == "LEADERS"


def test_holidays_and_weekends_do_not_count(coordinator, palace):
    for day in ("2026-11-24", "2026-11-25"):
        Holiday.objects.create(day=day, name_vi="x", name_en="x", source="test", evidence="D")
    assert told(coordinator, unit=palace).due_on == dt.date(2026, 12, 2)


def test_taking_passing_on_and_putting_back_move_no_day(
    difficulty, contact, other_contact, centre
):
    day, looks = difficulty.due_on, difficulty.next_on
    take(contact, difficulty, "take")
    take(contact, difficulty, "pass_on", reason="việc của Trung tâm", at=NOON + A_DAY)
    passed = fresh(difficulty)
    assert (passed.unit, passed.handler, passed.state) == (centre, None, "NEW")
    take(other_contact, passed, "take", at=NOON + 2 * A_DAY)
    take(other_contact, passed, "release", at=NOON + 2 * A_DAY)
    assert (fresh(difficulty).due_on, fresh(difficulty).next_on) == (day, looks)
    assert Notice.objects.filter(unit=centre, topic="PASSED_ON").exists()


def test_whoever_waits_says_until_when_and_it_comes_back(difficulty, contact):
    until = MONDAY + 10 * A_DAY
    take(contact, difficulty, "wait", reason="chờ trả lời", waits_until=until)
    assert fresh(difficulty).due_on == until
    run(until - A_DAY)
    assert fresh(difficulty).state == "WAITING"
    run(until)
    assert (fresh(difficulty).state, fresh(difficulty).handler) == ("IN_HAND", contact)
    run(until + 3 * A_DAY)
    assert fresh(difficulty).level == "LEADER"


def test_nobody_waits_for_ever(difficulty, contact):
    for days in (0, 60):
        with pytest.raises(InvalidValue):
            take(contact, difficulty, "wait", reason="x", waits_until=MONDAY + days * A_DAY)
    # Again and again does not help: it is counted from the day it was told.
    last = dt.date(2026, 12, 28)
    take(contact, difficulty, "wait", reason="x", waits_until=last)
    run(last)
    later = on(last)
    with pytest.raises(InvalidValue):
        take(contact, difficulty, "wait", later, reason="x", waits_until=last + 7 * A_DAY)


def test_who_is_away_or_has_left_holds_nothing_up(difficulty, contact, coordinator, palace):
    take(contact, difficulty, "take")
    with pytest.raises(IllegalTransition):
        take(coordinator, difficulty, "take")
    use_cases.note_absence(
        by=contact, at=NOON, user=contact, starts_on=MONDAY, ends_on=MONDAY + 5 * A_DAY
    )
    assert fresh(difficulty).due_on == difficulty.due_on
    take(coordinator, difficulty, "take")
    assert fresh(difficulty).handler == coordinator
    Membership.objects.filter(user=coordinator).update(ended_at=NOON)
    take(staff_of(palace, Role.COUNSELLOR), difficulty, "take")


def test_a_leader_takes_it_over(difficulty, contact, leader):
    take(contact, difficulty, "take")
    take(leader, difficulty, "take")
    assert fresh(difficulty).handler == leader


def test_more_urgent_counts_from_the_day_it_was_told(difficulty, contact):
    take(
        contact,
        difficulty,
        "rate",
        NOON + 3 * A_DAY,
        kind="EVENT",
        severity="HIGH",
        reason="gấp hơn",
    )
    assert fresh(difficulty).due_on == dt.date(2026, 11, 25)
    run(MONDAY + 3 * A_DAY)
    assert fresh(difficulty).level == "LEADER"


def test_solved_with_what_was_done_and_opened_again(difficulty, contact, other_contact):
    with pytest.raises(InvalidValue):
        take(contact, difficulty, "solve", result="HELPED")
    take(contact, difficulty, "solve", result="HELPED", done="Đã mượn máy chiếu khác")
    solved = fresh(difficulty)
    assert (solved.state, solved.next_on) == ("SOLVED", None)
    assert run(MONDAY + 90 * A_DAY) == 0
    with pytest.raises(ReasonMissing):
        take(other_contact, solved, "reopen")
    take(other_contact, solved, "reopen", NOON + 7 * A_DAY, reason="lại hỏng")
    opened = fresh(difficulty)
    assert (opened.state, opened.due_on, opened.level) == ("NEW", dt.date(2026, 12, 7), "CONTACT")
    take(contact, opened, "solve", NOON + 7 * A_DAY, result="IN_PART", done="x")
    with pytest.raises(TooLate):
        take(contact, opened, "reopen", NOON + 120 * A_DAY, reason="muộn")


def test_the_other_unit_reads_and_does_not_lead(difficulty, other_contact):
    for name in ("take", "pass_on", "wait", "solve", "drop"):
        with pytest.raises(NotAllowed):
            take(other_contact, difficulty, name, reason="x", result="HELPED", done="x")


def test_a_right_at_stake_is_not_dropped(coordinator, other_contact):
    difficulty = told(coordinator, kind="WAGE_UNPAID")
    with pytest.raises(IllegalTransition):
        take(other_contact, difficulty, "drop", reason="trùng")
    take(other_contact, difficulty, "solve", result="NOTHING_FOUND", done="Đã gọi, đã trả lương")


def test_only_the_installation_runs_the_clock(contact, difficulty):
    with pytest.raises(NotAllowed):
        use_cases.run_clock(by=contact, at=NOON)
    assert use_cases.run_clock(by=SYSTEM, at=NOON) == 0
