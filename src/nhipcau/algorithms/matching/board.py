"""The vacancies as arrays, sorted by occupation: what the kernel reads.

A vacancy has a row as long as it is open, and a place on the board that follows from its code.
Whatever follows from all vacancies (how rare a term or a skill is, bounds of a group, bits) is
made anew in one pass after a change, so that it is never almost right.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from nhipcau.algorithms.matching import criteria, text
from nhipcau.algorithms.matching.bits import words_for
from nhipcau.algorithms.matching.records import HIGHEST_EDUCATION, HIGHEST_LEVEL, OLDEST, Vacancy
from nhipcau.algorithms.matching.weighing import set_bits, weigh_skills, weigh_terms, without
from nhipcau.algorithms.matching.wording import Pool, Shared

Array = npt.NDArray[Any]
# Columns of a vacancy; the first ones are what the kernel reads for each pair.
WAGE_MIDDLE, WAGE_MAX, PLACE, AWAY, EDUCATION, EXPERIENCE, START, RANK = range(8)
AGE, LANGUAGE, LEVEL, SHIFT, CODE, WAGE_MIN = range(8, 14)
COLUMNS = 14
READ = 8
LEVELS = HIGHEST_LEVEL + 1
ROOM = 1.3


class View(NamedTuple):
    """What the kernel reads. P places on the board, G groups, W words of bits, T terms."""

    fields: Array  # (P, 8) int32
    groups: Array  # (G + 1) int64: where each group begins
    codes: Array  # (G) int32
    highest: Array  # (G) int64: the highest middle of a wage
    at_home: Array  # (places, G) uint8: whether the group has a vacancy there
    place_bits: Array  # (places, W)
    education_bits: Array  # (8, W): asks for no more than this
    age_bits: Array  # (thresholds + 1, W): asks for no more than the first thresholds
    age_class: Array  # (131) int32: thresholds reached at an age
    shift_bits: Array  # (shifts, W)
    language_bits: Array  # (languages × 7, W): asks for no more than this level of it
    certificate_bits: Array  # (certificates, W): asks for it
    column_of: Array  # (terms) int32: column of a term that counts, else -1
    rarity: Array  # (T) float64
    term_bounds: Array  # (T, G) uint16: the highest weight in the group
    term_starts: Array  # (P + 1) int64
    terms: Array  # int32 columns
    term_weights: Array  # int16
    skill_weights: Array  # (skills) int32
    skill_bounds: Array  # (skills, G) int32: the highest share of a vacancy, in 1/1000
    skill_starts: Array  # (P + 1) int64
    skills: Array  # int32
    skills_asked: Array  # (P) int32: the weight of all that are asked


class Board:
    """Rows of vacancies, kept up to date one by one; ``view()`` is as things stand."""

    def __init__(self, shared: Shared, vacancies: Sequence[Vacancy]) -> None:
        self.shared = shared
        self.version = 0  # of the whole board
        self.words_version = 0  # of the weights of terms and skills
        self.rows: dict[str, int] = {}
        self.ids: list[str] = []
        self._free: list[int] = []
        self._sorted_ids: list[str] = []
        self._ranked = np.zeros(0, dtype=np.int64)  # rows in the order of their ids
        self._fields = np.zeros((max(16, len(vacancies)), COLUMNS), dtype=np.int32)
        self._skills, self._terms = Pool(np.int32), Pool(np.int32, np.uint16)
        # Terms that far too many vacancies have are two thirds of all; they are left out here.
        self._rare = Pool(np.int32, np.uint16)
        self._too_common = np.zeros(0, dtype=np.int64)
        self._having = np.zeros(1024, dtype=np.int32)
        self._having_skill = np.zeros(64, dtype=np.int32)
        self._certificates: dict[int, list[int]] = {}
        self._view: View | None = None
        self._ages = np.zeros(0, dtype=np.int32)
        self._weighed: dict[str, Array] = {}
        self.places = np.zeros(0, dtype=np.int64)  # row at each place of the board
        self.place_of = np.zeros(0, dtype=np.int64)  # place of each row, -1 where none is
        if vacancies:
            self._add_all(vacancies)

    def __len__(self) -> int:
        return len(self.rows)

    # --- records ---------------------------------------------------------------------------------

    def _add_all(self, vacancies: Sequence[Vacancy]) -> None:
        self.rows = {one.id: row for row, one in enumerate(vacancies)}
        self.ids = [one.id for one in vacancies]
        self._sorted_ids = sorted(self.ids)
        self._ranked = np.array([self.rows[one] for one in self._sorted_ids], dtype=np.int64)
        self._fields[: len(vacancies)] = [self._told(one) for one in vacancies]
        skills = [self.shared.skills.numbers(one.skills) for one in vacancies]
        lengths = np.array([len(one) for one in skills], dtype=np.int32)
        flat = np.array([skill for one in skills for skill in one], dtype=np.int32)
        self._skills.put_many(0, lengths, flat)
        terms, counts, lengths = self.shared.words.terms(one.text for one in vacancies)
        self._terms.put_many(0, lengths, terms, counts)
        self._certificates = {
            row: self.shared.certificates.numbers(one.certificates)
            for row, one in enumerate(vacancies)
            if one.certificates
        }
        self._count(terms, flat, 1)
        self._leave_out_the_common()

    def _told(self, one: Vacancy) -> list[int]:
        shared = self.shared
        told = [0] * COLUMNS
        told[WAGE_MIDDLE], told[WAGE_MAX] = (one.wage_min + one.wage_max) // 2, one.wage_max
        told[PLACE] = shared.places.number(one.place)
        told[AWAY] = criteria.NEAR_HOME if one.kind == "home" else criteria.AWAY
        told[EDUCATION], told[EXPERIENCE] = one.education_min, one.experience
        told[START], told[AGE] = one.start_in, one.age_min
        is_asked = one.language is not None and one.language_level > 0
        told[LANGUAGE] = shared.languages.number(one.language) if is_asked else -1
        told[LEVEL] = one.language_level if is_asked else 0
        told[SHIFT], told[CODE] = shared.shifts.number(one.shift), int(one.occupation)
        told[WAGE_MIN] = one.wage_min
        return told

    def put(self, vacancy: Vacancy) -> bool:
        """Add or change; whether the weights of words or skills are then other ones."""
        row = self.rows.get(vacancy.id, -1)
        is_new = row < 0
        if is_new:
            row = self._free.pop() if self._free else len(self.ids)
            self._take_row(row, vacancy.id)
        skills = np.array(self.shared.skills.numbers(vacancy.skills), dtype=np.int32)
        terms, counts, _lengths = self.shared.words.terms([vacancy.text])
        moved = is_new or self._says_otherwise(row, skills, terms, counts)
        if moved:
            if not is_new:
                self._count(self._terms.row(row), self._skills.row(row), -1)
            self._skills.put(row, skills)
            self._terms.put(row, terms, counts)
            self._count(terms, skills, 1)
            is_rare = ~np.isin(terms, self._too_common)
            self._rare.put(row, terms[is_rare], counts[is_rare])
            self._weighed = {}
            self.words_version += 1
        told = self._told(vacancy)
        is_elsewhere = told[CODE] != self._fields[row, CODE]
        self._fields[row] = told
        self._certificates.pop(row, None)
        if vacancy.certificates:
            self._certificates[row] = self.shared.certificates.numbers(vacancy.certificates)
        if is_elsewhere:
            self._weighed = {}
        if moved or is_elsewhere or not self._patched(row):
            self._changed()
        return moved

    def close(self, vacancy_id: str) -> None:
        row = self.rows.pop(vacancy_id)
        rank = bisect_left(self._sorted_ids, vacancy_id)
        del self._sorted_ids[rank]
        self._ranked = np.delete(self._ranked, rank)
        self.ids[row] = ""
        self._free.append(row)
        self._count(self._terms.row(row), self._skills.row(row), -1)
        nothing = np.zeros(0, dtype=np.int32)
        self._terms.put(row, nothing, nothing)
        self._rare.put(row, nothing, nothing)
        self._skills.put(row, nothing)
        self._certificates.pop(row, None)
        self._weighed = {}
        self.words_version += 1
        self._changed()

    def _take_row(self, row: int, vacancy_id: str) -> None:
        if row == len(self.ids):
            self.ids.append("")
            if row == len(self._fields):
                self._fields = np.concatenate([self._fields, np.zeros_like(self._fields)])
        self.ids[row] = vacancy_id
        self.rows[vacancy_id] = row
        rank = bisect_left(self._sorted_ids, vacancy_id)
        self._sorted_ids.insert(rank, vacancy_id)
        self._ranked = np.insert(self._ranked, rank, row)

    def _says_otherwise(self, row: int, skills: Array, terms: Array, counts: Array) -> bool:
        return not (
            np.array_equal(skills, self._skills.row(row))
            and np.array_equal(terms, self._terms.row(row))
            and np.array_equal(counts, self._terms.row(row, 1))
        )

    def _count(self, terms: Array, skills: Array, by: int) -> None:
        if self.shared.words.count > len(self._having):
            more = np.zeros(self.shared.words.count, dtype=np.int32)
            self._having = np.concatenate([self._having, more])
        if len(self.shared.skills) > len(self._having_skill):
            more = np.zeros(len(self.shared.skills), dtype=np.int32)
            self._having_skill = np.concatenate([self._having_skill, more])
        np.add.at(self._having, terms, by)
        np.add.at(self._having_skill, skills, by)

    def _leave_out_the_common(self) -> None:
        """With some room, so that this need not be done again for every term near the limit."""
        is_common = self._having * text.MOST_SHARE > ROOM * max(1, len(self.rows))
        self._too_common = np.flatnonzero(is_common)
        rows = slice(0, len(self.ids))
        kept, terms, counts = without(
            self._terms.starts[rows],
            self._terms.lengths[rows],
            self._terms.arrays[0],
            self._terms.arrays[1],
            is_common,
        )
        self._rare = Pool(np.int32, np.uint16)
        self._rare.put_many(0, kept, terms, counts)

    def _changed(self) -> None:
        self._view = None
        self.version += 1

    def columns_of(self, rows: Sequence[int] | Array) -> Array:
        return self._fields[np.asarray(rows, dtype=np.int64)]

    def certificates_of(self, row: int) -> list[int]:
        return self._certificates.get(row, [])

    def rows_by_rank(self) -> list[str]:
        """Ids in the order in which equal scores stand."""
        return self._sorted_ids

    def row_by_rank(self) -> Array:
        return self._ranked

    def rank_by_row(self) -> Array:
        ranks = np.zeros(len(self.ids), dtype=np.int64)
        ranks[self._ranked] = np.arange(len(self._ranked))
        return ranks

    def skill_weight(self, skill: str) -> int:
        number = self.shared.skills.known(skill)
        having = int(self._having_skill[number]) if number >= 0 else 0
        return text.skill_weight(len(self), having)

    # --- the board -------------------------------------------------------------------------------

    def view(self) -> View:
        if self._view is None:
            self._view = self._made()
        return self._view

    def _made(self) -> View:
        order = np.argsort(self._fields[self._ranked, CODE], kind="stable")
        self.places = self._ranked[order]
        self.place_of = np.full(len(self.ids), -1, dtype=np.int64)
        self.place_of[self.places] = np.arange(len(order))
        fields = self._fields[self.places]
        fields[:, RANK] = order
        codes, starts = np.unique(fields[:, CODE], return_index=True)
        groups = np.append(starts, len(fields)).astype(np.int64)
        if not self._weighed:
            self._weighed = self._weigh(groups)
        at_home = np.zeros((max(1, len(self.shared.places)), len(codes)), dtype=np.uint8)
        of_group = np.repeat(np.arange(len(codes)), np.diff(groups))
        at_home[fields[:, PLACE], of_group] = 1
        highest = np.zeros(0, dtype=np.int64)
        if len(codes):
            highest = np.maximum.reduceat(fields[:, WAGE_MIDDLE], starts).astype(np.int64)
        return View(
            fields=np.ascontiguousarray(fields[:, :READ]),
            groups=groups,
            codes=codes.astype(np.int32),
            highest=highest,
            at_home=at_home,
            **self._bits(fields),
            **self._weighed,
        )

    def _patched(self, row: int) -> bool:
        """Write one changed vacancy over its place; false when the board has no room for it.

        What a group has at most may then be more than it has: a bound all the same.
        """
        view, fields = self._view, self._fields[row]
        if view is None or fields[AGE] not in self._ages:
            return False
        certificates = self._certificates.get(row, [])
        if (
            fields[PLACE] >= len(view.place_bits)
            or fields[SHIFT] >= len(view.shift_bits)
            or (fields[LANGUAGE] + 1) * LEVELS > len(view.language_bits)
            or any(one >= len(view.certificate_bits) for one in certificates)
        ):
            return False
        place = int(self.place_of[row])
        group = int(np.searchsorted(view.groups, place, side="right")) - 1
        view.fields[place, :RANK] = fields[:RANK]
        view.at_home[fields[PLACE], group] = 1
        view.highest[group] = max(view.highest[group], fields[WAGE_MIDDLE])
        word, bit = place >> 6, np.uint64(1 << (place & 63))
        for table in (view.place_bits, view.education_bits, view.age_bits, view.shift_bits):
            table[:, word] &= ~bit
        view.certificate_bits[:, word] &= ~bit
        view.language_bits[:, word] |= bit
        view.place_bits[fields[PLACE], word] |= bit
        view.shift_bits[fields[SHIFT], word] |= bit
        view.education_bits[fields[EDUCATION] :, word] |= bit
        view.age_bits[1 + int(np.searchsorted(self._ages, fields[AGE])) :, word] |= bit
        if fields[LANGUAGE] >= 0:
            first = fields[LANGUAGE] * LEVELS
            view.language_bits[first : first + fields[LEVEL], word] &= ~bit
        for one in certificates:
            view.certificate_bits[one, word] |= bit
        return True

    def _bits(self, fields: Array) -> dict[str, Array]:
        shared, words = self.shared, words_for(len(fields))

        def empty(rows: int) -> Array:
            return np.zeros((max(1, rows), words), dtype=np.uint64)

        self._ages = ages = np.unique(fields[:, AGE])
        asked = [(row, one) for row, all_of in self._certificates.items() for one in all_of]
        certificates = np.array(asked, dtype=np.int64).reshape(-1, 2)
        certificates[:, 0] = self.place_of[certificates[:, 0]]
        made = {
            "place_bits": empty(len(shared.places)),
            "education_bits": empty(HIGHEST_EDUCATION + 1),
            "age_bits": empty(len(ages) + 1),
            "shift_bits": empty(len(shared.shifts)),
            "language_bits": empty(len(shared.languages) * LEVELS),
            "certificate_bits": empty(len(shared.certificates)),
        }
        set_bits(
            np.ascontiguousarray(fields[:, [PLACE, EDUCATION, AGE, SHIFT, LANGUAGE, LEVEL]]),
            ages,
            certificates,
            *made.values(),
        )
        age_class = np.searchsorted(ages, np.arange(OLDEST + 1), side="right").astype(np.int32)
        return {**made, "age_class": age_class}

    def _weigh(self, groups: Array) -> dict[str, Array]:
        """Weights of terms and skills, and how high they can be in a group."""
        count, words = len(self), self.shared.words.count
        having = self._having[:words]
        if (having[self._too_common] * text.MOST_SHARE <= count).any():
            self._leave_out_the_common()
        counting = np.flatnonzero(
            (having >= text.LEAST_VACANCIES) & (having <= count // text.MOST_SHARE)
        )
        # One logarithm for each number of vacancies, not for each term.
        numbers, which = np.unique(having[counting], return_inverse=True)
        rarity = np.array([text.rarity(count, one) for one in numbers.tolist()] or [0.0])[which]
        column_of = np.full(max(1, words), -1, dtype=np.int32)
        column_of[counting] = np.arange(len(counting), dtype=np.int32)
        rarity = rarity if len(counting) else np.zeros(1)
        term_bounds = np.zeros((max(1, len(counting)), len(groups) - 1), dtype=np.uint16)
        starts, terms, weights = weigh_terms(
            *(self.places, groups, self._rare.starts, self._rare.lengths),
            *(self._rare.arrays[0], self._rare.arrays[1], column_of, rarity),
            self.shared.words.frequency,
            term_bounds,
        )
        skills = max(1, len(self.shared.skills))
        numbers, which = np.unique(self._having_skill[:skills], return_inverse=True)
        told = [text.skill_weight(count, one) for one in numbers.tolist()]
        skill_weights = np.array(told, dtype=np.int32)[which]
        skill_bounds = np.zeros((skills, len(groups) - 1), dtype=np.int32)
        skill_starts, skill_numbers, asked = weigh_skills(
            *(self.places, groups, self._skills.starts, self._skills.lengths),
            *(self._skills.arrays[0], skill_weights, skill_bounds),
        )
        return {
            "column_of": column_of,
            "rarity": rarity,
            "term_bounds": term_bounds,
            "term_starts": starts,
            "terms": terms,
            "term_weights": weights,
            "skill_weights": skill_weights,
            "skill_bounds": skill_bounds,
            "skill_starts": skill_starts,
            "skills": skill_numbers,
            "skills_asked": asked,
        }
