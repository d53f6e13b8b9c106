"""From rows about people to figures that a school may read. Called by use cases alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nhipcau.events.models import Attendance, Registration, RegistrationGroup
from nhipcau.events.states import LIVE, PRESENT
from nhipcau.inventory.models import Sitting
from nhipcau.people.models import Consent, Purpose
from nhipcau.schools.choices import Question, Wish
from nhipcau.shared.small_numbers import told_parts

ABSENT, NO_SLIP, CAME = "ABSENT", "NO_SLIP", "CAME"
BY_GUARDIAN, BY_PUPIL, NOBODY = "BY_GUARDIAN", "BY_PUPIL", "NOBODY"


@dataclass(frozen=True)
class Class:
    """How many people: on the list, there, and how it was agreed that they take part."""

    registered: int
    came: int
    by_guardian: int
    by_pupil: int


def count_class(group: RegistrationGroup) -> Class:
    registrations = Registration.objects.filter(group=group, state__in=sorted(LIVE))
    people = dict(registrations.values_list("young_person", "young_person__merged_into"))
    kept = {kept or own for own, kept in people.items()}
    came = Attendance.objects.filter(
        registration__in=registrations, value__in=sorted(PRESENT)
    ).count()
    records = {*people, *kept}
    agreed: dict[int, bool] = {}
    for person, merged_into, guardian in (
        Consent.objects.in_force()
        .filter(young_person__in=records, text__purpose=Purpose.PARTICIPATION)
        .values_list("young_person", "young_person__merged_into", "guardian")
    ):
        one = merged_into or person
        agreed[one] = agreed.get(one, False) or guardian is not None
    return Class(
        registered=len(people),
        came=came,
        by_guardian=sum(agreed.values()),
        by_pupil=len(agreed) - sum(agreed.values()),
    )


def figures_of(
    counted: Class,
    *,
    wishes: Mapping[str, int],
    questions: Mapping[str, int],
    sitting: Sitting | None,
    least: int,
) -> dict[str, Any]:
    """The columns that are kept. Who came and what was wished are parts of one whole, so that
    neither tells what the other hides."""
    slips = sum(wishes.values())
    absent = counted.registered - counted.came
    if slips:
        people = {ABSENT: absent, NO_SLIP: counted.came - slips}
        people |= {wish: wishes.get(wish, 0) for wish in Wish.values}
    else:
        people = {ABSENT: absent, CAME: counted.came}
    agreed = counted.by_guardian + counted.by_pupil
    return {
        "least": least,
        "registered": counted.registered,
        "people": told_parts(people, least=least),
        "consents": told_parts(
            {
                BY_GUARDIAN: counted.by_guardian,
                BY_PUPIL: counted.by_pupil,
                NOBODY: max(0, counted.registered - agreed),
            },
            least=least,
        ),
        "questions": often_asked(questions, least=least),
        "interests": _interests(sitting, counted.registered, least) if sitting else {},
    }


def often_asked(questions: Mapping[str, int], *, least: int) -> list[str]:
    """The codes that enough people asked about, the most frequent first, without numbers."""
    enough = [code for code in Question.values if questions.get(code, 0) >= least]
    return sorted(enough, key=lambda code: -questions[code])


def _interests(sitting: Sitting, registered: int, least: int) -> dict[str, Any]:
    """What was frozen when the class finished. How many answered is told only where it does not
    tell how few did not."""
    told = sitting.figures
    if not told.get("means"):
        return {}
    others = abs(registered - told["counted"])
    leads = told.get("leads") or {}
    return {
        "class": sitting.name,
        "counted": told["counted"] if others == 0 or others >= least else None,
        "means": told["means"],
        "shares": {
            part: None if count is None else round(100 * count / told["counted"])
            for part, count in leads.items()
        },
    }
