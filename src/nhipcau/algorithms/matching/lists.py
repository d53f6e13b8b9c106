"""Stored lists: the best vacancies of every seeker, kept what a full run would leave."""

from nhipcau.algorithms.matching.index import Index, Scored
from nhipcau.algorithms.matching.records import Seeker, Vacancy


class StoredLists:
    """The ``top`` best vacancies of every seeker of an index, with their scores.

    The changes below go through to the index; each returns the ids of the seekers whose lists it
    changed.
    """

    def __init__(self, index: Index, top: int = 30) -> None:
        self.index, self.top = index, top
        self._lists = dict(index.for_all_seekers(top))

    def of(self, seeker_id: str) -> list[Scored]:
        """The list of one seeker: pairs of vacancy id and score.

        Raises:
            KeyError: there is no such seeker.
        """
        return list(self._lists[seeker_id])

    def put_vacancy(self, vacancy: Vacancy) -> set[str]:
        self.index.put_vacancy(vacancy)
        return self.refresh()

    def close_vacancy(self, vacancy_id: str) -> set[str]:
        self.index.close_vacancy(vacancy_id)
        return self.refresh()

    def put_seeker(self, seeker: Seeker) -> set[str]:
        self.index.put_seeker(seeker)
        return self.refresh()

    def close_seeker(self, seeker_id: str) -> set[str]:
        self.index.close_seeker(seeker_id)
        return self.refresh()

    def refresh(self) -> set[str]:
        """Bring every list up to date; the ids of the seekers whose lists changed."""
        before, self._lists = self._lists, dict(self.index.for_all_seekers(self.top))
        ids = before.keys() | self._lists.keys()
        return {one for one in ids if before.get(one) != self._lists.get(one)}
