"""The lives of an event and of a registration, as data. docs/glossary.md says it in words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class EventState(TextChoices):
    DRAFT = "DRAFT", _("draft")
    PUBLISHED = "PUBLISHED", _("published, registration not open yet")
    OPEN = "OPEN", _("open for registration")
    CLOSED = "CLOSED", _("registration closed")
    HELD = "HELD", _("held")
    CANCELLED = "CANCELLED", _("cancelled")


E = EventState
EVENT_TRANSITIONS = {
    E.DRAFT: {E.PUBLISHED, E.CANCELLED},
    E.PUBLISHED: {E.DRAFT, E.OPEN, E.CANCELLED},
    E.OPEN: {E.CLOSED, E.CANCELLED},
    E.CLOSED: {E.OPEN, E.HELD, E.CANCELLED},
    E.HELD: {E.CLOSED},
    E.CANCELLED: set[str](),
}
EVENT_NEEDS_REASON = frozenset(
    {
        (E.PUBLISHED, E.DRAFT),
        (E.DRAFT, E.CANCELLED),
        (E.PUBLISHED, E.CANCELLED),
        (E.OPEN, E.CANCELLED),
        (E.CLOSED, E.CANCELLED),
        (E.CLOSED, E.OPEN),
        (E.HELD, E.CLOSED),
    }
)
PUBLIC_STATES = frozenset({E.PUBLISHED, E.OPEN, E.CLOSED, E.HELD, E.CANCELLED})
# A place that becomes free goes to the waiting list only while people may still come.
FILLING_STATES = frozenset({E.PUBLISHED, E.OPEN, E.CLOSED})
CHANGEABLE_STATES = frozenset({E.DRAFT, E.PUBLISHED, E.OPEN, E.CLOSED})


class RegistrationState(TextChoices):
    CONFIRMED = "CONFIRMED", _("place confirmed")
    WAITING = "WAITING", _("on the waiting list")
    CANCELLED = "CANCELLED", _("cancelled")


R = RegistrationState
REGISTRATION_TRANSITIONS = {
    R.CONFIRMED: {R.CANCELLED},
    R.WAITING: {R.CONFIRMED, R.CANCELLED},
    R.CANCELLED: set[str](),
}
LIVE = frozenset({R.CONFIRMED, R.WAITING})


class AttendanceValue(TextChoices):
    ATTENDED = "ATTENDED", _("attended")
    LATE = "LATE", _("came late")
    EXCUSED = "EXCUSED", _("excused")
    ABSENT = "ABSENT", _("absent")
    CANCELLED_BY_US = "CANCELLED_BY_US", _("cancelled by us")


PRESENT = frozenset({AttendanceValue.ATTENDED, AttendanceValue.LATE})
