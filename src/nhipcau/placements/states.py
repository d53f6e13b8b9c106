"""The life of a placement, as data. docs/glossary.md says it in words."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class PlacementState(TextChoices):
    PREPARING = "PREPARING", _("preparing to leave for abroad")
    REPORTED = "REPORTED", _("start reported by one side")
    CONFIRMED = "CONFIRMED", _("start confirmed by two sides")
    LEFT = "LEFT", _("no longer there")
    NOT_STARTED = "NOT_STARTED", _("did not start")


S = PlacementState
PLACEMENT_TRANSITIONS = {
    S.PREPARING: {S.REPORTED, S.NOT_STARTED},
    S.REPORTED: {S.CONFIRMED, S.LEFT, S.NOT_STARTED},
    S.CONFIRMED: {S.LEFT},
    S.LEFT: {S.REPORTED, S.CONFIRMED},
    S.NOT_STARTED: {S.REPORTED},
}
PLACEMENT_NEEDS_REASON = frozenset(
    {
        (S.PREPARING, S.NOT_STARTED),
        (S.REPORTED, S.NOT_STARTED),
        (S.LEFT, S.REPORTED),
        (S.LEFT, S.CONFIRMED),
        (S.NOT_STARTED, S.REPORTED),
    }
)
AT_WORK = frozenset({S.REPORTED, S.CONFIRMED})


class Side(TextChoices):
    """Who says that somebody started: two of them make it certain."""

    PERSON = "PERSON", _("the young person")
    EMPLOYER = "EMPLOYER", _("the employer")


class How(TextChoices):
    """How we know of it."""

    PAGE = "PAGE", _("on the own page")
    LINK = "LINK", _("by a link")
    PAPER = "PAPER", _("in writing")
    CALL = "CALL", _("by a recorded call")


class StayAnswer(TextChoices):
    """How it goes, asked on a day; empty while nobody answered."""

    STILL_THERE = "STILL_THERE", _("still there")
    CHANGED_JOB = "CHANGED_JOB", _("changed the job")
    LEFT = "LEFT", _("left the job")
    NOT_REACHED = "NOT_REACHED", _("not reached")


FINAL = frozenset({StayAnswer.STILL_THERE, StayAnswer.CHANGED_JOB, StayAnswer.LEFT})


class LeavingReason(TextChoices):
    WAGE = "WAGE", _("wage lower than told")
    WORK = "WORK", _("other work than told")
    CONDITIONS = "CONDITIONS", _("hard or unsafe conditions")
    DISTANCE = "DISTANCE", _("too far, housing")
    HEALTH = "HEALTH", _("health")
    FAMILY = "FAMILY", _("family")
    STUDY = "STUDY", _("school or training")
    BETTER = "BETTER", _("a better offer")
    ENDED = "ENDED", _("the employer ended it")
    OTHER = "OTHER", pgettext_lazy("reason for leaving", "other")


class DepartureStage(TextChoices):
    """The way to work abroad, in this order."""

    TRAINING = "TRAINING", _("training and language")
    HEALTH = "HEALTH", _("health check")
    PAPERS = "PAPERS", _("papers and contract")
    VISA = "VISA", pgettext_lazy("way abroad", "visa")
    DEPARTURE = "DEPARTURE", _("departure")
    ARRIVAL = "ARRIVAL", _("arrival")
    RETURN = "RETURN", _("return home")
