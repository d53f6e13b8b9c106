"""Four gates ask for one ticket in the same moment; a phone tells one batch twice at once."""

import threading

import pytest
from django.db import connections

from nhipcau.gate import queries
from nhipcau.gate.models import Scan
from tests.factories import RegistrationFactory
from tests.gate.scanner import Phone, open_door

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts):
    """Run the acts in threads that start at one moment; what each returned."""
    barrier, answers = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        try:
            barrier.wait()
            answers[number] = act()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.parametrize("_round", range(6))
def test_exactly_one_of_four_gates_lets_a_ticket_in(_round, tick):
    session, gates = open_door(gates=4)
    registration = RegistrationFactory(session=session)
    phones = [Phone(gate) for gate in gates]

    answers = together(
        *(lambda phone=phone: phone.tell(phone.ask(registration)) for phone in phones)
    )

    words = sorted(answer["results"][0]["verdict"] for answer in answers)
    assert words == ["ADMITTED", "ALREADY", "ALREADY", "ALREADY"]
    assert Scan.objects.filter(admits=True).count() == 1
    assert queries.double_admissions(session.event) == []


def test_a_batch_told_twice_at_once_is_kept_once(tick):
    session, (gate, _other) = open_door()
    phone = Phone(gate)
    scans = [phone.ask(RegistrationFactory(session=session)) for _number in range(3)]

    first, second = together(lambda: phone.tell(*scans), lambda: phone.tell(*scans))

    assert first["results"] == second["results"]
    assert Scan.objects.count() == 3


@pytest.fixture
def tick():
    import time_machine  # noqa: PLC0415

    from tests.gate.scanner import DOORS_OPEN  # noqa: PLC0415

    with time_machine.travel(DOORS_OPEN, tick=True):
        yield
