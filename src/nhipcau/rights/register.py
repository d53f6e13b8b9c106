"""The register of personal data (privacy/register.toml), as export and erasure read it."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

from nhipcau.people.models import YoungPerson

PERSON = YoungPerson._meta.db_table
KEEP, EMPTY, DELETE = "keep", "empty", "delete"


def read_register(path: Path | None = None) -> dict[str, Any]:
    path = path or Path(settings.BASE) / "privacy" / "register.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def register() -> dict[str, Any]:
    return read_register()


def personal_columns(table: str) -> dict[str, list[str]]:
    """Column → [sensitivity, purpose, retention]."""
    return dict(register()["tables"].get(table, {}).get("personal", {}))


def at_erasure(retention: str) -> str:
    """What becomes of a column of that retention when its person is erased."""
    return str(register()["erasure"]["of_retention"][retention])


@cache
def models_by_table() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


@cache
def paths_to_person(model: type[models.Model]) -> tuple[str, ...]:
    """How a row reaches a person by what it points at, for example ``placement__referral``.

    Followed forward only: a row that points at somebody's row is about that person too. Users are
    not followed: who wrote a row is told by the audit.
    """
    if model._meta.db_table == PERSON:
        return ("pk",)
    return tuple(_paths(model, ()))


def _paths(model: Any, seen: tuple[Any, ...]) -> list[str]:
    found = []
    for field in model._meta.get_fields():
        if not (field.concrete and (field.many_to_one or field.one_to_one)):
            continue
        target: Any = field.related_model
        if target is YoungPerson:
            found.append(field.name)
        elif target not in seen and target is not model and _is_ours(target):
            found += [f"{field.name}__{path}" for path in _paths(target, (*seen, model))]
    return found


def _is_ours(model: Any) -> bool:
    return bool(
        hasattr(model, "_meta")
        and model.__module__.startswith("nhipcau.")
        and model._meta.label != settings.AUTH_USER_MODEL
    )
