"""Terms of many texts as numbers, and their weights: text.py once more, for arrays.

A term is found by a key of 64 bits: a token by its number, a pair by both numbers.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nhipcau.algorithms.compiling import compiled
from nhipcau.algorithms.matching import text
from nhipcau.algorithms.matching.naming import Names

Whole = npt.NDArray[np.int32]
Counts = npt.NDArray[np.uint16]
Keys = npt.NDArray[np.int64]
TEXTS_AT_ONCE = 4_000
_MIX = np.uint64(0x9E3779B97F4A7C15)


@compiled
def _number_of(keys: Keys, numbers: Whole, key: np.int64, next_number: int) -> int:
    """The number of a term; ``next_number``, which it then keeps, when it is new."""
    mask = np.uint64(len(keys) - 1)
    place = (np.uint64(key) * _MIX) >> np.uint64(20) & mask
    while keys[place] != key:
        if keys[place] < 0:
            keys[place] = key
            numbers[place] = next_number
            return next_number
        place = (place + np.uint64(1)) & mask
    return int(numbers[place])


@compiled
def _count_terms(
    tokens: Whole,
    starts: Keys,
    keys: Keys,
    numbers: Whole,
    count: int,
    seen_at: Whole,
    terms: Whole,
    counts: Counts,
    lengths: Whole,
) -> tuple[int, int]:
    """Terms of each text in the order of text.terms; how many were written, how many are known."""
    written = 0
    for one in range(len(starts) - 1):
        first = written
        for is_pair in range(2):
            for place in range(starts[one], starts[one + 1] - is_pair):
                key = np.int64(tokens[place])
                if is_pair:
                    key = ((key + 1) << 32) | np.int64(tokens[place + 1])
                term = _number_of(keys, numbers, key, count)
                if term == count:
                    count += 1
                    seen_at[term] = -1
                if seen_at[term] >= first:
                    counts[seen_at[term]] += 1
                else:
                    seen_at[term] = written
                    terms[written] = term
                    counts[written] = 1
                    written += 1
        lengths[one] = written - first
    for place in range(written):
        seen_at[terms[place]] = -1
    return written, count


class Vocabulary:
    """Every token and every pair that was ever met, by number."""

    def __init__(self) -> None:
        self._tokens: dict[str, int] = {}
        self._keys = np.full(1 << 16, -1, dtype=np.int64)
        self._numbers = np.zeros(1 << 16, dtype=np.int32)
        self._seen_at = np.full(1 << 15, -1, dtype=np.int32)
        self.count = 0
        self.frequency = np.array([0.0, 1.0])

    def terms(self, texts: Iterable[str]) -> tuple[Whole, Counts, Whole]:
        """Terms and counts of some texts in one row, and how many terms each text has."""
        known, tokens, starts = self._tokens, [], [0]
        find = known.setdefault
        for one in texts:
            tokens += [find(token, len(known)) for token in text.tokens(one)]
            starts.append(len(tokens))
        most = 2 * len(tokens)
        self._make_room(most)
        terms, counts = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.uint16)
        lengths = np.empty(len(starts) - 1, dtype=np.int32)
        written, self.count = _count_terms(
            np.array(tokens, dtype=np.int32),
            np.array(starts, dtype=np.int64),
            self._keys,
            self._numbers,
            self.count,
            self._seen_at,
            terms,
            counts,
            lengths,
        )
        so_far, highest = len(self.frequency), int(counts[:written].max(initial=1))
        if highest >= so_far:
            more = [text.frequency(one) for one in range(so_far, highest + 1)]
            self.frequency = np.concatenate([self.frequency, more])
        return terms[:written], counts[:written], lengths

    def _make_room(self, more: int) -> None:
        needed = self.count + more
        if needed > len(self._seen_at):
            grown = np.full(max(needed, 2 * len(self._seen_at)), -1, dtype=np.int32)
            grown[: self.count] = self._seen_at[: self.count]
            self._seen_at = grown
        # Room for what is known, and for the new ones if all of them were new.
        if 3 * needed > 2 * len(self._keys):
            size = len(self._keys)
            while 3 * needed > 2 * size:
                size *= 2
            keys, numbers = self._keys, self._numbers
            self._keys = np.full(size, -1, dtype=np.int64)
            self._numbers = np.zeros(size, dtype=np.int32)
            _move(keys, numbers, self._keys, self._numbers)


@compiled
def _move(keys: Keys, numbers: Whole, new_keys: Keys, new_numbers: Whole) -> None:
    for place in range(len(keys)):
        if keys[place] >= 0:
            _number_of(new_keys, new_numbers, keys[place], numbers[place])


class Pool:
    """Rows of different lengths in one array; what is replaced is swept out now and then."""

    def __init__(self, *kinds: Any) -> None:
        self.arrays: list[Any] = [np.empty(1024, dtype=kind) for kind in kinds]
        self.starts = np.zeros(16, dtype=np.int64)
        self.lengths = np.zeros(16, dtype=np.int32)
        self.used = self.live = self.moves = 0

    def put_many(self, first_row: int, lengths: Whole, *values: npt.NDArray[Any]) -> None:
        """New rows from ``first_row`` on; the values of all of them stand one after another."""
        self._grow(first_row + len(lengths), len(values[0]))
        ends = self.used + np.cumsum(lengths, dtype=np.int64)
        rows = slice(first_row, first_row + len(lengths))
        self.live += len(values[0]) - int(self.lengths[rows].sum())
        self.starts[rows], self.lengths[rows] = ends - lengths, lengths
        for array, one in zip(self.arrays, values, strict=True):
            array[self.used : self.used + len(one)] = one
        self.used += len(values[0])

    def put(self, row: int, *values: npt.NDArray[Any]) -> None:
        self.put_many(row, np.array([len(values[0])], dtype=np.int32), *values)

    def row(self, row: int, array: int = 0) -> npt.NDArray[Any]:
        start = self.starts[row]
        return self.arrays[array][start : start + self.lengths[row]]

    def _grow(self, rows: int, more: int) -> None:
        if rows > len(self.starts):
            size = max(rows, 2 * len(self.starts))
            self.starts = np.concatenate(
                [self.starts, np.zeros(size - len(self.starts), np.int64)]
            )
            longer = np.zeros(size - len(self.lengths), np.int32)
            self.lengths = np.concatenate([self.lengths, longer])
        if self.used + more > len(self.arrays[0]):
            self.moves += 1
            if self.used > 2 * self.live:
                self._sweep()
            size = max(self.used + more, self.used + self.used // 4)
            for place, array in enumerate(self.arrays):
                grown = np.empty(size, dtype=array.dtype)
                grown[: self.used] = array[: self.used]
                self.arrays[place] = grown

    def _sweep(self) -> None:
        told = [
            np.concatenate([self.row(row, place) for row in range(len(self.starts))])
            for place in range(len(self.arrays))
        ]
        self.used = self.live = len(told[0])
        self.starts = np.cumsum(self.lengths, dtype=np.int64) - self.lengths
        for place, one in enumerate(told):
            self.arrays[place][: len(one)] = one


class Shared(NamedTuple):
    """Names that both sides use, and the terms of their texts."""

    places: Names
    languages: Names
    certificates: Names
    shifts: Names
    skills: Names
    words: Vocabulary

    @classmethod
    def empty(cls) -> "Shared":
        return cls(Names(), Names(), Names(), Names(), Names(), Vocabulary())
