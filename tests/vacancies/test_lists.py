"""Whole lists as employers send them: read row by row, taken over and back as one act."""

import datetime as dt
import io

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import NotAllowed, ReasonMissing
from nhipcau.shared.tables.reading import FileRefused, read_tables
from nhipcau.vacancies import use_cases
from nhipcau.vacancies.errors import ListClosed, NothingToTakeOver, TooLate
from nhipcau.vacancies.list_reasons import explained
from nhipcau.vacancies.list_values import Unclear, count, last_day, schooling, wage
from nhipcau.vacancies.models import Vacancy, VacancyRow
from nhipcau.vacancies.states import VacancyState
from tests.factories import NOON, CommuneFactory, EmployerFactory
from tests.vacancies.made import TODAY, counsellor_of, details, occupation, stranger

LAST = TODAY + dt.timedelta(days=30)
HEADER = ["STT", "Vị trí tuyển dụng", "Số lượng", "Mức lương", "Địa điểm làm việc", "Trình độ"]


def workbook(*rows, merged=()):
    """The bytes of an XLSX. ``merged``: (first row, first column, last row, last column, text)."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = book.add_worksheet("Tuyển dụng")
    plain = book.add_format()
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell != "":
                sheet.write(number, place, cell)
    for first, left, last, right, text in merged:
        sheet.merge_range(first, left, last, right, text, plain)
    book.close()
    return content.getvalue()


def read(data, *, employer=None, by=None, at=NOON):
    employer = employer or EmployerFactory(commune=CommuneFactory(name="Tam Thanh"))
    return use_cases.upload_list(
        by=by or counsellor_of(employer),
        at=at,
        employer=employer,
        tables=read_tables(data),
        file_name="../Tuyển dụng.xlsx",
        closes_on=LAST,
    )


def told(kept):
    """Row number → verdict and codes of its reasons."""
    return {
        row.number: (row.verdict, [one["code"] for one in row.reasons]) for row in kept.rows.all()
    }


def as_sent():
    """Title rows above, merged cells inside, a signature below."""
    CommuneFactory(name="Đông Kinh")
    return workbook(
        ["CÔNG TY TNHH MAY BẮC SƠN"],
        ["DANH SÁCH VỊ TRÍ TUYỂN DỤNG THÁNG 11/2026"],
        [],
        HEADER,
        [1, "Công nhân may", 50, "8 - 12 triệu", "", "THPT"],
        [2, "Thợ điện", "05", "9tr5", "", "Trung cấp điện"],
        [3, "Kế toán", 1, "12 - 9 triệu", "", "Đại học"],
        [4, "Tạp vụ", "", "thỏa thuận", "", ""],
        ["Tổng cộng", "", 57],
        ["", "", "", "", "Ngày 20 tháng 11 năm 2026"],
        merged=[
            (0, 0, 0, 5, "CÔNG TY TNHH MAY BẮC SƠN"),
            (4, 4, 7, 4, "Phường Đông Kinh, Lạng Sơn"),
        ],
    )


def test_a_workbook_with_title_rows_and_merged_cells_is_read_row_by_row():
    kept = read(as_sent())

    verdicts = told(kept)
    assert verdicts[5] == ("NEW", [])
    assert verdicts[6] == ("NEW", ["from_above"])
    assert verdicts[7] == ("UNREADABLE", ["from_above", "wage_order"])
    assert verdicts[8] == ("UNREADABLE", ["from_above", "count_missing"])
    assert {verdicts[number][0] for number in (1, 2, 4, 9, 10)} == {"IGNORED"}
    first = kept.rows.get(number=5).read
    assert (first["title"], first["headcount"]) == ("Công nhân may", 50)
    assert (first["wage_from"], first["wage_to"]) == (8_000_000, 12_000_000)
    assert first["education"] == "UPPER_SECONDARY"
    assert kept.rows.get(number=6).read["commune"] == first["commune"], "the merged cell counts"
    assert not Vacancy.objects.exists(), "nothing is written before it is confirmed"


def test_each_reason_names_its_column_as_the_sender_sees_it():
    kept = read(as_sent())

    row = kept.rows.get(number=7)
    told_of = explained(row.reasons, kept.sheets[0]["headers"])

    assert "D" in told_of[1]
    assert "Mức lương" in told_of[1]
    assert "12 - 9 triệu" in told_of[1]


def test_pasted_rows_are_read_like_a_file():
    pasted = "Vị trí\tSố lượng\tLương\nPhụ bếp\t3\t7.500.000\nLễ tân\t2\tthỏa thuận\n"

    kept = read(pasted.encode())

    assert [row.verdict for row in kept.rows.all()] == ["IGNORED", "NEW", "NEW"]
    assert kept.rows.get(number=2).read["wage_from"] == 7_500_000


def test_a_limit_to_one_gender_or_age_is_left_out_and_said():
    rows = workbook(
        ["Vị trí", "Số lượng", "Giới tính", "Độ tuổi"],
        ["Bảo vệ", 2, "Nam", "25 - 40"],
        ["Công nhân", 9, "Nam/Nữ", "Từ 18 tuổi"],
    )

    kept = read(rows)

    first, second = kept.rows.exclude(verdict="IGNORED")
    assert {"gender_left_out", "age_left_out"} <= {one["code"] for one in first.reasons}
    assert not {"gender_left_out", "age_left_out"} & {one["code"] for one in second.reasons}
    assert first.verdict == "NEW"


def test_the_same_row_twice_and_a_vacancy_that_is_open_already_are_left_out():
    employer = EmployerFactory(commune=CommuneFactory(name="Tam Thanh"))
    by = counsellor_of(employer)
    use_cases.enter_vacancy(
        by=by,
        at=NOON,
        employer=employer,
        details=details(title="Thủ kho", commune=employer.commune),
    )
    rows = workbook(
        ["Vị trí", "Số lượng", "Lương"],
        ["Thủ kho", 1, "8 triệu"],
        ["Công nhân may", 5, "8 triệu"],
        ["CÔNG NHÂN MAY", 5, "8 triệu"],
        ["Công nhân may", 5, "9 triệu"],
    )

    kept = read(rows, employer=employer, by=by)

    verdicts = [row.verdict for row in kept.rows.exclude(verdict="IGNORED")]
    assert verdicts == ["KNOWN", "NEW", "REPEATED", "NEW"], "another wage is another vacancy"


def test_what_is_confirmed_waits_to_be_checked_and_is_taken_back_as_one_act():
    kept = read(as_sent())
    by = counsellor_of(kept.employer)

    use_cases.confirm_list(by=by, at=NOON, vacancy_list=kept)

    made = list(Vacancy.objects.order_by("pk"))
    assert [(one.title, one.state, one.closes_on) for one in made] == [
        ("Công nhân may", "SUBMITTED", LAST),
        ("Thợ điện", "SUBMITTED", LAST),
    ]
    use_cases.publish(by=by, at=NOON, vacancy=made[0])
    with pytest.raises(ReasonMissing):
        use_cases.undo_list(by=by, at=NOON, vacancy_list=kept, reason=" ")
    use_cases.undo_list(by=by, at=NOON, vacancy_list=kept, reason="Nhầm tệp")

    made[0].refresh_from_db()
    made[1].refresh_from_db()
    assert (made[0].state, made[1].state) == (VacancyState.PUBLISHED, VacancyState.CLOSED)
    outcomes = kept.rows.exclude(outcome="").values_list("outcome", flat=True)
    assert list(outcomes) == ["CHANGED", "TAKEN_BACK"]
    with pytest.raises(ListClosed):
        use_cases.undo_list(by=by, at=NOON, vacancy_list=kept, reason="x")


def test_a_list_is_taken_back_for_seven_days():
    kept = read(as_sent())
    by = counsellor_of(kept.employer)
    use_cases.confirm_list(by=by, at=NOON, vacancy_list=kept)

    with pytest.raises(TooLate):
        use_cases.undo_list(
            by=by, at=NOON + dt.timedelta(days=7, seconds=1), vacancy_list=kept, reason="x"
        )


def test_a_mended_row_is_judged_anew_and_the_others_stay():
    kept = read(as_sent())
    row = kept.rows.get(number=7)

    mended = use_cases.correct_row(
        by=counsellor_of(kept.employer), at=NOON, row=row, typed={"WAGE": "9 - 12 triệu"}
    )

    assert mended.verdict == "NEW"
    assert told(kept)[8][0] == "UNREADABLE"
    assert kept.rows.get(number=7).cells[3] == "12 - 9 triệu", "what the file said stays"


def test_columns_can_be_named_when_no_header_is_found():
    kept = read(workbook(["Hàn xì", 4, "10 triệu"], ["Sơn xe", 2, "9 triệu"]))
    assert {row.verdict for row in kept.rows.all()} == {"IGNORED"}
    by = counsellor_of(kept.employer)
    with pytest.raises(NothingToTakeOver):
        use_cases.confirm_list(by=by, at=NOON, vacancy_list=kept)

    use_cases.map_columns(
        by=by,
        at=NOON,
        vacancy_list=kept,
        sheet=0,
        columns=["TITLE", "HEADCOUNT", "WAGE"],
        header_row=0,
    )

    assert [row.verdict for row in kept.rows.all()] == ["NEW", "NEW"]


def test_a_cell_that_was_too_long_must_be_written_again():
    kept = read(workbook(["Vị trí", "Số lượng", "Mô tả"], ["Phụ kho", 2, "x" * 501]))

    assert told(kept)[2][0] == "UNREADABLE"
    row = kept.rows.get(number=2)
    use_cases.correct_row(
        by=counsellor_of(kept.employer), at=NOON, row=row, typed={"DESCRIPTION": "Xếp hàng"}
    )
    assert told(kept)[2][0] == "NEW"


def test_a_title_finds_its_occupation():
    made = occupation("7411", "Thợ điện", "thợ điện")
    kept = read(as_sent())

    assert kept.rows.get(number=6).read["occupation"] == made.pk


def test_work_abroad_in_a_list_waits_for_its_sixteen_points():
    rows = [["Vị trí", "Số lượng", "Nơi làm việc"], ["Chế biến", 5, "Hokkaido, Nhật Bản"]]
    kept = read(workbook(*rows))
    by = counsellor_of(kept.employer)

    use_cases.confirm_list(by=by, at=NOON, vacancy_list=kept)

    made = Vacancy.objects.get()
    assert (made.market, made.country_code, made.state) == ("OVERSEAS", "JP", "SUBMITTED")


def test_others_do_not_work_on_a_list():
    kept = read(as_sent())

    for other in (stranger(), PUBLIC):
        for step in (use_cases.confirm_list, use_cases.discard_list):
            with pytest.raises(NotAllowed):
                step(by=other, at=NOON, vacancy_list=kept)


def test_a_draft_is_put_aside_or_forgotten_with_its_rows():
    kept, other = read(as_sent()), read(as_sent())

    use_cases.discard_list(by=counsellor_of(kept.employer), at=NOON, vacancy_list=kept)
    assert not kept.rows.exists()

    use_cases.forget_lists(by=SYSTEM, at=NOON + dt.timedelta(days=8))
    assert not VacancyRow.objects.exists()
    other.refresh_from_db()
    assert other.state == "DISCARDED"


@pytest.mark.parametrize("content", [b"", b"<html><table></table></html>", b"%PDF-1.4 x"])
def test_what_is_no_list_is_refused_with_a_word_on_what_to_do(content):
    with pytest.raises(FileRefused) as refused:
        read(content)
    assert str(refused.value)


# --- values --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("8 - 12 triệu", ("RANGE", "MONTH", 8_000_000, 12_000_000)),
        ("8-12tr/tháng", ("RANGE", "MONTH", 8_000_000, 12_000_000)),
        ("Từ 8 đến 12 triệu đồng", ("RANGE", "MONTH", 8_000_000, 12_000_000)),
        ("7,5–9,5 triệu", ("RANGE", "MONTH", 7_500_000, 9_500_000)),
        ("8.000.000 - 12.000.000 đ", ("RANGE", "MONTH", 8_000_000, 12_000_000)),
        ("10000000", ("RANGE", "MONTH", 10_000_000, None)),
        ("9tr5", ("RANGE", "MONTH", 9_500_000, None)),
        ("8 triệu 500", ("RANGE", "MONTH", 8_500_000, None)),
        ("Trên 10 triệu", ("RANGE", "MONTH", 10_000_000, None)),
        ("Upto 15tr", ("RANGE", "MONTH", 15_000_000, 15_000_000)),
        ("8 - 12", ("RANGE", "MONTH", 8_000_000, 12_000_000)),
        ("300k/ngày", ("RANGE", "DAY", 300_000, None)),
        ("350.000 đ/ngày công", ("RANGE", "DAY", 350_000, None)),
        ("30.000đ/giờ", ("RANGE", "HOUR", 30_000, None)),
        ("Lương sản phẩm 9 - 15 triệu", ("PIECES", "MONTH", 9_000_000, 15_000_000)),
        ("Thỏa thuận", ("AGREED", "MONTH", None, None)),
        ("", ("AGREED", "MONTH", None, None)),
    ],
)
def test_wages_are_read_as_employers_write_them(typed, expected):
    one = wage(typed)

    assert (one.kind, one.period, one.low, one.high) == expected


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("12 - 9 triệu", "wage_order"),
        ("1500 USD", "wage_foreign"),
        ("cao", "wage_unclear"),
        ("5 - 900 triệu", "wage_far"),
    ],
)
def test_a_wage_that_cannot_be_right_says_why(typed, code):
    with pytest.raises(Unclear) as refused:
        wage(typed)
    assert refused.value.code == code


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_values(typed):
    for reading in (wage, count, last_day, schooling):
        try:
            found = reading(typed)
        except Unclear:
            continue
        if reading is wage and found.low is not None and found.high is not None:
            assert found.low <= found.high


@pytest.mark.parametrize(
    ("typed", "number"), [("05", 5), ("10 người", 10), ("5 - 10", 10), ("1.200", 1200)]
)
def test_counts_are_read(typed, number):
    assert count(typed) == number


@pytest.mark.parametrize(
    ("typed", "told_of"),
    [
        ("THPT trở lên", ("UPPER_SECONDARY", "")),
        ("9/12", ("LOWER_SECONDARY", "")),
        ("Trung cấp, cao đẳng điện", ("", "INTERMEDIATE")),
        ("Lao động phổ thông", ("", "NONE")),
        ("", ("", "")),
    ],
)
def test_schooling_is_read_as_the_least_that_is_asked(typed, told_of):
    assert schooling(typed) == told_of


def test_a_header_in_two_rows_is_read():
    kept = read(
        workbook(
            ["Vị trí", "Số lượng", "Mức lương", ""],
            ["", "", "Từ", "Đến"],
            ["Phụ kho", 3, 7_000_000, 9_000_000],
            ["Thủ kho", 1, 9_000_000, 8_000_000],
            merged=[(0, 2, 0, 3, "Mức lương")],
        )
    )

    read_of = kept.rows.get(number=3).read
    assert (read_of["wage_from"], read_of["wage_to"]) == (7_000_000, 9_000_000)
    assert told(kept)[4][0] == "UNREADABLE"
