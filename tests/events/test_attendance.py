import datetime as dt

import pytest

from nhipcau.events import use_cases
from nhipcau.events.errors import AttendanceRecorded, RegistrationClosed, TooEarly
from nhipcau.events.models import Attendance, EventStaff, Registration
from nhipcau.events.states import AttendanceValue, EventState, RegistrationState
from nhipcau.organisations.models import Role
from nhipcau.people.details import PersonDetails
from nhipcau.people.models import Purpose
from nhipcau.shared.errors import NotAllowed, ReasonMissing
from tests.factories import (
    NOON,
    RegistrationFactory,
    SessionFactory,
    moment,
    reference_data,
    staff_of,
)

pytestmark = pytest.mark.django_db
AT_THE_DOOR = moment("2026-12-12 07:45")
V = AttendanceValue


def door_staff(session):
    return staff_of(session.event.plan_line.lead, Role.COUNSELLOR)


def record(registration, value=V.ATTENDED, **changes):
    return use_cases.record_attendance(
        **{
            "by": door_staff(registration.session),
            "at": AT_THE_DOOR,
            "registration": registration,
            "value": value,
            **changes,
        }
    )


@pytest.mark.parametrize("value", list(V))
def test_each_of_the_five_values_can_be_recorded(value):
    assert record(RegistrationFactory(), value).value == value


def test_the_same_value_again_changes_nothing_and_another_is_refused():
    registration = RegistrationFactory()

    first, again = record(registration), record(registration)

    assert first == again
    with pytest.raises(AttendanceRecorded):
        record(registration, V.ABSENT)


def test_attendance_is_not_recorded_before_the_day():
    with pytest.raises(TooEarly):
        record(RegistrationFactory(), at=moment("2026-12-11 23:59"))


def test_attendance_is_not_recorded_for_what_was_cancelled():
    with pytest.raises(RegistrationClosed):
        record(RegistrationFactory(state=RegistrationState.CANCELLED))
    with pytest.raises(RegistrationClosed):
        record(RegistrationFactory(session__event__state=EventState.CANCELLED))


def test_a_volunteer_works_only_at_the_assigned_event():
    registration = RegistrationFactory()
    event = registration.session.event
    volunteer = staff_of(event.plan_line.lead, Role.GATE_VOLUNTEER)

    with pytest.raises(NotAllowed):
        record(registration, by=volunteer)
    EventStaff.objects.create(event=event, user=volunteer, assigned_at=NOON)
    record(registration, by=volunteer)


def test_leaders_and_strangers_do_not_record():
    registration = RegistrationFactory()

    for stranger in (
        staff_of(registration.session.event.plan_line.lead, Role.LEADER),
        door_staff(SessionFactory()),
    ):
        with pytest.raises(NotAllowed):
            record(registration, by=stranger)


def test_who_waits_and_comes_is_admitted_beyond_the_number():
    session = SessionFactory(capacity=1)
    RegistrationFactory(session=session)
    waiting = RegistrationFactory(session=session, state=RegistrationState.WAITING)

    record(waiting)

    session.refresh_from_db()
    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.CONFIRMED
    assert (session.capacity, session.taken_count, session.waiting_count) == (2, 2, 0)


def test_a_correction_keeps_the_old_value_the_reason_and_the_name():
    attendance = record(RegistrationFactory(), V.ABSENT)
    coordinator = staff_of(attendance.session.event.plan_line.supporting)

    use_cases.correct_attendance(
        by=coordinator, at=AT_THE_DOOR, attendance=attendance, value=V.LATE, reason="Đến 8:20"
    )

    kept = attendance.corrections.get()
    assert (kept.from_value, kept.to_value, kept.by) == (V.ABSENT, V.LATE, coordinator)
    assert Attendance.objects.get().value == V.LATE


def test_a_correction_needs_a_reason_and_an_organiser():
    attendance = record(RegistrationFactory())
    line = attendance.session.event.plan_line

    with pytest.raises(ReasonMissing):
        use_cases.correct_attendance(
            by=staff_of(line.lead), at=AT_THE_DOOR, attendance=attendance, value=V.LATE, reason=""
        )
    with pytest.raises(NotAllowed):
        use_cases.correct_attendance(
            by=staff_of(line.lead, Role.COUNSELLOR),
            at=AT_THE_DOOR,
            attendance=attendance,
            value=V.LATE,
            reason="x",
        )


def test_a_walk_in_is_entered_registered_and_admitted_in_one_step():
    reference_data()
    session = SessionFactory(capacity=0)
    told = {
        "by": door_staff(session),
        "at": AT_THE_DOOR,
        "session": session,
        "person": PersonDetails("Vi Thị Mận", dt.date(2006, 1, 2), "0987 654 321"),
        "purposes": frozenset({Purpose.PARTICIPATION}),
    }

    first, again = use_cases.record_walk_in(**told), use_cases.record_walk_in(**told)

    assert first == again
    assert Registration.objects.get().channel == "WALK_IN"
    with pytest.raises(NotAllowed):
        use_cases.record_walk_in(**{**told, "by": door_staff(SessionFactory())})


def test_a_whole_list_is_recorded_once_and_leaves_what_stands():
    session = SessionFactory()
    rows = RegistrationFactory.create_batch(3, session=session)
    record(rows[0], V.EXCUSED)

    use_cases.record_attendances(
        by=door_staff(session),
        at=AT_THE_DOOR,
        session=session,
        values={row.pk: V.ATTENDED for row in rows},
    )

    assert sorted(Attendance.objects.values_list("value", flat=True)) == [
        V.ATTENDED,
        V.ATTENDED,
        V.EXCUSED,
    ]
