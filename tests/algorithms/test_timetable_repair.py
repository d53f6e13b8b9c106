"""A timetable that people were told, and then the day comes: what is kept, and what is not."""

import copy
import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.algorithms.timetabling.case import what_stands
from nhipcau.algorithms.timetabling.making import case_from
from tests.algorithms.fairs import Wishes, best_by_milp, best_by_trying
from tests.algorithms.test_timetable import bound_in_order, interviews_of, solved

often = settings(
    deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow], database=None
)


def cancelled(told, one):
    """Somebody does not come: taken from the list with all wishes."""
    who = one.choice(told["seekers"])["id"]
    told["seekers"] = [its for its in told["seekers"] if its["id"] != who]
    told["pairs"] = [its for its in told["pairs"] if its["seeker"] != who]


def late(told, one):
    """A bus: a third of the people come in the middle of the day."""
    half = told["slots"] // 2
    for its in told["seekers"][::3]:
        there = its.get("available") or "1" * told["slots"]
        its["available"] = "0" * half + there[half:]


def missing_interviewer(told, one):
    its = one.choice(told["employers"])
    desks = its["interviewers"]
    desks = desks if isinstance(desks, list) else [desks] * told["slots"]
    its["interviewers"] = [max(0, count - 1) for count in desks]


def gone_at_noon(told, one):
    its = one.choice(told["employers"])
    desks = its["interviewers"]
    desks = desks if isinstance(desks, list) else [desks] * told["slots"]
    half = told["slots"] // 2
    its["interviewers"] = desks[:half] + [0] * (told["slots"] - half)


def new_booth(told, one):
    told["employers"].append({"id": "new", "interviewers": 2})
    told["pairs"] += [
        {"seeker": its["id"], "employer": "new", "weight": one.randint(1, 1000)}
        for its in told["seekers"][::2]
    ]


def walk_ins(told, one):
    told["seekers"] += [{"id": f"w{number}", "max": 2} for number in range(3)]
    told["pairs"] += [
        {"seeker": f"w{number}", "employer": its["id"], "weight": 1000}
        for number in range(3)
        for its in told["employers"]
    ]


def fewer_wishes(told, one):
    for its in told["seekers"][::2]:
        its["max"] = min(its["max"], 1)


HAPPENS = (
    *(cancelled, late, missing_interviewer, gone_at_noon, new_booth, walk_ins, fewer_wishes),
)


def published(seed, seekers=10, employers=4, slots=6, **more):
    told = Wishes(seed).fair(seekers, employers, slots, **more)
    timetable, _worth = solved(told)
    told["published"] = interviews_of(case_from(told), timetable)
    return told


@often
@given(
    st.integers(0, 10**6),
    st.sampled_from(["weight", "fair"]),
    st.lists(st.sampled_from(HAPPENS), min_size=1, max_size=3),
)
def test_every_interview_that_can_be_kept_is_kept(seed, goal, what):
    told = published(seed, goal=goal)
    one = random.Random(seed)
    for happens in what:
        if (
            told["seekers"]
            and told["employers"]
            and {"new"} - {its["id"] for its in told["employers"]}
        ):
            happens(told, one) if happens is not walk_ins or "w0" not in str(told) else None

    timetable, reached = solved(told)
    best = best_by_milp(told)

    assert reached[0] == timetable.kept
    assert reached == best <= bound_in_order(told, timetable)
    assert timetable.kept + timetable.moved + timetable.dropped == len(told["published"])


@pytest.mark.parametrize("goal", ["weight", "fair"])
@pytest.mark.parametrize("happens", HAPPENS)
def test_after_what_happens_on_the_day_the_rest_is_as_good_as_it_can_be(happens, goal):
    for seed in (1, 2):
        told = published(seed, 40, 6, 8, kind="none", goal=goal)
        happens(told, random.Random(seed))

        timetable, reached = solved(told)
        best = best_by_milp(told)

        assert reached == best <= bound_in_order(told, timetable)


def test_with_so_few_interviews_each_timetable_can_be_tried():
    for seed in range(6):
        told = Wishes(seed).fair(3, 2, 2, kind="none", goal="fair", most=2)
        told["published"] = [
            {"seeker": "s0", "employer": "e0", "slot": 0},
            {"seeker": "s1", "employer": "e0", "slot": 0},
            {"seeker": "s2", "employer": "e1", "slot": 1},
        ]

        _timetable, reached = solved(told)

        assert reached == best_by_trying(told)


def test_nothing_moves_when_nothing_happened_although_more_weight_were_possible():
    told = published(7, kind="none")
    told["goal"] = "weight"
    for pair in told["pairs"]:
        pair["weight"] = 1001 - pair["weight"]

    timetable, _reached = solved(told)

    assert (timetable.kept, timetable.moved, timetable.dropped) == (len(told["published"]), 0, 0)


def test_kept_moved_and_dropped_are_told_apart():
    told = {
        "slots": 2,
        "goal": "weight",
        "seekers": [{"id": "a", "max": 1}, {"id": "b", "max": 1, "available": "01"}],
        "employers": [{"id": "x", "interviewers": [1, 0]}, {"id": "y", "interviewers": 1}],
        "pairs": [
            {"seeker": "a", "employer": "x", "weight": 5},
            {"seeker": "b", "employer": "y", "weight": 5},
        ],
        "published": [
            {"seeker": "a", "employer": "x", "slot": 0},
            {"seeker": "b", "employer": "y", "slot": 0},
            {"seeker": "gone", "employer": "y", "slot": 1},
            {"seeker": "a", "employer": "closed", "slot": 1},
        ],
    }

    timetable, reached = solved(told)

    assert (timetable.kept, timetable.moved, timetable.dropped) == (1, 1, 2)
    assert reached == (1, 10)


def test_pinned_goes_before_published():
    told = published(11, goal="fair", kind="none")
    first = told["published"][0]
    told["pinned"] = [{**first, "slot": (first["slot"] + 1) % told["slots"]}]
    told["published"] = [
        one
        for one in told["published"]
        if one is first or (one["seeker"], one["slot"]) != (first["seeker"], first["slot"] + 1)
    ]

    timetable, reached = solved(told)

    assert timetable.moved >= 1
    assert reached[0] == best_by_milp(told)[0]


def test_what_nothing_is_in_the_way_of_stands_before_anything_is_computed():
    told = published(13, 40, 6, 8, kind="none")
    before = copy.deepcopy(told["published"])
    gone = before[0]["seeker"]
    told["seekers"] = [its for its in told["seekers"] if its["id"] != gone]
    told["pairs"] = [its for its in told["pairs"] if its["seeker"] != gone]

    standing = what_stands(case_from(told))

    assert np.count_nonzero(standing.slot >= 0) == sum(its["seeker"] != gone for its in before)
    assert len(standing.rivals) == 0
