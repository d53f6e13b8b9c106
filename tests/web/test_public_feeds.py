import pytest
import time_machine
from django.urls import reverse
from icalendar import Calendar

from nhipcau.events import use_cases
from nhipcau.events.states import EventState
from nhipcau.shared.actors import SYSTEM
from tests.factories import NOON, EventFactory, PlanLineFactory, SessionFactory, moment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(db):
    with time_machine.travel(NOON, tick=False):
        yield


def entries(client, name, *arguments):
    answer = client.get(reverse(f"public:{name}", args=arguments))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_feed_tells_title_time_place_and_address(client):
    event = EventFactory(title="Ngày hội, việc làm; tháng 12", what_to_bring="Bút\nvà sổ")
    SessionFactory(event=event)

    (entry,) = entries(client, "feed")

    assert entry["SUMMARY"] == "Ngày hội, việc làm; tháng 12"
    assert entry.decoded("DTSTART") == event.starts_at
    assert entry.decoded("DTEND") == event.ends_at
    assert entry["LOCATION"] == "Cung Thiếu nhi tỉnh"
    assert "Bút\nvà sổ" in entry["DESCRIPTION"]
    assert entry["URL"].endswith(reverse("public:event", args=[event.pk]))
    assert entry["STATUS"] == "CONFIRMED"


def test_an_entry_keeps_its_id_and_counts_its_changes(client):
    event = EventFactory(state=EventState.DRAFT)
    for state in (EventState.PUBLISHED, EventState.OPEN):
        use_cases.move_event(by=SYSTEM, at=NOON, event=event, to=state)
    (before,) = entries(client, "event-ics", event.pk)

    use_cases.move_event(
        by=SYSTEM, at=NOON, event=event, to=EventState.CANCELLED, reason="canary-reason"
    )
    (after,) = entries(client, "feed")

    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert after["STATUS"] == "CANCELLED"
    assert b"canary-reason" not in client.get(reverse("public:feed")).content


def test_a_session_has_an_entry_with_its_own_times(client):
    event = EventFactory()
    session = SessionFactory(
        event=event,
        title_vi="Buổi muộn",
        room="Phòng 2",
        starts_at=moment("2026-12-12 10:00"),
        ends_at=moment("2026-12-12 11:00"),
    )

    (entry,) = entries(client, "session-ics", session.pk)

    assert entry.decoded("DTSTART") == session.starts_at
    assert entry["LOCATION"].startswith("Phòng 2")


def test_an_unchanged_feed_is_not_sent_again(client):
    EventFactory()
    first = client.get(reverse("public:feed"))

    again = client.get(reverse("public:feed"), headers={"If-None-Match": first.headers["ETag"]})

    assert "max-age" in first.headers["Cache-Control"]
    assert again.status_code == 304


def test_feed_reaches_from_three_months_ago_to_next_year(client):
    line = PlanLineFactory()
    for day in ("2026-08-01", "2026-09-01", "2027-12-20", "2028-02-01"):
        EventFactory(
            plan_line=line,
            title=day,
            starts_at=moment(f"{day} 08:00"),
            ends_at=moment(f"{day} 10:00"),
            registration_closes_at=moment(f"{day} 08:00"),
        )

    assert [str(entry["SUMMARY"]) for entry in entries(client, "feed")] == [
        "2026-09-01",
        "2027-12-20",
    ]
