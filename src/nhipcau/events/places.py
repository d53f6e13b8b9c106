"""The places of a session, counted by conditional statements: never one too many.

Each function runs in the caller's transaction and says whether it got what it asked for. The
check constraints on ``Session`` stand behind them.

One order of locks for every use case: young person → event → session → registration. Locks leave
keys alone (``no_key``), so that a foreign key checked at the end of another transaction does not
collide with them.
"""

from django.db.models import F

from nhipcau.events.models import Session


def locked(session_id: int) -> Session:
    """The session's row, held until the transaction ends, with its event as it is now."""
    return (
        Session.objects.select_for_update(of=("self",), no_key=True)
        .select_related("event__kind", "event__plan_line")
        .get(pk=session_id)
    )


def take_place(session: Session) -> bool:
    return bool(
        Session.objects.filter(pk=session.pk, taken_count__lt=F("capacity")).update(
            taken_count=F("taken_count") + 1
        )
    )


def take_waiting_place(session: Session) -> bool:
    return bool(
        Session.objects.filter(pk=session.pk, waiting_count__lt=F("waiting_limit")).update(
            waiting_count=F("waiting_count") + 1
        )
    )


def free_place(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(taken_count=F("taken_count") - 1)


def free_waiting_place(session: Session) -> None:
    Session.objects.filter(pk=session.pk).update(waiting_count=F("waiting_count") - 1)


def take_places(session: Session, count: int) -> bool:
    """All ``count`` places or none."""
    return bool(
        Session.objects.filter(pk=session.pk, taken_count__lte=F("capacity") - count).update(
            taken_count=F("taken_count") + count
        )
    )


def take_door_place(session: Session) -> None:
    """At the door nobody is sent away by a number: the room's limit grows by one when full."""
    if not take_place(session):
        Session.objects.filter(pk=session.pk).update(
            capacity=F("capacity") + 1, taken_count=F("taken_count") + 1
        )
