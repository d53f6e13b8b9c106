"""The talk took place, or did not; and a slip of the finger is taken back."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.appointments import rules, seating
from nhipcau.appointments.errors import TooEarly
from nhipcau.appointments.models import Appointment
from nhipcau.appointments.states import OCCUPYING, AppointmentState
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import move


@write
def record_came(*, by: Any, at: datetime, appointment: Appointment) -> Appointment:
    """The person is here.

    Raises:
        NotAllowed: ``by`` does not work with appointments of this unit.
        TooEarly: it is not its day yet.
        IllegalTransition: it is not booked.
    """
    require(
        rules.may_receive(by, appointment.unit_id), _("Your role does not receive people here.")
    )
    appointment = _held(appointment)
    if not rules.may_be_received_now(appointment, at=at):
        raise TooEarly(_("This appointment is later; it can be written down on its day."))
    move(appointment, AppointmentState.CAME, by=by, at=at)
    return appointment


@write
def record_no_show(*, by: Any, at: datetime, appointment: Appointment) -> Appointment:
    """The person did not come; the counsellor's time is free for somebody else.

    Raises:
        NotAllowed: ``by`` does not work with appointments of this unit.
        TooEarly: it has not begun yet.
        IllegalTransition: it is not booked.
    """
    require(
        rules.may_receive(by, appointment.unit_id), _("Your role does not receive people here.")
    )
    appointment = _held(appointment)
    if not rules.has_begun(appointment, at=at):
        raise TooEarly(_("This appointment has not begun yet."))
    move(appointment, AppointmentState.NO_SHOW, by=by, at=at)
    return appointment


@write
def undo_outcome(*, by: Any, at: datetime, appointment: Appointment) -> Appointment:
    """Take back that somebody came, or did not: a slip of the finger.

    Raises:
        NotAllowed: ``by`` does not work with appointments of this unit.
        SlotTaken, AlreadyBooked: the time was given to somebody else meanwhile.
        IllegalTransition: nothing was written down.
    """
    require(
        rules.may_receive(by, appointment.unit_id), _("Your role does not receive people here.")
    )
    seating.locked_person(appointment.kept_person)
    seating.lock_counsellors([appointment.counsellor_id])
    appointment = _held(appointment)
    if appointment.state not in OCCUPYING:
        # Asked for by the table itself, before the trace is written.
        before, appointment.state = appointment.state, AppointmentState.BOOKED
        seating.save(appointment, fields=["state"])
        appointment.state = before
    move(appointment, AppointmentState.BOOKED, by=by, at=at)
    return appointment


def _held(appointment: Appointment) -> Appointment:
    return seating.locked_appointment(appointment)
