"""What people are told about their registration and their event, in Vietnamese.

A message names what, when and a link: no word on who somebody is or why. Of an event with the
army only the kind and the day leave the workspace.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.utils import translation
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from nhipcau.events.models import Event, Registration, Session
from nhipcau.events.states import LIVE, EventState, RegistrationState
from nhipcau.messaging.models import Topic
from nhipcau.messaging.outbox import Note
from nhipcau.shared import wording

TITLE_LENGTH = 60
# The address that the public pages give a registration; tests/web holds the two together.
PAGE = "/registrations/{code}/"


def _in_vietnamese(make: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(make)
    def made(*given: Any, **named: Any) -> Any:
        with translation.override("vi"):
            return make(*given, **named)

    return made


@_in_vietnamese
def registration_note(registration: Registration) -> Note:
    """The answer to a registration: a place, an offer to confirm, or the waiting list."""
    if registration.state == RegistrationState.OFFERED:
        return offer_note(registration)
    is_waiting = registration.state == RegistrationState.WAITING
    return _answer(registration, _waiting() if is_waiting else _placed())


@_in_vietnamese
def answers(registration: Registration) -> tuple[Note, Note]:
    """What is told of a place, and of a place on the waiting list, before it is known which."""
    placed = _answer(registration, _placed())
    return placed, replace(placed, text=_filled(registration, _waiting()))


@_in_vietnamese
def offer_note(registration: Registration) -> Note:
    """A place is held until the offer runs out."""
    text = _("A place is free for you: %(what)s, %(when)s. Please confirm before %(until)s:")
    return _note(
        registration,
        Topic.OFFER,
        text,
        expires_at=registration.offer_expires_at,
        until=_until(registration),
        replaces=True,
    )


@_in_vietnamese
def offer_expired_note(registration: Registration) -> Note:
    text = _("The time to confirm %(what)s, %(when)s is over; the place went to the next person.")
    return _note(
        registration,
        Topic.OFFER,
        text,
        expires_at=_starts_at(registration),
        replaces=True,
    )


@_in_vietnamese
def cancelled_note(registration: Registration) -> Note:
    """The registration was cancelled, by the person or by the organisers."""
    text = _("Your registration for %(what)s, %(when)s is cancelled.")
    return _note(
        registration,
        Topic.REGISTRATION,
        text,
        expires_at=_starts_at(registration),
        replaces=True,
    )


@_in_vietnamese
def event_changed_notes(event: Event, *, session: Session | None = None) -> list[Note]:
    """To everyone with a live registration of the event, or of one session: when and where it is
    now, or that it does not take place. One query. Call it before registrations end with it."""
    told = Registration.objects.filter(session__event=event, state__in=LIVE)
    if session:
        told = told.filter(session=session)
    return [
        _changed(one)
        for one in told.select_related("young_person", "session__event__kind").order_by("pk")
    ]


@_in_vietnamese
def reminder_note(registration: Registration) -> Note:
    """The day before, and again on the day itself."""
    text = _("Reminder: %(what)s, %(when)s. Your ticket:")
    return _note(registration, Topic.REMINDER, text, expires_at=_starts_at(registration))


@_in_vietnamese
def offer_reminder_note(registration: Registration) -> Note:
    """A nudge before the offer runs out."""
    text = _("Your place at %(what)s, %(when)s is held until %(until)s only. Please confirm:")
    return _note(
        registration,
        Topic.REMINDER,
        text,
        expires_at=registration.offer_expires_at,
        until=_until(registration),
    )


def _changed(registration: Registration) -> Note:
    starts_at = _starts_at(registration)
    if registration.session.event.state == EventState.CANCELLED:
        text = _("%(what)s, %(when)s does not take place. You need not come. Other dates:")
        return _note(
            registration,
            Topic.CHANGE,
            text,
            expires_at=starts_at + timedelta(hours=2),
            replaces=True,
        )
    text = _("Please note: %(what)s is now %(when)s%(where)s. If you cannot come:")
    return _note(
        registration,
        Topic.CHANGE,
        text,
        expires_at=starts_at,
        # An offer that waits to be told must still be told.
        replaces=registration.state == RegistrationState.CONFIRMED,
    )


def _placed() -> str:
    return _("Your place is kept: %(what)s, %(when)s. Your ticket:")


def _waiting() -> str:
    return _(
        "You are on the waiting list of %(what)s, %(when)s. We tell you when it is your turn."
    )


def _answer(registration: Registration, text: str) -> Note:
    return _note(registration, Topic.REGISTRATION, text, expires_at=_starts_at(registration))


def _note(
    registration: Registration,
    topic: Topic,
    text: str,
    *,
    expires_at: datetime | None,
    until: str = "",
    replaces: bool = False,
) -> Note:
    return Note(
        young_person=registration.young_person,
        topic=topic,
        text=_filled(registration, text, until=until),
        about=registration,
        path=PAGE.format(code=registration.code),
        expires_at=expires_at,
        replaces=replaces,
    )


def _filled(registration: Registration, text: str, *, until: str = "") -> str:
    return text % {
        "what": _what(registration),
        "when": _when(registration),
        "until": until,
        "where": _where(registration),
    }


def _until(registration: Registration) -> str:
    return wording.moment(registration.offer_expires_at) if registration.offer_expires_at else ""


def _what(registration: Registration) -> str:
    event = registration.session.event
    title = str(event.kind) if event.kind.hides_host else event.title
    return Truncator(title).chars(TITLE_LENGTH)


def _where(registration: Registration) -> str:
    event = registration.session.event
    if event.kind.hides_host:
        return ""
    place = ", ".join(filter(None, (registration.session.room, event.place)))
    return ", " + Truncator(place).chars(TITLE_LENGTH)


def _starts_at(registration: Registration) -> datetime:
    session = registration.session
    return session.event.starts_at if session.event.kind.hides_host else session.starts_at


def _when(registration: Registration) -> str:
    starts_at = _starts_at(registration)
    if registration.session.event.kind.hides_host:
        return wording.day(starts_at)
    short = wording.weekday(starts_at, short=True)
    return f"{wording.clock_time(starts_at)} {short} {wording.day(starts_at)}"
