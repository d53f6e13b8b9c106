"""The lives of difficulties, promises, requests and meetings, and their codes, as data."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.organisations.models import OrganisationKind


class DifficultyState(TextChoices):
    NEW = "NEW", pgettext_lazy("difficulty", "in the queue")
    IN_HAND = "IN_HAND", pgettext_lazy("difficulty", "being solved")
    WAITING = "WAITING", pgettext_lazy("difficulty", "waits for somebody outside")
    SOLVED = "SOLVED", pgettext_lazy("difficulty", "solved")
    DROPPED = "DROPPED", pgettext_lazy("difficulty", "not followed up")


D = DifficultyState
OPEN = frozenset({D.NEW, D.IN_HAND, D.WAITING})
ENDED = frozenset({D.SOLVED, D.DROPPED})


class Kind(TextChoices):
    WAGE_UNPAID = "WAGE_UNPAID", _("wage not paid")
    DEPOSIT_TAKEN = "DEPOSIT_TAKEN", _("deposit, fee or papers taken")
    CONTRACT_DIFFERS = "CONTRACT_DIFFERS", _("contract or work other than told")
    MALTREATMENT = "MALTREATMENT", _("maltreatment, threats, no way to leave")
    AT_WORK = "AT_WORK", _("something else at work")
    EMPLOYER = "EMPLOYER", _("an employer does not answer or keep its word")
    EVENT = "EVENT", _("preparing or holding an event")
    ACCESS = "ACCESS", _("somebody cannot take part: way, papers, time")
    INFORMATION = "INFORMATION", _("information of the other unit is missing")
    OTHER = "OTHER", pgettext_lazy("difficulty", "something else")


RIGHTS = frozenset(
    {Kind.WAGE_UNPAID, Kind.DEPOSIT_TAKEN, Kind.CONTRACT_DIFFERS, Kind.MALTREATMENT}
)
# What a young person is asked, in this order; the rest is the offices' own trouble.
KINDS_OF_PERSON = (
    *(Kind.WAGE_UNPAID, Kind.DEPOSIT_TAKEN, Kind.CONTRACT_DIFFERS, Kind.MALTREATMENT),
    *(Kind.AT_WORK, Kind.ACCESS, Kind.OTHER),
)
KINDS_OF_EMPLOYER = (Kind.INFORMATION, Kind.EVENT, Kind.AT_WORK, Kind.OTHER)
KINDS_OF_SCHOOL = (Kind.EVENT, Kind.ACCESS, Kind.INFORMATION, *KINDS_OF_PERSON[:4], Kind.OTHER)
# Whose queue it begins in, when nobody chose; a kind that is not here: whoever leads the event,
# else the unit that told it, else the Palace.
OWNERS = dict.fromkeys((*RIGHTS, Kind.AT_WORK, Kind.EMPLOYER), OrganisationKind.EMPLOYMENT_CENTRE)


class Severity(TextChoices):
    DANGER = "DANGER", pgettext_lazy("difficulty", "somebody is in danger")
    HIGH = "HIGH", pgettext_lazy("difficulty", "urgent")
    NORMAL = "NORMAL", pgettext_lazy("difficulty", "normal")
    LOW = "LOW", pgettext_lazy("difficulty", "can wait")


SEVERITIES = dict.fromkeys(RIGHTS, Severity.HIGH) | {Kind.MALTREATMENT: Severity.DANGER}


class Told(TextChoices):
    """Who told of it."""

    STAFF = "STAFF", _("a colleague")
    OFFICER = "OFFICER", _("an officer of a commune")
    SCHOOL = "SCHOOL", pgettext_lazy("told by", "a school or unit")
    EMPLOYER = "EMPLOYER", pgettext_lazy("told by", "an employer")
    PERSON = "PERSON", pgettext_lazy("told by", "the young person")


class Level(TextChoices):
    """Up to whom it was carried by the clock."""

    CONTACT = "CONTACT", _("contact members")
    LEADER = "LEADER", _("leader of the unit")
    LEADERS = "LEADERS", _("leaders of both units")


class Result(TextChoices):
    HELPED = "HELPED", _("solved, and the person was helped")
    IN_PART = "IN_PART", _("solved in part")
    HANDED_OVER = "HANDED_OVER", _("handed to the authority in charge")
    NO_REMEDY = "NO_REMEDY", _("could not be solved")
    NOTHING_FOUND = "NOTHING_FOUND", _("looked into, nothing was wrong")


class ThreadKind(TextChoices):
    """What a thread may hang on: this list, and no other."""

    PROGRAMME = "PROGRAMME", pgettext_lazy("thread", "the programme")
    EVENT = "EVENT", pgettext_lazy("thread", "an event")
    EMPLOYER = "EMPLOYER", pgettext_lazy("thread", "an employer")
    VACANCY = "VACANCY", pgettext_lazy("thread", "a vacancy")
    REFERRAL = "REFERRAL", pgettext_lazy("thread", "an introduction")
    DIFFICULTY = "DIFFICULTY", pgettext_lazy("thread", "a difficulty")


class PromiseState(TextChoices):
    GIVEN = "GIVEN", pgettext_lazy("promise", "promised")
    KEPT = "KEPT", pgettext_lazy("promise", "kept")
    DROPPED = "DROPPED", pgettext_lazy("promise", "given up")


class Topic(TextChoices):
    """Why a unit is told something."""

    TOLD = "TOLD", _("a new difficulty")
    PASSED_ON = "PASSED_ON", _("a difficulty was passed on")
    RIGHTS = "RIGHTS", _("a right of somebody may be violated")
    ESCALATED = "ESCALATED", _("a difficulty is over its day")
    SOLVED = "SOLVED", pgettext_lazy("notice", "a difficulty was solved")
    ANSWERED = "ANSWERED", pgettext_lazy("notice", "the person wrote again")
    MENTIONED = "MENTIONED", _("your unit was mentioned")
    PROMISE_DUE = "PROMISE_DUE", _("a promise falls due")
    PROMISE_LATE = "PROMISE_LATE", _("a promise is late")
    MEETING = "MEETING", _("a meeting is set")
    MEETING_DUE = "MEETING_DUE", _("the next meeting should be set")


class PlanRequestState(TextChoices):
    RECEIVED = "RECEIVED", pgettext_lazy("request from above", "received")
    PLANNED = "PLANNED", pgettext_lazy("request from above", "in the plan")
    DECLINED = "DECLINED", pgettext_lazy("request from above", "answered without a plan line")


class JointMeetingState(TextChoices):
    SET = "SET", pgettext_lazy("joint meeting", "set")
    HELD = "HELD", pgettext_lazy("joint meeting", "held, with minutes")
    CANCELLED = "CANCELLED", pgettext_lazy("joint meeting", "does not take place")


class AgendaKind(TextChoices):
    """What every meeting goes through; more is added by hand."""

    DIFFICULTIES = "DIFFICULTIES", _("Open and late difficulties")
    PROMISES = "PROMISES", _("What was promised last time")
    PLAN = "PLAN", _("Plan and what was done")
    NEXT = "NEXT", _("Events of the next month")
