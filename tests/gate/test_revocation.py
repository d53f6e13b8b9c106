"""Pairing, revoking and answering: what organisers do."""

import pytest
import time_machine

from nhipcau.events.states import EventState
from nhipcau.gate import queries, use_cases
from nhipcau.gate.errors import (
    EventHasNoGates,
    GateNameTaken,
    NoDoubleAdmission,
    PairingCodeUnknown,
)
from nhipcau.gate.models import Scan
from nhipcau.gate.states import DoubleReason
from nhipcau.organisations.models import Role
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import NotAllowed
from tests.factories import EventFactory, GateFactory, RegistrationFactory, staff_of
from tests.gate.scanner import DOORS_OPEN, Phone, later, open_door

pytestmark = pytest.mark.django_db
KEY = "k" * 43


@pytest.fixture(autouse=True)
def _the_day_has_come():
    with time_machine.travel(DOORS_OPEN, tick=False):
        yield


def invite(gate, code="ABCD-EFGH"):
    return use_cases.invite_device(by=SYSTEM, at=DOORS_OPEN, gate=gate, label="Lan", code=code)


def pair(*, code="abcd efgh", key=KEY, at=DOORS_OPEN):
    return use_cases.pair_device(by=PUBLIC, at=at, code=code, device_key=key)


def test_a_code_pairs_one_phone_and_a_lost_answer_is_no_harm():
    device = invite(GateFactory())

    assert pair() == device
    assert pair() == device  # the answer was lost; the same phone asks again
    with pytest.raises(PairingCodeUnknown):
        pair(key="x" * 43)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda device: {"at": later(600)},
        lambda device: {"code": "WRONG"},
        lambda device: use_cases.revoke_device(by=SYSTEM, at=DOORS_OPEN, device=device) and {},
    ],
)
def test_an_old_wrong_or_revoked_code_pairs_nothing(spoil):
    changed = spoil(invite(GateFactory()))

    with pytest.raises(PairingCodeUnknown):
        pair(**changed)


def test_neither_key_nor_code_can_be_read_in_the_table():
    invite(GateFactory())
    device = pair()

    assert KEY not in device.key_hash
    assert "ABCD" not in device.pairing_hash


@pytest.mark.parametrize("role", [Role.COUNSELLOR, Role.GATE_VOLUNTEER, Role.LEADER])
def test_only_organisers_set_up_gates(role):
    gate = GateFactory()
    other = staff_of(gate.event.plan_line.lead, role)
    with pytest.raises(NotAllowed):
        use_cases.create_gate(by=other, at=DOORS_OPEN, event=gate.event, name="B")
    with pytest.raises(NotAllowed):
        use_cases.invite_device(by=other, at=DOORS_OPEN, gate=gate, label="x", code="y")
    with pytest.raises(NotAllowed):
        use_cases.revoke_device(by=other, at=DOORS_OPEN, device=invite(gate))


def test_a_gate_has_a_name_of_its_own_and_an_event_that_people_know():
    event = EventFactory()
    use_cases.create_gate(by=SYSTEM, at=DOORS_OPEN, event=event, name=" Cổng  A ")
    with pytest.raises(GateNameTaken):
        use_cases.create_gate(by=SYSTEM, at=DOORS_OPEN, event=event, name="Cổng A")
    for state in (EventState.DRAFT, EventState.CANCELLED):
        with pytest.raises(EventHasNoGates):
            use_cases.create_gate(
                by=SYSTEM, at=DOORS_OPEN, event=EventFactory(state=state), name="A"
            )


def test_a_revoked_phone_may_ask_nothing_even_with_an_old_date():
    session, (gate, _other) = open_door()
    phone = Phone(gate)
    use_cases.revoke_device(by=SYSTEM, at=later(60), device=phone.device)

    answer = phone.tell(phone.ask(RegistrationFactory(session=session)))

    assert answer["results"][0]["outcome"] == "refused"
    assert not Scan.objects.exists()


def answered(session, registration, **more):
    return use_cases.answer_double(
        by=SYSTEM,
        at=later(900),
        event=session.event,
        registration=registration,
        reason=DoubleReason.COPIED,
        **more,
    )


def test_an_answer_closes_a_double_admission_until_another_scan_comes():
    session, gates = open_door(gates=3)
    registration = RegistrationFactory(session=session)
    phones = [Phone(gate) for gate in gates]
    with pytest.raises(NoDoubleAdmission):
        answered(session, registration)
    for number, phone in enumerate(phones[:2]):
        phone.tell(phone.scan(registration, at=later(number * 60)))

    answered(session, registration, note=" hai anh em ")
    (double,) = queries.double_admissions(session.event)
    assert not double.is_open
    assert double.answer.note == "hai anh em"

    phones[2].tell(phones[2].scan(registration, at=later(600)))
    assert queries.double_admissions(session.event)[0].is_open
