"""A report as data: sections, tables, rows, cells. Page, Word, Excel, PDF and JSON are made of it,
and of nothing else, so that no two of them can differ.

Words are plain text in the language in which the report was made. A report goes to JSON and comes
back the same: closed figures are kept so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from nhipcau.reporting.protecting import protect
from nhipcau.shared.wording import number

DASH = "\N{EN DASH}"
# Left out so that nobody can be guessed; a note under the table says so.
HIDDEN_SIGN = "*"
COUNT, SHARE, RATE, WORDS = "count", "share", "rate", "words"


@dataclass(frozen=True)
class Cell:
    """One figure, or words. ``value`` is nothing where there is none to give.

    ``behind``: measure and values of dimensions whose rows it counts, to open its list.
    ``whose``: ``period`` or ``until``: over which days.
    """

    value: int | float | str | None = None
    behind: Mapping[str, str] = field(default_factory=dict)
    whose: str = "period"
    is_hidden: bool = False

    def written(self, kind: str) -> str:
        """As it stands on paper, in the language of the moment."""
        if self.is_hidden:
            return HIDDEN_SIGN
        if self.value is None:
            return DASH
        if isinstance(self.value, str):
            return self.value
        if kind == SHARE:
            return f"{number(self.value, 1)} %"
        return number(self.value, 1 if kind == RATE else 0)


@dataclass(frozen=True)
class Column:
    label: str
    kind: str = COUNT


@dataclass(frozen=True)
class Row:
    """``look``: main, sub or caption. ``group``: rows that are parts of the row ``part_of``."""

    code: str
    label: str
    cells: tuple[Cell, ...] = ()
    unit: str = ""
    number: str = ""
    look: str = "sub"
    group: str = ""
    part_of: str = ""
    is_partition: bool = True


@dataclass(frozen=True)
class Table:
    """``picture``: the drawing that may stand beside it. ``finding``: what it shows, in words."""

    code: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    finding: str = ""
    picture: str = ""
    first: str = ""
    with_units: bool = False

    def row(self, code: str) -> Row:
        return next(one for one in self.rows if one.code == code)


@dataclass(frozen=True)
class Section:
    heading: str
    tables: tuple[Table, ...] = ()
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Definition:
    label: str
    unit: str
    formula: str
    source: str
    version: int = 1


@dataclass(frozen=True)
class Heading:
    """What stands at the head and foot of an administrative document."""

    superiors: tuple[str, ...]
    units: tuple[str, ...]
    day: str
    subject: str
    period: str
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    code: str
    title: str
    span: str
    heading: Heading
    sections: tuple[Section, ...]
    definitions: tuple[Definition, ...] = ()
    notes: tuple[str, ...] = ()
    is_preliminary: bool = False

    @property
    def tables(self) -> Iterator[Table]:
        return (table for section in self.sections for table in section.tables)

    def table(self, code: str) -> Table:
        return next(one for one in self.tables if one.code == code)


def numbers_of(report: Report) -> list[tuple[str, str, int, Any]]:
    """Every figure by table, row and column: what the five ways must agree on."""
    return [
        (table.code, row.code, at, HIDDEN_SIGN if cell.is_hidden else cell.value)
        for table in report.tables
        for row in table.rows
        for at, cell in enumerate(row.cells)
    ]


# --- for readers who may not see the people ------------------------------------------------------


def protected(report: Report, note: str) -> Report:
    """The report without cells that could tell who somebody is. See ``protecting``."""
    sections = tuple(
        replace(one, tables=tuple(protected_table(table, note) for table in one.tables))
        for one in report.sections
    )
    return replace(report, sections=sections)


def protected_table(table: Table, note: str) -> Table:
    counts = [at for at, one in enumerate(table.columns) if one.kind == COUNT]
    rows = {row.code: row for row in table.rows}
    left_out: set[tuple[str, int]] = set()
    for group in dict.fromkeys(row.group for row in table.rows if row.group):
        members = [row for row in table.rows if row.group == group and row.cells]
        whole = rows.get(members[0].part_of) if members else None
        totals = [_count(whole.cells[at]) if whole else None for at in counts]
        found = protect(
            [[_count(row.cells[at]) or 0 for at in counts] for row in members],
            totals,
            is_partition=members[0].is_partition if members else True,
        )
        # A row is left out as a whole: its shares would tell its counts.
        left_out |= {
            (members[at].code, column) for at in found.rows for column in range(len(table.columns))
        }
        if whole:
            left_out |= {(whole.code, counts[at]) for at in found.totals}
    if not left_out:
        return table
    shown = tuple(
        replace(
            row,
            cells=tuple(
                _without(cell) if (row.code, at) in left_out else cell
                for at, cell in enumerate(row.cells)
            ),
        )
        for row in table.rows
    )
    # A picture or a sentence of the figures would tell what was left out.
    return replace(table, rows=shown, note=f"{table.note} {note}".strip(), finding="", picture="")


def _count(cell: Cell) -> int | None:
    return cell.value if isinstance(cell.value, int) else None


def _without(cell: Cell) -> Cell:
    """Nought says of nobody anything: it stays."""
    if not cell.value or isinstance(cell.value, str):
        return cell
    return Cell(is_hidden=True)


# --- as JSON -------------------------------------------------------------------------------------


def as_plain(report: Report) -> dict[str, Any]:
    return asdict(report)


def from_plain(told: Mapping[str, Any]) -> Report:
    return Report(
        code=told["code"],
        title=told["title"],
        span=told["span"],
        heading=Heading(**{name: _tuple(value) for name, value in told["heading"].items()}),
        sections=tuple(
            Section(
                one["heading"],
                tuple(_table(table) for table in one["tables"]),
                tuple(one["lines"]),
            )
            for one in told["sections"]
        ),
        definitions=tuple(Definition(**one) for one in told["definitions"]),
        notes=tuple(told["notes"]),
        is_preliminary=told["is_preliminary"],
    )


def _table(told: Mapping[str, Any]) -> Table:
    rows = tuple(
        Row(**{**row, "cells": tuple(Cell(**cell) for cell in row["cells"])})
        for row in told["rows"]
    )
    columns = tuple(Column(**one) for one in told["columns"])
    return Table(**{**told, "columns": columns, "rows": rows})


def _tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
