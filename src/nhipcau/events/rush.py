"""A person and a registration in one call of the database.

When a school opens a session, hundreds send the form in the same minute. The function
``events_register`` (migration 0003) does in one round trip what took twenty-seven statements and a
transaction around them; its steps, their order of locks and their refusals are those of the use
case. docs/adr/0016-the-rush.md
"""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils.translation import gettext as _

from nhipcau.events.errors import AlreadyRegistered, RegistrationClosed, SessionFull
from nhipcau.events.models import Registration
from nhipcau.messaging.outbox import Note
from nhipcau.people.entering import Entry
from nhipcau.shared.actors import SYSTEM, actor_kind
from nhipcau.shared.idempotency import Claim
from nhipcau.shared.row_security import acting

CODE_LENGTH = 22  # letters and digits: more than 128 bits

CALL = "SELECT * FROM events_register(" + ", ".join(["%s"] * 30) + ")"


@dataclass(frozen=True)
class Made:
    """What became of one call; ``state`` is a ``RegistrationState``."""

    registration_id: int
    ticket_id: UUID
    person_id: int
    is_new_person: bool
    state: str
    reserved_id: int | None


def register(
    registration: Registration,
    entry: Entry,
    *,
    if_placed: Note,
    if_waiting: Note,
    reserved_code: str,
    claim: Claim,
    by: Any,
    at: datetime,
) -> Made:
    """Enter the person and take a place, or one on the waiting list; all of it or nothing.

    ``registration``: as it will be, but for what the database decides. Told is one of the two
    notes. ``claim``: kept with the registration.

    Raises:
        RegistrationClosed: the event does not take registrations at ``at``.
        AlreadyRegistered: the person has a live registration for this session.
        SessionFull: no place, and the waiting list is full too.
        IntegrityError: the key of ``claim`` was used before.
    """
    person, guardian = entry.person, entry.guardian
    try:
        # Guardians are under row-level security; whoever registers may not see who is known.
        for_guardian = acting(SYSTEM, at=at) if guardian else nullcontext()
        with for_guardian, connection.cursor() as cursor:
            cursor.execute(
                CALL,
                [
                    *(registration.session_id, [unit.pk for unit in entry.units], at),
                    *(by.pk, actor_kind(by)),
                    *(person.full_name, person.folded_name, person.birth_on, person.phone),
                    *(person.email, person.commune_id, person.gender, person.ethnicity),
                    person.is_union_member,
                    *(
                        (guardian.full_name, guardian.phone, guardian.relation)
                        if guardian
                        else ("", "", "")
                    ),
                    *([text.pk for text in entry.texts], entry.channel, entry.evidence),
                    *(registration.code, registration.channel, reserved_code),
                    *(claim.key, claim.fingerprint),
                    *(if_placed.text, if_waiting.text, if_placed.path, if_placed.expires_at),
                    settings.MESSAGES_BY_MAIL,
                ],
            )
            return Made(*cursor.fetchone())
    except DatabaseError as error:
        raise _refusal(error) from error


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
