"""National lists: occupations with everyday words, provinces, countries, reasons, money rules."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.wording import fold, sort_key
from nhipcau.vacancies import rules
from nhipcau.vacancies.models import (
    Country,
    LimitReason,
    MoneyRule,
    Occupation,
    OccupationSynonym,
    Province,
)

AT_ONCE = 1000


@write
def load_occupations(*, by: Any, at: datetime, occupations: Sequence[Mapping[str, Any]]) -> None:
    """Insert or update occupations by code, each under the longest known beginning of its code.
    A code that is left out stays: vacancies may point at it."""
    require(rules.may_load_reference_data(by), _("Only the installation loads reference data."))
    known: dict[str, int] = dict(Occupation.objects.values_list("code", "pk"))
    for level in sorted({int(row["level"]) for row in occupations}):
        made = Occupation.objects.bulk_create(
            [
                Occupation(
                    code=row["code"],
                    level=level,
                    name_vi=row["name_vi"],
                    name_en=row["name_en"],
                    folded_name=fold(f"{row['name_vi']} {row['name_en']}")[:300],
                    parent_id=_parent(row["code"], known),
                    source=row["source"],
                )
                for row in occupations
                if int(row["level"]) == level
            ],
            batch_size=AT_ONCE,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["level", "name_vi", "name_en", "folded_name", "parent", "source"],
        )
        known |= {one.code: one.pk for one in made}


@write
def load_synonyms(*, by: Any, at: datetime, synonyms: Iterable[Mapping[str, Any]]) -> None:
    """Everyday words of occupations in place of those that were loaded before."""
    require(rules.may_load_reference_data(by), _("Only the installation loads reference data."))
    known = dict(Occupation.objects.values_list("code", "pk"))
    OccupationSynonym.objects.all().delete()
    OccupationSynonym.objects.bulk_create(
        [
            OccupationSynonym(
                occupation_id=known[row["code"]],
                words=row["words"],
                folded_words=fold(row["words"]),
                language=row["language"],
                sense=row["sense"],
            )
            for row in synonyms
        ],
        batch_size=AT_ONCE,
    )


@write
def load_places(
    *,
    by: Any,
    at: datetime,
    provinces: Iterable[Mapping[str, Any]],
    countries: Iterable[Mapping[str, Any]],
) -> None:
    """Insert or update provinces and countries by code."""
    require(rules.may_load_reference_data(by), _("Only the installation loads reference data."))
    for row in provinces:
        Province.objects.update_or_create(
            code=row["code"], defaults={**row, "sort_key": sort_key(row["name"])}
        )
    for row in countries:
        Country.objects.update_or_create(code=row["code"], defaults=dict(row))


@write
def load_money_rules(
    *,
    by: Any,
    at: datetime,
    money_rules: Iterable[Mapping[str, Any]],
    limit_reasons: Iterable[Mapping[str, Any]],
) -> None:
    """Insert or update ceilings by code and first day, and reasons of law by code."""
    require(rules.may_load_reference_data(by), _("Only the installation loads reference data."))
    for row in money_rules:
        MoneyRule.objects.update_or_create(
            code=row["code"], valid_from=row["valid_from"], defaults=dict(row)
        )
    for row in limit_reasons:
        LimitReason.objects.update_or_create(code=row["code"], defaults=dict(row))


def _parent(code: str, known: Mapping[str, int]) -> int | None:
    shorter = (code[:length] for length in range(len(code) - 1, 0, -1))
    return next((known[one] for one in shorter if one in known), None)
