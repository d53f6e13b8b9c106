"""What the grades of counsellors say of a ranking. Plain functions, each with its formula.

Grades: 0 does not fit … 3 fits very well; from ``RELEVANT`` on a pair counts as right.
"""

from collections.abc import Sequence
from math import log2

RELEVANT = 2


def ndcg(ranked: Sequence[int], pool: Sequence[int], *, top: int = 10) -> float | None:
    """Gain 2^grade − 1 over log2(rank + 1) of the list, against the best order of all that was
    graded. None when nothing of it is worth anything."""
    best = _gain(sorted(pool, reverse=True)[:top])
    return _gain(ranked[:top]) / best if best else None


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades, start=1))


def reciprocal_rank(ranked: Sequence[int]) -> float:
    """1 over the rank of the first pair that is right; 0 without one."""
    right = (rank for rank, grade in enumerate(ranked, start=1) if grade >= RELEVANT)
    return 1 / next(right, float("inf"))


def recall(ranked: Sequence[int], pool: Sequence[int], *, top: int = 20) -> float | None:
    """The share of all that is right in the pool which stands in the list. None without any."""
    right = sum(grade >= RELEVANT for grade in pool)
    return sum(grade >= RELEVANT for grade in ranked[:top]) / right if right else None


def kappa(pairs: Sequence[tuple[int, int]], *, grades: int = 4) -> float | None:
    """Agreement of two beyond chance (Cohen), weighted by the square of the difference. None
    where it is not defined: no pairs, or both always gave one and the same grade."""
    if not pairs:
        return None
    count = len(pairs)
    one = [sum(first == grade for first, _second in pairs) / count for grade in range(grades)]
    other = [sum(second == grade for _first, second in pairs) / count for grade in range(grades)]
    seen = sum((first - second) ** 2 for first, second in pairs) / count
    expected = sum(
        one[first] * other[second] * (first - second) ** 2
        for first in range(grades)
        for second in range(grades)
    )
    return 1 - seen / expected if expected else None


def mean(values: Sequence[float | None]) -> float | None:
    """Of those that are defined; None without any."""
    known = [one for one in values if one is not None]
    return sum(known) / len(known) if known else None


def gini(counts: Sequence[int]) -> float:
    """0 when all have the same, near 1 when one has all."""
    total, count = sum(counts), len(counts)
    if not total:
        return 0.0
    weighted = sum(place * one for place, one in enumerate(sorted(counts), start=1))
    return 2 * weighted / (count * total) - (count + 1) / count
