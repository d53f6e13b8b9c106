"""What an event asks of its reader now, in words: register, wait, come, or look elsewhere."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nhipcau.events.models import Session
from nhipcau.events.queries import PublicEvent
from nhipcau.events.states import EventState
from nhipcau.shared import wording


@dataclass(frozen=True)
class Standing:
    """``label`` stands in a list beside the title, ``text`` on the event's own page."""

    label: str
    tone: str
    text: str = ""


@dataclass(frozen=True)
class Card:
    """One event in a list."""

    event: PublicEvent
    standing: Standing


@dataclass(frozen=True)
class Offer:
    """One session with what can be done about it."""

    session: Session
    can_register: bool
    is_full: bool
    waiting_is_full: bool


def cards(events, *, at):
    return [Card(event, standing_of(event, at=at)) for event in events]


def offers_of(event):
    return [
        Offer(
            session=session,
            can_register=event.takes_registrations
            and (session.places_left > 0 or session.waiting_count < session.waiting_limit),
            is_full=session.places_left <= 0,
            waiting_is_full=session.waiting_count >= session.waiting_limit,
        )
        for session in event.sessions
    ]


def standing_of(event, *, at):
    if event.state == EventState.CANCELLED:
        return Standing(
            _("Cancelled"),
            "danger",
            _("This event does not take place. You need not come; please look at other dates."),
        )
    if event.state == EventState.HELD or event.ends_at <= at:
        return Standing(_("Over"), "neutral", _("This event is over."))
    if not event.kind.takes_public_registration:
        return Standing(
            _("No registration here"),
            "info",
            _("The unit registers its own people for this event; you need not do anything here."),
        )
    if event.state == EventState.PUBLISHED:
        return Standing(
            _("Registration opens soon"),
            "info",
            _("Registration is not open yet. Put the date into your calendar and come back."),
        )
    if event.takes_registrations:
        return _open_standing(event)
    return Standing(
        _("Registration closed"),
        "neutral",
        _("Registration ended at %(moment)s.") % {"moment": _closing_moment(event)}
        if event.registration_closes_at <= at
        else _("Registration is closed for now."),
    )


def _open_standing(event):
    offers = offers_of(event)
    if offers and not any(offer.can_register for offer in offers):
        return Standing(
            _("Full"),
            "warning",
            _("All places and the waiting list are taken. Please look at other dates."),
        )
    until = _("You can register until %(moment)s.") % {"moment": _closing_moment(event)}
    if event.places_left is not None and event.places_left <= 0:
        return Standing(
            _("Full, waiting list"),
            "warning",
            _(
                "All places are taken. You can still join the waiting list: when somebody"
                " cancels, the first in line is asked."
            ),
        )
    return Standing(_("Open for registration"), "success", until)


def _closing_moment(event):
    return wording.moment(event.registration_closes_at)
