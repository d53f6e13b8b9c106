"""The life of a request about one's own data, as data. docs/glossary.md says it in words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RequestState(TextChoices):
    RECEIVED = "RECEIVED", _("request received")
    IN_HAND = "IN_HAND", _("request answered, in hand")
    DONE = "DONE", _("request done")
    REFUSED = "REFUSED", _("request refused")
    TAKEN_BACK = "TAKEN_BACK", _("request taken back")


S = RequestState
REQUEST_TRANSITIONS = {
    S.RECEIVED: {S.IN_HAND, S.DONE, S.REFUSED, S.TAKEN_BACK},
    S.IN_HAND: {S.DONE, S.REFUSED, S.TAKEN_BACK},
    S.DONE: set(),
    S.REFUSED: set(),
    S.TAKEN_BACK: set(),
}
REQUEST_NEEDS_REASON = frozenset({(S.RECEIVED, S.REFUSED), (S.IN_HAND, S.REFUSED)})
OPEN_REQUESTS = frozenset({S.RECEIVED, S.IN_HAND})


class RequestKind(TextChoices):
    ERASE = "ERASE", _("erase my data")
    SEE = "SEE", _("see my data")
    CORRECT = "CORRECT", _("correct my data")
    WITHDRAW = "WITHDRAW", _("withdraw or object")
    RESTRICT = "RESTRICT", _("stop using my data for now")
