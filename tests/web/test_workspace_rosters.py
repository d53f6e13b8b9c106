"""A list from the file to the group, through the pages; and what a link shows."""

import csv
import datetime as dt
import io
import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from nhipcau.events.models import Registration
from nhipcau.people.models import YoungPerson
from nhipcau.rosters.exports import problem_rows, problems_csv, problems_xlsx, template_xlsx
from nhipcau.rosters.models import Roster, RosterLink
from nhipcau.rosters.states import RosterState
from nhipcau.shared.tables.reading import read_tables
from nhipcau.shared.tables.writing import plain_cell, without_mark
from tests.factories import (
    RosterFactory,
    RosterRowFactory,
    SessionFactory,
    YoungPersonFactory,
    csv_of,
    reference_data,
    school,
    staff_of,
)
from tests.rosters import corpus

HEADER = ("Họ và tên", "Ngày sinh", "Số điện thoại")
AN = ("Nông Văn An", "04/05/2008", "0912345678")


@pytest.fixture
def session(db):
    reference_data()
    at = timezone.now()
    return SessionFactory(
        event__starts_at=at + dt.timedelta(days=20),
        event__ends_at=at + dt.timedelta(days=20, hours=3),
        event__registration_closes_at=at + dt.timedelta(days=20),
    )


@pytest.fixture
def organiser(session, client):
    user = staff_of(session.event.plan_line.lead)
    client.force_login(user)
    return user


def a_file(*rows, data=None, name="12A1.csv"):
    return SimpleUploadedFile(name, data or csv_of(*rows))


def send_file(client, session, file, **more):
    address = reverse("workspace:rosters:upload", args=[session.pk])
    told = {"organisation": school().pk, "file": file, "idempotency_key": "k1"} | more
    return client.post(address, told)


def detail(roster):
    return reverse("workspace:rosters:detail", args=[roster.pk])


def test_from_the_file_to_the_group_and_back(client, session, organiser):
    answer = send_file(
        client, session, a_file(HEADER, AN, ("Nông Thị Bình", "2008", "0912345679"))
    )
    roster = Roster.objects.get()
    assert answer["Location"] == detail(roster)
    page = client.get(detail(roster)).content.decode()
    assert "Nông Văn An" in page
    assert "Chỉ có năm sinh" in page
    row = roster.rows.get(full_name="Nông Thị Bình")
    mend = reverse("workspace:rosters:row", args=[row.pk])
    client.post(
        mend,
        {"FULL_NAME": row.full_name, "BIRTH_ON": "04/06/2008", "PHONE": "0912 345 679"},
    )
    take = reverse("workspace:rosters:confirm", args=[roster.pk])
    told = {"name": "12A1", "fit": "ALL", "evidence": "tập 12", "idempotency_key": "k2"}
    assert client.post(take, told).status_code == 302
    assert client.post(take, told).status_code in (302, 404)
    assert Registration.objects.live().count() == 2
    back = reverse("workspace:rosters:undo", args=[roster.pk])
    assert client.post(back, {"reason": "nhầm buổi", "idempotency_key": "k3"}).status_code == 302
    assert not Registration.objects.live().exists()
    roster.refresh_from_db()
    assert roster.state == RosterState.UNDONE
    assert client.get(detail(roster)).status_code == 200


def test_what_was_typed_is_kept_when_it_is_refused(client, session, organiser):
    take = reverse("workspace:rosters:confirm", args=[RosterFactory(session=session).pk])
    answer = client.post(take, {"name": "Lớp chuyên Tin", "fit": "ALL", "evidence": "tập 12"})
    assert answer.status_code == 422
    assert "Lớp chuyên Tin" in answer.content.decode()


def test_a_file_that_is_refused_says_why_and_keeps_nothing(client, session, organiser):
    answer = send_file(client, session, a_file(data=corpus.entities(random.Random(1))))
    assert answer.status_code == 422
    assert "lưu lại thành tệp Excel" in answer.content.decode()
    assert not Roster.objects.exists()


def test_the_same_form_sent_twice_is_one_list(client, session, organiser):
    told = {"organisation": school().pk}
    for _time in range(2):
        send_file(client, session, a_file(HEADER, AN), **told)
    assert Roster.objects.count() == 1


def test_rows_are_shown_in_pages(client, session, organiser):
    roster = RosterFactory(session=session)
    for _row in range(60):
        RosterRowFactory(roster=roster)
    page = client.get(detail(roster)).content.decode()
    assert page.count("Nông Văn An") == 50
    assert client.get(f"{detail(roster)}?page=2").content.decode().count("Nông Văn An") == 10
    assert client.get(f"{detail(roster)}?verdict=UNREADABLE&page=x").status_code == 200


def test_columns_are_settled_on_their_page(client, session, organiser):
    send_file(client, session, a_file(("A", "B", "C"), AN))
    roster = Roster.objects.get()
    address = reverse("workspace:rosters:columns", args=[roster.pk, 0])
    assert "Nông Văn An" in client.get(address).content.decode()
    told = {"column_0": "FULL_NAME", "column_1": "BIRTH_ON", "column_2": "PHONE"}
    client.post(address, {**told, "header_row": "1", "idempotency_key": "k5"})
    assert roster.rows.get(number=2).verdict == "NEW"


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "|", "%", " ="])
def test_no_cell_of_an_export_begins_a_formula(session, start):
    roster = RosterFactory(session=session)
    evil = f"{start}cmd|' /C calc'!A0"
    RosterRowFactory(
        roster=roster,
        cells=[evil, "04/05/2008", "+84912345678"],
        verdict="UNREADABLE",
        reasons=[{"code": "birth_unclear", "column": 1, "about": evil}],
    )
    starts = ("=", "+", "-", "@", "\t", "\r", "|", "%")
    table = csv.reader(io.StringIO(problems_csv(roster).decode("utf-8-sig")), delimiter=";")
    assert not [cell for row in table for cell in row if cell.lstrip(" ").startswith(starts)]
    sheet = read_tables(problems_xlsx(roster)).sheets[0]
    assert not [
        cell for row in sheet.rows for cell in row.cells if cell.lstrip(" ").startswith(starts)
    ]
    assert without_mark(plain_cell(evil)) == evil


