"""The sheet of a class as an Excel workbook, in Vietnamese: what the page tells, nothing more."""

from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from nhipcau.schools.models import ClassReport
from nhipcau.schools.wording import Table, heading_of, notes_of, tables_of

OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
FONT = {"font_name": "Times New Roman", "font_size": 12, "text_wrap": True, "valign": "top"}


def class_xlsx(report: ClassReport, *, language: str = "vi") -> bytes:
    made = BytesIO()
    with translation.override(language), xlsxwriter.Workbook(made, OPTIONS) as book:
        created = timezone.localtime(report.made_at).replace(tzinfo=None)
        book.set_properties({"title": _("Sheet of a class"), "created": created})
        sheet = book.add_worksheet(_("Sheet of a class")[:31])
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 52)
        sheet.set_column(1, 1, 22)
        plain = book.add_format(FONT)
        strong = book.add_format({**FONT, "bold": True})
        row = 0
        for line in heading_of(report):
            sheet.write_string(row, 0, line, strong if row == 0 else plain)
            row += 1
        for table in tables_of(report):
            row = _table(sheet, table, row + 1, plain, strong)
        for note in notes_of(report):
            row += 1
            sheet.merge_range(row, 0, row, 1, "", plain)
            sheet.write_string(row, 0, note, plain)
            sheet.set_row(row, 18 * (1 + len(note) // 70))
    return made.getvalue()


def _table(sheet: Any, table: Table, row: int, plain: Any, strong: Any) -> int:
    sheet.write_string(row, 0, table.heading, strong)
    sheet.write_string(row, 1, table.unit, strong)
    for label, told in table.rows:
        row += 1
        sheet.write_string(row, 0, label, plain)
        sheet.write_string(row, 1, told, plain)
    return row + 1
