"""Contact members are away, come back, and hand over. Appointing one is of ``programmes``."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.coordination import rules
from nhipcau.coordination.models import ContactAbsence, Difficulty, HandOver, Promise
from nhipcau.coordination.states import DifficultyState
from nhipcau.coordination.table import STEPS
from nhipcau.coordination.taking import locked, take
from nhipcau.programmes.models import FocalPoint
from nhipcau.programmes.use_cases import appoint_focal_point
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require

LONGEST_NOTE = 2000


@write
def note_absence(
    *, by: Any, at: datetime, user: User, starts_on: date, ends_on: date
) -> ContactAbsence:
    """Somebody is away: deputies and the unit's queue go on, and no day moves.

    Raises:
        NotAllowed: it is neither ``by``, nor somebody whose contact members ``by`` appoints.
        InvalidValue: the days are over, or the wrong way round.
    """
    require(rules.may_note_absence(by, user), _("You may note your own absence."))
    if ends_on < starts_on:
        raise InvalidValue(_("The last day comes after the first day."), field="ends_on")
    if ends_on < localdate(at):
        raise InvalidValue(_("This day is over. Please choose today or later."), field="ends_on")
    absence = ContactAbsence.objects.create(
        user=user, starts_on=starts_on, ends_on=ends_on, by=user_or_none(by), at=at
    )
    audit.record("contact_absence.noted", about=absence, by=by, at=at)
    return absence


@write
def end_absence(*, by: Any, at: datetime, absence: ContactAbsence) -> User:
    """Back earlier, or noted by mistake.

    Raises:
        NotAllowed: as ``note_absence``.
    """
    require(rules.may_end_absence(by, absence), _("You may note your own absence."))
    user = absence.user
    audit.record("contact_absence.ended", about=absence, by=by, at=at)
    absence.delete()
    return user


@write
def hand_over(
    *,
    by: Any,
    at: datetime,
    point: FocalPoint,
    holder: User,
    deputy: User | None = None,
    note: str = "",
) -> HandOver:
    """Somebody else becomes contact member; what the one before had goes back into the unit's
    queue with the day it had, and stands in the record of the hand-over.

    Raises:
        NotAllowed: ``by`` neither leads nor administers the unit.
        InvalidValue: it is the same person, the appointment has ended, or the note is too long.
    """
    require(rules.may_hand_over(by, point), _("Only the unit's leader appoints."))
    point = FocalPoint.objects.select_related("organisation", "programme", "content").get(
        pk=point.pk
    )
    if point.ended_at is not None:
        raise InvalidValue(_("This appointment has ended already."), field="holder")
    if holder == point.holder:
        raise InvalidValue(_("Please choose another colleague."), field="holder")
    if len(note) > LONGEST_NOTE:
        raise InvalidValue(
            _("At most %(most)d characters fit here. Please shorten it.") % {"most": LONGEST_NOTE},
            field="note",
        )
    after = appoint_focal_point(
        by=by,
        at=at,
        programme=point.programme,
        organisation=point.organisation,
        content=point.content,
        holder=holder,
        deputy=deputy,
    )
    released = _into_the_queue(point, by=by, at=at)
    promises = Promise.objects.open().filter(programme=point.programme, unit=point.organisation)
    made = HandOver.objects.create(
        before=point,
        after=after,
        note=note.strip(),
        difficulty_count=released,
        promise_count=promises.count(),
        by=user_or_none(by),
        at=at,
    )
    audit.record("focal_point.handed_over", about=made, by=by, at=at)
    return made


def _into_the_queue(point: FocalPoint, *, by: Any, at: datetime) -> int:
    """What the holder had in hand; what waits for somebody outside goes on waiting."""
    found = Difficulty.objects.filter(
        programme=point.programme,
        unit=point.organisation,
        handler=point.holder,
        state=DifficultyState.IN_HAND,
    )
    held = list(found.order_by("pk"))
    for difficulty in held:
        take(locked(difficulty), STEPS["release"], by=by, at=at)
    waiting = Difficulty.objects.open().filter(
        programme=point.programme, unit=point.organisation, handler=point.holder
    )
    return len(held) + waiting.update(handler=None)
