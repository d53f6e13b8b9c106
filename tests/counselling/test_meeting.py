"""A talk that was booked is written down as a contact: once, of the right person, in one go."""

import datetime as dt

import pytest

from nhipcau.appointments.errors import TooEarly
from nhipcau.counselling import queries, use_cases
from nhipcau.counselling.models import Contact
from nhipcau.counselling.use_cases import write_appointment
from nhipcau.people.models import Purpose
from nhipcau.people.use_cases import withdraw_consent
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import DomainError, InvalidValue, NotAllowed
from tests.counselling.conftest import LATER, WORDS
from tests.factories import NOON, AppointmentFactory, BlockFactory, YoungPersonFactory, case_of


@pytest.fixture
def talk(case, counsellor, centre):
    return talk_of(case.young_person, counsellor, centre)


def talk_of(person, counsellor, unit, **told):
    return AppointmentFactory(
        **{
            "young_person": person,
            "counsellor": counsellor,
            "unit": unit,
            "starts_at": NOON + dt.timedelta(minutes=30),
            **told,
        }
    )


def test_the_talk_the_contact_and_the_note_are_written_in_one_go(case, talk, counsellor):
    contact = write_appointment(by=counsellor, at=NOON, case=case, appointment=talk, text=WORDS)

    talk.refresh_from_db()
    assert talk.state == "CAME"
    assert (contact.held_on, contact.channel, contact.has_note) == (NOON.date(), "MEETING", True)
    assert talk.contact == contact
    [note] = use_cases.read_notes(by=counsellor, at=LATER, case=case)
    assert note.text == WORDS


@pytest.mark.parametrize(("mode", "channel"), [("PHONE", "PHONE"), ("ONLINE", "ONLINE")])
def test_how_they_talked_is_how_they_met(case, counsellor, centre, mode, channel):
    talk = talk_of(case.young_person, counsellor, centre, mode=mode, state="CAME")
    made = write_appointment(by=counsellor, at=NOON, case=case, appointment=talk)
    assert made.channel == channel


def test_a_talk_after_an_event_was_held_there(case, counsellor, centre):
    block = BlockFactory(counsellor=counsellor, unit=centre)
    talk = talk_of(case.young_person, counsellor, centre, block=block, state="CAME")
    made = write_appointment(by=counsellor, at=NOON, case=case, appointment=talk)
    assert made.channel == "SCHOOL"


def test_one_talk_is_one_contact(case, talk, counsellor):
    write_appointment(by=counsellor, at=NOON, case=case, appointment=talk)
    with pytest.raises(InvalidValue):
        write_appointment(by=counsellor, at=LATER, case=case, appointment=talk)
    assert Contact.objects.count() == 1


def test_another_persons_talk_stands_in_no_case_of_mine(case, counsellor, centre):
    other = talk_of(YoungPersonFactory(followed_by=[centre]), counsellor, centre)
    with pytest.raises(InvalidValue):
        write_appointment(by=counsellor, at=NOON, case=case, appointment=other)
    other.refresh_from_db()
    assert other.state == "BOOKED"


def test_a_talk_that_the_other_unit_held_is_its_own_to_write_down(
    case, counsellor, elsewhere, palace
):
    talk = talk_of(case.young_person, elsewhere, palace, state="CAME")
    with pytest.raises(NotAllowed):
        write_appointment(by=counsellor, at=NOON, case=case, appointment=talk)
    [shown] = queries.talks_of(counsellor, case)
    assert shown == talk


def test_a_talk_under_a_merged_record_is_the_persons_own(case, counsellor, centre):
    merged = YoungPersonFactory(merged_into=case.young_person, followed_by=[centre])
    talk = talk_of(merged, counsellor, centre, state="CAME")
    assert write_appointment(by=counsellor, at=NOON, case=case, appointment=talk).pk


@pytest.mark.parametrize("state", ["NO_SHOW", "CANCELLED", "EXPIRED"])
def test_what_did_not_take_place_is_no_contact(case, counsellor, centre, state):
    talk = talk_of(case.young_person, counsellor, centre, state=state)
    with pytest.raises(InvalidValue):
        write_appointment(by=counsellor, at=NOON, case=case, appointment=talk)


def test_a_talk_of_tomorrow_waits_for_its_day(case, counsellor, centre):
    talk = talk_of(case.young_person, counsellor, centre, starts_at=NOON + dt.timedelta(days=1))
    with pytest.raises(TooEarly):
        write_appointment(by=counsellor, at=NOON, case=case, appointment=talk)
    assert not Contact.objects.exists()


def test_without_consent_or_case_nothing_is_written_and_nobody_came(
    case, talk, counsellor, colleague
):
    with pytest.raises(NotAllowed):
        write_appointment(by=colleague, at=NOON, case=case, appointment=talk)
    withdraw_consent(
        by=SYSTEM, at=NOON, young_person=case.young_person, purpose=Purpose.COUNSELLING
    )
    with pytest.raises(DomainError):
        write_appointment(by=counsellor, at=NOON, case=case, appointment=talk, text=WORDS)
    talk.refresh_from_db()
    assert talk.state == "BOOKED"


def test_the_case_shows_its_talks_and_the_home_those_of_today(
    case, talk, counsellor, colleague, centre
):
    past = talk_of(
        case.young_person,
        colleague,
        centre,
        state="NO_SHOW",
        starts_at=NOON - dt.timedelta(days=7),
    )
    talk_of(
        case.young_person,
        colleague,
        centre,
        state="CANCELLED",
        starts_at=NOON - dt.timedelta(days=8),
    )
    foreign = case_of(colleague, centre)
    talk_of(foreign.young_person, colleague, centre)
    assert queries.talks_of(counsellor, case) == [talk, past]
    assert queries.talks_today(counsellor, NOON.date()) == [talk]
    assert queries.live_cases_of(counsellor, case.young_person) == [case]
