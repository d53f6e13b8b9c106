"""What the solver is asked, built from the rows as they are now. Ids alone: no names leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from nhipcau.fairs import rules
from nhipcau.fairs.models import (
    Booth,
    Candidate,
    Fair,
    Interview,
    InterviewWish,
    Meeting,
    Timetable,
)
from nhipcau.fairs.states import Interest, MeetingState
from nhipcau.matching.choices import Side
from nhipcau.matching.models import Suggestion

SCORE_OF_A_POINT = 1000  # stored suggestions count thousandths of a point


@dataclass(frozen=True)
class Asked:
    """``told``: the case in the form of docs and files. ``carried``: interviews that began or were
    held already and stay as they are: (candidate, booth, slot)."""

    told: dict[str, Any]
    carried: list[tuple[int, int, int]]


def asked_for(fair: Fair, *, base: Timetable | None, from_slot: int) -> Asked:
    """The case of a fair; with ``base``, of its repair from ``from_slot`` on."""
    candidates = list(
        Candidate.objects.filter(fair=fair)
        .taking_part()
        .select_related("bus", "registration")
        .order_by("pk")
    )
    booths = list(Booth.objects.filter(fair=fair).coming().order_by("pk"))
    told_before = list(base.interviews.order_by("slot", "candidate")) if base else []
    there = {one.pk: rules.slots_of(one, fair=fair) for one in candidates}
    carried = _carried(fair, told_before, there, from_slot)
    done = {(candidate, booth) for candidate, booth, _slot in carried}
    had = _count(candidate for candidate, _booth, _slot in carried)
    for candidate, _booth, slot in carried:
        if candidate in there:
            there[candidate][slot] = False
    seats = {one.pk: _seats(one, fair) for one in booths}
    for _candidate, booth, slot in carried:
        if slot >= from_slot and booth in seats:
            seats[booth][slot] = max(0, seats[booth][slot] - 1)
    told: dict[str, Any] = {
        "slots": fair.slots_count,
        "goal": fair.goal,
        "seekers": [
            {
                "id": one.pk,
                "max": max(0, min(one.most, fair.most_interviews) - had.get(one.pk, 0)),
                "available": "".join(
                    "1" if free and slot >= from_slot else "0"
                    for slot, free in enumerate(there[one.pk])
                ),
            }
            for one in candidates
        ],
        "employers": [{"id": one.pk, "interviewers": seats[one.pk]} for one in booths],
        "pairs": _pairs(fair, set(there), set(seats), done),
    }
    if base:
        told["published"] = [
            {"seeker": one.candidate_id, "employer": one.booth_id, "slot": one.slot}
            for one in told_before
            if (one.candidate_id, one.booth_id) not in done
        ]
    return Asked(told, sorted(carried))


def _carried(
    fair: Fair, before: Iterable[Interview], there: dict[int, list[bool]], from_slot: int
) -> list[tuple[int, int, int]]:
    """What was held, or began in time with somebody who was there."""
    rows = Meeting.objects.filter(booth__fair=fair)
    states = {
        (candidate, booth): state
        for candidate, booth, state in rows.values_list("candidate", "booth", "state")
    }
    found = []
    for one in before:
        state = states.get((one.candidate_id, one.booth_id))
        # A fair may have become shorter since.
        was_there = any(there.get(one.candidate_id, ())[one.slot : one.slot + 1])
        began = one.slot < from_slot and was_there and state != MeetingState.NOT_HERE
        if began or state in (MeetingState.HELD, MeetingState.CALLED):
            found.append((one.candidate_id, one.booth_id, one.slot))
    return found


def _seats(booth: Booth, fair: Fair) -> list[int]:
    told = list(booth.interviewers)[: fair.slots_count]
    return told + [0] * (fair.slots_count - len(told))


def _pairs(
    fair: Fair, candidates: set[int], booths: set[int], done: set[tuple[int, int]]
) -> list[dict[str, int]]:
    wishes = (
        InterviewWish.objects.filter(candidate__fair=fair)
        .exclude(interest=Interest.NO)
        .select_related("candidate__registration")
        .order_by("candidate", "booth")
    )
    fits = fits_of(fair)
    return [
        {
            "seeker": one.candidate_id,
            "employer": one.booth_id,
            "weight": rules.weight_of(
                one.rank,
                one.interest,
                fits.get((one.candidate.registration.young_person_id, one.vacancy_id), 0),
            ),
        }
        for one in wishes
        if one.candidate_id in candidates
        and one.booth_id in booths
        and (one.candidate_id, one.booth_id) not in done
    ]


def fits_of(fair: Fair) -> dict[tuple[int, int], int]:
    """(person, vacancy) → how well matching says they fit, 0 to 100, of what is stored."""
    rows = Suggestion.objects.filter(
        side=Side.PERSON,
        vacancy__in=fair.booths.values("brought__vacancy"),
        wish__young_person__in=fair.candidates.values("registration__young_person"),
    ).values_list("wish__young_person", "vacancy", "score")
    return {
        (person, vacancy): min(100, score // SCORE_OF_A_POINT) for person, vacancy, score in rows
    }


def _count(ids: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for one in ids:
        found[one] = found.get(one, 0) + 1
    return found


def is_outdated(fair: Fair, timetable: Timetable) -> bool:
    """Whether the solver would be asked something else by now. What a wish is worth may have
    changed: the timetable is as true as before, and perhaps a little less good."""
    asked = asked_for(fair, base=timetable.base, from_slot=timetable.from_slot)
    before = timetable.case
    return bool(
        _without_weights(asked.told) != _without_weights(before.get("told", {}))
        or [list(one) for one in asked.carried] != before.get("carried")
    )


def _without_weights(told: dict[str, Any]) -> dict[str, Any]:
    pairs = [(one["seeker"], one["employer"]) for one in told.get("pairs", ())]
    return {**told, "pairs": pairs}
