"""Somebody stands at the door."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.appointments import rules, seating, telling
from nhipcau.appointments.arranging import appointment_of, check_words, keep
from nhipcau.appointments.availability import (
    Openings,
    free_stretch,
    measure_for,
    openings,
)
from nhipcau.appointments.choices import Channel, Mode
from nhipcau.appointments.details import Wanted
from nhipcau.appointments.errors import NobodyFree
from nhipcau.appointments.models import Appointment
from nhipcau.appointments.slots import Measure, Span
from nhipcau.appointments.states import AppointmentState
from nhipcau.messaging import outbox
from nhipcau.organisations.models import Organisation
from nhipcau.people.models import Purpose, YoungPerson
from nhipcau.people.rules import require_consent
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require

A_MINUTE = timedelta(minutes=1)


@write
def walk_in(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    unit: Organisation,
    kind: str,
    interpreter: str = "",
    talk_about: str = "",
    with_me: bool = False,
) -> Appointment:
    """Somebody stands at the door: received at once by a counsellor who is free, else booked for
    the next free time of today.

    ``with_me``: the colleague receives the person, whatever the hours say.

    Raises:
        NotAllowed: ``by`` does not work with appointments of this unit.
        ConsentMissing: the person has not agreed to take part.
        AlreadyBooked: the person is booked at that time.
        NobodyFree: nobody of the unit is free today any more.
    """
    require(rules.may_receive(by, unit.pk), _("Your role does not receive people here."))
    person = seating.locked_person(young_person)
    require_consent(person, Purpose.PARTICIPATION)
    now, today = at.replace(second=0, microsecond=0), localdate(at)
    measure = measure_for(kind, at=at, is_staff=True)
    ends_at = now + timedelta(minutes=measure.minutes)
    wanted = Wanted(kind, Mode.PLACE, now, talk_about=talk_about.strip(), interpreter=interpreter)
    check_words(wanted)
    found = openings(first=today, last=today, mode=Mode.PLACE, units=[unit.pk])
    seating.lock_counsellors([*found.counsellors(), *([by.pk] if with_me else [])])
    found = openings(first=today, last=today, mode=Mode.PLACE, units=[unit.pk])
    if with_me:
        appointment = appointment_of(person, None, wanted, at=at)
        appointment.counsellor, appointment.unit, appointment.ends_at = by, unit, ends_at
        appointment.state = AppointmentState.CAME
    else:
        appointment = _received(person, wanted, found, measure, at=at)
    appointment.channel, appointment.booked_by = Channel.WALK_IN, user_or_none(by)
    keep(appointment, unit, by=by, at=at)
    if appointment.state == AppointmentState.BOOKED:
        outbox.put(telling.booked_note(appointment), at=at)
    return appointment


def _received(
    person: YoungPerson, wanted: Wanted, found: Openings, measure: Measure, *, at: datetime
) -> Appointment:
    """With somebody who is free for long enough now; else at the next free time of today."""
    length, now = timedelta(minutes=measure.minutes), wanted.starts_at
    for who in found.counsellors():
        stretch = free_stretch(found, who, at=now)
        if stretch and stretch.ends_at - now >= length:
            line = found.line_for(Span(now, now + A_MINUTE), _any_minute(measure, now), who)
            if line is not None:
                appointment = appointment_of(person, line, wanted, at=at)
                appointment.ends_at, appointment.state = now + length, AppointmentState.CAME
                return appointment
    later = next(iter(found.free(measure)), None)
    if later is None:
        raise NobodyFree(_("Nobody of your unit is free today any more. Please book another day."))
    appointment = appointment_of(person, found.hours[later.hours_id], wanted, at=at)
    appointment.starts_at, appointment.ends_at = later.starts_at, later.ends_at
    return appointment


def _any_minute(measure: Measure, now: datetime) -> Measure:
    return Measure(measure.minutes, 1, now, measure.not_after)
