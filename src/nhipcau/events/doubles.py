"""One person under two records may hold two registrations for one session."""

from collections.abc import Iterator

from nhipcau.events.models import Registration
from nhipcau.events.states import FILLING_STATES, RegistrationState
from nhipcau.people.models import YoungPerson

# What is worth most stays: a certain place before an offered one before the waiting list.
_STAYS = (RegistrationState.CONFIRMED, RegistrationState.OFFERED, RegistrationState.WAITING)


def registrations_too_many(kept: YoungPerson, merged: YoungPerson) -> Iterator[Registration]:
    """What a merge of the two cancels: of each session ahead the registration worth less."""
    people = YoungPerson.objects.same_as(kept) | YoungPerson.objects.same_as(merged)
    live = (
        Registration.objects.live()
        .filter(young_person__in=people, session__event__state__in=sorted(FILLING_STATES))
        .select_related("session__event__plan_line", "young_person", "attendance")
        .order_by("session_id", "pk")
    )
    sessions: dict[int, list[Registration]] = {}
    for registration in live:
        sessions.setdefault(registration.session_id, []).append(registration)
    for held in sessions.values():
        held.sort(key=lambda one: (not _attended(one), _STAYS.index(one.state), one.pk))
        yield from (one for one in held[1:] if not _attended(one))


def _attended(registration: Registration) -> bool:
    return hasattr(registration, "attendance")
