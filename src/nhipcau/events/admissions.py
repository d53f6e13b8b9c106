"""Attendance out of what the gates saw: any number of people in one statement.

Called inside use cases that asked for permission, as ``waiting`` is: a crowd stands at the door,
and a use case inside another would cost two more statements for every person.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate

from nhipcau.events.models import Attendance
from nhipcau.events.states import AttendanceValue, EventState, RegistrationState
from nhipcau.shared.actors import actor_kind

AT_THE_DOOR = frozenset({EventState.OPEN, EventState.CLOSED, EventState.HELD})

# The registration is locked and looked at again: whoever cancels it just now comes before or after.
STATEMENT = (
    "WITH came AS (SELECT r.id, r.session_id, r.young_person_id FROM events_registration r"
    " JOIN events_session s ON s.id = r.session_id JOIN events_event e ON e.id = s.event_id"
    " WHERE r.id = ANY(%s) AND r.state = %s AND e.id = %s AND e.state = ANY(%s)"
    " AND (s.starts_at AT TIME ZONE %s)::date <= %s"
    " ORDER BY r.id FOR NO KEY UPDATE OF r),"
    " written AS (INSERT INTO events_attendance"
    " (registration_id, session_id, young_person_id, value, recorded_by_id, recorded_at)"
    " SELECT id, session_id, young_person_id, %s, %s, %s FROM came"
    " ON CONFLICT DO NOTHING RETURNING id)"
    " INSERT INTO shared_auditevent"
    " (action, about_type, about_id, by_id, actor_kind, at, fields)"
    " SELECT %s, %s, id, %s, %s, %s, '[]' FROM written"
)


def attend(*, event_id: int, registrations: Collection[int], by: Any, at: datetime) -> int:
    """Write “attended”, with its audit event, for confirmed registrations (ids); how many were new.

    What is recorded already stays, whoever recorded it. Registrations of other events or states,
    of a later day, or of an event that takes no attendance are left out.
    """
    if not registrations:
        return 0
    value = AttendanceValue.ATTENDED
    with connection.cursor() as cursor:
        cursor.execute(
            STATEMENT,
            [
                *(list(registrations), RegistrationState.CONFIRMED.value, event_id),
                *(sorted(AT_THE_DOOR), settings.TIME_ZONE, localdate(at)),
                *(value.value, by.pk, at),
                *(f"attendance.{value.lower()}", Attendance._meta.label_lower),
                *(by.pk, actor_kind(by), at),
            ],
        )
        return cursor.rowcount
