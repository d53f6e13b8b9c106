"""Pages of what both units share, of the young person and of those who tell from outside."""

import datetime as dt
from io import BytesIO

import pytest
from django.urls import reverse
from docx import Document

from nhipcau.coordination import use_cases
from nhipcau.coordination.links import help_path
from nhipcau.coordination.models import Difficulty, Notice, Promise
from nhipcau.events.models import RegistrationGroup
from nhipcau.organisations.models import Role
from nhipcau.programmes.models import PlanLine
from nhipcau.reporting.meeting_pack import pack_of
from tests.coordination.conftest import told
from tests.factories import (
    NOON,
    EventFactory,
    PlanLineFactory,
    SessionFactory,
    staff_of,
)

W = "workspace:coordination:"


@pytest.fixture(autouse=True)
def _now(time_machine):
    time_machine.move_to(NOON)


def page(client, name, *args, query=""):
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return response.content.decode()


def test_home_says_what_needs_us_and_who_is_missing(client, contact, coordinator, palace):
    told(coordinator, unit=palace, title="Thiếu loa")
    client.force_login(contact)
    body = page(client, W + "home")
    assert "Thiếu loa" in body
    assert body.count("hôm nay không có cán bộ đầu mối") == 2


def test_a_colleague_tells_takes_writes_and_solves(client, contact, palace):
    client.force_login(contact)
    form = {"kind": "EVENT", "title": "Thiếu loa", "what": "Loa hỏng", "unit": palace.pk}
    client.post(reverse(W + "tell"), form)
    made = Difficulty.objects.get()
    url = reverse(W + "take-step", args=[made.pk, "take"])
    assert client.post(url).status_code == 302
    client.post(reverse(W + "comment", args=[made.pk]), {"text": "Đã mượn loa"})
    client.post(reverse(W + "note", args=[made.pk]), {"note": "Nội bộ Cung"})
    body = page(client, W + "detail", made.pk)
    assert "Đã mượn loa" in body
    assert "Nội bộ Cung" in body
    url = reverse(W + "take-step", args=[made.pk, "solve"])
    assert client.post(url, {"result": "HELPED"}).status_code == 422
    client.post(url, {"result": "HELPED", "done": "Đã có loa"})
    assert Difficulty.objects.get().state == "SOLVED"
    assert "Thiếu loa" in page(client, W + "list", query="?view=ended&q=loa&sort=newest")
    assert "Thiếu loa" not in page(client, W + "list", query="?view=ended&q=máy")
    assert "Đã có loa" in page(client, W + "print", made.pk)


def test_an_empty_word_is_asked_for_again(client, contact, difficulty):
    client.force_login(contact)
    for name, field in (("comment", "text"), ("note", "note")):
        response = client.post(reverse(W + name, args=[difficulty.pk]), {field: " "})
        assert response.status_code == 422


def test_a_leader_reads_no_name(client, coordinator, leader, person):
    made = told(coordinator, young_person=person)
    client.force_login(leader)
    for name, args in (("detail", [made.pk]), ("list", []), ("home", [])):
        assert person.full_name not in page(client, W + name, *args)
    client.force_login(coordinator)
    assert person.full_name in page(client, W + "detail", made.pk)


def test_similar_ones_are_shown(client, coordinator, employer):
    first = told(coordinator, kind="EMPLOYER", employer=employer, title="Lần trước")
    second = told(coordinator, kind="EMPLOYER", employer=employer, title="Lần này")
    client.force_login(coordinator)
    body = page(client, W + "detail", second.pk)
    assert "Việc tương tự" in body
    assert reverse(W + "detail", args=[first.pk]) in body


def test_the_link_of_a_message_shows_danger_first_and_nobodys_name(client, person):
    path = help_path(person, at=NOON)
    body = client.get(path).content.decode()
    assert "113" in body
    assert body.index("113") < body.index('name="kind"')
    assert person.full_name not in body
    assert person.phone not in body
    response = client.post(path, {"kind": "AT_WORK", "what": "Giữ giấy tờ"})
    assert response.status_code == 303
    assert "Chúng tôi đã nhận" in client.get(response["Location"]).content.decode()
    assert Difficulty.objects.get().young_person == person
    assert client.get("/h/khong-co-that/").status_code == 404
    assert client.post(path, {}).status_code == 422


def test_the_own_page_tells_what_becomes_of_it(client, youth, person, palace):
    client.force_login(youth)
    client.post(reverse("public:my-help", args=[person.pk]), {"kind": "OTHER", "what": "Mất vé"})
    made = Difficulty.objects.get()
    url = reverse("public:my-difficulty", args=[made.pk])
    worker = staff_of(palace, Role.COUNSELLOR)
    use_cases.comment(by=worker, at=NOON, difficulty=made, text="giữa hai đơn vị")
    use_cases.comment(by=worker, at=NOON, difficulty=made, text="em gọi 0205", for_person=True)
    client.post(url, {"text": "Em cảm ơn"})
    body = client.get(url).content.decode()
    assert "em gọi 0205" in body
    assert "Em cảm ơn" in body
    assert "giữa hai đơn vị" not in body
    assert url in client.get(reverse("public:my-registrations")).content.decode()


