"""What an interview is worth when one wish comes before another, in exact whole numbers."""

from typing import Any, NamedTuple

import numpy as np

from nhipcau.algorithms.timetabling.case import Case, Standing, covered_by

Array = np.ndarray[Any, np.dtype[Any]]
LARGEST = 1 << 58  # a price may be a few times the largest value


class Values(NamedTuple):
    """One number for several wishes: ``kept`` before ``covered`` before weight.

    ``covered`` is more than all weights together can be, ``kept`` more than these and everybody
    covered; so comparing sums compares the wishes in their order. 0: nobody asks for it.
    """

    covered: int
    kept: int

    def split(self, total: int) -> tuple[int, int, int]:
        """A sum as kept, covered and weight; of a bound, a bound for these in their order."""
        kept, rest = divmod(total, self.kept) if self.kept else (0, total)
        covered, weight = divmod(rest, self.covered) if self.covered else (0, rest)
        return kept, covered, weight


class TooLarge(ValueError):
    """The wishes of this case do not fit into one number."""


def values_of(case: Case, standing: Standing) -> Values:
    """Values for what does not stand yet.

    Raises:
        TooLarge: the numbers would not fit into 64 bits with room for prices.
    """
    is_open = standing.is_open
    by_wish = np.lexsort((-case.weight[is_open], case.pair_seeker[is_open]))
    people = case.pair_seeker[is_open][by_wish]
    first = np.searchsorted(people, people)  # where the wishes of this seeker begin
    counts = np.arange(len(people)) - first < standing.most[people]
    all_weights = int(case.weight[is_open][by_wish][counts].sum())
    covered = all_weights + 1 if case.goal == "fair" else 0
    kept = 0
    if len(standing.rivals):
        kept = all_weights + 1 + covered * len(np.unique(people))
    if max(kept, covered) * (len(people) + 1) > LARGEST:
        raise TooLarge("the wishes of this case do not fit into one number")
    return Values(covered, kept)


def uncovered(case: Case, standing: Standing) -> Array:
    """Seekers without an interview that stands."""
    has = np.zeros(case.seekers, np.bool_)
    has[case.pair_seeker[standing.slot >= 0]] = True
    return ~has


def value_of(case: Case, standing: Standing, values: Values, slot: Array) -> int:
    """What a timetable is worth beyond what stands. ``slot``: of each pair, -1 without one."""
    new = (slot >= 0) & (standing.slot < 0)
    rivals = standing.rivals
    total = int(case.weight[new].sum())
    total += values.kept * int((slot[rivals] == standing.told[rivals]).sum())
    if values.covered:
        total += values.covered * (covered_by(case, slot) - covered_by(case, standing.slot))
    return total
