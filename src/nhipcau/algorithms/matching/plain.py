"""Matching of every pair in plain numpy: slow, short, and the judge of the fast one.

Also what runs where numba is missing. Nothing is kept up to date here: a change makes it anew.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from nhipcau.algorithms.matching import criteria, text
from nhipcau.algorithms.matching.criteria import FULL, Parts, Weights
from nhipcau.algorithms.matching.records import Seeker, Vacancy

Numbers = npt.NDArray[np.int64]
Best = list[tuple[int, int]]  # (row, score), best first
AT_ONCE = 500  # seekers whose scores are held together


class Plain:
    """Rows of seekers against columns of vacancies. Rows and columns are places in the lists."""

    def __init__(
        self, seekers: Sequence[Seeker], vacancies: Sequence[Vacancy], weights: Weights
    ) -> None:
        self.seekers, self.vacancies, self.weights = seekers, vacancies, weights
        self._vacancy_ranks = _ranks([one.id for one in vacancies])
        self._seeker_ranks = _ranks([one.id for one in seekers])
        self._columns()
        self._skills()
        self._terms()

    # --- the vacancies as columns ----------------------------------------------------------------

    def _columns(self) -> None:
        def column(name: str) -> Numbers:
            return np.array([getattr(one, name) for one in self.vacancies], dtype=np.int64)

        self.education_min, self.age_min = column("education_min"), column("age_min")
        self.wage_max, self.experience = column("wage_max"), column("experience")
        self.start_in, self.level = column("start_in"), column("language_level")
        self.wage_middle = (column("wage_min") + self.wage_max) // 2
        self.is_home = np.array([one.kind == "home" for one in self.vacancies], dtype=bool)
        self.places = _where((one.place,) for one in self.vacancies)
        self.shifts = _where((one.shift,) for one in self.vacancies)
        self.languages = _where(
            (one.language,) if one.language is not None else () for one in self.vacancies
        )
        self.certificates = _where(set(one.certificates) for one in self.vacancies)
        self.codes = _where((one.occupation,) for one in self.vacancies)

    def _skills(self) -> None:
        self.skills = _where(set(one.skills) for one in self.vacancies)
        count = len(self.vacancies)
        self.skill_weights = {
            name: text.skill_weight(count, len(rows)) for name, rows in self.skills.items()
        }
        self.skills_asked = np.zeros(count, dtype=np.int64)
        for name, rows in self.skills.items():
            self.skills_asked[rows] += self.skill_weights[name]

    def _terms(self) -> None:
        counts = [text.terms(one.text) for one in self.vacancies]
        self.rarities = text.rarities(counts, len(self.vacancies))
        rows: dict[str, list[tuple[int, int]]] = {}
        for row, one in enumerate(counts):
            for term, weight in text.vector(one, self.rarities).items():
                rows.setdefault(term, []).append((row, weight))
        self.terms = {
            term: (np.array([row for row, _ in found]), np.array([one for _, one in found]))
            for term, found in rows.items()
        }

    # --- one seeker against all of them ----------------------------------------------------------

    def admitted(self, seeker: Seeker) -> npt.NDArray[np.bool_]:
        """For each vacancy whether all hard rules hold."""
        count = len(self.vacancies)
        holds = (
            (self.education_min <= seeker.education)
            & (self.age_min <= seeker.age)
            & (self.wage_max >= seeker.wage_floor)
        )
        place, shift = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
        for name in seeker.places:
            place[self.places.get(name, _NONE)] = True
        for name in seeker.shifts:
            shift[self.shifts.get(name, _NONE)] = True
        holds &= place & shift
        for language, rows in self.languages.items():
            holds[rows] &= self.level[rows] <= seeker.languages.get(language, 0)
        for certificate, rows in self.certificates.items():
            if certificate not in seeker.certificates:
                holds[rows] = False
        return holds

    def parts(self, seeker: Seeker) -> Numbers:
        """The eight parts of each vacancy, shape (8, vacancies), whether admitted or not."""
        count = len(self.vacancies)
        found = np.zeros((8, count), dtype=np.int64)
        for code, rows in self.codes.items():
            found[0, rows] = criteria.nearness(seeker.occupations, code)
        for name in set(seeker.skills):
            found[1, self.skills.get(name, _NONE)] += self.skill_weights.get(name, 0)
        found[1] = FULL * found[1] // np.maximum(1, self.skills_asked)
        for term, weight in text.vector(text.terms(seeker.text), self.rarities).items():
            if term in self.terms:
                rows, weights = self.terms[term]
                found[2, rows] += weight * weights
        found[2] = np.minimum(FULL, FULL * found[2] >> criteria.TEXT_SHIFT)
        found[3] = np.minimum(FULL, FULL * self.wage_middle // seeker.wage_wish)
        found[4] = np.where(self.is_home, criteria.NEAR_HOME, criteria.AWAY)
        found[4, self.places.get(seeker.home, _NONE)] = criteria.AT_HOME
        found[5] = FULL - 150 * np.maximum(0, seeker.education - self.education_min)
        asked = np.maximum(1, self.experience)
        found[6] = np.where(self.experience > 0, FULL * seeker.experience // asked, FULL)
        found[7] = FULL - 20 * np.maximum(0, seeker.available_in - self.start_in)
        return np.clip(found, 0, FULL)

    def scores(self, seeker: Seeker) -> Numbers:
        """The score of each vacancy; -1 where a hard rule does not hold."""
        score = np.array(tuple(self.weights)) @ self.parts(seeker)
        return np.where(self.admitted(seeker), score, -1)

    # --- what the index asks ---------------------------------------------------------------------

    def parts_of(self, seeker: int, vacancy: int) -> Parts:
        return Parts(*(int(one) for one in self.parts(self.seekers[seeker])[:, vacancy]))

    def for_seeker(self, seeker: int, top: int) -> Best:
        return _best(self.scores(self.seekers[seeker]), self._vacancy_ranks, top)

    def for_vacancy(self, vacancy: int, top: int) -> Best:
        scores = np.array([self.scores(one)[vacancy] for one in self.seekers], dtype=np.int64)
        return _best(scores, self._seeker_ranks, top)

    def for_all_seekers(self, top: int) -> Iterator[Best]:
        return (self.for_seeker(row, top) for row in range(len(self.seekers)))

    def for_all_vacancies(self, top: int) -> Iterator[Best]:
        """Some seekers at a time, so that the scores of all pairs are never held together."""
        best: list[Best] = [[] for _one in self.vacancies]
        for first in range(0, len(self.seekers), AT_ONCE):
            rows = range(first, min(first + AT_ONCE, len(self.seekers)))
            scores = np.stack([self.scores(self.seekers[row]) for row in rows])
            for column, known in enumerate(best):
                here = _best(scores[:, column], self._seeker_ranks[first:], top)
                known += [(first + row, score) for row, score in here]
                known.sort(key=lambda one: (-one[1], self._seeker_ranks[one[0]]))
                del known[top:]
        yield from best


_NONE = np.array([], dtype=np.int64)


def _where(names: Iterator[Sequence[str] | set[str]]) -> Mapping[str, Numbers]:
    """The rows at which each name occurs."""
    found: dict[str, list[int]] = {}
    for row, here in enumerate(names):
        for name in here:
            found.setdefault(name, []).append(row)
    return {name: np.array(rows, dtype=np.int64) for name, rows in found.items()}


def _ranks(ids: Sequence[str]) -> Numbers:
    """The place of each id when all are sorted as text."""
    ranks = np.empty(len(ids), dtype=np.int64)
    ranks[sorted(range(len(ids)), key=ids.__getitem__)] = np.arange(len(ids))
    return ranks


def _best(scores: Numbers, ranks: Numbers, top: int) -> Best:
    rows = np.flatnonzero(scores >= 0)
    order = rows[np.lexsort((ranks[rows], -scores[rows]))][:top]
    return [(int(row), int(scores[row])) for row in order]
