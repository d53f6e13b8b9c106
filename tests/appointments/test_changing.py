"""Confirmed, moved, cancelled, received; and what calendars are told of it."""

import datetime as dt
import email
from email.policy import default as plain_mail

import pytest
from django.core import mail
from icalendar import Calendar

from nhipcau.appointments import use_cases
from nhipcau.appointments.calendar_file import calendar_of, files_of, uid_of
from nhipcau.appointments.errors import HoldExpired, SlotTaken, TooEarly, TooLate
from nhipcau.appointments.models import Appointment
from nhipcau.messaging.models import Message
from nhipcau.messaging.sending import send_next
from nhipcau.messaging.states import MessageState
from nhipcau.people.models import PersonMerge
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import IllegalTransition, NotAllowed, ReasonMissing
from tests.appointments.conftest import booked, wanted
from tests.factories import (
    NOON,
    AppointmentFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    counsellor_in,
    moment,
)

DAY = "2026-11-25 08:00"


def held(counsellor, person, clock=DAY, at=NOON):
    return booked(counsellor, person, clock, at=at, asks_person=True)


def entry_of(appointment, **told):
    appointment.refresh_from_db()
    return Calendar.from_ical(calendar_of(appointment, **told)).walk("VEVENT")[0]


def test_a_time_is_kept_until_the_person_says_yes(counsellor, person):
    made = held(counsellor, person)

    assert (made.state, made.booked_by) == ("ON_HOLD", counsellor)
    assert made.hold_expires_at == NOON + dt.timedelta(hours=24)
    for _click in range(2):
        use_cases.confirm_hold(by=PUBLIC, at=NOON, appointment=made, code=made.code)
    made.refresh_from_db()
    assert (made.state, made.changes.count()) == ("BOOKED", 2)


def test_a_hold_never_outlasts_the_beginning(counsellor, person):
    made = held(counsellor, person, "2026-11-24 08:00")

    assert made.hold_expires_at == made.starts_at


def test_a_hold_that_ran_out_is_free_again_and_cannot_be_confirmed(counsellor, person, youth):
    made = held(counsellor, person)
    over = made.hold_expires_at

    with pytest.raises(HoldExpired):
        use_cases.confirm_hold(by=youth, at=over, appointment=made)
    assert use_cases.release_holds(by=SYSTEM, at=over - dt.timedelta(seconds=1)) == 0
    assert use_cases.release_holds(by=SYSTEM, at=over) == 1
    assert use_cases.release_holds(by=SYSTEM, at=over) == 0
    made.refresh_from_db()
    assert made.state == "EXPIRED"
    with pytest.raises(HoldExpired):
        use_cases.confirm_hold(by=youth, at=over, appointment=made)
    assert booked(youth, person, "2026-11-26 08:00", at=over).state == "BOOKED"


def test_a_confirmed_time_is_not_released(counsellor, person, youth):
    made = held(counsellor, person)
    use_cases.confirm_hold(by=youth, at=NOON, appointment=made)

    assert use_cases.release_holds(by=SYSTEM, at=NOON + dt.timedelta(days=2)) == 0


def test_cancelled_by_its_link_and_free_again(counsellor, person, youth):
    made = booked(youth, person)

    for _click in range(2):
        use_cases.cancel_appointment(by=PUBLIC, at=NOON, appointment=made, code=made.code)

    made.refresh_from_db()
    assert (made.state, made.sequence, made.changes.count()) == ("CANCELLED", 1, 2)
    assert booked(youth, person).state == "BOOKED"


def test_nobody_else_changes_anything(counsellor, person, youth):
    made = booked(youth, person)

    for nobody in (PUBLIC, YouthUserFactory()):
        for act in (use_cases.cancel_appointment, use_cases.confirm_hold):
            with pytest.raises(NotAllowed):
                act(by=nobody, at=NOON, appointment=made, code="x" * 22)
    with pytest.raises(NotAllowed):
        use_cases.record_came(by=youth, at=made.starts_at, appointment=made)


def test_a_colleague_says_why(counsellor, person, youth):
    made = booked(youth, person)

    with pytest.raises(ReasonMissing):
        use_cases.cancel_appointment(by=counsellor, at=NOON, appointment=made)
    use_cases.cancel_appointment(by=counsellor, at=NOON, appointment=made, reason="Ốm")
    assert made.changes.last().reason == "Ốm"


def test_what_has_begun_is_neither_moved_nor_cancelled(counsellor, person, youth):
    made = booked(youth, person)

    with pytest.raises(TooLate):
        use_cases.cancel_appointment(by=youth, at=made.starts_at, appointment=made)
    with pytest.raises(TooLate):
        use_cases.move_appointment(
            by=youth, at=made.starts_at, appointment=made, wanted=wanted("2026-11-26 08:00")
        )


