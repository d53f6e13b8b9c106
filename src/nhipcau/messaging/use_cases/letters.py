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
from nhipcau.messaging import breaker, rules
from nhipcau.messaging.attaching import File, files_for
from nhipcau.messaging.bounces import is_dead, note_dead
from nhipcau.messaging.channels.ladder import Channel, channels_of
from nhipcau.messaging.composing import composed, subject_of
from nhipcau.messaging.digests import digest_of, staff_letter_of
from nhipcau.messaging.models import DeadAddress, Letter, Message, UnitNotice, WayChoice
from nhipcau.messaging.states import OVER, MessageState, Outcome, Route
from nhipcau.people.models import Consent, ConsentChannel, YoungPerson
from nhipcau.shared import audit
from nhipcau.shared.errors import TooManyAttempts
from nhipcau.shared.idempotency import write
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.rules import require
from nhipcau.shared.throttle import Budget, spend

logger = logging.getLogger(__name__)

# Longer than the slowest gateway may take: what is being sent is not sent by another meanwhile.
LEASE = timedelta(minutes=5)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 20, 60))
JOINED_MOST = 500
MESSAGE_KEPT = timedelta(days=92)
DEAD_KEPT = timedelta(days=366)
AN_HOUR = timedelta(hours=1)
A_DAY = timedelta(days=1)
CHOICE_OF_STAFF = "/workspace/notices/choice/"
HOME = "+84"


@dataclass(frozen=True)
class Claim:
    """What one look into the outbox came to: a letter to hand over, or nothing that goes out."""

    letter: Letter | None = None
    channel: Channel | None = None
    text: str = ""
    files: tuple[File, ...] = ()
    subject: str = ""
    choice_path: str = ""
    is_to_staff: bool = False


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
    staff_letter = staff_letter_of(letter)
    if staff_letter:
        return _claim_of_staff(letter, digest_of(staff_letter, at=at), by=by, at=at)
    messages = _still_told(letter, by=by, at=at)
    if not messages:
        _end(letter, MessageState.WITHDRAWN, _last_outcome(letter), by=by, at=at)
        return Claim()
    way = _way_of(letter, by=by, at=at)
    if way is None:
        return Claim()
    is_mail = letter.route == Route.MAIL
    return Claim(
        letter,
        way,
        composed(messages, fits=way.fits),
        files_for(messages) if is_mail else (),
        subject_of(messages) if is_mail else "",
        choice_path=_choice_path(messages) if is_mail else "",
    )


def _claim_of_staff(letter: Letter, text: str, *, by: Any, at: datetime) -> Claim:
    if not text:
        _end(letter, MessageState.WITHDRAWN, Outcome.OUTDATED, by=by, at=at)
        return Claim()
    way = _way_of(letter, by=by, at=at)
    if way is None:
        return Claim()
    return Claim(letter, way, text, choice_path=CHOICE_OF_STAFF, is_to_staff=True)


def _way_of(letter: Letter, *, by: Any, at: datetime) -> Channel | None:
    """The next way that is there and may still be used today, claimed; or the letter waits."""
    ways = channels_of(letter.route)
    waits_until = None
    while letter.channels_refused < len(ways):
        way = ways[letter.channels_refused]
        waits_until = breaker.open_until(way.name, at=at)
        if waits_until is None or letter.channels_refused + 1 == len(ways):
            break
        letter.channels_refused += 1
        letter.tried_count = 0
    else:
        _end(letter, MessageState.FAILED, Outcome.NO_GATEWAY, by=by, at=at)
        return None
    waits_until = waits_until or _budget_is_over(letter, way, at)
    if waits_until:
        letter.try_at = waits_until
        letter.save()
        return None
    letter.channel = way.name
    letter.tried_count += 1
    letter.try_at = at + LEASE
    letter.save()
    return way


