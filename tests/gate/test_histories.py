"""Gate f: whatever the order, number and delay of batches, the same facts and the same words."""

import datetime as dt
import os
from dataclasses import replace

import pytest
from django.db import transaction

from nhipcau.events.models import Attendance
from nhipcau.gate import queries, use_cases, verdicts
from nhipcau.gate.models import Scan
from nhipcau.gate.queries import Scanner
from nhipcau.gate.scans import ToldScan, moment_of
from nhipcau.gate.verdicts import Fact
from nhipcau.shared.actors import AtTheGate
from tests.factories import (
    EventFactory,
    GateDeviceFactory,
    GateFactory,
    RegistrationFactory,
    SessionFactory,
)
from tests.gate.histories import DAY_START, DEVICES, GATES, HOUR, day, schedule, truth

# All ten thousand at night, or when asked: NHIPCAU_HISTORIES=10000.
HISTORIES, ORDERS = int(os.environ.get("NHIPCAU_HISTORIES", "2000")), 3
ON_POSTGRESQL = 30


def facts_of(history, batches):
    """The pure rules, fed batch by batch as a server is."""
    kept = {}
    for _device, batch, late in batches:
        told = []
        for scan in batch:
            # Measured at receipt: the clock may have been set since, the network takes its time.
            measured = scan.offset + late % 900
            at = verdicts.corrected(scan.phone_at, scan.offset, measured)
            if scan.device == history.revoked and at >= history.revoked_at:
                continue
            told.append(Fact(scan.device, scan.sequence, at, scan.gate, scan.ticket, scan.admits))
        kept = verdicts.merge(kept.values(), told)
    return kept


@pytest.mark.parametrize("part", range(10))
def test_histories_end_the_same_in_three_orders(part):
    size = HISTORIES // 10
    some_double = 0
    for seed in range(part * size, (part + 1) * size):
        history = day(seed)
        wanted, doubles = truth(history)
        ends = set()
        for order in range(ORDERS):
            facts = facts_of(history, schedule(history, f"{seed}-{order}"))
            assert set(facts) == wanted, f"history {seed}: a scan was lost or invented"
            ends.add(verdicts.digest(facts.values()))
        found = {
            ticket: [one.order for one in times]
            for ticket, times in verdicts.double_admissions(facts.values()).items()
        }
        assert found == doubles, f"history {seed}: the list of double admissions is not the truth"
        assert len(ends) == 1, f"history {seed}: the end depends on the order"
        some_double += bool(doubles)
    assert some_double > size // 2, "these histories prove little"


def test_first_to_arrive_would_not_converge():
    """The histories can tell: under the rule that is not ours, most of them end differently."""
    differ = 0
    for seed in range(200):
        history = day(seed)
        firsts = set()
        for order in range(ORDERS):
            seen = {}
            for _device, batch, _late in schedule(history, f"{seed}-{order}"):
                for scan in batch:
                    if scan.admits and scan.ticket:
                        seen.setdefault(scan.ticket, (scan.device, scan.sequence))
            firsts.add(tuple(sorted(seen.items())))
        differ += len(firsts) > 1
    assert differ > 150


@pytest.fixture
def door(db):
    start = moment_of(DAY_START)
    event = EventFactory(
        starts_at=start - dt.timedelta(hours=1),
        ends_at=start + dt.timedelta(hours=5),
        registration_closes_at=start,
    )
    session = SessionFactory(event=event, capacity=500)
    gates = [GateFactory(event=event) for _number in range(GATES)]
    return session, gates


@pytest.mark.parametrize("seed", range(ON_POSTGRESQL))
def test_histories_through_the_use_case(door, seed):
    history = day(seed, tickets=4, scans=14)
    registrations = {f"t{n}": RegistrationFactory(session=door[0]) for n in range(4)}
    ends = set()
    for order in range(ORDERS):
        with transaction.atomic():  # the next order starts from nothing
            ends.add(_one_order(door, history, registrations, f"{seed}-{order}"))
            transaction.set_rollback(True)
    assert len(ends) == 1


def _one_order(door, history, registrations, name):
    session, gates = door
    devices = {
        number: GateDeviceFactory(gate=gates[number % GATES]) for number in range(1, DEVICES + 1)
    }
    devices[history.revoked].revoked_at = moment_of(history.revoked_at)
    devices[history.revoked].save()
    for device, batch, late in schedule(history, name):
        _tell(devices[device], batch, late, registrations)
    numbers = {device.pk: number for number, device in devices.items()}
    tickets = {one.pk: ticket for ticket, one in registrations.items()}
    facts = [
        replace(
            queries.fact_of(one),
            device=numbers[one.device_id],
            gate=numbers[one.device_id] % GATES,
            ticket=tickets.get(one.registration_id, ""),
        )
        for one in Scan.objects.filter(event=session.event)
    ]
    wanted, doubles = truth(history)
    assert {(one.device, one.sequence) for one in facts} == wanted
    found = {
        tickets[double.registration.pk]: [
            (queries.fact_of(one).at, numbers[one.device_id], one.sequence) for one in double.times
        ]
        for double in queries.double_admissions(session.event)
    }
    assert found == doubles
    attended = set(Attendance.objects.values_list("registration", flat=True))
    assert attended == {registrations[one.ticket].pk for one in facts if one.admits and one.ticket}
    return verdicts.digest(facts)


def _tell(device, batch, late, registrations):
    scanner = Scanner(
        device.pk, device.event_id, device.gate_id, device.revoked_at, device.last_seen_at, 0
    )
    at = moment_of(DAY_START + HOUR + late)
    told = [
        ToldScan(
            sequence=scan.sequence,
            kind="NAME",
            phone_at=scan.phone_at,
            offset=scan.offset,
            shown="ADMITTED",
            admits=scan.admits,
            ticket_id=registrations[scan.ticket].ticket_id if scan.ticket else None,
        )
        for scan in batch
    ]
    # One batch may hold scans from before and after the clock was set; each is measured alone.
    for scan, one in zip(batch, told, strict=True):
        use_cases.take_scans(
            by=AtTheGate(event_id=device.event_id),
            at=at,
            device=scanner,
            scans=[one],
            measured=scan.offset + late % 900,
        )
