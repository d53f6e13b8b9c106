"""The days of a difficulty: working days by severity, counted once, from the day it was told.

How many of them is data (``difficulty_…``). Nothing here writes.
"""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from nhipcau.coordination.states import OPEN, DifficultyState, Level, Severity
from nhipcau.organisations.working_days import working_days_after
from nhipcau.shared.reference_values import reference_value


def figure(code: str, on: date) -> int:
    return int(reference_value(code, on=on))


def days_to_solve(severity: str, on: date) -> int:
    return figure(f"difficulty_{severity.lower()}_days", on)


def days_to_leaders(severity: str, on: date) -> int:
    return figure(f"difficulty_{severity.lower()}_leaders_days", on)


def due_after(told_on: date, severity: str) -> date:
    """By when it should be solved. In danger that is today, whatever day it is."""
    days = days_to_solve(severity, told_on)
    return working_days_after(told_on, days) if days else told_on


def longest_wait(difficulty: Any) -> date:
    """Until when somebody may wait at most, however often: counted from the day it was told."""
    on = difficulty.told_on
    most = days_to_solve(difficulty.severity, on) + figure("difficulty_wait_days_most", on)
    return working_days_after(on, most)


def begins_at(severity: str) -> Level:
    return Level.LEADER if severity == Severity.DANGER else Level.CONTACT


def next_look(difficulty: Any, on: date) -> date | None:
    """When the clock looks again, after a step was taken on a day."""
    if difficulty.state not in OPEN:
        return None
    if difficulty.state == DifficultyState.WAITING:
        return difficulty.waits_until
    if difficulty.level == Level.CONTACT:
        return working_days_after(difficulty.due_on, 1)
    if difficulty.level == Level.LEADER:
        days = days_to_leaders(difficulty.severity, difficulty.told_on)
        return working_days_after(max(on, difficulty.told_on), days)
    return None


def step_due(difficulty: Any, at: datetime) -> str:
    """The step of the clock whose day has come; empty when none has."""
    if difficulty.next_on is None or difficulty.next_on > localdate(at):
        return ""
    if difficulty.state == DifficultyState.WAITING:
        return "go_on"
    return "tell_leader" if difficulty.level == Level.CONTACT else "tell_leaders"


def reopened_until(difficulty: Any) -> date:
    ended_on = localdate(difficulty.ended_at)
    return working_days_after(ended_on, figure("difficulty_reopen_days", ended_on))
