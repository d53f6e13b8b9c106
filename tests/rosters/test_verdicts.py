"""Each row gets one verdict and, unless it is simply taken over, a reason."""

import datetime as dt

import pytest

from nhipcau.people.models import YoungPerson
from nhipcau.rosters.models import RosterRow
from nhipcau.rosters.states import Decision, PhoneOf, Verdict
from nhipcau.rosters.use_cases import correct_row, give_contact_phone, map_columns
from tests.factories import NOON, RegistrationFactory, YoungPersonFactory, school
from tests.rosters.conftest import HEADER

AN = (1, "Nông Văn An", "04/05/2008", "0912345678")


def told(roster):
    return [(row.verdict, [one["code"] for one in row.reasons]) for row in roster.rows.all()]


def only(roster, at=1):
    return roster.rows.get(place=at)


def test_a_new_person_is_read_and_nobody_is_entered(send):
    roster = send(HEADER, AN)
    row = only(roster)
    assert (row.verdict, row.reasons) == (Verdict.NEW, [])
    assert (row.full_name, row.birth_on) == ("Nông Văn An", dt.date(2008, 5, 4))
    assert (row.phone, row.whose_number) == ("+84912345678", PhoneOf.OWN)
    assert not YoungPerson.objects.exists()


def test_the_same_person_is_found_again(send):
    known = YoungPersonFactory(
        full_name="Nông Văn Ân", folded_name="nong van an", phone="+84912345678"
    )
    row = only(send(HEADER, AN))
    assert (row.verdict, row.person) == (Verdict.KNOWN, known)


def test_who_is_registered_for_this_session_is_not_taken_twice(send, session):
    known = YoungPersonFactory(
        full_name="Nông Văn An", folded_name="nong van an", phone="+84912345678"
    )
    RegistrationFactory(session=session, young_person=known)
    assert told(send(HEADER, AN))[1] == (Verdict.REGISTERED, ["registered"])


SLIP = (1, "Nông Thị Lan", "04/05/2008", "0912345678")


def known_before(session, **told):
    line = session.event.plan_line
    told = {"full_name": "Nông Thị Lan", "birth_on": dt.date(2008, 5, 4)} | told
    return YoungPersonFactory(phone="+84912345687", followed_by=[line.lead], **told)


def test_who_is_only_alike_is_asked_about_with_the_score(send, session, organiser):
    person = known_before(session)
    roster = send(HEADER, SLIP)
    row = only(roster)
    assert (row.verdict, row.person) == (Verdict.ALIKE, person)
    assert 50 < int(row.reasons[-1]["about"]) < 100

    another = correct_row(by=organiser, at=NOON, row=row, typed={}, decision=Decision.ANOTHER)
    assert (another.verdict, another.person) == (Verdict.NEW, None)
    same = correct_row(by=organiser, at=NOON, row=row, typed={}, decision=Decision.SAME)
    assert (same.verdict, same.person) == (Verdict.KNOWN, person)


def test_two_rows_said_to_be_one_known_person_are_one(send, session, organiser):
    known_before(session)
    roster = send(HEADER, SLIP, (2, "Nông Thị Lan", "04/05/2008", "0912345677"))
    for at in (1, 2):
        correct_row(by=organiser, at=NOON, row=only(roster, at), typed={}, decision=Decision.SAME)
    assert (only(roster, 1).verdict, only(roster, 2).verdict) == (
        Verdict.KNOWN,
        Verdict.REPEATED,
    )


def test_of_people_of_another_programme_nothing_is_said(send, session):
    YoungPersonFactory(
        full_name="Nông Thị Lan", birth_on=dt.date(2008, 5, 4), phone="+84912345687"
    )
    assert only(send(HEADER, SLIP)).verdict == Verdict.NEW


def test_a_registration_for_another_session_does_not_matter(send):
    known = YoungPersonFactory(
        full_name="Nông Văn An", folded_name="nong van an", phone="+84912345678"
    )
    RegistrationFactory(young_person=known)
    assert only(send(HEADER, AN)).verdict == Verdict.KNOWN


def test_the_second_of_two_rows_names_the_first(send):
    roster = send(HEADER, AN, (2, "NÔNG VĂN AN", "4-5-08", "+84 912 345 678"))
    row = only(roster, at=2)
    assert (row.verdict, row.reasons[0]["about"]) == (Verdict.REPEATED, "2")


