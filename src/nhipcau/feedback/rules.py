"""Who is asked after a day, until when, and from how many answers on figures are told."""

from datetime import datetime, timedelta
from typing import Any

from nhipcau.events.models import Event
from nhipcau.feedback.links import token_of
from nhipcau.feedback.models import EmployerView, FeedbackLink
from nhipcau.organisations.rules import is_office_staff
from nhipcau.shared.actors import is_desk_of, is_system

# Fewer answers say who gave them, and words in few answers even more.
SMALL_BELOW = 10
ASKED_FROM, ASKED_UNTIL = timedelta(hours=2), timedelta(days=7)
LINK_LIFE = timedelta(days=30)
WORDS_KEPT = timedelta(days=365)
MOST_SUITABLE = 999


def may_ask(actor: Any) -> bool:
    return is_system(actor)


def may_see(actor: Any, event: Event) -> bool:
    return is_system(actor) or is_office_staff(actor)


def may_answer(link: FeedbackLink, token: str) -> bool:
    """Whoever holds the link."""
    return token == token_of(link)


def may_tell_view(actor: Any, view: EmployerView) -> bool:
    """The employer itself, at its desk."""
    return is_desk_of(actor, view.employer_id)


def takes_view(view: EmployerView, *, at: datetime) -> bool:
    return at < view.asked_at + LINK_LIFE


def is_told(count: int) -> bool:
    """Whether figures of so many answers are shown to anybody."""
    return count >= SMALL_BELOW
