"""When a message may leave, to whom, and how often. The figures are data of the installation."""

import secrets
from datetime import datetime, time, timedelta
from typing import Any

from django.utils.timezone import localdate, localtime, make_aware

from nhipcau.messaging.models import PURPOSES, Message, Topic
from nhipcau.messaging.states import MessageState, Outcome, Route
from nhipcau.organisations.rules import administered_units, memberships_of
from nhipcau.organisations.working_days import is_working_day
from nhipcau.people.models import Consent, Purpose, YoungPerson
from nhipcau.people.rules import may_see_people
from nhipcau.shared.actors import is_system
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.secrets_of_links import secret_of

# Told even when the day's messages are used up: tomorrow is too late for these.
URGENT = frozenset({Topic.OFFER, Topic.CHANGE, Topic.APPOINTMENT})
URGENT_FACTOR = 2
# What a form on a public page sends to a number that anybody may have typed.
ANSWERS = frozenset({Topic.REGISTRATION, Topic.APPOINTMENT})
# Good for days: told once a day together, unless the person wants each at once.
CAN_WAIT = frozenset({Topic.JOBS, Topic.STAY, Topic.HOME, Topic.COUNSELLING})
FAILURES = frozenset({Outcome.BOUNCED, Outcome.NO_ADDRESS})
A_DAY = timedelta(days=1)


def may_send(actor: Any) -> bool:
    return is_system(actor)


def may_choose_ways(actor: Any, person: YoungPerson, *, secret: str = "") -> bool:
    """The person by the own account, or whoever holds the link that only messages carry."""
    is_own = bool(actor.pk) and not actor.is_staff_account and bool(actor.phone == person.phone)
    return is_own or (bool(secret) and secrets.compare_digest(secret, ways_secret(person.pk)))


def ways_secret(person_id: int) -> str:
    return secret_of(f"ways:{person_id}")


def ways_address(person_id: int) -> str:
    """The page of the choice, as messages carry it; no table holds its secret."""
    return f"/n/{person_id}/{ways_secret(person_id)}/"


def may_choose_rhythm(actor: Any) -> bool:
    return bool(memberships_of(actor))


def administered(actor: Any) -> set[int]:
    """Ids of the units whose colleagues' mails the actor looks after."""
    return administered_units(actor)


def may_see_undelivered(actor: Any) -> bool:
    return may_see_people(actor) or bool(administered_units(actor))


def may_send_again(actor: Any, message: Message) -> bool:
    return (
        may_see_people(actor) and Message.objects.visible_to(actor).filter(pk=message.pk).exists()
    )


def has_failed(message: Message) -> bool:
    """Given up, or never sent because its address takes nothing."""
    return message.state == MessageState.FAILED or (
        message.state == MessageState.WITHDRAWN and message.outcome in FAILURES
    )


def address_of(message: Message) -> str:
    """Where a message goes: an address of its own, or that of the person's kept record."""
    if message.to_address:
        return message.to_address
    person = kept_record(message.young_person)
    return person.email if message.route == Route.MAIL else person.phone


def quiet_until(at: datetime) -> datetime | None:
    """When the quiet hours end in which ``at`` lies; nothing outside of them."""
    local = localtime(at)
    starts = _hour("quiet_hours_from", local)
    ends = _hour("quiet_hours_until", local)
    now = local.time()
    over_midnight = starts > ends
    is_quiet = (now >= starts or now < ends) if over_midnight else starts <= now < ends
    if not is_quiet:
        return None
    day = local.date() + (A_DAY if over_midnight and now >= starts else timedelta())
    return make_aware(datetime.combine(day, ends))


def next_morning(at: datetime) -> datetime:
    """The first moment of tomorrow at which messages may leave."""
    local = localtime(at)
    ends = _hour("quiet_hours_until", local)
    return make_aware(datetime.combine(local.date() + A_DAY, ends))


def next_digest(at: datetime) -> datetime:
    """When what can wait is told next: today's hour, or tomorrow's once it is over."""
    local = localtime(at)
    today = make_aware(datetime.combine(local.date(), _hour("digest_at", local)))
    return today if at <= today else today + A_DAY


def staff_digest_of(at: datetime) -> datetime | None:
    """The moment of today's digest to colleagues, once it has come and offices work today: it
    tells what was there by then."""
    local = localtime(at)
    hour = make_aware(datetime.combine(local.date(), _hour("staff_digest_at", local)))
    return hour if at >= hour and is_working_day(local.date()) else None


def staff_urgent_a_day_most(at: datetime) -> int:
    return int(reference_value("staff_urgent_a_day_most", on=localdate(at)))


def letter_days_most(at: datetime) -> timedelta:
    """For how long a letter waits for a channel that answers to nobody."""
    return timedelta(days=int(reference_value("letter_days_most", on=localdate(at))))


def messages_a_day_most(at: datetime) -> int:
    return int(reference_value("messages_a_day_most", on=localdate(at)))


def answers_an_hour_most(at: datetime) -> int:
    """Answers to numbers of which nobody proved yet that they are the person's."""
    return int(reference_value("answers_to_new_numbers_an_hour", on=localdate(at)))


def kept_record(person: YoungPerson) -> YoungPerson:
    """The record that is kept of one person, whichever the message was written for."""
    seen = {person.pk}
    while person.merged_into and person.merged_into_id not in seen:
        person = person.merged_into
        seen.add(person.pk)
    return person


def purpose_of(message: Message) -> Purpose:
    return PURPOSES[Topic(message.topic)]


def agreed(people: set[int]) -> set[tuple[int, str]]:
    """(person, purpose) of every consent in force at this moment."""
    consents = Consent.objects.in_force().filter(young_person__in=people)
    return set(consents.values_list("young_person_id", "text__purpose"))


def _hour(code: str, local: datetime) -> time:
    return time.fromisoformat(reference_value(code, on=local.date()))
