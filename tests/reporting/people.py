"""Who came, for tests that count by hand."""

import datetime as dt

from nhipcau.events.models import Attendance, Channel
from nhipcau.events.states import AttendanceValue, EventState
from tests.factories import (
    NOON,
    EventFactory,
    PlanLineFactory,
    RegistrationFactory,
    SessionFactory,
    YoungPersonFactory,
    moment,
)


def held_session(programme, start, *, line=None, state=EventState.HELD, **line_values):
    """One session of an event that was held, on a line of its own month."""
    starts_at = moment(start)
    line = line or PlanLineFactory(
        programme=programme, month=starts_at.date().replace(day=1), **line_values
    )
    event = EventFactory(
        plan_line=line,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=3),
        registration_closes_at=starts_at,
        state=state,
    )
    return SessionFactory(event=event)


def came(session, person=None, value=AttendanceValue.ATTENDED, **person_values):
    """One attendance row; the person is new unless given."""
    channel = person_values.pop("channel", Channel.WEB)
    registration = RegistrationFactory(
        session=session,
        young_person=person or YoungPersonFactory(**person_values),
        channel=channel,
    )
    return Attendance.objects.create(
        registration=registration,
        session=session,
        young_person=registration.young_person,
        value=value,
        recorded_at=NOON,
    )
