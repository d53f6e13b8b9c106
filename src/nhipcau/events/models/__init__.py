"""Events, their sessions, registrations and attendance."""

from nhipcau.events.models.attendance import (
    Attendance,
    AttendanceCorrection,
    AttendanceQuerySet,
)
from nhipcau.events.models.events import (
    ROLES_WITH_ARMY,
    Event,
    EventQuerySet,
    EventStaff,
    EventStateChange,
    Speaker,
)
from nhipcau.events.models.registrations import (
    Channel,
    Registration,
    RegistrationGroup,
    RegistrationGroupQuerySet,
    RegistrationQuerySet,
    RegistrationStateChange,
)
from nhipcau.events.models.sessions import (
    ReservedPlaces,
    ReservedPlacesQuerySet,
    Session,
    SessionQuerySet,
)

__all__ = [
    "ROLES_WITH_ARMY",
    "Attendance",
    "AttendanceCorrection",
    "AttendanceQuerySet",
    "Channel",
    "Event",
    "EventQuerySet",
    "EventStaff",
    "EventStateChange",
    "Registration",
    "RegistrationGroup",
    "RegistrationGroupQuerySet",
    "RegistrationQuerySet",
    "RegistrationStateChange",
    "ReservedPlaces",
    "ReservedPlacesQuerySet",
    "Session",
    "SessionQuerySet",
    "Speaker",
]
