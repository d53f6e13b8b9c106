"""What a step does besides moving the state, by the names that the table uses.

``EFFECTS`` change the introduction itself, before it is saved; ``AFTER`` write beside it.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from nhipcau.messaging import outbox
from nhipcau.messaging.models import Topic
from nhipcau.people.use_cases import follow
from nhipcau.referrals import clock, links, telling
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import ASKED, Chased
from nhipcau.referrals.told import Told

# What an employer sees of a person: as the words of the consent to be introduced say, no more.
AGREED_FIELDS = ("full_name", "birth_year", "phone", "commune")


def agreed_fields(referral: Referral) -> dict[str, Any]:
    person = referral.young_person
    return {
        "full_name": person.full_name,
        "birth_year": person.birth_on.year,
        "phone": person.phone,
        "commune": str(person.commune or ""),
    }


def issue(referral: Referral, told: Told, at: datetime) -> None:
    today = localdate(at)
    referral.issued_at = at
    referral.valid_until = today + timedelta(days=clock.days("referral_valid_days", at))
    days = clock.days("referral_centre_days", at)
    referral.answer_due_on = clock.working_days_after(today, days)
    referral.shown = agreed_fields(referral)


def reissue(referral: Referral, told: Told, at: datetime) -> None:
    referral.closed_at = referral.answered_at = referral.interview_at = referral.starts_on = None
    referral.interview_place = ""
    issue(referral, told, at)


def propose_again(referral: Referral, told: Told, at: datetime) -> None:
    referral.closed_at = None


def start_clock(referral: Referral, told: Told, at: datetime) -> None:
    referral.clock_from, referral.chased = localdate(at), Chased.NOT_YET.value


def restart_clock(referral: Referral, told: Told, at: datetime) -> None:
    if referral.state in ASKED and referral.clock_from:
        referral.clock_from = max(localdate(at), referral.clock_from)
        referral.chased = Chased.NOT_YET.value


def stop_clock(referral: Referral, told: Told, at: datetime) -> None:
    referral.clock_from, referral.chased = None, Chased.NOT_YET.value


def answered(referral: Referral, told: Told, at: datetime) -> None:
    referral.answered_at = referral.answered_at or at
    referral.starts_on = told.starts_on or referral.starts_on


def clock_from_interview(referral: Referral, told: Told, at: datetime) -> None:
    assert told.interview_at
    referral.interview_at = told.interview_at
    referral.interview_place = told.interview_place.strip()
    referral.clock_from, referral.chased = localdate(told.interview_at), Chased.NOT_YET.value


def clock_from_promise(referral: Referral, told: Told, at: datetime) -> None:
    referral.clock_from, referral.chased = told.answer_by, Chased.NOT_YET.value


def chase_employer(referral: Referral, told: Told, at: datetime) -> None:
    referral.chased = Chased.EMPLOYER.value


def chase_centre(referral: Referral, told: Told, at: datetime) -> None:
    referral.chased = Chased.CENTRE.value


def chase_other(referral: Referral, told: Told, at: datetime) -> None:
    referral.chased = Chased.OTHER_UNIT.value


def freeze(referral: Referral, told: Told, at: datetime) -> None:
    referral.freeze, referral.frozen_at = told.freeze, at


def unfreeze(referral: Referral, told: Told, at: datetime) -> None:
    referral.freeze, referral.frozen_at = "", None


def end(referral: Referral, told: Told, at: datetime) -> None:
    stop_clock(referral, told, at)
    unfreeze(referral, told, at)
    referral.closed_at = at
    referral.starts_on = told.starts_on or referral.starts_on


def forget_shown(referral: Referral, told: Told, at: datetime) -> None:
    referral.shown = {}


def due_now(referral: Referral, told: Told, at: datetime) -> None:
    referral.due_on = localdate(at)


EFFECTS: dict[str, Callable[[Referral, Told, datetime], None]] = {
    effect.__name__: effect
    for effect in (
        *(issue, reissue, propose_again, start_clock, restart_clock, stop_clock, answered),
        *(clock_from_interview, clock_from_promise, chase_employer, chase_centre, chase_other),
        *(freeze, unfreeze, end, forget_shown, due_now),
    )
}
CHASING = frozenset({"chase_employer", "chase_centre", "chase_other"})


def centre_follows(referral: Referral, number: int, by: Any, at: datetime) -> None:
    """The Centre decides about the proposal, and so may see the person."""
    centre = referral.vacancy.employer.centre
    follow(by=by, at=at, young_person=referral.young_person, organisation=centre)


def ask_employer(referral: Referral, number: int, by: Any, at: datetime) -> None:
    """A new link, and a message with it to the first contact."""
    outbox.take_back(referral, at=at, topics=[Topic.ANSWER])
    link = links.replace_link(referral, by=by, at=at)
    if note := telling.asking_note(referral, link, number, again=False):
        outbox.put(note, at=at)


def remind_employer(referral: Referral, number: int, by: Any, at: datetime) -> None:
    link = links.live_link(referral) or links.replace_link(referral, by=by, at=at)
    if note := telling.asking_note(referral, link, number, again=True):
        outbox.put(note, at=at)


def end_link(referral: Referral, number: int, by: Any, at: datetime) -> None:
    outbox.take_back(referral, at=at, topics=[Topic.ANSWER])
    links.end_links(referral, at=at)


def stop_asking(referral: Referral, number: int, by: Any, at: datetime) -> None:
    outbox.take_back(referral, at=at, topics=[Topic.ANSWER])


AFTER: dict[str, Callable[[Referral, int, Any, datetime], None]] = {
    "centre_follows": centre_follows,
    "ask_employer": ask_employer,
    "remind_employer": remind_employer,
    "end_link": end_link,
    "freeze": stop_asking,
    "end": stop_asking,
}
