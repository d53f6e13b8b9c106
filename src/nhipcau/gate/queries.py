"""Read models of the gate: for the phones, for the organisers, and for the sync itself."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F
from django.utils.timezone import localdate

from nhipcau.events.models import Attendance, Event, Registration, Session
from nhipcau.events.states import PRESENT
from nhipcau.gate import verdicts
from nhipcau.gate.models import KEY_GOOD_AFTER_END, DoubleAnswer, Gate, GateDevice, Scan
from nhipcau.gate.scans import milliseconds_of
from nhipcau.gate.statements import prepared_cursor
from nhipcau.gate.verdicts import Fact, Place

# Rows become visible in the order of commits, not of ids: look back this far for late ones.
LATE_COMMITS = 200
MOST_NEWS = 2000


@dataclass(frozen=True)
class Scanner:
    """A paired phone, as far as a call needs it. Plain SQL: it is asked at every scan."""

    pk: int
    event_id: int
    gate_id: int
    revoked_at: datetime | None
    last_seen_at: datetime | None
    queued_count: int


def scanner_of_key(key_hash: str, *, at: datetime) -> Scanner | None:
    """The paired phone with this key, also a revoked one; nobody once its event is over."""
    with prepared_cursor() as cursor:
        cursor.execute(
            "SELECT d.id, d.event_id, d.gate_id, d.revoked_at, d.last_seen_at, d.queued_count"
            " FROM gate_gatedevice d JOIN events_event e ON e.id = d.event_id"
            " WHERE d.key_hash = %s AND e.ends_at > %s",
            [key_hash, at - KEY_GOOD_AFTER_END],
        )
        row = cursor.fetchone()
    return Scanner(*row) if row else None


def device_of(scanner: Scanner) -> GateDevice:
    """The phone with its event, for what happens seldom."""
    return GateDevice.objects.select_related("event__kind", "event__plan_line", "gate").get(
        pk=scanner.pk
    )


# The sync


@dataclass(frozen=True)
class Listed:
    """A registration of the event, as the door sees it."""

    pk: int
    ticket_id: UUID
    place: Place


@dataclass(frozen=True)
class KnownScan:
    """A kept scan with what a repeated one is compared with."""

    fact: Fact
    kind: str
    phone_at: int
    word: str


@dataclass(frozen=True)
class Known:
    """What is there before a batch: its registrations by ticket, who was let in on them, and the
    phone's own scans of the batch's numbers."""

    listed: dict[UUID, Listed]
    scans: list[KnownScan]


_SCAN = (
    "k.device_id, k.sequence, k.corrected_at, k.gate_id, k.registration_id, k.admits, k.kind,"
    " k.phone_at, k.shown"
)
_KNOWN = (
    f"SELECT r.id, r.ticket_id, r.state, s.starts_at, s.ends_at, {_SCAN}"
    " FROM events_registration r JOIN events_session s ON s.id = r.session_id"
    " LEFT JOIN gate_scan k ON k.registration_id = r.id AND k.admits"
    " WHERE r.ticket_id = ANY(%s::uuid[]) AND s.event_id = %s"
    f" UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, {_SCAN}"
    " FROM gate_scan k WHERE k.device_id = %s AND k.sequence = ANY(%s::int[])"
)


def known_before(
    *, event_id: int, device_id: int, tickets: Collection[UUID], sequences: Collection[int]
) -> Known:
    """All that a batch must be held against, in one statement."""
    known = Known({}, [])
    with prepared_cursor() as cursor:
        cursor.execute(_KNOWN, [list(tickets), event_id, device_id, list(sequences)])
        for pk, ticket, state, starts_at, ends_at, *scan in cursor.fetchall():
            if ticket is not None and ticket not in known.listed:
                known.listed[ticket] = Listed(pk, ticket, place_of(state, starts_at, ends_at))
            if scan[0] is not None:
                known.scans.append(_known_scan(*scan))
    return known


def _known_scan(
    device: int,
    sequence: int,
    corrected_at: datetime,
    gate: int,
    registration: int | None,
    admits: bool,
    kind: str,
    phone_at: datetime,
    word: str,
) -> KnownScan:
    fact = Fact(
        device, sequence, milliseconds_of(corrected_at), gate, str(registration or ""), admits
    )
    return KnownScan(fact, kind, milliseconds_of(phone_at), word)


def place_of(state: str, starts_at: datetime, ends_at: datetime) -> Place:
    return Place(state, localdate(starts_at).isoformat(), localdate(ends_at).isoformat())


# For the phones


def door_list(event: Event) -> list[tuple[Any, ...]]:
    """All that a phone may know of the event's people: ticket, name, last four digits of the
    phone, state and session. No birth date, no whole number, no other event."""
    return [
        (str(ticket), name, phone[-4:], state, session)
        for ticket, name, phone, state, session in Registration.objects.filter(
            session__event=event
        )
        .order_by("young_person__folded_name", "pk")
        .values_list(
            "ticket_id", "young_person__full_name", "young_person__phone", "state", "session_id"
        )
    ]


def sessions_of(event: Event) -> list[dict[str, Any]]:
    return [
        {
            "id": one.pk,
            "title": one.title,
            "first_day": localdate(one.starts_at).isoformat(),
            "last_day": localdate(one.ends_at).isoformat(),
            "starts_at": milliseconds_of(one.starts_at),
        }
        for one in event.sessions.all()
    ]


def gates_of(event: Event) -> list[dict[str, Any]]:
    return [
        {"id": one.pk, "name": one.name} for one in Gate.objects.filter(event=event).order_by("pk")
    ]


def door_sessions(event_id: int) -> Any:
    """Sessions with what recording attendance in them asks for."""
    return Session.objects.filter(event=event_id).select_related(
        "event__kind", "event__plan_line__lead", "event__plan_line__supporting"
    )


def title_at_the_door(event: Event) -> str:
    """A phone may be lost: of an event with the army it knows the kind alone."""
    return str(event.kind) if event.kind.hides_host else event.title


def all_admissions(device: GateDevice) -> tuple[list[dict[str, Any]], int]:
    """Everybody who was let in so far, the phone's own scans too, and the cursor for news."""
    return _admissions(device, after=0, most=None, own=True)


