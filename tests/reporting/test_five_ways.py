"""One report, five ways: the page, Word, Excel, PDF and JSON say the same numbers."""

import datetime as dt
import json
import re
import shutil
import subprocess
from html import unescape
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from docx import Document
from python_calamine import CalamineWorkbook

from nhipcau.organisations.models import Role
from nhipcau.reporting.rendering import rendered
from nhipcau.reporting.report import Cell, as_plain, from_plain, numbers_of, protected
from nhipcau.reporting.reports import KINDS, Counting, make
from nhipcau.reporting.spans import span_of
from tests.factories import (
    CommuneFactory,
    PlacementFactory,
    ProgrammeFactory,
    ReferralFactory,
    VacancyFactory,
    centre_of,
    moment,
    palace_of,
    reference_data,
    staff_of,
)
from tests.reporting.people import came, held_session
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
AT = moment("2026-12-03 09:00").astimezone(dt.UTC)


@pytest.fixture
def programme():
    reference_data()
    programme = ProgrammeFactory()
    session = held_session(programme, "2026-11-03 08:00", target_turns=12_345, target_persons=1234)
    commune = CommuneFactory(name="=Đông & Kinh")
    for number in range(7):
        came(session, gender="FEMALE" if number else "MALE", ethnicity="NUNG", commune=commune)
    came(held_session(programme, "2026-10-03 08:00"))
    centre = centre_of(programme)
    vacancy = VacancyFactory(
        employer__centre=centre,
        employer__name="Công ty <May> & Mặc",
        published_at=moment("2026-11-05 08:00"),
        headcount=1500,
    )
    referral = ReferralFactory(
        vacancy=vacancy,
        state="HIRED",
        issued_at=moment("2026-11-06 08:00"),
        answered_at=moment("2026-11-08 08:00"),
    )
    PlacementFactory(referral=referral, starts_on=dt.date(2026, 11, 20))
    return programme


def told(report):
    """Rows as they are written: table, label, figures."""
    with translation.override("vi"):
        return [
            (
                row.label,
                [
                    cell.written(column.kind)
                    for cell, column in zip(row.cells, table.columns, strict=False)
                ],
            )
            for table in report.tables
            for row in table.rows
            if row.cells
        ]


def from_page(client, kind):
    page = client.get(reverse("workspace:reports:report", args=[kind, "2026-11"]))
    rows = re.findall(r"<tr data-code=.*?</tr>", page.content.decode(), re.S)

    def plain(text):
        return unescape(re.sub(r"<[^>]+>", "", text)).strip()

    found = []
    for row in rows:
        label = plain(re.search(r"<th.*?</th>", row, re.S)[0]).removeprefix("– ")
        figures = [plain(one) for one in re.findall(r'<td class="number">.*?</td>', row, re.S)]
        found.append((label, figures))
    return found


def from_docx(content, report):
    widths = [len(table.columns) for table in report.tables]
    tables = [one for one in Document(BytesIO(content)).tables if len(one.rows[0].cells) > 2]
    found = []
    for table, width in zip(tables, widths, strict=True):
        for row in table.rows[1:]:
            cells = [cell.text for cell in row.cells]
            if any(cells[-width:]):
                found.append((cells[1], cells[-width:]))
    return found


def from_xlsx(content, report):
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    found = []
    for place, table in enumerate(report.tables):
        rows = book.get_sheet_by_index(place).to_python(skip_empty_area=False)
        width = len(table.columns)
        wanted = [row for row in table.rows if row.cells]
        body = [row for row in rows if len(row) >= width + 2][-_height(rows, table) :]
        taken = [row for row in body if str(row[1]) in {one.label for one in wanted}]
        for row, one in zip(
            [r for r in taken if any(str(c) != "" for c in r[-width:])], wanted, strict=True
        ):
            found.append(
                (
                    str(row[1]),
                    [
                        _written(cell, column.kind)
                        for cell, column in zip(row[-width:], table.columns, strict=True)
                    ][: len(one.cells)],
                )
            )
    return found


def _height(rows, table):
    return len(table.rows) + (1 if table.note else 0)


def _written(cell, kind):
    if isinstance(cell, float):
        with translation.override("vi"):
            value = round(cell, 1) if kind != "count" else int(cell)
            return Cell(value).written(kind)
    return str(cell)


@pytest.mark.parametrize("kind", [one.code for one in KINDS])
def test_page_word_excel_and_json_agree(client, programme, kind, time_machine):
    time_machine.move_to(AT)
    sign_in(client, staff_of(palace_of(programme), Role.COORDINATOR))
    with translation.override("vi"):
        report = make(kind, Counting(programme, span_of("2026-11", programme), AT))
    wanted = told(report)
    assert wanted or kind in ("schools", "fairs")

    assert from_page(client, kind) == wanted
    assert from_docx(rendered(report, "docx"), report) == wanted
    assert from_xlsx(rendered(report, "xlsx"), report) == wanted
    assert from_plain(json.loads(rendered(report, "json"))) == report


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext reads the PDF here")
def test_the_pdf_has_every_row_and_every_figure(programme, tmp_path):
    with translation.override("vi"):
        report = make("coordination", Counting(programme, span_of("2026-11", programme), AT))
    path = tmp_path / "x.pdf"
    path.write_bytes(rendered(report, "pdf"))
    text = subprocess.run(
        ["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout
    words = text.split()
    for _label, figures in told(report):
        for figure in figures:
            for part in figure.split():
                assert part in words
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "12.345" in words


def test_a_report_survives_json_with_every_number(programme):
    report = make("coordination", Counting(programme, span_of("2026-q4", programme), AT))
    again = from_plain(json.loads(json.dumps(as_plain(report))))

    assert numbers_of(again) == numbers_of(report)
    assert again == report


def test_what_is_left_out_is_left_out_of_every_file(programme):
    """One man among seven: seven, six and one cannot stand beside each other."""
    with translation.override("vi"):
        report = make("coordination", Counting(programme, span_of("2026-11", programme), AT))
        shown = protected(report, "* không nêu")
    row = shown.table("who").row("gender.MALE")

    assert row.cells[0].is_hidden
    assert shown.table("who").row("gender.FEMALE").cells[0].is_hidden
    assert shown.table("who").row("persons").cells[0].value == 7
    assert from_docx(rendered(shown, "docx"), shown) == told(shown)
    assert b'"is_hidden": true' in rendered(shown, "json")
