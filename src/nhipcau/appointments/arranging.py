"""What every booking does: look for the hours, check the words, into the table with a trace.

Called inside use cases only; the order of locks is told in ``seating``.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils.crypto import get_random_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.appointments import rules, seating
from nhipcau.appointments.availability import openings
from nhipcau.appointments.choices import Interpreter, Kind, Mode
from nhipcau.appointments.details import Wanted
from nhipcau.appointments.errors import AlreadyBooked
from nhipcau.appointments.models import Appointment, Hours
from nhipcau.appointments.models.appointments import TALK_LENGTH
from nhipcau.appointments.slots import Measure, Span
from nhipcau.appointments.states import AppointmentState
from nhipcau.organisations.models import Organisation
from nhipcau.people.models import YoungPerson
from nhipcau.people.use_cases import follow
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.transitions import begin


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


def hours_for(wanted: Wanted, measure: Measure) -> Hours:
    """``find_hours``, or the refusal.

    Raises:
        SlotTaken: nobody is free then.
    """
    hours = find_hours(wanted, measure)
    if hours is None:
        raise seating.taken_error()
    return hours


def appointment_of(
    person: YoungPerson, hours: Hours | None, wanted: Wanted, *, at: datetime
) -> Appointment:
    """Not saved yet; with whom and where, as the hours say."""
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


def keep(appointment: Appointment, unit: Organisation, *, by: Any, at: datetime) -> None:
    """Into the table, with its first trace; the unit that counsels follows the person."""
    seating.save(appointment)
    begin(appointment, by=by, at=at)
    person = appointment.young_person
    if not person.followings.filter(organisation=unit).exists():
        follow(by=SYSTEM, at=at, young_person=person, organisation=unit)


def check_words(wanted: Wanted) -> None:
    """Codes that are known, words that are short.

    Raises:
        InvalidValue: at its question.
    """
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


def check_count(person: YoungPerson, at: datetime) -> None:
    """Nobody fills a counsellor's week.

    Raises:
        AlreadyBooked: as many are ahead as one person may have.
    """
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
