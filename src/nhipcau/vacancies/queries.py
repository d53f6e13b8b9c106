"""Read models of vacancies for pages, messages and figures."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet, Sum
from django.utils.translation import get_language

from nhipcau.employers.models import SendingLicence
from nhipcau.organisations.queries import commune_list
from nhipcau.shared.keeping import kept_briefly
from nhipcau.shared.row_security import reading
from nhipcau.vacancies.codes import Market
from nhipcau.vacancies.listing import Checked, missing
from nhipcau.vacancies.models import (
    CostLine,
    Country,
    LimitReason,
    Occupation,
    OverseasTerms,
    Province,
    Vacancy,
    VacancyReport,
)
from nhipcau.vacancies.searching import JobFilter, narrowed
from nhipcau.vacancies.states import VacancyState


@kept_briefly
def provinces() -> tuple[Province, ...]:
    return tuple(Province.objects.all())


@kept_briefly
def countries() -> tuple[Country, ...]:
    return tuple(Country.objects.all())


@kept_briefly
def occupation_groups() -> tuple[Occupation, ...]:
    """The ten groups of the first level."""
    return tuple(Occupation.objects.filter(level=1).order_by("code"))


@kept_briefly
def limit_reasons() -> tuple[LimitReason, ...]:
    return tuple(LimitReason.objects.all())


def occupation_with(code: str) -> Occupation | None:
    return Occupation.objects.filter(code=code).first()


@dataclass(frozen=True)
class Places:
    """Names of places by their code, asked for once a page."""

    provinces: dict[str, str]
    countries: dict[str, str]

    def of(self, vacancy: Vacancy) -> str:
        """Where the work is, as precisely as a list needs it."""
        if vacancy.market == Market.OVERSEAS:
            return self.countries.get(vacancy.country_code, vacancy.country_code)
        if vacancy.market == Market.OTHER_PROVINCE:
            return self.provinces.get(vacancy.province_code, vacancy.province_code)
        return str(vacancy.commune) if vacancy.commune else ""


def places() -> Places:
    is_english = get_language() == "en"
    return Places(
        {one.code: one.name for one in provinces()},
        {one.code: one.name_en if is_english else one.name_vi for one in countries()},
    )


def market_counts(wanted: JobFilter, *, on: date) -> dict[str, int]:
    """How many open vacancies of each market fit, whichever market is chosen. One statement, and
    kept for some seconds: a crowd looks at the same lists, and counting costs more than showing
    them."""
    return _market_counts(_without_market(wanted), on)


def _count_markets(wanted: JobFilter, on: date) -> dict[str, int]:
    fitting = narrowed(Vacancy.objects.open(on), wanted)
    counted = fitting.order_by().values("market").annotate(count=Count("pk"))
    return {row["market"]: row["count"] for row in counted}


_market_counts = kept_briefly(_count_markets, at_most=15)


def _without_market(wanted: JobFilter) -> JobFilter:
    return replace(wanted, market="", sort="new")


def public_vacancy(pk: int, *, on: date) -> Vacancy | None:
    """One vacancy as everybody may see it that day."""
    return (
        Vacancy.objects.public(on)
        .select_related(
            "employer", "commune", "occupation", "only_because", "age_because", "overseas"
        )
        .prefetch_related(
            Prefetch("overseas__costs", CostLine.objects.order_by("pk")),
        )
        .filter(pk=pk)
        .first()
    )


def licence_of(vacancy: Vacancy, *, on: date) -> SendingLicence | None:
    """The licence by which the employer sends abroad on that day: the one that lasts longest."""
    in_force = SendingLicence.objects.in_force(on).filter(employer=vacancy.employer_id)
    return in_force.order_by("-expires_on").first()


def places_open_by_commune(on: date) -> dict[str, int]:
    """Commune code → places left in open vacancies there."""
    return _left(Vacancy.objects.open(on).filter(market=Market.HOME), "commune__code")


def places_open_by_province(on: date) -> dict[str, int]:
    """Province code → places left; the home province under its own code."""
    return _left(Vacancy.objects.open(on).filter(market=Market.OTHER_PROVINCE), "province_code")


def places_open_by_country(on: date) -> dict[str, int]:
    return _left(Vacancy.objects.open(on).filter(market=Market.OVERSEAS), "country_code")


def _left(vacancies: QuerySet[Vacancy], by: str) -> dict[str, int]:
    rows = vacancies.order_by().values(by).annotate(left=Sum(F("headcount") - F("filled_count")))
    return {row[by] or "": int(row["left"] or 0) for row in rows}


# --- for colleagues ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """One vacancy that waits to be checked, with what it does not tell yet."""

    vacancy: Vacancy
    missing: list[str]


def waiting_to_be_checked(vacancies: Sequence[Vacancy], *, on: date) -> list[Waiting]:
    """The required points that each lacks; two statements for all of them."""
    return [Waiting(one.vacancy, missing(one)) for one in checked_each(vacancies, on=on)]


def checked_each(vacancies: Sequence[Vacancy], *, on: date) -> list[Checked]:
    """``listing.look`` for many at once. The vacancies come with their employers."""
    terms = {
        one.vacancy_id: one
        for one in OverseasTerms.objects.filter(
            vacancy__in=[one.pk for one in vacancies]
        ).prefetch_related("costs")
    }
    licences: dict[int, SendingLicence] = {}
    in_force = SendingLicence.objects.in_force(on).filter(
        employer__in={one.employer_id for one in vacancies}
    )
    for licence in in_force.order_by("expires_on"):
        licences[licence.employer_id] = licence
    found = []
    for vacancy in vacancies:
        told = terms.get(vacancy.pk)
        costs = list(told.costs.all()) if told else []
        found.append(Checked(vacancy, on, told, costs, licences.get(vacancy.employer_id)))
    return found


def state_counts(actor: Any) -> dict[str, int]:
    """How many vacancies of each state the actor sees."""
    rows = Vacancy.objects.visible_to(actor).order_by().values("state")
    return {row["state"]: row["count"] for row in rows.annotate(count=Count("pk"))}


def needs_counts(actor: Any) -> dict[str, int]:
    """What waits for the colleagues, in one statement."""
    return Vacancy.objects.visible_to(actor).aggregate(
        submitted=Count("pk", filter=Q(state=VacancyState.SUBMITTED)),
        frozen=Count("pk", filter=Q(state=VacancyState.FROZEN)),
        flagged=Count("pk", filter=Q(flagged_at__isnull=False)),
        asked=Count("pk", filter=Q(state=VacancyState.PUBLISHED, asked_at__isnull=False)),
    )


def reports_of(vacancy: Vacancy, *, actor: Any, at: datetime) -> list[VacancyReport]:
    seen = VacancyReport.objects.visible_to(actor).filter(vacancy=vacancy)
    with reading(actor, at=at):
        return list(seen.select_related("decided_by").order_by("-created_at", "-pk"))


def commune_names() -> dict[int, str]:
    return {one.pk: str(one) for one in commune_list()}


def list_counts(vacancy_list: Any) -> dict[str, int]:
    """Verdict → rows of a list."""
    rows = vacancy_list.rows.order_by().values("verdict").annotate(count=Count("pk"))
    return {row["verdict"]: row["count"] for row in rows}
