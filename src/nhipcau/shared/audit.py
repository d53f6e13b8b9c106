import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from nhipcau.shared.actors import actor_kind


def record(action: str, *, about: Any, by: Any, at: datetime, fields: Iterable[str] = ()) -> None:
    """Write one audit event in the caller's transaction. ``fields``: names only, never values."""
    record_each(action, about=[about], by=by, at=at, fields=fields)


def record_each(
    action: str, *, about: Iterable[Any], by: Any, at: datetime, fields: Iterable[str] = ()
) -> None:
    """One audit event for each record of a bulk write, in one statement.

    Plain SQL: a list of a thousand people must not cost a thousand objects more.
    """
    records = list(about)
    if not records:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO shared_auditevent"
            " (action, about_type, about_id, by_id, actor_kind, at, fields)"
            " SELECT %s, %s, about, %s, %s, %s, %s::jsonb FROM unnest(%s::bigint[]) AS about",
            [
                *(action, records[0]._meta.label_lower, by.pk, actor_kind(by), at),
                json.dumps(sorted(fields)),
                [one.pk for one in records],
            ],
        )