def test_moved_it_keeps_its_own_way_free_and_nobody_elses(counsellor, palace, person, youth):
    made = booked(youth, person)
    AppointmentFactory(counsellor=counsellor, unit=palace, starts_at=moment("2026-11-25 10:00"))

    moved = use_cases.move_appointment(
        by=youth, at=NOON, appointment=made, wanted=wanted("2026-11-25 08:15")
    )
    assert (moved.starts_at, moved.sequence) == (moment("2026-11-25 08:15"), 1)
    with pytest.raises(SlotTaken):
        use_cases.move_appointment(
            by=youth, at=NOON, appointment=made, wanted=wanted("2026-11-25 09:45")
        )
    waiting = Message.objects.filter(state=MessageState.PENDING)
    assert [one.text for one in waiting if "8:15" in one.text] == [one.text for one in waiting]


def test_people_are_received_on_their_day_and_a_slip_is_taken_back(counsellor, person, youth):
    made = booked(youth, person)

    with pytest.raises(TooEarly):
        use_cases.record_came(by=counsellor, at=NOON, appointment=made)
    with pytest.raises(TooEarly):
        use_cases.record_no_show(by=counsellor, at=moment("2026-11-25 07:59"), appointment=made)
    use_cases.record_no_show(by=counsellor, at=made.starts_at, appointment=made)
    use_cases.undo_outcome(by=counsellor, at=made.starts_at, appointment=made)
    use_cases.record_came(by=counsellor, at=made.starts_at, appointment=made)
    made.refresh_from_db()
    assert made.state == "CAME"
    with pytest.raises(IllegalTransition):
        use_cases.cancel_appointment(
            by=counsellor, at=made.starts_at, appointment=made, reason="x"
        )


# --- calendars -----------------------------------------------------------------------------------


def test_one_uid_for_life_and_a_sequence_that_grows(counsellor, person, youth):
    made = booked(youth, person)
    told = [entry_of(made)]
    use_cases.move_appointment(
        by=youth, at=NOON, appointment=made, wanted=wanted("2026-11-25 09:00")
    )
    told.append(entry_of(made))
    use_cases.cancel_appointment(by=youth, at=NOON, appointment=made)
    told.append(entry_of(made))

    assert {str(one["uid"]) for one in told} == {uid_of(made)}
    assert [one["sequence"] for one in told] == [0, 1, 2]
    assert [str(one["status"]) for one in told] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert told[1]["dtstart"].dt == moment("2026-11-25 09:00")


def test_a_calendar_says_when_and_where_and_not_what_about(counsellor, person, youth):
    made = booked(youth, person, talk_about="Bí mật của em", kind="POLICY")

    text = calendar_of(made).decode()

    assert "Bí mật" not in text
    assert "POLICY" not in text
    assert entry_of(made)["location"].startswith(made.place.name)


def test_mail_carries_the_entry_and_takes_it_out_again(settings, counsellor, palace):
    settings.MESSAGES_BY_MAIL = True
    person = agree(YoungPersonFactory(followed_by=[palace], email="em@example.vn"))
    youth = YouthUserFactory(phone=person.phone)
    made = booked(youth, person)
    found = []
    for act in (None, use_cases.cancel_appointment):
        if act:
            act(by=youth, at=NOON, appointment=made)
        while send_next(by=SYSTEM, at=NOON):
            pass
        letter = email.message_from_bytes(mail.outbox[-1].message().as_bytes(), policy=plain_mail)
        assert letter["Subject"].strip() == "Nhịp Cầu: về lịch hẹn của bạn"
        file = next(iter(letter.iter_attachments()))
        found.append((file.get_content_type(), file.get_param("method"), file.get_filename()))
        entry = Calendar.from_ical(file.get_content())
        assert entry["method"] == file.get_param("method")

    assert found == [
        ("text/calendar", "REQUEST", "lich-hen.ics"),
        ("text/calendar", "CANCEL", "lich-hen.ics"),
    ]


def test_files_are_made_of_what_the_record_says_when_the_mail_leaves(counsellor, person, youth):
    made = booked(youth, person)
    other = AppointmentFactory(young_person=person)

    assert [one.name for one in files_of([made.pk, other.pk])] == [
        "lich-hen-1.ics",
        "lich-hen-2.ics",
    ]
    assert files_of([]) == []


# --- one person under two records ----------------------------------------------------------------


def test_two_records_that_become_one_sit_in_one_talk(counsellor, palace, person):
    other = counsellor_in(palace)
    twin = YoungPersonFactory(followed_by=[palace])
    first = AppointmentFactory(young_person=person, counsellor=counsellor, unit=palace)
    second = AppointmentFactory(
        young_person=twin, counsellor=other, unit=palace, created_at=NOON + dt.timedelta(hours=1)
    )
    later = AppointmentFactory(
        young_person=twin, counsellor=other, unit=palace, starts_at=moment("2026-11-26 08:00")
    )

    use_cases.merge_people(by=counsellor, at=NOON, kept=person, merged=twin)

    states = dict(Appointment.objects.values_list("pk", "state"))
    assert states == {first.pk: "BOOKED", second.pk: "CANCELLED", later.pk: "BOOKED"}
    assert set(Appointment.objects.of_person(person)) == {first, second, later}

    use_cases.undo_merge(
        by=counsellor, at=NOON, merge=PersonMerge.objects.get(), reason="hai người"
    )
    assert set(Appointment.objects.of_person(person)) == {first}
    twin.refresh_from_db()
    assert set(Appointment.objects.of_person(twin)) == {second, later}
