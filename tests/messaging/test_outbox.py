import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from nhipcau.events import telling
from nhipcau.messaging.models import Message, Topic
from nhipcau.messaging.outbox import Note, put, put_each, take_back
from nhipcau.messaging.states import MessageState, Outcome, Route
from tests.factories import NOON, RegistrationFactory, YoungPersonFactory

pytestmark = pytest.mark.django_db


def note_for(person, **told):
    return Note(
        **{"young_person": person, "topic": Topic.CHANGE, "text": "…", "about": person} | told
    )


def test_put_keeps_what_is_to_be_told_until_it_is_due():
    person = YoungPersonFactory()

    put(note_for(person, text="Có chỗ cho bạn", path="/x/"), at=NOON)

    kept = Message.objects.get()
    assert (kept.young_person, kept.text, kept.path) == (person, "Có chỗ cho bạn", "/x/")
    assert (kept.state, kept.route, kept.send_at) == (MessageState.PENDING, Route.PHONE, NOON)
    assert (kept.about_type, kept.about_id) == ("people.youngperson", person.pk)


def test_put_each_costs_one_statement_however_many_are_told():
    notes = [note_for(YoungPersonFactory()) for _ in range(20)]

    with CaptureQueriesContext(connection) as caught:
        put_each(notes, at=NOON)

    assert (len(caught), Message.objects.count()) == (1, 20)


def test_an_e_mail_that_is_known_is_told_too():
    put(note_for(YoungPersonFactory(email="an@example.vn")), at=NOON)

    assert set(Message.objects.values_list("route", flat=True)) == {Route.PHONE, Route.MAIL}


def test_one_effect_is_told_once():
    person = YoungPersonFactory()

    put(note_for(person, once="reminder 7"), at=NOON)
    put(note_for(person, once="reminder 7"), at=NOON)
    put_each([note_for(person), note_for(person)], at=NOON)

    assert Message.objects.filter(effect="reminder 7").count() == 1
    assert Message.objects.filter(effect=None).count() == 2


def test_a_message_falls_with_the_transaction_of_what_it_tells():
    @transaction.atomic
    def fails_later():
        put(note_for(YoungPersonFactory()), at=NOON)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_later()

    assert not Message.objects.exists()


def test_a_note_that_replaces_takes_back_what_still_waits_about_the_same_record():
    registration, other = RegistrationFactory(), RegistrationFactory()
    put_each([telling.registration_note(one) for one in (registration, other)], at=NOON)

    put(telling.cancelled_note(registration), at=NOON)

    first, untouched, last = Message.objects.order_by("pk")
    assert (first.state, first.outcome, first.ended_at) == (
        *(MessageState.WITHDRAWN, Outcome.OUTDATED),
        NOON,
    )
    assert untouched.state == last.state == MessageState.PENDING


def test_take_back_leaves_what_was_sent_and_other_topics():
    registration = RegistrationFactory()
    put(telling.registration_note(registration), at=NOON)
    put(telling.reminder_note(registration), at=NOON)

    take_back(registration, at=NOON, topics=[Topic.REMINDER])

    states = dict(Message.objects.values_list("topic", "state"))
    assert states == {
        Topic.REGISTRATION: MessageState.PENDING,
        Topic.REMINDER: MessageState.WITHDRAWN,
    }
