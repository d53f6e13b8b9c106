"""The best vacancies for a seeker and the best seekers for a vacancy, always as things stand."""

import importlib
import importlib.util
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from nhipcau.algorithms.matching import criteria
from nhipcau.algorithms.matching.criteria import VERSION_1, Parts, Weights
from nhipcau.algorithms.matching.plain import Plain
from nhipcau.algorithms.matching.records import Record, Seeker, Vacancy, checked

Scored = tuple[str, int]  # id of the other side, score


class Match(NamedTuple):
    """One suggestion; ``id`` is of the other side, ``score`` 0 to 100,000."""

    id: str
    score: int
    parts: Parts


class Engine(Protocol):
    """What answers. It is told of every change after the records were changed."""

    def for_seeker(self, seeker: str, top: int) -> list[Scored]: ...
    def for_vacancy(self, vacancy: str, top: int) -> list[Scored]: ...
    def for_all_seekers(self, top: int) -> Iterator[tuple[str, list[Scored]]]: ...
    def for_all_vacancies(self, top: int) -> Iterator[tuple[str, list[Scored]]]: ...
    def parts_of_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Parts]: ...
    def skills_part(self, skills: set[str], vacancy: Vacancy) -> int: ...
    def seeker_changed(self, seeker: str) -> None: ...
    def vacancy_changed(self, vacancy: str) -> bool: ...
    def allowed_vacancies(self, seeker: str) -> set[str]: ...
    def allowed_seekers(self, vacancy: str) -> set[str]: ...


class Index:
    """All seekers and all vacancies, to be asked in both directions and changed one by one.

    Every answer is what a new index of the same records would give. ``engine``: ``kernel``
    (numba), ``plain`` (numpy alone), or empty for the kernel where numba is installed.

    Raises:
        ValueError: two records of one side have the same id, or a value cannot be.
    """

    def __init__(
        self,
        seekers: Iterable[Seeker],
        vacancies: Iterable[Vacancy],
        weights: Weights = VERSION_1,
        *,
        engine: str = "",
    ) -> None:
        self._seekers = _by_id(seekers)
        self._vacancies = _by_id(vacancies)
        self.weights = weights
        self.engine_name = engine or ("kernel" if has_numba() else "plain")
        self._engine: Engine = _engine(self.engine_name, self._seekers, self._vacancies, weights)

    @property
    def engine(self) -> Engine:
        return self._engine

    @property
    def seekers(self) -> Mapping[str, Seeker]:
        return self._seekers

    @property
    def vacancies(self) -> Mapping[str, Vacancy]:
        return self._vacancies

    # --- questions -------------------------------------------------------------------------------

    def for_seeker(self, seeker_id: str, top: int = 30) -> list[Match]:
        """The best vacancies, best first, equal scores by id; ``Match.id`` is the vacancy's.

        Raises:
            KeyError: there is no such seeker.
        """
        self._seekers[seeker_id]
        found = self._engine.for_seeker(seeker_id, top)
        parts = self.parts_of_pairs([(seeker_id, one) for one, _score in found])
        return [Match(*one, its) for one, its in zip(found, parts, strict=True)]

    def for_vacancy(self, vacancy_id: str, top: int = 30) -> list[Match]:
        """The best seekers, best first, equal scores by id; ``Match.id`` is the seeker's.

        Raises:
            KeyError: there is no such vacancy.
        """
        self._vacancies[vacancy_id]
        found = self._engine.for_vacancy(vacancy_id, top)
        parts = self.parts_of_pairs([(one, vacancy_id) for one, _score in found])
        return [Match(*one, its) for one, its in zip(found, parts, strict=True)]

    def for_all_seekers(self, top: int = 10) -> Iterator[tuple[str, list[Scored]]]:
        """Every seeker with the best vacancies and their scores, in the order they were given."""
        return self._engine.for_all_seekers(top)

    def for_all_vacancies(self, top: int = 10) -> Iterator[tuple[str, list[Scored]]]:
        """Every vacancy with the best seekers and their scores, in the order they were given."""
        return self._engine.for_all_vacancies(top)

    def parts_of(self, seeker_id: str, vacancy_id: str) -> Parts:
        """The eight parts of any pair, also of one that a hard rule forbids."""
        return self.parts_of_pairs([(seeker_id, vacancy_id)])[0]

    def parts_of_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Parts]:
        """The same of many pairs: (seeker, vacancy)."""
        return self._engine.parts_of_pairs(pairs)

    def skills_part(self, skills: Iterable[str], vacancy: Vacancy) -> int:
        """The part of somebody who has these skills, as things stand."""
        return self._engine.skills_part(set(skills), vacancy)

    # --- changes ---------------------------------------------------------------------------------

    def put_seeker(self, seeker: Seeker) -> set[str]:
        """Add or change a seeker; ids of the vacancies the rules allow, before or after.

        Raises:
            RecordFault: a value cannot be; nothing is changed.
        """
        checked(seeker)
        before = self._allowed_vacancies(seeker.id)
        self.change_seeker(seeker.id, seeker)
        return before | self._allowed_vacancies(seeker.id)

    def close_seeker(self, seeker_id: str) -> set[str]:
        """Take a seeker out; ids of the vacancies the rules allowed.

        Raises:
            KeyError: there is no such seeker.
        """
        self._seekers[seeker_id]
        before = self._allowed_vacancies(seeker_id)
        self.change_seeker(seeker_id, None)
        return before

    def put_vacancy(self, vacancy: Vacancy) -> set[str]:
        """Add or change a vacancy; ids of the seekers the rules allow, before or after.

        The scores of other vacancies may move a little as well: how rare a word or a skill is
        counts, and that follows from all vacancies. ``lists.StoredLists`` deals with it.

        Raises:
            RecordFault: a value cannot be; nothing is changed.
        """
        checked(vacancy)
        before = self._allowed_seekers(vacancy.id)
        self.change_vacancy(vacancy.id, vacancy)
        return before | self._allowed_seekers(vacancy.id)

    def close_vacancy(self, vacancy_id: str) -> set[str]:
        """Take a vacancy out; ids of the seekers the rules allowed.

        Raises:
            KeyError: there is no such vacancy.
        """
        self._vacancies[vacancy_id]
        before = self._allowed_seekers(vacancy_id)
        self.change_vacancy(vacancy_id, None)
        return before

    def change_seeker(self, seeker_id: str, seeker: Seeker | None) -> None:
        """Write or take out a seeker that was checked, without asking whom it concerns."""
        if seeker is None:
            del self._seekers[seeker_id]
        else:
            self._seekers[seeker_id] = seeker
        self._engine.seeker_changed(seeker_id)

    def change_vacancy(self, vacancy_id: str, vacancy: Vacancy | None) -> bool:
        """The same for a vacancy; whether the weights of words or skills moved by it."""
        if vacancy is None:
            del self._vacancies[vacancy_id]
        else:
            self._vacancies[vacancy_id] = vacancy
        return self._engine.vacancy_changed(vacancy_id)

    def _allowed_vacancies(self, seeker_id: str) -> set[str]:
        known = seeker_id in self._seekers
        return self._engine.allowed_vacancies(seeker_id) if known else set()

    def _allowed_seekers(self, vacancy_id: str) -> set[str]:
        known = vacancy_id in self._vacancies
        return self._engine.allowed_seekers(vacancy_id) if known else set()