def _budget_is_over(letter: Letter, way: Channel, at: datetime) -> datetime | None:
    """Until when a letter waits because the channel's letters of the day are used up."""
    code = getattr(way, "budget_code", "")
    if not code or letter.tried_count:
        return None
    most = int(reference_value(code, on=localtime(at).date()))
    budget = Budget(f"letters a day by {way.name}", most, A_DAY)
    try:
        spend(budget, "all", at=at)
    except TooManyAttempts as over:
        logger.error("the letters of today by %s are used up", way.name)
        return at + timedelta(seconds=over.retry_after)
    return None


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
    if again:
        breaker.note_failure(letter.channel, at=at)
    elif outcome != Outcome.NO_GATEWAY:
        breaker.note_success(letter.channel, at=at)
    if not (again or refused):
        _end(letter, MessageState.SENT, "", by=by, at=at)
    elif again and (letter.tried_count <= len(PAUSES) or _waits_on(letter, at)):
        letter.try_at = at + PAUSES[min(letter.tried_count, len(PAUSES)) - 1]
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
        if outcome == Outcome.BOUNCED:
            note_dead(letter, at=at)


def _waits_on(letter: Letter, at: datetime) -> bool:
    """A channel that answers to nobody loses nothing: its last letters wait, for some days."""
    is_last = letter.channels_refused + 1 >= len(channels_of(letter.route))
    is_fresh = at - letter.created_at < rules.letter_days_most(at)
    return is_last and is_fresh and not breaker.answered_since(letter.channel, letter.created_at)


@write
def forget_messages(*, by: Any, at: datetime) -> int:
    """Delete messages and letters that ended three months ago; how many messages.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_send(by), _("Only the installation cleans up."))
    gone = Message.objects.filter(ended_at__lt=at - MESSAGE_KEPT).delete()[0]
    Letter.objects.filter(ended_at__lt=at - MESSAGE_KEPT, messages=None).delete()
    UnitNotice.objects.filter(created_at__lt=at - MESSAGE_KEPT).delete()
    DeadAddress.objects.filter(since__lt=at - DEAD_KEPT).delete()
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
    address = rules.address_of(first)
    with connection.cursor() as cursor:  # one worker at a time for one address
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [address])
    messages = _due_to(address, first, at)
    if not _is_reachable(first.route, address):
        _stop(messages, Outcome.NO_ADDRESS, at)
        return None
    if first.route == Route.MAIL and is_dead(address):
        _stop(messages, Outcome.BOUNCED, at)
        return None
    messages = _wanted(messages, first.route, at)
    if not messages:
        return None
    keys = [one.pk for one in messages]
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
    due = [one for one in others.order_by("pk")[:JOINED_MOST] if rules.address_of(one) == address]
    return due if first in due else [first, *due]


def _is_reachable(route: str, address: str) -> bool:
    return bool(address) and (route == Route.MAIL or address.startswith(HOME))


def _wanted(messages: Sequence[Message], route: str, at: datetime) -> list[Message]:
    """Without those whose person chose the other way, as long as that way is there."""
    people = {rules.kept_record(one.young_person).pk for one in messages if not one.to_address}
    field = "by_mail" if route == Route.MAIL else "by_phone"
    closed = set(
        WayChoice.objects.filter(young_person__in=people, **{field: False}).values_list(
            "young_person_id", flat=True
        )
    )
    if not closed:
        return list(messages)
    unwanted = []
    for one in messages:
        person = rules.kept_record(one.young_person)
        other_way = route == Route.MAIL or (person.email and not is_dead(person.email))
        if not one.to_address and person.pk in closed and other_way:
            unwanted.append(one)
    _stop(unwanted, Outcome.NOT_WANTED, at)
    return [one for one in messages if one not in unwanted]


def _choice_path(messages: Sequence[Message]) -> str:
    """The page of the choice of the first of them; an office has none."""
    if messages[0].to_address:
        return ""
    person = rules.kept_record(messages[0].young_person)
    return rules.ways_address(person.pk)


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
