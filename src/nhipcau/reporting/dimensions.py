"""By what figures are split. One place: a column, the words of its values, what it lacks.

A dimension *of the person* is read from the record that is kept, and from the wish somebody told;
one *of the row* is given by the measure itself. ``MISSING`` says which questions of a report no
table can answer yet: a report prints it instead of a nought.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nhipcau.appointments.choices import Mode
from nhipcau.counselling.states import Channel, CounsellingKind, Result
from nhipcau.employers.models import Section
from nhipcau.fairs.states import InterviewResult
from nhipcau.inventory.choices import Form
from nhipcau.organisations.models import Commune, Organisation
from nhipcau.people.models import Ethnicity, Gender
from nhipcau.placements.states import LeavingReason, StayAnswer
from nhipcau.programmes.models import Audience, EventKind
from nhipcau.referrals.states import Outcome
from nhipcau.reporting.indicators import AGE_BANDS
from nhipcau.seekers.choices import Priority, Schooling, Training
from nhipcau.soldiers.states import Situation
from nhipcau.vacancies.models import Market, Occupation

NOT_STATED = ""


@dataclass(frozen=True)
class Dimension:
    """``column``: SQL over the aliases of ``tallying``; empty when the measure gives the value.

    ``words``: value → label, asked when a table is made. ``is_personal``: small cells could tell
    who is meant. ``is_partition``: each row or person stands in one value only.
    """

    code: str
    label: Any
    words: Callable[[], Mapping[str, Any]]
    column: str = ""
    needs: str = ""
    is_personal: bool = True
    is_partition: bool = True


def _choices(*classes: Any) -> Callable[[], dict[str, Any]]:
    return lambda: {value: label for one in classes for value, label in one.choices}


def _communes() -> dict[str, Any]:
    return {str(one.pk): str(one) for one in Commune.objects.order_by("sort_key")}


def _units() -> dict[str, Any]:
    return {str(one.pk): one.short_name for one in Organisation.objects.order_by("kind", "pk")}


def _kinds() -> dict[str, Any]:
    return {str(one.pk): str(one) for one in EventKind.objects.order_by("report_order")}


def _groups() -> dict[str, Any]:
    return {one.code: str(one) for one in Occupation.objects.filter(level=1)}


AGE = (
    "CASE WHEN kept.birth_on IS NULL THEN '' "
    + " ".join(
        f"WHEN extract(year FROM age(%(last_day)s::date, kept.birth_on)) <= {band.oldest}"
        f" THEN '{band.code}'"
        for band in AGE_BANDS
        if band.oldest is not None
    )
    + f" ELSE '{AGE_BANDS[-1].code}' END"
)
WISH = "wish"

OF_PERSON = (
    Dimension("gender", _("Gender"), _choices(Gender), "coalesce(kept.gender, '')"),
    Dimension("ethnicity", _("Ethnic group"), _choices(Ethnicity), "coalesce(kept.ethnicity, '')"),
    Dimension(
        "union",
        _("Youth Union membership"),
        lambda: {"yes": _("member"), "no": _("no member")},
        "CASE kept.is_union_member WHEN true THEN 'yes' WHEN false THEN 'no' ELSE '' END",
    ),
    Dimension(
        "age",
        _("Age on the last day"),
        lambda: {one.code: one.label for one in AGE_BANDS},
        AGE,
    ),
    Dimension(
        "commune", _("Commune of residence"), _communes, "coalesce(kept.commune_id::text, '')"
    ),
    Dimension(
        "schooling",
        _("General schooling"),
        _choices(Schooling),
        "coalesce(nullif(wish.schooling, ''), own_wish.schooling, '')",
        WISH,
    ),
    Dimension(
        "training",
        _("Level of training"),
        _choices(Training),
        "coalesce(nullif(wish.training, ''), own_wish.training, '')",
        WISH,
    ),
    Dimension(
        "wished_group",
        _("Occupation group looked for"),
        _groups,
        "coalesce(left(coalesce(wished.code, own_wished.code), 1), '')",
        WISH,
    ),
    Dimension(
        "priority",
        _("Priority group"),
        _choices(Priority),
        "coalesce(needs.priorities, own_needs.priorities, '{}')",
        WISH,
        is_partition=False,
    ),
)

OF_ROW = (
    Dimension("unit", _("Unit"), _units, "coalesce(line.r_unit::text, '')", is_personal=False),
    Dimension("kind", _("Kind of event"), _kinds, is_personal=False),
    Dimension("audience", _("Audience"), _choices(Audience), is_personal=False),
    Dimension("place", _("Commune of the event"), _communes, is_personal=False),
    Dimension("school", _("School"), _units, is_personal=False),
    Dimension("event", _("Event"), dict, is_personal=False),
    Dimension("employer", _("Employer"), dict, is_personal=False),
    Dimension("counselling", _("Type of counselling"), _choices(CounsellingKind)),
    Dimension("channel", _("How"), _choices(Channel, Mode), is_personal=False),
    Dimension("result", _("Result"), _choices(Result, InterviewResult)),
    Dimension("market", _("Where the work is"), _choices(Market)),
    Dimension("group", _("Occupation group"), _groups),
    Dimension("section", _("Branch of the employer"), _choices(Section), is_personal=False),
    Dimension("outcome", _("Outcome"), _choices(Outcome)),
    Dimension("reason", _("Reason for leaving"), _choices(LeavingReason)),
    Dimension("after", _("Days after the first one"), dict, is_personal=False),
    Dimension("answer", _("Answer"), _choices(StayAnswer)),
    Dimension("situation", _("Situation"), _choices(Situation)),
    Dimension("form", _("Form"), _choices(Form), is_personal=False),
    Dimension("country", _("Country"), dict),
)

BY_CODE = {one.code: one for one in (*OF_PERSON, *OF_ROW)}
PERSONAL = tuple(one.code for one in OF_PERSON)

# What reports are asked for and no table holds. Said openly, in every report that lacks it.
MISSING = (
    _(
        "Schooling, level of training, occupation group and priority group are known of people who"
        " told which work they look for; of everybody else they are not stated."
    ),
    _("Priority groups are told freely, with a consent of its own; one person may be in several."),
    _(
        "Branches such as building or services are not recorded of people: occupations are"
        " given by the groups of the national list."
    ),
    _("People counselled for unemployment insurance are counted in the Centre's own system."),
)


def value_words(dimension: str) -> dict[str, str]:
    """Value → label in the language of the moment, in the order of the list; then not stated."""
    known = BY_CODE[dimension].words()
    words = {value: capfirst(str(label)) for value, label in known.items()}
    return {**words, NOT_STATED: gettext("Not stated")}
