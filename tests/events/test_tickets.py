"""A ticket holds nothing of its person, and nobody else can make or change one."""

import base64
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from nhipcau.events.errors import TicketExpired, TicketForged
from nhipcau.events.tickets import GOOD_AFTER_END, PREFIX, read_ticket, ticket_of
from tests.factories import NOON, RegistrationFactory, YoungPersonFactory

pytestmark = pytest.mark.django_db
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


@pytest.fixture
def registration():
    person = YoungPersonFactory(full_name="Hoàng Thị Ánh", phone="+84912345678")
    return RegistrationFactory(young_person=person, code="SecretCodeOfTheLink123")


def test_what_was_signed_is_read_back(registration):
    ticket = read_ticket(ticket_of(registration), at=NOON)

    assert ticket.ticket_id == registration.ticket_id
    assert ticket.event_id == registration.session.event_id
    assert ticket.expires_at == registration.session.event.ends_at + GOOD_AFTER_END
    assert ticket.key_number == 1


@hypothesis_settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(place=st.integers(0, 10_000), sign=st.sampled_from(SIGNS))
def test_any_changed_sign_is_refused(registration, place, sign):
    text = ticket_of(registration)
    place = len(PREFIX) + place % (len(text) - len(PREFIX))
    changed = text[:place] + sign + text[place + 1 :]

    if changed == text:
        assert read_ticket(changed, at=NOON)
    else:
        with pytest.raises(TicketForged):
            read_ticket(changed, at=NOON)


@hypothesis_settings(max_examples=300, deadline=None)
@given(text=st.one_of(st.text(max_size=200), st.text(SIGNS, max_size=200).map("NC1".__add__)))
def test_anything_else_that_is_scanned_is_refused(text):
    with pytest.raises(TicketForged):
        read_ticket(text, at=NOON)


def test_a_ticket_ends_two_days_after_its_event(registration):
    text = ticket_of(registration)
    last = registration.session.event.ends_at + GOOD_AFTER_END

    assert read_ticket(text, at=last)
    with pytest.raises(TicketExpired):
        read_ticket(text, at=last + timedelta(minutes=1))


def test_another_installation_cannot_make_our_tickets(registration, settings):
    ours = settings.TICKET_SECRETS
    settings.TICKET_SECRETS = ["another installation's secret"]
    foreign = ticket_of(registration)
    settings.TICKET_SECRETS = ours

    with pytest.raises(TicketForged):
        read_ticket(foreign, at=NOON)


def test_a_new_key_leaves_old_tickets_good(registration, settings):
    old = ticket_of(registration)
    settings.TICKET_SECRETS = [*settings.TICKET_SECRETS, "the key of next year"]
    new = ticket_of(registration)

    assert new != old
    assert read_ticket(old, at=NOON).key_number == 1
    assert read_ticket(new, at=NOON).key_number == 2


def test_a_key_that_was_taken_out_is_no_longer_good(registration, settings):
    first = settings.TICKET_SECRETS
    settings.TICKET_SECRETS = [*first, "a second key"]
    text = ticket_of(registration)
    settings.TICKET_SECRETS = first

    with pytest.raises(TicketForged):
        read_ticket(text, at=NOON)


def test_a_ticket_holds_nothing_of_its_person(registration):
    """The same session, another person with the same ticket number: not one sign differs."""
    text = ticket_of(registration)
    person = registration.young_person
    raw = base64.b32decode(text.removeprefix(PREFIX) + "=" * (-(len(text) - 3) % 8))

    person.full_name, person.phone, person.email = "Vi Văn Khác", "+84987654321", "x@example.vn"
    registration.code = "anotherCodeOfTheLink12"

    assert ticket_of(registration) == text
    assert len(raw) == 90
    assert b"SecretCode" not in raw


def test_two_tickets_share_no_number(registration):
    other = RegistrationFactory(session=registration.session)

    assert read_ticket(ticket_of(other), at=NOON).ticket_id != registration.ticket_id
