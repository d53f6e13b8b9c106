"""How much of a scale's differences is more than chance: plain Python, checked against published
figures (``tests/inventory/test_reliability.py``).

Sources: L. J. Cronbach, "Coefficient alpha and the internal structure of tests", Psychometrika 16,
1951, p. 297. Interval: L. S. Feldt, "The approximate sampling distribution of Kuder-Richardson
reliability coefficient twenty", Psychometrika 30, 1965, p. 357.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

Rows = Sequence[Sequence[float]]


@dataclass(frozen=True)
class Reliability:
    """``sem``: standard error of measurement, in the points of the sums that were given."""

    count: int
    alpha: float
    low: float
    high: float
    mean: float
    sd: float
    sem: float
    item_total: tuple[float, ...]


def reliability_of(rows: Rows, *, level: float = 0.95) -> Reliability | None:
    """Of complete answers to one scale: a row a person, a column an item. Nothing where nothing
    differs: fewer than two people or items, or the same sum for everybody."""
    if len(rows) < 2 or len(rows[0]) < 2:
        return None
    sums = [sum(row) for row in rows]
    whole = variance(sums)
    if whole == 0:
        return None
    items = [variance(column) for column in zip(*rows, strict=True)]
    alpha = alpha_of_variances(len(items), sum(items), whole)
    low, high = feldt_interval(alpha, people=len(rows), items=len(items), level=level)
    sd = math.sqrt(whole)
    return Reliability(
        count=len(rows),
        alpha=alpha,
        low=low,
        high=high,
        mean=fmean(sums),
        sd=sd,
        sem=sd * math.sqrt(1 - max(alpha, 0.0)),
        item_total=item_totals(rows),
    )


def variance(values: Sequence[float]) -> float:
    """Of a sample: divided by one less than there are."""
    mean = fmean(values)
    return math.fsum((one - mean) ** 2 for one in values) / (len(values) - 1)


def alpha_of_variances(items: int, sum_of_items: float, whole: float) -> float:
    """Cronbach's alpha from the variances of the items, added up, and of the sum."""
    return items / (items - 1) * (1 - sum_of_items / whole)


def item_totals(rows: Rows) -> tuple[float, ...]:
    """Each item with the sum of the others (corrected item-total correlation)."""
    sums = [sum(row) for row in rows]
    return tuple(
        correlation(column, [whole - one for whole, one in zip(sums, column, strict=True)])
        for column in zip(*rows, strict=True)
    )


def correlation(ones: Sequence[float], others: Sequence[float]) -> float:
    """Pearson's r; 0 where one of the two does not vary."""
    mean, other_mean = fmean(ones), fmean(others)
    shared = math.fsum((a - mean) * (b - other_mean) for a, b in zip(ones, others, strict=True))
    spread = math.sqrt(
        math.fsum((a - mean) ** 2 for a in ones) * math.fsum((b - other_mean) ** 2 for b in others)
    )
    return shared / spread if spread else 0.0


def feldt_interval(
    alpha: float, *, people: int, items: int, level: float = 0.95
) -> tuple[float, float]:
    """Where the alpha of all people like these lies, with the given confidence."""
    tail = (1 - level) / 2
    ones, others = people - 1, (people - 1) * (items - 1)
    return (
        1 - (1 - alpha) * f_quantile(1 - tail, ones, others),
        1 - (1 - alpha) * f_quantile(tail, ones, others),
    )


# --- the F distribution --------------------------------------------------------------------------


def f_quantile(share: float, ones: int, others: int) -> float:
    """Below it lies ``share`` of the F distribution. By bisection, to ten digits."""
    low, high = 0.0, 1.0
    while f_share(high, ones, others) < share:
        low, high = high, high * 2
    while high - low > 1e-11 * high:
        middle = (low + high) / 2
        if f_share(middle, ones, others) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def f_share(value: float, ones: int, others: int) -> float:
    """How much of the F distribution lies below ``value``."""
    return beta_share(ones * value / (ones * value + others), ones / 2, others / 2)


def beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz).

    Source: W. J. Thompson and A. R. Barnett's form as in NIST DLMF 8.17.22.
    """
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_share(1 - x, b, a)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    return front * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    smallest = 1e-300
    c, d = 1.0, 1 / _not_zero(1 - (a + b) * x / (a + 1), smallest)
    value = d
    for step in range(1, 10_000):
        even = step * (b - step) * x / ((a + 2 * step - 1) * (a + 2 * step))
        odd = -(a + step) * (a + b + step) * x / ((a + 2 * step) * (a + 2 * step + 1))
        for term in (even, odd):
            d = 1 / _not_zero(1 + term * d, smallest)
            c = _not_zero(1 + term / c, smallest)
            value *= d * c
        if abs(d * c - 1) < 1e-15:
            return value
    raise ArithmeticError("the continued fraction does not settle")  # pragma: no cover


def _not_zero(value: float, smallest: float) -> float:
    return value if abs(value) > smallest else smallest
