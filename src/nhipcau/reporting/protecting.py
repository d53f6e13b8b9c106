"""Figures so small that somebody could be guessed are not shown to who may not see the people.

Cells of 1 to 4 are left out (primary), and then further cells, until nothing that is shown tells
one of them (complementary): whoever knows the total of a group knows the sum of what was left out.
That sum is at least ``SMALL_CELL_BELOW`` and spread over at least two cells, none of which is then
certain: each may be any number from one up to the sum less one for every other cell. Nought stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from nhipcau.reporting.indicators import SMALL_CELL_BELOW


@dataclass(frozen=True)
class Hidden:
    """Rows of a group that are not shown, and columns in which the total is not shown either."""

    rows: frozenset[int]
    totals: frozenset[int]


def protect(
    rows: Sequence[Sequence[int]],
    totals: Sequence[int | None],
    *,
    is_partition: bool = True,
) -> Hidden:
    """What to leave out of a group of rows with the same columns.

    Args:
        rows: the cells, row by row.
        totals: of each column, the figure that is shown for the whole group, or nothing.
        is_partition: whether each counted one stands in one row only. What the total has beyond
            the rows of a partition is a cell of its own that anybody can work out.
    """
    hidden = {
        at for at, cells in enumerate(rows) if any(0 < one < SMALL_CELL_BELOW for one in cells)
    }
    small_totals = {
        column
        for column, total in enumerate(totals)
        if total is not None and 0 < total < SMALL_CELL_BELOW
    }
    if not is_partition:
        return Hidden(frozenset(hidden), frozenset(small_totals))
    rests = [
        max(0, total - sum(cells[column] for cells in rows)) if total is not None else 0
        for column, total in enumerate(totals)
    ]
    changed = True
    while changed:
        changed = False
        for column, total in enumerate(totals):
            if total is None or column in small_totals:
                continue
            more = _one_more(rows, hidden, column, rests[column])
            if more is not None:
                hidden.add(more)
                changed = True
    # Where nothing is left to hide behind, the total would tell: it is left out as well.
    bare = {
        column
        for column, total in enumerate(totals)
        if total is not None and not _is_safe(rows, hidden, column, rests[column])
    }
    return Hidden(frozenset(hidden), frozenset(small_totals | bare))


def _left_out(
    rows: Sequence[Sequence[int]], hidden: set[int], column: int, rest: int
) -> list[int]:
    """The cells of a column that somebody would work out: those left out, and the rest."""
    cells = [rows[at][column] for at in hidden]
    return [one for one in [*cells, rest] if one]


def _is_safe(rows: Sequence[Sequence[int]], hidden: set[int], column: int, rest: int) -> bool:
    cells = _left_out(rows, hidden, column, rest)
    is_small = any(one < SMALL_CELL_BELOW for one in cells)
    if not is_small:
        return True
    whole = sum(cells)
    return len(cells) > 1 and whole >= SMALL_CELL_BELOW and whole > len(cells)


def _one_more(
    rows: Sequence[Sequence[int]], hidden: set[int], column: int, rest: int
) -> int | None:
    """The row to leave out next, the smallest that helps; nothing when it is safe or none is."""
    if _is_safe(rows, hidden, column, rest):
        return None
    others = [
        (rows[at][column], at) for at in range(len(rows)) if at not in hidden and rows[at][column]
    ]
    return min(others)[1] if others else None
