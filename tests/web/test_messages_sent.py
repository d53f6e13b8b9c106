"""The page that shows what was told: failures are never silent, numbers never whole."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from nhipcau.events.telling import registration_note
from nhipcau.messaging.models import Message
from nhipcau.messaging.outbox import put
from nhipcau.messaging.states import MessageState, Outcome
from nhipcau.organisations.models import Role
from nhipcau.shared.wording import masked_phone, phone
from tests.factories import RegistrationFactory, staff_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def registration():
    return RegistrationFactory()


def page_of(client, registration, query="", role=Role.COORDINATOR):
    event = registration.session.event
    client.force_login(staff_of(event.plan_line.lead, role))
    return client.get(reverse("workspace:events:messages", args=[event.pk]) + query)


def test_a_failure_is_shown_with_its_reason_and_without_the_number(client, registration):
    put(registration_note(registration), at=timezone.now())
    Message.objects.update(
        state=MessageState.FAILED, outcome=Outcome.NO_GATEWAY, ended_at=timezone.now()
    )

    page = page_of(client, registration).content.decode()

    person = registration.young_person
    assert "chưa cài đặt cổng gửi tin" in page
    assert "Có tin không gửi được" in page
    assert masked_phone(person.phone) in page
    assert phone(person.phone) not in page
    assert person.phone not in page
    assert registration.code not in page


def test_what_waits_for_too_long_is_told(client, registration):
    put(registration_note(registration), at=timezone.now() - timedelta(hours=13))

    assert "Có tin chờ quá lâu" in page_of(client, registration).content.decode()


def test_the_list_is_narrowed_to_one_state(client, registration):
    put(registration_note(registration), at=timezone.now())

    name = registration.young_person.full_name
    assert name in page_of(client, registration, "?state=PENDING").content.decode()
    assert name not in page_of(client, registration, "?state=SENT").content.decode()


@pytest.mark.parametrize("role", [Role.LEADER, Role.ADMINISTRATOR, Role.GATE_VOLUNTEER])
def test_whoever_sees_no_people_sees_no_messages(client, registration, role):
    assert page_of(client, registration, role=role).status_code == 404
