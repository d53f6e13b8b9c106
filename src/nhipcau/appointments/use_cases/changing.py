"""An appointment ahead: confirmed, moved or cancelled, by the person or on the person's behalf."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.appointments import rules, seating, telling
from nhipcau.appointments.arranging import find_hours, sit_down
from nhipcau.appointments.availability import measure_for
from nhipcau.appointments.details import Wanted
from nhipcau.appointments.errors import HoldExpired, TooLate
from nhipcau.appointments.models import Appointment
from nhipcau.appointments.states import AppointmentState
from nhipcau.messaging import outbox
from nhipcau.shared import audit
from nhipcau.shared.errors import IllegalTransition, ReasonMissing
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import move

A = AppointmentState


@write
def confirm_hold(
    *, by: Any, at: datetime, appointment: Appointment, code: str = ""
) -> Appointment:
    """Say yes to a time that is kept. A second click changes nothing.

    Raises:
        NotAllowed: ``by`` neither holds the code, nor is the person, nor works with it.
        HoldExpired: it was not confirmed in time.
        IllegalTransition: the appointment is over or cancelled.
    """
    require(rules.may_change(by, appointment, code), _("This appointment is somebody else's."))
    seating.locked_person(appointment.kept_person)
    appointment = seating.locked_appointment(appointment)
    if appointment.state == A.BOOKED:
        return appointment
    until = appointment.hold_expires_at
    is_overdue = appointment.state == A.ON_HOLD and until is not None and at >= until
    if appointment.state == A.EXPIRED or is_overdue:
        raise HoldExpired(
            _("This time was kept until a while ago and is free again. Please choose another one.")
        )
    if appointment.state != A.ON_HOLD:
        raise IllegalTransition(_("There is nothing to confirm here."))
    move(appointment, A.BOOKED, by=by, at=at, also=seating.changed(appointment, at=at))
    outbox.put(telling.booked_note(appointment), at=at)
    return appointment


@write
def cancel_appointment(
    *, by: Any, at: datetime, appointment: Appointment, code: str = "", reason: str = ""
) -> Appointment:
    """Give the time back; anybody may book it from now on. A second click changes nothing.

    Raises:
        NotAllowed: ``by`` neither holds the code, nor is the person, nor works with it.
        ReasonMissing: a colleague cancels and says no reason.
        TooLate: the appointment has begun.
        IllegalTransition: it ended in another way.
    """
    require(rules.may_change(by, appointment, code), _("This appointment is somebody else's."))
    seating.locked_person(appointment.kept_person)
    appointment = seating.locked_appointment(appointment)
    if appointment.state == A.CANCELLED:
        return appointment
    is_staff = bool(by.pk) and by.is_staff_account
    if is_staff and not reason.strip():
        raise ReasonMissing(_("Please write the reason; others will read it."), field="reason")
    _check_ahead(appointment, at)
    also = seating.changed(appointment, at=at)
    move(appointment, A.CANCELLED, by=by, at=at, reason=reason, also=also)
    outbox.put(telling.cancelled_note(appointment), at=at)
    return appointment


@write
def move_appointment(
    *, by: Any, at: datetime, appointment: Appointment, wanted: Wanted, code: str = ""
) -> Appointment:
    """Another time, and perhaps another counsellor or way; type and words stay as they are.

    Raises:
        NotAllowed: ``by`` neither holds the code, nor is the person, nor works with it.
        TooLate: the appointment has begun, or is one of a group.
        SlotTaken: nobody is free at that time.
        AlreadyBooked: the person is somewhere else at that time.
        IllegalTransition: it is over or cancelled.
    """
    require(rules.may_change(by, appointment, code), _("This appointment is somebody else's."))
    seating.locked_person(appointment.kept_person)
    is_staff = bool(by.pk) and by.is_staff_account
    wanted = replace(wanted, kind=appointment.kind)
    measure = measure_for(wanted.kind, at=at, is_staff=is_staff)
    hours = find_hours(wanted, measure, ignoring=appointment)
    appointment = seating.locked_appointment(appointment)
    _check_ahead(appointment, at)
    if appointment.block_id:
        raise TooLate(_("Please choose another of the times after this event."))
    if hours is None:
        raise seating.taken_error()
    appointment.mode = wanted.mode
    appointment.starts_at = wanted.starts_at
    appointment.ends_at = wanted.starts_at + timedelta(minutes=measure.minutes)
    sit_down(appointment, hours)
    if appointment.hold_expires_at is not None:
        appointment.hold_expires_at = min(appointment.hold_expires_at, wanted.starts_at)
    fields = ["mode", "starts_at", "ends_at", "counsellor", "unit", "place", "online_address"]
    also = seating.changed(appointment, at=at)
    seating.save(appointment, fields=[*fields, "hold_expires_at", *also])
    audit.record("appointment.moved", about=appointment, by=by, at=at, fields=fields)
    is_held = appointment.state == A.ON_HOLD
    note = telling.hold_note if is_held else telling.moved_note
    outbox.put(note(appointment), at=at)
    return appointment


def _check_ahead(appointment: Appointment, at: datetime) -> None:
    if appointment.state not in (A.ON_HOLD, A.BOOKED):
        raise IllegalTransition(_("This appointment is over or cancelled."))
    if rules.has_begun(appointment, at=at):
        raise TooLate(_("This appointment has begun; please call us instead."))
