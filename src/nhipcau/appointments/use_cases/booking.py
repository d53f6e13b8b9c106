"""A time is taken: by the young person, by a link, by a colleague, or by walking in."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.crypto import get_random_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.appointments import rules, seating, telling
from nhipcau.appointments.availability import (
    Openings,
    free_stretch,
    measure_for,
    openings,
)
from nhipcau.appointments.choices import Channel, Interpreter, Kind, Mode
from nhipcau.appointments.details import Wanted
from nhipcau.appointments.errors import AlreadyBooked, LinkOver, NobodyFree
from nhipcau.appointments.models import Appointment, BookingLink, Hours
from nhipcau.appointments.models.appointments import TALK_LENGTH
from nhipcau.appointments.slots import Measure, Span
from nhipcau.appointments.states import AppointmentState
from nhipcau.messaging import outbox
from nhipcau.organisations.models import Organisation
from nhipcau.people.models import Purpose, YoungPerson
from nhipcau.people.rules import needs_guardian, require_consent
from nhipcau.people.use_cases import agree, follow
from nhipcau.shared import audit
from nhipcau.shared.actors import SYSTEM, user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin

A_MINUTE = timedelta(minutes=1)


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
    _check_words(wanted)
    require_consent(person, Purpose.PARTICIPATION)
    _check_count(person, at)
    measure = measure_for(wanted.kind, at=at, is_staff=is_staff)
    hours = _find(wanted, measure)
    appointment = _of(person, hours, wanted, at=at)
    appointment.ends_at = wanted.starts_at + timedelta(minutes=measure.minutes)
    appointment.channel = Channel.LINK if link else Channel.STAFF if is_staff else Channel.WEB
    appointment.booked_by = user_or_none(by) if is_staff else None
    if asks_person and is_staff:
        appointment.state = AppointmentState.ON_HOLD
        until = at + rules.hold_time(on=localdate(at))
        appointment.hold_expires_at = min(until, wanted.starts_at)
    if wants_reminders and not is_staff:
        _agree_to_reminders(person, by=by, at=at, evidence=f"appointment {appointment.code[:8]}")
    _keep(appointment, hours.unit, by=by, at=at)
    is_held = appointment.state == AppointmentState.ON_HOLD
    note = telling.hold_note if is_held else telling.booked_note
    outbox.put(note(appointment), at=at)
    return appointment


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
    _check_words(wanted)
    found = openings(first=today, last=today, mode=Mode.PLACE, units=[unit.pk])
    seating.lock_counsellors([*found.counsellors(), *([by.pk] if with_me else [])])
    found = openings(first=today, last=today, mode=Mode.PLACE, units=[unit.pk])
    if with_me:
        appointment = _of(person, None, wanted, at=at)
        appointment.counsellor, appointment.unit, appointment.ends_at = by, unit, ends_at
        appointment.state = AppointmentState.CAME
    else:
        appointment = _received(person, wanted, found, measure, at=at)
    appointment.channel, appointment.booked_by = Channel.WALK_IN, user_or_none(by)
    _keep(appointment, unit, by=by, at=at)
    if appointment.state == AppointmentState.BOOKED:
        outbox.put(telling.booked_note(appointment), at=at)
    return appointment


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


def find_hours(
    wanted: Wanted, measure: Measure, *, ignoring: Appointment | None = None
) -> Hours | None:
    """Hours of the first counsellor who is free then; all who could be are locked, in order."""
    day = localdate(wanted.starts_at)
    asked: dict[str, Any] = {
        "first": day,
        "last": day,
        "mode": wanted.mode,
        "place_id": wanted.place_id,
        "counsellors": [wanted.counsellor_id] if wanted.counsellor_id else (),
        "ignoring": ignoring,
    }
    span = Span(wanted.starts_at, wanted.starts_at + timedelta(minutes=measure.minutes))
    found = openings(**asked)
    able = [one for one in found.counsellors() if found.line_for(span, measure, one)]
    if not able:  # without waiting for anybody: what is taken stays so, as a rule
        return None
    seating.lock_counsellors(able)
    found = openings(**asked)
    hours = [found.line_for(span, measure, one) for one in found.counsellors() if one in able]
    return next(filter(None, hours), None)


def _find(wanted: Wanted, measure: Measure) -> Hours:
    hours = find_hours(wanted, measure)
    if hours is None:
        raise seating.taken_error()
    return hours


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
                appointment = _of(person, line, wanted, at=at)
                appointment.ends_at, appointment.state = now + length, AppointmentState.CAME
                return appointment
    later = next(iter(found.free(measure)), None)
    if later is None:
        raise NobodyFree(_("Nobody of your unit is free today any more. Please book another day."))
    appointment = _of(person, found.hours[later.hours_id], wanted, at=at)
    appointment.starts_at, appointment.ends_at = later.starts_at, later.ends_at
    return appointment


def _any_minute(measure: Measure, now: datetime) -> Measure:
    return Measure(measure.minutes, 1, now, measure.not_after)


def _of(person: YoungPerson, hours: Hours | None, wanted: Wanted, *, at: datetime) -> Appointment:
    appointment = Appointment(
        young_person=person,
        kept_person=person,
        kind=wanted.kind,
        mode=wanted.mode,
        starts_at=wanted.starts_at,
        talk_about=wanted.talk_about.strip(),
        interpreter=wanted.interpreter,
        state=AppointmentState.BOOKED,
        changed_at=at,
        created_at=at,
        code=get_random_string(seating.CODE_LENGTH),
    )
    if hours is not None:
        sit_down(appointment, hours)
    return appointment


def sit_down(appointment: Appointment, hours: Hours) -> None:
    """Whom, for which unit and where, as the hours say."""
    appointment.counsellor, appointment.unit = hours.counsellor, hours.unit
    appointment.place = hours.place if appointment.mode == Mode.PLACE else None
    online = hours.online_address if appointment.mode == Mode.ONLINE else ""
    appointment.online_address = online


def _keep(appointment: Appointment, unit: Organisation, *, by: Any, at: datetime) -> None:
    """Into the table, with its first trace; the unit that counsels follows the person."""
    seating.save(appointment)
    begin(appointment, by=by, at=at)
    person = appointment.young_person
    if not person.followings.filter(organisation=unit).exists():
        follow(by=SYSTEM, at=at, young_person=person, organisation=unit)


def _use_up(link: BookingLink | None, at: datetime) -> None:
    if link is None:
        return
    if not BookingLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at):
        raise LinkOver(_("This link was used already. Your appointment is on its own page."))


def _check_words(wanted: Wanted) -> None:
    if wanted.kind not in Kind.values:
        raise InvalidValue(_("Please choose what the talk is for."), field="kind")
    if wanted.mode not in Mode.values:
        raise InvalidValue(_("Please choose how you want to talk."), field="mode")
    if wanted.interpreter and wanted.interpreter not in Interpreter.values:
        raise InvalidValue(_("Please choose one of the languages."), field="interpreter")
    if len(wanted.talk_about.strip()) > TALK_LENGTH:
        raise InvalidValue(
            _("Please keep it to %(count)d characters; you can tell the rest when you meet.")
            % {"count": TALK_LENGTH},
            field="talk_about",
        )


def _check_count(person: YoungPerson, at: datetime) -> None:
    most = rules.most_open(on=localdate(at))
    ahead = Appointment.objects.open().of_person(person).filter(starts_at__gt=at).count()
    if ahead >= most:
        raise AlreadyBooked(
            ngettext(
                "You have %(count)d appointment ahead. Please move or cancel it first.",
                "You have %(count)d appointments ahead. Please move or cancel one first.",
                most,
            )
            % {"count": most}
        )


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
