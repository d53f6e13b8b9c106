"""Stored lists over the kernel's rows: a change touches the lists it can touch, no others.

Of each seeker a few more than the list shows are kept, so that a vacancy that closes leaves a list
that is still complete. How rare a word or a skill is follows from all vacancies; when that moves,
scores everywhere may move by a few points. Then every list counts as old, and is made anew when it
is read (some ten microseconds) or when all are brought up to date.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from nhipcau.algorithms.compiling import compiled
from nhipcau.algorithms.matching.bits import LAST_RANK, RANK_BITS
from nhipcau.algorithms.matching.engine import Kernel, Scored

Array = npt.NDArray[Any]
SPARE = 8
NOBODY = -1
OUT_OF_REACH = 1 << 40


@compiled
def rows_with(table: Array, value: int) -> Array:
    """The rows of a table in which a value stands."""
    found = np.empty(len(table) + 1, dtype=np.int64)
    count = 0
    for row in range(len(table)):
        is_in = False
        for column in range(table.shape[1]):
            is_in |= table[row, column] == value
        found[count] = row
        count += is_in
    return found[:count].copy()


@compiled
def take_out(
    vacancies: Array,
    scores: Array,
    held: Array,
    is_all: Array,
    least: Array,
    rows: Array,
    vacancy: int,
) -> None:
    """Take a vacancy out of the lists of some rows, in each of which it stands."""
    for row in rows:
        at = 0
        while vacancies[row, at] != vacancy:
            at += 1
        last = held[row] - 1
        for place in range(at, last):
            vacancies[row, place] = vacancies[row, place + 1]
            scores[row, place] = scores[row, place + 1]
        vacancies[row, last], scores[row, last] = NOBODY, -1
        held[row] = last
        least[row] = 0 if is_all[row] or last == 0 else scores[row, last - 1]


@compiled
def put_in(
    vacancies: Array,
    scores: Array,
    held: Array,
    is_all: Array,
    least: Array,
    ranks: Array,
    rows: Array,
    new_scores: Array,
    vacancy: int,
) -> None:
    """Put a vacancy into the lists of some rows where it belongs, each with its score."""
    depth = vacancies.shape[1]
    for which in range(len(rows)):
        row, score, last = rows[which], new_scores[which], held[rows[which]]
        at = last
        while at > 0 and (
            scores[row, at - 1] < score
            or (scores[row, at - 1] == score and ranks[vacancies[row, at - 1]] > ranks[vacancy])
        ):
            at -= 1
        if at == last and not is_all[row]:
            continue  # below what is known of this list: others may come before it
        if last == depth:
            is_all[row] = False
            last -= 1
        if at < depth:
            for place in range(last, at, -1):
                vacancies[row, place] = vacancies[row, place - 1]
                scores[row, place] = scores[row, place - 1]
            vacancies[row, at], scores[row, at] = vacancy, score
            held[row] = last + 1
        least[row] = 0 if is_all[row] else scores[row, held[row] - 1]


class Standing:
    """``top`` and some more of each seeker: rows of vacancies and scores, best first."""

    def __init__(self, kernel: Kernel, top: int) -> None:
        self._kernel, self.top, self._depth = kernel, top, top + SPARE
        rows = len(kernel.crowd.ids)
        self._vacancies = np.full((rows, self._depth), NOBODY, dtype=np.int32)
        self._scores = np.full((rows, self._depth), -1, dtype=np.int32)
        self._held = np.zeros(rows, dtype=np.int64)
        # Whether all vacancies that the rules allow are in it: then nothing can be missing.
        self._is_all = np.zeros(rows, dtype=bool)
        self._version = np.full(rows, -1, dtype=np.int64)
        # What a vacancy needs at least to concern the list of a row.
        self._least = np.zeros(rows, dtype=np.int64)
        self._make(kernel.rows_in_good_order())

    def of(self, seeker: str) -> list[Scored]:
        row = self._kernel.crowd.rows[seeker]
        if self._version[row] != self._kernel.board.words_version:
            self._make(np.array([row], dtype=np.int64))
        ids, held = self._kernel.board.ids, min(self.top, int(self._held[row]))
        vacancies = self._vacancies[row, :held].tolist()
        return [
            (ids[one], score)
            for one, score in zip(vacancies, self._scores[row, :held].tolist(), strict=True)
        ]

    def refresh(self) -> set[str]:
        """Make every old list anew; whose lists then differ from what was stored."""
        order = self._kernel.rows_in_good_order()
        old = order[self._version[order] != self._kernel.board.words_version]
        before = self._vacancies[old, : self.top].copy(), self._scores[old, : self.top].copy()
        self._make(old)
        differs = (before[0] != self._vacancies[old, : self.top]).any(axis=1)
        differs |= (before[1] != self._scores[old, : self.top]).any(axis=1)
        return self._named(old[differs])

    # --- changes: the index has been told already ------------------------------------------------

    def vacancy_put(self, vacancy: str, row: int, *, moved: bool) -> set[str]:
        """``moved``: the weights of words or skills did."""
        listed = rows_with(self._vacancies, row) if row >= 0 else _none()
        row = self._kernel.board.rows[vacancy]
        limits = self._least.copy()
        # Where it stands already, its score is needed only if the list is mended now.
        limits[listed] = OUT_OF_REACH if moved else 0
        rows, scores = self._kernel.mirror.who_may_list(row, self._kernel.near(vacancy), limits)
        touched = np.union1d(listed, rows)
        if moved:
            # These lists are old now like all others, and are made anew when read.
            return self._named(touched)
        before = self._shown(touched)
        tables = self._tables()
        take_out(*tables, listed, row)
        put_in(*tables, self._kernel.board.rank_by_row(), rows, scores, row)
        self._fill_up(touched)
        return self._named(touched[self._differ(before, self._shown(touched))])

    def vacancy_closed(self, row: int) -> set[str]:
        listed = rows_with(self._vacancies, row)
        take_out(*self._tables(), listed, row)
        return self._named(listed)

    def seeker_put(self, seeker: str) -> set[str]:
        row = self._kernel.crowd.rows[seeker]
        if row >= len(self._held):
            self._grow(row + 1)
        self._make(np.array([row], dtype=np.int64))
        return {seeker}

    def seeker_closed(self, row: int) -> None:
        self._vacancies[row], self._scores[row] = NOBODY, -1
        self._held[row], self._version[row], self._is_all[row] = 0, -1, False

    # --- rows ------------------------------------------------------------------------------------

    def _make(self, rows: Array) -> None:
        keys, held = self._kernel.best_of_rows(rows, min(self._depth, len(self._kernel.board)))
        if not len(rows):
            return
        by_rank = self._kernel.board.row_by_rank()
        counts = np.arange(keys.shape[1])[None, :] < held[:, None]
        vacancies = np.full((len(rows), self._depth), NOBODY, dtype=np.int32)
        scores = np.full((len(rows), self._depth), -1, dtype=np.int32)
        if len(by_rank):
            ranks = np.where(counts, LAST_RANK - (keys & LAST_RANK), 0)
            width = keys.shape[1]
            vacancies[:, :width] = np.where(counts, by_rank[ranks], NOBODY)
            scores[:, :width] = np.where(counts, keys >> RANK_BITS, -1)
        self._vacancies[rows], self._scores[rows], self._held[rows] = vacancies, scores, held
        self._is_all[rows] = held < self._depth
        self._least[rows] = np.where(held < self._depth, 0, scores[:, -1])
        self._version[rows] = self._kernel.board.words_version

    def _tables(self) -> tuple[Array, Array, Array, Array, Array]:
        return self._vacancies, self._scores, self._held, self._is_all, self._least

    def _fill_up(self, rows: Array) -> None:
        """Make anew what became too short."""
        short = rows[(self._held[rows] < self.top) & ~self._is_all[rows]]
        self._make(short)

    def _shown(self, rows: Array) -> tuple[Array, Array]:
        return self._vacancies[rows, : self.top].copy(), self._scores[rows, : self.top].copy()

    @staticmethod
    def _differ(one: tuple[Array, Array], other: tuple[Array, Array]) -> Array:
        differs: Array = (one[0] != other[0]).any(axis=1) | (one[1] != other[1]).any(axis=1)
        return differs

    def _grow(self, rows: int) -> None:
        more = max(rows, len(self._held) + len(self._held) // 4 + 16) - len(self._held)
        wide = ((0, more), (0, 0))
        self._vacancies = np.pad(self._vacancies, wide, constant_values=NOBODY)
        self._scores = np.pad(self._scores, wide, constant_values=-1)
        self._held = np.pad(self._held, (0, more))
        self._is_all = np.pad(self._is_all, (0, more))
        self._least = np.pad(self._least, (0, more))
        self._version = np.pad(self._version, (0, more), constant_values=-1)

    def _named(self, rows: Array) -> set[str]:
        ids = self._kernel.crowd.ids
        return {ids[row] for row in rows.tolist()} - {""}


def _none() -> Array:
    return np.zeros(0, dtype=np.int64)
