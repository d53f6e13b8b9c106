"""The way from the barracks back home, as data. docs/glossary.md says it in words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ServiceState(TextChoices):
    SERVING = "SERVING", _("serving")
    DISCHARGED = "DISCHARGED", _("discharged")
    ENDED = "ENDED", _("following ended")
    REMOVED = "REMOVED", _("taken off the list")


S = ServiceState
SERVICE_TRANSITIONS = {
    S.SERVING: {S.DISCHARGED, S.REMOVED},
    S.DISCHARGED: {S.SERVING, S.ENDED, S.REMOVED},
    S.ENDED: {S.DISCHARGED},
    S.REMOVED: {S.SERVING},
}
SERVICE_NEEDS_REASON = frozenset(
    {
        (S.SERVING, S.REMOVED),
        (S.DISCHARGED, S.REMOVED),
        (S.DISCHARGED, S.SERVING),
        (S.ENDED, S.DISCHARGED),
        (S.REMOVED, S.SERVING),
    }
)
LIVE = frozenset({S.SERVING, S.DISCHARGED})


class Hope(TextChoices):
    """What somebody hopes to do after the service; told before it ends, and free to change."""

    WORK_NEAR = "WORK_NEAR", _("work in the province")
    WORK_AWAY = "WORK_AWAY", _("work in another province")
    WORK_ABROAD = "WORK_ABROAD", _("work abroad under contract")
    TRADE = "TRADE", _("learn a trade")
    STUDY = "STUDY", _("go on with school")
    OWN = "OWN", _("work with the family or on my own")
    UNDECIDED = "UNDECIDED", _("not decided yet")


class Situation(TextChoices):
    """How somebody is some months after discharge; empty while nobody answered."""

    WORKING = "WORKING", _("has work")
    ABROAD = "ABROAD", _("works abroad")
    LEARNING = "LEARNING", _("learns a trade or goes to school")
    OWN = "OWN", _("works with the family or on the own account")
    LOOKING = "LOOKING", _("looks for work")
    HOME = "HOME", _("at home for now")
    NOT_REACHED = "NOT_REACHED", pgettext_lazy("soldier", "not reached")


class Card(TextChoices):
    """What became of the support for learning a trade."""

    UNKNOWN = "", _("not told")
    WAITING = "WAITING", _("has not used it yet")
    USED = "USED", _("uses it or has used it")
    NONE = "NONE", _("never received it")
    NOT_WANTED = "NOT_WANTED", _("does not want it")


class How(TextChoices):
    """How we know of an answer."""

    PAGE = "PAGE", _("on the own page")
    LINK = "LINK", _("by a link")
    CALL = "CALL", _("by a recorded call")
    VISIT = "VISIT", _("by a visit at home")
