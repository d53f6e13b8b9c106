"""A difficulty is led on by one row of the table; words are added; the clock moves it."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.coordination import clock, rules, taking, telling
from nhipcau.coordination.details import NOTHING, Said
from nhipcau.coordination.models import Difficulty, InternalNote, Post
from nhipcau.coordination.posting import POST_LONGEST, post, thread_of
from nhipcau.coordination.states import Told, Topic
from nhipcau.coordination.table import STEPS
from nhipcau.organisations.models import Organisation
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.row_security import acting
from nhipcau.shared.rules import require

MOST_A_RUN = 500


@write
def take_step(
    *, by: Any, at: datetime, difficulty: Difficulty, name: str, said: Said = NOTHING
) -> Difficulty:
    """Lead a difficulty on by one row of the table.

    Raises:
        NotAllowed: the row is not for ``by``.
        and what ``taking.take`` raises.
    """
    require(
        rules.may_take(by, name, difficulty), _("This step is not yours to take, or not any more.")
    )
    difficulty = taking.locked(difficulty)
    # It may have been passed on to the other unit meanwhile.
    require(
        rules.may_take(by, name, difficulty), _("This step is not yours to take, or not any more.")
    )
    taking.take(difficulty, STEPS[name], said, by=by, at=at)
    return difficulty


@write
def comment(
    *,
    by: Any,
    at: datetime,
    difficulty: Difficulty,
    text: str,
    for_person: bool = False,
    mentions: tuple[Organisation, ...] = (),
) -> Post:
    """Write into the thread that both units read. ``for_person``: the young person reads it too.
    The person who told it writes there as well; both units read that.

    Raises:
        NotAllowed: ``by`` is neither of a party nor the person.
        InvalidValue: nothing was written, or too much.
    """
    require(rules.may_write(by, difficulty), _("You cannot write here."))
    difficulty = taking.locked(difficulty)
    thread = thread_of(difficulty, by=by, at=at)
    is_person = rules.told_it(by, difficulty)
    made = post(
        thread,
        text,
        said_by=Told.PERSON if is_person else Told.STAFF,
        for_person=is_person or for_person,
        mentions=mentions,
        by=by,
        at=at,
    )
    if is_person:
        telling.tell_units([difficulty.unit], Topic.ANSWERED, at=at, difficulty=difficulty)
    elif for_person:
        telling.tell_person(difficulty, "written", made.pk, at=at)
    return made


@write
def note_internally(
    *, by: Any, at: datetime, difficulty: Difficulty, unit: Organisation, text: str
) -> InternalNote:
    """Write for the colleagues of the own unit alone.

    Raises:
        NotAllowed: ``by`` does not work in the unit, or the unit is no party.
        InvalidValue: nothing was written, or too much.
    """
    require(
        rules.may_write_internally(by, difficulty, unit), _("You write for your own unit alone.")
    )
    words = text.strip()
    if not words or len(words) > POST_LONGEST:
        raise InvalidValue(
            _("Please write between 1 and %(most)d characters.") % {"most": POST_LONGEST},
            field="text",
        )
    with acting(by, at=at):
        note = InternalNote.objects.create(
            difficulty=difficulty, unit=unit, text=words, by=user_or_none(by), at=at
        )
    audit.record("difficulty.noted_internally", about=difficulty, by=by, at=at)
    return note


@write
def run_clock(*, by: Any, at: datetime) -> int:
    """Take every step of the clock whose day has come; how many. It may run late or twice.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation runs the clock."))
    due = Difficulty.objects.open().filter(next_on__lte=localdate(at)).order_by("next_on", "pk")
    taken = 0
    for difficulty in list(due[:MOST_A_RUN]):
        difficulty = taking.locked(difficulty)
        # A pause that ended late may be followed by what it held up.
        while name := clock.step_due(difficulty, at):
            taking.take(difficulty, STEPS[name], by=by, at=at)
            taken += 1
    return taken
