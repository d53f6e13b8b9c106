import datetime as dt
import gzip
import re
from pathlib import Path

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils.translation import override

from nhipcau.events.states import EventState
from nhipcau.programmes.models import Audience, CadenceRule
from nhipcau.programmes.states import ProgrammeState
from tests.factories import (
    NOON,
    CommuneFactory,
    EventFactory,
    EventKindFactory,
    PlanLineFactory,
    ProgrammeFactory,
    SessionFactory,
    moment,
    reference_data,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(db):
    reference_data()
    with time_machine.travel(NOON, tick=False):
        yield


def html(client, name, *arguments, **query):
    response = client.get(reverse(f"public:{name}", args=arguments), query)
    assert response.status_code == 200
    return response.content.decode()


def main_part(page):
    return re.search(r"<main.*?</main>", page, re.S)[0]


def titles(page):
    return re.findall(r'event-row__title"><a [^>]*>([^<]*)<', page)


def event(title="Ngày hội việc làm", *, day="2026-12-12", line=None, **given):
    made = EventFactory(
        title=title,
        starts_at=moment(f"{day} 08:00"),
        ends_at=moment(f"{day} 11:30"),
        registration_closes_at=moment(f"{day} 08:00"),
        **({"plan_line": line} if line else {}),
        **given,
    )
    SessionFactory(event=made, capacity=100)
    return made


@pytest.fixture
def line():
    return PlanLineFactory()


@pytest.mark.parametrize("name", ["home", "calendar", "programme", "privacy"])
def test_a_page_opens_before_anything_is_published(client, name):
    assert "<h1" in html(client, name)


# --- the front door ------------------------------------------------------------------------------


def test_home_shows_the_next_three_events_one_can_come_to(client, line):
    event("Bốn", day="2026-12-04", line=line)
    event("Ba", day="2026-12-03", line=line)
    event("Một", day="2026-12-01", line=line)
    event("Hai", day="2026-12-02", line=line)
    event("Đã qua", day="2026-11-01", line=line, state=EventState.HELD)
    event("Nháp", day="2026-11-30", line=line, state=EventState.DRAFT)
    event("Hủy", day="2026-11-30", line=line, state=EventState.CANCELLED)

    assert titles(html(client, "home")) == ["Một", "Hai", "Ba"]


def test_home_puts_the_chosen_commune_first_and_keeps_the_choice(client, line):
    near, far = CommuneFactory(name="Đông Kinh"), CommuneFactory(name="Ba Sơn")
    event("Xa", day="2026-12-01", line=line, commune=far)
    event("Gần", day="2026-12-20", line=line, commune=near)

    page = html(client, "home", commune=near.code)

    assert titles(page) == ["Gần", "Xa"]
    assert f'<option value="{near.code}" selected>' in page


def test_home_warns_of_those_who_ask_for_money(client):
    assert "không bao giờ thu tiền" in html(client, "home")


# --- the calendar --------------------------------------------------------------------------------


@pytest.fixture
def three_events(line):
    commune = CommuneFactory(name="Thất Khê", code="06040")
    kind = EventKindFactory(code="online", audience=Audience.STUDENTS)
    event("Phiên lưu động", day="2026-12-01", line=line, commune=commune)
    event("Hỏi đáp trực tuyến", day="2026-12-02", line=line, kind=kind)
    event("Ngày hội ở Đông Kinh", day="2027-01-03", line=line, state=EventState.PUBLISHED)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Phiên lưu động", "Hỏi đáp trực tuyến", "Ngày hội ở Đông Kinh"]),
        ({"q": "đông kinh"}, ["Ngày hội ở Đông Kinh"]),
        ({"q": "DONG  kinh hoi"}, ["Ngày hội ở Đông Kinh"]),
        ({"q": "that khe"}, ["Phiên lưu động"]),
        ({"commune": "06040"}, ["Phiên lưu động"]),
        ({"kind": "online"}, ["Hỏi đáp trực tuyến"]),
        ({"audience": "STUDENTS"}, ["Hỏi đáp trực tuyến"]),
        ({"open": "1"}, ["Phiên lưu động", "Hỏi đáp trực tuyến"]),
        ({"month": "2026-12"}, ["Phiên lưu động", "Hỏi đáp trực tuyến"]),
        ({"year": "2027"}, ["Ngày hội ở Đông Kinh"]),
        ({"q": "không có gì như vậy"}, []),
        ({"month": "2026-13"}, ["Phiên lưu động", "Hỏi đáp trực tuyến", "Ngày hội ở Đông Kinh"]),
    ],
)
def test_calendar_narrows(client, three_events, query, found):
    assert titles(html(client, "calendar", **query)) == found


