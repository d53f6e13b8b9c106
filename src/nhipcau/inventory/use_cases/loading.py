"""Items, rules and occupations from the installation's files, version by version."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.inventory import rules
from nhipcau.inventory.models import Item, ItemSet, RuleSet, Suggestion
from nhipcau.inventory.scoring import SCALES
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.vacancies.models import Occupation


@write
def load_items(
    *, by: Any, at: datetime, told: Mapping[str, Any], items: Sequence[Mapping[str, str]]
) -> ItemSet:
    """Add a version of the activities. One that is there already is never changed.

    Raises:
        NotAllowed: only the installation loads.
        InvalidValue: the version is there with other words.
    """
    require(rules.may_load(by), _("Only the installation loads reference data."))
    wanted = {one["code"]: (one["vi"], one["en"], _place(one["code"])) for one in items}
    item_set, is_new = ItemSet.objects.get_or_create(version=told["version"], defaults=dict(told))
    if is_new:
        Item.objects.bulk_create(
            [
                Item(item_set=item_set, code=code, text_vi=vi, text_en=en, place=place)
                for code, (vi, en, place) in wanted.items()
            ]
        )
        return item_set
    there = {one.code: (one.text_vi, one.text_en, one.place) for one in item_set.items.all()}
    if there != wanted:
        raise InvalidValue(_("These items were answered already: new words are a new version."))
    return item_set


def _place(code: str) -> int:
    """Each section of the sheet has one item of every area: R1 I1 A1 S1 E1 C1 R2 …"""
    return (int(code[1]) - 1) * len(SCALES) + SCALES.index(code[0])


@write
def load_rules(*, by: Any, at: datetime, told: Mapping[str, Any]) -> RuleSet:
    """Add a version of the figures. Results point at the one they were made with.

    Raises:
        NotAllowed: only the installation loads.
        InvalidValue: the version is there with other figures.
    """
    require(rules.may_load(by), _("Only the installation loads reference data."))
    rule_set, _is_new = RuleSet.objects.get_or_create(version=told["version"], defaults=dict(told))
    if rule_set.figures != told["figures"]:
        raise InvalidValue(_("These rules were used already: new figures are a new version."))
    return rule_set


@write
def load_suggestions(
    *, by: Any, at: datetime, version: int, source: str, suggestions: Sequence[Mapping[str, Any]]
) -> None:
    """Occupations to explore, in place of those that were loaded before.

    Raises:
        NotAllowed: only the installation loads.
    """
    require(rules.may_load(by), _("Only the installation loads reference data."))
    known = dict(
        Occupation.objects.filter(code__in=[one["occupation"] for one in suggestions]).values_list(
            "code", "pk"
        )
    )
    Suggestion.objects.all().delete()
    Suggestion.objects.bulk_create(
        [
            Suggestion(
                version=version,
                pair="".join(sorted(one["pair"], key=SCALES.index)),
                occupation_id=known[one["occupation"]],
                name_vi=one["name_vi"],
                name_en=one["name_en"],
                ways=list(one["ways"]),
                place=place,
                source=source,
            )
            for place, one in enumerate(suggestions)
        ]
    )
