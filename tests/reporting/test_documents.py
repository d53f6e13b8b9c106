"""One month, three ways: the page, the Word document and the workbook say the same."""

import datetime as dt
import re
import zipfile
from html import unescape
from io import BytesIO

import pytest
from django.utils import translation
from docx import Document
from python_calamine import CalamineWorkbook

from nhipcau.events.models import Channel
from nhipcau.events.states import AttendanceValue, EventState
from nhipcau.programmes.models import Audience
from nhipcau.reporting.document import NAMES, monthly_docx, template_for
from nhipcau.reporting.models import MonthlyReport
from nhipcau.reporting.monthly import monthly_figures
from nhipcau.reporting.periods import month_period
from nhipcau.reporting.workbook import monthly_xlsx
from tests.factories import (
    NOON,
    EventKindFactory,
    PlanLineFactory,
    ProgrammeFactory,
    centre_of,
    palace_of,
    staff_of,
)
from tests.reporting.people import came, held_session
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db
NOVEMBER = month_period(2026, 11)


@pytest.fixture
def programme():
    """A November with something in every row, and figures that need a thousands separator."""
    programme = ProgrammeFactory()
    fair = EventKindFactory(code="fair", name_vi="Ngày hội việc làm")
    school = EventKindFactory(code="school", name_vi="Tư vấn tại trường", audience=Audience.PUPILS)
    line = PlanLineFactory(
        programme=programme,
        month=dt.date(2026, 11, 1),
        kind=fair,
        target_turns=12_345,
        target_persons=1_234,
    )
    session = held_session(programme, "2026-11-03 08:00", line=line)
    lan = came(session, gender="FEMALE", ethnicity="NUNG", is_union_member=True).young_person
    came(session, gender="MALE", ethnicity="KINH", is_union_member=False)
    came(session, channel=Channel.WALK_IN, birth_on=dt.date(2012, 1, 1))
    came(session, value=AttendanceValue.ABSENT)
    pupils = PlanLineFactory(
        programme=programme,
        month=dt.date(2026, 11, 1),
        kind=school,
        audience=Audience.PUPILS,
        target_turns=7,
        target_persons=7,
    )
    came(held_session(programme, "2026-11-17 08:00", line=pupils), lan)
    came(held_session(programme, "2026-10-07 08:00", kind=school, audience=Audience.PUPILS), lan)
    held_session(programme, "2026-11-18 08:00", line=pupils, state=EventState.CANCELLED)
    MonthlyReport.objects.create(
        programme=programme,
        month=NOVEMBER.first,
        assessment='=HYPERLINK("x")\nĐông & vui <b>.',
        proposals="Thêm {{ kinh phí }} cho 65 xã.",
        written_for=palace_of(programme),
        written_at=NOON,
    )
    return programme


@pytest.fixture
def figures(programme):
    return monthly_figures(programme, NOVEMBER, at=NOON)


def plain(text):
    """A figure as it is written: ``1.234`` or ``1,234`` back to a number; a dash is nothing."""
    text = str(text).strip()
    if text in ("", "–"):
        return None
    return int(re.sub(r"[.,]", "", text)) if re.fullmatch(r"[\d.,]+", text) else text


def expected(figures, language="vi"):
    with translation.override(language):
        return [
            (str(row.label), row.plan, row.done, row.year)
            for row in figures.rows
            if not row.is_caption
        ]


def from_docx(content):
    table = next(table for table in Document(BytesIO(content)).tables if len(table.columns) == 6)
    rows = [[cell.text for cell in row.cells] for row in table.rows[1:]]
    return [
        (label.removeprefix("– "), *(plain(one) for one in numbers))
        for _number, label, unit, *numbers in rows
        if unit
    ]


def from_xlsx(content):
    sheet = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0)
    found = []
    for row in sheet.to_python(skip_empty_area=False):
        if len(row) == 6 and row[2] and row[1] and row[3] != row[2]:
            numbers = [int(one) if isinstance(one, float) else plain(one) for one in row[3:]]
            found.append((str(row[1]).removeprefix("– "), *numbers))
    start = next(i for i, one in enumerate(found) if isinstance(one[2], int))
    return found[start:]


def from_html(page):
    body = page.split("<tbody>", 1)[1].split("</tbody>")[0]
    found = []
    for row in re.findall(r'<tr data-code="[^"]*"[^>]*>(.*?)</tr>', body, re.DOTALL):
        cells = [
            unescape(re.sub(r"<[^>]*>", "", cell)).strip()
            for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)
        ]
        found.append((cells[1].removeprefix("– "), *(plain(one) for one in cells[3:])))
    return found


@pytest.mark.parametrize("page_language", ["vi", "en"])
def test_page_document_and_workbook_show_the_same_figures(
    client, programme, figures, time_machine, page_language
):
    time_machine.move_to(NOON.astimezone(dt.UTC))
    sign_in(client, staff_of(centre_of(programme)))
    client.cookies["django_language"] = page_language
    url = "/workspace/reports/2026-11/"

    page = from_html(client.get(url).content.decode())
    document = from_docx(client.get(f"{url}report.docx").content)
    workbook = from_xlsx(client.get(f"{url}report.xlsx").content)

    assert page == expected(figures, page_language)
    assert document == expected(figures, "vi")
    assert workbook == expected(figures, "vi")
    assert [one[1:] for one in page] == [one[1:] for one in document]
    assert len(page) > 30


