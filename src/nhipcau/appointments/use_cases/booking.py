"""A time is taken: by the young person, by a link, or by a colleague on the person's behalf."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.appointments import rules, seating, telling
from nhipcau.appointments.arranging import (
    appointment_of,
    check_count,
    check_words,
    hours_for,
    keep,
)
from nhipcau.appointments.availability import measure_for
from nhipcau.appointments.choices import Channel, Kind
from nhipcau.appointments.details import Wanted
from nhipcau.appointments.errors import LinkOver
from nhipcau.appointments.models import Appointment, BookingLink
from nhipcau.appointments.states import AppointmentState
from nhipcau.messaging import outbox
from nhipcau.people.details import GuardianDetails, PersonDetails
from nhipcau.people.models import Purpose, YoungPerson
from nhipcau.people.rules import may_enter_people, needs_guardian, require_consent
from nhipcau.people.use_cases import agree, enter_person
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def book(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    wanted: Wanted,
    link: BookingLink | None = None,
    secret: str = "",
    asks_person: bool = False,
    wants_reminders: bool = False,
) -> Appointment:
    """Take one free time with a counsellor: whoever has least to do of those who are free.

    ``link``, ``secret``: by which somebody books without an account. ``asks_person``: a colleague
    keeps the time until the person confirms it. ``wants_reminders``: agreed to with this form.

    Raises:
        NotAllowed: ``by`` is neither the person, nor holds the link, nor follows the person.
        LinkOver: the link was used meanwhile, or is too old.
        ConsentMissing: the person has not agreed to take part.
        AlreadyBooked: the person is somewhere else at that time, or has enough ahead.
        SlotTaken: nobody is free at that time any more.
        InvalidValue: what was told cannot be kept.
    """
    require(
        rules.may_book(by, young_person, link=link, secret=secret, at=at),
        _("You cannot book for this person."),
    )
    is_staff = rules.may_book_for(by, young_person)
    person = seating.locked_person(young_person)
    _use_up(link, at)
    require_consent(person, Purpose.PARTICIPATION)
    channel = Channel.LINK if link else Channel.STAFF if is_staff else Channel.WEB
    is_held = asks_person and is_staff
    appointment = _take(person, wanted, channel, is_held=is_held, by=by, at=at)
    if wants_reminders and not is_staff:
        _agree_to_reminders(person, by=by, at=at, evidence=f"appointment {appointment.code[:8]}")
    return appointment


@write
def book_new(
    *,
    by: Any,
    at: datetime,
    details: PersonDetails,
    purposes: frozenset[str],
    wanted: Wanted,
    guardian: GuardianDetails | None = None,
    evidence: str = "",
) -> Appointment:
    """Somebody whom we may not know yet books on a public page. The time is kept, and certain
    once it is confirmed by the link that goes to the phone: it shows whose the number is.

    Raises:
        NotAllowed: ``by`` may not enter people.
        AlreadyBooked, SlotTaken, InvalidValue: as ``book``.
        ConsentMissing, GuardianMissing: see ``people.use_cases.enter_person``.
    """
    require(may_enter_people(by), _("Your role does not enter people."))
    person = enter_person(
        by=by,
        at=at,
        details=details,
        followed_by=(),
        purposes=purposes,
        guardian=guardian,
        evidence=evidence,
    )
    person = seating.locked_person(person)
    return _take(person, wanted, Channel.WEB, is_held=True, by=by, at=at)


@write
def send_booking_link(
    *, by: Any, at: datetime, young_person: YoungPerson, kind: str
) -> BookingLink:
    """Send the person a link by which to choose a time, good for a week and one booking.

    Raises:
        NotAllowed: ``by`` does not follow the person.
        ConsentMissing: the person has not agreed to take part.
    """
    require(rules.may_book_for(by, young_person), _("Your unit does not follow this person."))
    require_consent(young_person, Purpose.PARTICIPATION)
    if kind not in Kind.values:
        raise InvalidValue(_("Please choose what the talk is for."), field="kind")
    link = BookingLink.objects.create(
        young_person=young_person.merged_into or young_person,
        kind=kind,
        made_by=user_or_none(by),
        made_at=at,
        expires_at=at + rules.LINK_KEPT,
    )
    audit.record("booking_link.sent", about=link, by=by, at=at)
    outbox.put(telling.link_note(link), at=at)
    return link


def _take(
    person: YoungPerson, wanted: Wanted, channel: Channel, *, is_held: bool, by: Any, at: datetime
) -> Appointment:
    """The person is locked. Told is what became of it."""
    check_words(wanted)
    check_count(person, at)
    is_staff = channel == Channel.STAFF
    measure = measure_for(wanted.kind, at=at, is_staff=is_staff)
    hours = hours_for(wanted, measure)
    appointment = appointment_of(person, hours, wanted, at=at)
    appointment.ends_at = wanted.starts_at + timedelta(minutes=measure.minutes)
    appointment.channel = channel
    appointment.booked_by = user_or_none(by) if is_staff else None
    if is_held:
        appointment.state = AppointmentState.ON_HOLD
        until = at + rules.hold_time(on=localdate(at))
        appointment.hold_expires_at = min(until, wanted.starts_at)
    keep(appointment, hours.unit, by=by, at=at)
    note = telling.hold_note if is_held else telling.booked_note
    outbox.put(note(appointment), at=at)
    return appointment


def _use_up(link: BookingLink | None, at: datetime) -> None:
    if link is None:
        return
    if not BookingLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        raise LinkOver(_("This link was used already. Your appointment is on its own page."))


def _agree_to_reminders(person: YoungPerson, *, by: Any, at: datetime, evidence: str) -> None:
    """For a child the guardian says yes, elsewhere; the appointment itself does not wait."""
    if not by.pk or needs_guardian(person.birth_on, on=localdate(at)):
        return
    agree(
        by=by,
        at=at,
        young_person=person,
        purposes=frozenset({Purpose.CONTACT}),
        evidence=evidence,
    )
