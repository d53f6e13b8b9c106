"""Gates, phones and answers: what people do before and after the crowd."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.events.models import Event, Registration
from nhipcau.gate import queries, rules
from nhipcau.gate.errors import (
    EventHasNoGates,
    GateNameTaken,
    NoDoubleAdmission,
    PairingCodeUnknown,
)
from nhipcau.gate.models import DoubleAnswer, Gate, GateDevice
from nhipcau.gate.states import DoubleReason
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.throttle import keyed_hash

PAIRING_LASTS = timedelta(minutes=10)


@write
def create_gate(*, by: Any, at: datetime, event: Event, name: str) -> Gate:
    """Name a door of the event.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        EventHasNoGates: the event is a draft or cancelled.
        InvalidValue: ``name`` is empty.
        GateNameTaken: there is one of this name.
    """
    require(rules.may_set_up_gates(by, event), _("Your role does not organise this event."))
    name = " ".join(name.split())
    if not rules.has_gates(event):
        raise EventHasNoGates(_("Gates are set up once the event is published."))
    if not name:
        raise InvalidValue(_("Please write the name of the gate."), field="name")
    gate, is_new = Gate.objects.get_or_create(
        event=event, name=name, defaults={"created_by": user_or_none(by), "created_at": at}
    )
    if not is_new:
        raise GateNameTaken(_("There is a gate of this name already."), field="name")
    audit.record("gate.created", about=gate, by=by, at=at)
    return gate


@write
def invite_device(*, by: Any, at: datetime, gate: Gate, label: str, code: str) -> GateDevice:
    """Prepare a phone's place at a gate. Whoever types ``code`` within ten minutes is the phone.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        EventHasNoGates: the event is a draft, cancelled or over.
        InvalidValue: ``label`` is empty.
    """
    require(rules.may_set_up_gates(by, gate.event), _("Your role does not organise this event."))
    device = GateDevice(
        event=gate.event,
        gate=gate,
        label=" ".join(label.split()),
        pairing_hash=_pairing_hash(code),
        pairing_expires_at=at + PAIRING_LASTS,
        created_by=user_or_none(by),
        created_at=at,
    )
    if not device.label:
        raise InvalidValue(_("Please write whose phone it is."), field="label")
    if not rules.has_gates(gate.event) or rules.is_over(device, at=at):
        raise EventHasNoGates(_("This event takes no phones at its gates now."))
    device.save(force_insert=True)
    audit.record("gate_device.invited", about=device, by=by, at=at)
    return device


@write
def pair_device(*, by: Any, at: datetime, code: str, device_key: str) -> GateDevice:
    """Make a phone known by the key it made itself. The same code with the same key again, for
    an answer that got lost, is the same phone.

    Raises:
        PairingCodeUnknown: no such code, it is too old, or another phone used it.
    """
    require(rules.may_pair(by), _("Only a phone pairs itself."))
    device = (
        GateDevice.objects.select_for_update(of=("self",), no_key=True)
        .select_related("event__kind", "event__plan_line", "gate")
        .filter(pairing_hash=_pairing_hash(code))
        .first()
    )
    key_hash = keyed_hash(device_key)
    if device and device.key_hash == key_hash and device.revoked_at is None:
        return device
    is_usable = (
        device is not None
        and device.key_hash is None
        and device.revoked_at is None
        and at < device.pairing_expires_at
        and rules.has_gates(device.event)
    )
    if device is None or not is_usable:
        raise PairingCodeUnknown(
            _("This code is not good any more. Please ask the organiser for a new one."),
            field="code",
        )
    device.key_hash, device.paired_at, device.last_seen_at = key_hash, at, at
    device.save(update_fields=["key_hash", "paired_at", "last_seen_at"])
    audit.record("gate_device.paired", about=device, by=by, at=at)
    return device


@write
def revoke_device(*, by: Any, at: datetime, device: GateDevice) -> GateDevice:
    """From now on nothing that the phone does counts. What it did before is kept when it arrives.

    Raises:
        NotAllowed: ``by`` does not organise the event.
    """
    require(rules.may_set_up_gates(by, device.event), _("Your role does not organise this event."))
    device = GateDevice.objects.select_for_update(no_key=True).get(pk=device.pk)
    if device.revoked_at is None:
        device.revoked_at = at
        device.save(update_fields=["revoked_at"])
        audit.record("gate_device.revoked", about=device, by=by, at=at)
    return device


@write
def answer_double(
    *,
    by: Any,
    at: datetime,
    event: Event,
    registration: Registration,
    reason: DoubleReason,
    note: str = "",
) -> DoubleAnswer:
    """Say what was behind a double admission. The facts stay; a later scan opens it again.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        NoDoubleAdmission: there is none on this registration.
    """
    require(rules.may_set_up_gates(by, event), _("Your role does not organise this event."))
    double = queries.double_admission(event, registration)
    if double is None:
        raise NoDoubleAdmission(_("There is no double admission on this ticket."))
    answer = DoubleAnswer.objects.create(
        event=event,
        registration=registration,
        scans=[scan.pk for scan in double.times],
        reason=reason,
        note=note.strip(),
        by=user_or_none(by),
        at=at,
    )
    audit.record("double_admission.answered", about=answer, by=by, at=at, fields=["reason"])
    return answer


def _pairing_hash(code: str) -> str:
    """Small letters, spaces and hyphens do not matter when a code is typed from a screen."""
    return keyed_hash("pairing:" + "".join(sign for sign in code.upper() if sign.isalnum()))
