"""Messages from the outbox to the people: claimed, ended, forgotten. See ``sending``.

At least once: a letter is claimed and that is kept, it is handed over outside of any transaction,
and the outcome is kept. Whoever dies in between leaves a lease behind; when it is over, the same
letter goes out again under the same reference.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.messaging import rules
from nhipcau.messaging.attaching import File, files_for
from nhipcau.messaging.channels.ladder import Channel, channels_of
from nhipcau.messaging.composing import composed, subject_of
from nhipcau.messaging.models import Letter, Message
from nhipcau.messaging.states import OVER, MessageState, Outcome, Route
from nhipcau.people.models import Consent, ConsentChannel, YoungPerson
from nhipcau.shared import audit
from nhipcau.shared.errors import TooManyAttempts
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.throttle import Budget, spend

logger = logging.getLogger(__name__)

# Longer than the slowest gateway may take: what is being sent is not sent by another meanwhile.
LEASE = timedelta(minutes=5)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60))
JOINED_MOST = 20
MESSAGE_KEPT = timedelta(days=92)
AN_HOUR = timedelta(hours=1)
HOME = "+84"


@dataclass(frozen=True)
class Claim:
    """What one look into the outbox came to: a letter to hand over, or nothing that goes out."""

    letter: Letter | None = None
    channel: Channel | None = None
    text: str = ""
    files: tuple[File, ...] = ()
    subject: str = ""


@write
def take_letter(*, by: Any, at: datetime) -> Claim | None:
    """Claim the next letter with its text and its way; nothing in the quiet hours.

    Consent is asked for here, as the last thing before a message leaves.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_send(by), _("Only the installation sends messages."))
    if rules.quiet_until(at):
        return None
    letter = _again(at)
    if letter is None:
        first = _due(at).order_by("send_at", "pk").first()
        if first is None:
            return None
        letter = _letter_from(first, at)
    if letter is None:
        return Claim()
    messages = _still_told(letter, by=by, at=at)
    ways = channels_of(letter.route)
    if not messages:
        _end(letter, MessageState.WITHDRAWN, _last_outcome(letter), by=by, at=at)
        return Claim()
    if letter.channels_refused >= len(ways):
        _end(letter, MessageState.FAILED, Outcome.NO_GATEWAY, by=by, at=at)
        return Claim()
    way = ways[letter.channels_refused]
    letter.channel = way.name
    letter.tried_count += 1
    letter.try_at = at + LEASE
    letter.save()
    text = composed(messages, fits=way.fits)
    if letter.route != Route.MAIL:
        return Claim(letter, way, text)
    return Claim(letter, way, text, files_for(messages), subject_of(messages))


@write
def end_letter(
    *, by: Any, at: datetime, letter: Letter, outcome: str, again: bool, refused: bool
) -> None:
    """Keep what became of one try: sent, to be tried again, by the next way, or given up.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_send(by), _("Only the installation sends messages."))
    tried = letter.tried_count
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if letter.state in OVER or letter.tried_count != tried:
        return  # the lease was over, and somebody else took the letter up
    if not (again or refused):
        _end(letter, MessageState.SENT, "", by=by, at=at)
    elif again and letter.tried_count <= len(PAUSES):
        letter.try_at = at + PAUSES[letter.tried_count - 1]
        letter.outcome = outcome
        letter.save(update_fields=["try_at", "outcome"])
    elif letter.channels_refused + 1 < len(channels_of(letter.route)):
        letter.channels_refused += 1
        letter.tried_count = 0
        letter.try_at = at
        letter.outcome = outcome
        letter.save(update_fields=["channels_refused", "tried_count", "try_at", "outcome"])
    else:
        _end(letter, MessageState.FAILED, outcome, by=by, at=at)


@write
def forget_messages(*, by: Any, at: datetime) -> int:
    """Delete messages and letters that ended three months ago; how many messages.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_send(by), _("Only the installation cleans up."))
    gone = Message.objects.filter(ended_at__lt=at - MESSAGE_KEPT).delete()[0]
    Letter.objects.filter(ended_at__lt=at - MESSAGE_KEPT, messages=None).delete()
    return gone


# --- claiming ------------------------------------------------------------------------------------


def _again(at: datetime) -> Letter | None:
    """A letter whose pause, or whose sender's lease, is over."""
    return (
        Letter.objects.select_for_update(skip_locked=True)
        .filter(state=MessageState.SENDING, try_at__lte=at)
        .order_by("try_at", "pk")
        .first()
    )


def _letter_from(first: Message, at: datetime) -> Letter | None:
    """A letter of all that is due to the address of ``first``, unless it may not go now."""
    address = _address_of(first)
    with connection.cursor() as cursor:  # one worker at a time for one address
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [address])
    messages = _due_to(address, first, at)
    keys = [one.pk for one in messages]
    if not _is_reachable(first.route, address):
        _stop(messages, Outcome.NO_ADDRESS, at)
        return None
    later = None if first.to_address else _put_off_until(address, first.route, messages, at)
    if later:
        Message.objects.filter(pk__in=keys).update(send_at=later)
        return None
    letter = Letter.objects.create(route=first.route, address=address, try_at=at, created_at=at)
    Message.objects.filter(pk__in=keys).update(state=MessageState.SENDING, letter=letter)
    return letter


