"""Properties of timetables of any small fair: pinned interviews, any order of the file, and one
repair after the other through a day. ``NHIPCAU_EXAMPLES``: how many of each are tried."""

import copy
import os
import random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.algorithms.timetabling.making import case_from
from tests.algorithms.fairs import Wishes, best_by_milp
from tests.algorithms.test_timetable import (
    bound_in_order,
    goals,
    interviews_of,
    kinds,
    seeds,
    solved,
)
from tests.algorithms.test_timetable_repair import HAPPENS, published

often = settings(
    deadline=None,
    max_examples=int(os.environ.get("NHIPCAU_EXAMPLES", "25")),
    suppress_health_check=[HealthCheck.too_slow],
    database=None,
)


@often
@given(seeds, kinds, goals, st.booleans())
def test_pinned_interviews_of_any_fair_stand(seed, kind, goal, is_told):
    """Some interviews of a timetable that can be are pinned, and weigh little: ``solved`` looks at
    every rule, pinned ones too; the rest is as good as the model says it can be."""
    one = random.Random(seed)
    told = Wishes(seed).fair(one.randint(1, 10), one.randint(1, 4), 6, kind=kind, goal=goal)
    timetable, _worth = solved(told)
    found = interviews_of(case_from(told), timetable)
    told["pinned"] = [its for its in found if one.random() < 0.4]
    if is_told:
        told["published"] = [its for its in found if one.random() < 0.7]
    for pair in told["pairs"]:
        pair["weight"] = one.randint(1, 1000)

    timetable, reached = solved(told)

    assert reached <= best_by_milp(told) <= bound_in_order(told, timetable)
    assert timetable.exact == (reached == bound_in_order(told, timetable))


@often
@given(seeds, kinds, goals)
def test_the_order_of_the_file_changes_nothing_that_is_proven(seed, kind, goal):
    told = Wishes(seed).fair(12, 4, 6, kind=kind, goal=goal)
    shuffled = copy.deepcopy(told)
    for name in ("seekers", "employers", "pairs"):
        random.Random(seed).shuffle(shuffled[name])

    first, its_worth = solved(told)
    again, other_worth = solved(shuffled)

    best = best_by_milp(told)
    for timetable, reached in ((first, its_worth), (again, other_worth)):
        assert reached <= best <= bound_in_order(told, timetable)
        if timetable.exact:
            assert reached == best


@often
@given(seeds, goals, st.lists(st.sampled_from(HAPPENS), min_size=2, max_size=4, unique=True))
def test_one_repair_after_another_keeps_all_that_can_be_kept(seed, goal, day):
    """What happens on a day, each repaired from what people were told last."""
    told = published(seed, 9, 4, 6, goal=goal)
    one = random.Random(seed)
    for happens in day:
        if not told["seekers"] or not told["employers"]:
            break
        happens(told, one)
        before = len(told["published"])

        timetable, reached = solved(told)

        assert reached == best_by_milp(told)
        assert timetable.kept + timetable.moved + timetable.dropped == before
        told["published"] = interviews_of(case_from(told), timetable)

    timetable, _reached = solved(told)
    assert (timetable.kept, timetable.moved, timetable.dropped) == (len(told["published"]), 0, 0)
