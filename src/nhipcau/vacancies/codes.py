"""The code lists of forms 01a and 03a, which what people wish and what is offered share."""

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Market(TextChoices):
    HOME = "HOME", _("in the province")
    OTHER_PROVINCE = "OTHER_PROVINCE", _("in another province")
    OVERSEAS = "OVERSEAS", _("abroad under contract")


class Position(TextChoices):
    STAFF = "STAFF", _("employee")
    MANAGER = "MANAGER", _("manager")
    LEADER = "LEADER", pgettext_lazy("position at work", "leader")
    OTHER = "OTHER", pgettext_lazy("position at work", "other")


class Education(TextChoices):
    """General education, from the lowest up."""

    NONE = "NONE", _("primary school not finished")
    PRIMARY = "PRIMARY", _("primary school")
    LOWER_SECONDARY = "LOWER_SECONDARY", _("lower secondary school")
    VOCATIONAL_SECONDARY = "VOCATIONAL_SEC", _("vocational secondary school")
    UPPER_SECONDARY = "UPPER_SECONDARY", _("upper secondary school")


class Training(TextChoices):
    """Technical qualification, from the lowest up."""

    NONE = "NONE", _("no training")
    SKILLED = "SKILLED", _("skilled without a certificate")
    ELEMENTARY = "ELEMENTARY", _("elementary level")
    INTERMEDIATE = "INTERMEDIATE", _("intermediate level")
    COLLEGE = "COLLEGE", _("college")
    UNIVERSITY = "UNIVERSITY", _("university")
    MASTER = "MASTER", _("master")
    DOCTOR = "DOCTOR", _("doctor")


class Experience(TextChoices):
    NONE = "NONE", _("no experience needed")
    UNDER_1 = "UNDER_1", _("under 1 year")
    FROM_1 = "FROM_1", _("1 to 2 years")
    FROM_2 = "FROM_2", _("2 to 5 years")
    OVER_5 = "OVER_5", _("over 5 years")


class ContractKind(TextChoices):
    INDEFINITE = "INDEFINITE", _("indefinite term")
    UNDER_12 = "UNDER_12", _("under 12 months")
    FROM_12 = "FROM_12", _("12 to 36 months")
    SEASONAL = "SEASONAL", _("seasonal or trial")


class WorkingTime(TextChoices):
    FULL = "FULL", _("full time")
    PART = "PART", _("part time")


class WagePeriod(TextChoices):
    MONTH = "MONTH", pgettext_lazy("wage", "a month")
    DAY = "DAY", pgettext_lazy("wage", "a day")
    HOUR = "HOUR", pgettext_lazy("wage", "an hour")


class WageKind(TextChoices):
    RANGE = "RANGE", _("an amount, or from … to …")
    AGREED = "AGREED", _("to be agreed")
    PIECES = "PIECES", _("by pieces or commission, from … on")


class Meals(TextChoices):
    ONE = "ONE", _("one meal")
    TWO = "TWO", _("two meals")
    THREE = "THREE", _("three meals")
    MONEY = "MONEY", _("meal money")


class Benefit(TextChoices):
    INSURANCE = "INSURANCE", _("social, health and unemployment insurance")
    LIFE_INSURANCE = "LIFE_INSURANCE", _("life insurance")
    ALLOWANCE = "ALLOWANCE", _("allowances")
    NURSERY = "NURSERY", _("nursery")
    BUS = "BUS", _("bus to work")
    TRAVEL = "TRAVEL", _("travel money")
    DORMITORY = "DORMITORY", _("dormitory")
    HOUSING = "HOUSING", _("housing money")
    TRAINING = "TRAINING", _("training")
    ACCESS = "ACCESS", _("ways and devices for people with disabilities")
    PROMOTION = "PROMOTION", _("promotion")
    OTHER = "OTHER", pgettext_lazy("benefit", "other")


class SoftSkill(TextChoices):
    COMMUNICATION = "COMMUNICATION", _("communication")
    PRESENTATION = "PRESENTATION", _("presentation")
    TIME = "TIME", _("time management")
    PEOPLE = "PEOPLE", _("leading people")
    REPORTS = "REPORTS", _("writing reports")
    ADAPTING = "ADAPTING", _("adapting")
    TEAM = "TEAM", _("team work")
    ALONE = "ALONE", _("working independently")
    PRESSURE = "PRESSURE", _("working under pressure")
    WATCHING = "WATCHING", _("monitoring")
    CRITICAL = "CRITICAL", _("critical thinking")
    OTHER = "OTHER", pgettext_lazy("soft skill", "other")