@pytest.mark.parametrize(
    "query",
    [
        {"q": "a\0b"},
        {"q": "x" * 5000},
        {"commune": "'; drop table"},
        {"month": "9999-99"},
        {"year": "٢٠٢٦"},
        {"year": "0000"},
        {"page": "-3"},
        {"page": "x" * 100},
        {"audience": "\0"},
    ],
)
def test_calendar_takes_any_address_calmly(client, line, query):
    event(line=line)

    assert client.get(reverse("public:calendar"), query).status_code == 200


def test_calendar_strip_counts_the_events_of_each_month(client, three_events, line):
    event("Đã hủy", day="2026-11-28", line=line, state=EventState.CANCELLED)
    page = html(client, "calendar")

    assert page.count('class="span span--coming"') == 1
    assert page.count('class="span span--empty') == 11
    assert "2 buổi" in page


def test_calendar_turns_pages_and_keeps_what_was_asked(client, line):
    for day in range(1, 26):
        event(f"Buổi {day:02d}", day=f"2026-12-{day:02d}", line=line)

    page = html(client, "calendar", q="buổi", page="2")

    assert titles(page) == [f"Buổi {day:02d}" for day in range(21, 26)]
    assert "q=bu%E1%BB%95i&amp;page=1" in page


# --- one event -----------------------------------------------------------------------------------


def test_event_says_when_where_and_how_to_register(client, line):
    shown = event(
        line=line, commune=CommuneFactory(name="Đông Kinh", kind="phường"), what_to_bring="Bút"
    )

    page = html(client, "event", shown.pk)

    assert "Thứ Bảy 12/12/2026, 8:00–11:30" in page
    assert "còn 19 ngày" in page
    assert "phường Đông Kinh" in page
    assert "Bút" in page
    assert "https://www.openstreetmap.org/search?query=" in page
    assert reverse("public:register", args=[shown.sessions.get().pk]) in page


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (EventState.PUBLISHED, "Chưa mở đăng ký"),
        (EventState.CLOSED, "Hiện không nhận đăng ký"),
        (EventState.HELD, "đã diễn ra"),
        (EventState.CANCELLED, "Bạn không cần đến"),
    ],
)
def test_event_explains_why_one_cannot_register_and_where_one_can(client, line, state, told):
    shown = event(line=line, state=state)
    event("Buổi khác", day="2026-12-20", line=line)

    page = html(client, "event", shown.pk)

    assert told in page
    assert reverse("public:register", args=[shown.sessions.get().pk]) not in page
    assert titles(page) == ["Buổi khác"]


def test_event_after_its_last_moment_of_registration_says_so(client, line):
    shown = event(line=line)
    shown.registration_closes_at = moment("2026-11-20 17:00")
    shown.save()

    assert "Đã hết hạn đăng ký lúc 17:00, 20/11/2026" in html(client, "event", shown.pk)


def test_event_that_is_full_offers_the_waiting_list_then_nothing(client, line):
    shown = event(line=line)
    session = shown.sessions.get()
    session.taken_count = session.capacity = 5
    session.save()
    assert "Vào danh sách chờ" in html(client, "event", shown.pk)

    session.waiting_count = session.waiting_limit
    session.save()
    page = html(client, "event", shown.pk)
    assert "danh sách chờ đều đã đủ" in page
    assert reverse("public:register", args=[session.pk]) not in page


@pytest.mark.parametrize("state", [EventState.DRAFT])
def test_event_that_is_no_one_elses_business_is_not_there(client, line, state):
    shown = event(line=line, state=state)

    assert client.get(reverse("public:event", args=[shown.pk])).status_code == 404
    assert client.get(reverse("public:event-ics", args=[shown.pk])).status_code == 404


@pytest.mark.parametrize("pk", [0, 10**9, 10**30])
def test_event_of_a_number_that_does_not_exist_is_a_friendly_404(client, pk):
    for name in ("event", "event-ics", "session-ics", "register"):
        response = client.get(reverse(f"public:{name}", args=[pk]))
        assert response.status_code == 404
        assert "Không tìm thấy" in response.content.decode()


