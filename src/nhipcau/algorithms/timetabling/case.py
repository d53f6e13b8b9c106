"""What is asked: a case in arrays, and what stands in it already."""

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
Goal = Literal["weight", "fair"]
NOWHERE = -1


def _none() -> Array:
    return np.zeros(0, np.int32)


@dataclass(frozen=True, eq=False)
class Case:
    """People, employers, who wants to meet whom, and what was told before.

    Pairs stand sorted by seeker, then employer, each once. ``reading.case_from`` makes a case and
    refuses what breaks a rule; nothing here looks again.

    Args:
        most: interviews each seeker wants, ``(seekers,)``.
        free: whether a seeker is there in a slot, ``(seekers, slots)``.
        desks: interviewers of an employer in a slot, ``(employers, slots)``.
        pair_seeker, pair_employer: rows, ``(pairs,)``.
        weight: 1 to 1000, ``(pairs,)``.
        pinned_pair, pinned_slot: interviews that stand.
        published_pair, published_slot: the timetable that people were told; the pair is -1 where
            nobody asks for it any more. ``None`` for the pair: nothing was told.
    """

    slots: int
    goal: Goal
    seeker_ids: list[str | int]
    employer_ids: list[str | int]
    most: Array
    free: Array
    desks: Array
    pair_seeker: Array
    pair_employer: Array
    weight: Array
    pinned_pair: Array = field(default_factory=_none)
    pinned_slot: Array = field(default_factory=_none)
    published_pair: Array | None = None
    published_slot: Array = field(default_factory=_none)

    @property
    def seekers(self) -> int:
        return len(self.seeker_ids)

    @property
    def employers(self) -> int:
        return len(self.employer_ids)

    @property
    def pairs(self) -> int:
        return len(self.weight)


@dataclass(frozen=True, eq=False)
class Standing:
    """The interviews that every best timetable holds, and what is left beside them.

    Pinned ones stand by order. A published one stands when nothing is in its way even if all the
    others were kept too: a timetable without it could take it back and would keep one more.

    Args:
        slot: of each pair that stands, else -1, ``(pairs,)``.
        told: the slot that people were told for a pair that could be kept, else -1, ``(pairs,)``.
            Of these, those that do not stand compete with one another.
        most, free, desks: of the case, less what stands.
        is_open: pairs that may still be placed: wanted, with a common slot somewhere.
    """

    slot: Array
    told: Array
    most: Array
    free: Array
    desks: Array
    is_open: Array

    @property
    def rivals(self) -> Array:
        """Pairs that people were told and that not all can be kept."""
        return np.flatnonzero((self.told >= 0) & (self.slot < 0))


def what_stands(case: Case) -> Standing:
    """Fix what is pinned and what can be kept in any case."""
    slot = np.full(case.pairs, NOWHERE, np.int32)
    told = np.full(case.pairs, NOWHERE, np.int32)
    most, free, desks = case.most.copy(), case.free.copy(), case.desks.copy()
    _fix(case, slot, case.pinned_pair, case.pinned_slot, (most, free, desks))
    if case.published_pair is not None:
        known = case.published_pair >= 0
        pairs, slots = case.published_pair[known], case.published_slot[known]
        can = (slot[pairs] < 0) & free[case.pair_seeker[pairs], slots]
        can &= most[case.pair_seeker[pairs]] > 0
        can &= desks[case.pair_employer[pairs], slots] > 0
        pairs, slots = pairs[can], slots[can]
        told[pairs] = slots
        people, at = case.pair_seeker[pairs], case.pair_employer[pairs]
        wanted = np.bincount(people, minlength=case.seekers)
        seats = np.zeros_like(desks)
        np.add.at(seats, (at, slots), 1)
        sure = (wanted[people] <= most[people]) & (seats[at, slots] <= desks[at, slots])
        _fix(case, slot, pairs[sure], slots[sure], (most, free, desks))
    most = np.minimum(most, free.sum(axis=1))
    return Standing(slot, told, most, free, desks, _open(case, slot, most, free, desks))


def stand_also(case: Case, standing: Standing, pairs: Array) -> Standing:
    """The same with some of the rivals kept in the slot that people were told."""
    slot, most, free = standing.slot.copy(), standing.most.copy(), standing.free.copy()
    desks = standing.desks.copy()
    _fix(case, slot, pairs, standing.told[pairs], (most, free, desks))
    most = np.minimum(most, free.sum(axis=1))
    return Standing(slot, standing.told, most, free, desks, _open(case, slot, most, free, desks))


def _fix(case: Case, slot: Array, pairs: Array, at: Array, left: tuple[Array, ...]) -> None:
    most, free, desks = left
    slot[pairs] = at
    np.subtract.at(most, case.pair_seeker[pairs], 1)
    free[case.pair_seeker[pairs], at] = False
    np.subtract.at(desks, (case.pair_employer[pairs], at), 1)


def _open(case: Case, slot: Array, most: Array, free: Array, desks: Array) -> Array:
    """Pairs that do not stand, of a seeker with a wish left, with a slot in common."""
    is_open = (slot < 0) & (most[case.pair_seeker] > 0)
    has_room = desks > 0
    somewhere: Array = np.any(has_room, axis=1)
    is_open &= somewhere[case.pair_employer]
    some = np.flatnonzero(is_open)
    common = np.zeros(len(some), np.bool_)
    theirs, its = case.pair_seeker[some], case.pair_employer[some]
    for one in range(case.slots):
        common |= free[theirs, one] & has_room[its, one]
    is_open[some] = common
    return is_open


def covered_by(case: Case, slot: Array) -> int:
    """How many seekers have at least one interview."""
    return int(np.count_nonzero(np.bincount(case.pair_seeker[slot >= 0], minlength=1)))


def cells_of(case: Case, standing: Standing) -> Array:
    """Of each open pair, in row order: in which slots it could be placed, ``(open, slots)``."""
    pairs = np.flatnonzero(standing.is_open)
    free = standing.free[case.pair_seeker[pairs]]
    return free & (standing.desks[case.pair_employer[pairs]] > 0)
