"""Every rule of a timetable, and that nothing is better where nothing should be."""

import copy
import random
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nhipcau.algorithms.timetabling import greedy
from nhipcau.algorithms.timetabling import solve as solving
from nhipcau.algorithms.timetabling.board import empty_board
from nhipcau.algorithms.timetabling.bounds import Proof, bound_of
from nhipcau.algorithms.timetabling.case import what_stands
from nhipcau.algorithms.timetabling.checking import RuleBroken, check
from nhipcau.algorithms.timetabling.making import case_from
from nhipcau.algorithms.timetabling.model import Model
from nhipcau.algorithms.timetabling.solve import solve
from nhipcau.algorithms.timetabling.values import TooLarge, values_of
from tests.algorithms.fairs import Wishes, best_by_milp, best_by_trying, what_is_wrong, worth

often = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], database=None
)
kinds = st.sampled_from(["none", "hour", "ragged"])
goals = st.sampled_from(["weight", "fair"])
seeds = st.integers(0, 10**6)


def interviews_of(case, timetable):
    return [
        {
            "seeker": case.seeker_ids[case.pair_seeker[pair]],
            "employer": case.employer_ids[case.pair_employer[pair]],
            "slot": int(timetable.slot[pair]),
        }
        for pair in np.flatnonzero(timetable.slot >= 0)
    ]


def solved(told, seconds=20.0):
    case = case_from(copy.deepcopy(told))
    timetable = solve(case, seconds)
    check(case, timetable)
    interviews = interviews_of(case, timetable)
    assert what_is_wrong(told, interviews) == []
    return timetable, worth(told, interviews)


def bound_in_order(told, timetable):
    order = [timetable.bound.weight]
    if told["goal"] == "fair":
        order.insert(0, timetable.bound.covered)
    if told.get("published") is not None:
        order.insert(0, timetable.kept_bound)
    return tuple(order)


