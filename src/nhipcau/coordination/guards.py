"""What must hold before a step is taken, by the names that the table uses."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.coordination import clock, freezing
from nhipcau.coordination.details import NOTHING, Said
from nhipcau.coordination.errors import TooLate
from nhipcau.coordination.models import Difficulty
from nhipcau.coordination.presence import is_there
from nhipcau.coordination.rules import leads
from nhipcau.coordination.states import RIGHTS
from nhipcau.employers.states import EmployerState
from nhipcau.shared import wording
from nhipcau.shared.errors import DomainError, IllegalTransition, InvalidValue


def is_free(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    """Nobody has it, or who has it is away or has left; a leader of the unit takes it anyway."""
    holder = difficulty.handler_id
    if holder is None:
        return
    if holder == by.pk:
        raise IllegalTransition(_("You have it already."))
    if leads(by, difficulty.unit_id):
        return
    if is_there(holder, difficulty.unit_id, on=localdate(at)):
        raise IllegalTransition(_("A colleague of your unit has it already."))


def near_enough(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    assert said.waits_until
    if said.waits_until <= localdate(at):
        raise InvalidValue(_("Please choose a day ahead."), field="waits_until")
    last = clock.longest_wait(difficulty)
    if said.waits_until > last:
        raise InvalidValue(
            _("At most until %(day)s; then it must go on or be solved.")
            % {"day": wording.day(last)},
            field="waits_until",
        )


def no_right_at_stake(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    if difficulty.kind in RIGHTS:
        raise IllegalTransition(
            _("A right of somebody may be violated: look into it and write what was found.")
        )


def not_long_ago(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    if localdate(at) > clock.reopened_until(difficulty):
        raise TooLate(_("It ended too long ago. Please tell it anew and mention this one."))


def has_vacancy_to_freeze(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    if not freezing.published(difficulty).exists():
        raise IllegalTransition(_("No vacancy of it is shown to people now."))


def has_employer_to_suspend(difficulty: Difficulty, said: Said, by: Any, at: datetime) -> None:
    if difficulty.employer is None or difficulty.employer.state != EmployerState.VERIFIED:
        raise IllegalTransition(_("This employer is not shown to people now."))


GUARDS: dict[str, Callable[[Difficulty, Said, Any, datetime], None]] = {
    guard.__name__: guard
    for guard in (
        *(is_free, near_enough, no_right_at_stake, not_long_ago),
        *(has_vacancy_to_freeze, has_employer_to_suspend),
    )
}
# These look at what is said, which a button does not know yet.
OF_THE_FORM = frozenset({"near_enough"})


def check(
    names: tuple[str, ...], difficulty: Difficulty, said: Said, *, by: Any, at: datetime
) -> None:
    """Stop unless all of them hold.

    Raises:
        IllegalTransition, InvalidValue, TooLate: whatever the first that does not hold says.
    """
    for name in names:
        GUARDS[name](difficulty, said, by, at)


def holds(names: tuple[str, ...], difficulty: Difficulty, *, by: Any, at: datetime) -> bool:
    """Whether a button for it makes sense now."""
    asked = tuple(name for name in names if name not in OF_THE_FORM)
    try:
        check(asked, difficulty, NOTHING, by=by, at=at)
    except DomainError:
        return False
    return True
