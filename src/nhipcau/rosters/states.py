"""The life of a roster, and what is said of each of its rows. docs/glossary.md has the words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RosterState(TextChoices):
    DRAFT = "DRAFT", _("to be looked through")
    CONFIRMED = "CONFIRMED", _("taken over")
    UNDONE = "UNDONE", _("taken back")
    DISCARDED = "DISCARDED", _("put aside")


S = RosterState
ROSTER_TRANSITIONS = {
    S.DRAFT: {S.CONFIRMED, S.DISCARDED},
    S.CONFIRMED: {S.UNDONE},
    S.UNDONE: set[str](),
    S.DISCARDED: set[str](),
}
ROSTER_NEEDS_REASON = frozenset({(S.CONFIRMED, S.UNDONE)})


class Verdict(TextChoices):
    NEW = "NEW", pgettext_lazy("verdict", "new")
    KNOWN = "KNOWN", _("same person found")
    ALIKE = "ALIKE", _("perhaps known: please choose")
    DOUBTFUL = "DOUBTFUL", _("doubtful name: please choose")
    NEEDS_GUARDIAN = "NEEDS_GUARDIAN", _("needs a guardian")
    REPEATED = "REPEATED", _("twice in this file")
    REGISTERED = "REGISTERED", _("registered already")
    UNREADABLE = "UNREADABLE", _("cannot be read")
    IGNORED = "IGNORED", _("not a person")


V = Verdict
TAKEN_OVER = frozenset({V.NEW, V.KNOWN})
TO_BE_SETTLED = frozenset({V.ALIKE, V.DOUBTFUL, V.NEEDS_GUARDIAN, V.UNREADABLE})


class Decision(TextChoices):
    SAME = "SAME", _("the same person")
    ANOTHER = "ANOTHER", _("another person")


class PhoneOf(TextChoices):
    OWN = "OWN", _("own phone")
    GUARDIAN = "GUARDIAN", _("phone of the guardian")
    CONTACT = "CONTACT", _("contact phone of the list")


class Outcome(TextChoices):
    """What became of a row: of taking over, then of taking back."""

    PLACE = "PLACE", _("has a place")
    WAITING = "WAITING", _("on the waiting list")
    NO_PLACE = "NO_PLACE", _("no place left")
    CANCELLED = "CANCELLED", _("registration cancelled")
    CHANGED = "CHANGED", _("changed since: left as it is")
    LET_GO = "LET_GO", _("registration cancelled, person no longer followed")
