"""A list of the rows behind a figure as a workbook, written row by row.

However many rows: one is read, written and forgotten. What comes out is cut into pieces.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from nhipcau.reporting.dimensions import BY_CODE as DIMENSIONS
from nhipcau.reporting.dimensions import value_words
from nhipcau.reporting.measures import BY_CODE, Measure, Scope, scope_of
from nhipcau.reporting.models import Export
from nhipcau.reporting.periods import Period
from nhipcau.reporting.tallying import lines_of, narrowed
from nhipcau.shared import wording
from nhipcau.shared.tables.writing import plain_cell

PIECE = 1_000_000
READ_AT_ONCE = 2_000
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LANGUAGE = "vi"


def scope_of_export(export: Export) -> Scope:
    return scope_of(export.programme, Period(export.first, export.last))


def listed(
    actor: Any, measure: Measure, scope: Scope, narrowing: dict[str, str]
) -> tuple[str, list[Any]] | None:
    """SQL of the rows of a figure that ``actor`` may see; nothing when there is none."""
    lines = lines_of(measure, scope, measure.dimensions)
    if lines is None:
        return None
    sql, told = lines
    try:
        seen: Any = measure.model.objects.visible_to(actor)  # type: ignore[attr-defined]
        visible, values = seen.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    where, wanted = narrowed(narrowing)
    return (
        f"FROM ({sql}) AS told LEFT JOIN people_youngperson AS somebody"
        " ON somebody.id = told.person LEFT JOIN organisations_commune AS home"
        f" ON home.id = somebody.commune_id WHERE told.record IN ({visible}){where}",
        [*told, *values, *wanted],
    )


def count_listed(actor: Any, measure: Measure, scope: Scope, narrowing: dict[str, str]) -> int:
    found = listed(actor, measure, scope, narrowing)
    if found is None:
        return 0
    sql, told = found
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {sql}", told)
        return int(cursor.fetchone()[0])


def write_workbook(export: Export, path: Path) -> int:
    """The workbook of an export; how many rows it has. Seen with the eyes of who asked."""
    measure = BY_CODE[export.measure]
    with translation.override(LANGUAGE), xlsxwriter.Workbook(str(path), OPTIONS) as book:
        book.set_properties({"title": str(measure.label), "comments": _watermark(export)})
        sheet = book.add_worksheet(_("List"))
        bold = book.add_format({"bold": True, "bg_color": "#E8E8E8", "border": 1})
        sheet.set_footer(f"&L{_watermark(export)}&R&P/&N")
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.repeat_rows(2)
        sheet.set_column(0, 30, 20)
        sheet.write_string(0, 0, f"{measure.label}: {_days(export)}")
        sheet.write_string(1, 0, _watermark(export))
        names = [one for one in measure.dimensions if one not in ("event", "employer")]
        heads = [_("No."), _("Day")]
        if measure.persons:
            heads += [_("Full name"), _("Date of birth"), _("Phone"), _("Commune")]
        heads += [str(DIMENSIONS[name].label) for name in names if name != "commune"]
        for column, text in enumerate(heads):
            sheet.write_string(2, column, text, bold)
        count = 0
        for count, cells in enumerate(_rows(export, measure, names), start=1):
            sheet.write_number(count + 2, 0, count)
            for column, text in enumerate(cells, start=1):
                sheet.write_string(count + 2, column, plain_cell(text))
    return count


def _rows(export: Export, measure: Measure, names: list[str]) -> Iterator[list[str]]:
    found = listed(export.asked_by, measure, scope_of_export(export), export.narrowing)
    if found is None:
        return
    sql, told = found
    words = {name: value_words(name) for name in names}
    shown = [name for name in names if name != "commune"]
    columns = "".join(f", told.{name}" for name in shown)
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            "SELECT told.on_day, somebody.full_name, somebody.birth_on, somebody.phone,"
            f" concat_ws(' ', home.kind, home.name){columns} {sql}"
            " ORDER BY told.on_day, told.record",
            told,
        )
        while rows := cursor.fetchmany(READ_AT_ONCE):
            for day, full_name, birth_on, phone, home, *values in rows:
                cells = [wording.day(day)]
                if measure.persons:
                    cells += [
                        full_name or "",
                        wording.day(birth_on) if birth_on else "",
                        wording.phone(phone) if phone else "",
                        home,
                    ]
                for name, value in zip(shown, values, strict=True):
                    cells.append(_said(words[name], value))
                yield cells


def _said(words: dict[str, str], value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(words.get(str(one)) or str(one) for one in value)
    return words.get(value or "", str(value or ""))


def _days(export: Export) -> str:
    return f"{wording.day(export.first)} - {wording.day(export.last)}"


def _watermark(export: Export) -> str:
    """Who holds this file, for what and until when: on every page of it."""
    return _("%(mark)s · made for %(name)s, %(unit)s · %(purpose)s · delete by %(until)s") % {
        "mark": export.mark,
        "name": export.asked_by.full_name,
        "unit": export.unit.short_name_vi,
        "purpose": " ".join(export.purpose.replace("&", "+").split())[:60],
        "until": wording.day(timezone.localdate(export.expires_at)),
    }


def pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def work_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="nhipcau-export-")
