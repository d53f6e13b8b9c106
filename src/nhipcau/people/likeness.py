"""Whether two records are one person, with a score that explains itself.

``score`` is a plain function of two tellings and touches no database; ``likenesses`` finds whom to
compare with. The points stand in ``people.points``, the reading of names in ``people.name_forms``.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from nhipcau.people import points
from nhipcau.people.candidates import candidate_pairs
from nhipcau.people.details import PersonDetails
from nhipcau.people.models import YoungPerson
from nhipcau.people.name_forms import compare_names
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.fields import clean_mobile


class Told(NamedTuple):
    """What a score is made of. ``phone`` in E.164 or empty."""

    full_name: str
    birth_on: dt.date
    phone: str = ""
    commune_id: int | None = None


class Reason(NamedTuple):
    """One finding with its points; ``sentence`` is in the language of the moment when shown."""

    code: str
    points: int

    @property
    def sentence(self) -> Any:
        return points.WEIGHTS[self.code].sentence


class Scored(NamedTuple):
    """``score`` from 0 to 100. ``reasons``: name, birth date, phone, commune."""

    score: int
    reasons: tuple[Reason, ...]
    is_certain: bool

    @property
    def is_to_ask(self) -> bool:
        return self.score >= points.ASK_FROM


@dataclass(frozen=True)
class Likeness:
    """A known person who may be the one told about. ``person`` is the record that is kept."""

    person: YoungPerson
    score: int
    reasons: tuple[Reason, ...]
    is_certain: bool


_CLEAN = "+84"
_REASONS = {code: Reason(code, weight.points) for code, weight in points.WEIGHTS.items()}
_POINTS = {code: weight.points for code, weight in points.WEIGHTS.items()}
_BEST_NAME = max(weight.points for weight in points.NAME.values())


def score(one: Told, other: Told) -> Scored:
    """How like two tellings are; the order of the two does not matter.

    Certain are only those alike in name (marks aside), birth date and phone. The phone alone says
    little, a family shares it; twins share birth date and phone and have different given names.
    """
    codes = (compare_names(one.full_name, other.full_name), *_besides_the_name(one, other))
    weights = [points.WEIGHTS[code] for code in codes]
    return Scored(
        score=max(0, sum(weight.points for weight in weights)),
        reasons=tuple(map(_REASONS.__getitem__, codes)),
        is_certain=all(weight.is_strong for weight in weights[:3]),
    )


def may_be_one(one: Told, other: Told) -> bool:
    """Whether it is a question at all; cheaper than ``score``, and most pairs end here."""
    told = sum(_POINTS[code] for code in _besides_the_name(one, other))
    if told + _BEST_NAME < points.ASK_FROM:
        return False
    return told + _POINTS[compare_names(one.full_name, other.full_name)] >= points.ASK_FROM


def _besides_the_name(one: Told, other: Told) -> tuple[str, str, str]:
    return (
        _birth(one.birth_on, other.birth_on),
        _phone(one.phone, other.phone),
        _commune(one.commune_id, other.commune_id),
    )


def likenesses(details: Sequence[PersonDetails], *, by: Any) -> list[list[Likeness]]:
    """For each telling the known people it may be about, best first, often none.

    Only people whom ``by`` may see. At most four statements, however many are told about. What is
    found in a record that was merged speaks for the record that is kept.
    """
    told = [told_by(one) for one in details]
    best: list[dict[int, Scored]] = [{} for _one in told]
    for no, _pk, kept, *known in candidate_pairs(told):
        other = Told._make(known)
        if may_be_one(told[no], other):
            scored = score(told[no], other)
            if _rank(scored) > _rank(best[no].get(kept)):
                best[no][kept] = scored
    people = (
        YoungPerson.objects.visible_to(by)
        .prefetch_related("commune")  # a few communes for thousands of people
        .in_bulk({kept for found in best for kept in found})
    )
    return [
        [
            Likeness(people[kept], one.score, one.reasons, one.is_certain)
            for kept, one in sorted(
                found.items(), key=lambda item: (_rank(item[1]), -item[0]), reverse=True
            )
            if kept in people
        ]
        for found in best
    ]


def told_by(details: PersonDetails) -> Told:
    """What a form or a roster tells, as it is compared."""
    commune_id = details.commune.pk if details.commune else None
    return Told(details.full_name, details.birth_on, _in_one_form(details.phone), commune_id)


def told_of(person: YoungPerson) -> Told:
    """What a record tells, as it is compared."""
    return Told(person.full_name, person.birth_on, person.phone, person.commune_id)


def _rank(scored: Scored | None) -> tuple[bool, int]:
    return (scored.is_certain, scored.score) if scored else (False, -1)


def _in_one_form(phone: str) -> str:
    """In E.164; what is no mobile number is not known."""
    if not phone or phone.startswith(_CLEAN):
        return phone
    try:
        return clean_mobile(phone)
    except InvalidValue:
        return ""


def _birth(one: dt.date, other: dt.date) -> str:
    if one == other:
        return "birth.same"
    if one.year == other.year:
        if (one.day, one.month) == (other.month, other.day):
            return "birth.swapped"
        if (1, 1) in ((one.day, one.month), (other.day, other.month)):
            return "birth.year_only"
        if one.day == other.day or one.month == other.month:
            return "birth.part"
        return "birth.other"
    if (one.day, one.month) == (other.day, other.month) and (one.day, one.month) != (1, 1):
        if abs(one.year - other.year) == 1:
            return "birth.next_year"
        digits = zip(str(one.year), str(other.year), strict=True)
        if sum(mine != theirs for mine, theirs in digits) == 1:
            return "birth.digit"
    return "birth.other"


def _phone(one: str, other: str) -> str:
    if not one or not other:
        return "phone.unknown"
    if one == other:
        return "phone.same"
    return "phone.slip" if _one_slip(one, other) else "phone.other"


def _one_slip(one: str, other: str) -> bool:
    """One digit wrong, or two neighbours swapped; numbers of one length."""
    half = len(one) // 2
    if len(one) != len(other) or (one[:half] != other[:half] and one[half:] != other[half:]):
        return False
    wrong = [place for place, digit in enumerate(one) if digit != other[place]]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        return one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]
    return len(wrong) == 1


def _commune(one: int | None, other: int | None) -> str:
    if one is None or other is None:
        return "commune.unknown"
    return "commune.same" if one == other else "commune.other"
