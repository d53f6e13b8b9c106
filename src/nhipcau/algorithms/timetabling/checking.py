"""Every rule of a timetable once more, from the case and the answer alone."""

import numpy as np

from nhipcau.algorithms.timetabling.bounds import bound_of
from nhipcau.algorithms.timetabling.case import Case, covered_by, what_stands
from nhipcau.algorithms.timetabling.rules import broken_rule
from nhipcau.algorithms.timetabling.solve import Timetable
from nhipcau.algorithms.timetabling.values import values_of


class RuleBroken(AssertionError):
    """A timetable breaks a rule, or says of itself what is not so: a mistake of ours."""


def check(case: Case, timetable: Timetable) -> None:
    """Look at every rule, at the figures, and compute the bound again from its prices.

    Raises:
        RuleBroken: something is not as it should be.
    """
    slot = timetable.slot
    broken = broken_rule(case, slot)
    _ask(not broken, broken)
    pairs = np.flatnonzero(slot >= 0)
    weight, covered = int(case.weight[pairs].sum()), covered_by(case, slot)
    _ask(timetable.objective == (covered, weight), "figures that are not so")
    _check_bound(case, timetable)


def _check_bound(case: Case, timetable: Timetable) -> None:
    standing = what_stands(case)
    values = values_of(case, standing)
    total = bound_of(case, standing, values, timetable.proof)
    _kept, covered, weight = values.split(total)
    weight += int(case.weight[standing.slot >= 0].sum())
    bound, objective = timetable.bound, timetable.objective
    _ask(bound.weight == weight, "a bound of the weight that its prices do not give")
    if values.covered:
        covered += covered_by(case, standing.slot)
        _ask(bound.covered == covered, "a bound of the covered that its prices do not give")
    order = [objective.weight]
    most = [bound.weight]
    if values.covered:
        order, most = [objective.covered, *order], [bound.covered, *most]
    if case.published_pair is not None:
        order, most = [timetable.kept or 0, *order], [timetable.kept_bound, *most]
    _ask(order <= most, "a bound below the answer")
    _ask(objective.covered <= bound.covered, "more covered than there can be")
    _ask(timetable.exact == (order == most), "exact where it is not, or not where it is")


def _ask(holds: object, otherwise: str) -> None:
    if not holds:
        raise RuleBroken(otherwise)
