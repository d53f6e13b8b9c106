"""Attendance out of what the gates saw: a part of the one statement that keeps the scans.

A crowd stands at the door, so a scan and its attendance are one statement and one transaction,
not two use cases inside each other. The words of that part and their values stay here, beside
the table they write.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from nhipcau.events.models import Attendance
from nhipcau.events.states import AttendanceValue, EventState, RegistrationState
from nhipcau.shared.actors import actor_kind

AT_THE_DOOR = frozenset({EventState.OPEN, EventState.CLOSED, EventState.HELD})

# Reads ``let_in (registration_id)`` from the statement around it. What is recorded already stays,
# whoever recorded it; other events, other states and later days are left out. The registration is
# locked and looked at again: whoever cancels it just now comes before or after.
ATTEND = (
    "placed AS (SELECT r.id, r.session_id, r.young_person_id FROM events_registration r"
    " WHERE r.id IN (SELECT registration_id FROM let_in) AND r.state = %s::text"
    " ORDER BY r.id FOR NO KEY UPDATE OF r),"
    " came AS (SELECT placed.* FROM placed"
    " JOIN events_session s ON s.id = placed.session_id JOIN events_event e ON e.id = s.event_id"
    " WHERE e.id = %s AND e.state = ANY(%s::text[])"
    " AND (s.starts_at AT TIME ZONE %s::text)::date <= %s::date),"
    " attended AS (INSERT INTO events_attendance"
    " (registration_id, session_id, young_person_id, value, recorded_by_id, recorded_at)"
    " SELECT id, session_id, young_person_id, %s::text, %s::bigint, %s::timestamptz FROM came"
    " ON CONFLICT DO NOTHING RETURNING id),"
    " attendance_told AS (INSERT INTO shared_auditevent"
    " (action, about_type, about_id, by_id, actor_kind, at, fields)"
    " SELECT %s::text, %s::text, id, %s::bigint, %s::text, %s::timestamptz, '[]'::jsonb"
    " FROM attended)"
)


def values_of_attend(*, event_id: int, by: Any, at: datetime) -> list[Any]:
    """The values of ``ATTEND``, in its order."""
    value = AttendanceValue.ATTENDED
    return [
        *(RegistrationState.CONFIRMED.value, event_id),
        *(sorted(AT_THE_DOOR), settings.TIME_ZONE, localdate(at)),
        *(value.value, by.pk, at),
        *(f"attendance.{value.lower()}", Attendance._meta.label_lower),
        *(by.pk, actor_kind(by), at),
    ]
