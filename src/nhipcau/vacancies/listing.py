"""What must be told before a vacancy may be published: a table of points, and one of doubts.

``OVERSEAS_POINTS`` are the 16 points of a safe listing abroad. A point marked ``required`` that is
missing refuses publication; the others are shown to whoever checks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.employers.models import SendingLicence
from nhipcau.employers.states import EmployerState
from nhipcau.shared.reference_values import ReferenceValueMissing, reference_value
from nhipcau.shared.wording import fold, money
from nhipcau.vacancies.codes import WITHOUT_LICENCE, Channel, CostKind, Market, WageKind
from nhipcau.vacancies.fees import Ceiling, ceilings, in_words
from nhipcau.vacancies.models import CostLine, OverseasTerms, Vacancy

SHORTEST_DESCRIPTION = 30


@dataclass(frozen=True)
class Checked:
    """A vacancy and all that is asked of it on one day: each point is a plain question."""

    vacancy: Vacancy
    on: date
    terms: OverseasTerms | None = None
    costs: Sequence[CostLine] = ()
    licence: SendingLicence | None = None

    @property
    def is_abroad(self) -> bool:
        return self.vacancy.market == Market.OVERSEAS

    def ceilings(self) -> list[Ceiling]:
        if self.terms is None:
            return []
        return ceilings(self.vacancy, self.terms, self.costs, on=self.on)

    @property
    def needs_licence(self) -> bool:
        return self.terms is None or self.terms.channel not in WITHOUT_LICENCE


@dataclass(frozen=True)
class Point:
    """``is_told``: whether the vacancy says it. ``number``: in the list of 16; 0 for home."""

    number: int
    label: Any
    required: bool
    is_told: Callable[[Checked], Any]


def look(vacancy: Vacancy, *, on: date) -> Checked:
    """Everything that is asked of a vacancy, fetched once."""
    if vacancy.market != Market.OVERSEAS:
        return Checked(vacancy, on)
    terms = OverseasTerms.objects.filter(vacancy=vacancy).first()
    costs = list(terms.costs.all()) if terms else []
    licences = SendingLicence.objects.in_force(on).filter(employer=vacancy.employer_id)
    licence = licences.select_related("checked_by").order_by("-expires_on").first()
    return Checked(vacancy, on, terms, costs, licence)


# --- the points ----------------------------------------------------------------------------------


def _wage(seen: Checked) -> bool:
    vacancy = seen.vacancy
    return vacancy.wage_kind == WageKind.AGREED or vacancy.wage_from is not None


def _place(seen: Checked) -> bool:
    vacancy = seen.vacancy
    if vacancy.market == Market.HOME:
        return vacancy.commune_id is not None
    return bool(vacancy.province_code or vacancy.country_code)


def _channel(seen: Checked) -> bool:
    """Only a unit of the state sends without a licence, and it must be one."""
    if seen.terms is None:
        return False
    return seen.terms.channel != Channel.STATE or seen.vacancy.employer.ownership == "STATE"


def _sender(seen: Checked) -> bool:
    return not seen.needs_licence or seen.licence is not None


def _contract(seen: Checked) -> bool:
    terms = seen.terms
    return bool(
        terms
        and terms.contract_number
        and terms.contract_on
        and terms.contract_valid_until
        and terms.contract_valid_until >= seen.on
        and terms.contract_headcount
        and terms.contract_headcount >= seen.vacancy.headcount
    )


def _told(*names: str) -> Callable[[Checked], bool]:
    """All of these fields of the terms have been filled in."""
    return lambda seen: bool(seen.terms) and all(getattr(seen.terms, name) for name in names)


def _pay(seen: Checked) -> bool:
    # Overtime and deductions are texts: “none” is an answer, silence is not.
    told = _told("term_months", "hours_week", "overtime_note", "deductions_note")
    return told(seen) and seen.vacancy.wage_from is not None


def _cost_table(seen: Checked) -> bool:
    kinds = {line.kind for line in seen.costs}
    return {CostKind.SERVICE_FEE, CostKind.TRAINING, CostKind.HEALTH, CostKind.PAPERS} <= kinds


def _expires(seen: Checked) -> bool:
    return seen.vacancy.closes_on >= seen.on


HOME_POINTS = (
    Point(
        0,
        gettext_lazy("employer verified"),
        True,
        lambda seen: seen.vacancy.employer.state == EmployerState.VERIFIED,
    ),
    Point(0, gettext_lazy("wage, or that it is to be agreed"), True, _wage),
    Point(0, gettext_lazy("place of work"), True, _place),
    Point(0, gettext_lazy("last day in the future"), True, _expires),
    Point(0, gettext_lazy("occupation"), False, lambda seen: seen.vacancy.occupation_id),
    Point(
        0,
        gettext_lazy("what the work is, in a few sentences"),
        False,
        lambda seen: len(seen.vacancy.description) >= SHORTEST_DESCRIPTION,
    ),
    Point(
        0,
        gettext_lazy("kind of contract"),
        False,
        lambda seen: seen.is_abroad or seen.vacancy.contract_kind,
    ),
)

OVERSEAS_POINTS = (
    Point(1, gettext_lazy("channel: unit of the state or licensed enterprise"), True, _channel),
    Point(2, gettext_lazy("sender with a licence in force on this day"), True, _sender),
    Point(
        3,
        gettext_lazy("contract registration: number, date, validity, enough places"),
        True,
        _contract,
    ),
    Point(
        4,
        gettext_lazy("foreign employer and place"),
        True,
        _told("foreign_employer", "foreign_place"),
    ),
    Point(
        5,
        gettext_lazy("job, occupation code and visa scheme"),
        False,
        lambda seen: seen.vacancy.occupation_id and _told("visa_scheme")(seen),
    ),
    Point(6, gettext_lazy("term, basic wage, hours, overtime, deductions"), True, _pay),
    Point(
        7,
        gettext_lazy("housing, meals, insurance"),
        False,
        _told("housing_note", "meals_note", "insurance_note"),
    ),
    Point(
        8,
        gettext_lazy("cost table: service fee, training, health check, papers (0 is an answer)"),
        True,
        _cost_table,
    ),
    Point(9, gettext_lazy("rule on refund and early return"), True, _told("refund_rule")),
    Point(
        10,
        gettext_lazy("conditions: language and health"),
        False,
        _told("language_need", "health_need"),
    ),
    Point(
        11,
        gettext_lazy("demands checked: which are lawful, which are not"),
        False,
        _told("demands_checked_on"),
    ),
    Point(12, gettext_lazy("links to support and loans"), False, _told("support_note")),
    Point(
        13,
        gettext_lazy("rights, emergency and complaint contacts"),
        True,
        _told("rights_note", "emergency_contact", "complaint_contact"),
    ),
    Point(14, gettext_lazy("last day of the listing"), True, _expires),
    # The page of every vacancy abroad has these two, whatever anybody fills in.
    Point(15, gettext_lazy("banner “no money to anyone”"), False, lambda seen: True),
    Point(16, gettext_lazy("report button"), False, lambda seen: True),
)


def points_of(seen: Checked) -> tuple[Point, ...]:
    return (*HOME_POINTS, *OVERSEAS_POINTS) if seen.is_abroad else HOME_POINTS


def missing(seen: Checked) -> list[str]:
    """The required points that are not told, in words."""
    return [
        _named(point) for point in points_of(seen) if point.required and not point.is_told(seen)
    ]


def _named(point: Point) -> str:
    return f"{point.number}. {point.label}" if point.number else str(point.label)


# --- doubts: nothing is refused, everything is shown to whoever checks ---------------------------

_MONEY_WORDS = (
    *("dat coc", "dong phi", "nop phi", "thu phi", "tien coc", "phi ho so", "phi gioi thieu"),
    *("chuyen khoan", "tien the chan", "mua dong phuc"),
)
_UNFAIR_WORDS = (
    *("chi nhan nam", "chi tuyen nam", "chi nhan nu", "chi tuyen nu", "khong nhan nguoi"),
    *("ngoai hinh", "chua ket hon", "khong mang thai", "doc than"),
)


def doubts(seen: Checked) -> list[str]:
    """What whoever checks should look at: limits with their reason, low pay, words that warn."""
    vacancy, found = seen.vacancy, []
    if vacancy.only_for:
        found.append(
            _("Only for one gender: %(who)s. Legal reason given: %(why)s (%(source)s).")
            % {
                "who": vacancy.get_only_for_display(),
                "why": vacancy.only_because,
                "source": vacancy.only_because.source if vacancy.only_because else "",
            }
        )
    if vacancy.age_from or vacancy.age_to:
        found.append(
            _("Age limit %(ages)s. Legal reason given: %(why)s (%(source)s).")
            % {
                "ages": ages_in_words(vacancy),
                "why": vacancy.age_because,
                "source": vacancy.age_because.source if vacancy.age_because else "",
            }
        )
    if low := _below_minimum_wage(seen):
        found.append(low)
    inside = fold(f"{vacancy.title} {vacancy.description} {vacancy.wage_note}")
    found += [
        _("The text says “%(words)s”: is money asked of the applicant?") % {"words": words}
        for words in _MONEY_WORDS
        if words in inside
    ]
    found += [
        _("The text says “%(words)s”: does it shut people out unlawfully?") % {"words": words}
        for words in _UNFAIR_WORDS
        if words in inside
    ]
    return found


def ages_in_words(vacancy: Vacancy) -> str:
    if vacancy.age_from and vacancy.age_to:
        return f"{vacancy.age_from}–{vacancy.age_to}"
    if vacancy.age_from:
        return _("from %(age)d") % {"age": vacancy.age_from}
    return _("up to %(age)d") % {"age": vacancy.age_to} if vacancy.age_to else ""


def _below_minimum_wage(seen: Checked) -> str:
    vacancy = seen.vacancy
    if vacancy.commune is None or vacancy.monthly_vnd is None or vacancy.working_time == "PART":
        return ""
    region = vacancy.commune.wage_region
    try:
        least = int(reference_value(f"minimum_wage_region_{region.lower()}", on=seen.on))
    except ReferenceValueMissing:
        return ""
    if vacancy.monthly_vnd >= least:
        return ""
    return _("The wage is below the minimum wage of region %(region)s, %(least)s a month.") % {
        "region": region,
        "least": money(least),
    }


def above(seen: Checked) -> list[str]:
    """Each cost of which more is told than the rule allows, or of which that cannot be said."""
    found = []
    for one in seen.ceilings():
        label = CostKind(one.kind).label
        if one.is_above:
            found.append(
                _("%(cost)s: %(told)s is told, at most %(most)s is allowed (%(source)s).")
                % {
                    "cost": str(label).capitalize(),
                    "told": in_words(one.told, one.currency),
                    "most": in_words(one.most, one.currency),
                    "source": one.rule.source if one.rule else one.why,
                }
            )
        elif one.is_unknown or one.told is None:
            found.append(
                _("%(cost)s: the ceiling cannot be computed. %(why)s")
                % {"cost": str(label).capitalize(), "why": one.why}
            )
    return found
