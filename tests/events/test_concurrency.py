"""Gate d in small: real connections at once. The wide version is ``./run bench registration``."""

import datetime as dt
import threading

import pytest
from django.db import connection, connections

from nhipcau.events import use_cases
from nhipcau.events.errors import AlreadyRegistered, SessionFull
from nhipcau.events.models import Registration, Session
from nhipcau.events.states import RegistrationState
from nhipcau.people.details import PersonDetails
from nhipcau.people.models import Purpose, YoungPerson
from nhipcau.shared.actors import PUBLIC
from tests.factories import NOON, SessionFactory, reference_data

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(jobs):
    """Run every job in its own thread and connection, all released together."""
    barrier = threading.Barrier(len(jobs))
    failed = []

    def run(job):
        try:
            barrier.wait(timeout=10)
            job()
        except (SessionFull, AlreadyRegistered) as refusal:
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
    assert states.count(RegistrationState.CONFIRMED) == session.taken_count == 4
    assert states.count(RegistrationState.WAITING) == session.waiting_count == 4
    assert connection.vendor == "postgresql"
