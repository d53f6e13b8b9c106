"""Alpha and its interval against published figures, and against other ways to compute them."""

import random

import numpy as np
import pytest
from scipy import stats

from nhipcau.inventory.reliability import (
    alpha_of_variances,
    f_quantile,
    feldt_interval,
    item_totals,
    reliability_of,
)

# Attitudes of clerical employees in 30 departments towards their supervisors: S. Chatterjee and
# B. Price, "Regression Analysis by Example", 1977; as `attitude` in every R. The manual of the R
# package psych works it out with `alpha(attitude)`: raw alpha 0.84.
ATTITUDE = (
    "43 63 71 61 81 43 58 71 72 67 64 67 69 68 77 81 74 65 65 50 50 64 53 40 63 66 78 48 85 82",
    "51 64 70 63 78 55 67 75 82 61 53 60 62 83 77 90 85 60 70 58 40 61 66 37 54 77 75 57 85 82",
    "30 51 68 45 56 49 42 50 72 45 53 47 57 83 54 50 64 65 46 68 33 52 52 42 42 66 58 44 71 39",
    "39 54 69 47 66 44 56 55 67 47 58 39 42 45 72 72 69 75 57 54 34 62 50 58 48 63 74 45 71 59",
    "61 63 76 54 71 54 66 70 71 62 58 59 55 59 79 60 79 55 75 64 43 66 63 50 66 88 80 51 77 64",
    "92 73 86 84 83 49 68 66 83 80 67 74 63 77 77 54 79 80 85 78 64 80 80 57 75 76 78 83 74 78",
    "45 47 48 35 47 34 35 41 31 41 34 41 25 35 46 36 63 60 46 52 33 41 37 49 33 72 49 38 55 39",
)


def attitude():
    columns = [[int(one) for one in column.split()] for column in ATTITUDE]
    return list(zip(*columns, strict=True))


def drawn(people=400, items=8, *, seed=7):
    """Answers 1 to 5 that share a common part."""
    chance = random.Random(seed)
    rows = []
    for _person in range(people):
        common = chance.gauss(3, 0.8)
        rows.append([min(5, max(1, round(chance.gauss(common, 0.9)))) for _item in range(items)])
    return rows


def test_alpha_equals_the_worked_example_of_bland_and_altman():
    """J. M. Bland and D. G. Altman, "Statistics notes: Cronbach's alpha", BMJ 314, 1997, p. 572:
    ten items, their variances add up to 11.16, the variance of the sum is 77.44, alpha is 0.95."""
    assert round(alpha_of_variances(10, 11.16, 77.44), 2) == 0.95


def test_alpha_equals_the_worked_example_of_the_attitude_survey():
    assert round(reliability_of(attitude()).alpha, 2) == 0.84


def test_the_interval_equals_the_published_one():
    """The documentation of pingouin (`cronbach_alpha`): 15 people, 10 items, alpha 0.591719, and
    by Feldt's method 0.195 to 0.840."""
    low, high = feldt_interval(0.591719, people=15, items=10)
    assert (round(low, 3), round(high, 3)) == (0.195, 0.840)


@pytest.mark.parametrize("share", [0.005, 0.025, 0.5, 0.975, 0.995])
@pytest.mark.parametrize(("ones", "others"), [(1, 7), (14, 126), (99, 693), (617, 4319)])
def test_quantiles_of_f_equal_those_of_scipy(share, ones, others):
    assert f_quantile(share, ones, others) == pytest.approx(
        stats.f.ppf(share, ones, others), rel=1e-8
    )


def test_alpha_equals_the_one_from_covariances():
    """The other formula: k/(k-1) · (1 - trace/sum of the covariance matrix)."""
    rows = drawn()
    covariances = np.cov(np.array(rows).T)
    items = len(covariances)
    other = items / (items - 1) * (1 - np.trace(covariances) / covariances.sum())
    assert reliability_of(rows).alpha == pytest.approx(other, abs=1e-12)


def test_each_item_is_correlated_with_the_sum_of_the_others():
    rows = drawn()
    table = np.array(rows)
    for place, told in enumerate(item_totals(rows)):
        others = np.delete(table, place, axis=1).sum(axis=1)
        assert told == pytest.approx(np.corrcoef(table[:, place], others)[0, 1], abs=1e-12)


def test_the_error_of_measurement_follows_from_alpha():
    told = reliability_of(drawn())
    assert told.sem == pytest.approx(told.sd * (1 - told.alpha) ** 0.5)
    assert told.low < told.alpha < told.high


@pytest.mark.parametrize("rows", [[], [[1, 2, 3]], [[1], [2]], [[3, 3], [3, 3], [3, 3]]])
def test_where_nothing_differs_nothing_is_told(rows):
    assert reliability_of(rows) is None


def test_items_that_have_nothing_in_common_have_no_reliability():
    chance = random.Random(3)
    rows = [[chance.randint(1, 5) for _item in range(8)] for _person in range(500)]
    assert reliability_of(rows).alpha < 0.25
