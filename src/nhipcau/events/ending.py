"""A live registration ends: cancelled, or its offer ran out. Called inside use cases."""

from datetime import datetime
from typing import Any

from nhipcau.events import places
from nhipcau.events.models import Registration
from nhipcau.events.states import HOLDING, RegistrationState
from nhipcau.shared.transitions import move


def locked_registration(registration: Registration) -> Registration:
    """The row as it is now, held until the transaction ends. Its session is locked before."""
    return (
        Registration.objects.select_for_update(of=("self",), no_key=True)
        .select_related("young_person", "group", "session__event__kind")
        .get(pk=registration.pk)
    )


def end_registration(
    registration: Registration,
    to: RegistrationState,
    *,
    by: Any,
    at: datetime,
    reason: str = "",
) -> None:
    """Move to ``to`` and give back what was held: a place, or one on the waiting list.

    Raises:
        IllegalTransition: it had ended already.
    """
    before = registration.state
    move(registration, to, by=by, at=at, reason=reason)
    if before in HOLDING:
        places.free_place(registration)
    else:
        places.free_waiting_places(registration.session_id)
