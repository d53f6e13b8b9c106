"""The rules of a timetable, looked at in whole numbers."""

from typing import Any

import numpy as np

from nhipcau.algorithms.timetabling.case import Case

Array = np.ndarray[Any, np.dtype[Any]]


def broken_rule(case: Case, slot: Array) -> str:
    """The first rule that is broken, in words; empty when all hold.

    That a pair has one interview at most, and that somebody asked for it, follows from the form:
    ``slot`` is one slot for each pair, -1 for none.
    """
    pairs = np.flatnonzero(slot >= 0)
    people, there, at = case.pair_seeker[pairs], case.pair_employer[pairs], slot[pairs]
    if (at >= case.slots).any():
        return "a slot that does not exist"
    if not case.free[people, at].all():
        return "somebody is not there"
    busy = np.zeros(case.free.shape, np.int64)
    np.add.at(busy, (people, at), 1)
    if (busy > 1).any():
        return "two interviews of one seeker in a slot"
    if (busy.sum(axis=1) > case.most).any():
        return "more interviews than a seeker wants"
    seats = np.zeros(case.desks.shape, np.int64)
    np.add.at(seats, (there, at), 1)
    if (seats > case.desks).any():
        return "more interviews than interviewers"
    if (slot[case.pinned_pair] != case.pinned_slot).any():
        return "a pinned interview moved"
    return ""
