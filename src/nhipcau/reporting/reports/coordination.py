"""The report of the coordination: what both units did together, against what they promised."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nhipcau.counselling.states import CounsellingKind
from nhipcau.reporting.dimensions import BY_CODE as DIMENSIONS
from nhipcau.reporting.dimensions import PERSONAL
from nhipcau.reporting.monthly import FigureRow, figure_rows
from nhipcau.reporting.report import Cell, Column, Row, Section, Table
from nhipcau.reporting.reports.base import (
    PERIOD,
    UNTIL,
    Counting,
    grouped,
    in_order,
    measure_rows,
    measure_table,
)
from nhipcau.vacancies.models import Market

# Columns of the table that says who it was.
WHO = ("turns", "talks", "introduced", "started")
KINDS = {"counselling": [one.value for one in CounsellingKind]}
MARKETS = {"market": [one.value for one in Market]}
# Rows of the monthly table → the measure whose rows they count.
BEHIND: dict[str, dict[str, str]] = {
    **{name: {"measure": name} for name in ("events", "sessions", "events_cancelled", "turns")},
    "persons": {"measure": "turns"},
    "registered": {"measure": "registered"},
    "registrations.walk_ins": {"measure": "walk_ins"},
    "registrations.no_shows": {"measure": "no_shows"},
    "turns.women": {"measure": "turns", "gender": "FEMALE"},
    "turns.women_not_stated": {"measure": "turns", "gender": ""},
    "persons.women": {"measure": "turns", "gender": "FEMALE"},
    "persons.women_not_stated": {"measure": "turns", "gender": ""},
    "turns.union": {"measure": "turns", "union": "yes"},
    "persons.union": {"measure": "turns", "union": "yes"},
}


def sections(counting: Counting) -> tuple[Section, ...]:
    return (
        Section(_("A. Activities"), (activities(counting),)),
        Section(_("B. Counselling"), (counselling(counting),)),
        Section(_("C. Introduction to work"), (jobs(counting),)),
        Section(_("D. Fairs, soldiers, interests"), (others(counting),)),
        Section(_("E. Who it was"), (who(counting),)),
    )


def activities(counting: Counting) -> Table:
    """The rows of the monthly report: plan, done, and the year to date."""
    rows, _cadences = figure_rows(
        counting.programme, counting.span.period, counting.span.until, at=counting.at
    )
    columns = [
        Column(pgettext("column of a report", "Plan")),
        Column(pgettext("column of a report", "Done")),
    ]
    if counting.has_until:
        columns.append(Column(pgettext("column of a report", "Year to date")))
    return Table(
        "activities",
        _("Activities of the programme"),
        tuple(columns),
        tuple(_row(row, with_year=counting.has_until) for row in rows),
        first=pgettext("column of a report", "Indicator"),
        with_units=True,
        picture="targets",
    )


def _row(row: FigureRow, *, with_year: bool) -> Row:
    if row.is_caption:
        return Row(row.code, str(row.label), look="caption")
    behind = BEHIND.get(row.code, {})
    if row.code.startswith("persons.age."):
        behind = {"measure": "turns", "age": row.code.removeprefix("persons.age.")}
    cells = [Cell(row.plan), Cell(row.done, behind, PERIOD)]
    if with_year:
        cells.append(Cell(row.year, behind, UNTIL))
    return Row(
        row.code,
        str(row.label),
        tuple(cells),
        str(row.unit),
        row.number,
        "main" if row.is_main else "sub",
        *_part(row.code),
    )


def _part(code: str) -> tuple[str, str]:
    """The group whose small cells are protected, and the row that is its whole."""
    whole, _dot, rest = code.partition(".")
    if whole not in ("turns", "persons") or not rest:
        return "", ""
    for name in ("women", "minority", "union", "age"):
        if rest.startswith(name):
            return f"{whole}.{name}", whole
    return "", ""


def counselling(counting: Counting) -> Table:
    return measure_table(
        counting,
        "counselling",
        _("Counselling by its three types, which are never added up"),
        (
            measure_rows(counting, "cases_opened", number="1", by=("counselling",), always=KINDS),
            measure_rows(counting, "talks", number="2", by=("counselling",), always=KINDS),
            measure_rows(
                counting, "appointments_kept", number="3", by=("counselling",), always=KINDS
            ),
            measure_rows(counting, "appointments_missed", number="4"),
            measure_rows(counting, "cases_closed", number="5", by=("result",)),
        ),
    )


def jobs(counting: Counting) -> Table:
    return measure_table(
        counting,
        "jobs",
        _("From a vacancy to a kept job"),
        (
            measure_rows(counting, "vacancies", number="1", by=("market",), always=MARKETS),
            measure_rows(counting, "posts", number="2"),
            measure_rows(counting, "wishes", number="3"),
            measure_rows(counting, "introduced", number="4", by=("market",), always=MARKETS),
            measure_rows(counting, "asked", number="5"),
            measure_rows(counting, "answered", number="6"),
            measure_rows(counting, "in_time", number="7"),
            measure_rows(counting, "started", number="8", by=("market",), always=MARKETS),
            measure_rows(counting, "confirmed", number="9"),
            measure_rows(counting, "left_work", number="10"),
            measure_rows(counting, "departed", number="11"),
        ),
        picture="stages",
    )


def others(counting: Counting) -> Table:
    return measure_table(
        counting,
        "others",
        _("Fairs, soldiers on their way home, interest sheets"),
        (
            measure_rows(counting, "booths", number="1"),
            measure_rows(counting, "candidates", number="2"),
            measure_rows(counting, "interviews", number="3", by=("result",)),
            measure_rows(counting, "discharged", number="4"),
            measure_rows(counting, "home_checks", number="5", by=("situation",)),
            measure_rows(counting, "sheets", number="6", by=("form",)),
        ),
    )


def who(counting: Counting) -> Table:
    """Persons of four measures by what is known of them; each person once in a cell."""
    found = {one: counting.found(one, PERSONAL) for one in WHO}
    rows = [
        Row(
            "persons",
            _("Persons, each counted once"),
            tuple(Cell(found[one].total.persons, {"measure": one}) for one in WHO),
            number="1",
            look="main",
        )
    ]
    for name in PERSONAL:
        words = counting.words(name)
        occurring = {value for one in WHO for value in found[one].by[name]}
        if not occurring:
            continue
        rows.append(Row(name, str(DIMENSIONS[name].label), look="caption"))
        rows += [
            Row(
                f"{name}.{value}",
                words.get(value, value),
                tuple(
                    Cell(found[one].of(name, value).persons, {"measure": one, name: value})
                    for one in WHO
                ),
                **grouped(name, "persons"),
            )
            for value in in_order(words, occurring)
        ]
    return Table(
        "who",
        _("Who came, was counselled, was introduced and began to work"),
        (
            Column(pgettext("column of a report", "Came to an activity")),
            Column(pgettext("column of a report", "Were counselled")),
            Column(pgettext("column of a report", "Were introduced")),
            Column(pgettext("column of a report", "Began to work")),
        ),
        tuple(rows),
        first=pgettext("column of a report", "Persons by"),
    )
