"""The rules of matching, score version 1: what must hold, and eight parts in whole numbers."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from typing import NamedTuple

from nhipcau.algorithms.matching.records import Seeker, Vacancy

FULL = 1000
NEARNESS = (0, 100, 400, 700, FULL)  # by how many leading digits two codes have in common
AT_HOME, NEAR_HOME, AWAY = FULL, 800, 500
TEXT_ONE = 4096  # a weight of a term is a whole number of 1/4096
TEXT_SHIFT = 24  # so a product of two is one of 1/2**24


class Parts(NamedTuple):
    """The eight parts of a score, whole numbers 0 to 1000."""

    occupation: int
    skills: int
    text: int
    wage: int
    place: int
    education: int
    experience: int
    start: int


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each part counts: eight whole numbers from 0, together 100.

    Raises:
        ValueError: a weight is below 0 or no whole number, or together they are not 100.
    """

    occupation: int
    skills: int
    text: int
    wage: int
    place: int
    education: int
    experience: int
    start: int

    def __post_init__(self) -> None:
        if any(type(one) is not int or one < 0 for one in self) or sum(self) != 100:
            raise ValueError("weights are eight whole numbers from 0, together 100")

    def __iter__(self) -> Iterator[int]:
        return iter(astuple(self))


VERSION_1 = Weights(
    occupation=35, skills=20, text=15, wage=10, place=8, education=5, experience=5, start=2
)


def score_of(parts: Iterable[int], weights: Weights = VERSION_1) -> int:
    """Σ weight × part: 0 to 100,000."""
    return sum(weight * part for weight, part in zip(weights, parts, strict=True))


def nearness(wanted: Iterable[str], code: str) -> int:
    """Of the wanted codes the nearest one: 1000 the same, 700, 400, 100 by digits, else 0."""
    return max(NEARNESS[_common_digits(one, code)] for one in wanted)


def _common_digits(one: str, other: str) -> int:
    return next((place for place in range(4) if one[place] != other[place]), 4)


def skills_part(skills: Container[str], vacancy: Vacancy, weights: Mapping[str, int]) -> int:
    """How much of what is asked is there, by weight; 0 when nothing is asked."""
    asked = {name: weights[name] for name in vacancy.skills}
    if not asked:
        return 0
    shared = sum(weight for name, weight in asked.items() if name in skills)
    return FULL * shared // sum(asked.values())


def wage_part(seeker: Seeker, vacancy: Vacancy) -> int:
    middle = (vacancy.wage_min + vacancy.wage_max) // 2
    return min(FULL, FULL * middle // seeker.wage_wish)


def place_part(seeker: Seeker, vacancy: Vacancy) -> int:
    if vacancy.place == seeker.home:
        return AT_HOME
    return NEAR_HOME if vacancy.kind == "home" else AWAY


def education_part(seeker: Seeker, vacancy: Vacancy) -> int:
    """Schooling above what is asked counts less; below it the pair does not exist."""
    above = max(0, seeker.education - vacancy.education_min)
    return max(0, FULL - 150 * above)


def experience_part(seeker: Seeker, vacancy: Vacancy) -> int:
    if not vacancy.experience:
        return FULL
    return min(FULL, FULL * seeker.experience // vacancy.experience)


def start_part(seeker: Seeker, vacancy: Vacancy) -> int:
    late = max(0, seeker.available_in - vacancy.start_in)
    return max(0, FULL - 20 * late)


def obstacles(seeker: Seeker, vacancy: Vacancy) -> list[str]:
    """The hard rules that do not hold; empty when the two may be introduced."""
    level = seeker.languages.get(vacancy.language, 0) if vacancy.language else 0
    broken = {
        "place": vacancy.place not in seeker.places,
        "education": seeker.education < vacancy.education_min,
        "age": seeker.age < vacancy.age_min,
        "wage": vacancy.wage_max < seeker.wage_floor,
        "language": vacancy.language is not None and level < vacancy.language_level,
        "certificates": not set(vacancy.certificates) <= set(seeker.certificates),
        "shift": vacancy.shift not in seeker.shifts,
    }
    return [rule for rule, is_broken in broken.items() if is_broken]
