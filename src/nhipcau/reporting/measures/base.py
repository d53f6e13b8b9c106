"""What a measure is: rows, each with a day, a unit and perhaps a person, and nothing else.

Turns (*lượt*) are the rows, or the sum of what they stand for; persons (*người*) the different
people among them, whichever records of one person they stand under and whichever unit they came
to. Both are always counted, and never added to each other.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    F,
    IntegerField,
    Model,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils import timezone

from nhipcau.programmes.models import Programme
from nhipcau.programmes.rules import party_ids
from nhipcau.reporting.dimensions import PERSONAL
from nhipcau.reporting.periods import Period


@dataclass(frozen=True)
class Scope:
    """The days of a programme that lie in a period, and the units that run it."""

    programme: Programme
    period: Period
    units: tuple[int, ...] = field(default=())

    @property
    def starts_at(self) -> dt.datetime:
        return self.period.starts_at

    @property
    def ends_at(self) -> dt.datetime:
        return self.period.ends_at

    def within(self, column: str) -> dict[str, Any]:
        """The condition that a moment lies in the scope."""
        return {f"{column}__gte": self.starts_at, f"{column}__lt": self.ends_at}

    def on_days(self, column: str) -> dict[str, Any]:
        """The condition that a day lies in the scope."""
        return {f"{column}__gte": self.period.first, f"{column}__lte": self.period.last}


def scope_of(programme: Programme, period: Period) -> Scope:
    """Days outside the programme are not its own, whatever happened on them."""
    inside = Period(max(period.first, programme.starts_on), min(period.last, programme.ends_on))
    return Scope(programme, inside, tuple(sorted(party_ids(programme))))


@dataclass(frozen=True)
class Measure:
    """One countable thing, declared once.

    ``rows``: scope → rows as ``rows_of`` makes them. ``of_row``: the dimensions that these rows
    give themselves. ``turns``, ``persons``: the words of the two units of its figures; empty where
    there is none. ``version`` grows with each change of what is counted: closed figures name it.
    """

    code: str
    label: Any
    formula: Any
    source: Any
    model: type[Model]
    rows: Callable[[Scope], Any]
    turns: Any
    persons: Any = ""
    of_row: tuple[str, ...] = ()
    version: int = 1

    @property
    def dimensions(self) -> tuple[str, ...]:
        return (*self.of_row, *(PERSONAL if self.persons else ()))


def rows_of(
    found: QuerySet[Any],
    *,
    day: Any,
    unit: Any = None,
    person: str = "",
    amount: Any = 1,
    **values: Any,
) -> Any:
    """``found`` as rows to count: number, person, unit, day, what it stands for, dimensions."""
    nobody = Value(None, output_field=BigIntegerField())
    return found.order_by().values(
        r_record=F("pk"),
        r_person=F(person) if person else nobody,
        r_unit=F(unit) if unit else nobody,
        r_day=Cast(day, DateField()),
        r_amount=Cast(
            amount if hasattr(amount, "resolve_expression") else Value(amount), IntegerField()
        ),
        **{f"d_{name}": text(value) for name, value in values.items()},
    )


def text(value: Any) -> Any:
    """A column as the text that stands for it in figures; nothing is the empty text."""
    return Coalesce(Cast(F(value) if isinstance(value, str) else value, CharField()), Value(""))


def local_day(column: str) -> Any:
    """The day of the province in which a moment lies."""
    return TruncDate(column, tzinfo=timezone.get_default_timezone())
