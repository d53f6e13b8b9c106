"""The life of a concern, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ConcernState(TextChoices):
    RECEIVED = "RECEIVED", pgettext_lazy("concern", "received")
    READING = "READING", pgettext_lazy("concern", "being read")
    ANSWERED = "ANSWERED", pgettext_lazy("concern", "answered")
    CLOSED = "CLOSED", pgettext_lazy("concern", "closed")
    REOPENED = "REOPENED", pgettext_lazy("concern", "opened again")


C = ConcernState
TRANSITIONS = {
    C.RECEIVED: {C.READING, C.CLOSED},
    C.READING: {C.ANSWERED, C.CLOSED, C.RECEIVED},
    C.ANSWERED: {C.READING, C.CLOSED, C.RECEIVED},
    C.CLOSED: {C.REOPENED},
    C.REOPENED: {C.READING, C.CLOSED, C.RECEIVED},
}
# Somebody still waits for a word of ours.
WAITING = frozenset({C.RECEIVED, C.READING, C.REOPENED})
LIVE = WAITING | {C.ANSWERED}


class About(TextChoices):
    """Whom a concern is about. A unit: then the other one reads it."""

    UNIT = "UNIT", pgettext_lazy("concern", "one of the two units")
    EMPLOYER = "EMPLOYER", pgettext_lazy("concern", "an employer or a broker")
    SOMEBODY = "SOMEBODY", pgettext_lazy("concern", "somebody else")
    UNSURE = "UNSURE", pgettext_lazy("concern", "I am not sure")


class Kind(TextChoices):
    """What a concern is about: plain codes, for the figures. The words stand sealed."""

    WAGE = "WAGE", _("wages not paid, or not as promised")
    MONEY = "MONEY", _("money or papers were taken")
    FALSE_JOB = "FALSE_JOB", _("false or dangerous work, at home or abroad")
    HURT = "HURT", _("threats, violence or harassment")
    UNFAIR = "UNFAIR", _("unfair treatment, or a favour was asked for")
    DATA = "DATA", _("somebody's data were misused")
    OTHER = "OTHER", pgettext_lazy("concern", "something else")


class Closing(TextChoices):
    SETTLED = "SETTLED", pgettext_lazy("concern", "settled")
    HANDED_OVER = "HANDED_OVER", pgettext_lazy("concern", "became an ordinary matter")
    NOT_OURS = "NOT_OURS", pgettext_lazy("concern", "not for us; told where to go")
    SILENT = "SILENT", pgettext_lazy("concern", "nobody came back")
    TAKEN_BACK = "TAKEN_BACK", pgettext_lazy("concern", "taken back by the writer")


class Side(TextChoices):
    WRITER = "WRITER", pgettext_lazy("concern", "who wrote to us")
    READER = "READER", pgettext_lazy("concern", "the unit")


class HandoverState(TextChoices):
    ASKED = "ASKED", pgettext_lazy("handover", "waits for a yes")
    AGREED = "AGREED", pgettext_lazy("handover", "the writer said yes")
    DECLINED = "DECLINED", pgettext_lazy("handover", "the writer said no")
