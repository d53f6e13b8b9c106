"""The index that a job worker holds in its memory, and how it follows the database.

Each worker has its own. What it holds is as of one *generation* of the stored lists; it counts
only once the transaction that made it is committed.
"""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from nhipcau.algorithms.matching.criteria import Weights
from nhipcau.algorithms.matching.index import Index
from nhipcau.algorithms.matching.records import Seeker
from nhipcau.algorithms.matching.records import Vacancy as Offer
from nhipcau.matching.rows import offers_on, seekers_on

# The plain engine needs no compiling: for a few pairs it is there at once, and gives the same.
PLAIN, FEW_PAIRS = "plain", 250_000

Listed = dict[int, list[tuple[int, int]]]


@dataclass
class Held:
    """``lists``: per person, ``fitting``: per vacancy, each best first as (id, score)."""

    day: date
    weights_id: int
    index: Index
    top: int
    generation: int | None = None
    lists: Listed = field(default_factory=dict)
    fitting: Listed = field(default_factory=dict)

    @classmethod
    def read(cls, day: date, weights_id: int, weights: Weights, *, top: int) -> "Held":
        """A full run: all records of the database, all lists."""
        seekers = [one for one in seekers_on(day).values() if one]
        offers = [one for one in offers_on(day).values() if one]
        engine = PLAIN if len(seekers) * len(offers) <= FEW_PAIRS else ""
        held = cls(day, weights_id, Index(seekers, offers, weights, engine=engine), top)
        held._list()
        return held

    def follow(
        self, day: date, wish_ids: Iterable[int] | None, vacancy_ids: Iterable[int] | None
    ) -> tuple[set[int], set[int]]:
        """Take over what the database says of these records (of all, without ids); ids of the
        people and of the vacancies whose lists are others now."""
        self.day = day
        put = self._put_seekers(seekers_on(day, wish_ids), is_all=wish_ids is None)
        offered = self._put_offers(offers_on(day, vacancy_ids), is_all=vacancy_ids is None)
        if not (put or offered):
            return set(), set()
        lists, fitting = self.lists, self.fitting
        self._list()
        # A record that changed is written anew wherever it stands: equal scores have other parts.
        return (
            _others(lists, self.lists, touched=offered) | (put & self.lists.keys()),
            _others(fitting, self.fitting, touched=put) | (offered & self.fitting.keys()),
        )

    def _put_seekers(self, found: Mapping[int, Seeker | None], *, is_all: bool) -> set[int]:
        known = self.index.seekers
        gone = [int(one) for one in known if int(one) not in found] if is_all else []
        changed = {pk for pk, one in found.items() if one != known.get(str(pk))} | set(gone)
        for pk in sorted(changed):
            if one := found.get(pk):
                self.index.put_seeker(one)
            elif str(pk) in known:
                self.index.close_seeker(str(pk))
        return changed

    def _put_offers(self, found: Mapping[int, Offer | None], *, is_all: bool) -> set[int]:
        known = self.index.vacancies
        gone = [int(one) for one in known if int(one) not in found] if is_all else []
        changed = {pk for pk, one in found.items() if one != known.get(str(pk))} | set(gone)
        for pk in sorted(changed):
            if one := found.get(pk):
                self.index.put_vacancy(one)
            elif str(pk) in known:
                self.index.close_vacancy(str(pk))
        return changed

    def _list(self) -> None:
        index = self.index
        pairs = len(index.seekers) * len(index.vacancies)
        if index.engine_name == PLAIN and pairs > 2 * FEW_PAIRS:
            self.index = Index(index.seekers.values(), index.vacancies.values(), index.weights)
        self.lists = _listed(self.index.for_all_seekers(self.top))
        self.fitting = _listed(self.index.for_all_vacancies(self.top))


def _listed(every: Iterable[tuple[str, list[tuple[str, int]]]]) -> Listed:
    return {int(owner): [(int(one), score) for one, score in rows] for owner, rows in every}


def _others(before: Listed, now: Listed, *, touched: set[int]) -> set[int]:
    """Owners whose list is another one, is gone, or has a record that changed."""
    return {
        owner
        for owner in before.keys() | now.keys()
        if before.get(owner) != now.get(owner)
        or any(one in touched for one, _score in now.get(owner, ()))
    }


class Memory:
    """What this process holds; one thread at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.held: Held | None = None

    def forget(self) -> None:
        self.held = None


MEMORY = Memory()
