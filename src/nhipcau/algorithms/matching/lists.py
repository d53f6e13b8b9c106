"""Stored lists: the best vacancies of every seeker, kept what a full run would leave."""

import importlib
from typing import Protocol

from nhipcau.algorithms.matching.index import Index, Scored
from nhipcau.algorithms.matching.records import Seeker, Vacancy, checked


class Keeper(Protocol):
    """Who holds the lists; told of a change after the index."""

    def of(self, seeker: str) -> list[Scored]: ...
    def refresh(self) -> set[str]: ...
    def vacancy_put(self, vacancy: str, row: int, *, moved: bool) -> set[str]: ...
    def vacancy_closed(self, row: int) -> set[str]: ...
    def seeker_put(self, seeker: str) -> set[str]: ...
    def seeker_closed(self, row: int) -> None: ...


class StoredLists:
    """The ``top`` best vacancies of every seeker of an index, with their scores.

    All changes of the index go through here. Whatever ``of`` answers is what a full run would
    leave at that moment. A change returns the ids of the seekers whose lists the record itself
    concerns: it enters, leaves, moves or counts otherwise there. When it also changes how rare
    words or skills are (their vacancy came, went, or says something else), scores in any list may
    move by a few points: ``is_settled`` is then false until ``refresh`` has brought all lists up
    to date and told exactly which ones changed. One ``refresh`` serves many changes.
    """

    def __init__(self, index: Index, top: int = 30) -> None:
        self.index, self.top, self.is_settled = index, top, True
        if index.engine_name == "kernel":
            standing = importlib.import_module("nhipcau.algorithms.matching.standing")
            self._keeper: Keeper = standing.Standing(index.engine, top)
        else:
            self._keeper = _Plainly(index, top)

    def of(self, seeker_id: str) -> list[Scored]:
        """The list of one seeker: pairs of vacancy id and score.

        Raises:
            KeyError: there is no such seeker.
        """
        self.index.seekers[seeker_id]
        return self._keeper.of(seeker_id)

    def put_vacancy(self, vacancy: Vacancy) -> set[str]:
        """Add or change a vacancy.

        Raises:
            RecordFault: a value cannot be; nothing is changed.
        """
        row = self._vacancy_row(vacancy.id)
        moved = self.index.change_vacancy(vacancy.id, checked(vacancy))
        self.is_settled = self.is_settled and not moved
        return self._keeper.vacancy_put(vacancy.id, row, moved=moved)

    def close_vacancy(self, vacancy_id: str) -> set[str]:
        """Take a vacancy out.

        Raises:
            KeyError: there is no such vacancy.
        """
        self.index.vacancies[vacancy_id]
        row = self._vacancy_row(vacancy_id)
        self.index.change_vacancy(vacancy_id, None)
        self.is_settled = False
        return self._keeper.vacancy_closed(row)

    def put_seeker(self, seeker: Seeker) -> set[str]:
        """Add or change a seeker; nobody else's list changes.

        Raises:
            RecordFault: a value cannot be; nothing is changed.
        """
        self.index.change_seeker(seeker.id, checked(seeker))
        return self._keeper.seeker_put(seeker.id)

    def close_seeker(self, seeker_id: str) -> set[str]:
        """Take a seeker out; nobody's list changes.

        Raises:
            KeyError: there is no such seeker.
        """
        self.index.seekers[seeker_id]
        row = self._row("crowd", seeker_id)
        self.index.change_seeker(seeker_id, None)
        self._keeper.seeker_closed(row)
        return {seeker_id}

    def refresh(self) -> set[str]:
        """Bring every list up to date; the ids of the seekers whose lists changed by that."""
        self.is_settled = True
        return self._keeper.refresh()

    def _vacancy_row(self, vacancy_id: str) -> int:
        return self._row("board", vacancy_id)

    def _row(self, side: str, record_id: str) -> int:
        """Where the kernel has a record; -1 where there is none, or no kernel."""
        rows: dict[str, int] = getattr(getattr(self.index.engine, side, None), "rows", {})
        return rows.get(record_id, -1)


class _Plainly:
    """Everything anew after a change of vacancies: right, and slow."""

    def __init__(self, index: Index, top: int) -> None:
        self._index, self._top = index, top
        self._lists = dict(index.for_all_seekers(top))

    def of(self, seeker: str) -> list[Scored]:
        return list(self._lists[seeker])

    def refresh(self) -> set[str]:
        before, self._lists = self._lists, dict(self._index.for_all_seekers(self._top))
        return {one for one, told in self._lists.items() if before.get(one) != told}

    def vacancy_put(self, vacancy: str, row: int, *, moved: bool) -> set[str]:
        return self.refresh()

    def vacancy_closed(self, row: int) -> set[str]:
        return self.refresh()

    def seeker_put(self, seeker: str) -> set[str]:
        self._lists[seeker] = self._index.engine.for_seeker(seeker, self._top)
        return {seeker}

    def seeker_closed(self, row: int) -> None:
        self._lists = {
            one: told for one, told in self._lists.items() if one in self._index.seekers
        }
