"""The words of the gate. What they mean together is told by ``verdicts``."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ScanKind(TextChoices):
    QR = "QR", _("QR ticket")
    DIGITS = "DIGITS", _("last four digits")
    NAME = "NAME", _("list of names")
    WALK_IN = "WALK_IN", _("came without registering")


class ScanVerdict(TextChoices):
    ADMITTED = "ADMITTED", _("let in")
    ALREADY = "ALREADY", _("was let in already")
    WAITING = "WAITING", _("on the waiting list")
    NOT_TODAY = "NOT_TODAY", _("for another day")
    NOT_CONFIRMED = "NOT_CONFIRMED", _("offer not confirmed")
    EXPIRED = "EXPIRED", _("offer ran out")
    CANCELLED = "CANCELLED", _("cancelled")
    UNLISTED = "UNLISTED", _("not on the list")
    OTHER_EVENT = "OTHER_EVENT", _("ticket of another event")
    NOT_OURS = "NOT_OURS", _("not a ticket of ours")


class DoubleReason(TextChoices):
    SAME_PERSON = "SAME_PERSON", _("the same person came in twice")
    COPIED = "COPIED", _("the ticket was copied")
    MISTAKE = "MISTAKE", _("a mistake at the gate")
