"""Tickets on the page, as PDF and as picture: what they show, to whom, and what they never do."""

import re
import zlib

import pytest
from django.urls import reverse

from nhipcau.events.models import RegistrationGroup
from nhipcau.events.states import EventState, GroupFit, RegistrationState
from nhipcau.events.telling import PAGE
from nhipcau.events.tickets import ticket_of
from nhipcau.web.public import ticket_pictures as pictures
from tests.factories import (
    NOON,
    EventFactory,
    EventKindFactory,
    PlanLineFactory,
    RegistrationFactory,
    SessionFactory,
    YoungPersonFactory,
    YouthUserFactory,
)

pytestmark = pytest.mark.django_db
PDF, PNG = b"%PDF-", b"\x89PNG"
HOSTILE = '#panic("x") $x^2$ *đậm* _n_ `code` \\ #read("/etc/passwd") [a] <b> @ref // ) ] }'


@pytest.fixture(autouse=True)
def _at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def page_of(registration, name="ticket"):
    return reverse(f"public:{name}", args=[registration.code])


def test_the_page_shows_the_code_and_leads_to_the_files(client):
    registration = RegistrationFactory()

    answer = client.get(page_of(registration))
    page = answer.content.decode()

    assert "<svg" in page
    assert registration.young_person.full_name in page
    assert page_of(registration, "ticket-pdf") in page
    assert page_of(registration, "ticket-png") in page
    assert "no-store" in answer.headers["Cache-Control"]
    assert "style=" not in page


def test_the_registration_leads_to_its_ticket(client):
    registration = RegistrationFactory()

    page = client.get(page_of(registration, "registration")).content.decode()

    assert page_of(registration) in page


@pytest.mark.parametrize(
    "state",
    [
        RegistrationState.WAITING,
        RegistrationState.OFFERED,
        RegistrationState.EXPIRED,
        RegistrationState.CANCELLED,
    ],
)
def test_without_a_confirmed_place_there_is_no_ticket_and_the_page_says_why(client, state):
    registration = RegistrationFactory(state=state, offer_expires_at=NOON)

    page = client.get(page_of(registration)).content.decode()

    assert 'class="ticket__qr"' not in page
    assert 'class="lead"' in page
    for name in ("ticket-pdf", "ticket-png"):
        assert client.get(page_of(registration, name)).url == page_of(registration)


def test_a_cancelled_or_past_event_has_no_ticket(client, time_machine):
    registration = RegistrationFactory()
    event = registration.session.event
    event.state = EventState.CANCELLED
    event.save()
    assert 'class="ticket__qr"' not in client.get(page_of(registration)).content.decode()

    event.state = EventState.HELD
    event.save()
    time_machine.move_to(registration.session.ends_at, tick=False)
    assert 'class="ticket__qr"' not in client.get(page_of(registration)).content.decode()


def test_the_qr_is_coarse_enough_for_a_cheap_camera():
    registration = RegistrationFactory()

    qr = pictures.qr_of(registration)

    assert qr.mode == "alphanumeric"
    assert qr.version <= 10
    assert qr.error in ("M", "Q", "H")
    assert len(ticket_of(registration)) == 147


@pytest.mark.parametrize(("name", "begins"), [("ticket-pdf", PDF), ("ticket-png", PNG)])
def test_the_files_are_made_whatever_stands_in_name_and_title(client, name, begins):
    event = EventFactory(title=HOSTILE, place=HOSTILE)
    person = YoungPersonFactory(full_name=HOSTILE[:95])
    registration = RegistrationFactory(
        session=SessionFactory(event=event, title_vi=HOSTILE, room=HOSTILE[:70]),
        young_person=person,
    )

    answer = client.get(page_of(registration, name))

    assert answer.status_code == 200
    assert answer.content.startswith(begins)
    assert "attachment" in answer.headers["Content-Disposition"]


