"""What is told of a vacancy, checked for shape and sense before anything is written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.organisations.models import Commune
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.wording import day
from nhipcau.vacancies.codes import CONDITIONS, Market, WageKind
from nhipcau.vacancies.models import Country, LimitReason, Occupation

LARGEST_WAGE = 2_000_000_000
MOST_PLACES = 10_000


@dataclass(frozen=True)
class VacancyDetails:
    """Form 03a. Names are those of ``Vacancy``."""

    title: str
    headcount: int
    closes_on: date
    occupation: Occupation | None = None
    position: str = "STAFF"
    market: str = "HOME"
    commune: Commune | None = None
    province_code: str = ""
    country_code: str = ""
    address: str = ""
    wage_kind: str = "RANGE"
    wage_from: int | None = None
    wage_to: int | None = None
    wage_period: str = "MONTH"
    wage_currency: str = ""
    wage_note: str = ""
    benefits: Sequence[str] = ()
    benefit_note: str = ""
    meals: str = ""
    conditions: Mapping[str, str] = field(default_factory=dict)
    education: str = ""
    training: str = ""
    major: str = ""
    skill: str = ""
    languages: str = ""
    computing: str = ""
    soft_skills: Sequence[str] = ()
    experience: str = ""
    contract_kind: str = ""
    working_time: str = ""
    has_shifts: bool = False
    hours_note: str = ""
    ways: Sequence[str] = ()
    starts_note: str = ""
    only_for: str = ""
    only_because: LimitReason | None = None
    age_from: int | None = None
    age_to: int | None = None
    age_because: LimitReason | None = None
    description: str = ""


@dataclass(frozen=True)
class CostDetails:
    kind: str
    amount: int
    due: str
    what: str = ""
    payer: str = "WORKER"
    currency: str = "VND"


@dataclass(frozen=True)
class OverseasDetails:
    """The terms of a vacancy abroad. Names are those of ``OverseasTerms``."""

    channel: str
    register_url: str = ""
    contract_number: str = ""
    contract_on: date | None = None
    contract_valid_until: date | None = None
    contract_headcount: int | None = None
    foreign_employer: str = ""
    foreign_place: str = ""
    visa_scheme: str = ""
    fee_job: str = ""
    term_months: int | None = None
    hours_week: int | None = None
    overtime_note: str = ""
    deductions_note: str = ""
    housing_note: str = ""
    meals_note: str = ""
    insurance_note: str = ""
    paid_by_foreign_side: int = 0
    refund_rule: str = ""
    language_need: str = ""
    health_need: str = ""
    height_from_cm: int | None = None
    demands_checked: bool = False
    support_note: str = ""
    rights_note: str = ""
    emergency_contact: str = ""
    complaint_contact: str = ""
    costs: Sequence[CostDetails] = ()


def values_of(details: VacancyDetails | OverseasDetails) -> dict[str, Any]:
    """Field → value, as the model takes it."""
    told = {one.name: getattr(details, one.name) for one in fields(details)}
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in told.items()
    }


def check(details: VacancyDetails, *, on: date) -> dict[str, Any]:
    """The fields of the record, with what depends on the place made whole.

    Raises:
        InvalidValue: with the field it is about and what to do.
    """
    told = values_of(details)
    told["title"] = " ".join(details.title.split())
    if not told["title"]:
        raise InvalidValue(_("Please write what the work is called."), field="title")
    if not 1 <= details.headcount <= MOST_PLACES:
        raise InvalidValue(_("Please check the number of places."), field="headcount")
    _check_day(details, on=on)
    told |= _place(details) | _wage(details)
    _check_limits(details, on=on)
    told["conditions"] = {
        name: value
        for name, value in details.conditions.items()
        if name in CONDITIONS and value in CONDITIONS[name][1].values
    }
    told["occupation_code"] = details.occupation.code if details.occupation else ""
    return told


def _check_day(details: VacancyDetails, *, on: date) -> None:
    most = int(reference_value("vacancy_open_days_most", on=on))
    if details.closes_on < on:
        raise InvalidValue(_("This day is over. Please choose a later one."), field="closes_on")
    if (details.closes_on - on).days > most:
        raise InvalidValue(
            _("A vacancy stays open for %(days)d days at most; it can be renewed.")
            % {"days": most},
            field="closes_on",
        )


def _place(details: VacancyDetails) -> dict[str, Any]:
    """Home has a commune, another province its code, abroad a country: never two of them."""
    place: dict[str, Any] = {"commune": None, "province_code": "", "country_code": ""}
    if details.market == Market.HOME:
        return {**place, "commune": details.commune}
    if details.market == Market.OTHER_PROVINCE:
        if not details.province_code:
            raise InvalidValue(_("Please choose the province."), field="province_code")
        return {**place, "province_code": details.province_code}
    if not details.country_code:
        raise InvalidValue(_("Please choose the country."), field="country_code")
    return {**place, "country_code": details.country_code}


def _wage(details: VacancyDetails) -> dict[str, Any]:
    low, high = details.wage_from, details.wage_to
    if details.wage_kind == WageKind.AGREED:
        low = high = None
    if high is not None and low is None:
        low, high = high, None
    if low is not None and high is not None and low > high:
        raise InvalidValue(
            _("The wage ends lower than it begins. Please write the lower figure first."),
            field="wage_to",
        )
    if low is None and details.wage_kind != WageKind.AGREED:
        raise InvalidValue(
            _("Please write the wage, or choose that it is to be agreed."), field="wage_from"
        )
    if max(low or 0, high or 0) > LARGEST_WAGE:
        raise InvalidValue(_("Please check this wage: it is too high."), field="wage_from")
    currency = details.wage_currency
    if details.market == Market.OVERSEAS and not currency:
        country = Country.objects.filter(code=details.country_code).first()
        currency = country.currency if country else ""
    if details.market != Market.OVERSEAS:
        currency = "VND"
    return {"wage_from": low, "wage_to": high, "wage_currency": currency or "VND"}


def _check_limits(details: VacancyDetails, *, on: date) -> None:
    if details.only_for and details.only_because is None:
        raise InvalidValue(
            _(
                "Work is open to women and men alike. A limit needs one of the reasons of law; "
                "without one, please choose “no limit”."
            ),
            field="only_because",
        )
    low, high = details.age_from, details.age_to
    if low is not None and high is not None and low > high:
        raise InvalidValue(
            _("The age ends lower than it begins. Please write the lower figure first."),
            field="age_to",
        )
    if (low is not None or high is not None) and details.age_because is None:
        raise InvalidValue(
            _(
                "An age limit needs one of the reasons of law; without one, please leave the"
                " ages empty."
            ),
            field="age_because",
        )
    is_abroad = details.market == Market.OVERSEAS
    code = "overseas_age_min" if is_abroad else "registrant_age_min"
    least = int(reference_value(code, on=on))
    if low is not None and low < least:
        raise InvalidValue(
            _("Nobody under %(age)d may be taken for this work.") % {"age": least},
            field="age_from",
        )
    if high is not None and high < least:
        raise InvalidValue(
            _("Nobody under %(age)d may be taken for this work.") % {"age": least}, field="age_to"
        )


def check_terms(details: OverseasDetails) -> dict[str, Any]:
    """The fields of the terms, without the costs.

    Raises:
        InvalidValue: with the field it is about and what to do.
    """
    told = values_of(details)
    del told["costs"], told["demands_checked"]
    first, last = details.contract_on, details.contract_valid_until
    if first and last and last < first:
        raise InvalidValue(
            _("The registration ends before %(day)s, the day it was given.") % {"day": day(first)},
            field="contract_valid_until",
        )
    if details.term_months is not None and not 1 <= details.term_months <= 120:
        raise InvalidValue(_("Please check the term: 1 to 120 months."), field="term_months")
    if details.hours_week is not None and not 1 <= details.hours_week <= 84:
        raise InvalidValue(_("Please check the hours a week."), field="hours_week")
    return told
