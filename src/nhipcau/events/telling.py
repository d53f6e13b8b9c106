"""What registered people are told, in their words."""

from nhipcau.events.models import Registration
from nhipcau.messaging.models import Topic
from nhipcau.messaging.outbox import Note


def registration_note(registration: Registration) -> Note:
    return _note(registration, Topic.REGISTRATION)


def offer_note(registration: Registration) -> Note:
    return _note(registration, Topic.OFFER)


def offer_expired_note(registration: Registration) -> Note:
    return _note(registration, Topic.OFFER)


def cancelled_note(registration: Registration) -> Note:
    return _note(registration, Topic.CHANGE)


def _note(registration: Registration, topic: Topic) -> Note:
    return Note(
        young_person=registration.young_person,
        topic=topic,
        text=registration.session.event.title,
        about=registration,
        path=f"/registrations/{registration.code}/",
    )
