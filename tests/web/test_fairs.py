"""Pages of a fair: a desk with and without a script, bad input, and who sees what."""

import json
from uuid import uuid4

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse
from icalendar import Calendar

from nhipcau.fairs.models import Candidate, DeskMark, Meeting
from nhipcau.fairs.telling import PAGE
from tests.factories import DeskSessionFactory, RegistrationFactory
from tests.fairs.conftest import THE_DAY, a_hall
from tests.sign_in import sign_in


@pytest.fixture
def hall(db):
    made = a_hall()
    made.told()
    with time_machine.travel(THE_DAY, tick=False):
        yield made


@pytest.fixture
def booth(hall):
    return hall.booths[0]


@pytest.fixture
def desk(client, booth):
    DeskSessionFactory(contact=booth.employer.contacts.get(), key="d" * 40)
    client.cookies[settings.DESK_COOKIE_NAME] = "d" * 40
    return client


def first(booth):
    return booth.interviews.filter(timetable__state="PUBLISHED").first().candidate


def marks_url(booth):
    return reverse("employers:fair-marks", args=[booth.pk])


def told(candidate, **more):
    return {"mark": str(uuid4()), "candidate": str(candidate.pk), "at": 1_765_000_000_000} | more


def send(desk, booth, body):
    text = body if isinstance(body, str) else json.dumps(body)
    return desk.post(marks_url(booth), text, content_type="application/json")


def test_a_phone_tells_a_batch_and_hears_what_became_of_each(desk, booth):
    candidate = first(booth)
    batch = [
        told(candidate, kind="CALL"),
        told(candidate, kind="RESULT", result="NO", reason="xa quá"),
        told(candidate, kind="RESULT", result="TAKEN", starts_on="2026-12-20"),
    ]
    for _time in range(2):
        answer = send(desk, booth, {"marks": batch}).json()["results"]
        assert {one["mark"]: one["outcome"] for one in answer} == dict(
            zip([one["mark"] for one in batch], ("KEPT", "KEPT", "CONFLICT"), strict=True)
        )
    assert DeskMark.objects.count() == 3
    assert Meeting.objects.get().result == "NO"


def test_a_form_without_a_script_does_the_same(desk, booth):
    candidate = first(booth)
    form = {"candidate": candidate.pk, "kind": "RESULT", "result": "NO", "reason": "xa quá"}
    answer = desk.post(marks_url(booth), form)

    assert answer.status_code == 303
    assert Meeting.objects.get().state == "HELD"
    again = desk.get(answer["Location"])
    assert again.status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        " ",
        "{",
        "[]",
        "null",
        '{"marks": 5}',
        '{"marks": [5]}',
        '{"marks": [{}]}',
        {"marks": [{"mark": "x", "candidate": "1", "kind": "CALL", "at": 1}]},
        {"marks": [{"mark": str(uuid4()), "candidate": "-1", "kind": "CALL", "at": 1}]},
        {"marks": [{"mark": str(uuid4()), "candidate": "9" * 19, "kind": "CALL", "at": 1}]},
        {"marks": [{"mark": str(uuid4()), "candidate": "1", "kind": "DANCE", "at": 1}]},
        {"marks": [{"mark": str(uuid4()), "candidate": "1", "kind": "CALL", "at": "now"}]},
        {"marks": [{"mark": str(uuid4()), "candidate": "1", "kind": "CALL", "at": 10**18}]},
        {"marks": [{"mark": str(uuid4()), "candidate": "1", "kind": "CALL", "at": True}]},
        '{"marks": [' + "[" * 5000 + "]" * 5000 + "]}",
        '{"marks": [{"candidate": "1\\u0000", "kind": "CALL", "at": 1}]}',
        '{"marks": [{"candidate": "1", "kind": "RESULT", "at": 1, "starts_on": "2026-99-99"}]}',
    ],
)
def test_what_is_no_batch_is_refused_in_peace(desk, booth, body):
    answer = send(desk, booth, body)

    assert answer.status_code == 422
    assert not DeskMark.objects.exists()


