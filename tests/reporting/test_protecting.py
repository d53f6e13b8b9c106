"""Nobody is guessed from what is shown: an adversary who knows all the totals tries."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.reporting.protecting import protect
from nhipcau.reporting.report import Cell, Column, Row, Table, protected_table


def guesses(values, hidden, total):
    """Which values each hidden cell may have, for somebody who knows that noughts are shown."""
    known = sum(value for at, value in enumerate(values) if at not in hidden)
    at_least_one = [at for at in sorted(hidden) if values[at]]
    rest = total - known
    possible = {at: set() for at in at_least_one}
    span = range(1, rest + 1)
    for guess in product(span, repeat=len(at_least_one)):
        if sum(guess) == rest:
            for at, value in zip(at_least_one, guess, strict=True):
                possible[at].add(value)
    return possible


@settings(max_examples=150, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=1, max_size=5))
def test_no_small_cell_can_be_worked_out_from_the_total(values):
    found = protect([[one] for one in values], [sum(values)])

    small = {at for at, one in enumerate(values) if 0 < one < 5}
    assert small <= found.rows
    if 0 in found.totals:
        return
    for at, possible in guesses(values, found.rows, sum(values)).items():
        if at in small:
            assert len(possible) > 1, (values, found)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=1, max_size=4))
def test_a_row_is_left_out_in_every_column(rows):
    totals = [sum(row[column] for row in rows) for column in (0, 1)]
    found = protect(rows, totals)

    for column in (0, 1):
        values = [row[column] for row in rows]
        small = {at for at, one in enumerate(values) if 0 < one < 5}
        assert small <= found.rows
        if column not in found.totals:
            possible = guesses(values, found.rows, totals[column])
            assert all(len(possible[at]) > 1 for at in small)


def test_what_the_total_has_beyond_the_rows_is_a_cell_too():
    """Women 7, not stated 0, in all 8: the one man would stand there unwritten."""
    assert protect([[7], [0]], [8]).rows == {0}
    assert protect([[7], [0]], [8], is_partition=False).rows == frozenset()


def test_nothing_small_nothing_left_out():
    found = protect([[5], [0], [12]], [17])
    assert (found.rows, found.totals) == (frozenset(), frozenset())


def test_a_table_leaves_out_shares_and_pictures_as_well():
    rows = (
        Row("all", "All", (Cell(9), Cell()), look="main"),
        Row("a", "A", (Cell(8), Cell(88.9)), group="g", part_of="all"),
        Row("b", "B", (Cell(1), Cell(11.1)), group="g", part_of="all"),
        Row("c", "C", (Cell(0), Cell(0.0)), group="g", part_of="all"),
    )
    columns = (Column("n"), Column("share", "share"))
    told = protected_table(
        Table("t", "T", columns, rows, finding="8 of 9", picture="stages"), "note"
    )

    assert [[one.is_hidden for one in row.cells] for row in told.rows] == [
        [False, False],
        [True, True],
        [True, True],
        [False, False],
    ]
    assert (told.finding, told.picture, told.note) == ("", "", "note")
