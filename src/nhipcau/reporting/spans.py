"""Stretches of time that are reported on: month, quarter, half year, year, whole programme."""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from nhipcau.programmes.models import Programme
from nhipcau.reporting.periods import Period, month_period, year_period
from nhipcau.reporting.states import SpanKind
from nhipcau.shared import wording

PATTERN = r"20\d{2}(?:-(?:\d{2}|q[1-4]|h[12]))?|programme"
_PARTS = re.compile(
    r"(?P<year>20\d{2})(?:-(?:(?P<month>\d{2})|q(?P<quarter>[1-4])|h(?P<half>[12])))?"
)
WHOLE = "programme"


@dataclass(frozen=True, order=True)
class Span:
    """A period and what kind of one. ``slug`` is how it stands in an address."""

    kind: str
    period: Period

    @property
    def slug(self) -> str:
        year, month = self.period.first.year, self.period.first.month
        return {
            SpanKind.MONTH: f"{year}-{month:02d}",
            SpanKind.QUARTER: f"{year}-q{(month + 2) // 3}",
            SpanKind.HALF: f"{year}-h{1 if month == 1 else 2}",
            SpanKind.YEAR: f"{year}",
            SpanKind.PROGRAMME: WHOLE,
        }[SpanKind(self.kind)]

    @property
    def label(self) -> str:
        """In the language of the moment: ``quý IV/2026``."""
        year, month = self.period.first.year, self.period.first.month
        if self.kind == SpanKind.MONTH:
            return wording.month(self.period.first)
        if self.kind == SpanKind.QUARTER:
            number = ("I", "II", "III", "IV")[(month - 1) // 3]
            return _("quarter %(number)s of %(year)s") % {"number": number, "year": year}
        if self.kind == SpanKind.HALF:
            if month == 1:
                return _("first half of %(year)s") % {"year": year}
            return _("second half of %(year)s") % {"year": year}
        if self.kind == SpanKind.YEAR:
            return _("the year %(year)s") % {"year": year}
        return _("%(first)s to %(last)s") % {
            "first": wording.day(self.period.first),
            "last": wording.day(self.period.last),
        }

    @property
    def until(self) -> Period:
        """From New Year to the end of the period: what an office calls *luỹ kế*."""
        if self.kind == SpanKind.PROGRAMME:
            return self.period
        return Period(dt.date(self.period.year, 1, 1), self.period.last)


def month_span(period: Period) -> Span:
    return Span(SpanKind.MONTH, period)


def span_of(slug: str, programme: Programme) -> Span | None:
    """The span of an address; nothing when there is none, or the programme has no day in it."""
    if slug == WHOLE:
        return Span(SpanKind.PROGRAMME, Period(programme.starts_on, programme.ends_on))
    told = _PARTS.fullmatch(slug)
    if told is None:
        return None
    year, month = int(told["year"]), int(told["month"] or 1)
    if not 1 <= month <= 12:
        return None
    if told["month"]:
        found = Span(SpanKind.MONTH, month_period(year, month))
    elif told["quarter"]:
        found = Span(SpanKind.QUARTER, _months(year, 3 * int(told["quarter"]) - 2, 3))
    elif told["half"]:
        found = Span(SpanKind.HALF, _months(year, 6 * int(told["half"]) - 5, 6))
    else:
        found = Span(SpanKind.YEAR, year_period(year))
    has_days = found.period.first <= programme.ends_on and found.period.last >= programme.starts_on
    return found if has_days else None


def spans_of_year(programme: Programme, year: int) -> list[Span]:
    """The year, its halves, quarters and months, as far as the programme has days in them."""
    slugs = [
        str(year),
        *(f"{year}-h{number}" for number in (1, 2)),
        *(f"{year}-q{number}" for number in range(1, 5)),
        *(f"{year}-{number:02d}" for number in range(1, 13)),
    ]
    found = (span_of(slug, programme) for slug in slugs)
    return [one for one in found if one is not None]


def _months(year: int, first: int, count: int) -> Period:
    return Period(month_period(year, first).first, month_period(year, first + count - 1).last)
