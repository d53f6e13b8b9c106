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
    OFFERED = "OFFERED", _("place offered, please confirm")
    WAITING = "WAITING", _("on the waiting list")
    EXPIRED = "EXPIRED", _("offer ran out")
    CANCELLED = "CANCELLED", _("cancelled")


R = RegistrationState
REGISTRATION_TRANSITIONS = {
    R.CONFIRMED: {R.CANCELLED},
    R.OFFERED: {R.CONFIRMED, R.EXPIRED, R.CANCELLED},
    R.WAITING: {R.OFFERED, R.CONFIRMED, R.CANCELLED},
    R.EXPIRED: set[str](),
    R.CANCELLED: set[str](),
}
LIVE = frozenset({R.CONFIRMED, R.OFFERED, R.WAITING})
# These hold one of the session's places; an offer holds it until it runs out.
HOLDING = frozenset({R.CONFIRMED, R.OFFERED})


class GroupFit(TextChoices):
    ALL = "ALL", _("all of the group together, or none")
    AS_MANY = "AS_MANY", _("as many of the group as fit")


class AttendanceValue(TextChoices):
    ATTENDED = "ATTENDED", _("attended")
    LATE = "LATE", _("came late")
    EXCUSED = "EXCUSED", _("excused")
    ABSENT = "ABSENT", _("absent")
    CANCELLED_BY_US = "CANCELLED_BY_US", _("cancelled by us")


PRESENT = frozenset({AttendanceValue.ATTENDED, AttendanceValue.LATE})