class Way(TextChoices):
    """How people are chosen."""

    IN_PERSON = "IN_PERSON", _("in person")
    BY_PHONE = "BY_PHONE", _("by phone")
    ONLINE = "ONLINE", _("interview online")
    SEND_CV = "SEND_CV", _("send a CV")


class Gender(TextChoices):
    """A limit, as an exception: see ``LimitReason``."""

    MALE = "MALE", _("men only")
    FEMALE = "FEMALE", _("women only")


class Surroundings(TextChoices):
    INDOORS = "INDOORS", _("indoors")
    OUTDOORS = "OUTDOORS", _("outdoors")
    MIXED = "MIXED", _("indoors and outdoors")


class Lifting(TextChoices):
    LIGHT = "LIGHT", _("under 5 kg")
    MIDDLE = "MIDDLE", _("5 to 20 kg")
    HEAVY = "HEAVY", _("over 20 kg")


class Standing(TextChoices):
    NONE = "NONE", pgettext_lazy("standing and walking", "hardly any")
    SOME = "SOME", pgettext_lazy("standing and walking", "some")
    MUCH = "MUCH", pgettext_lazy("standing and walking", "much")


class Speaking(TextChoices):
    NONE = "NONE", pgettext_lazy("hearing and speaking", "not needed")
    BASIC = "BASIC", pgettext_lazy("hearing and speaking", "basic")
    IMPORTANT = "IMPORTANT", pgettext_lazy("hearing and speaking", "important")


class Sight(TextChoices):
    NORMAL = "NORMAL", pgettext_lazy("sight", "normal")
    SMALL = "SMALL", pgettext_lazy("sight", "sees small things")


class Handling(TextChoices):
    LARGE = "LARGE", pgettext_lazy("work of the hands", "large things")
    SMALL = "SMALL", pgettext_lazy("work of the hands", "small things")
    TINY = "TINY", pgettext_lazy("work of the hands", "very small things")


class Hands(TextChoices):
    BOTH = "BOTH", _("both hands needed")
    SOMETIMES = "SOMETIMES", _("both hands sometimes")
    LEFT = "LEFT", _("one hand: left")
    RIGHT = "RIGHT", _("one hand: right")


# Condition of work → its answers; kept as one dictionary in ``Vacancy.conditions``.
CONDITIONS: dict[str, tuple[Any, type[TextChoices]]] = {
    "surroundings": (_("Surroundings"), Surroundings),
    "lifting": (_("Lifting"), Lifting),
    "standing": (_("Standing and walking"), Standing),
    "speaking": (_("Hearing and speaking"), Speaking),
    "sight": (_("Sight"), Sight),
    "handling": (_("Work of the hands"), Handling),
    "hands": (_("Hands"), Hands),
}


class Channel(TextChoices):
    """Who sends abroad: the first of the 16 points."""

    LICENSED = "LICENSED", _("licensed enterprise")
    STATE = "STATE", _("non-profit unit of the state")
    OTHER = "OTHER", _("another lawful way")


# Ways abroad that need no enterprise's licence, and what the sender must be instead.
WITHOUT_LICENCE = frozenset({Channel.STATE})


class CostKind(TextChoices):
    SERVICE_FEE = "SERVICE_FEE", _("service fee")
    BROKERAGE = "BROKERAGE", _("brokerage")
    TRAINING = "TRAINING", _("training and orientation")
    HEALTH = "HEALTH", _("health check")
    PAPERS = "PAPERS", _("passport, visa, papers")
    TRAVEL = "TRAVEL", _("ticket")
    DEPOSIT = "DEPOSIT", _("deposit in the worker's own escrow account")
    OTHER = "OTHER", pgettext_lazy("cost", "other")


class Payer(TextChoices):
    WORKER = "WORKER", _("worker")
    SENDER = "SENDER", _("sending enterprise")
    FOREIGN = "FOREIGN", _("foreign employer")


class Suspicion(TextChoices):
    """What somebody reports of a vacancy."""

    MONEY = "MONEY", _("I was asked for money or a deposit")
    FALSE = "FALSE", _("wage, place or work are not as told")
    IMPOSTOR = "IMPOSTOR", _("somebody pretends to be this employer or the Centre")
    GONE = "GONE", _("the places are filled or the employer does not answer")
    UNFAIR = "UNFAIR", _("it shuts people out or demands something unlawful")
    OTHER = "OTHER", pgettext_lazy("suspicion", "something else")


class Decision(TextChoices):
    """What staff found of a report."""

    UPHELD = "UPHELD", _("true: the vacancy stays frozen or is closed")
    UNFOUNDED = "UNFOUNDED", _("not confirmed: the vacancy goes on")


class Frequency(TextChoices):
    DAILY = "DAILY", _("every day")
    WEEKLY = "WEEKLY", _("once a week")