def test_what_people_typed_is_printed_as_they_typed_it():
    """``#sym.star`` read as markup would print ★ and none of its letters."""
    registration = RegistrationFactory(young_person=YoungPersonFactory(full_name="#sym.star"))

    shown = glyphs_of(pictures.tickets_pdf([registration], at=NOON))

    assert "#" in shown
    assert "★" not in shown


def glyphs_of(pdf):
    """The signs that the fonts of a PDF can show, told by their ToUnicode tables."""
    found = set()
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            told = zlib.decompress(stream)
        except zlib.error:
            continue
        if b"beginbfchar" in told:
            found |= set(re.findall(rb"<[0-9A-Fa-f]+> <([0-9A-Fa-f]+)>", told))
    return {bytes.fromhex(one.decode()).decode("utf-16-be") for one in found}


def test_the_font_has_every_vietnamese_sign():
    registration = RegistrationFactory(
        young_person=YoungPersonFactory(full_name="Nguyễn Ậu Ổn Đặng Ữ")
    )

    shown = glyphs_of(pictures.tickets_pdf([registration], at=NOON))

    assert set("NguyễnẬuỔĐặữỮ") - {"ữ"} <= shown


def test_a_family_gets_one_sheet_for_the_phone_that_signed_in(client):
    phone = "+84912345678"
    session = SessionFactory()
    for name in ("Nông Văn An", "Nông Thị Bé", "Nông Văn Chi"):
        RegistrationFactory(
            session=session, young_person=YoungPersonFactory(full_name=name, phone=phone)
        )
    client.force_login(YouthUserFactory(phone=phone))

    answer = client.get(reverse("public:my-tickets"))

    assert answer.content.startswith(PDF)


def test_my_tickets_asks_for_the_phone_first(client):
    answer = client.get(reverse("public:my-tickets"))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account:phone"))


def test_a_group_gets_the_tickets_of_its_own_people_alone(client, monkeypatch):
    session = SessionFactory()
    group = RegistrationGroup.objects.create(
        session=session, name="12A3", fit=GroupFit.ALL, code="groupcode", created_at=NOON
    )
    inside = RegistrationFactory(session=session, group=group)
    RegistrationFactory(session=session, group=group, state=RegistrationState.WAITING)
    RegistrationFactory(session=session)
    printed = []
    monkeypatch.setattr(
        pictures, "tickets_pdf", lambda holders, *, at: printed.extend(holders) or b"%PDF-"
    )

    assert client.get(reverse("public:group-tickets", args=["groupcode"])).status_code == 200
    assert printed == [inside]


def test_a_group_that_is_not_there_is_not_found(client):
    assert client.get(reverse("public:group-tickets", args=["nobody"])).status_code == 404


@pytest.mark.parametrize("name", ["ticket", "ticket-pdf", "ticket-png"])
def test_a_code_of_nobody_is_not_found(client, name):
    assert client.get(reverse(f"public:{name}", args=["nobody"])).status_code == 404


def test_a_ticket_of_an_army_event_names_no_host_place_or_hour(client):
    kind = EventKindFactory(hides_host=True, takes_public_registration=False, name_vi="Tư vấn")
    event = EventFactory(
        plan_line=PlanLineFactory(kind=kind), title="Trung đoàn 123", place="Doanh trại X"
    )
    registration = RegistrationFactory(session=SessionFactory(event=event, room="Phòng Y"))

    card = pictures.card_of(registration, at=NOON)
    page = client.get(page_of(registration)).content.decode()

    for told in (f"{card.title} {card.when} {card.where}", page):
        assert "Doanh trại" not in told
        assert "Phòng Y" not in told
        assert "Trung đoàn" not in told
    assert card.when.endswith("12/12/2026")


def test_a_page_of_eight_and_more_is_one_document():
    session = SessionFactory()
    holders = [RegistrationFactory(session=session) for _ in range(17)]

    made = pictures.tickets_pdf(holders, at=NOON)

    assert len(re.findall(rb"/Type\s*/Page\b", made)) == 3


def test_messages_lead_to_the_page_of_the_registration():
    assert PAGE.format(code="abc") == reverse("public:registration", args=["abc"])
