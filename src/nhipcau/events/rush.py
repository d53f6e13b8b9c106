"""A person and a registration in one call of the database.

When a school opens a session, hundreds send the form in the same minute. The function
``events_register`` (migration 0003) does in one round trip what took twenty-seven statements; its
steps, their order of locks and their refusals are those of the use case. docs/adr/0016-the-rush.md
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import DatabaseError, connection
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from nhipcau.events.errors import AlreadyRegistered, RegistrationClosed, SessionFull
from nhipcau.events.models import Session
from nhipcau.people.entering import Entry
from nhipcau.shared.actors import actor_kind

CODE_LENGTH = 22  # letters and digits: more than 128 bits

CALL = "SELECT * FROM events_register(" + ", ".join(["%s"] * 23) + ")"


@dataclass(frozen=True)
class Made:
    """What became of one call; ``state`` is a ``RegistrationState``."""

    registration_id: int
    ticket_id: UUID
    person_id: int
    is_new_person: bool
    state: str
    reserved_id: int | None
    code: str


def register(
    session: Session, entry: Entry, *, channel: str, reserved_code: str, by: Any, at: datetime
) -> Made:
    """Enter the person and take a place, or one on the waiting list, in the caller's transaction.

    Raises:
        RegistrationClosed: the event does not take registrations at ``at``.
        AlreadyRegistered: the person has a live registration for this session.
        SessionFull: no place, and the waiting list is full too.
    """
    code, person, guardian = get_random_string(CODE_LENGTH), entry.person, entry.guardian
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                CALL,
                [
                    *(session.pk, [unit.pk for unit in entry.units], at, by.pk, actor_kind(by)),
                    *(person.full_name, person.folded_name, person.birth_on, person.phone),
                    *(person.email, person.commune_id, person.gender, person.ethnicity),
                    person.is_union_member,
                    *(
                        (guardian.full_name, guardian.phone, guardian.relation)
                        if guardian
                        else ("", "", "")
                    ),
                    *([text.pk for text in entry.texts], entry.channel, entry.evidence),
                    *(code, channel, reserved_code),
                ],
            )
            registration, ticket, who, is_new, state, reserved = cursor.fetchone()
    except DatabaseError as error:
        raise _refusal(error) from error
    return Made(registration, ticket, who, is_new, state, reserved, code)


def _refusal(error: DatabaseError) -> Exception:
    told = getattr(error.__cause__, "sqlstate", "")
    if told == "NC001":
        return RegistrationClosed(_("This event does not take registrations now."))
    if told == "NC002":
        return AlreadyRegistered(
            _("This person is registered for this session already. See “My registrations”.")
        )
    if told == "NC003":
        return SessionFull(
            _("This session and its waiting list are full. Please see other dates.")
        )
    return error
