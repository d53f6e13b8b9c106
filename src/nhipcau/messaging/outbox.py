"""Written in the transaction of what is told; sent later. Called inside use cases only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nhipcau.messaging.models import Message, Topic
from nhipcau.people.models import YoungPerson


@dataclass(frozen=True)
class Note:
    """What one person is to be told. ``path``: a page of the site, without its host."""

    young_person: YoungPerson
    topic: Topic
    text: str
    about: Any
    path: str = ""
    send_at: datetime | None = None
    expires_at: datetime | None = None


def put(note: Note, *, at: datetime) -> None:
    """Keep one message to be sent; it goes or falls with the caller's transaction."""
    put_each([note], at=at)


def put_each(notes: Sequence[Note], *, at: datetime) -> None:
    Message.objects.bulk_create(
        [
            Message(
                young_person=note.young_person,
                topic=note.topic,
                text=note.text,
                path=note.path,
                about_type=note.about._meta.label_lower,
                about_id=note.about.pk,
                send_at=note.send_at or at,
                expires_at=note.expires_at,
                created_at=at,
            )
            for note in notes
        ]
    )
