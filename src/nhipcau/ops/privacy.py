"""The register of personal data, held against the tables that really are there."""

import tomllib
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, register


def read_register(path: Path | None = None) -> dict[str, Any]:
    path = path or Path(settings.BASE) / "privacy" / "register.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def real_columns() -> dict[str, list[str]]:
    """Table → columns, of every model: ours and those of the libraries."""
    return {
        model._meta.db_table: [str(field.column) for field in model._meta.local_fields]
        for model in apps.get_models(include_auto_created=True)
    }


def faults(told: dict[str, Any], real: dict[str, list[str]]) -> list[str]:
    """What the register leaves out, tells twice, or tells of columns that are not there."""
    found = []
    for table, columns in real.items():
        entry = told["tables"].get(table)
        if entry is None:
            found.append(f"{table}: the table is not in the register")
            continue
        personal, impersonal = entry.get("personal", {}), entry.get("impersonal", [])
        found += [
            f"{table}.{column}: no purpose and retention, and not said to be impersonal"
            for column in columns
            if column not in personal and column not in impersonal
        ]
        found += [
            f"{table}.{column}: both personal and impersonal"
            for column in personal
            if column in impersonal
        ]
        found += [
            f"{table}.{column}: there is no such column"
            for column in [*personal, *impersonal]
            if column not in columns
        ]
        for column, (sensitivity, purpose, retention) in personal.items():
            for kind, value in (
                ("sensitivities", sensitivity),
                ("purposes", purpose),
                ("retentions", retention),
            ):
                if value not in told[kind]:
                    found.append(f"{table}.{column}: “{value}” is not among the {kind}")
    found += [f"{table}: there is no such table" for table in told["tables"] if table not in real]
    return found


@register()
def every_column_has_a_purpose_and_an_end(**_: Any) -> list[Error]:
    return [
        Error(fault, hint="Tell it in privacy/register.toml.", id="nhipcau.E001")
        for fault in faults(read_register(), real_columns())
    ]
