"""What grades say of the lists, and whether everybody gets something."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.algorithms.matching import evaluation
from nhipcau.matching.choices import Side
from nhipcau.matching.models import Grade, GradingPair, GradingRound, Suggestion
from nhipcau.people.models import Ethnicity, Gender, YoungPerson
from nhipcau.seekers.models import JobWish

SMALL_BELOW = 10
NDCG_TOP, RECALL_TOP = 10, 20
RELEVANT, GRADES = 2, 4


@dataclass(frozen=True)
class Measured:
    """The measures of one round. ``by``: who graded how many lines."""

    by: Mapping[str, int]
    pair_count: int
    both_count: int
    ndcg: float | None
    mrr: float | None
    recall: float | None
    kappa: float | None


def measured(grading_round: GradingRound) -> Measured:
    """From the mean of what the counsellors said, rounded half up; agreement of the first two."""
    pairs = list(GradingPair.objects.filter(round=grading_round))
    given: dict[int, dict[int, int]] = {}
    names: dict[int, str] = {}
    grades = Grade.objects.filter(pair__round=grading_round).select_related("by")
    for grade in grades.order_by("by", "pk"):
        given.setdefault(grade.by_id, {})[grade.pair_id] = grade.value
        names[grade.by_id] = grade.by.full_name
    people: dict[int, list[tuple[int | None, int]]] = {}
    for pair in pairs:
        said = [one[pair.pk] for one in given.values() if pair.pk in one]
        if said:
            value = (2 * sum(said) + len(said)) // (2 * len(said))
            people.setdefault(pair.wish_id, []).append((pair.rank, value))
    each = [_of_person(one) for one in people.values()]
    both = _both(list(given.values())[:2])
    return Measured(
        by={names[pk]: len(told) for pk, told in given.items()},
        pair_count=len(pairs),
        both_count=len(both),
        ndcg=evaluation.mean([one[0] for one in each]),
        mrr=evaluation.mean([one[1] for one in each]),
        recall=evaluation.mean([one[2] for one in each]),
        kappa=evaluation.kappa(*zip(*both, strict=True), grades=GRADES) if both else None,
    )


def _of_person(graded: list[tuple[int | None, int]]) -> tuple[float | None, float, float | None]:
    """Pairs of rank and grade. What stands in no list is part of what could have been found."""
    grades = {str(number): float(value) for number, (_rank, value) in enumerate(graded)}
    right = {one for one, value in grades.items() if value >= RELEVANT}
    ranked = sorted(
        (rank, str(number)) for number, (rank, _value) in enumerate(graded) if rank is not None
    )
    shown = [one for _rank, one in ranked]
    return (
        evaluation.ndcg(shown, grades, NDCG_TOP),
        evaluation.reciprocal_rank(shown, right),
        evaluation.recall([one for rank, one in ranked if rank <= RECALL_TOP], right, RECALL_TOP),
    )


def _both(given: list[dict[int, int]]) -> list[tuple[int, int]]:
    if len(given) < 2:
        return []
    first, second = given
    return [(first[pair], second[pair]) for pair in sorted(first.keys() & second.keys())]


# --- who gets something -------------------------------------------------------------------------


@dataclass(frozen=True)
class Share:
    """Of one group of people who look for work: how many of a thousand have a suggestion. None:
    too few people to say it without telling of one of them."""

    group: str
    thousandth: int | None


def parity() -> dict[str, list[Share]]:
    """Of those who look for work, the share with at least one suggestion, by what never enters
    the lists. Read here alone, after the lists were made."""
    wishes = JobWish.objects.filter(stopped_at=None).select_related("young_person__commune")
    listed = set(
        Suggestion.objects.filter(side=Side.PERSON).values_list("wish", flat=True).distinct()
    )
    people = [(one.young_person, one.pk in listed) for one in wishes]
    asked: tuple[tuple[str, Callable[[YoungPerson], str]], ...] = (
        (_("Gender"), _gender),
        (_("Ethnic group"), _minority),
        (_("Commune"), lambda person: str(person.commune or _("not told"))),
    )
    return {str(name): _shares(people, group_of) for name, group_of in asked}


def _gender(person: YoungPerson) -> str:
    return str(Gender(person.gender).label) if person.gender else _("not told")


def _minority(person: YoungPerson) -> str:
    if not person.ethnicity:
        return _("not told")
    return "Kinh" if person.ethnicity == Ethnicity.KINH else _("ethnic minority")


def _shares(people: Any, group_of: Callable[[YoungPerson], str]) -> list[Share]:
    counted: dict[str, list[bool]] = {}
    for person, has_some in people:
        counted.setdefault(group_of(person), []).append(has_some)
    return [
        Share(group, None if len(told) < SMALL_BELOW else round(1000 * sum(told) / len(told)))
        for group, told in sorted(counted.items())
    ]
