"""Workers that die and workers that race, as processes of their own, and a carrier that counts."""

import os
import signal
import traceback
from collections import Counter

import pytest
from django.db import connections

from nhipcau.messaging import use_cases
from nhipcau.messaging.channels.text import TextMessage
from nhipcau.messaging.models import Letter, Message, Topic
from nhipcau.messaging.outbox import Note, put_each
from nhipcau.messaging.sending import send_next
from nhipcau.messaging.states import MessageState
from nhipcau.messaging.use_cases import LEASE
from nhipcau.shared.actors import SYSTEM
from tests.factories import NOON, YoungPersonFactory, agree, reference_data

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def carrier(carrier, settings):
    reference_data()
    settings.SMS_BACKEND = "nhipcau.shared.brand_sms.BrandNameSms"
    settings.SMS_URL, settings.SMS_SECRET, settings.SMS_BRAND = carrier.url, "secret", "NhipCau"
    settings.PHONE_CHANNELS = ["nhipcau.messaging.channels.text.TextMessage"]
    return carrier


def tell(count):
    people = [agree(YoungPersonFactory()) for _ in range(count)]
    put_each([Note(one, Topic.CHANGE, "Có chỗ.", one) for one in people], at=NOON)


def in_a_process(work):
    """Run ``work`` in a child that shares no connection with us; its process id."""
    connections.close_all()
    child = os.fork()
    if child:
        return child
    try:
        work()
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    os._exit(0)


def send_all(at):
    while send_next(by=SYSTEM, at=at):
        pass


def die(*_told, **_named):
    os.kill(os.getpid(), signal.SIGKILL)


def dies_before_sending(after):
    """The letter is claimed; the carrier hears nothing of it."""
    _counted(TextMessage, "send", after, before=True)


def dies_when_sent(after):
    """The carrier has it; we do not know."""
    _counted(TextMessage, "send", after, before=False)


def dies_before_keeping_the_outcome(after):
    _counted(use_cases, "end_letter", after, before=True)


def dies_when_the_outcome_is_kept(after):
    _counted(use_cases, "end_letter", after, before=False)


def dies_before_claiming(after):
    _counted(use_cases, "take_letter", after, before=True)


def _counted(place, name, after, *, before):
    sound, calls = getattr(place, name), []

    def fatal(*told, **named):
        calls.append(1)
        if before and len(calls) > after:
            die()
        result = sound(*told, **named)
        if len(calls) > after:
            die()
        return result

    setattr(place, name, fatal)


POINTS = {
    dies_before_claiming: 0,
    dies_before_sending: 0,
    dies_when_sent: 1,
    dies_before_keeping_the_outcome: 1,
    dies_when_the_outcome_is_kept: 0,
}


@pytest.mark.parametrize("point", POINTS, ids=lambda point: point.__name__)
def test_a_killed_worker_loses_nothing_and_doubles_at_most_one_at_the_send_point(carrier, point):
    tell(12)
    at, kills = NOON, 4
    for after in range(kills):

        def doomed(after=after, at=at):
            point(after)
            send_all(at)

        child = in_a_process(doomed)
        assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
        at += LEASE

    send_all(at)

    heard = Counter(body["reference"] for body in carrier.bodies)
    references = {str(one) for one in Letter.objects.values_list("reference", flat=True)}
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}
    assert set(heard) == references  # none lost, and none that honours references doubles
    assert len(references) == 12
    assert sum(heard.values()) - 12 == POINTS[point] * kills


def test_two_workers_never_send_the_same_message(carrier):
    tell(40)
    carrier.answer = (200, b'{"code": 0}', 0.01)

    children = [in_a_process(lambda: send_all(NOON)) for _ in range(3)]
    for child in children:
        os.waitpid(child, 0)

    heard = Counter(body["reference"] for body in carrier.bodies)
    assert len(heard) == 40
    assert set(heard.values()) == {1}
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}


def test_two_workers_keep_the_day_s_budget_of_one_phone(carrier):
    phone = "+84912345678"
    family = [agree(YoungPersonFactory(phone=phone)) for _ in range(30)]
    put_each([Note(one, Topic.REMINDER, "Có chỗ.", one) for one in family], at=NOON)

    children = [in_a_process(lambda: send_all(NOON)) for _ in range(3)]
    for child in children:
        os.waitpid(child, 0)

    assert 1 <= len(carrier.told) <= 3
