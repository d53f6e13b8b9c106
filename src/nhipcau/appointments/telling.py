"""What people are told about their appointment, in Vietnamese: when, where, and a link.

Never what it is about: phones are shared, and a word on a screen is read by others.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from nhipcau.appointments.choices import Mode
from nhipcau.appointments.models import Appointment, BookingLink
from nhipcau.messaging.models import Topic
from nhipcau.messaging.outbox import Note
from nhipcau.shared import wording

PLACE_LENGTH = 70
# The addresses that the public pages give; tests/web holds them together.
PAGE = "/appointments/{code}/"
LINK = "/appointments/invited/{pk}/{{booking:{pk}}}/"


def _in_vietnamese(make: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(make)
    def made(*given: Any, **named: Any) -> Any:
        with translation.override("vi"):
            return make(*given, **named)

    return made


@_in_vietnamese
def booked_note(appointment: Appointment) -> Note:
    text = _("Your appointment is booked: %(when)s, %(where)s. If you cannot come:")
    return _note(appointment, text, replaces=True)


@_in_vietnamese
def hold_note(appointment: Appointment) -> Note:
    """A colleague keeps a time; nothing is certain before the person says yes."""
    text = _("We keep a time for you: %(when)s, %(where)s. Please confirm before %(until)s:")
    return _note(appointment, text, expires_at=appointment.hold_expires_at)


@_in_vietnamese
def hold_expired_note(appointment: Appointment) -> Note:
    text = _("The time we kept for you (%(when)s) was not confirmed and is free again. To book:")
    return _note(appointment, text, replaces=True)


@_in_vietnamese
def moved_note(appointment: Appointment) -> Note:
    text = _("Your appointment is now %(when)s, %(where)s. If you cannot come:")
    return _note(appointment, text, replaces=True)


@_in_vietnamese
def cancelled_note(appointment: Appointment) -> Note:
    text = _("Your appointment of %(when)s is cancelled. You need not come. Another time:")
    end = appointment.starts_at + timedelta(hours=2)
    return _note(appointment, text, expires_at=end, replaces=True)


@_in_vietnamese
def reminder_note(appointment: Appointment) -> Note:
    text = _("Reminder of your appointment: %(when)s, %(where)s. If you cannot come:")
    return _note(appointment, text, topic=Topic.REMINDER)


@_in_vietnamese
def hold_reminder_note(appointment: Appointment) -> Note:
    text = _("Your time %(when)s is kept until %(until)s only. Please confirm:")
    return _note(appointment, text, topic=Topic.REMINDER, expires_at=appointment.hold_expires_at)


@_in_vietnamese
def link_note(link: BookingLink) -> Note:
    text = _("You can choose a time for a talk with a counsellor, until %(until)s:")
    return Note(
        young_person=link.young_person,
        topic=Topic.APPOINTMENT,
        text=text % {"until": wording.day(link.expires_at)},
        about=link,
        path=LINK.format(pk=link.pk),
        expires_at=link.expires_at,
    )


@_in_vietnamese
def where(appointment: Appointment) -> str:
    """Where to be: a room, the own page for the online room, or the own phone."""
    if appointment.block is not None:
        return Truncator(appointment.block.where).chars(PLACE_LENGTH)
    if appointment.mode == Mode.ONLINE:
        return _("online: the room is on your page")
    if appointment.mode == Mode.PHONE:
        return _("we call you")
    place = appointment.place
    told = ", ".join(filter(None, (place.name, place.address))) if place else ""
    return Truncator(told).chars(PLACE_LENGTH)


def _note(
    appointment: Appointment,
    text: str,
    *,
    topic: Topic = Topic.APPOINTMENT,
    expires_at: datetime | None = None,
    replaces: bool = False,
) -> Note:
    until = appointment.hold_expires_at
    return Note(
        young_person=appointment.young_person,
        topic=topic,
        text=text
        % {
            "when": _when(appointment.starts_at),
            "where": where(appointment),
            "until": wording.moment(until) if until else "",
        },
        about=appointment,
        path=PAGE.format(code=appointment.code),
        expires_at=expires_at or appointment.starts_at,
        replaces=replaces,
    )


def _when(starts_at: datetime) -> str:
    short = wording.weekday(starts_at, short=True)
    return f"{wording.clock_time(starts_at)} {short} {wording.day(starts_at)}"