def news(device: Scanner, *, since: int) -> tuple[list[dict[str, Any]], int]:
    """Who was let in at other phones since scan ``since``, and where to go on next time.

    A few are told twice; the phone keeps a set.
    """
    return _admissions(device, after=since, most=MOST_NEWS, own=False)


def _admissions(
    device: Scanner | GateDevice, *, after: int, most: int | None, own: bool
) -> tuple[list[dict[str, Any]], int]:
    rows = list(
        Scan.objects.filter(event=device.event_id, id__gt=after - LATE_COMMITS, admits=True)
        .exclude(registration=None)
        .order_by("id")
        .values_list(
            "id", "device_id", "sequence", "gate_id", "corrected_at", "registration__ticket_id"
        )[:most]
    )
    told = [
        {
            "device": device_id,
            "sequence": sequence,
            "gate": gate,
            "at": milliseconds_of(at),
            "ticket": str(ticket),
        }
        for _pk, device_id, sequence, gate, at, ticket in rows
        if own or device_id != device.pk
    ]
    return told, max([after, *(row[0] for row in rows)])


# For the organisers


@dataclass
class GateCount:
    """One gate: people let in there first, scans in all, and phones that stand there."""

    gate: Gate
    people: int = 0
    scans: int = 0
    turned_away: int = 0


@dataclass(frozen=True)
class Double:
    """One ticket, more than one admission: all the facts, in order, and the last answer."""

    registration: Registration
    times: list[Scan]
    answer: DoubleAnswer | None

    @property
    def is_open(self) -> bool:
        told = set(self.answer.scans) if self.answer else set()
        return not {scan.pk for scan in self.times} <= told