def _due(at: datetime) -> Any:
    return (
        Message.objects.due(at)
        .select_related("young_person__merged_into")
        .select_for_update(skip_locked=True, of=("self",), no_key=True)
    )


def _due_to(address: str, first: Message, at: datetime) -> list[Message]:
    """What else is due to this address by this route, the oldest first."""
    if not address or first.to_address:
        return [first]
    field = "email" if first.route == Route.MAIL else "phone"
    people = YoungPerson.objects.filter(
        Q(**{field: address}) | Q(**{f"merged_into__{field}": address})
    )
    others = _due(at).filter(
        to_address="", route=first.route, young_person__in=list(people.values_list("pk"))
    )
    due = [one for one in others.order_by("pk")[:JOINED_MOST] if _address_of(one) == address]
    return due if first in due else [first, *due]


def _address_of(message: Message) -> str:
    if message.to_address:
        return message.to_address
    person = rules.kept_record(message.young_person)
    return person.email if message.route == Route.MAIL else person.phone


def _is_reachable(route: str, address: str) -> bool:
    return bool(address) and (route == Route.MAIL or address.startswith(HOME))


def _put_off_until(
    address: str, route: str, messages: Sequence[Message], at: datetime
) -> datetime | None:
    """Until when these wait: an address gets so many letters a day, a new number answers only as
    long as the installation's budget of them lasts."""
    midnight = localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Letter.objects.filter(address=address, created_at__gte=midnight).count()
    most = rules.messages_a_day_most(at)
    if any(one.topic in rules.URGENT for one in messages):
        most *= rules.URGENT_FACTOR
    if today >= most:
        return rules.next_morning(at)
    if route == Route.PHONE and _is_answer_to_new_number(address, messages):
        budget = Budget("answers-to-new-numbers", rules.answers_an_hour_most(at), AN_HOUR)
        try:
            spend(budget, "all", at=at)
        except TooManyAttempts as over:
            logger.error("answers to new numbers are put off: the hour's budget is used up")
            return at + timedelta(seconds=over.retry_after)
    return None


def _is_answer_to_new_number(address: str, messages: Sequence[Message]) -> bool:
    """Anyone can type anyone's number into a public form. Whoever signed in with it, or told it to
    a colleague, has shown that it is the own one."""
    if any(one.topic not in rules.ANSWERS for one in messages):
        return False
    if User.objects.filter(phone=address).exists():
        return False
    told_to_staff = Consent.objects.filter(
        young_person__in=[one.young_person_id for one in messages]
    ).exclude(channel=ConsentChannel.WEB)
    return not told_to_staff.exists()


# --- the last question, and the end --------------------------------------------------------------


def _still_told(letter: Letter, *, by: Any, at: datetime) -> list[Message]:
    """The messages of a letter that may still be told; the others are stopped here."""
    messages = list(
        letter.messages.filter(state=MessageState.SENDING)
        .select_related("young_person__merged_into")
        .order_by("pk")
    )
    people = {rules.kept_record(one.young_person).pk for one in messages}
    agreed = rules.agreed(people)
    late = [one for one in messages if one.expires_at and one.expires_at <= at]
    refused = [
        one
        for one in messages
        if one not in late
        and (rules.kept_record(one.young_person).pk, rules.purpose_of(one)) not in agreed
    ]
    for stopped, outcome in ((late, Outcome.TOO_LATE), (refused, Outcome.NO_CONSENT)):
        _stop(stopped, outcome, at)
        audit.record_each("message.withdrawn", about=stopped, by=by, at=at)
    return [one for one in messages if one not in late and one not in refused]


def _stop(messages: Sequence[Message], outcome: Outcome, at: datetime) -> None:
    Message.objects.filter(pk__in=[one.pk for one in messages]).update(
        state=MessageState.WITHDRAWN, outcome=outcome, ended_at=at
    )


def _last_outcome(letter: Letter) -> str:
    return letter.messages.order_by("-pk").values_list("outcome", flat=True).first() or ""


def _end(letter: Letter, state: MessageState, outcome: str, *, by: Any, at: datetime) -> None:
    letter.state, letter.outcome, letter.ended_at = state, outcome, at
    letter.save(update_fields=["state", "outcome", "ended_at"])
    ended = list(letter.messages.filter(state=MessageState.SENDING))
    letter.messages.filter(state=MessageState.SENDING).update(
        state=state, outcome=outcome, ended_at=at
    )
    audit.record_each(f"message.{state.lower()}", about=ended, by=by, at=at)
