"""Everything that is held about one person: for machines as JSON, for people as a page.

Both are made from the same rows, found as privacy/register.toml tells them.
"""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.db import models
from django.utils.encoding import force_str
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nhipcau.people.models import YoungPerson
from nhipcau.rights.register import models_by_table, personal_columns, register
from nhipcau.rights.rows import rows_about, tables_about_people
from nhipcau.rights.words import TABLES, column_word
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.row_security import reading
from nhipcau.shared.wording import day, moment

# What lets somebody in is no use to anybody but a thief.
SECRET = ("sensitive", "sign-in")


def held_about(
    people: Sequence[YoungPerson], *, at: dt.datetime
) -> dict[str, list[dict[str, Any]]]:
    """Table → rows, each column by its name. Tables without a row are left out."""
    told = {}
    for table in tables_about_people():
        if table in register()["export"]["left_out_tables"]:
            continue
        fields = _told_fields(table)
        with reading(SYSTEM, at=at):  # sealed rows are handed out to nobody else
            rows = [
                {field.column: getattr(row, field.attname) for field in fields}
                for row in rows_about(table, people)
            ]
        if rows:
            told[table] = rows
    return told


def export_json(people: Sequence[YoungPerson], *, at: dt.datetime) -> bytes:
    """One file with every row; the register's words beside each table."""
    told = register()
    tables = {
        table: {"purposes": sorted(_purposes(table)), "rows": rows}
        for table, rows in held_about(people, at=at).items()
    }
    document = {
        "made_at": at,
        "purposes": {
            name: told["purposes"][name] for table in tables for name in _purposes(table)
        },
        "tables": tables,
    }
    return json.dumps(document, default=_plain, ensure_ascii=False, indent=1).encode()


def export_words(people: Sequence[YoungPerson], *, at: dt.datetime) -> list[dict[str, Any]]:
    """The same in words: per table a heading and, per row, pairs of name and value."""
    chapters = []
    for table, rows in held_about(people, at=at).items():
        fields = {field.column: field for field in _told_fields(table)}
        model = models_by_table()[table]
        heading = TABLES.get(table) or capfirst(force_str(model._meta.verbose_name_plural))
        entries = [
            [
                (column_word(fields[column]), _said(fields[column], value))
                for column, value in row.items()
                if value not in (None, "", [], {})
            ]
            for row in rows
        ]
        chapters.append({"table": table, "heading": heading, "rows": entries})
    known = list(TABLES)
    return sorted(
        chapters,
        key=lambda one: known.index(one["table"]) if one["table"] in TABLES else len(known),
    )


def _told_fields(table: str) -> list[Any]:
    personal = personal_columns(table)
    return [
        field
        for field in _fields(table)
        if tuple(personal.get(field.column, ("", ""))[:2]) != SECRET
        and f"{table}.{field.column}" not in register()["export"]["left_out"]
        and not _is_somebody_of_the_staff(table, field)
    ]


def _fields(table: str) -> list[Any]:
    return list(models_by_table()[table]._meta.local_fields)


def _is_somebody_of_the_staff(table: str, field: Any) -> bool:
    """Which colleague wrote a row: told by the office on request, not handed out in a file."""
    told = personal_columns(table).get(field.column, [""])
    return told[0] == "link" and field.related_model._meta.label == "accounts.User"


def _purposes(table: str) -> set[str]:
    return {purpose for _sort, purpose, _retention in personal_columns(table).values()}


def _said(field: Any, value: Any) -> str:
    if isinstance(field, models.JSONField):
        return json.dumps(value, ensure_ascii=False, default=_plain)
    choices = dict(field.flatchoices or [])
    if isinstance(value, list):
        inner = dict(getattr(getattr(field, "base_field", None), "flatchoices", None) or [])
        return ", ".join(str(inner.get(one, one)) for one in value)
    if value in choices:
        return str(choices[value])
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return moment(localtime(value))
    if isinstance(value, dt.date):
        return day(value)
    return str(value)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date | dt.datetime) else str(value)
