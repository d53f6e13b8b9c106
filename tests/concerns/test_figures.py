"""Figures by which nobody is found, whatever they are subtracted from."""

import datetime as dt
from itertools import product

from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from nhipcau.concerns.figures import LEAST, told
from nhipcau.concerns.models import Concern
from nhipcau.concerns.queries import before, quarter_of, quarters
from tests.concerns.conftest import tell


@hypothesis_settings(max_examples=200)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_no_hidden_figure_can_be_worked_out(counts):
    """Whoever knows what is told still has two answers for each figure that is not."""
    named = {str(place): count for place, count in enumerate(counts)}
    found = told(named)
    hidden = [kind for kind, count in found.counts.items() if count is None]
    assert all(named[kind] < LEAST for kind in hidden)
    assert all(count is None or count >= LEAST for count in found.counts.values())
    if found.total is None or not hidden:
        return
    rest = found.total - sum(count for count in found.counts.values() if count)
    possible = [one for one in product(range(LEAST), repeat=len(hidden)) if sum(one) == rest]
    for place in range(len(hidden)):
        assert len({one[place] for one in possible}) > 1


def test_what_all_may_see_is_told_whole():
    found = told({"a": 7, "b": 12})
    assert (found.counts, found.total) == ({"a": 7, "b": 12}, 19)


def test_a_quarter_is_told_when_it_is_over(told, reader):
    """A figure that grows with each one who writes would tell the day."""
    for number in range(6):
        tell(form_key=f"{number:032}")
    day = Concern.objects.first().received_on
    assert all(figures.total is None for _start, figures in quarters(day))
    over = quarters(day + dt.timedelta(days=92))
    assert over[0][1].counts["MONEY"] == 7


def test_quarters_follow_each_other():
    start = quarter_of(dt.date(2026, 1, 15))
    assert (start, before(start)) == (dt.date(2026, 1, 1), dt.date(2025, 10, 1))
