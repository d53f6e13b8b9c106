"""Empty or delete what is held about a person, column by column as the register tells."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import F
from django.utils.crypto import get_random_string

from nhipcau.accounts.models import User
from nhipcau.people.models import Consent, YoungPerson
from nhipcau.rights.register import DELETE, EMPTY, models_by_table
from nhipcau.rights.rows import emptied_columns, erasure_of, rows_about, tables_about_people
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.row_security import acting

CODE_LENGTH = 16


def erase(people: Sequence[YoungPerson], *, at: datetime) -> dict[str, int]:
    """All that is held about a person, and the account of a phone that nobody else has; table →
    rows touched. Every consent ends, and nobody signs in any more."""
    users = list(rows_about("accounts_user", people).values_list("pk", flat=True))
    Consent.objects.in_force().filter(young_person__in=people).update(withdrawn_at=at)
    with acting(SYSTEM, at=at):  # sealed rows are handed out to nobody else
        told = erase_rows(people)
    User.objects.filter(pk__in=users).update(is_active=False, session_epoch=F("session_epoch") + 1)
    return told


def erase_rows(people: Sequence[YoungPerson]) -> dict[str, int]:
    """Every table of the register; table → rows touched.

    Who is meant is looked up in all tables first: some rows are found by what others lose. Then a
    table is done before those it points at, so that nothing that stays points at a row that goes.
    """
    tables = tables_about_people()
    found = {
        table: list(rows_about(table, people).values_list("pk", flat=True)) for table in tables
    }
    told = {}
    for table in _in_order(tables):
        fate = erasure_of(table)
        if fate == DELETE:
            told[table] = _delete(table, found[table])
        elif fate == EMPTY:
            told[table] = _empty(table, found[table])
    return told


def _in_order(tables: Sequence[str]) -> list[str]:
    """Each table after all that point at it: messages before letters, letters before people."""
    by_table = models_by_table()
    done: list[str] = []

    def visit(table: str) -> None:
        if table in done:
            return
        for other in tables:
            if other != table and _points_at(by_table[other], by_table[table]):
                visit(other)
        done.append(table)

    for table in tables:
        visit(table)
    return done


def _points_at(one: Any, other: Any) -> bool:
    return any(
        field.concrete and field.is_relation and field.related_model is other
        for field in one._meta.get_fields()
    )


def _delete(table: str, ids: Sequence[Any]) -> int:
    models_by_table()[table].objects.filter(pk__in=ids).delete()  # type: ignore[attr-defined]
    return len(ids)


def _empty(table: str, ids: Sequence[Any]) -> int:
    columns = emptied_columns(table)
    if not columns:
        return 0
    model: Any = models_by_table()[table]
    fields = [field for field in model._meta.local_fields if field.column in columns]
    rows = list(model.objects.filter(pk__in=ids))
    for row in rows:
        for field in fields:
            setattr(row, field.attname, _nothing(field, row))
    model.objects.bulk_update(rows, [field.name for field in fields], 200)
    return len(rows)


def _nothing(field: Any, row: Any) -> Any:
    """What stands in a column that says nothing any more."""
    if field.null and not field.unique:
        return None
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        # Ages are counted by year.
        return getattr(row, field.attname).replace(month=1, day=1)
    if isinstance(field, models.CharField | models.TextField):
        if field.unique:
            return get_random_string(min(CODE_LENGTH, field.max_length or CODE_LENGTH))
        return f"~{row.pk}" if _tells_rows_apart(field, row) else ""
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.JSONField):
        return type(getattr(row, field.attname))()  # an empty one of its kind: code reads it on
    return field.get_default()


def _tells_rows_apart(field: Any, row: Any) -> bool:
    return any(
        field.name in getattr(constraint, "fields", ()) for constraint in row._meta.constraints
    )
