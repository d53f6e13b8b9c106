"""The seekers as arrays: a row each as long as they look for work."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nhipcau.algorithms.matching.naming import Names, Sets
from nhipcau.algorithms.matching.records import Seeker
from nhipcau.algorithms.matching.wording import TEXTS_AT_ONCE, Pool, Shared

Array = npt.NDArray[Any]
CODE_1, CODE_2, CODE_3, PLACES, HOME, EDUCATION, AGE, FLOOR, WISH = range(9)
CERTIFICATES, SHIFTS, LANGUAGES, EXPERIENCE, AVAILABLE, LIVE = range(9, 15)
COLUMNS = 15


class People(NamedTuple):
    """What the kernel reads; a row of ``fields`` for each seeker, tables of sets."""

    fields: Array  # (rows, 15) int32
    places: Array  # (sets, names) uint8
    certificates: Array
    shifts: Array
    languages: Array  # levels
    skill_starts: Array
    skill_lengths: Array
    skills: Array
    term_starts: Array
    term_lengths: Array
    terms: Array
    term_counts: Array
    frequency: Array  # (counts) float64: what a term counts that occurs so often


class Crowd:
    """Rows of seekers, kept up to date one by one."""

    def __init__(self, shared: Shared, seekers: Sequence[Seeker]) -> None:
        self.shared = shared
        self.rows: dict[str, int] = {}
        self.ids: list[str] = []
        self.codes = Names()
        self._free: list[int] = []
        self._sorted_ids: list[str] | None = None
        self._fields = np.zeros((max(16, len(seekers)), COLUMNS), dtype=np.int32)
        self._skills, self._terms = Pool(np.int32), Pool(np.int32, np.uint16)
        self._places, self._shifts = Sets(shared.places), Sets(shared.shifts)
        self._certificates, self._languages = Sets(shared.certificates), Sets(shared.languages)
        for first in range(0, len(seekers), TEXTS_AT_ONCE):
            self._add_some(first, seekers[first : first + TEXTS_AT_ONCE])

    def __len__(self) -> int:
        return len(self.rows)

    def _add_some(self, first: int, seekers: Sequence[Seeker]) -> None:
        for row, one in enumerate(seekers, start=first):
            self.rows[one.id] = row
            self.ids.append(one.id)
            self._fields[row] = self._told(one)
        skills = [self.shared.skills.numbers(one.skills) for one in seekers]
        lengths = np.array([len(one) for one in skills], dtype=np.int32)
        flat = np.array([skill for one in skills for skill in one], dtype=np.int32)
        self._skills.put_many(first, lengths, flat)
        terms, counts, lengths = self.shared.words.terms(one.text for one in seekers)
        self._terms.put_many(first, lengths, terms, counts)

    def _told(self, one: Seeker) -> list[int]:
        codes = [self.codes.number(code) for code in one.occupations]
        levels = tuple(sorted(one.languages.items()))
        return [
            *(codes + [codes[0]] * (3 - len(codes))),
            self._places.number(one.places),
            self.shared.places.number(one.home),
            *(one.education, one.age, one.wage_floor, one.wage_wish),
            self._certificates.number(one.certificates),
            self._shifts.number(one.shifts),
            self._languages.number(levels),
            *(one.experience, one.available_in, 1),
        ]

    def put(self, seeker: Seeker) -> None:
        row = self.rows.get(seeker.id, -1)
        if row < 0:
            row = self._free.pop() if self._free else len(self.ids)
            if row == len(self.ids):
                self.ids.append("")
                if row == len(self._fields):
                    self._fields = np.concatenate([self._fields, np.zeros_like(self._fields)])
            self.ids[row], self.rows[seeker.id] = seeker.id, row
            if self._sorted_ids is not None:
                self._sorted_ids.insert(bisect_left(self._sorted_ids, seeker.id), seeker.id)
        self._fields[row] = self._told(seeker)
        self._skills.put(row, np.array(self.shared.skills.numbers(seeker.skills), dtype=np.int32))
        terms, counts, _lengths = self.shared.words.terms([seeker.text])
        self._terms.put(row, terms, counts)

    def close(self, seeker_id: str) -> int:
        row = self.rows.pop(seeker_id)
        self.ids[row] = ""
        self._free.append(row)
        self._fields[row, LIVE] = 0
        if self._sorted_ids is not None:
            del self._sorted_ids[bisect_left(self._sorted_ids, seeker_id)]
        return row

    def rows_by_rank(self) -> list[str]:
        """Ids in the order in which equal scores stand."""
        if self._sorted_ids is None:
            self._sorted_ids = sorted(self.rows)
        return self._sorted_ids

    @property
    def moves(self) -> int:
        """How often the terms were laid out anew."""
        return self._terms.moves

    def code_numbers(self) -> list[int]:
        """Every code that was ever wanted, as a number, in the order of ``codes``."""
        return [int(str(one)) for one in self.codes]

    def view(self) -> People:
        return People(
            self._fields,
            self._places.table(),
            self._certificates.table(),
            self._shifts.table(),
            self._languages.table(),
            self._skills.starts,
            self._skills.lengths,
            self._skills.arrays[0],
            self._terms.starts,
            self._terms.lengths,
            self._terms.arrays[0],
            self._terms.arrays[1],
            self.shared.words.frequency,
        )
