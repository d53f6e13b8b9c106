"""Talks after an event: a stretch of time with one counsellor, for the people of one session."""

from datetime import datetime
from typing import Any

from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from nhipcau.appointments import rules, seating, telling
from nhipcau.appointments.availability import taken, times_of
from nhipcau.appointments.choices import Channel, Kind, Mode
from nhipcau.appointments.details import BlockDetails
from nhipcau.appointments.errors import AlreadyBooked, HoursOverlap
from nhipcau.appointments.models import Appointment, Block
from nhipcau.appointments.queries import was_at
from nhipcau.appointments.slots import Span
from nhipcau.appointments.states import AppointmentState
from nhipcau.events.models import Session
from nhipcau.messaging import outbox
from nhipcau.organisations.models import Organisation, Role
from nhipcau.organisations.rules import has_role
from nhipcau.people.models import Purpose, YoungPerson
from nhipcau.people.rules import require_consent
from nhipcau.people.use_cases import follow
from nhipcau.shared import audit
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import InvalidValue, NotAllowed
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin

LONGEST_MINUTES, SHORTEST_MINUTES = 120, 5


@write
def open_block(
    *,
    by: Any,
    at: datetime,
    session: Session,
    unit: Organisation,
    counsellor: Any,
    details: BlockDetails,
) -> Block:
    """Keep a counsellor's time for the people of one session; nobody else can book it.

    Raises:
        NotAllowed: ``by`` does not work with appointments of this unit, or not with the event.
        InvalidValue: the times cannot be right.
        HoursOverlap: the counsellor is booked or away at that time.
    """
    require(
        rules.may_receive(by, unit.pk)
        and Session.objects.visible_to(by).filter(pk=session.pk).exists(),
        _("Your role does not keep times for this event."),
    )
    if not has_role(counsellor, Role.COUNSELLOR, organisation=unit):
        raise InvalidValue(_("Only counsellors of the unit have hours."), field="counsellor")
    if details.ends_at <= details.starts_at:
        raise InvalidValue(_("The end has to come after the beginning."), field="ends")
    if not SHORTEST_MINUTES <= details.minutes <= LONGEST_MINUTES:
        raise InvalidValue(_("Between 5 and 120 minutes, please."), field="minutes")
    if details.kind not in Kind.values:
        raise InvalidValue(_("Please choose what the talk is for."), field="kind")
    seating.lock_counsellors([counsellor.pk])
    busy = taken([counsellor.pk], details.starts_at, details.ends_at)
    if busy.get(counsellor.pk):
        raise HoursOverlap(
            _("The counsellor is booked or away at that time. Please choose another time."),
            field="starts",
        )
    block = Block.objects.create(
        session=session,
        unit=unit,
        counsellor=counsellor,
        kind=details.kind,
        where=details.where.strip(),
        starts_at=details.starts_at,
        ends_at=details.ends_at,
        minutes=details.minutes,
        opened_at=at,
    )
    audit.record("block.opened", about=block, by=by, at=at)
    return block


@write
def close_block(*, by: Any, at: datetime, block: Block) -> Block:
    """No more times are given out; those that were chosen stay. Pressed twice, it stays closed.

    Raises:
        NotAllowed: ``by`` does not work with appointments of this unit.
    """
    require(
        rules.may_receive(by, block.unit_id), _("Your role does not keep times for this event.")
    )
    if block.closed_at is None:
        block.closed_at = at
        block.save(update_fields=["closed_at"])
        audit.record("block.closed", about=block, by=by, at=at)
    return block


@write
def book_in_block(
    *, by: Any, at: datetime, block: Block, young_person: YoungPerson, starts_at: datetime
) -> Appointment:
    """Choose one of the times after an event. Whoever has one already changes to the new one.

    Raises:
        NotAllowed: ``by`` is not the person, or the person is not one of this session's.
        ConsentMissing: the person has not agreed to take part.
        SlotTaken: the time is gone.
        AlreadyBooked: the person is somewhere else at that time.
    """
    require(
        rules.may_book(by, young_person, link=None, secret="", at=at),
        _("You cannot book for this person."),
    )
    if not was_at(block.session, young_person):
        raise NotAllowed(_("These times are for the people of this event."))
    person = seating.locked_person(young_person)
    require_consent(person, Purpose.PARTICIPATION)
    seating.lock_counsellors([block.counsellor_id])
    block = Block.objects.select_related("unit", "counsellor", "session__event").get(pk=block.pk)
    free = {span.starts_at: span for span, is_free in times_of(block, at=at) if is_free}
    if starts_at not in free or block.closed_at is not None:
        raise seating.taken_error()
    span: Span = free[starts_at]
    mine = Appointment.objects.open().of_person(person).filter(block=block).first()
    if mine is not None:
        return _change(mine, span, by=by, at=at)
    appointment = Appointment(
        young_person=person,
        kept_person=person,
        counsellor=block.counsellor,
        unit=block.unit,
        kind=block.kind,
        mode=Mode.PLACE,
        starts_at=span.starts_at,
        ends_at=span.ends_at,
        state=AppointmentState.BOOKED,
        changed_at=at,
        created_at=at,
        code=get_random_string(seating.CODE_LENGTH),
        channel=Channel.GROUP,
        booked_by=by if rules.may_book_for(by, person) else None,
        block=block,
    )
    seating.save(appointment)
    begin(appointment, by=by, at=at)
    if not person.followings.filter(organisation=block.unit).exists():
        follow(by=SYSTEM, at=at, young_person=person, organisation=block.unit)
    outbox.put(telling.booked_note(appointment), at=at)
    return appointment


def _change(appointment: Appointment, span: Span, *, by: Any, at: datetime) -> Appointment:
    appointment = seating.locked_appointment(appointment)
    if rules.has_begun(appointment, at=at):
        raise AlreadyBooked(_("Your talk has begun already."))
    appointment.starts_at, appointment.ends_at = span.starts_at, span.ends_at
    also = seating.changed(appointment, at=at)
    seating.save(appointment, fields=["starts_at", "ends_at", *also])
    audit.record("appointment.moved", about=appointment, by=by, at=at, fields=["starts_at"])
    outbox.put(telling.moved_note(appointment), at=at)
    return appointment
