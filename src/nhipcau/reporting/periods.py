"""Months and years as people of the province count them: days of the local calendar."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone


@dataclass(frozen=True, order=True)
class Period:
    """Days from ``first`` to ``last``, both included, in the zone of the installation."""

    first: dt.date
    last: dt.date

    @property
    def starts_at(self) -> dt.datetime:
        return _midnight(self.first)

    @property
    def ends_at(self) -> dt.datetime:
        """The first instant after the period."""
        return _midnight(self.last + dt.timedelta(days=1))

    @property
    def year(self) -> int:
        return self.first.year

    @property
    def slug(self) -> str:
        """``2026-11``, as it stands in an address."""
        return f"{self.first:%Y-%m}"

    def has(self, moment: dt.datetime) -> bool:
        return self.starts_at <= moment < self.ends_at

    def is_over(self, at: dt.datetime) -> bool:
        return at >= self.ends_at

    def has_begun(self, at: dt.datetime) -> bool:
        return at >= self.starts_at


def month_period(year: int, month: int) -> Period:
    """
    Raises:
        ValueError: there is no such month.
    """
    first = dt.date(year, month, 1)
    return Period(first, _next_first(first) - dt.timedelta(days=1))


def month_with(day: dt.date) -> Period:
    return month_period(day.year, day.month)


def year_period(year: int) -> Period:
    return Period(dt.date(year, 1, 1), dt.date(year, 12, 31))


def year_until(month: Period) -> Period:
    """From New Year's Day to the end of a month: what an office calls *luỹ kế*."""
    return Period(dt.date(month.year, 1, 1), month.last)


def months_of(year: int) -> list[Period]:
    return [month_period(year, number) for number in range(1, 13)]


def month_before(month: Period) -> Period:
    return month_with(month.first - dt.timedelta(days=1))


def month_after(month: Period) -> Period:
    return month_with(month.last + dt.timedelta(days=1))


def local_month(moment: dt.datetime) -> dt.date:
    """The first day of the month in which an instant lies."""
    return timezone.localdate(moment, timezone.get_default_timezone()).replace(day=1)


def _next_first(first: dt.date) -> dt.date:
    return (first + dt.timedelta(days=31)).replace(day=1)


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, timezone.get_default_timezone())
