"""A talk that was booked becomes a contact of a case, in one go."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.appointments.choices import Mode
from nhipcau.appointments.models import Appointment
from nhipcau.appointments.states import AppointmentState
from nhipcau.appointments.use_cases import record_came
from nhipcau.counselling import rules
from nhipcau.counselling.models import Case, Contact
from nhipcau.counselling.responsible import lock_handled
from nhipcau.counselling.states import Channel
from nhipcau.counselling.use_cases.noting import write_contact
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require

CHANNELS = {Mode.PLACE: Channel.MEETING, Mode.ONLINE: Channel.ONLINE, Mode.PHONE: Channel.PHONE}


@write
def write_appointment(
    *, by: Any, at: datetime, case: Case, appointment: Appointment, text: str = ""
) -> Contact:
    """The person is noted as here, if nobody did so yet, and the talk as a contact with its note.

    Raises:
        NotAllowed: ``by`` may not write into the case, or not work in the unit that held the talk.
        TooEarly: it is not the day of the talk yet.
        InvalidValue: another person's talk, one that was not kept, or one that stands in a case.
        CaseEnded, ConsentMissing: as for every contact.
    """
    require(
        bool(by.pk) and rules.may_handle(by, case) and rules.works_in(by, appointment.unit_id),
        _("This is not your case."),
    )
    case = lock_handled(case, by)  # the person first, then the appointment
    person = case.young_person
    if appointment.kept_person_id != (person.merged_into_id or person.pk):
        raise InvalidValue(_("This talk was another person's."))
    appointment = Appointment.objects.select_for_update(of=("self",), no_key=True).get(
        pk=appointment.pk
    )
    if Contact.objects.filter(appointment=appointment).exists():
        raise InvalidValue(_("This talk is written down in a case already."))
    if appointment.state == AppointmentState.BOOKED:
        appointment = record_came(by=by, at=at, appointment=appointment)
    if appointment.state != AppointmentState.CAME:
        raise InvalidValue(_("This talk did not take place."))
    contact = write_contact(
        by=by,
        at=at,
        case=case,
        held_on=localdate(appointment.starts_at),
        channel=Channel.SCHOOL if appointment.block_id else CHANNELS[Mode(appointment.mode)],
        text=text,
    )
    contact.appointment = appointment
    contact.save(update_fields=["appointment"])
    return contact
