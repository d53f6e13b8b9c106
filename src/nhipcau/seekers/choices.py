"""The code lists of forms 01 and 01a (version PLI-23/2021), as far as they are asked for."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Ready(TextChoices):
    NOW = "NOW", _("at once")
    IN_A_MONTH = "IN_A_MONTH", _("within a month")
    LATER = "LATER", _("later")


class Schooling(TextChoices):
    BELOW_PRIMARY = "BELOW_PRIMARY", _("primary school not finished")
    PRIMARY = "PRIMARY", _("primary school")
    LOWER = "LOWER", _("lower secondary school")
    UPPER = "UPPER", _("upper secondary school")
    VOCATIONAL_UPPER = "VOCATIONAL_UPPER", _("vocational upper secondary school")


class Training(TextChoices):
    NONE = "NONE", _("no training for a trade")
    NO_CERTIFICATE = "NO_CERTIFICATE", _("skilled worker without a certificate")
    ELEMENTARY = "ELEMENTARY", _("elementary certificate")
    INTERMEDIATE = "INTERMEDIATE", _("intermediate diploma")
    COLLEGE = "COLLEGE", _("college")
    UNIVERSITY = "UNIVERSITY", _("university")
    MASTER = "MASTER", _("master")
    DOCTOR = "DOCTOR", _("doctorate")


class Level(TextChoices):
    GOOD = "GOOD", pgettext_lazy("skill", "good")
    FAIR = "FAIR", pgettext_lazy("skill", "fair")
    AVERAGE = "AVERAGE", pgettext_lazy("skill", "average")


class SoftSkill(TextChoices):
    COMMUNICATION = "COMMUNICATION", _("communication")
    PRESENTATION = "PRESENTATION", _("presenting")
    TIME = "TIME", _("managing time")
    LEADING = "LEADING", _("leading people")
    REPORTING = "REPORTING", _("summing up and reporting")
    ADAPTING = "ADAPTING", _("adapting")
    TEAM = "TEAM", _("working in a team")
    ALONE = "ALONE", _("working alone")
    PRESSURE = "PRESSURE", _("working under pressure")
    SUPERVISING = "SUPERVISING", _("supervising")
    CRITICAL = "CRITICAL", _("critical thinking")
    OTHER = "OTHER", _("other skill")


class ExperienceLength(TextChoices):
    NONE = "NONE", _("none yet")
    BELOW_1 = "BELOW_1", _("less than 1 year")
    FROM_1 = "FROM_1", _("1 to 2 years")
    FROM_2 = "FROM_2", _("2 to 5 years")
    ABOVE_5 = "ABOVE_5", _("more than 5 years")


class Position(TextChoices):
    EMPLOYEE = "EMPLOYEE", _("employee")
    MANAGER = "MANAGER", _("manager")
    HEAD = "HEAD", _("head")
    OTHER = "OTHER", pgettext_lazy("position", "other")


class ContractKind(TextChoices):
    INDEFINITE = "INDEFINITE", _("without an end")
    UP_TO_12 = "UP_TO_12", _("less than 12 months")
    UP_TO_36 = "UP_TO_36", _("12 to 36 months")


class WorkTime(TextChoices):
    FULL = "FULL", _("full time")
    PART = "PART", _("part time")


class Aim(TextChoices):
    LASTING = "LASTING", _("work for long")
    FOR_A_WHILE = "FOR_A_WHILE", _("work for a while")
    BESIDE = "BESIDE", _("work beside something else")


class Benefit(TextChoices):
    INSURANCE = "INSURANCE", _("social, health and unemployment insurance")
    LIFE_INSURANCE = "LIFE_INSURANCE", _("life insurance")
    ALLOWANCE = "ALLOWANCE", _("allowances")
    NURSERY = "NURSERY", _("nursery")
    BUS = "BUS", _("bus to work")
    TRAVEL = "TRAVEL", _("help with travel costs")
    DORMITORY = "DORMITORY", _("dormitory")
    HOUSING = "HOUSING", _("help with housing")
    TRAINING = "TRAINING", _("training")
    ACCESS = "ACCESS", _("way and equipment for people with a disability")
    PROMOTION = "PROMOTION", _("promotion")
    MEALS = "MEALS", _("meals")


class Surroundings(TextChoices):
    INDOORS = "INDOORS", _("indoors")
    OUTDOORS = "OUTDOORS", _("outdoors")
    BOTH = "BOTH", _("both indoors and outdoors")


class Lifting(TextChoices):
    BELOW_5 = "BELOW_5", _("less than 5 kg")
    FROM_5 = "FROM_5", _("5 to 20 kg")
    ABOVE_20 = "ABOVE_20", _("more than 20 kg")


class Priority(TextChoices):
    DISABILITY = "DISABILITY", _("person with a disability")
    MINORITY = "MINORITY", _("ethnic minority")
    POOR = "POOR", _("poor household")
    NEAR_POOR = "NEAR_POOR", _("household near poverty or just out of it")
    DISCHARGED = "DISCHARGED", _("discharged soldier")
    OTHER = "OTHER", pgettext_lazy("priority group", "other")


class Service(TextChoices):
    LAW = "LAW", _("advice on labour law and support")
    WORK = "WORK", _("advice on work")
    TRAINING = "TRAINING", _("advice on training")
    INTRODUCTION = "INTRODUCTION", _("be introduced to work")
    OTHER = "OTHER", pgettext_lazy("service", "other")


TRAINED = frozenset(
    {
        *(Training.ELEMENTARY, Training.INTERMEDIATE, Training.COLLEGE, Training.UNIVERSITY),
        *(Training.MASTER, Training.DOCTOR),
    }
)
HIGHER = frozenset({Training.COLLEGE, Training.UNIVERSITY, Training.MASTER, Training.DOCTOR})
AT_LEAST_LOWER = frozenset({Schooling.LOWER, Schooling.UPPER, Schooling.VOCATIONAL_UPPER})
AT_LEAST_UPPER = frozenset({Schooling.UPPER, Schooling.VOCATIONAL_UPPER})