def test_a_teacher_tells_on_the_page_of_the_group(client, programme):
    event = EventFactory(plan_line=PlanLineFactory(programme=programme))
    group = RegistrationGroup.objects.create(
        session=SessionFactory(event=event), name="10A", fit="ALL", code="g" * 20, created_at=NOON
    )
    url = reverse("public:group-help", args=[group.code])
    form = {"kind": "ACCESS", "what": "Không có xe", "contact": "Cô Lan"}
    assert client.post(url, form).status_code == 303
    assert Difficulty.objects.get().told_by == "SCHOOL"
    assert client.get(reverse("public:group-help", args=["khong-co"])).status_code == 404


def test_threads_decisions_promises_and_receipts(client, contact, other_contact, centre):
    client.force_login(contact)
    form = {"subject": "Thư mời", "text": "Gửi giúp", "mentions": [centre.pk]}
    client.post(reverse(W + "open-thread"), form)
    thread = reverse(W + "thread", args=[Notice.objects.get(unit=centre).thread_id])
    client.force_login(other_contact)
    assert "Thư mời" in page(client, W + "home")
    client.post(reverse(W + "seen", args=[Notice.objects.get(unit=centre).pk]))
    assert "Đã xem hết" in page(client, W + "home")
    client.post(f"{thread}decide/", {"decision": "Gửi trước ngày 5"})
    client.post(f"{thread}promise/", {"unit": centre.pk, "what": "In thư", "due_on": "2026-12-01"})
    assert client.post(f"{thread}promise/", {"what": ""}).status_code == 422
    body = client.get(thread).content.decode()
    assert "Gửi trước ngày 5" in body
    client.post(reverse(W + "keep-promise", args=[Promise.objects.get().pk]))
    assert Promise.objects.get().state == "KEPT"


def test_papers_of_a_meeting_and_its_minutes(client, contact, coordinator, palace, programme):
    line = PlanLineFactory(programme=programme, title="Ngày hội tháng 12")
    EventFactory(plan_line=line, title="Ngày hội tháng 12")
    told(coordinator, unit=palace, title="Thiếu loa")
    meeting = use_cases.set_meeting(
        by=contact,
        at=NOON - dt.timedelta(hours=3),
        programme=programme,
        unit=palace,
        starts_at=NOON - dt.timedelta(hours=1),
        place="Phòng họp",
    )
    client.force_login(contact)
    body = page(client, W + "meeting", meeting.pk)
    assert f"{palace.short_name_vi}: 1 đang mở" in body
    assert "Ngày hội tháng 12" in body
    item = meeting.items.first()
    form = {
        "minutes": "Đã bàn",
        "decision": "Thuê loa",
        "unit": palace.pk,
        "what": "Ký hợp đồng thuê loa",
        "due_on": "2026-12-01",
    }
    url = reverse(W + "write-point", args=[item.pk])
    assert client.post(url, {**form, "what": ""}).status_code == 422
    assert not Promise.objects.exists()
    client.post(url, form)
    client.post(reverse(W + "close-minutes", args=[meeting.pk]), {"present": "Hai đơn vị"})
    meeting.refresh_from_db()
    assert meeting.pack == pack_of(meeting, at=NOON)
    response = client.get(reverse(W + "minutes-docx", args=[meeting.pk]))
    words = "\n".join(one.text for one in Document(BytesIO(response.content)).paragraphs)
    for wanted in ("Thuê loa", "Ký hợp đồng thuê loa", "Hai đơn vị", "đang mở"):
        assert wanted in words


def test_a_request_goes_into_the_open_plan(client, contact, palace, programme):
    line = PlanLineFactory(programme=programme, state="DRAFT")
    client.force_login(contact)
    form = {
        "source": "YOUTH_UNION",
        "what": "Thêm một buổi tư vấn",
        "unit": palace.pk,
        "received_on": "2026-11-20",
        "due_on": "2026-12-05",
    }
    client.post(reverse(W + "enter-request"), form)
    request = programme.requests.get()
    url = reverse(W + "plan-request", args=[request.pk])
    assert "Thêm một buổi tư vấn" in client.get(url).content.decode()
    line_form = {
        "title": "Buổi tư vấn thêm",
        "kind": line.kind_id,
        "content": line.content_id,
        "lead": palace.pk,
        "month": 12,
        "place": "Xã",
        "audience": "UNION_MEMBERS",
        "target_turns": "50",
        "target_persons": "50",
        "source": "YOUTH_UNION",
    }
    assert client.post(url, line_form).status_code == 302
    assert PlanLine.objects.get(title="Buổi tư vấn thêm").source == "YOUTH_UNION"
    request.refresh_from_db()
    assert request.state == "PLANNED"