def test_rows_to_mend_come_with_place_and_reason(session):
    roster = RosterFactory(session=session)
    RosterRowFactory(roster=roster)
    RosterRowFactory(
        roster=roster,
        verdict="UNREADABLE",
        reasons=[{"code": "birth_year_only", "column": 1, "about": "2008"}],
    )
    header, *rows = problem_rows(roster)
    assert len(rows) == 1
    assert rows[0][3].startswith("Cột B “Ngày sinh”: Chỉ có năm sinh")
    assert header[4:] == ["Họ và tên", "Ngày sinh", "SĐT"]


def test_the_empty_list_is_one_that_we_read(client, session, organiser):
    address = reverse("workspace:rosters:template")
    assert client.get(address).status_code == 200
    send_file(client, session, a_file(data=template_xlsx(), name="mau.xlsx"))
    assert list(Roster.objects.get().rows.values_list("verdict", flat=True)) == ["IGNORED", "NEW"]


def test_guardians_get_a_sheet_for_each_child_and_nobody_else(client, session, organiser):
    roster = RosterFactory(session=session)
    RosterRowFactory(roster=roster, full_name="Nông Văn Lớn")
    RosterRowFactory(
        roster=roster,
        full_name="Nông Văn Nhỏ",
        birth_on=timezone.localdate().replace(year=timezone.localdate().year - 15, day=1),
        verdict="NEEDS_GUARDIAN",
    )
    page = client.get(reverse("workspace:rosters:sheets", args=[roster.pk])).content.decode()
    assert "Nông Văn Nhỏ" in page
    assert "Nông Văn Lớn" not in page
    pdf = client.get(reverse("workspace:rosters:sheets-pdf", args=[roster.pk]))
    assert pdf.content.startswith(b"%PDF")


# --- the link of a school ------------------------------------------------------------------------


@pytest.fixture
def link(client, session, organiser):
    """The address of a link, made on its page, with its record."""
    answer = client.post(
        reverse("workspace:rosters:make-link", args=[session.pk]),
        {
            "organisation": school().pk,
            "expires_on": (timezone.localdate() + dt.timedelta(days=7)).isoformat(),
            "idempotency_key": "k9",
        },
    )
    page = answer.content.decode()
    start = page.index("/lists/")
    client.logout()
    return page[start : page.index('"', start)], RosterLink.objects.get()


def test_a_school_sends_its_list_and_hears_of_nobody(client, session, link):
    address, _record = link
    YoungPersonFactory(full_name="Nông Văn An", folded_name="nong van an", phone="+84912345678")
    told = (HEADER, AN, ("Nông Thị Bình", "2008", "0912345679"), AN)
    answer = client.post(address, {"file": a_file(*told), "idempotency_key": "k"}, follow=True)
    page = answer.content.decode()
    assert "Chỉ có năm sinh" in page
    assert "đã có ở dòng 2" in page
    for hidden in ("Nông Văn An", "Nông Thị Bình", "0912", "tìm thấy đúng người", "đã đăng ký"):
        assert hidden not in page
    assert Roster.objects.get().rows.get(number=2).verdict == "KNOWN"
    assert YoungPerson.objects.count() == 1


def test_known_and_unknown_look_alike_to_a_school(client, session, link):
    address, _record = link

    def told():
        answer = client.post(address, {"file": a_file(HEADER, AN)}, follow=True)
        return answer.content.decode().split("<main")[1].split("</main")[0]

    unknown = told()
    YoungPersonFactory(full_name="Nông Văn An", folded_name="nong van an", phone="+84912345678")
    assert told() == unknown
    assert Roster.objects.last().rows.get(number=2).verdict == "KNOWN"


def test_a_link_that_is_over_or_revoked_is_no_address(client, session, organiser, link):
    address, record = link
    assert client.get(address).status_code == 200
    RosterLink.objects.update(expires_at=timezone.now())
    assert client.get(address).status_code == 404
    RosterLink.objects.update(expires_at=timezone.now() + dt.timedelta(days=1))
    client.force_login(organiser)
    client.post(reverse("workspace:rosters:revoke-link", args=[record.pk]))
    client.logout()
    assert client.get(address).status_code == 404
    assert client.post(address, {"file": a_file(HEADER, AN)}).status_code == 404
    assert not Roster.objects.exists()


def test_a_link_does_not_show_lists_of_others(client, session, link):
    address, _record = link
    other = RosterFactory(session=session)
    assert client.get(f"{address}{other.pk}/").status_code == 404


def test_a_link_for_an_event_with_the_army_does_not_tell_where(client, session, link):
    address, _record = link
    kind = session.event.kind
    kind.hides_host = True
    kind.save()
    page = client.get(address).content.decode()
    assert session.event.place not in page
    assert session.event.title not in page


def test_a_link_is_not_pumped(client, session, link):
    address, _record = link
    answers = [client.post(address, {"file": a_file(data=b"%PDF-1")}) for _time in range(21)]
    assert answers[-1].status_code == 429
    assert {one.status_code for one in answers[:20]} == {422}
