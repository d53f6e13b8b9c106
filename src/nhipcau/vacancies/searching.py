"""One search over work at home, in other provinces and abroad: what is asked, what is found."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from nhipcau.shared.wording import fold
from nhipcau.vacancies.codes import Education, Market
from nhipcau.vacancies.models import Vacancy

LONGEST_SEARCH = 80
MOST_WORDS = 8
MILLION = 1_000_000
SORTS = ("new", "wage", "soon")
_CODE = re.compile(r"[0-9]{1,5}")
_COUNTRY = re.compile(r"[A-Z]{2}")
# What a job that asks for no schooling at all leaves empty is open to everybody.
EDUCATION_ORDER = tuple(Education.values)


@dataclass(frozen=True)
class JobFilter:
    """Read from the address; a value that means nothing is left out, never an error.

    ``education``: what I have finished: work that asks for more is left out.
    ``wage``: at least so many million đồng a month.
    """

    text: str = ""
    market: str = ""
    commune: str = ""
    province: str = ""
    country: str = ""
    occupation: str = ""
    education: str = ""
    wage: int = 0
    sort: str = "new"

    @classmethod
    def read(cls, query: Mapping[str, Any]) -> "JobFilter":
        def plain(name: str, longest: int = 20) -> str:
            return " ".join(str(query.get(name, "")).replace("\0", "").split())[:longest].strip()

        market, education, sort = plain("market"), plain("education"), plain("sort")
        occupation, wage, country = plain("occupation"), plain("wage"), plain("country")
        return cls(
            text=plain("q", LONGEST_SEARCH),
            market=market if market in Market.values else "",
            commune=plain("commune"),
            province=plain("province", 2),
            country=country if _COUNTRY.fullmatch(country) else "",
            occupation=occupation if _CODE.fullmatch(occupation) else "",
            education=education if education in Education.values else "",
            wage=int(wage) if wage.isascii() and wage.isdigit() and len(wage) < 4 else 0,
            sort=sort if sort in SORTS else "new",
        )

    @property
    def narrows(self) -> bool:
        return bool(self.as_query().keys() - {"sort"})

    @property
    def narrows_more(self) -> bool:
        """By something else than the words and where."""
        return bool(self.as_query().keys() - {"sort", "q", "market"})

    def as_query(self) -> dict[str, str]:
        """What the address has; ``read`` gives the same filter again."""
        told = {
            "q": self.text,
            "market": self.market,
            "commune": self.commune,
            "province": self.province,
            "country": self.country,
            "occupation": self.occupation,
            "education": self.education,
            "wage": str(self.wage or ""),
            "sort": "" if self.sort == "new" else self.sort,
        }
        return {name: value for name, value in told.items() if value}

    def address(self, **changes: str) -> str:
        """The query of an address with some of it changed."""
        told = {name: one for name, one in {**self.as_query(), **changes}.items() if one}
        return f"?{urlencode(told)}" if told else "?"

    def words(self) -> list[str]:
        return fold(self.text).split()[:MOST_WORDS]


def found(wanted: JobFilter, *, on: date) -> QuerySet[Vacancy]:
    """What is open that day and fits, in the order asked for."""
    return ordered(narrowed(Vacancy.objects.open(on), wanted), wanted.sort)


def narrowed(vacancies: QuerySet[Vacancy], wanted: JobFilter) -> QuerySet[Vacancy]:
    for word in wanted.words():
        vacancies = vacancies.filter(folded_text__contains=word)
    if wanted.market:
        vacancies = vacancies.filter(market=wanted.market)
    if wanted.commune:
        vacancies = vacancies.filter(commune__code=wanted.commune)
    if wanted.province:
        vacancies = vacancies.filter(province_code=wanted.province)
    if wanted.country:
        vacancies = vacancies.filter(country_code=wanted.country)
    if wanted.occupation:
        vacancies = vacancies.filter(occupation_code__startswith=wanted.occupation)
    if wanted.education:
        enough = EDUCATION_ORDER[: EDUCATION_ORDER.index(wanted.education) + 1]
        vacancies = vacancies.filter(Q(education="") | Q(education__in=enough))
    if wanted.wage:
        vacancies = vacancies.filter(monthly_vnd__gte=wanted.wage * MILLION)
    return vacancies


def ordered(vacancies: QuerySet[Vacancy], sort: str) -> QuerySet[Vacancy]:
    if sort == "wage":
        return vacancies.order_by(F("monthly_vnd").desc(nulls_last=True), "-published_at", "-pk")
    if sort == "soon":
        return vacancies.order_by("closes_on", "-published_at", "-pk")
    return vacancies.order_by("-published_at", "-pk")


def new_since(wanted: JobFilter, since: datetime, *, on: date) -> QuerySet[Vacancy]:
    """What fits and was published after a moment."""
    return found(wanted, on=on).filter(published_at__gt=since)


def coded(wanted: JobFilter) -> list[tuple[str, str]]:
    """What of the filter is told by a code: pairs of the kind of thing and its code."""
    told = {
        "commune": wanted.commune,
        "province": wanted.province,
        "country": wanted.country,
        "occupation": wanted.occupation,
    }
    return [(kind, code) for kind, code in told.items() if code]


def in_words(wanted: JobFilter, names: Mapping[tuple[str, str], str]) -> str:
    """``thợ may, in the province, from 8 million``; ``names``: of what ``coded`` gives."""
    told = [wanted.text] if wanted.text else []
    if wanted.market:
        told.append(str(Market(wanted.market).label))
    told += [names[one] for one in coded(wanted) if one in names]
    if wanted.education:
        told.append(str(Education(wanted.education).label))
    if wanted.wage:
        told.append(_("from %(count)d million") % {"count": wanted.wage})
    return ", ".join(told) or _("all work")
