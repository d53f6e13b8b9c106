"""What every report is built from: counts asked for once, and rows made of them."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nhipcau.programmes.models import Party, Programme
from nhipcau.reporting.counting import Tally
from nhipcau.reporting.dimensions import BY_CODE as DIMENSIONS
from nhipcau.reporting.dimensions import value_words
from nhipcau.reporting.measures import BY_CODE, Scope, scope_of
from nhipcau.reporting.report import Cell, Column, Heading, Row, Table
from nhipcau.reporting.spans import Span
from nhipcau.reporting.tallying import Found, Split, tally
from nhipcau.shared import wording

PERIOD, UNTIL = "period", "until"


@dataclass
class Counting:
    """One programme, one span, one moment; each measure is counted once for what is asked."""

    programme: Programme
    span: Span
    at: dt.datetime
    _known: dict[tuple[str, str], Found] = field(default_factory=dict)
    _words: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        units = Party.objects.select_related("organisation", "supervised_by")
        prefetch_related_objects([self.programme], Prefetch("parties", units))
        self.scopes: dict[str, Scope] = {
            PERIOD: scope_of(self.programme, self.span.period),
            UNTIL: scope_of(self.programme, self.span.until),
        }

    @property
    def has_until(self) -> bool:
        """Whether the year up to the end of the period is more than the period itself."""
        return self.span.until != self.span.period

    def found(self, measure: str, by: Sequence[Split] = (), whose: str = PERIOD) -> Found:
        """The counts of a measure; asked again only for a split that is not known yet."""
        known = self._known.get((measure, whose))
        if known is None or any(one not in known.by for one in by):
            wanted = list(dict.fromkeys([*(known.by if known else ()), *by]))
            known = tally(BY_CODE[measure], self.scopes[whose], wanted)
            self._known[measure, whose] = known
        return known

    def words(self, dimension: str) -> dict[str, str]:
        if dimension not in self._words:
            self._words[dimension] = value_words(dimension)
        return self._words[dimension]


def turns_and_persons(
    measure: str, of_period: Tally, of_year: Tally | None, **split: str
) -> tuple[Cell, ...]:
    """Turns and persons of the period, then of the year; a dash where nobody is counted."""
    cells = []
    for whose, tally_of in ((PERIOD, of_period), (UNTIL, of_year)):
        if tally_of is None:
            continue
        behind = {"measure": measure, **split}
        cells.append(Cell(tally_of.turns, behind, whose))
        has_people = bool(BY_CODE[measure].persons)
        cells.append(Cell(tally_of.persons, behind, whose) if has_people else Cell())
    return tuple(cells)


def columns_of(counting: Counting) -> tuple[Column, ...]:
    of_period = (
        Column(pgettext("column of a report", "Turns")),
        Column(pgettext("column of a report", "Persons")),
    )
    if not counting.has_until:
        return of_period
    return (
        *of_period,
        Column(pgettext("column of a report", "Turns, year to date")),
        Column(pgettext("column of a report", "Persons, year to date")),
    )


def measure_rows(
    counting: Counting,
    measure: str,
    *,
    number: str = "",
    by: Iterable[str] = (),
    always: Mapping[str, Iterable[str]] | None = None,
) -> list[Row]:
    """A main row of a measure and, for each dimension, a row for each value that occurs.

    ``always``: dimension → values that stand there even with nought.
    """
    by = list(by)
    told = BY_CODE[measure]
    now = counting.found(measure, by)
    year = counting.found(measure, by, UNTIL) if counting.has_until else None
    rows = [
        Row(
            measure,
            str(told.label),
            turns_and_persons(measure, now.total, year.total if year else None),
            str(told.turns),
            number,
            "main",
        )
    ]
    for name in by:
        occurring = set(now.by[name]) | (set(year.by[name]) if year else set())
        occurring |= set((always or {}).get(name, ()))
        words = counting.words(name)
        if len(by) > 1 and occurring:
            rows.append(Row(f"{measure}.{name}", str(DIMENSIONS[name].label), look="caption"))
        rows += [
            Row(
                f"{measure}.{name}.{value}",
                words.get(value, value),
                turns_and_persons(
                    measure,
                    now.of(name, value),
                    year.of(name, value) if year else None,
                    **{name: value},
                ),
                str(told.turns),
                **grouped(name, measure),
            )
            for value in in_order(words, occurring)
        ]
    return rows


def grouped(dimension: str, measure: str) -> dict[str, Any]:
    """Parts of a whole whose small cells could tell who somebody is."""
    if not DIMENSIONS[dimension].is_personal:
        return {}
    return {
        "group": f"{measure}.{dimension}",
        "part_of": measure,
        "is_partition": DIMENSIONS[dimension].is_partition,
    }


def in_order(words: Mapping[str, str], occurring: Iterable[str]) -> list[str]:
    """Values in the order of their list, unknown ones behind, not stated last."""
    places = {value: at for at, value in enumerate(words)}
    return sorted(occurring, key=lambda one: (one == "", places.get(one, len(places)), one))


def measure_table(
    counting: Counting, code: str, title: str, parts: Iterable[Iterable[Row]], **more: Any
) -> Table:
    rows = tuple(row for part in parts for row in part)
    return Table(
        code,
        title,
        columns_of(counting),
        rows,
        first=pgettext("column of a report", "Indicator"),
        with_units=True,
        **more,
    )


def heading_of(counting: Counting, subject: str) -> Heading:
    programme, on = counting.programme, timezone.localdate(counting.at)
    parties = list(programme.parties.all())
    superiors = tuple(dict.fromkeys(str(one.supervised_by) for one in parties))
    units = tuple(str(one.organisation) for one in parties)
    return Heading(
        superiors=superiors,
        units=units,
        day=_("day %(day)s month %(month)s year %(year)s")
        % {"day": f"{on.day:02d}", "month": f"{on.month:02d}", "year": on.year},
        subject=subject,
        period=capfirst(counting.span.label),
        recipients=(*superiors, *units, _("Archives")),
    )


def share(part: int, whole: int) -> Cell:
    """Per cent, to one decimal; nothing of nothing."""
    return Cell(round(100 * part / whole, 1)) if whole else Cell()


def counted_note(counting: Counting) -> str:
    return _(
        "A turn is one person once; a person is counted once in the period, over both units."
        " Figures counted at %(moment)s."
    ) % {"moment": wording.moment(counting.at)}
