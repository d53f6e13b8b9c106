"""A registration, its first state-change row, its trace and its message, in one statement.

See docs/adr/0016-the-rush.md. Called inside use cases that asked for permission and took the
place; what this statement finds out after that lock is the truth: whether the event still takes
registrations, and whether the person has a live one already.
"""

from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.crypto import get_random_string

from nhipcau.events.models import Registration
from nhipcau.events.states import LIVE, EventState
from nhipcau.shared.actors import actor_kind

CODE_LENGTH = 22  # letters and digits: more than 128 bits

INSERT = """
WITH made AS (
    INSERT INTO events_registration
        (session_id, young_person_id, state, code, channel, registered_at, reserved_id)
    SELECT %s, %s, %s, %s, %s, %s, %s
    FROM events_event AS event
    WHERE event.id = %s AND event.state = %s AND event.registration_closes_at > %s
        AND NOT EXISTS (
            SELECT FROM events_registration AS other
            JOIN people_youngperson AS merged ON merged.id = other.young_person_id
            WHERE other.session_id = %s AND other.state = ANY(%s) AND merged.merged_into_id = %s
        )
    ON CONFLICT DO NOTHING
    RETURNING id, ticket_id
), change AS (
    INSERT INTO events_registrationstatechange
        (registration_id, from_state, to_state, by_id, at, reason)
    SELECT id, '', %s, %s, %s, '' FROM made
), traced AS (
    INSERT INTO shared_auditevent (action, about_type, about_id, by_id, actor_kind, at, fields)
    SELECT %s, 'events.registration', id, %s, %s, %s, '[]' FROM made
)
SELECT id, ticket_id FROM made
"""


def insert(registration: Registration, *, by: Any, at: datetime) -> bool:
    """Keep a registration that is not saved yet; whether the event and the person allowed it."""
    registration.code = get_random_string(CODE_LENGTH)
    session, person = registration.session, registration.young_person
    with connection.cursor() as cursor:
        cursor.execute(
            INSERT,
            [
                *(session.pk, person.pk, registration.state, registration.code),
                *(registration.channel, registration.registered_at, registration.reserved_id),
                *(session.event_id, EventState.OPEN, at),
                *(session.pk, sorted(LIVE), person.pk),
                *(registration.state, by.pk, at),
                *(f"registration.{registration.state.lower()}", by.pk, actor_kind(by), at),
            ],
        )
        made = cursor.fetchone()
    if not made:
        return False
    registration.pk, registration.ticket_id = made
    registration._state.adding = False
    return True
