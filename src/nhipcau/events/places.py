"""The places of a session, counted by conditional statements: never one too many.

Each function runs in the caller's transaction and says whether it got what it asked for. The
check constraints on ``Session`` and ``ReservedPlaces`` stand behind them.

A place is taken or free; a free one may be kept for a school or a commune (``reserved_count``).
Confirmed people and running offers hold taken places.

One order of locks for every use case: young person → event → session → reserved places →
registration. Locks leave keys alone (``no_key``), so that a foreign key checked at the end of
another transaction does not collide with them.
"""

from datetime import datetime

from django.db import connection
from django.db.models import F

from nhipcau.events.models import Registration, ReservedPlaces, Session

TAKE = (
    "UPDATE events_session SET taken_count = taken_count + 1"
    " WHERE id = %s AND taken_count + reserved_count < capacity"
)
TAKE_WAITING = (
    "UPDATE events_session SET waiting_count = waiting_count + 1"
    " WHERE id = %s AND waiting_count < waiting_limit"
)


def locked(session_id: int) -> Session:
    """The session's row, held until the transaction ends, with its event as it is now."""
    return (
        Session.objects.select_for_update(of=("self",), no_key=True)
        .select_related("event__kind", "event__plan_line")
        .get(pk=session_id)
    )


def take_place(session: Session) -> bool:
    """One place that is kept for nobody."""
    return _changed(TAKE, session)


def take_waiting_place(session: Session) -> bool:
    return _changed(TAKE_WAITING, session)


def take_places(session: Session, count: int) -> bool:
    """All ``count`` places or none."""
    room = F("capacity") - F("reserved_count") - count
    return bool(
        Session.objects.filter(pk=session.pk, taken_count__lte=room).update(
            taken_count=F("taken_count") + count
        )
    )


def take_waiting_places(session: Session, count: int) -> bool:
    """All ``count`` places on the waiting list or none."""
    room = F("waiting_limit") - count
    return bool(
        Session.objects.filter(pk=session.pk, waiting_count__lte=room).update(
            waiting_count=F("waiting_count") + count
        )
    )


def take_reserved(reserved: ReservedPlaces, count: int = 1) -> bool:
    """``count`` of the places kept for a school or commune, or none. Their session is locked."""
    got = ReservedPlaces.objects.filter(
        pk=reserved.pk, released_at=None, taken_count__lte=F("places_count") - count
    ).update(taken_count=F("taken_count") + count)
    if got:
        Session.objects.filter(pk=reserved.session_id).update(
            taken_count=F("taken_count") + count, reserved_count=F("reserved_count") - count
        )
    return bool(got)


def free_place(registration: Registration) -> None:
    """Give back the place that a registration held: to those for whom it was kept, while it is."""
    kept = registration.reserved_id and ReservedPlaces.objects.filter(
        pk=registration.reserved_id, released_at=None
    ).update(taken_count=F("taken_count") - 1)
    Session.objects.filter(pk=registration.session_id).update(
        taken_count=F("taken_count") - 1, reserved_count=F("reserved_count") + (1 if kept else 0)
    )


def free_waiting_places(session_id: int, count: int = 1) -> None:
    Session.objects.filter(pk=session_id).update(waiting_count=F("waiting_count") - count)


def keep_places(session: Session, count: int) -> bool:
    """Keep ``count`` of the free places for somebody, or none."""
    room = F("capacity") - F("taken_count") - count
    return bool(
        Session.objects.filter(pk=session.pk, reserved_count__lte=room).update(
            reserved_count=F("reserved_count") + count
        )
    )


def release(reserved: ReservedPlaces, *, at: datetime) -> None:
    """What is left of the kept places is everybody's from now on. Their session is locked."""
    reserved.refresh_from_db()
    Session.objects.filter(pk=reserved.session_id).update(
        reserved_count=F("reserved_count") - reserved.left
    )
    reserved.released_at = at
    reserved.save(update_fields=["released_at"])


def take_door_place(session: Session) -> None:
    """At the door nobody is sent away by a number: the room's limit grows by one when full."""
    if not take_place(session):
        Session.objects.filter(pk=session.pk).update(
            capacity=F("capacity") + 1, taken_count=F("taken_count") + 1
        )


def _changed(statement: str, session: Session) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [session.pk])
        return bool(cursor.rowcount)
