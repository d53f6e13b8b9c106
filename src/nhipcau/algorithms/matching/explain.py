"""Why these two: what stands in the way, what speaks for it, against it, and what would change it.

A ``Reason`` is a stable code with values; ``words`` makes a plain sentence of it. A page may as
well translate the code itself. Points are of the whole score, 0 to 100,000.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from nhipcau.algorithms.matching import criteria
from nhipcau.algorithms.matching.criteria import FULL, Parts
from nhipcau.algorithms.matching.index import Index
from nhipcau.algorithms.matching.phrases import words
from nhipcau.algorithms.matching.reasons import Reason
from nhipcau.algorithms.matching.records import Seeker, Vacancy

__all__ = ["Explanation", "Reason", "explain", "words"]

ALIKE = 200  # parts of text from here on are said aloud; most pairs of one trade lie above
DIGITS = {700: 3, 400: 2, 100: 1}


@dataclass(frozen=True)
class Explanation:
    """``score`` is 0 where an obstacle stands: that pair does not exist."""

    score: int
    parts: Parts
    obstacles: list[Reason]
    reasons_for: list[Reason]
    reasons_against: list[Reason]
    changes: list[Reason]


def explain(index: Index, seeker_id: str, vacancy_id: str) -> Explanation:
    """Everything that can be said about one pair.

    Raises:
        KeyError: there is no such seeker or vacancy.
    """
    seeker, vacancy = index.seekers[seeker_id], index.vacancies[vacancy_id]
    parts = index.parts_of(seeker_id, vacancy_id)
    in_the_way = list(_obstacles(seeker, vacancy))
    would_be = criteria.score_of(parts, index.weights)
    return Explanation(
        score=0 if in_the_way else would_be,
        parts=parts,
        obstacles=in_the_way,
        reasons_for=list(_speaks_for(seeker, vacancy, parts)),
        reasons_against=list(_speaks_against(seeker, vacancy, parts)),
        changes=[*_to_be_allowed(in_the_way), *_to_score_more(index, seeker, vacancy, parts)],
    )


def _obstacles(seeker: Seeker, vacancy: Vacancy) -> Iterator[Reason]:
    for rule in criteria.obstacles(seeker, vacancy):
        if rule == "place":
            yield Reason("place_not_accepted", {"place": vacancy.place})
        elif rule == "education":
            told = {"needed": vacancy.education_min, "has": seeker.education}
            yield Reason("education_below", told)
        elif rule == "age":
            yield Reason("age_below", {"needed": vacancy.age_min, "has": seeker.age})
        elif rule == "wage":
            told = {"offered": vacancy.wage_max, "floor": seeker.wage_floor}
            yield Reason("wage_below_floor", told)
        elif rule == "language":
            yield Reason(
                "language_below",
                {
                    "language": vacancy.language,
                    "needed": vacancy.language_level,
                    "has": seeker.languages.get(vacancy.language or "", 0),
                },
            )
        elif rule == "certificates":
            for one in dict.fromkeys(vacancy.certificates):
                if one not in seeker.certificates:
                    yield Reason("certificate_missing", {"certificate": one})
        else:
            yield Reason("shift_not_accepted", {"shift": vacancy.shift})


def _speaks_for(seeker: Seeker, vacancy: Vacancy, parts: Parts) -> Iterator[Reason]:
    if parts.occupation == FULL:
        yield Reason("occupation_wanted", {"occupation": vacancy.occupation})
    elif parts.occupation >= criteria.NEARNESS[2]:
        yield Reason("occupation_near", _nearest(seeker, vacancy))
    shared = [one for one in dict.fromkeys(vacancy.skills) if one in seeker.skills]
    if shared:
        asked = len(set(vacancy.skills))
        yield Reason("skills_shared", {"skills": shared, "count": len(shared), "asked": asked})
    if parts.text >= ALIKE:
        yield Reason("text_alike", {"part": parts.text})
    if parts.wage == FULL:
        yield Reason("wage_as_wished", _wage(seeker, vacancy))
    if parts.place == criteria.AT_HOME:
        yield Reason("place_home", {"place": vacancy.place})
    elif parts.place == criteria.NEAR_HOME:
        yield Reason("place_near", {"place": vacancy.place})
    if seeker.education == vacancy.education_min:
        yield Reason("education_fits", {"education": vacancy.education_min})
    if not vacancy.experience:
        yield Reason("experience_not_asked", {})
    elif parts.experience == FULL:
        told = {"asked": vacancy.experience, "has": seeker.experience}
        yield Reason("experience_enough", told)
    if parts.start == FULL:
        yield Reason("start_in_time", {"days": vacancy.start_in})


def _speaks_against(seeker: Seeker, vacancy: Vacancy, parts: Parts) -> Iterator[Reason]:
    if parts.occupation < criteria.NEARNESS[2]:
        yield Reason("occupation_other", _nearest(seeker, vacancy))
    missing = [one for one in dict.fromkeys(vacancy.skills) if one not in seeker.skills]
    if missing:
        yield Reason("skills_missing", {"skills": missing})
    if parts.wage < FULL:
        yield Reason("wage_below_wish", _wage(seeker, vacancy))
    if parts.place == criteria.AWAY:
        yield Reason("place_away", {"place": vacancy.place, "kind": vacancy.kind})
    if parts.education < FULL and seeker.education > vacancy.education_min:
        told = {"needed": vacancy.education_min, "has": seeker.education}
        yield Reason("education_above", told)
    if parts.experience < FULL:
        told = {"asked": vacancy.experience, "has": seeker.experience}
        yield Reason("experience_short", told)
    if parts.start < FULL:
        yield Reason("start_late", {"days": seeker.available_in - vacancy.start_in})


def _to_be_allowed(in_the_way: list[Reason]) -> Iterator[Reason]:
    """What would take an obstacle away. Nobody is told to grow older or to take less money."""
    turned = {
        "place_not_accepted": "accept_place",
        "education_below": "reach_education",
        "language_below": "reach_language",
        "certificate_missing": "get_certificate",
        "shift_not_accepted": "accept_shift",
    }
    for one in in_the_way:
        if one.code in turned:
            yield Reason(turned[one.code], one.values)


def _to_score_more(
    index: Index, seeker: Seeker, vacancy: Vacancy, parts: Parts
) -> Iterator[Reason]:
    """What the seeker could do, with the points it brings; what brings most comes first."""
    weights = index.weights
    found = []
    for skill in dict.fromkeys(vacancy.skills):
        if skill not in seeker.skills:
            more = index.skills_part((*seeker.skills, skill), vacancy) - parts.skills
            found.append(Reason("learn_skill", {"skill": skill, "points": weights.skills * more}))
    late = seeker.available_in - vacancy.start_in
    if late > 0:
        points = weights.start * (FULL - parts.start)
        found.append(Reason("start_sooner", {"days": late, "points": points}))
    if seeker.experience < vacancy.experience:
        one_more = criteria.experience_part(
            replace(seeker, experience=seeker.experience + 1), vacancy
        )
        points = weights.experience * (one_more - parts.experience)
        found.append(Reason("work_one_year", {"points": points}))
    if parts.occupation < FULL and len(seeker.occupations) < 3:
        points = weights.occupation * (FULL - parts.occupation)
        told = {"occupation": vacancy.occupation, "points": points}
        found.append(Reason("want_occupation", told))
    found = [one for one in found if one.values["points"] > 0]
    yield from sorted(found, key=lambda one: -one.values["points"])


def _nearest(seeker: Seeker, vacancy: Vacancy) -> dict[str, Any]:
    near = {one: criteria.nearness((one,), vacancy.occupation) for one in seeker.occupations}
    wanted = max(seeker.occupations, key=near.__getitem__)
    digits = DIGITS.get(near[wanted], 0)
    return {"occupation": vacancy.occupation, "wanted": wanted, "digits": digits}


def _wage(seeker: Seeker, vacancy: Vacancy) -> dict[str, Any]:
    return {"from": vacancy.wage_min, "to": vacancy.wage_max, "wish": seeker.wage_wish}
