"""Take one step of the table. Called inside use cases only.

The caller asked who may, and holds the lock of the difficulty. Row, log, audit event, notices,
message and what the step does besides are saved together, or none of them.
"""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.coordination import clock, guards, telling
from nhipcau.coordination.details import NOTHING, Said, require_said
from nhipcau.coordination.effects import AFTER, EFFECTS
from nhipcau.coordination.models import Difficulty, DifficultyStep
from nhipcau.coordination.step import Step
from nhipcau.shared import audit
from nhipcau.shared.actors import actor_kind, user_or_none
from nhipcau.shared.errors import IllegalTransition

# After these the clock is set; every other step leaves it as it was.
SET_THE_CLOCK = frozenset(
    {
        "start_clock",
        "rate",
        "wait",
        "stop_waiting",
        "let_go",
        "up_to_leader",
        "up_to_leaders",
        "end",
    }
)


def locked(difficulty: Difficulty) -> Difficulty:
    """The difficulty as it is now, held until the transaction ends."""
    return (
        Difficulty.objects.select_for_update(of=("self",))
        .select_related("programme", "unit", "employer", "young_person__merged_into", "vacancy")
        .get(pk=difficulty.pk)
    )


def take(
    difficulty: Difficulty, step: Step, said: Said = NOTHING, *, by: Any, at: datetime
) -> DifficultyStep:
    """One row of the table, with everything that belongs to it.

    Raises:
        IllegalTransition: the step does not follow the state.
        ReasonMissing, InvalidValue: something that the step needs was not said.
        and what the guards of the step raise.
    """
    _require_possible(difficulty, step)
    require_said(step.needs, said)
    guards.check(step.guards, difficulty, said, by=by, at=at)
    from_state = difficulty.state if difficulty.pk else ""
    was_waiting, looks_on = difficulty.waits_until is not None, difficulty.next_on
    for name in step.effects:
        if name in EFFECTS:
            EFFECTS[name](difficulty, said, by, at)
    if step.target:
        difficulty.state = step.target.value
    if SET_THE_CLOCK & set(step.effects):
        is_only_let_go = not was_waiting and step.name in ("release", "pass_on")
        difficulty.next_on = (
            looks_on if is_only_let_go else clock.next_look(difficulty, localdate(at))
        )
    difficulty.save()
    line = _log(difficulty, step.name, from_state, said, by=by, at=at)
    for name in step.effects:
        if name in AFTER:
            AFTER[name](difficulty, said, by, at)
    if step.message:
        telling.tell_person(difficulty, step.message, line.number, at=at)
    return line


def is_possible(difficulty: Difficulty, step: Step) -> bool:
    return bool(difficulty.pk) and difficulty.state in step.sources


def _require_possible(difficulty: Difficulty, step: Step) -> None:
    if not step.sources and not difficulty.pk:
        return
    if not is_possible(difficulty, step):
        now = difficulty.get_state_display()
        raise IllegalTransition(_("This step does not follow “%(now)s”.") % {"now": now})


def _log(
    difficulty: Difficulty, name: str, from_state: str, said: Said, *, by: Any, at: datetime
) -> DifficultyStep:
    last = difficulty.steps.order_by("-number").values_list("number", flat=True).first()
    line = DifficultyStep.objects.create(
        difficulty=difficulty,
        number=(last or 0) + 1,
        name=name,
        from_state=from_state,
        to_state=difficulty.state,
        unit=difficulty.unit,
        due_on=difficulty.due_on,
        level=difficulty.level,
        severity=difficulty.severity,
        reason=said.reason.strip(),
        actor_kind=actor_kind(by),
        by=user_or_none(by),
        at=at,
    )
    audit.record(f"difficulty.{name}", about=difficulty, by=by, at=at)
    return line