def test_two_of_one_name_and_day_with_own_phones_are_asked_about(send, organiser):
    roster = send(HEADER, AN, (2, "Nông Văn An", "04/05/2008", "0987654321"))
    row = only(roster, at=2)
    assert [one["code"] for one in row.reasons] == ["repeated_other_phone"]
    correct_row(by=organiser, at=NOON, row=row, typed={}, decision="ANOTHER")
    assert only(roster, at=2).verdict == Verdict.NEW


def test_brothers_share_a_phone(send):
    roster = send(HEADER, AN, (2, "Nông Văn Bình", "04/05/2008", "0912345678"))
    assert [verdict for verdict, _codes in told(roster)[1:]] == [Verdict.NEW, Verdict.NEW]


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ((1, "", "04/05/2008", "0912345678"), "name_missing", 1),
        ((1, "An", "04/05/2008", "0912345678"), "name_one_word", 1),
        ((1, "Nông Văn 4n", "04/05/2008", "0912345678"), "name_signs", 1),
        ((1, "Nông Văn An", "2008", "0912345678"), "birth_year_only", 2),
        ((1, "Nông Văn An", "", "0912345678"), "birth_missing", 2),
        ((1, "Nông Văn An", "31/02/2008", "0912345678"), "birth_no_such_day", 2),
        ((1, "Nông Văn An", "05/24/2008", "0912345678"), "birth_month_first", 2),
        ((1, "Nông Văn An", "04/05/1908", "0912345678"), "birth_age", 2),
        ((1, "Nông Văn An", "hỏi sau", "0912345678"), "birth_unclear", 2),
        ((1, "Nông Văn An", "04/05/2008", "02053812345"), "phone_not_mobile", 3),
        ((1, "Nông Văn An", "04/05/2008", "0912"), "phone_unclear", 3),
        ((1, "Nông Văn An", "04/05/2008", ""), "phone_missing", 3),
        ((1, "x" * 501, "04/05/2008", "0912345678"), "cell_too_long", 1),
    ],
)
def test_what_cannot_be_read_says_where_and_why(send, row, code, column):
    refused = only(send(HEADER, row))
    assert refused.verdict == Verdict.UNREADABLE
    assert (refused.reasons[0]["code"], refused.reasons[0]["column"]) == (code, column)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (("", "Tổng cộng: 40 học sinh", "", ""), "closing"),
        (("Tổng số", 40, "", ""), "closing"),
        (("", "", "Lạng Sơn, ngày 20 tháng 11 năm 2026", ""), "closing"),
        (("", "HIỆU TRƯỞNG", "", ""), "closing"),
        ((41, "", "", ""), "only_number"),
        (HEADER, "header_again"),
    ],
)
def test_rows_that_are_no_person_are_left_out_with_a_reason(send, row, code):
    assert told(send(HEADER, AN, row))[2] == (Verdict.IGNORED, [code])


def test_an_empty_row_is_no_row(send):
    assert len(told(send(HEADER, ("", "", "", ""), AN))) == 2


def test_the_row_number_is_that_of_the_file(send):
    assert [row.number for row in send(HEADER, ("", ""), AN).rows.all()] == [1, 3]


def test_a_child_needs_a_guardian(send, organiser):
    child = (1, "Nông Văn An", "04/05/2012", "0912345678")
    roster = send(HEADER, child)
    row = only(roster)
    assert (row.verdict, [one["code"] for one in row.reasons]) == (
        Verdict.NEEDS_GUARDIAN,
        ["guardian_needed"],
    )
    typed = {"GUARDIAN_NAME": "Nông Thị Mẹ", "GUARDIAN_PHONE": "0987654321"}
    correct_row(by=organiser, at=NOON, row=row, typed=typed)
    row = only(roster)
    assert (row.verdict, row.guardian_phone) == (Verdict.NEW, "+84987654321")


def test_a_child_whose_list_names_the_mother(send):
    header = ("Họ và tên", "Ngày sinh", "Họ tên mẹ", "SĐT mẹ")
    row = only(send(header, ("Nông Văn An", "04/05/2012", "Lý Thị Hoa", "0987654321")))
    assert row.verdict == Verdict.NEW
    assert (row.guardian_name, row.guardian_relation) == ("Lý Thị Hoa", "MOTHER")
    assert (row.phone, row.whose_number) == ("+84987654321", PhoneOf.GUARDIAN)


