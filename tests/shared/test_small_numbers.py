"""What is hidden cannot be found: by somebody who knows the whole and how numbers are hidden."""

from collections import defaultdict
from itertools import product

import pytest

from nhipcau.shared.small_numbers import told_parts

LEAST = 3


def told(*counts, least=10):
    names = [f"part {place}" for place in range(len(counts))]
    return tuple(told_parts(dict(zip(names, counts, strict=True)), least=least).values())


def test_large_parts_are_told_and_small_ones_hidden_together():
    assert told(15, 12, 6, 5) == (15, 12, None, None)


def test_one_small_part_takes_another_one_along():
    """Else the whole less the others would tell it."""
    assert told(20, 15, 12, 4) == (20, 15, None, None)
    assert told(20, 15, 12, 0) == (20, 15, None, None)


def test_what_is_hidden_together_is_ten_people_or_more():
    assert told(20, 12, 3, 2) == (20, None, None, None)


def test_parts_alike_are_hidden_together():
    """Told apart by their place alone, the one that stays would tell the other."""
    assert told(20, 12, 12, 4) == (20, None, None, None)


def test_parts_as_large_as_small_ones_can_be_are_not_left_to_their_sum():
    assert told(9, 9, 9, 10) == (None, None, None, None)


def test_what_all_say_is_not_told():
    assert told(40, 0) == (None, None)
    assert told(36, 4) == (None, None)
    assert told(30, 10) == (30, 10)


def test_nothing_is_told_of_fewer_than_twenty():
    assert told(10, 9) == (None, None)


@pytest.mark.parametrize("parts", [2, 3, 4])
def test_every_hidden_part_may_have_been_another_number(parts):
    """The attacker writes down every class there could be, keeps those that would be told alike,
    and still finds at least two numbers for each hidden part."""
    top = 14 if parts < 4 else 11
    alike = defaultdict(list)
    for counts in product(range(top + 1), repeat=parts):
        if LEAST <= sum(counts) <= top:
            alike[sum(counts), told(*counts, least=LEAST)].append(counts)
    for (_whole, shown), possible in alike.items():
        for place, number in enumerate(shown):
            if number is None:
                assert len({counts[place] for counts in possible}) > 1, (shown, possible)


@pytest.mark.parametrize("parts", [2, 3, 4])
def test_no_number_of_few_can_be_added_up(parts):
    """What is told, any of it together, and all that is left: nobody or enough people."""
    for counts in product(range(8), repeat=parts):
        shown = [number for number in told(*counts, least=LEAST) if number is not None]
        rest = sum(counts) - sum(shown)
        assert all(number >= LEAST for number in shown)
        assert not shown or rest == 0 or rest >= LEAST
        assert all(sum(counts) - number >= LEAST for number in shown)
