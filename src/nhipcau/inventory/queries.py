"""What pages ask about the questionnaire and its answers."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Any

from nhipcau.inventory.choices import ITEMS, Form
from nhipcau.inventory.models import (
    Item,
    ItemSet,
    PaperSheet,
    ReliabilityStudy,
    RuleSet,
    Sheet,
    Sitting,
    Suggestion,
)
from nhipcau.inventory.scoring import SCALES, Figures
from nhipcau.people.models import YoungPerson
from nhipcau.shared.keeping import kept_briefly

MOST_SUGGESTIONS = 9
EACH_SECTION = len(SCALES)


class NothingLoaded(LookupError):
    """Items or rules are missing: a fault of the installation."""


@kept_briefly
def items_in_force(on: date) -> tuple[ItemSet, list[Item]]:
    """The version that is asked on a day, in the order of the sheet: each section has one item of
    every area, so that nobody sees which belong together."""
    found = ItemSet.objects.filter(valid_from__lte=on).order_by("-version").first()
    if found is None:
        raise NothingLoaded("items")
    return found, list(found.items.all())


def items_of(item_set: ItemSet, form: str) -> list[Item]:
    return list(item_set.items.order_by("place")[: ITEMS[Form(form)]])


@kept_briefly
def rules_in_force(on: date) -> RuleSet:
    found = RuleSet.objects.filter(valid_from__lte=on).order_by("-version").first()
    if found is None:
        raise NothingLoaded("rules")
    return found


def figure(rule_set: RuleSet, name: str) -> int:
    return int(rule_set.figures[name]["value"])


def age_min(on: date) -> int:
    return figure(rules_in_force(on), "age_min")


def figures_of(rule_set: RuleSet, *, observed_tie: int | None = None) -> Figures:
    """``observed_tie``: the band that follows from the error of measurement, once it is known."""
    tie = figure(rule_set, "tie_points") if observed_tie is None else observed_tie
    return Figures(
        missing_most=figure(rule_set, "missing_most"),
        tie_points=Fraction(tie),
        flat_range=Fraction(figure(rule_set, "flat_range")),
        low_below=Fraction(figure(rule_set, "low_below")),
        straight_percent=figure(rule_set, "straight_percent"),
        fastest_milliseconds=figure(rule_set, "fastest_milliseconds"),
    )


def by_scale(answers: Sequence[int | None]) -> dict[str, list[int | None]]:
    """Answers in the order of the sheet, sorted into their areas."""
    return {scale: list(answers[at :: len(SCALES)]) for at, scale in enumerate(SCALES)}


def latest_study(item_set: ItemSet, form: str) -> ReliabilityStudy | None:
    return ReliabilityStudy.objects.filter(item_set=item_set, form=form).first()


def latest_studies() -> list[ReliabilityStudy]:
    """The newest of each form of the newest items: figures about nobody."""
    found = (
        ReliabilityStudy.objects.order_by("form", "-item_set__version", "-counted_at", "-pk")
        .distinct("form")
        .select_related("item_set")
    )
    return sorted(found, key=lambda one: -ITEMS[Form(one.form)])


def suggestions_for(groups: Sequence[str]) -> list[Suggestion]:
    """Occupations for the leading two areas; for every pair where ties leave several."""
    pairs = leading_pairs(groups)
    found: dict[str, list[Suggestion]] = {pair: [] for pair in pairs}
    for one in Suggestion.objects.filter(pair__in=pairs).select_related("occupation"):
        found[one.pair].append(one)
    # One of each pair in turn, so that no pair of equals is left out.
    each = max(1, MOST_SUGGESTIONS // len(pairs)) if pairs else 0
    return [one for pair in pairs for one in found[pair][:each]]


def leading_pairs(groups: Sequence[str]) -> list[str]:
    """Pairs of areas, in the order RIASEC inside a pair, that share the lead."""
    if not groups:
        return []
    first = groups[0]
    if len(first) > 1:
        return ["".join(pair) for pair in combinations(first, 2)]
    return ["".join(sorted(first + other, key=SCALES.index)) for other in groups[1]]


# --- sheets --------------------------------------------------------------------------------------


def sheet_by_code(code: str) -> Sheet | None:
    """A sheet without a name, by the code that only its owner holds."""
    return (
        Sheet.objects.public().select_related("item_set", "result__rule_set").filter(code=code)
    ).first()


def was_kept(code: str) -> bool:
    """Whether the sheet of a code belongs to somebody by now: then the code opens it no more."""
    return Sheet.objects.filter(code=code, young_person__isnull=False).exists()


def paper_waits(code: str) -> bool:
    """Whether the code of a strip is right and its paper is not typed yet."""
    return PaperSheet.objects.filter(code=code, taken_at=None).exists()


def sheets_of(actor: Any, person: YoungPerson) -> list[Sheet]:
    """Those of one person that the actor may see, newest first."""
    return list(
        Sheet.objects.visible_to(actor)
        .of_person(person)
        .select_related("item_set", "result__rule_set", "young_person")
    )


def sitting_by_code(code: str) -> Sitting | None:
    return Sitting.objects.filter(code=code.strip().upper()).first()


def sittings_listed(actor: Any) -> Any:
    return Sitting.objects.visible_to(actor).select_related("school", "unit")


def paper_counts(sittings: Iterable[Sitting]) -> dict[int, Counter[str]]:
    """For each class: papers printed, typed once, taken over."""
    told: dict[int, Counter[str]] = {one.pk: Counter() for one in sittings}
    rows = PaperSheet.objects.filter(sitting__in=told).values_list(
        "sitting", "first_at", "taken_at"
    )
    for sitting_id, first_at, taken_at in rows:
        told[sitting_id]["printed"] += 1
        told[sitting_id]["taken" if taken_at else "once" if first_at else "waiting"] += 1
    return told