@often
@given(seeds, kinds, goals)
def test_every_rule_holds_and_no_timetable_is_above_the_bound(seed, kind, goal):
    one = random.Random(seed)
    told = Wishes(seed).fair(
        one.randint(0, 12), one.randint(0, 5), one.randint(1, 9), kind=kind, goal=goal, most=5
    )

    timetable, reached = solved(told)
    best = best_by_milp(told)

    assert reached == best <= bound_in_order(told, timetable)
    assert timetable.exact == (reached == bound_in_order(told, timetable))
    assert timetable.gap == max(0, timetable.bound.weight - timetable.objective.weight) / max(
        1, timetable.bound.weight
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_best_of_all_timetables_tried_one_by_one(seed):
    told = Wishes(seed).fair(3, 2, 2, kind="none", goal=["weight", "fair"][seed % 2], most=2)

    _timetable, reached = solved(told)

    assert reached == best_by_trying(told) == best_by_milp(told)


@pytest.mark.parametrize("goal", ["weight", "fair"])
@pytest.mark.parametrize(("kind", "most"), [("none", 6), ("hour", 2)])
@pytest.mark.parametrize("seed", range(3))
def test_without_windows_and_on_common_boundaries_nothing_is_better(seed, kind, most, goal):
    told = Wishes(seed).fair(40, 8, 8, kind=kind, goal=goal, most=most)
    if kind == "hour":  # a block has as many slots as anybody wants interviews
        assert max(one["max"] for one in told["seekers"]) == 2

    timetable, reached = solved(told)

    assert timetable.exact
    assert timetable.gap == 0
    assert reached == bound_in_order(told, timetable) == best_by_milp(told)


@pytest.mark.parametrize("kind", ["none", "hour"])
def test_where_seats_are_plenty_nothing_is_better_and_nothing_has_a_price(kind):
    told = Wishes(17).fair(30, 5, 8, kind=kind, most=2)
    for one in told["employers"]:
        one["interviewers"] = 10_000

    timetable, reached = solved(told)

    assert timetable.exact
    assert reached == best_by_milp(told)
    assert not timetable.proof.price.any()


@pytest.mark.parametrize("goal", ["weight", "fair"])
@pytest.mark.parametrize("seed", range(3))
def test_a_small_fair_with_ragged_windows_is_as_good_as_it_can_be(seed, goal):
    told = Wishes(seed).fair(60, 6, 8, kind="ragged", goal=goal)

    timetable, reached = solved(told)
    best = best_by_milp(told)

    assert reached == best <= bound_in_order(told, timetable)
    assert timetable.gap < 0.01


def test_a_crowd_with_ragged_windows_is_within_a_thousandth_of_its_bound():
    """Where seats are what is short, the bound is near: this is the case of a real fair."""
    told = Wishes(5).fair(900, 6, 12, kind="ragged")
    told["pairs"] = [one for one in told["pairs"] if random.Random(str(one)).random() < 0.9]

    timetable, _reached = solved(told)

    assert timetable.gap < 0.001


def test_the_goal_fair_gives_up_weight_for_one_more_person():
    told = {
        "slots": 1,
        "seekers": [{"id": "a", "max": 1}, {"id": "b", "max": 1}],
        "employers": [{"id": "x", "interviewers": 1}, {"id": "y", "interviewers": 1}],
        "pairs": [
            {"seeker": "a", "employer": "x", "weight": 1000},
            {"seeker": "a", "employer": "y", "weight": 1},
            {"seeker": "b", "employer": "x", "weight": 2},
        ],
    }

    by_weight, _worth = solved({**told, "goal": "weight"})
    fair, _worth = solved({**told, "goal": "fair"})

    assert by_weight.objective == (1, 1000)
    assert fair.objective == fair.bound == (2, 3)
    assert by_weight.exact
    assert fair.exact


@pytest.mark.parametrize("goal", ["weight", "fair"])
def test_pinned_interviews_stand_and_count(goal):
    for seed in range(8):
        told = Wishes(seed).fair(10, 4, 6, kind="hour", goal=goal, most=2)
        timetable, _worth = solved(told)
        case = case_from(told)
        told["pinned"] = interviews_of(case, timetable)[::3]
        for one in told["pinned"]:  # the least welcome of all, and still
            pair = next(
                its
                for its in told["pairs"]
                if (its["seeker"], its["employer"]) == (one["seeker"], one["employer"])
            )
            pair["weight"] = 1

        timetable, reached = solved(told)

        assert reached <= best_by_milp(told) <= bound_in_order(told, timetable)


def test_the_same_case_gives_the_same_timetable():
    told = Wishes(3).fair(80, 6, 9)
    shuffled = {**told, "pairs": sorted(told["pairs"], key=str)}

    first, again = solve(case_from(told)), solve(case_from(shuffled))

    assert np.array_equal(first.slot, again.slot)
    assert first.bound == again.bound


def solve_plainly(told):
    """What somebody with a pencil does: the heaviest pair first, in the first free slot."""
    case = case_from(told)
    board = empty_board(case, what_stands(case))
    order = greedy.one_each_first if told["goal"] == "fair" else greedy.heaviest_first
    greedy.fill(board, order(board))
    weight = int(case.weight[board.slot >= 0].sum())
    covered = int((board.placed > 0).sum())
    return (covered, weight) if told["goal"] == "fair" else (weight,)


@pytest.mark.parametrize("goal", ["weight", "fair"])
def test_when_the_time_is_over_there_is_an_answer_and_a_bound(goal):
    told = Wishes(4).fair(120, 8, 9, goal=goal)

    timetable, reached = solved(told, seconds=0.0)

    assert reached <= best_by_milp(told) <= bound_in_order(told, timetable)
    plain = solve_plainly(told)
    assert reached >= plain


def test_whoever_interrupts_the_search_gets_what_it_found(monkeypatch):
    told = Wishes(9).fair(60, 6, 8)
    clock = iter(range(10**9))
    monkeypatch.setattr(solving.time, "monotonic", lambda: next(clock) / 10)

    for seconds in (0.2, 0.5, 1.0, 1.4, 3.0):
        timetable, reached = solved(told, seconds=seconds)
        assert reached <= bound_in_order(told, timetable)


def test_progress_is_told_and_its_bound_only_sinks():
    seen = []

    timetable = solve(case_from(Wishes(2).fair(60, 6, 8)), 20.0, seen.append)

    bounds = [one.bound for one in seen if one.bound is not None]
    assert bounds == sorted(bounds, reverse=True)
    assert bounds[-1] == timetable.bound.weight
    assert seen[-1].weight == timetable.objective.weight


@often
@given(seeds, goals, st.integers(1, 50))
def test_whatever_the_prices_are_they_prove_a_bound(seed, goal, scale):
    told = Wishes(seed).fair(6, 3, 3, goal=goal)
    case = case_from(told)
    standing = what_stands(case)
    values = values_of(case, standing)
    any_ = np.random.default_rng(seed)
    price = any_.integers(0, 1000 * scale, standing.desks.shape)
    time = any_.integers(0, 300 * scale, standing.free.shape) if seed % 2 else None

    total = bound_of(case, standing, values, Proof(price, scale, time))

    _kept, covered, weight = values.split(total)
    best = best_by_milp(told)
    assert ((covered, weight) if goal == "fair" else (weight,)) >= best


def test_prices_below_zero_prove_nothing():
    case = case_from(Wishes(1).fair(6, 3, 3))
    standing = what_stands(case)
    values = values_of(case, standing)

    price, time = np.zeros_like(standing.desks), np.zeros(standing.free.shape, np.int64)
    for proof in (
        Proof(price - 1, 1),
        Proof(price[1:], 1),
        Proof(price, 1, time - 1),
        Proof(price, 1, time[1:]),
        Proof(price, 0),
    ):
        with pytest.raises(ValueError, match="price"):
            bound_of(case, standing, values, proof)


def few_hours():
    """Seats enough, but many wishes meet in few slots: what the flow leaves out is what counts."""
    told = Wishes(0).fair(30, 8, 4, kind="ragged", most=4)
    for row, one in enumerate(told["employers"]):
        one["interviewers"] = [[4, 4, 0, 0], [0, 4, 4, 0], [4, 0, 0, 4]][row % 3]
    return told


def test_nothing_that_the_model_says_is_believed(monkeypatch):
    told = few_hours()
    honest, _reached = solved(told)
    assert honest.proof.time is not None

    def everything_at_once(model, _seconds):
        return np.zeros(model.case.pairs, np.int64)

    monkeypatch.setattr(Model, "best", everything_at_once)
    monkeypatch.setattr(
        Model, "prices", lambda model, _seconds: Proof(model.standing.desks * 9_000, 1)
    )
    timetable, reached = solved(told)

    assert timetable.bound.weight > honest.bound.weight
    assert (0.9 * honest.objective.weight,) <= reached <= (honest.objective.weight,)


@pytest.mark.parametrize("found", [None, "no time"])
def test_without_a_model_the_search_goes_on(monkeypatch, found):
    told = few_hours()
    if found:
        monkeypatch.setattr(Model, "best", lambda *_told: None)
        monkeypatch.setattr(Model, "prices", lambda *_told: None)
    else:
        monkeypatch.setattr(solving, "_LARGEST_IN_MODEL", -1)

    timetable, reached = solved(told)

    assert timetable.proof.time is None
    assert (0.9 * best_by_milp(told)[0],) <= reached


def test_the_check_finds_each_broken_rule():
    told = Wishes(6).fair(30, 4, 6, goal="fair")
    told["seekers"][0]["available"] = "1" * 6
    case = case_from(told)
    good = solve(case)
    check(case, good)
    pair = int(np.flatnonzero(good.slot >= 0)[0])
    who = case.pair_seeker[pair]
    bad = {
        "not there": replace(case, free=np.zeros_like(case.free)),
        "interviewers": replace(case, desks=case.desks * 0),
        "wants": replace(case, most=case.most * 0),
        "pinned": replace(
            case,
            pinned_pair=np.array([pair]),
            pinned_slot=np.array([(good.slot[pair] + 1) % case.slots]),
        ),
        "figures": replace(case, weight=case.weight + 1),
    }
    for reason, its in bad.items():
        with pytest.raises(RuleBroken, match=reason):
            check(its, good)
    two = np.flatnonzero((case.pair_seeker == who) & (good.slot >= 0))
    others = np.flatnonzero((case.pair_seeker == who) & (good.slot < 0))
    slot = good.slot.copy()
    slot[[*two, *others][1]] = slot[pair]
    with pytest.raises(RuleBroken, match="two interviews"):
        check(case, replace(good, slot=slot))
    slot = good.slot.copy()
    slot[pair] = case.slots
    with pytest.raises(RuleBroken, match="does not exist"):
        check(case, replace(good, slot=slot))
    lies = [
        replace(good, bound=good.bound._replace(weight=good.bound.weight + 1)),
        replace(good, bound=good.bound._replace(covered=good.bound.covered + 1)),
        replace(good, exact=not good.exact),
        replace(good, proof=Proof(good.proof.price + 5 * good.proof.scale, good.proof.scale)),
    ]
    for lie in lies:
        with pytest.raises(RuleBroken):
            check(case, lie)


def test_wishes_that_do_not_fit_into_one_number_are_refused(monkeypatch):
    monkeypatch.setattr("nhipcau.algorithms.timetabling.values.LARGEST", 10**5)

    with pytest.raises(TooLarge):
        solve(case_from(Wishes(1).fair(20, 5, 5, goal="fair")))
