"""The life of an appointment, as data. docs/glossary.md says it in words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class AppointmentState(TextChoices):
    ON_HOLD = "ON_HOLD", _("kept for a while, please confirm")
    BOOKED = "BOOKED", _("booked")
    CAME = "CAME", _("came")
    NO_SHOW = "NO_SHOW", _("did not come")
    CANCELLED = "CANCELLED", _("appointment cancelled")
    EXPIRED = "EXPIRED", _("not confirmed in time")


A = AppointmentState
# A slip of the finger is taken back: somebody who came, or did not, is booked again.
APPOINTMENT_TRANSITIONS = {
    A.ON_HOLD: {A.BOOKED, A.EXPIRED, A.CANCELLED},
    A.BOOKED: {A.CAME, A.NO_SHOW, A.CANCELLED},
    A.CAME: {A.BOOKED},
    A.NO_SHOW: {A.BOOKED},
    A.CANCELLED: set[str](),
    A.EXPIRED: set[str](),
}
# Ahead: may still be moved and cancelled.
OPEN = frozenset({A.ON_HOLD, A.BOOKED})
# These take up the time of the counsellor and of the person. The exclusion constraints of the
# table name the same three.
OCCUPYING = frozenset({A.ON_HOLD, A.BOOKED, A.CAME})
