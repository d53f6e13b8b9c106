"""With a moved clock: reminders once and in their hours, words forgotten."""

import datetime as dt

import pytest

from nhipcau.appointments import use_cases
from nhipcau.messaging.models import Message, Topic
from nhipcau.messaging.sending import send_next
from nhipcau.messaging.states import MessageState
from nhipcau.people.use_cases import withdraw_consent
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import NotAllowed
from tests.appointments.conftest import booked, wanted
from tests.factories import NOON, AppointmentFactory, moment


def remind(clock):
    return use_cases.remind(by=SYSTEM, at=moment(clock))


@pytest.mark.parametrize(
    ("clock", "count"),
    [
        ("2026-11-24 16:59", 0),
        ("2026-11-24 17:00", 1),
        ("2026-11-24 23:59", 1),
        ("2026-11-25 06:59", 0),
        ("2026-11-25 07:00", 1),
        ("2026-11-25 08:59", 1),
        ("2026-11-25 09:00", 0),
        ("2026-11-23 18:00", 0),
    ],
)
def test_reminders_have_their_hours(counsellor, person, youth, clock, count):
    booked(youth, person, "2026-11-25 09:00")

    assert remind(clock) == count


def test_each_comes_once_and_anew_when_it_moves(counsellor, person, youth):
    made = booked(youth, person, "2026-11-25 09:00")

    assert [remind("2026-11-24 17:00"), remind("2026-11-24 17:05")] == [1, 0]
    use_cases.move_appointment(
        by=youth,
        at=moment("2026-11-24 18:00"),
        appointment=made,
        wanted=wanted("2026-11-26 09:00"),
    )
    assert [remind("2026-11-25 17:00"), remind("2026-11-25 17:05")] == [1, 0]


def test_only_those_who_agreed_and_only_by_the_installation(counsellor, person, youth):
    booked(youth, person, "2026-11-25 09:00")
    withdraw_consent(by=youth, at=NOON, young_person=person, purpose="CONTACT")

    assert remind("2026-11-24 17:00") == 0
    with pytest.raises(NotAllowed):
        use_cases.remind(by=counsellor, at=NOON)
    with pytest.raises(NotAllowed):
        use_cases.release_holds(by=counsellor, at=NOON)


@pytest.mark.parametrize("state", ["CANCELLED", "EXPIRED", "CAME", "NO_SHOW"])
def test_what_is_over_is_not_reminded_of(person, state):
    AppointmentFactory(young_person=person, state=state)

    assert remind("2026-11-23 18:00") == 0


def test_whoever_booked_just_now_knows_it(counsellor, person):
    booked(counsellor, person, "2026-11-25 09:00", at=moment("2026-11-25 08:00"))

    assert remind("2026-11-25 08:05") == 0


def test_nothing_leaves_in_the_quiet_hours(counsellor, person, youth):
    booked(youth, person, "2026-11-25 08:30")
    remind("2026-11-25 06:30")
    reminder = Message.objects.get(topic=Topic.REMINDER)

    assert not send_next(by=SYSTEM, at=moment("2026-11-25 06:59"))
    while send_next(by=SYSTEM, at=moment("2026-11-25 07:00")):
        pass
    reminder.refresh_from_db()
    assert reminder.state != MessageState.PENDING


def test_a_hold_is_nudged_before_it_runs_out(counsellor, person):
    booked(counsellor, person, "2026-11-26 09:00", asks_person=True)

    assert remind("2026-11-24 09:59") == 0
    assert remind("2026-11-24 10:00") == 1
    assert remind("2026-11-24 12:00") == 0


def test_words_before_a_talk_are_forgotten_after_thirty_days(counsellor, person, youth):
    made = booked(youth, person, talk_about="Chuyện riêng")

    def forget(days):
        use_cases.forget_talk(by=SYSTEM, at=made.ends_at + dt.timedelta(days=days))
        made.refresh_from_db()
        return made.talk_about

    assert forget(30) == "Chuyện riêng"
    assert forget(31) == ""
