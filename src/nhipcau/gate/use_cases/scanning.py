"""From what a phone tells to rows, in few statements for one scan as for five hundred."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.events import admissions, tickets
from nhipcau.events import use_cases as events
from nhipcau.events.errors import TicketExpired, TicketForged
from nhipcau.events.models import Registration, Session
from nhipcau.events.states import AttendanceValue, RegistrationState
from nhipcau.gate import queries, rules, verdicts
from nhipcau.gate.errors import DeviceRevoked
from nhipcau.gate.models import GateDevice
from nhipcau.gate.queries import Known, KnownScan, Listed, Scanner
from nhipcau.gate.scans import (
    KEPT,
    REFUSED,
    SEQUENCE_TAKEN,
    TakenScan,
    ToldScan,
    moment_of,
)
from nhipcau.gate.statements import prepared_cursor
from nhipcau.gate.verdicts import FOREIGN, FORGED, GENUINE, Fact
from nhipcau.people.details import GuardianDetails, PersonDetails
from nhipcau.shared import audit
from nhipcau.shared.errors import DomainError
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.throttle import keyed_hash

SEEN_EVERY_S = 15
ROUNDS = 3
CONFIRMED = RegistrationState.CONFIRMED.value
UNPLACED = frozenset({RegistrationState.WAITING.value, RegistrationState.OFFERED.value})
COLUMNS = (
    ("sequence", "int"),
    ("kind", "text"),
    ("registration_id", "bigint"),
    ("unknown_hash", "text"),
    ("phone_at", "timestamptz"),
    ("offset_ms", "bigint"),
    ("corrected_at", "timestamptz"),
    ("shown", "text"),
    ("admits", "bool"),
    ("is_decision", "bool"),
    ("is_online", "bool"),
)
_NAMES = ", ".join(name for name, _type in COLUMNS)
_ARRAYS = ", ".join(f"%s::{kind}[]" for _name, kind in COLUMNS)
# Scans, attendance and its trace: one statement, so one transaction. The phone's row is read by
# this very statement, so that a revocation just made still counts.
INSERT = (
    "WITH kept AS (INSERT INTO gate_scan"
    f" (device_id, event_id, gate_id, measured_ms, received_at, {_NAMES})"
    " SELECT d.id, d.event_id, d.gate_id, %s::bigint, %s::timestamptz, t.*"
    f" FROM unnest({_ARRAYS}) AS t({_NAMES})"
    " JOIN gate_gatedevice d ON d.id = %s"
    " WHERE d.revoked_at IS NULL OR t.corrected_at < d.revoked_at"
    " ON CONFLICT DO NOTHING RETURNING sequence, registration_id, admits),"
    " let_in AS (SELECT DISTINCT registration_id FROM kept WHERE admits),"
    f" {admissions.ATTEND} SELECT sequence FROM kept"
)


@dataclass(frozen=True)
class Taken:
    """What became of a batch. ``to_settle``: registrations let in that had no place."""

    scans: list[TakenScan]
    to_settle: list[int]


def take_scans(
    *,
    by: Any,
    at: datetime,
    device: Scanner,
    scans: Sequence[ToldScan],
    measured: int,
    queued: int = 0,
) -> Taken:
    """Keep the scans of a phone, each once; judge those that wait for our word.

    ``measured``: server minus phone in milliseconds, as found when the batch came in. ``queued``:
    how many more the phone keeps. Not ``@write``: what is kept is kept by one statement, and the
    numbers of the scans are the keys. Whoever was let in with a place is attended from now on;
    those without are named in ``to_settle`` for ``settle_admissions``, which takes other locks.

    Raises:
        NotAllowed: ``by`` is not this phone.
    """
    require(rules.may_scan(by, device.event_id), _("This phone is not paired with the event."))
    batch = _Batch(device, measured, by=by, at=at)
    left = {
        scan.sequence: (scan, *_read(scan, device.event_id, measured))
        for scan in sorted(scans, key=lambda one: one.sequence)
    }
    for _round in range(ROUNDS):
        known = queries.known_before(
            event_id=device.event_id,
            device_id=device.pk,
            tickets={ticket for _scan, _signature, ticket in left.values() if ticket},
            sequences=list(left),
        )
        batch.know(known)
        for scan, signature, ticket in left.values():
            batch.add(scan, signature, known.listed.get(ticket) if ticket else None)
        # What was not taken: told twice at once, let in at another gate just now, or revoked.
        left = {sequence: left[sequence] for sequence in batch.insert()}
        if not left:
            break
    for sequence in left:
        batch.refuse(sequence)
    _seen(device, at=at, measured=measured, queued=queued)
    return Taken(batch.results(), batch.let_in_without_a_place())


@write
def settle_admissions(
    *, by: Any, at: datetime, device: Scanner, registrations: Collection[int]
) -> int:
    """Give a place to those whom a volunteer let in without one; how many were given.

    Those who cannot have one stay in the inbox of the organisers: the scan is there.

    Raises:
        NotAllowed: ``by`` is not this phone.
    """
    require(rules.may_scan(by, device.event_id), _("This phone is not paired with the event."))
    settled = 0
    for registration in (
        Registration.objects.filter(pk__in=registrations, session__event=device.event_id)
        .select_related("session__event__plan_line")
        .order_by("session", "pk")
    ):
        try:
            with transaction.atomic():
                events.record_attendance(
                    by=by, at=at, registration=registration, value=AttendanceValue.ATTENDED
                )
        except DomainError:
            continue
        settled += 1
    return settled


@write
def take_walk_in(
    *,
    by: Any,
    at: datetime,
    device: Scanner,
    scan: ToldScan,
    measured: int,
    session: Session,
    person: PersonDetails,
    purposes: frozenset[str],
    guardian: GuardianDetails | None = None,
) -> TakenScan:
    """Enter somebody who came without registering, as told by a phone, once.

    A refusal keeps nothing: the form goes back to the phone, is mended and told again under the
    same number.

    Raises:
        NotAllowed: ``by`` is not this phone, or the session is of another event.
        DomainError: see ``events.use_cases.record_walk_in``.
    """
    require(
        rules.may_scan(by, device.event_id) and session.event_id == device.event_id,
        _("This phone is not paired with the event."),
    )
    GateDevice.objects.select_for_update(no_key=True).get(pk=device.pk)
    known = queries.known_before(
        event_id=device.event_id, device_id=device.pk, tickets=[], sequences=[scan.sequence]
    )
    batch = _Batch(device, measured, by=by, at=at)
    batch.know(known)
    if not known.scans:
        moment = moment_of(verdicts.corrected(scan.phone_at, scan.offset, measured))
        if device.revoked_at and moment >= device.revoked_at:
            return TakenScan(scan.sequence, REFUSED)
        attendance = events.record_walk_in(
            by=by,
            at=moment,
            session=session,
            person=person,
            purposes=purposes,
            guardian=guardian,
        )
        place = queries.place_of(CONFIRMED, session.starts_at, session.ends_at)
        registration = attendance.registration
        batch.add(scan, GENUINE, Listed(registration.pk, registration.ticket_id, place))
        if batch.insert():
            raise DeviceRevoked(_("This phone was revoked. Please ask the organiser."))
        audit.record("walk_in.taken", about=registration, by=by, at=at)
    else:
        batch.add(scan, GENUINE, None)
    return batch.results()[0]


def _read(scan: ToldScan, event_id: int, measured: int) -> tuple[str, UUID | None]:
    """Whether the signature holds for this event, and whose ticket it is."""
    if not scan.text:
        return GENUINE, scan.ticket_id
    moment = moment_of(verdicts.corrected(scan.phone_at, scan.offset, measured))
    try:
        ticket = tickets.read_ticket(scan.text, at=moment)
    except TicketForged:
        return FORGED, None
    except TicketExpired:
        return FOREIGN, None
    if ticket.event_id != event_id:
        return FOREIGN, None
    return GENUINE, ticket.ticket_id


class _Batch:
    """The scans of one call on their way into the table."""

    def __init__(self, device: Scanner, measured: int, *, by: Any, at: datetime) -> None:
        self.device, self.measured, self.by, self.at = device, measured, by, at
        self.known: dict[int, KnownScan] = {}
        self.states: dict[str, str] = {}
        self.facts: dict[tuple[int, int], Fact] = {}
        self.rows: dict[int, tuple[Any, ...]] = {}
        self.answers: dict[int, TakenScan] = {}

    def know(self, known: Known) -> None:
        for one in known.scans:
            self.facts.setdefault((one.fact.device, one.fact.sequence), one.fact)
            if one.fact.device == self.device.pk:
                self.known[one.fact.sequence] = one
        self.states |= {str(one.pk): one.place.state for one in known.listed.values()}

    def add(self, scan: ToldScan, signature: str, listed: Listed | None) -> None:
        before = self.known.get(scan.sequence)
        if before is not None:
            self.answers[scan.sequence] = _repeated(scan, before)
            return
        if scan.is_online and self.device.revoked_at:  # it may ask nothing any more
            self.refuse(scan.sequence)
            return
        moment = verdicts.corrected(scan.phone_at, scan.offset, self.measured)
        word, admits = scan.shown, scan.admits
        ticket = str(listed.pk) if listed else ""
        if scan.is_online:
            judged = verdicts.verdict(
                signature=signature,
                place=listed.place if listed else None,
                facts=[fact for fact in self.facts.values() if ticket and fact.ticket == ticket],
                day=localdate(moment_of(moment)).isoformat(),
                at=moment,
                device=self.device.pk,
            )
            word, admits = judged.word, judged.admits
        fact = Fact(self.device.pk, scan.sequence, moment, self.device.gate_id, ticket, admits)
        self.facts[fact.device, fact.sequence] = fact
        self.answers[scan.sequence] = TakenScan(scan.sequence, KEPT, word, admits)
        unknown = "" if listed else keyed_hash(scan.text or str(scan.ticket_id))
        self.rows[scan.sequence] = (
            *(scan.sequence, scan.kind, listed.pk if listed else None, unknown),
            *(moment_of(scan.phone_at), scan.offset, moment_of(moment)),
            *(word, admits, scan.is_decision, scan.is_online),
        )

    def insert(self) -> set[int]:
        """One statement; the numbers that it did not take, forgotten again."""
        if not self.rows:
            return set()
        columns = [list(column) for column in zip(*self.rows.values(), strict=True)]
        with prepared_cursor() as cursor:
            attend = admissions.values_of_attend(
                event_id=self.device.event_id, by=self.by, at=self.at
            )
            cursor.execute(INSERT, [self.measured, self.at, *columns, self.device.pk, *attend])
            missing = set(self.rows) - {sequence for (sequence,) in cursor.fetchall()}
        self.rows.clear()
        for sequence in missing:
            del self.facts[self.device.pk, sequence]
        return missing

    def refuse(self, sequence: int) -> None:
        self.answers[sequence] = TakenScan(sequence, REFUSED)

    def let_in_without_a_place(self) -> list[int]:
        """Registrations on which the batch let in somebody who waits or did not confirm."""
        kept = (
            self.facts[self.device.pk, sequence]
            for sequence, answer in self.answers.items()
            if answer.outcome == KEPT
        )
        return [
            int(fact.ticket)
            for fact in kept
            if fact.admits and self.states.get(fact.ticket) in UNPLACED
        ]

    def results(self) -> list[TakenScan]:
        """The answers in the order of the sequence, each with what was found beside it."""
        times = verdicts.entries(self.facts.values())
        told = []
        for sequence, answer in sorted(self.answers.items()):
            fact = self.facts.get((self.device.pk, sequence))
            on_ticket = times.get(fact.ticket, []) if fact and fact.ticket else []
            first = on_ticket[0] if on_ticket else None
            if first is None or answer.outcome != KEPT or first == fact:
                told.append(answer)
                continue
            told.append(
                TakenScan(
                    sequence,
                    KEPT,
                    answer.word,
                    answer.admits,
                    is_double=len(on_ticket) > 1 and fact in on_ticket,
                    earlier_gate=first.gate,
                    earlier_at=first.at,
                )
            )
        return told


def _repeated(scan: ToldScan, before: KnownScan) -> TakenScan:
    is_same = before.kind == scan.kind and before.phone_at == scan.phone_at
    outcome = KEPT if is_same else SEQUENCE_TAKEN
    return TakenScan(scan.sequence, outcome, before.word, before.fact.admits)


def _seen(device: Scanner, *, at: datetime, measured: int, queued: int) -> None:
    """Not at every scan: organisers look at it, nothing depends on it."""
    before = device.last_seen_at
    is_fresh = before is not None and (at - before).total_seconds() < SEEN_EVERY_S
    if is_fresh and device.queued_count == queued:
        return
    GateDevice.objects.filter(pk=device.pk).update(
        last_seen_at=at, clock_offset_ms=measured, queued_count=queued
    )