def test_the_whose_number_the_list_stands_in_and_says_so(send, organiser):
    roster = send(HEADER, (1, "Nông Văn An", "04/05/2008", ""))
    give_contact_phone(by=organiser, at=NOON, roster=roster, phone="0987654321")
    row = only(roster)
    assert (row.verdict, row.whose_number) == (Verdict.NEW, PhoneOf.CONTACT)


def test_the_phone_above_the_table_is_proposed(send):
    roster = send(
        ("Lớp 12A1", "GVCN: Hoàng Thị Hà - SĐT 0987 654 321"),
        HEADER,
        (1, "Nông Văn An", "04/05/2008", ""),
    )
    assert roster.contact_phone == "+84987654321"


def test_an_unreadable_phone_is_not_quietly_replaced(send, organiser):
    roster = send(HEADER, (1, "Nông Văn An", "04/05/2008", "hỏi mẹ"))
    give_contact_phone(by=organiser, at=NOON, roster=roster, phone="0987654321")
    assert only(roster).verdict == Verdict.UNREADABLE


def test_a_name_in_two_columns_under_one_header(send):
    rows = [(n, "Nông Thị", name, "04/05/2008", "0912345678") for n, name in enumerate("AB")]
    roster = send(("STT", "Họ và tên", "", "Ngày sinh", "SĐT"), *rows)
    assert [row.full_name for row in roster.rows.all()][1:] == ["Nông Thị A", "Nông Thị B"]


def test_a_header_in_two_rows_below_a_title(send):
    roster = send(
        ("SỞ GD&ĐT LẠNG SƠN",),
        ("DANH SÁCH HỌC SINH LỚP 12A1",),
        ("TT", "Học sinh", "", "Phụ huynh", ""),
        ("", "Họ tên", "Ngày sinh", "Họ tên", "Điện thoại"),
        (1, "Nông Văn An", "04/05/2012", "Lý Thị Hoa", "0987654321"),
    )
    row = roster.rows.last()
    assert (row.full_name, row.guardian_name, row.verdict) == ("Nông Văn An", "Lý Thị Hoa", "NEW")
    assert roster.sheets[0]["header_row"] == 4


def test_numbers_of_identity_are_not_kept(send):
    header = ("Họ và tên", "Ngày sinh", "SĐT", "Số CCCD")
    roster = send(header, ("Nông Văn An", "04/05/2008", "0912345678", "020208001234"))
    assert "020208001234" not in str(RosterRow.objects.values_list("cells", flat=True))
    assert only(roster).verdict == Verdict.NEW


def test_columns_settled_once_are_remembered_for_the_school(send, organiser):
    header = ("Mục 1", "Mục 2", "Mục 3")
    row = ("Nông Văn An", "04/05/2008", "0912345678")
    ours = school()
    roster = send(header, row, organisation=ours)
    assert told(roster)[1] == (Verdict.UNREADABLE, ["no_header"])
    fields = ["FULL_NAME", "BIRTH_ON", "PHONE"]
    map_columns(by=organiser, at=NOON, roster=roster, sheet=0, fields=fields, header_row=1)
    assert [verdict for verdict, _codes in told(roster)] == [Verdict.IGNORED, Verdict.NEW]
    again = send(header, ("Nông Văn Bình", "05/05/2008", "0912345679"), organisation=ours)
    assert only(again).verdict == Verdict.NEW
    assert told(send(header, row))[1] == (Verdict.UNREADABLE, ["no_header"])


def test_a_list_without_column_names_can_be_mapped_too(send, organiser):
    roster = send(("Nông Văn An", "04/05/2008", "0912345678"))
    fields = ["FULL_NAME", "BIRTH_ON", "PHONE"]
    map_columns(by=organiser, at=NOON, roster=roster, sheet=0, fields=fields, header_row=0)
    assert only(roster, at=0).verdict == Verdict.NEW


def test_what_is_typed_and_wrong_is_kept_with_the_reason(send, organiser):
    roster = send(HEADER, (1, "Nông Văn An", "2008", "0912345678"))
    correct_row(by=organiser, at=NOON, row=only(roster), typed={"BIRTH_ON": "31/02/2008"})
    row = only(roster)
    assert row.typed == {"BIRTH_ON": "31/02/2008"}
    assert row.reasons[0]["code"] == "birth_no_such_day"
