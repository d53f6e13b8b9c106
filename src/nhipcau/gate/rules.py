"""Who may set up gates, and which phone may tell of scans."""

from datetime import datetime
from typing import Any

from nhipcau.events import rules as event_rules
from nhipcau.events.models import Event
from nhipcau.events.states import EventState
from nhipcau.gate.models import GateDevice
from nhipcau.shared.actors import actor_kind, is_gate_of

WITH_GATES = frozenset({EventState.PUBLISHED, EventState.OPEN, EventState.CLOSED, EventState.HELD})


def may_set_up_gates(actor: Any, event: Event) -> bool:
    """Whoever organises the event pairs phones, revokes them and answers double admissions."""
    return event_rules.may_organise(actor, event.plan_line)


def may_see_gates(actor: Any, event: Event) -> bool:
    """Whoever records attendance at this event sees its gates and counts."""
    return event_rules.may_record_attendance(actor, event)


def may_pair(actor: Any) -> bool:
    """The phone is nobody yet; the code says that an organiser stands beside it."""
    return actor_kind(actor) == "public"


def may_scan(actor: Any, event_id: int) -> bool:
    """The phone tells of its own event alone."""
    return is_gate_of(actor, event_id)


def is_over(device: GateDevice, *, at: datetime) -> bool:
    return at >= device.expires_at


def has_gates(event: Event) -> bool:
    """A draft has no list yet, and nobody comes to a cancelled event."""
    return event.state in WITH_GATES
