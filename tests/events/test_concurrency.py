"""Gate d in small: real connections at once. The wide version is ``./run bench registration``."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections

from nhipcau.events import use_cases
from nhipcau.events.errors import AlreadyRegistered, RegistrationClosed, SessionFull
from nhipcau.events.models import Attendance, Registration, Session
from nhipcau.events.states import HOLDING, EventState, RegistrationState
from nhipcau.organisations.models import Role
from nhipcau.people.details import PersonDetails
from nhipcau.people.models import Purpose, YoungPerson
from nhipcau.shared.actors import PUBLIC
from tests.factories import NOON, SessionFactory, moment, reference_data, staff_of

pytestmark = pytest.mark.django_db(transaction=True)
AT_THE_DOOR = moment("2026-12-12 07:50")


def at_once(jobs):
    """Run every job in its own thread and connection, all released together."""
    barrier = threading.Barrier(len(jobs))
    failed = []

    def run(job):
        try:
            barrier.wait(timeout=10)
            job()
        except (SessionFull, AlreadyRegistered, RegistrationClosed) as refusal:
            failed.append(type(refusal))
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return failed


def registering(session, number, key=""):
    person = PersonDetails(
        f"Nông Thị {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number]}", dt.date(2008, 1, 1), "0912345678"
    )

    def job():
        use_cases.register(
            by=PUBLIC,
            at=NOON,
            key=key,
            session=Session.objects.select_related("event__kind", "event__plan_line").get(
                pk=session.pk
            ),
            person=person,
            purposes=frozenset({Purpose.PARTICIPATION}),
        )

    return job


def test_sixteen_at_once_for_five_places_fill_exactly_five():
    reference_data()
    session = SessionFactory(capacity=5, waiting_limit=4)

    refused = at_once([registering(session, number) for number in range(16)])

    session.refresh_from_db()
    states = list(Registration.objects.values_list("state", flat=True))
    assert refused == [SessionFull] * 7
    assert states.count(RegistrationState.CONFIRMED) == session.taken_count == 5
    assert states.count(RegistrationState.WAITING) == session.waiting_count == 4


def test_a_double_click_with_one_key_registers_once_and_shows_no_error():
    reference_data()
    session = SessionFactory()

    refused = at_once([registering(session, 0, key="double") for _ in range(8)])

    session.refresh_from_db()
    assert refused == []
    assert (Registration.objects.count(), session.taken_count) == (1, 1)


def test_the_same_person_on_two_phones_at_once_has_one_registration():
    reference_data()
    session = SessionFactory()

    refused = at_once([registering(session, 0) for _ in range(6)])

    session.refresh_from_db()
    assert refused == [AlreadyRegistered] * 5
    assert (YoungPerson.objects.count(), session.taken_count) == (1, 1)


def test_cancellations_and_registrations_at_once_keep_the_sums_right():
    reference_data()
    session = SessionFactory(capacity=4, waiting_limit=20)
    at_once([registering(session, number) for number in range(8)])
    confirmed = Registration.objects.filter(state=RegistrationState.CONFIRMED)

    def cancelling(registration):
        return lambda: use_cases.cancel_registration(
            by=PUBLIC, at=NOON, registration=registration, code=registration.code
        )

    failed = at_once(
        [cancelling(one) for one in confirmed]
        + [registering(session, number) for number in range(8, 12)]
    )

    session.refresh_from_db()
    states = list(Registration.objects.values_list("state", flat=True))
    assert failed == []
    assert sum(state in HOLDING for state in states) == session.taken_count == 4
    assert states.count(RegistrationState.WAITING) == session.waiting_count == 4
    assert connection.vendor == "postgresql"


def test_the_door_and_cancellations_at_once_end_without_a_deadlock():
    """One admits from the waiting list while others give places back."""
    reference_data()
    session = SessionFactory(
        capacity=6, waiting_limit=20, event__registration_closes_at=moment("2026-12-12 11:00")
    )
    at_once([registering(session, number) for number in range(12)])
    staff = staff_of(session.event.plan_line.lead, Role.COUNSELLOR)
    confirmed = list(Registration.objects.filter(state=RegistrationState.CONFIRMED))
    waiting = list(Registration.objects.filter(state=RegistrationState.WAITING))

    def marking(registration):
        return lambda: use_cases.record_attendance(
            by=staff, at=AT_THE_DOOR, registration=registration, value="ATTENDED"
        )

    def cancelling(registration):
        return lambda: use_cases.cancel_registration(
            by=PUBLIC, at=AT_THE_DOOR, registration=registration, code=registration.code
        )

    def whole_list():
        use_cases.record_attendances(
            by=staff,
            at=AT_THE_DOOR,
            session=session,
            values={one.pk: "ATTENDED" for one in confirmed[3:]},
        )

    failed = at_once(
        [marking(one) for one in waiting[:4]]
        + [cancelling(one) for one in confirmed[:3]]
        + [marking(one) for one in confirmed[3:]]
        + [whole_list]
    )

    session.refresh_from_db()
    states = list(Registration.objects.values_list("state", flat=True))
    assert failed == []
    assert states.count(RegistrationState.CONFIRMED) == session.taken_count
    assert states.count(RegistrationState.WAITING) == session.waiting_count
    assert Attendance.objects.count() == 7


def test_closing_while_many_register_leaves_nobody_behind():
    reference_data()
    session = SessionFactory()
    coordinator = staff_of(session.event.plan_line.lead)

    def cancelling_the_event():
        use_cases.move_event(
            by=coordinator, at=NOON, event=session.event, to=EventState.CANCELLED, reason="Bão"
        )

    at_once([registering(session, number) for number in range(8)] + [cancelling_the_event])

    confirmed = Registration.objects.filter(state=RegistrationState.CONFIRMED)
    assert confirmed.count() == Attendance.objects.filter(value="CANCELLED_BY_US").count()
