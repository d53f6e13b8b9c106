"""A report as an Excel workbook: a sheet for each table, one for notes, one for the method."""

from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nhipcau.reporting.report import COUNT, RATE, SHARE, Cell, Report, Row, Table

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FONT = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
NUMBERS = {COUNT: "#,##0", SHARE: '#,##0.0" %"', RATE: "#,##0.0"}
NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class Styles:
    """Formats by name, each made once; text that looks like a formula gets the quote mark."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **wanted: Any) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({**FONT, **wanted})
        return self.made[key]

    def text(self, content: str, **wanted: Any) -> Any:
        quoted = {"quote_prefix": True} if content.startswith(FORMULA_SIGNS) else {}
        return self(text_wrap=True, **quoted, **wanted)


def as_xlsx(report: Report) -> bytes:
    made = BytesIO()
    with xlsxwriter.Workbook(made, OPTIONS) as book:
        book.set_properties({"title": report.title})
        styles = Styles(book)
        taken: set[str] = set()
        for place, table in enumerate(report.tables):
            sheet = book.add_worksheet(_sheet_name(f"{place + 1}. {table.title}", taken))
            _paper(sheet, table)
            row = _letterhead(sheet, styles, report, _width(table)) if place == 0 else 0
            _write_table(sheet, styles, table, row)
        _words_sheet(
            book.add_worksheet(_sheet_name(_("Notes and signatures"), taken)), styles, report
        )
        _method_sheet(
            book.add_worksheet(_sheet_name(_("How it is counted"), taken)), styles, report
        )
    return made.getvalue()


def _sheet_name(title: str, taken: set[str]) -> str:
    name = title.translate(NOT_IN_A_NAME)[:31].strip()
    taken.add(name)
    return name


def _width(table: Table) -> int:
    return 2 + int(table.with_units) + len(table.columns)


def _paper(sheet: Any, table: Table) -> None:
    sheet.set_paper(9)
    sheet.set_margins(left=0.9, right=0.6, top=0.8, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 6)
    sheet.set_column(1, 1, 46)
    sheet.set_column(2, _width(table), 14)


def _letterhead(sheet: Any, styles: Styles, report: Report, width: int) -> int:
    heading = report.heading
    left = [
        *((name.upper(), {}) for name in heading.superiors),
        *((name.upper(), {"bold": True}) for name in heading.units),
        (_("No. ……/BC-……"), {}),
    ]
    right = [
        (_("SOCIALIST REPUBLIC OF VIET NAM"), {"bold": True}),
        (_("Independence - Freedom - Happiness"), {"bold": True, "underline": True}),
        (heading.day, {"italic": True}),
    ]
    rows = max(len(left), len(right))
    for place in range(rows):
        for side, first, last in ((left, 0, 1), (right, 2, width - 1)):
            text, look = side[place] if place < len(side) else ("", {})
            _wide(sheet, styles, place, first, last, text, align="center", **look)
        sheet.set_row(place, 34)
    row = rows + 1
    for text in (report.title, heading.subject, heading.period):
        _wide(sheet, styles, row, 0, width - 1, text, bold=True, align="center", font_size=14)
        sheet.set_row(row, 20 * max(1, -(-len(text) // 60)))
        row += 1
    return row + 1


def _wide(
    sheet: Any, styles: Styles, row: int, first: int, last: int, text: str, **look: Any
) -> None:
    style = styles.text(text, **look)
    if last > first:
        sheet.merge_range(row, first, row, last, "", style)
    sheet.write_string(row, first, text, style)


def _write_table(sheet: Any, styles: Styles, table: Table, row: int) -> None:
    last = _width(table) - 1
    _wide(sheet, styles, row, 0, last, table.title, bold=True)
    row += 1
    if table.finding:
        _wide(sheet, styles, row, 0, last, table.finding, italic=True)
        row += 1
    heads = [pgettext("column of a report", "No."), table.first]
    if table.with_units:
        heads.append(pgettext("column of a report", "Unit"))
    heads += [one.label for one in table.columns]
    for column, text in enumerate(heads):
        style = styles.text(text, bold=True, border=1, align="center", bg_color="#E8E8E8")
        sheet.write_string(row, column, text, style)
    sheet.set_row(row, 34)
    sheet.repeat_rows(row)
    for one in table.rows:
        row += 1
        _write_row(sheet, styles, table, one, row)
    if table.note:
        _wide(sheet, styles, row + 1, 0, last, table.note, italic=True, font_size=11)


def _write_row(sheet: Any, styles: Styles, table: Table, row: Row, at: int) -> None:
    look = {"border": 1, "bold": row.look == "main", "italic": row.look == "caption"}
    texts = [(row.number, "center"), (row.label, "left")]
    if table.with_units:
        texts.append((row.unit, "center"))
    for column, (text, align) in enumerate(texts):
        indent = {"indent": 1} if column == 1 and row.look == "sub" else {}
        sheet.write_string(at, column, text, styles.text(text, align=align, **look, **indent))
    for place, column_told in enumerate(table.columns):
        cell = row.cells[place] if place < len(row.cells) else None
        _write_cell(sheet, styles, cell, column_told.kind, at, len(texts) + place, look)


def _write_cell(
    sheet: Any,
    styles: Styles,
    cell: Cell | None,
    kind: str,
    row: int,
    column: int,
    look: dict[str, Any],
) -> None:
    """Figures are numbers, so that the office can go on counting with them."""
    if cell is None:
        sheet.write_blank(row, column, None, styles(**look))
    elif cell.is_hidden or cell.value is None or isinstance(cell.value, str):
        text = cell.written(kind)
        sheet.write_string(row, column, text, styles.text(text, align="right", **look))
    else:
        style = styles(num_format=NUMBERS[kind], align="right", **look)
        sheet.write_number(row, column, cell.value, style)


def _words_sheet(sheet: Any, styles: Styles, report: Report) -> None:
    sheet.set_paper(9)
    sheet.set_column(0, 1, 55)
    row = 0
    for section in report.sections:
        for line in (section.heading, *section.lines) if section.lines else ():
            _wide(sheet, styles, row, 0, 1, line)
            row += 1
    for note in report.notes:
        _wide(sheet, styles, row, 0, 1, note, italic=True, font_size=11)
        sheet.set_row(row, 16 * max(1, -(-len(note) // 105)))
        row += 1
    row += 1
    for column, unit in enumerate(report.heading.units[:2]):
        text = unit.upper()
        sheet.write_string(row, column, text, styles.text(text, bold=True, align="center"))
        signing = _("(Signature, full name, seal)")
        sheet.write_string(
            row + 1, column, signing, styles.text(signing, italic=True, align="center")
        )
    row += 7
    for text in (_("Recipients:"), *(f"\N{EN DASH} {one}" for one in report.heading.recipients)):
        _wide(sheet, styles, row, 0, 1, text, font_size=11)
        row += 1


def _method_sheet(sheet: Any, styles: Styles, report: Report) -> None:
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for column, width in enumerate((34, 18, 60, 60)):
        sheet.set_column(column, column, width)
    heads = (
        pgettext("column of a report", "Indicator"),
        pgettext("column of a report", "Unit"),
        pgettext("column of a report", "Formula"),
        pgettext("column of a report", "Source"),
    )
    for column, text in enumerate(heads):
        style = styles.text(text, bold=True, border=1, bg_color="#E8E8E8")
        sheet.write_string(0, column, text, style)
    for row, one in enumerate(report.definitions, start=1):
        for column, text in enumerate((one.label, one.unit, one.formula, one.source)):
            sheet.write_string(row, column, text, styles.text(text, border=1))
