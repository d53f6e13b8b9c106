"""Two gates at the last event that was held and at the next one; once, two phones without a
network let in the same ticket."""

from datetime import datetime, timedelta

from nhipcau.events.models import Event
from nhipcau.events.states import PRESENT, EventState
from nhipcau.gate import queries, use_cases
from nhipcau.gate.models import Gate
from nhipcau.gate.scans import ToldScan, milliseconds_of
from nhipcau.gate.states import ScanKind
from nhipcau.shared.actors import PUBLIC, SYSTEM, AtTheGate
from nhipcau.shared.throttle import keyed_hash

PHONES = {"Cổng A": "Điện thoại của Lan", "Cổng B": "Điện thoại của Quân"}
PEOPLE = 12


def stand_at_gates(*, now: datetime) -> None:
    """Set up the gates as on the mornings of the two events."""
    events = Event.objects.filter(kind__hides_host=False)
    held = events.filter(state=EventState.HELD, ends_at__lte=now).order_by("starts_at").last()
    coming = (
        events.filter(state__in=[EventState.OPEN, EventState.CLOSED], starts_at__gt=now)
        .order_by("starts_at")
        .first()
    )
    if held:
        _scan(held, _gates(held, at=held.starts_at - timedelta(hours=1)))
    if coming:
        _gates(coming, at=now)


def _gates(event: Event, *, at: datetime) -> list[Gate]:
    return [use_cases.create_gate(by=SYSTEM, at=at, event=event, name=name) for name in PHONES]


def _scan(event: Event, gates: list[Gate]) -> None:
    came = list(
        event.sessions.order_by("starts_at", "pk")[0]
        .registrations.filter(attendance__value__in=PRESENT)
        .order_by("pk")[:PEOPLE]
    )
    for number, gate in enumerate(gates):
        at = event.starts_at - timedelta(hours=1)
        key = keyed_hash(f"sample phone {gate.pk}")
        use_cases.invite_device(by=SYSTEM, at=at, gate=gate, label=PHONES[gate.name], code=key)
        use_cases.pair_device(by=PUBLIC, at=at, code=key, device_key=key)
        scanner = queries.scanner_of_key(keyed_hash(key), at=at)
        assert scanner, "it was paired just now"
        # Everybody at one gate; the first of the list at both.
        own = came[number :: len(gates)] + (came[:1] if number else [])
        scans = [
            ToldScan(
                sequence=sequence,
                kind=ScanKind.NAME.value,
                phone_at=milliseconds_of(event.starts_at + timedelta(seconds=20 * sequence)),
                offset=0,
                shown="ADMITTED",
                admits=True,
                ticket_id=registration.ticket_id,
            )
            for sequence, registration in enumerate(own, start=1)
        ]
        use_cases.take_scans(
            by=AtTheGate(event_id=event.pk),
            at=event.starts_at + timedelta(minutes=30),
            device=scanner,
            scans=scans,
            measured=0,
        )
