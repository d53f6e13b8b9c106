"""What must never reach the public: the army's places and numbers, advertising in schools."""

import re

import pytest
import time_machine
from django.urls import reverse

from nhipcau.events.models import Attendance, Speaker
from nhipcau.events.states import EventState
from tests.factories import (
    NOON,
    CommuneFactory,
    EventFactory,
    EventKindFactory,
    OrganisationFactory,
    PlanLineFactory,
    RegistrationFactory,
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


@pytest.fixture
def army():
    """An army event whose every hidden field holds a canary."""
    kind = EventKindFactory(
        code="army", name_vi="Tư vấn xuất ngũ", hides_host=True, takes_public_registration=False
    )
    line = PlanLineFactory(kind=kind, title="canary-line", place="canary-line-place")
    event = EventFactory(
        plan_line=line,
        title="canary-title",
        place="canary-place",
        commune=CommuneFactory(name="canary-commune", code="77777"),
        host=OrganisationFactory(name_vi="canary-host", kind="MILITARY_UNIT"),
        summary="canary-summary",
        what_to_bring="canary-bring",
        online_address="https://canary-online.example/",
        overseas_information="canary-overseas",
        sponsor_text="canary-sponsor",
    )
    Speaker.objects.create(event=event, full_name="canary-speaker", position="canary-position")
    session = SessionFactory(
        event=event, title_vi="canary-session", room="canary-room", capacity=7351
    )
    return RegistrationFactory(session=session, code="armycode")


def every_public_page(registration):
    event, session = registration.session.event, registration.session
    return [
        reverse("public:home"),
        reverse("public:calendar"),
        reverse("public:calendar") + "?month=2026-12",
        reverse("public:event", args=[event.pk]),
        reverse("public:register", args=[session.pk]),
        reverse("public:registration", args=[registration.code]),
        reverse("public:cancel", args=[registration.code]),
        reverse("public:feed"),
        reverse("public:event-ics", args=[event.pk]),
        reverse("public:session-ics", args=[session.pk]),
        reverse("public:programme"),
    ]


@pytest.mark.parametrize("state", [EventState.OPEN, EventState.HELD, EventState.CANCELLED])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_page_tells_where_the_army_is_or_how_many(client, army, state, language):
    event = army.session.event
    event.state = state
    event.save()
    client.cookies["django_language"] = language

    shown = 0
    for address in every_public_page(army):
        answer = client.get(address)
        told = answer.content.decode()
        for secret in ("canary-", "7351", "7.351", "7,351", "77777"):
            # The list of communes to choose from names all of them, this one too.
            listed = told.replace("xã canary-commune", "").replace('value="77777"', "")
            assert secret not in listed, (address, secret)
        shown += answer.status_code == 200
    assert shown >= 8


@pytest.mark.parametrize(
    "query", [{"commune": "77777"}, {"q": "canary"}, {"q": "canary-place"}, {"q": "canary host"}]
)
def test_searching_does_not_find_what_is_hidden(client, army, query):
    page = client.get(reverse("public:calendar"), query).content.decode()

    assert reverse("public:event", args=[army.session.event.pk]) not in page


def test_the_army_is_in_the_calendar_by_its_kind_alone(client, army):
    page = client.get(reverse("public:calendar")).content.decode()

    assert "Tư vấn xuất ngũ" in page
    assert "canary-title" not in page


def test_a_form_sent_to_an_army_session_registers_nobody_and_tells_nothing(client, army):
    address = reverse("public:register", args=[army.session.pk])

    answer = client.post(address, {"full_name": "Nông Thị Lan", "phone": "0912345678"})

    assert answer.status_code == 409
    assert "canary-" not in answer.content.decode()
    assert "Đơn vị tự lập danh sách" in answer.content.decode()
    assert army.session.registrations.count() == 1


@pytest.fixture
def school():
    kind = EventKindFactory(code="school", is_in_school=True)
    event = EventFactory(
        kind=kind, overseas_information="canary-overseas", sponsor_text="canary-sponsor"
    )
    SessionFactory(event=event)
    return event


def school_pages(client, event):
    names = [("event", [event.pk]), ("event-ics", [event.pk]), ("feed", []), ("calendar", [])]
    return "".join(
        client.get(reverse(f"public:{name}", args=arguments)).content.decode()
        for name, arguments in names
    )


def test_a_school_event_carries_no_advertising_and_no_jobs_abroad(client, school):
    assert "canary-" not in school_pages(client, school)


def test_a_school_event_tells_of_jobs_abroad_once_the_agreement_is_recorded(client, school):
    school.education_agreement = "Công văn 12/SGDĐT, 02/11/2026"
    school.save()

    told = school_pages(client, school)

    assert "canary-overseas" in told
    assert "canary-sponsor" not in told
    assert "12/SGDĐT" not in told


@pytest.mark.parametrize("name", ["home", "calendar", "feed"])
def test_a_draft_is_nowhere(client, name):
    event = EventFactory(title="canary-draft", state=EventState.DRAFT)
    SessionFactory(event=event)

    assert "canary-draft" not in client.get(reverse(f"public:{name}")).content.decode()


def test_the_plan_in_force_is_public_and_a_proposed_one_is_not(client):
    line = PlanLineFactory(title="canary-approved", month=moment("2026-12-01 00:00").date())

    page = client.get(reverse("public:programme")).content.decode()

    assert "canary-approved" in page
    line.version.state = "PROPOSED"
    line.version.save()
    assert "canary-approved" not in client.get(reverse("public:programme")).content.decode()


def test_public_totals_do_not_move_with_an_army_session(client, army):
    event = army.session.event
    event.state = EventState.HELD
    event.starts_at, event.ends_at = moment("2026-11-10 08:00"), moment("2026-11-10 10:00")
    event.registration_closes_at = event.starts_at
    event.save()
    before = numbers(client)

    for _soldier in range(7):
        registration = RegistrationFactory(session=army.session)
        Attendance.objects.create(
            registration=registration,
            session=army.session,
            young_person=registration.young_person,
            value="ATTENDED",
            recorded_at=NOON,
        )

    assert numbers(client) == before


def numbers(client):
    page = client.get(reverse("public:programme")).content.decode()
    return re.findall(r'stat__number">([^<]*)<', page)
