"""The waiting list. Called inside use cases that asked for permission and hold the lock."""

from datetime import datetime
from typing import Any

from nhipcau.events import places
from nhipcau.events.models import Session
from nhipcau.events.states import FILLING_STATES, RegistrationState
from nhipcau.shared.transitions import move


def promote(session: Session, *, by: Any, at: datetime) -> int:
    """Give free places to the waiting list in its order; how many were given."""
    if session.event.state not in FILLING_STATES or at >= session.ends_at:
        return 0
    given = 0
    waiting = session.registrations.filter(state=RegistrationState.WAITING).order_by("pk")
    for registration in waiting.select_for_update(of=("self",), no_key=True):
        if not places.take_place(session):
            break
        places.free_waiting_place(session)
        move(registration, RegistrationState.CONFIRMED, by=by, at=at)
        given += 1
    return given
