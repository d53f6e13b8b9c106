"""The fast engine: arrays of both sides, the kernel of each direction, and who is at which row."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nhipcau.algorithms.matching import criteria
from nhipcau.algorithms.matching.bits import LAST_RANK, RANK_BITS
from nhipcau.algorithms.matching.board import Board, View
from nhipcau.algorithms.matching.criteria import Parts, Weights
from nhipcau.algorithms.matching.kernel import best_vacancies, parts_of_pairs
from nhipcau.algorithms.matching.mirror import Mirror
from nhipcau.algorithms.matching.people import CODE_1, PLACES, Crowd
from nhipcau.algorithms.matching.records import Seeker, Vacancy
from nhipcau.algorithms.matching.weighing import near_table
from nhipcau.algorithms.matching.wording import Shared

Array = npt.NDArray[Any]
Scored = tuple[str, int]
AT_ONCE = 4_000


class Kernel:
    """Answers what ``plain.Plain`` answers, about a thousand times as fast."""

    def __init__(
        self, seekers: Mapping[str, Seeker], vacancies: Mapping[str, Vacancy], weights: Weights
    ) -> None:
        self._seekers, self._vacancies = seekers, vacancies
        self.weights = np.array(tuple(weights), dtype=np.int64)
        shared = Shared.empty()
        self.board = Board(shared, list(vacancies.values()))
        self.crowd = Crowd(shared, list(seekers.values()))
        self.mirror = Mirror(self.board, self.crowd, self.weights)
        self._near = np.zeros((0, 0), dtype=np.int32)
        self._near_of: tuple[int, int] = (-1, -1)

    # --- seekers → vacancies ---------------------------------------------------------------------

    def best_of_rows(self, rows: Array, top: int) -> tuple[Array, Array]:
        """Keys of the best vacancies of some seekers, best first, and how many each has."""
        view = self.board.view()
        keys = np.empty((len(rows), max(1, top)), dtype=np.int64)
        held = np.zeros(len(rows), dtype=np.int64)
        if top > 0 and len(rows) and len(self.board):
            near = self._near_of_groups(view)
            people = self.crowd.view()
            best_vacancies(view, people, near, rows, self.weights, top, keys, held)
        return keys, held

    def scored(self, keys: Array, ids: list[str]) -> list[Scored]:
        scores, ranks = (keys >> RANK_BITS).tolist(), (LAST_RANK - (keys & LAST_RANK)).tolist()
        return [(ids[rank], score) for rank, score in zip(ranks, scores, strict=True)]

    def for_seeker(self, seeker: str, top: int) -> list[Scored]:
        row = np.array([self.crowd.rows[seeker]], dtype=np.int64)
        keys, held = self.best_of_rows(row, min(top, len(self.board)))
        return self.scored(keys[0, : held[0]], self.board.rows_by_rank())

    def rows_in_good_order(self) -> Array:
        """Seekers who look in the same places stand together: their bits are made once."""
        rows = np.fromiter(self.crowd.rows.values(), np.int64, len(self.crowd))
        fields = self.crowd.view().fields[rows]
        return rows[np.lexsort((fields[:, CODE_1], fields[:, PLACES]))]

    def for_all_seekers(self, top: int) -> Iterator[tuple[str, list[Scored]]]:
        top = min(top, len(self.board))
        order = self.rows_in_good_order()
        keys, held = self.best_of_rows(order, top)
        at = np.empty(int(order.max(initial=-1)) + 1, dtype=np.int64)
        at[order] = np.arange(len(order))
        ids = self.board.rows_by_rank()
        for seeker, row in list(self.crowd.rows.items()):
            place = at[row]
            yield seeker, self.scored(keys[place, : held[place]], ids)

    # --- vacancies → seekers ---------------------------------------------------------------------

    def for_vacancy(self, vacancy: str, top: int) -> list[Scored]:
        keys, held = self.mirror.best([self.board.rows[vacancy]], min(top, len(self.crowd)))
        return self.scored(keys[0, : held[0]], self.crowd.rows_by_rank())

    def for_all_vacancies(self, top: int) -> Iterator[tuple[str, list[Scored]]]:
        keys, held = self.mirror.best(list(self.board.rows.values()), min(top, len(self.crowd)))
        ids = self.crowd.rows_by_rank()
        for place, vacancy in enumerate(list(self.board.rows)):
            yield vacancy, self.scored(keys[place, : held[place]], ids)

    def near(self, vacancy: str) -> Array:
        """The occupation part of a vacancy for each wanted code."""
        view = self.board.view()
        group = np.searchsorted(view.groups, self._place(vacancy), side="right") - 1
        return np.ascontiguousarray(self._near_of_groups(view)[:, group])

    # --- one pair --------------------------------------------------------------------------------

    def parts_of_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Parts]:
        if not pairs:
            return []
        view = self.board.view()
        rows = np.array([self.crowd.rows[one] for one, _other in pairs], dtype=np.int64)
        places = self.board.place_of[[self.board.rows[other] for _one, other in pairs]]
        out = np.zeros((len(pairs), 8), dtype=np.int64)
        parts_of_pairs(view, self.crowd.view(), self._near_of_groups(view), rows, places, out)
        return [Parts(*one) for one in out.tolist()]

    def skills_part(self, skills: set[str], vacancy: Vacancy) -> int:
        weights = {one: self.board.skill_weight(one) for one in vacancy.skills}
        return criteria.skills_part(skills, vacancy, weights)

    def _place(self, vacancy: str) -> int:
        self.board.view()
        return int(self.board.place_of[self.board.rows[vacancy]])

    def _near_of_groups(self, view: View) -> Array:
        known = (self.board.version, len(self.crowd.codes))
        if known != self._near_of:
            self._near = near_table(self.crowd.code_numbers(), view.codes)
            self._near_of = known
        return self._near

    # --- changes ---------------------------------------------------------------------------------

    def seeker_changed(self, seeker: str) -> None:
        record, row = self._seekers.get(seeker), self.crowd.rows.get(seeker, -1)
        if record:
            self.crowd.put(record)
        else:
            self.crowd.close(seeker)
        self.mirror.seeker_changed(
            self.crowd.rows.get(seeker, row), is_other=row < 0 or record is None
        )

    def vacancy_changed(self, vacancy: str) -> bool:
        record = self._vacancies.get(vacancy)
        if record:
            return self.board.put(record)
        self.board.close(vacancy)
        return True

    def allowed_vacancies(self, seeker: str) -> set[str]:
        return {one for one, _score in self.for_seeker(seeker, len(self.board))}

    def allowed_seekers(self, vacancy: str) -> set[str]:
        least = np.zeros(len(self.crowd.ids) + 1, dtype=np.int64)
        row = self.board.rows[vacancy]
        rows, _scores = self.mirror.who_may_list(row, self.near(vacancy), least)
        return {self.crowd.ids[one] for one in rows.tolist()}