# --- the agreement -------------------------------------------------------------------------------


def test_programme_traces_each_content_to_its_sentence_and_shows_the_renewal(client):
    earlier = ProgrammeFactory(
        title_vi="Giai đoạn đầu",
        starts_on=dt.date(2023, 1, 1),
        ends_on=dt.date(2025, 12, 31),
        state=ProgrammeState.CLOSED,
        closing_report="Đã làm đủ.",
    )
    running = ProgrammeFactory(title_vi="Giai đoạn hai", renews=earlier)
    running.contents.update(source_sentence="Câu gốc số một.")
    PlanLineFactory(programme=running, title="Ngày hội tháng mười hai")

    page = main_part(html(client, "programme"))

    assert "Giai đoạn hai" in page
    assert "Câu gốc số một." in page
    assert "2023–2025" in page
    assert "Đã làm đủ." in page
    assert "Ngày hội tháng mười hai" in page
    assert "once a month or more" in page


def test_programme_without_a_rhythm_still_opens(client):
    ProgrammeFactory()
    CadenceRule.objects.all().delete()

    assert "<h1" in html(client, "programme")


# --- cost, weight, language ----------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize(
    ("name", "queries"), [("home", 2), ("calendar", 3), ("programme", 9), ("feed", 1)]
)
def test_lists_cost_the_same_for_one_event_and_twelve(
    client, line, name, queries, count, django_assert_num_queries
):
    for day in range(1, count + 1):
        event(day=f"2026-12-{day:02d}", line=line)
        if day > 1:
            PlanLineFactory(
                version=line.version, programme=line.version.year_plan.programme, kind=line.kind
            )

    with django_assert_num_queries(queries):
        client.get(reverse(f"public:{name}"))


@pytest.mark.parametrize("count", [1, 12])
@pytest.mark.parametrize("state", [EventState.OPEN, EventState.CANCELLED])
def test_event_costs_at_most_four_queries(
    client, line, state, count, django_assert_max_num_queries
):
    shown = event(line=line, state=state)
    for _number in range(count):
        SessionFactory(event=shown)
        event("Khác", line=line)

    with django_assert_max_num_queries(4):
        client.get(reverse("public:event", args=[shown.pk]))


def test_a_first_visit_weighs_at_most_100_kilobytes(client, line):
    for day in range(1, 13):
        event(f"Sự kiện số {day}", day=f"2026-12-{day:02d}", line=line)
    for number in range(65):
        CommuneFactory(name=f"Xã tên dài số {number}")

    for name in ("home", "calendar"):
        page = html(client, name)
        addresses = set(re.findall(r'(?:href|src)="/static/([^"#]+\.(?:css|js|woff2|svg))', page))
        styles = [Path(finders.find(address)) for address in addresses]
        fonts = Path(finders.find("nhipcau/fonts")).glob("*.woff2")
        bands = Path(finders.find("nhipcau/icons")).glob("band-*.svg")
        files = {*styles, *fonts, *bands}
        weight = len(page.encode()) + sum(sent_size(file) for file in files)
        assert weight <= 100_000, name


def sent_size(file):
    """As sent: the site keeps compressed copies of text, fonts are compressed already."""
    content = file.read_bytes()
    return len(content) if file.suffix == ".woff2" else len(gzip.compress(content))


@pytest.mark.parametrize("name", ["home", "calendar", "programme", "privacy"])
def test_the_english_page_has_no_vietnamese_but_data(client, line, name):
    event(line=line)
    client.cookies["django_language"] = "en"

    with override("en"):
        page = main_part(html(client, name))

    own_words = re.sub(r"<[a-z0-9]+[^>]* lang=\"vi\".*?</[a-z0-9]+>", "", page, flags=re.S)
    assert not re.search(r"[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", text_of(own_words))


def text_of(page):
    bare = re.sub(r"<option.*?</option>|<[^>]+>", " ", page, flags=re.S)
    for name in ("Lạng Sơn", "Đông Kinh", "Ngày hội việc làm", "Cung Thiếu nhi tỉnh"):
        bare = bare.replace(name, "")
    return bare


def test_robots_keeps_private_pages_out_of_searches(client):
    page = client.get("/robots.txt")

    assert page.headers["Content-Type"].startswith("text/plain")
    assert "Disallow: /registrations/" in page.content.decode()