def test_too_long_a_batch_is_refused(desk, booth):
    assert send(desk, booth, " " * 200_001).status_code == 413
    many = [told(first(booth), kind="CALL") for _one in range(201)]
    assert send(desk, booth, {"marks": many}).status_code == 422


def test_a_desk_that_ended_tells_nothing(client, booth):
    assert send(client, booth, {"marks": []}).status_code == 302


def test_the_queue_of_a_desk_holds_numbers_and_initials_alone(desk, hall, booth):
    page = desk.get(reverse("employers:fair-day", args=[booth.pk])).content.decode()

    for one in hall.candidates:
        person = one.registration.young_person
        assert person.full_name not in page
        assert person.phone not in page
    assert f"{first(booth).number}" in page


def test_the_page_of_a_message_is_the_page_of_the_interviews(client, hall):
    code = hall.candidates[0].registration.code

    assert PAGE.format(code=code) == reverse("public:interviews", args=[code])
    page = client.get(PAGE.format(code=code)).content.decode()
    assert hall.booths[0].employer.name in page


def test_own_interviews_go_into_the_calendar(client, hall):
    candidate = hall.candidates[0]
    answer = client.get(reverse("public:interviews-ics", args=[candidate.registration.code]))
    entries = Calendar.from_ical(answer.content).walk("VEVENT")

    starts = sorted(one["DTSTART"].dt for one in entries)
    told = candidate.interviews.filter(timetable__state="PUBLISHED")
    assert starts == [hall.fair.starts(one.slot) for one in told.order_by("slot")]


def test_wishes_are_told_with_the_secret_link_and_refused_beside_the_question(client, db):
    hall = a_hall()
    registration = RegistrationFactory(session=hall.fair.event.sessions.get())
    url = reverse("public:interviews", args=[registration.code])
    booth = hall.booths[0]
    form = {
        "wish_1": f"{booth.pk}-{booth.brought.get().vacancy_id}",
        "most": "2",
        "from_slot": "0",
        "to_slot": "6",
    }
    with time_machine.travel("2026-11-23 05:00Z", tick=False):
        refused = client.post(url, form | {"wish_2": form["wish_1"]})
        strange = client.post(url, form | {"wish_1": "1-1"})
        empty = client.post(url, {})
        taken = client.post(url, form)

    assert [refused.status_code, strange.status_code, empty.status_code] == [422] * 3
    assert taken.status_code == 303
    assert Candidate.objects.get(registration=registration).wishes.get().booth == booth


def test_a_certificate_holds_case_answer_and_prices_and_no_name(client, hall):
    sign_in(client, hall.organiser)
    timetable = hall.fair.timetables.get(state="PUBLISHED")
    answer = client.get(reverse("workspace:fairs:certificate", args=[timetable.pk]))
    found = answer.json()

    assert set(found) == {"case", "answer", "proof"}
    assert len(found["answer"]["interviews"]) == timetable.interviews.count()
    assert hall.candidates[0].registration.young_person.full_name not in answer.content.decode()


@pytest.mark.parametrize(
    "told",
    [
        {"cell": "x"},
        {"cell": "1-1", "tool": "Z"},
        {"cell": "-1--1", "tool": "#"},
        {"cell": "1-1", "tool": "booth-999"},
        {"resize": "1", "rows": "x", "columns": "9999"},
        {"cell": "²-²", "tool": "#"},
    ],
)
def test_what_no_hall_can_be_changes_nothing_and_says_so(client, hall, told):
    sign_in(client, hall.organiser)
    url = reverse("workspace:fairs:hall", args=[hall.fair.event_id])
    answer = client.post(url, told, follow=True)

    assert answer.status_code == 200
    hall.fair.refresh_from_db()
    assert set(hall.fair.hall) <= set(".B=#ESW\n")


def test_papers_of_a_booth_are_made(client, hall, booth):
    sign_in(client, hall.counsellor)
    answer = client.get(reverse("workspace:fairs:booth-pdf", args=[booth.pk]))

    assert answer.content[:5] == b"%PDF-"
    assert "no-store" in answer["Cache-Control"]
