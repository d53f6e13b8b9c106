"""Written in the transaction of what is told; sent later. Called inside use cases only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from nhipcau.messaging.models import Topic
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
    rows = [
        (
            *(note.young_person.pk, note.topic.value, note.text, note.path),
            *(note.about._meta.label_lower, note.about.pk, note.send_at or at, note.expires_at),
        )
        for note in notes
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO messaging_message (young_person_id, topic, text, path, about_type,"
            " about_id, send_at, expires_at, created_at)"
            " SELECT told.*, %s FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bigint[], %s::timestamptz[],"
            " %s::timestamptz[]) AS told",
            [at, *map(list, zip(*rows, strict=True))],
        )
