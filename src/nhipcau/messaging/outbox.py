"""Written in the transaction of what is told; sent later. Called inside use cases only.

Plain SQL: the rush of an opening pays for one INSERT, however many are told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection

from nhipcau.messaging.models import Message, Topic, WayChoice
from nhipcau.messaging.rules import CAN_WAIT, next_digest
from nhipcau.messaging.states import MessageState, Outcome, Route
from nhipcau.people.models import YoungPerson

INSERT = (
    "INSERT INTO messaging_message (young_person_id, topic, route, effect, text, path, about_type,"
    " about_id, to_address, send_at, expires_at, created_at, state, outcome)"
)
ROW = "(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'PENDING', '')"


@dataclass(frozen=True)
class Note:
    """What one person is to be told. ``path``: a page of the site, without its host.

    ``once``: a name for the effect; a second note of that name is dropped in silence.
    ``replaces``: what still waits to be told about the same record is not told any more.
    ``to_address``: a phone or an e-mail that is not the person's own: an employer's, whose answer
    is asked for.
    """

    young_person: YoungPerson
    topic: Topic
    text: str
    about: Any
    path: str = ""
    send_at: datetime | None = None
    expires_at: datetime | None = None
    once: str = ""
    replaces: bool = False
    to_address: str = ""


def put(note: Note, *, at: datetime) -> None:
    """Keep one message to be sent; it goes or falls with the caller's transaction."""
    put_each([note], at=at)


def put_each(notes: Sequence[Note], *, at: datetime) -> None:
    """Keep messages to be sent; one more for each person whose e-mail is known."""
    _take_back([note.about for note in notes if note.replaces], at=at)
    digest_at = _digest_times(notes, at)
    rows = [
        (
            *(note.young_person.pk, note.topic.value, route, note.once or None, note.text),
            *(note.path, note.about._meta.label_lower, note.about.pk),
            *(note.to_address, _leaves_at(note, digest_at, at), note.expires_at, at),
        )
        for note in notes
        for route in _routes(note)
    ]
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"{INSERT} VALUES {', '.join([ROW] * len(rows))}"
            " ON CONFLICT (effect, route) DO NOTHING",
            [value for row in rows for value in row],
        )


def _digest_times(notes: Sequence[Note], at: datetime) -> dict[int, datetime]:
    """Person → when what can wait is told, of those who did not ask for each at once."""
    waiting = {note.young_person.pk for note in notes if _can_wait(note)}
    if not waiting:
        return {}
    at_once = WayChoice.objects.filter(young_person__in=waiting, at_once=True)
    told_at_once = set(at_once.values_list("young_person_id", flat=True))
    return dict.fromkeys(waiting - told_at_once, next_digest(at))


def _can_wait(note: Note) -> bool:
    return note.topic in CAN_WAIT and note.send_at is None and not note.to_address


def _leaves_at(note: Note, digest_at: dict[int, datetime], at: datetime) -> datetime:
    if _can_wait(note):
        return digest_at.get(note.young_person.pk, at)
    return note.send_at or at


def take_back(about: Any, *, at: datetime, topics: Sequence[Topic] = (), effect: str = "") -> bool:
    """What still waits to be told about ``about`` is not told any more; whether there was any.

    ``topics``, ``effect``: only messages of these.
    """
    return bool(_take_back([about], at=at, topics=topics, effect=effect))


def _take_back(
    about: Sequence[Any], *, at: datetime, topics: Sequence[Topic] = (), effect: str = ""
) -> int:
    if not about:
        return 0
    waiting = Message.objects.filter(
        about_type=about[0]._meta.label_lower,
        about_id__in=[one.pk for one in about],
        state=MessageState.PENDING,
    )
    if topics:
        waiting = waiting.filter(topic__in=topics)
    if effect:
        waiting = waiting.filter(effect=effect)
    return waiting.update(state=MessageState.WITHDRAWN, outcome=Outcome.OUTDATED, ended_at=at)


def _routes(note: Note) -> list[str]:
    if note.to_address:
        return [Route.MAIL.value if "@" in note.to_address else Route.PHONE.value]
    person = note.young_person
    if settings.MESSAGES_BY_MAIL and person.email:
        return [Route.PHONE.value, Route.MAIL.value]
    return [Route.PHONE.value]
