"""Files for the sender: an empty list to fill in, and the rows that were not taken over."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from nhipcau.rosters.models import Roster
from nhipcau.rosters.reasons import explained
from nhipcau.rosters.states import TAKEN_OVER, Verdict
from nhipcau.shared.tables.writing import plain_cell

TEMPLATE_HEADER = (
    *("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Dân tộc", "Lớp", "Xã/phường"),
    *("Số điện thoại", "Họ tên phụ huynh", "SĐT phụ huynh"),
)
TEMPLATE_EXAMPLE = (
    *("1", "Nông Thị Ví Dụ", "04/05/2009", "Nữ", "Nùng", "12A1", "Đông Kinh"),
    *("0912 345 678", "Hoàng Thị Mẫu", "0987 654 321"),
)
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
_WIDE = 24


def template_xlsx() -> bytes:
    """An empty list with the right column names. Vietnamese: schools fill it in."""
    return _xlsx("Danh sách", [TEMPLATE_HEADER, TEMPLATE_EXAMPLE])


def problem_rows(roster: Roster) -> list[list[str]]:
    """The rows that were not or cannot be taken over: as they were sent, with the reason."""
    wanted = roster.rows.exclude(verdict__in=[*TAKEN_OVER, Verdict.IGNORED])
    headers: list[str] = max((sheet["headers"] for sheet in roster.sheets), key=len, default=[])
    lead = [_("Sheet"), _("Row"), _("Verdict"), _("Reason")]
    table = [[*lead, *headers]]
    for row in wanted.order_by("place"):
        sheet = roster.sheets[row.sheet]
        reasons = " ".join(explained(row.reasons, sheet["headers"]))
        verdict = str(row.get_verdict_display())
        table.append([sheet["name"], str(row.number), verdict, reasons, *row.cells])
    return table


def problems_xlsx(roster: Roster) -> bytes:
    return _xlsx(_("To mend"), problem_rows(roster))


def problems_csv(roster: Roster) -> bytes:
    """With a mark in front, so that spreadsheet programs read it as Unicode."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";")
    writer.writerows([plain_cell(cell) for cell in row] for row in problem_rows(roster))
    return buffer.getvalue().encode("utf-8-sig")


def _xlsx(name: str, rows: Iterable[Sequence[Any]]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, _SAFE)
    sheet = book.add_worksheet(name[:31])
    bold = book.add_format({"bold": True, "bg_color": "#E8F0EC", "border": 1})
    text = book.add_format({"num_format": "@"})
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 30, _WIDE, text)
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write_string(at, column, plain_cell(cell), bold if at == 0 else text)
    book.close()
    return buffer.getvalue()
