"""What no timetable can be above, from a price for each place: a proof in whole numbers.

Take any price, zero or more, for an interview with an employer in a slot. A timetable is worth
what is paid for its places and what its seekers gain beyond that. No more than every place can be
paid, and no seeker can gain more than by the best choice at these prices. So the sum of both is
above every timetable, whatever the prices are and wherever they come from.

Source: A. M. Geoffrion, "Lagrangean Relaxation for Integer Programming", Mathematical Programming
Study 2 (1974): here the rules that an employer's slot holds so many interviews and that a seeker's
slot holds one are what is priced; where the second has no price, it is left out.
"""

from typing import Any, NamedTuple

import numpy as np

from nhipcau.algorithms.timetabling.case import Case, Standing
from nhipcau.algorithms.timetabling.values import Values, uncovered

Array = np.ndarray[Any, np.dtype[Any]]
_NEVER = -(1 << 62)


class Proof(NamedTuple):
    """Prices in units of which ``scale`` are one point of weight.

    ``price``: of an employer's slot, ``(employers, slots)``; ``time``: of a seeker's slot,
    ``(seekers, slots)``, or ``None`` where none has a price.
    """

    price: Array
    scale: int
    time: Array | None = None


class Best(NamedTuple):
    """The bound at some prices; for each seeker, in units of the prices' scale, ``gain``: the best
    choice, and ``margin``: what one wish more would have to bring.
    """

    total: int
    gain: Array
    margin: Array


def bound_of(case: Case, standing: Standing, values: Values, proof: Proof) -> int:
    """The highest value that anything beside what stands could have, rounded down.

    Raises:
        ValueError: the prices are below zero, or too many or too few.
    """
    return best_at(case, standing, values, proof).total


def best_at(case: Case, standing: Standing, values: Values, proof: Proof) -> Best:
    """The bound, and for each seeker the gain that one wish more would have to reach.

    Raises:
        ValueError: the prices are below zero, or too many or too few.
    """
    price, scale, time = proof
    for prices, sold in ((price, standing.desks), (time, standing.free)):
        if prices is not None and (prices.shape != sold.shape or (prices < 0).any()):
            raise ValueError("one price, zero or more, is needed for each slot of each")
    if scale < 1:
        raise ValueError("prices are counted in whole parts of a point")
    pairs = np.flatnonzero(standing.is_open)
    people = case.pair_seeker[pairs]
    gain = _gains(case, standing, values, proof, pairs)
    order = np.lexsort((-gain, people))
    people, gain = people[order], gain[order]
    first = np.searchsorted(people, people)
    rank = np.arange(len(people)) - first
    margin = np.zeros(case.seekers, np.int64)
    last = rank == standing.most[people]  # the best wish that is left out
    margin[people[last]] = np.maximum(gain[last], 0)
    if values.covered:
        begins = (rank == 0) & uncovered(case, standing)[people]
        gain[begins] += values.covered * scale
    counts = (rank < standing.most[people]) & (gain > 0)
    whole = np.zeros(case.seekers, np.int64)
    np.add.at(whole, people[counts], gain[counts])
    total = exact_sum(whole) + _exact_dot(standing.desks, price)
    if time is not None:
        total += exact_sum(time[standing.free])
    return Best(total // scale, whole, margin)


def _gains(case: Case, standing: Standing, values: Values, proof: Proof, pairs: Array) -> Array:
    """Of each open pair, in the slot that is best for it: its value less the price."""
    price, scale, time = proof
    people, at = case.pair_seeker[pairs], case.pair_employer[pairs]
    closed = np.int64(1) << 61
    asked = np.where(standing.desks > 0, price, closed)
    least = np.full(len(pairs), closed, np.int64)
    for slot in range(case.slots):
        if slot and time is None and _is_like_the_last(standing.free, asked, slot):
            continue
        here = asked[at, slot] if time is None else asked[at, slot] + time[people, slot]
        here = np.where(standing.free[people, slot], here, closed)
        np.minimum(least, here, out=least)
    gain = np.where(least < closed, case.weight[pairs] * scale - least, _NEVER)
    told = standing.told[pairs]
    rivals = np.flatnonzero((told >= 0) & (standing.slot[pairs] < 0))
    if len(rivals):
        worth = (case.weight[pairs[rivals]] + values.kept) * scale
        kept = worth - asked[at[rivals], told[rivals]]
        if time is not None:
            kept -= time[people[rivals], told[rivals]]
        gain[rivals] = np.maximum(gain[rivals], kept)
    return gain


def _is_like_the_last(free: Array, asked: Array, slot: int) -> bool:
    """Whether a slot is the same as the one before it, for everybody: the usual case."""
    return np.array_equal(asked[:, slot], asked[:, slot - 1]) and np.array_equal(
        free[:, slot], free[:, slot - 1]
    )


def exact_sum(numbers: Array) -> int:
    """A sum that may be above 64 bits."""
    return (int((numbers >> 31).sum()) << 31) + int((numbers & ((1 << 31) - 1)).sum())


def _exact_dot(counts: Array, prices: Array) -> int:
    paid = (counts > 0) & (prices > 0)
    return sum(
        count * price
        for count, price in zip(counts[paid].tolist(), prices[paid].tolist(), strict=True)
    )