def test_the_figures_are_those_counted_by_hand(figures):
    got = {row.code: (row.plan, row.done, row.year) for row in figures.rows}

    assert got["events"] == (2, 2, 3)
    assert got["events.kind.fair"] == (1, 1, 1)
    assert got["events_cancelled"] == (None, 1, 1)
    assert got["sessions"] == (None, 2, 3)
    assert got["cadence"] == (1, 1, 2)
    assert got["turns"] == (12_352, 4, 5)
    assert got["turns.kind.school"] == (7, 1, 2)
    assert got["turns.audience.PUPILS"] == (7, 1, 2)
    assert got["turns.women"] == (None, 2, 3)
    assert got["turns.women_not_stated"] == (None, 1, 1)
    assert got["persons"] == (1_241, 3, 3)
    assert got["persons.audience.PUPILS"] == (7, 1, 1)
    assert got["persons.minority"] == (None, 1, 1)
    assert got["persons.minority_not_stated"] == (None, 1, 1)
    assert got["persons.union"] == (None, 1, 1)
    assert got["persons.age.under_16"] == (None, 1, 1)
    assert got["registered"] == (None, 4, 5)
    assert got["registrations.walk_ins"] == (None, 1, 1)
    assert got["registrations.no_shows"] == (None, 1, 1)


def test_the_year_of_a_report_ends_with_its_month(programme):
    october = monthly_figures(programme, month_period(2026, 10), at=NOON)

    assert october.row("turns").year == 1
    assert october.row("events").year == 1


def text_of(content):
    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_document_has_the_official_layout(programme, figures):
    text = text_of(monthly_docx(figures))

    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Lạng Sơn, ngày 23 tháng 11 năm 2026",
        "BÁO CÁO",
        "hướng nghiệp, giới thiệu việc làm\ntháng 11 năm 2026",
        "I. KẾT QUẢ THỰC HIỆN",
        "II. ĐÁNH GIÁ CHUNG",
        "III. KIẾN NGHỊ",
        "Nơi nhận:",
        "Đông & vui <b>.",
        "Thêm {{ kinh phí }} cho 65 xã.",
    ):
        assert words in text
    for unit in (palace_of(programme), centre_of(programme)):
        assert text.count(unit.name_vi.upper()) >= 2
    assert "{%" not in text


def test_the_document_is_set_in_times_new_roman_on_a4(figures):
    document = Document(BytesIO(monthly_docx(figures)))
    section = document.sections[0]

    assert document.styles["Normal"].font.name == "Times New Roman"
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert {run.font.name for line in document.paragraphs for run in line.runs} <= {
        "Times New Roman",
        None,
    }


@pytest.mark.parametrize("page_language", ["vi", "en"])
def test_the_language_of_the_document_is_an_argument(figures, page_language):
    with translation.override(page_language):
        assert "KẾT QUẢ THỰC HIỆN" in text_of(monthly_docx(figures))
        assert "SOCIALIST REPUBLIC" in text_of(monthly_docx(figures, language="en"))
        assert translation.get_language() == page_language
        assert from_docx(monthly_docx(figures, language="en")) == expected(figures, "en")
        assert from_xlsx(monthly_xlsx(figures, language="en")) == expected(figures, "en")


def test_a_month_without_anything_makes_a_whole_document():
    figures = monthly_figures(ProgrammeFactory(), month_period(2026, 11), at=NOON)

    assert from_docx(monthly_docx(figures)) == from_xlsx(monthly_xlsx(figures))
    assert "số liệu là tạm tính" in text_of(monthly_docx(figures))


def test_no_cell_of_the_workbook_starts_a_formula(figures):
    content = monthly_xlsx(figures)
    with zipfile.ZipFile(BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        strings = parts.read("xl/sharedStrings.xml").decode()
        styles = parts.read("xl/styles.xml").decode()

    assert "<f>" not in sheet
    assert "=HYPERLINK" in strings
    assert 'quotePrefix="1"' in styles


def test_the_workbook_prints_on_a4_with_its_head_on_every_page(figures):
    with zipfile.ZipFile(BytesIO(monthly_xlsx(figures))) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        book = parts.read("xl/workbook.xml").decode()

    assert 'paperSize="9"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert "_xlnm.Print_Titles" in book


def test_a_province_may_put_its_own_template(settings, tmp_path):
    assert template_for("vi").name == NAMES["vi"]
    own = tmp_path / "documents" / NAMES["vi"]
    own.parent.mkdir()
    own.write_bytes(template_for("vi").read_bytes())
    settings.PROVINCE_DIR = tmp_path

    assert template_for("vi") == own
    assert template_for("en").parent != own.parent


def test_a_report_costs_eight_queries(programme, django_assert_num_queries):
    programme.cadence_rule.refresh_from_db()

    with django_assert_num_queries(8):
        monthly_figures(programme, NOVEMBER, at=NOON)
