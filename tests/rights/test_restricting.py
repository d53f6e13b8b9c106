"""Nothing is done with somebody's data for now; and everything comes back as it was."""

import pytest

from nhipcau.messaging.models import Message, Topic
from nhipcau.messaging.outbox import Note, put
from nhipcau.messaging.sending import send_next
from nhipcau.people.models import Consent
from nhipcau.people.rules import agrees
from nhipcau.rights.errors import AlreadyAsked, NotRestricted
from nhipcau.rights.models import Restriction
from nhipcau.rights.use_cases import lift_restriction, restrict
from nhipcau.seekers.models import JobWish
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import NotAllowed
from tests.factories import (
    NOON,
    JobWishFactory,
    OrganisationFactory,
    ReferralFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    moment,
    reference_data,
    staff_of,
)

ALL = ("PARTICIPATION", "CONTACT", "STATISTICS", "JOB_SEARCH", "INTRODUCTION")
LATER = moment("2026-12-20 09:00")


@pytest.fixture
def person(db):
    reference_data()
    unit = OrganisationFactory()
    made = agree(YoungPersonFactory(followed_by=[unit], gender="FEMALE"), *ALL)
    JobWishFactory(young_person=made)
    return made


@pytest.fixture
def youth(person):
    return YouthUserFactory(phone=person.phone)


def in_force(person):
    found = Consent.objects.in_force().filter(young_person=person)
    return sorted(found.values_list("text__purpose", flat=True))


def test_restricted_everything_is_kept_and_nothing_done(person, youth):
    introduced = ReferralFactory(young_person=person, state="ISSUED")

    restrict(by=youth, at=NOON, young_person=person)

    assert in_force(person) == ["PARTICIPATION", "STATISTICS"]
    assert not agrees(person, "JOB_SEARCH")
    assert JobWish.objects.filter(young_person=person).exists()
    person.refresh_from_db()
    assert person.gender == "FEMALE"
    introduced.refresh_from_db()
    assert introduced.state == "CLOSED"


def test_a_message_that_waits_is_not_sent(person, youth):
    note = Note(
        young_person=person, topic=Topic.REMINDER, text="Nhắc lịch", about=person, once="x"
    )
    put(note, at=NOON)
    restrict(by=youth, at=NOON, young_person=person)

    while send_next(by=SYSTEM, at=LATER):
        pass

    assert Message.objects.get().state != "SENT"


def test_lifted_the_same_consents_are_in_force_again(person, youth):
    restrict(by=youth, at=NOON, young_person=person)
    lift_restriction(by=youth, at=LATER, young_person=person)

    assert in_force(person) == sorted(ALL)
    assert Restriction.objects.get().ended_at == LATER
    with pytest.raises(NotRestricted):
        lift_restriction(by=youth, at=LATER, young_person=person)


def test_twice_is_said_and_changes_nothing(person, youth):
    restrict(by=youth, at=NOON, young_person=person)
    with pytest.raises(AlreadyAsked):
        restrict(by=youth, at=LATER, young_person=person)
    assert Restriction.objects.get().purposes == ["CONTACT", "INTRODUCTION", "JOB_SEARCH"]


def test_nobody_else_restricts_or_lifts(person, youth):
    for stranger in (YouthUserFactory(), staff_of(OrganisationFactory())):
        with pytest.raises(NotAllowed):
            restrict(by=stranger, at=NOON, young_person=person)
    restrict(by=youth, at=NOON, young_person=person)
    with pytest.raises(NotAllowed):
        lift_restriction(by=YouthUserFactory(), at=NOON, young_person=person)
