"""The waiting list. Called inside use cases that asked for permission and hold the session's lock.

First come, first served. Whoever is next is offered the place and holds it until the offer runs
out. A group that comes together or not at all is passed over while it does not fit, and keeps its
turn; nobody behind it waits for it.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils.timezone import localtime

from nhipcau.events import places, telling
from nhipcau.events.models import Registration, ReservedPlaces, Session
from nhipcau.events.states import FILLING_STATES, GroupFit, RegistrationState
from nhipcau.messaging import outbox
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.transitions import move

AT_ONCE = 100
# An offer that would leave less time than this to answer is a place given at once.
SHORTEST_OFFER = timedelta(hours=1)
# Nobody is asked to answer at night: an offer that would run out then runs out at this hour.
FIRST_HOUR, LAST_HOUR = 8, 21


def promote(session: Session, *, by: Any, at: datetime) -> int:
    """Offer free places to the waiting list in its order; how many were given or offered."""
    if session.event.state not in FILLING_STATES or at >= session.ends_at:
        return 0
    session.refresh_from_db(fields=["waiting_count"])
    if not session.waiting_count:
        return 0
    until, given = offer_until(session, at=at), 0
    for reserved in session.reservations.kept().order_by("pk").select_for_update(no_key=True):
        if reserved.left:
            theirs = _waiting(session).filter(_meant_for(reserved))
            given += _serve(theirs, reserved.left, reserved, until=until, by=by, at=at)
    session.refresh_from_db(fields=["capacity", "taken_count", "reserved_count"])
    if session.places_left > 0:
        given += _serve(_waiting(session), session.places_left, None, until=until, by=by, at=at)
    return given


def offer_until(session: Session, *, at: datetime) -> datetime | None:
    """Until when an offer made at ``at`` can be taken; nothing where no time is left to answer."""
    hours = int(reference_value("offer_hours", on=localtime(at).date()))
    until = localtime(at) + timedelta(hours=hours)
    if until.hour < FIRST_HOUR:
        until = until.replace(hour=FIRST_HOUR, minute=0, second=0, microsecond=0)
    elif until.hour >= LAST_HOUR:
        until = (until + timedelta(days=1)).replace(
            hour=FIRST_HOUR, minute=0, second=0, microsecond=0
        )
    until = min(until, localtime(session.starts_at) - SHORTEST_OFFER)
    return until if until - at >= SHORTEST_OFFER else None


def _waiting(session: Session) -> Any:
    return (
        session.registrations.filter(state=RegistrationState.WAITING)
        .select_related("group", "young_person", "session__event__kind")
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
    )


def _meant_for(reserved: ReservedPlaces) -> Q:
    if reserved.organisation_id:
        return Q(group__organisation=reserved.organisation_id)
    return Q(young_person__commune=reserved.commune_id)


def _serve(
    queue: Any,
    room: int,
    reserved: ReservedPlaces | None,
    *,
    until: datetime | None,
    by: Any,
    at: datetime,
) -> int:
    given, groups_asked = 0, set()
    for registration in _in_order(queue):
        if given >= room:
            break
        together, group = [registration], registration.group
        if group and group.fit == GroupFit.ALL:
            if group.pk in groups_asked:
                continue
            groups_asked.add(group.pk)
            together = list(_waiting(registration.session).filter(group=group))
        if len(together) <= room - given:
            for one in together:
                _give(one, reserved, until=until, by=by, at=at)
            given += len(together)
    return given


def _in_order(queue: Any) -> Iterator[Registration]:
    """Page by page: a freed place asks for one of a list that may be thousands long."""
    last = 0
    while page := list(queue.filter(pk__gt=last)[:AT_ONCE]):
        yield from page
        last = page[-1].pk


def _give(
    registration: Registration,
    reserved: ReservedPlaces | None,
    *,
    until: datetime | None,
    by: Any,
    at: datetime,
) -> None:
    got = places.take_reserved(reserved) if reserved else places.take_place(registration.session)
    assert got, "the session is locked and its places were counted"
    places.free_waiting_places(registration.session_id)
    registration.reserved = reserved
    registration.offer_expires_at = until
    registration.save(update_fields=["reserved", "offer_expires_at"])
    state = RegistrationState.OFFERED if until else RegistrationState.CONFIRMED
    move(registration, state, by=by, at=at)
    outbox.put(telling.registration_note(registration), at=at)
