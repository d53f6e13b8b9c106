"""Gate: five hundred tries for twenty times, with real connections."""

import datetime as dt
import queue
import threading
from collections import Counter

import pytest
from django.db import connections

from nhipcau.appointments import use_cases
from nhipcau.appointments.details import Wanted
from nhipcau.appointments.errors import AlreadyBooked, SlotTaken
from nhipcau.appointments.models import Appointment
from nhipcau.appointments.queries import free_times
from nhipcau.organisations.models import OrganisationKind
from tests.appointments.conftest import wanted
from tests.factories import (
    NOON,
    OrganisationFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    counsellor_in,
    moment,
    reference_data,
)

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 16
ATTEMPTS = 500


def race(jobs):
    """All jobs by sixteen threads with a connection each, begun together; what each came to."""
    waiting = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    barrier, results = threading.Barrier(THREADS), []

    def run():
        try:
            barrier.wait(timeout=10)
            while True:
                try:
                    job = waiting.get_nowait()
                except queue.Empty:
                    return
                try:
                    job()
                    results.append("booked")
                except Exception as error:
                    results.append(type(error).__name__)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _one in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return Counter(results)


def test_five_hundred_tries_for_twenty_times_fill_exactly_twenty():
    """Two counsellors with ten times each; everybody wants one of them."""
    reference_data()
    palace = OrganisationFactory(kind=OrganisationKind.CHILDRENS_PALACE)
    for _counsellor in range(2):
        counsellor_in(palace, weekdays=[2], ends=dt.time(13), valid_to=dt.date(2026, 11, 25))
    slots = free_times("JOB", "PLACE", at=NOON)[0]
    assert len(slots) == 20
    people = []
    for number in range(50):
        person = agree(YoungPersonFactory(phone=f"+8498{number:07d}", followed_by=[palace]))
        people.append((person, YouthUserFactory(phone=person.phone)))

    def trying(number):
        person, youth = people[number % len(people)]
        starts_at = slots[number * 7 % len(slots)].starts_at

        def job():
            use_cases.book(
                by=youth,
                at=NOON,
                young_person=person,
                wanted=wanted_at(starts_at),
            )

        return job

    told = race([trying(number) for number in range(ATTEMPTS)])

    assert told["booked"] == Appointment.objects.count() == 20
    assert set(told) <= {"booked", SlotTaken.__name__, AlreadyBooked.__name__}
    assert sum(told.values()) == ATTEMPTS
    spans = list(Appointment.objects.values_list("counsellor", "starts_at"))
    assert len(set(spans)) == 20


def wanted_at(starts_at):
    return Wanted("JOB", "PLACE", starts_at)


def test_one_person_on_two_phones_at_once_is_booked_once():
    reference_data()
    palace = OrganisationFactory(kind=OrganisationKind.CHILDRENS_PALACE)
    for _counsellor in range(4):
        counsellor_in(palace)
    person = agree(YoungPersonFactory(followed_by=[palace]))
    youth = YouthUserFactory(phone=person.phone)

    def job():
        use_cases.book(by=youth, at=NOON, young_person=person, wanted=wanted())

    told = race([job] * 32)

    assert told == {"booked": 1, "AlreadyBooked": 31}


def test_cancelling_moving_and_booking_at_once_never_doubles():
    reference_data()
    palace = OrganisationFactory(kind=OrganisationKind.CHILDRENS_PALACE)
    counsellor_in(palace)
    people = [agree(YoungPersonFactory(followed_by=[palace])) for _one in range(12)]
    users = [YouthUserFactory(phone=one.phone) for one in people]
    clocks = [moment(f"2026-11-25 {hour:02d}:00") for hour in (8, 9, 10)]
    made = [
        use_cases.book(by=user, at=NOON, young_person=person, wanted=wanted_at(clock))
        for user, person, clock in zip(users, people, clocks, strict=False)
    ]

    def cancel(one, user):
        return lambda: use_cases.cancel_appointment(by=user, at=NOON, appointment=one)

    def shift(one, user):
        told = wanted_at(moment("2026-11-25 11:00"))
        return lambda: use_cases.move_appointment(by=user, at=NOON, appointment=one, wanted=told)

    def book(number):
        told = wanted_at(clocks[number % 3])
        return lambda: use_cases.book(
            by=users[number], at=NOON, young_person=people[number], wanted=told
        )

    jobs = [cancel(made[0], users[0]), shift(made[1], users[1]), shift(made[2], users[2])]
    told = race(jobs + [book(number) for number in range(3, 12)])

    live = list(Appointment.objects.occupying().values_list("starts_at", flat=True))
    assert set(told) <= {"booked", "SlotTaken"}
    assert len(live) == len(set(live))
