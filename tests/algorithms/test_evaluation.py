"""Figures worked out by hand or taken from the source named."""

import math

import pytest

from nhipcau.algorithms.matching.evaluation import (
    exposure,
    gini,
    kappa,
    mean,
    ndcg,
    never_shown,
    recall,
    reciprocal_rank,
)


def test_ndcg_is_one_in_the_best_order_and_less_in_any_other():
    grades = {"a": 3, "b": 2, "c": 0}

    assert ndcg(["a", "b", "c"], grades) == 1
    by_hand = (3 / math.log2(2) + 7 / math.log2(3)) / (7 / math.log2(2) + 3 / math.log2(3))
    assert ndcg(["b", "a"], grades) == pytest.approx(by_hand)


def test_ndcg_counts_what_is_missing_and_nothing_below_the_tenth():
    grades = {"a": 1, "b": 1}

    assert ndcg(["a"], grades) == pytest.approx(1 / (1 + 1 / math.log2(3)))
    assert ndcg([*"cdefghijkl", "a"], grades) == 0
    assert ndcg(["a"], {"a": 0}) is None


def test_reciprocal_rank_and_recall():
    assert reciprocal_rank(["x", "y", "z"], {"z", "y"}) == 0.5
    assert reciprocal_rank(["x"], {"z"}) == 0
    assert recall(["x", "y", "z"], {"z", "y", "w"}, top=2) == pytest.approx(1 / 3)
    assert recall(["x"], set()) is None
    assert mean([1.0, None, 0.0]) == 0.5
    assert mean([None]) is None


def test_kappa_of_cohens_own_kind_of_table():
    """20 both yes, 15 both no, 5 and 10 apart: observed 0.7, by chance 0.5, kappa 0.4."""
    one = [1] * 25 + [0] * 25
    other = [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15

    assert kappa(one, other) == pytest.approx(0.4)


def test_weighted_kappa_forgives_a_near_miss():
    one, near, far = [0, 1, 2, 3], [0, 1, 2, 2], [0, 1, 2, 0]

    assert kappa(one, one, grades=4) == 1
    assert kappa(one, near, grades=4) > kappa(one, far, grades=4)
    assert kappa(one, near) == kappa(one, [0, 1, 2, 2])


def test_kappa_without_anything_to_agree_on():
    assert kappa([], []) is None
    assert kappa([2, 2], [2, 2]) is None
    with pytest.raises(ValueError, match="same pairs"):
        kappa([1], [1, 2])
    with pytest.raises(ValueError, match="0 to 3"):
        kappa([4], [1], grades=4)


def test_gini_and_who_is_never_shown():
    counts = exposure([["a", "b"], ["a"], ["a", "a"]], "abc")

    assert counts == {"a": 3, "b": 1, "c": 0}
    assert gini(counts.values()) == pytest.approx(0.5)
    assert gini([5, 5, 5]) == pytest.approx(0)
    assert gini([0, 0]) == gini([]) == 0
    assert never_shown(counts.values()) == pytest.approx(1 / 3)
    with pytest.raises(ValueError, match="0 or more"):
        gini([-1])
