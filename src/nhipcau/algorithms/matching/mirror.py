"""What the reverse kernel reads, kept beside the seekers' rows."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nhipcau.algorithms.matching import board as columns
from nhipcau.algorithms.matching.bits import words_for
from nhipcau.algorithms.matching.board import Board
from nhipcau.algorithms.matching.criteria import NEARNESS
from nhipcau.algorithms.matching.naming import Names
from nhipcau.algorithms.matching.people import Crowd
from nhipcau.algorithms.matching.reverse import (
    DIGITS,
    LEVELS,
    SCHOOLING,
    Asked,
    Bits,
    Vectors,
    best_seekers,
    who_may_list,
    write_bits,
)

Array = npt.NDArray[Any]


class Mirror:
    """Bits and vectors of the seekers, made when first asked for."""

    def __init__(self, board: Board, crowd: Crowd, weights: Array) -> None:
        self._board, self._crowd, self._weights = board, crowd, weights
        self._beginnings = Names()
        self._table = np.zeros((0, DIGITS), dtype=np.int64)
        self._bits: Bits | None = None
        self._vectors: Vectors | None = None
        self._moves = -1
        self._ranks: Array | None = None

    def seeker_changed(self, row: int, *, is_other: bool) -> None:
        """``is_other``: somebody came or went, so that ranks are other ones."""
        if self._vectors is not None and row < len(self._vectors.versions):
            self._vectors.versions[row] = -1
        if is_other:
            self._ranks = None
        if self._bits is not None and self._fits(self._bits):
            one = np.array([row], dtype=np.int64)
            write_bits(self._crowd.view(), one, self._table, self._bits)

    def best(self, rows: Sequence[int] | Array, top: int) -> tuple[Array, Array]:
        """Keys of the best seekers of some vacancies, best first, and how many each has."""
        view, people = self._board.view(), self._crowd.view()
        bits, vectors = self._current_bits(), self._current_vectors()
        out = np.empty((len(rows), max(1, top)), dtype=np.int64)
        held = np.zeros(len(rows), dtype=np.int64)
        if top > 0 and len(rows):
            best_seekers(
                *(view, people, bits, vectors, self._board.words_version, self._current_ranks()),
                *(self._asked(rows), np.array(NEARNESS), self._weights, top, out, held),
            )
        return out, held

    def who_may_list(self, row: int, near: Array, least: Array) -> tuple[Array, Array]:
        """Rows and scores of the seekers with whom a vacancy reaches ``least`` of their row.

        ``near``: the occupation part of each wanted code.
        """
        view, people = self._board.view(), self._crowd.view()
        bits, vectors = self._current_bits(), self._current_vectors()
        rows = np.empty(len(self._crowd) + 1, dtype=np.int64)
        scores = np.empty(len(self._crowd) + 1, dtype=np.int64)
        found = who_may_list(
            *(view, people, bits, vectors, self._board.words_version, self._asked([row])),
            *(near, self._weights, least, rows, scores),
        )
        return rows[:found], scores[:found]

    def _asked(self, rows: Sequence[int] | Array) -> Asked:
        told = self._board.columns_of(rows)
        certificates = [self._board.certificates_of(int(row)) for row in rows]
        starts = np.cumsum([0, *map(len, certificates)], dtype=np.int64)
        beginnings = [
            [self._beginnings.known(f"{code:04d}"[:digits]) for digits in range(1, DIGITS + 1)]
            for code in told[:, columns.CODE].tolist()
        ]
        return Asked(
            places=self._board.place_of[np.asarray(rows, dtype=np.int64)],
            shifts=told[:, columns.SHIFT].astype(np.int64),
            ages=told[:, columns.AGE].astype(np.int64),
            languages=told[:, columns.LANGUAGE].astype(np.int64),
            levels=told[:, columns.LEVEL].astype(np.int64),
            certificate_starts=starts,
            certificates=np.array([one for all_of in certificates for one in all_of], np.int64),
            beginnings=np.array(beginnings, dtype=np.int64).reshape(-1, DIGITS),
        )

    # --- as things stand -------------------------------------------------------------------------

    def _shape(self) -> tuple[int, ...]:
        shared = self._board.shared
        return (
            *(len(shared.places), len(shared.shifts), len(shared.certificates)),
            *(len(shared.languages) * LEVELS, SCHOOLING, len(self._beginnings)),
        )

    def _fits(self, bits: Bits) -> bool:
        self._name_beginnings()
        has_room = bits.places.shape[1] * 64 >= len(self._crowd.ids)
        return has_room and all(
            len(one) >= rows for one, rows in zip(bits, self._shape(), strict=True)
        )

    def _name_beginnings(self) -> None:
        codes = [str(one) for one in self._crowd.codes]
        if len(codes) > len(self._table):
            self._table = np.array(
                [
                    [self._beginnings.number(one[: at + 1]) for at in range(DIGITS)]
                    for one in codes
                ],
                dtype=np.int64,
            )

    def _current_bits(self) -> Bits:
        if self._bits is None or not self._fits(self._bits):
            self._name_beginnings()
            # Some room, so that one more seeker or place need not make all of them anew.
            words = words_for(len(self._crowd.ids) + len(self._crowd.ids) // 8 + 64)
            self._bits = Bits(
                *(
                    np.zeros((rows + (0 if rows == SCHOOLING else 8), words), dtype=np.uint64)
                    for rows in self._shape()
                )
            )
            rows = np.fromiter(self._crowd.rows.values(), np.int64, len(self._crowd))
            write_bits(self._crowd.view(), rows, self._table, self._bits)
        return self._bits

    def _current_vectors(self) -> Vectors:
        people = self._crowd.view()
        made = self._vectors
        if made is None or self._moves != self._crowd.moves:
            self._moves = self._crowd.moves
            made = Vectors(
                np.empty(len(people.terms), dtype=np.int32),
                np.empty(len(people.terms), dtype=np.int16),
                np.zeros(len(people.term_starts), dtype=np.int32),
                np.full(len(people.term_starts), -1, dtype=np.int64),
            )
        elif len(made.versions) != len(people.term_starts):
            size = len(people.term_starts)
            made = made._replace(
                lengths=np.zeros(size, dtype=np.int32), versions=np.full(size, -1, np.int64)
            )
        self._vectors = made
        return made

    def _current_ranks(self) -> Array:
        if self._ranks is None:
            self._ranks = np.zeros(len(self._crowd.ids) + 1, dtype=np.int64)
            rows = [self._crowd.rows[one] for one in self._crowd.rows_by_rank()]
            self._ranks[rows] = np.arange(len(rows))
        return self._ranks
