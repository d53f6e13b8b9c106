"""How good lists are, by grades that people gave, and how evenly they show what there is.

Pure arithmetic. A grade that a program made up is not one: say what the grades are wherever a
figure from here is shown.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence


def ndcg(shown: Sequence[str], grades: Mapping[str, float], top: int = 10) -> float | None:
    """Normalised discounted cumulative gain, 0 to 1; None when nothing has a grade above 0.

    ``grades``: from 0 for useless on; what has no grade counts as 0. Gain 2**grade − 1, discount
    log2(place + 1). Source: Burges et al., "Learning to Rank using Gradient Descent", ICML 2005.
    """
    best = sorted((grade for grade in grades.values() if grade > 0), reverse=True)
    if not best:
        return None
    return _gain(grades.get(one, 0) for one in shown[:top]) / _gain(best[:top])


def _gain(grades: Iterable[float]) -> float:
    return sum(
        (2**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades, start=1)
    )


def reciprocal_rank(shown: Sequence[str], good: Collection[str]) -> float:
    """One over the place of the first good one; 0 when none is shown."""
    return next((1 / place for place, one in enumerate(shown, start=1) if one in good), 0.0)


def recall(shown: Sequence[str], good: Collection[str], top: int = 20) -> float | None:
    """The share of the good ones among the first; None when there are none."""
    wanted = set(good)
    return len(wanted & set(shown[:top])) / len(wanted) if wanted else None


def mean(values: Iterable[float | None]) -> float | None:
    """Over those that there are; None when there is none."""
    told = [one for one in values if one is not None]
    return sum(told) / len(told) if told else None


def kappa(one: Sequence[int], other: Sequence[int], *, grades: int = 0) -> float | None:
    """Agreement of two people on the same pairs beyond chance, −1 to 1 (Cohen 1960).

    ``grades``: with so many grades from 0 on, a difference counts by its square (Cohen 1968);
    0 counts every difference alike. None when both gave one and the same grade throughout, or
    nothing was graded: then there is nothing beyond chance.

    Raises:
        ValueError: the two did not grade equally many, or a grade is outside.
    """
    if len(one) != len(other):
        raise ValueError("both grade the same pairs")
    if grades and not all(0 <= grade < grades for grade in (*one, *other)):
        raise ValueError(f"grades are 0 to {grades - 1}")
    if not one:
        return None

    def cost(mine: int, others: int) -> float:
        return float((mine - others) ** 2) if grades else float(mine != others)

    mine, others = Counter(one), Counter(other)
    seen = sum(cost(*pair) for pair in zip(one, other, strict=True)) / len(one)
    by_chance = (
        sum(
            cost(first, second) * count * times
            for first, count in mine.items()
            for second, times in others.items()
        )
        / len(one) ** 2
    )
    return 1 - seen / by_chance if by_chance else None


def exposure(lists: Iterable[Sequence[str]], all_of_them: Iterable[str]) -> dict[str, int]:
    """How many lists show each; 0 for what none shows."""
    shown = Counter(one for its in lists for one in set(its))
    return {one: shown.get(one, 0) for one in all_of_them}


def gini(counts: Iterable[int]) -> float:
    """Inequality: 0 when all are shown equally often, towards 1 when one has everything.

    Raises:
        ValueError: a count is below 0.
    """
    told = sorted(counts)
    if told and told[0] < 0:
        raise ValueError("a count is 0 or more")
    total = sum(told)
    if not total:
        return 0.0
    ranked = sum(place * count for place, count in enumerate(told, start=1))
    return 2 * ranked / (len(told) * total) - (len(told) + 1) / len(told)


def never_shown(counts: Iterable[int]) -> float:
    """The share that no list shows."""
    told = list(counts)
    return sum(count == 0 for count in told) / len(told) if told else 0.0