def fact_of(scan: Scan) -> Fact:
    """The scan as the pure rules read it. Registrations stand for their tickets."""
    return Fact(
        device=scan.device_id,
        sequence=scan.sequence,
        at=milliseconds_of(scan.corrected_at),
        gate=scan.gate_id,
        ticket=str(scan.registration_id or ""),
        admits=scan.admits,
    )


def facts_of(event: Event) -> list[Fact]:
    """Every scan of the event."""
    return [fact_of(scan) for scan in Scan.objects.filter(event=event)]


def gate_counts(event: Event) -> list[GateCount]:
    """People and scans by gate. A person counts where the first admission was."""
    counts = {gate.pk: GateCount(gate) for gate in Gate.objects.filter(event=event).order_by("pk")}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT gate_id, count(*), count(*) FILTER (WHERE NOT admits) FROM gate_scan"
            " WHERE event_id = %s GROUP BY gate_id",
            [event.pk],
        )
        for gate, scans, turned_away in cursor.fetchall():
            counts[gate].scans, counts[gate].turned_away = scans, turned_away
        cursor.execute(
            "SELECT gate_id, count(*) FROM (SELECT DISTINCT ON (registration_id) gate_id"
            " FROM gate_scan WHERE event_id = %s AND admits AND registration_id IS NOT NULL"
            " ORDER BY registration_id, corrected_at, device_id, sequence) AS first"
            " GROUP BY gate_id",
            [event.pk],
        )
        for gate, people in cursor.fetchall():
            counts[gate].people = people
    return list(counts.values())


def double_admissions(event: Event) -> list[Double]:
    """Every ticket of the event on which more than one person was let in. Open ones first."""
    suspected = [
        row["registration"]
        for row in Scan.objects.filter(event=event, admits=True, registration__isnull=False)
        .values("registration")
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
    ]
    return _doubles(event, suspected)


def double_admission(event: Event, registration: Registration) -> Double | None:
    """The double admission of one registration, if there is one."""
    return next(iter(_doubles(event, [registration.pk])), None)


def _doubles(event: Event, suspected: Iterable[int]) -> list[Double]:
    scans = {
        (scan.device_id, scan.sequence): scan
        for scan in Scan.objects.filter(
            event=event, admits=True, registration__in=list(suspected)
        ).select_related("device", "gate", "registration__young_person")
    }
    if not scans:
        return []
    answers: dict[int, DoubleAnswer] = {
        one.registration_id: one
        for one in DoubleAnswer.objects.filter(event=event)
        .select_related("by")
        .order_by("at", "pk")
    }
    found = []
    facts = [fact_of(scan) for scan in scans.values()]
    for ticket, times in verdicts.double_admissions(facts).items():
        kept = [scans[fact.device, fact.sequence] for fact in times]
        registration = kept[0].registration
        if registration is not None:
            found.append(Double(registration, kept, answers.get(int(ticket))))
    return sorted(found, key=lambda one: (not one.is_open, one.times[0].corrected_at))


def admitted_without_attendance(event: Event) -> Any:
    """Scans that let somebody in whom the attendance list does not call present: cancelled
    meanwhile, recorded otherwise by a colleague, or a ticket that is none of this event."""
    present = Attendance.objects.filter(
        session__event=event, value__in=PRESENT, registration__isnull=False
    ).values("registration")
    return (
        Scan.objects.filter(event=event, admits=True)
        .exclude(registration__in=present)
        .select_related("device", "gate", "registration__young_person")
        .order_by("corrected_at", "device", "sequence")
    )


def late_scans_of_revoked(event: Event) -> Any:
    """Scans made before a phone was revoked that reached us afterwards: kept, and to look at."""
    return (
        Scan.objects.filter(event=event, device__revoked_at__isnull=False)
        .filter(received_at__gte=F("device__revoked_at"))
        .select_related("device", "gate", "registration__young_person")
        .order_by("corrected_at", "device", "sequence")
    )
