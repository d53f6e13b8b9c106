"""Seekers and vacancies as matching knows them, and how a line of JSON becomes one.

Gender, ethnic group, religion, commune of origin, health, household and results of tests have no
field here, so they cannot enter; what a line holds beyond the fields is left out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

KINDS = ("home", "province", "overseas")
# Groups of the second level of VSCO 2020 (Decision 34/2020/QĐ-TTg, national/vsco2020.csv).
# The list below that level is not complete, so a code is known by its first two digits.
_SECOND_DIGITS = {
    **{"0": "123", "1": "01234567", "2": "123456", "3": "123456", "4": "1234"},
    **{"5": "1234", "6": "123", "7": "12345", "8": "123", "9": "123456"},
}
GROUPS = frozenset(f"{one}{two}" for one, seconds in _SECOND_DIGITS.items() for two in seconds)
MOST_WANTED = 3
HIGHEST_EDUCATION = 7
HIGHEST_LEVEL = 6
OLDEST = 130
LONGEST_WAIT = 36_500
HIGHEST_WAGE = 100_000_000  # thousand đồng: far above any wage, far below what overflows
LONGEST_NAME = 200
LONGEST_TEXT = 100_000
MOST_NAMES = 1_000


class RecordFault(ValueError):
    """A record that cannot be used: which field, and why, for whoever wrote it."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


@dataclass(frozen=True, slots=True)
class Seeker:
    """A person who looks for work.

    ``occupations``: 1 to 3 codes of VSCO 2020, four digits. ``education``: 0–7. ``age``: full
    years on the day. ``wage_floor``, ``wage_wish``: thousand đồng a month. ``languages``: level
    1–6 by code. ``experience``: full years. ``available_in``: days, 0 is now.
    """

    id: str
    occupations: tuple[str, ...]
    skills: tuple[str, ...]
    text: str
    home: str
    places: tuple[str, ...]
    education: int
    age: int
    wage_floor: int
    wage_wish: int
    languages: Mapping[str, int]
    certificates: tuple[str, ...]
    shifts: tuple[str, ...]
    experience: int
    available_in: int


@dataclass(frozen=True, slots=True)
class Vacancy:
    """A place of work that is offered.

    ``kind``: home, province or overseas. ``age_min``: the legal minimum only. ``wage_min``,
    ``wage_max``: thousand đồng a month. ``language``: a code or none. ``certificates``: all are
    required. ``experience``: years asked. ``start_in``: days.
    """

    id: str
    occupation: str
    skills: tuple[str, ...]
    text: str
    place: str
    kind: str
    education_min: int
    age_min: int
    wage_min: int
    wage_max: int
    language: str | None
    language_level: int
    certificates: tuple[str, ...]
    shift: str
    experience: int
    start_in: int


Record = TypeVar("Record", Seeker, Vacancy)

# One object for each name and for each list of names: fifty thousand people share a few hundred.
_KEPT: dict[Any, Any] = {}
_MOST_KEPT = 500_000


def _one(value: Any) -> Any:
    if len(_KEPT) > _MOST_KEPT:
        _KEPT.clear()
    return _KEPT.setdefault(value, value)


def seeker_from(told: object) -> Seeker:
    """A seeker from what a line of JSON gave.

    Raises:
        RecordFault: a field is missing or its value cannot be.
    """
    return _record(Seeker, told, _SEEKER)


def vacancy_from(told: object) -> Vacancy:
    """A vacancy from what a line of JSON gave.

    Raises:
        RecordFault: a field is missing or its value cannot be.
    """
    vacancy = _record(Vacancy, told, _VACANCY)
    if vacancy.wage_max < vacancy.wage_min:
        raise RecordFault("wage_max", f"{vacancy.wage_max} is less than wage_min")
    return vacancy


def _record(kind: type[Record], told: object, readers: Mapping[str, Any]) -> Record:
    if not isinstance(told, dict):
        raise RecordFault("line", "is not a JSON object")
    values = []
    for field, read in readers.items():
        try:
            value = told[field]
        except KeyError:
            raise RecordFault(field, "is missing") from None
        try:
            values.append(read(value))
        except ValueError as reason:
            raise RecordFault(field, str(reason)) from None
    return kind(*values)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:39] + "…"


