"""What a step does besides moving the state, by the names that the table uses.

``EFFECTS`` change the difficulty itself, before it is saved; ``AFTER`` write beside it.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate

from nhipcau.coordination import clock, freezing, telling
from nhipcau.coordination.details import Said
from nhipcau.coordination.models import Difficulty
from nhipcau.coordination.sharing import let_owner_follow
from nhipcau.coordination.states import RIGHTS, Level, Severity, Topic
from nhipcau.organisations.models import OrganisationKind
from nhipcau.shared.actors import user_or_none


def start_clock(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    difficulty.told_on = localdate(at)
    difficulty.due_on = clock.due_after(difficulty.told_on, difficulty.severity)
    difficulty.level = clock.begins_at(difficulty.severity)


def hold(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    difficulty.handler = user_or_none(by)


def let_go(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    difficulty.handler, difficulty.waits_until = None, None


def other_unit(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    units = telling.parties_of(difficulty.programme)
    difficulty.unit = telling.others(units, difficulty.unit_id)[0]


def rate(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    """The day moves with the urgency, counted from the day it was told; nothing is forgiven."""
    difficulty.kind, difficulty.severity = said.kind, said.severity
    day = clock.due_after(difficulty.told_on, difficulty.severity)
    difficulty.due_on = max(day, difficulty.waits_until or day)
    if said.severity == Severity.DANGER and difficulty.level == Level.CONTACT:
        difficulty.level = Level.LEADER


def wait(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    assert said.waits_until
    difficulty.waits_until = said.waits_until
    difficulty.due_on = max(difficulty.due_on, said.waits_until)
    difficulty.handler = difficulty.handler or user_or_none(by)


def stop_waiting(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    difficulty.waits_until = None


def up_to_leader(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    difficulty.level = Level.LEADER


def up_to_leaders(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    difficulty.level = Level.LEADERS


def end(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    difficulty.ended_at, difficulty.waits_until = at, None


def keep_result(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    difficulty.result, difficulty.done = said.result, said.done.strip()


def begin_anew(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    difficulty.handler = difficulty.ended_at = None
    difficulty.result = ""


EFFECTS: dict[str, Callable[[Difficulty, Said, Any, datetime], None]] = {
    effect.__name__: effect
    for effect in (
        *(start_clock, hold, let_go, other_unit, rate, wait, stop_waiting),
        *(up_to_leader, up_to_leaders, end, keep_result, begin_anew),
    )
}


def tell_owner(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    """The unit hears of it, and may see the person it is about; in danger the leader at once."""
    let_owner_follow(difficulty, at=at)
    was_passed_on = difficulty.steps.filter(name="pass_on").exists()
    topic = Topic.PASSED_ON if was_passed_on else Topic.TOLD
    telling.tell_units([difficulty.unit], topic, at=at, difficulty=difficulty)
    if difficulty.level != Level.CONTACT:
        tell_leader(difficulty, said, by, at)


def tell_leader(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    _tell_leaders([difficulty.unit], difficulty, at)


def tell_leaders(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    _tell_leaders(telling.parties_of(difficulty.programme), difficulty, at)


def _tell_leaders(units: list, difficulty: Difficulty, at: datetime) -> None:
    telling.tell_units(units, Topic.ESCALATED, at=at, for_leaders=True, difficulty=difficulty)


def alarm(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    """Somebody turned out to be in danger: the leader hears of it once."""
    if difficulty.severity == Severity.DANGER:
        telling.tell_units(
            [difficulty.unit],
            Topic.ESCALATED,
            at=at,
            for_leaders=True,
            difficulty=difficulty,
            once=f"danger-{difficulty.pk}",
        )


def tell_partner(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    units = telling.others(telling.parties_of(difficulty.programme), difficulty.unit_id)
    telling.tell_units(units, Topic.SOLVED, at=at, difficulty=difficulty)


def protect(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    """A right may be violated: the Centre hears of it, and what is concerned leaves the pages."""
    if difficulty.kind not in RIGHTS:
        return
    centres = [
        unit
        for unit in telling.parties_of(difficulty.programme)
        if unit.kind == OrganisationKind.EMPLOYMENT_CENTRE
    ]
    telling.tell_units(
        centres, Topic.RIGHTS, at=at, difficulty=difficulty, once=f"rights-{difficulty.pk}"
    )
    if freezing.protect(difficulty, by=by, at=at):
        _note_frozen(difficulty, at)


def freeze(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    if freezing.freeze(difficulty, by=by, at=at):
        _note_frozen(difficulty, at)


def suspend(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    freezing.suspend(difficulty, by=by, at=at, reason=said.reason)
    _note_frozen(difficulty, at)


def _note_frozen(difficulty: Difficulty, at: datetime) -> None:
    if difficulty.frozen_at is None:
        difficulty.frozen_at = at
        difficulty.save(update_fields=["frozen_at"])


AFTER: dict[str, Callable[[Difficulty, Said, Any, datetime], None]] = {
    effect.__name__: effect
    for effect in (
        *(tell_owner, tell_leader, tell_leaders, tell_partner),
        *(alarm, protect, freeze, suspend),
    )
}
