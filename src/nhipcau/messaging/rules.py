"""When a message may leave, to whom, and how often. The figures are data of the installation."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils.timezone import localdate, localtime, make_aware

from nhipcau.messaging.models import PURPOSES, Message, Topic
from nhipcau.people.models import Consent, Purpose, YoungPerson
from nhipcau.shared.actors import is_system
from nhipcau.shared.reference_values import reference_value

# Told even when the day's messages are used up: tomorrow is too late for these.
URGENT = frozenset({Topic.OFFER, Topic.CHANGE, Topic.APPOINTMENT})
URGENT_FACTOR = 2
# What a form on a public page sends to a number that anybody may have typed.
ANSWERS = frozenset({Topic.REGISTRATION, Topic.APPOINTMENT})
A_DAY = timedelta(days=1)


def may_send(actor: Any) -> bool:
    return is_system(actor)


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