def _whole(least: int, most: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if type(value) is not int:
            raise ValueError(f"{_shown(value)} is not a whole number")
        if not least <= value <= most:
            raise ValueError(f"{_shown(value)} is not between {least} and {most}")
        return value

    return read


def _name(value: object) -> str:
    if type(value) is not str:
        raise ValueError(f"{_shown(value)} is not text")
    if not value.strip():
        raise ValueError("is empty")
    if len(value) > LONGEST_NAME:
        raise ValueError(f"is longer than {LONGEST_NAME} letters")
    _writable(value)
    return str(_one(value))


def _writable(value: str) -> None:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("holds half of a pair of surrogates, which is no letter") from None


def _text(value: object) -> str:
    if type(value) is not str:
        raise ValueError(f"{_shown(value)} is not text")
    if len(value) > LONGEST_TEXT:
        raise ValueError(f"is longer than {LONGEST_TEXT} letters")
    return value


def _names(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"{_shown(value)} is not a list")
    if len(value) > MOST_NAMES:
        raise ValueError(f"has more than {MOST_NAMES} entries")
    try:
        known = _KEPT.get(tuple(value))
    except TypeError:
        known = None
    # True is 1 in a dict, but no list of names was ever kept with a number in it.
    return known if known is not None else _one(tuple(_name(one) for one in value))


def _code(value: object) -> str:
    if type(value) is not str:
        raise ValueError(f"{_shown(value)} is not text")
    if len(value) != 4 or not (value.isascii() and value.isdigit()):
        raise ValueError(f"{_shown(value)} is not a code of four digits")
    if value[:2] not in GROUPS:
        raise ValueError(f"{_shown(value)} is an unknown code of VSCO 2020")
    return str(_one(value))


def _codes(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"{_shown(value)} is not a list")
    if not 1 <= len(value) <= MOST_WANTED:
        raise ValueError(f"has {len(value)} codes; 1 to {MOST_WANTED} are asked for")
    return _one(tuple(_code(one) for one in value))


def _levels(value: object) -> Mapping[str, int]:
    if not isinstance(value, dict):
        raise ValueError(f"{_shown(value)} is not an object of levels by language")
    if len(value) > MOST_NAMES:
        raise ValueError(f"has more than {MOST_NAMES} entries")
    level = _whole(1, HIGHEST_LEVEL)
    told = {_name(language): level(one) for language, one in value.items()}
    return _KEPT.setdefault(frozenset(told.items()), told)


def _kind(value: object) -> str:
    if value not in KINDS:
        raise ValueError(f"{_shown(value)} is not one of {', '.join(KINDS)}")
    return str(_one(value))


def _name_or_none(value: object) -> str | None:
    return None if value is None else _name(value)


_DAYS, _YEARS = _whole(0, LONGEST_WAIT), _whole(0, OLDEST)
_MONEY = _whole(0, HIGHEST_WAGE)
_EDUCATION = _whole(0, HIGHEST_EDUCATION)
_SEEKER: dict[str, Callable[[object], Any]] = {
    "id": _name,
    "occupations": _codes,
    "skills": _names,
    "text": _text,
    "home": _name,
    "places": _names,
    "education": _EDUCATION,
    "age": _YEARS,
    "wage_floor": _MONEY,
    "wage_wish": _whole(1, HIGHEST_WAGE),
    "languages": _levels,
    "certificates": _names,
    "shifts": _names,
    "experience": _YEARS,
    "available_in": _DAYS,
}
_VACANCY: dict[str, Callable[[object], Any]] = {
    "id": _name,
    "occupation": _code,
    "skills": _names,
    "text": _text,
    "place": _name,
    "kind": _kind,
    "education_min": _EDUCATION,
    "age_min": _YEARS,
    "wage_min": _MONEY,
    "wage_max": _MONEY,
    "language": _name_or_none,
    "language_level": _whole(0, HIGHEST_LEVEL),
    "certificates": _names,
    "shift": _name,
    "experience": _YEARS,
    "start_in": _DAYS,
}


def told_of(record: Seeker | Vacancy) -> dict[str, Any]:
    """The fields as JSON writes them; ``seeker_from`` or ``vacancy_from`` reads them again."""
    told = {one.name: getattr(record, one.name) for one in fields(record)}
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in told.items()
    }


def checked(record: Record) -> Record:
    """The same record, once every field was looked at as if it had been read from a file.

    Raises:
        RecordFault: a value cannot be.
    """
    readers = _SEEKER if isinstance(record, Seeker) else _VACANCY
    for field, read in readers.items():
        try:
            read(getattr(record, field))
        except ValueError as reason:
            raise RecordFault(field, str(reason)) from None
    return record
