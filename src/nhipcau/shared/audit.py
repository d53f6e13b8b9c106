from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection

from nhipcau.shared.actors import actor_kind, user_or_none
from nhipcau.shared.models import AuditEvent


def _event(action: str, about: Any, by: Any, at: datetime, fields: Iterable[str]) -> AuditEvent:
    return AuditEvent(
        action=action,
        about_type=about._meta.label_lower,
        about_id=about.pk,
        by=user_or_none(by),
        actor_kind=actor_kind(by),
        at=at,
        fields=sorted(fields),
    )


def record(action: str, *, about: Any, by: Any, at: datetime, fields: Iterable[str] = ()) -> None:
    """Write one audit event in the caller's transaction. ``fields``: names only, never values."""
    _event(action, about, by, at, fields).save(force_insert=True)


def record_each(action: str, *, about: Iterable[Any], by: Any, at: datetime) -> None:
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
            " SELECT %s, %s, about, %s, %s, %s, '[]' FROM unnest(%s::bigint[]) AS about",
            [
                *(action, records[0]._meta.label_lower, by.pk, actor_kind(by), at),
                [one.pk for one in records],
            ],
        )
