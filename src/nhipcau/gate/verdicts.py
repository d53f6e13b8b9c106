"""What a set of scans means. Pure: no clock, no table, no order of arrival.

A scan is a fact of one phone: (device, sequence) names it, and nothing ever changes it. All that
is shown or counted follows from the set of facts, read in one fixed order: corrected time, device,
sequence. So two servers, or a server and a phone, that hold the same facts say the same, in
whatever order, in however many pieces and how often they got them. ``static/nhipcau/gate/
verdicts.js`` is this file for phones; both are held to the same examples.

All moments are whole milliseconds since 1970.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# The same phone reads one ticket twice when a volunteer holds it too long: no second admission.
GRACE_MS = 10_000
# More than any network delays an answer: then the phone's clock was set in between.
CLOCK_TOLERANCE_MS = 120_000

ADMITTED = "ADMITTED"
ALREADY = "ALREADY"
WAITING = "WAITING"
NOT_TODAY = "NOT_TODAY"
NOT_CONFIRMED = "NOT_CONFIRMED"
EXPIRED = "EXPIRED"
CANCELLED = "CANCELLED"
UNLISTED = "UNLISTED"
OTHER_EVENT = "OTHER_EVENT"
NOT_OURS = "NOT_OURS"

# What a signed text was found to be, before anybody looks at the list.
GENUINE, FORGED, FOREIGN = "GENUINE", "FORGED", "FOREIGN"

# A volunteer may still let these in; that is a decision, and the scan says so.
MAY_DECIDE = frozenset({WAITING, NOT_CONFIRMED, UNLISTED})

BY_STATE = {
    "WAITING": WAITING,
    "OFFERED": NOT_CONFIRMED,
    "EXPIRED": EXPIRED,
    "CANCELLED": CANCELLED,
}


@dataclass(frozen=True)
class Fact:
    """One scan, as far as it decides anything. ``ticket`` is empty when it was none of ours."""

    device: int
    sequence: int
    at: int
    gate: int
    ticket: str
    admits: bool

    @property
    def order(self) -> tuple[int, int, int]:
        return (self.at, self.device, self.sequence)


@dataclass(frozen=True)
class Place:
    """A registration as the list at the door knows it; days as ``2026-12-12``, local."""

    state: str
    first_day: str
    last_day: str


@dataclass(frozen=True)
class Verdict:
    """The word to show, and the admission it speaks of when there was one."""

    word: str
    earlier: Fact | None = None

    @property
    def admits(self) -> bool:
        """Whether somebody new comes in: a ticket read twice within seconds lets in one."""
        return self.word == ADMITTED and self.earlier is None


def corrected(phone_at: int, offset: int, measured: int) -> int:
    """The true moment of a scan.

    ``offset`` (server minus phone) is what the phone knew when it scanned: part of the fact, so
    the moment is the same whenever and however often it arrives. Only when the clock was set
    since then, without the page seeing it, is the difference ``measured`` at receipt nearer to
    the truth.
    """
    return phone_at + (measured if is_clock_doubtful(offset, measured) else offset)


def is_clock_doubtful(offset: int, measured: int) -> bool:
    return abs(offset - measured) > CLOCK_TOLERANCE_MS


def merge(known: Iterable[Fact], more: Iterable[Fact]) -> dict[tuple[int, int], Fact]:
    """Set union. What is known under (device, sequence) stays as it is."""
    kept = {(fact.device, fact.sequence): fact for fact in known}
    for fact in more:
        kept.setdefault((fact.device, fact.sequence), fact)
    return kept


def entries(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    """Ticket → the times somebody was let in on it, in order, without repeats by one phone."""
    found: dict[str, list[Fact]] = {}
    last_by_device: dict[tuple[str, int], int] = {}
    for fact in sorted(facts, key=lambda one: one.order):
        if not fact.admits or not fact.ticket:
            continue
        before = last_by_device.get((fact.ticket, fact.device))
        last_by_device[fact.ticket, fact.device] = fact.at
        if before is None or fact.at - before > GRACE_MS:
            found.setdefault(fact.ticket, []).append(fact)
    return found


def double_admissions(facts: Iterable[Fact]) -> dict[str, list[Fact]]:
    """Tickets on which more than one person was let in, each with all the facts."""
    return {ticket: times for ticket, times in entries(facts).items() if len(times) > 1}


def verdict(
    *, signature: str, place: Place | None, facts: Iterable[Fact], day: str, at: int, device: int
) -> Verdict:
    """What to show for one ticket.

    ``signature``: GENUINE, FORGED or FOREIGN (signed for another event). ``facts``: the known
    scans of this ticket. ``day``: the local day of ``at``. ``device`` scans now.
    """
    if signature == FORGED:
        return Verdict(NOT_OURS)
    if signature == FOREIGN:
        return Verdict(OTHER_EVENT)
    admitted = [fact for fact in sorted(facts, key=lambda one: one.order) if fact.admits]
    if admitted:
        own = [fact.at for fact in admitted if fact.device == device]
        if own and any(abs(at - one) <= GRACE_MS for one in own):
            return Verdict(ADMITTED, admitted[0])
        return Verdict(ALREADY, admitted[0])
    if place is None:
        return Verdict(UNLISTED)
    if place.state in BY_STATE:
        return Verdict(BY_STATE[place.state])
    if not place.first_day <= day <= place.last_day:
        return Verdict(NOT_TODAY)
    return Verdict(ADMITTED)


def digest(facts: Iterable[Fact]) -> str:
    """One figure for all that follows from the facts: equal on every copy that holds them."""
    kept = sorted(facts, key=lambda one: one.order)
    told: Mapping[str, Any] = {
        "facts": [
            [one.at, one.device, one.sequence, one.gate, one.ticket, one.admits] for one in kept
        ],
        "entries": {
            ticket: [[one.device, one.sequence] for one in times]
            for ticket, times in sorted(entries(kept).items())
        },
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
