"""What the gates' phones saw becomes attendance: set by set, and never over a human's word."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.events import rules
from nhipcau.events.models import Attendance, Event
from nhipcau.events.states import AttendanceValue, RegistrationState
from nhipcau.events.use_cases.attendance import AT_THE_DOOR
from nhipcau.shared import audit
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def record_admissions(
    *, by: Any, at: datetime, event: Event, registrations: Collection[int]
) -> int:
    """Write “attended” for confirmed registrations of ``event`` (ids); how many were new.

    One statement for any number, because a crowd stands at the door. What is recorded already
    stays, whoever recorded it; registrations of other events, other states or a later day are
    left out. The caller holds the registrations' locks.

    Raises:
        NotAllowed: ``by`` does not work at this event.
    """
    require(rules.may_record_attendance(by, event), _("You are not assigned to this event."))
    if not registrations:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO events_attendance"
            " (registration_id, session_id, young_person_id, value, recorded_by_id, recorded_at)"
            " SELECT r.id, r.session_id, r.young_person_id, %s, %s, %s"
            " FROM events_registration r"
            " JOIN events_session s ON s.id = r.session_id"
            " JOIN events_event e ON e.id = s.event_id"
            " WHERE r.id = ANY(%s) AND r.state = %s AND e.id = %s AND e.state = ANY(%s)"
            " AND (s.starts_at AT TIME ZONE %s)::date <= %s"
            " ON CONFLICT DO NOTHING RETURNING id",
            [
                *(AttendanceValue.ATTENDED, by.pk, at),
                *(list(registrations), RegistrationState.CONFIRMED),
                *(event.pk, sorted(AT_THE_DOOR), settings.TIME_ZONE, localdate(at)),
            ],
        )
        written = [Attendance(pk=pk) for (pk,) in cursor.fetchall()]
    audit.record_each("attendance.attended", about=written, by=by, at=at)
    return len(written)