def _engine(
    name: str, seekers: Mapping[str, Seeker], vacancies: Mapping[str, Vacancy], weights: Weights
) -> Engine:
    if name == "plain":
        return _PlainEngine(seekers, vacancies, weights)
    # Loaded when it is asked for: the plain engine works where numba is missing.
    kernel: Engine = importlib.import_module("nhipcau.algorithms.matching.engine").Kernel(
        seekers, vacancies, weights
    )
    return kernel


class _PlainEngine:
    """Every pair, made anew after a change."""

    def __init__(
        self, seekers: Mapping[str, Seeker], vacancies: Mapping[str, Vacancy], weights: Weights
    ) -> None:
        self._seekers, self._vacancies, self._weights = seekers, vacancies, weights
        self._made: Plain | None = None

    @property
    def _plain(self) -> Plain:
        if self._made is None:
            self._seeker_ids, self._vacancy_ids = list(self._seekers), list(self._vacancies)
            self._rows = {one: row for row, one in enumerate(self._seeker_ids)}
            self._columns = {one: row for row, one in enumerate(self._vacancy_ids)}
            seekers, vacancies = list(self._seekers.values()), list(self._vacancies.values())
            self._made = Plain(seekers, vacancies, self._weights)
        return self._made

    def for_seeker(self, seeker: str, top: int) -> list[Scored]:
        plain = self._plain
        best = plain.for_seeker(self._rows[seeker], top)
        return [(self._vacancy_ids[one], score) for one, score in best]

    def for_vacancy(self, vacancy: str, top: int) -> list[Scored]:
        plain = self._plain
        best = plain.for_vacancy(self._columns[vacancy], top)
        return [(self._seeker_ids[one], score) for one, score in best]

    def for_all_seekers(self, top: int) -> Iterator[tuple[str, list[Scored]]]:
        every = self._plain.for_all_seekers(top)
        for seeker, best in zip(self._seeker_ids, every, strict=True):
            yield seeker, [(self._vacancy_ids[one], score) for one, score in best]

    def for_all_vacancies(self, top: int) -> Iterator[tuple[str, list[Scored]]]:
        every = self._plain.for_all_vacancies(top)
        for vacancy, best in zip(self._vacancy_ids, every, strict=True):
            yield vacancy, [(self._seeker_ids[one], score) for one, score in best]

    def parts_of_pairs(self, pairs: Sequence[tuple[str, str]]) -> list[Parts]:
        plain = self._plain
        return [plain.parts_of(self._rows[one], self._columns[other]) for one, other in pairs]

    def skills_part(self, skills: set[str], vacancy: Vacancy) -> int:
        return criteria.skills_part(skills, vacancy, self._plain.skill_weights)

    def seeker_changed(self, _seeker: str) -> None:
        self._made = None

    def vacancy_changed(self, _vacancy: str) -> bool:
        self._made = None
        return True

    def allowed_vacancies(self, seeker: str) -> set[str]:
        one = self._seekers[seeker]
        return {it.id for it in self._vacancies.values() if not criteria.obstacles(one, it)}

    def allowed_seekers(self, vacancy: str) -> set[str]:
        one = self._vacancies[vacancy]
        return {it.id for it in self._seekers.values() if not criteria.obstacles(it, one)}


def has_numba() -> bool:
    return importlib.util.find_spec("numba") is not None


def _by_id(records: Iterable[Record]) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for record in records:
        if record.id in found:
            raise ValueError(f"the id {record.id!r} stands twice")
        found[record.id] = record
    return found
