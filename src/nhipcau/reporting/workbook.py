"""The monthly report as an Excel workbook: the letter on one sheet, its method on another."""

from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nhipcau.reporting.indicators import INDICATORS
from nhipcau.reporting.letter import Letter, letter_of
from nhipcau.reporting.monthly import MonthlyFigures

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = (6, 46, 13, 12, 12, 14)
LAST = len(WIDTHS) - 1
FONT = {"font_name": "Times New Roman", "font_size": 12}
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def monthly_xlsx(figures: MonthlyFigures, *, language: str = "vi") -> bytes:
    """The report of a month. Its language is asked for here, whatever the page's is."""
    made = BytesIO()
    with translation.override(language), xlsxwriter.Workbook(made, OPTIONS) as book:
        letter = letter_of(figures)
        created = timezone.localtime(figures.counted_at).replace(tzinfo=None)
        book.set_properties({"title": _("Monthly report"), "created": created})
        book.set_size(1800, 1400)
        styles = _Styles(book)
        _report_sheet(book, styles, letter, figures)
        _method_sheet(book, styles)
    return made.getvalue()


class _Styles:
    """Formats by name, each made once; text that looks like a formula gets the quote mark."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self.made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **wanted: Any) -> Any:
        key = tuple(sorted(wanted.items()))
        if key not in self.made:
            self.made[key] = self.book.add_format({**FONT, "valign": "vcenter", **wanted})
        return self.made[key]

    def text(self, content: str, **wanted: Any) -> Any:
        quoted = {"quote_prefix": True} if content.startswith(FORMULA_SIGNS) else {}
        return self(text_wrap=True, **quoted, **wanted)


def _report_sheet(book: Any, styles: _Styles, letter: Letter, figures: MonthlyFigures) -> None:
    sheet = book.add_worksheet(f"{figures.month.first:%m-%Y}")
    _page(sheet, letter)
    row = _letterhead(sheet, styles, letter)
    row = _table(sheet, styles, letter, row)
    for heading, lines in (
        (_("II. General assessment"), letter.assessment),
        (_("III. Proposals"), letter.proposals),
    ):
        row = _wide(sheet, styles, row + 1, heading, bold=True)
        for line in lines:
            row = _wide(sheet, styles, row, line)
    _signatures(sheet, styles, letter, row + 1)


def _page(sheet: Any, letter: Letter) -> None:
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.set_margins(left=0.9, right=0.6, top=0.8, bottom=0.8)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P/&N")
    sheet.hide_gridlines(2)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)


def _letterhead(sheet: Any, styles: _Styles, letter: Letter) -> int:
    left = [
        *((name.upper(), {}) for name in letter.superiors),
        *((name.upper(), {"bold": True}) for name in letter.units),
        (_("No. ……/BC-……"), {}),
    ]
    right = [
        (_("SOCIALIST REPUBLIC OF VIET NAM"), {"bold": True}),
        (_("Independence - Freedom - Happiness"), {"bold": True, "underline": True}),
        (letter.day, {"italic": True}),
    ]
    height = max(len(left), len(right))
    for place in range(height):
        for side, first, last in ((left, 0, 1), (right, 2, LAST)):
            text, look = side[place] if place < len(side) else ("", {})
            style = styles.text(text, align="center", **look)
            sheet.merge_range(place, first, place, last, "", style)
            sheet.write_string(place, first, text, style)
        sheet.set_row(
            place,
            32
            if any(len(one[place][0]) > 42 for one in (left, right) if place < len(one))
            else 18,
        )
    row = height + 1
    for text in (_("REPORT"), letter.subject, letter.month):
        row = _wide(sheet, styles, row, text, bold=True, align="center", font_size=14)
    return row + 1


def _table(sheet: Any, styles: _Styles, letter: Letter, row: int) -> int:
    row = _wide(sheet, styles, row, _("I. Results"), bold=True)
    heads = (
        *(
            pgettext("column of a report", "No."),
            pgettext("column of a report", "Indicator"),
            pgettext("column of a report", "Unit"),
        ),
        *(
            pgettext("column of a report", "Plan"),
            pgettext("column of a report", "Done"),
            pgettext("column of a report", "Year to date"),
        ),
    )
    for column, text in enumerate(heads):
        style = styles.text(text, bold=True, border=1, align="center", bg_color="#E8E8E8")
        sheet.write_string(row, column, text, style)
    sheet.set_row(row, 34)
    sheet.repeat_rows(row)
    for one in letter.rows:
        row += 1
        look = {"border": 1, "bold": one.is_main, "italic": one.is_caption}
        texts = ((one.number, "center"), (one.label, "left"), (one.unit, "center"))
        for column, (text, align) in enumerate(texts):
            sheet.write_string(row, column, text, styles.text(text, align=align, **look))
        for column, (figure, written) in enumerate(
            zip(one.figures, one.written, strict=True), start=3
        ):
            if figure is None:
                sheet.write_string(row, column, written, styles(align="right", **look))
            else:
                style = styles(num_format="#,##0", align="right", **look)
                sheet.write_number(row, column, figure, style)
    for note in letter.notes:
        row = _wide(sheet, styles, row + 1, note, italic=True, font_size=11) - 1
    return row + 1


def _wide(sheet: Any, styles: _Styles, row: int, text: str, **look: Any) -> int:
    """One text over the whole width, high enough for its lines; gives the next row."""
    style = styles.text(text, **look)
    sheet.merge_range(row, 0, row, LAST, "", style)
    sheet.write_string(row, 0, text, style)
    sheet.set_row(row, 18 * max(1, -(-len(text) // 92)))
    return row + 1


def _signatures(sheet: Any, styles: _Styles, letter: Letter, row: int) -> None:
    sides = ((0, 1), (2, LAST))
    for offset, look in ((0, {"bold": True}), (1, {"italic": True})):
        for (first, last), unit in zip(sides, letter.units, strict=False):
            text = unit.upper() if offset == 0 else _("(Signature, full name, seal)")
            style = styles.text(text, align="center", **look)
            sheet.merge_range(row + offset, first, row + offset, last, "", style)
            sheet.write_string(row + offset, first, text, style)
    sheet.set_row(row, 34)
    row += 7
    row = _wide(sheet, styles, row, _("Recipients:"), bold=True, italic=True, font_size=11)
    for name in letter.recipients:
        end = "." if name == letter.recipients[-1] else ";"
        row = _wide(sheet, styles, row, f"\N{EN DASH} {name}{end}", font_size=11)


def _method_sheet(book: Any, styles: _Styles) -> None:
    sheet = book.add_worksheet(_("How it is counted"))
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    for column, width in enumerate((34, 18, 60, 60)):
        sheet.set_column(column, column, width)
    for column, text in enumerate(
        (
            pgettext("column of a report", "Indicator"),
            pgettext("column of a report", "Unit"),
            pgettext("column of a report", "Formula"),
            pgettext("column of a report", "Source"),
        )
    ):
        sheet.write_string(
            0, column, text, styles.text(text, bold=True, border=1, bg_color="#E8E8E8")
        )
    for row, one in enumerate(INDICATORS, start=1):
        cells = (str(one.label), str(one.unit), str(one.formula), str(one.source))
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, styles.text(text, border=1))
