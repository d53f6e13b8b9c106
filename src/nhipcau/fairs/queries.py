"""What pages, papers and screens show of a fair."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from nhipcau.events.states import PRESENT
from nhipcau.fairs import hall, rules
from nhipcau.fairs.models import (
    Booth,
    BoothVacancy,
    Bus,
    Candidate,
    Fair,
    Interview,
    InterviewWish,
    Meeting,
    Timetable,
)
from nhipcau.fairs.states import Cell, MeetingState, TimetableState
from nhipcau.people.models import Consent, Purpose, YoungPerson
from nhipcau.referrals.effects import AGREED_FIELDS


def initials(full_name: str) -> str:
    """``Nông Thị Hoa`` → ``N. T. H.``: all that is shown before somebody agreed to more."""
    return " ".join(f"{word[0].upper()}." for word in full_name.split() if word)


def agreed(people: Iterable[int]) -> set[int]:
    """Of these records, those whose person agreed to be introduced to employers."""
    wanted = set(people)
    records = YoungPerson.objects.filter(pk__in=wanted).values_list("pk", "merged_into")
    kept = {pk: merged or pk for pk, merged in records}
    said = set(
        Consent.objects.in_force()
        .filter(text__purpose=Purpose.INTRODUCTION)
        .filter(Q(young_person__in=kept.values()) | Q(young_person__merged_into__in=kept.values()))
        .values_list("young_person__pk", flat=True)
    )
    speaks = dict(YoungPerson.objects.filter(pk__in=said).values_list("pk", "merged_into"))
    yes = {speaks.get(pk) or pk for pk in said}
    return {pk for pk in wanted if kept.get(pk) in yes}


@dataclass(frozen=True)
class Applicant:
    """What an employer sees of somebody who wishes to meet it. ``shown``: as agreed, or empty."""

    candidate: int
    number: int
    initials: str
    rank: int
    vacancy: str
    interest: int | None
    shown: dict[str, Any]


def applicants_of(booth: Booth) -> list[Applicant]:
    """Those who wish to meet an employer: initials and number, and what they agreed to show."""
    wishes = list(
        InterviewWish.objects.filter(
            booth=booth,
            candidate__ended_at=None,
            candidate__registration__state="CONFIRMED",
        )
        .select_related("candidate__registration__young_person__commune", "vacancy")
        .order_by("vacancy__title", "rank", "candidate__number")
    )
    yes = agreed(one.candidate.registration.young_person_id for one in wishes)
    return [
        Applicant(
            candidate=one.candidate_id,
            number=one.candidate.number,
            initials=initials(one.candidate.young_person.full_name),
            rank=one.rank,
            vacancy=one.vacancy.title,
            interest=one.interest,
            shown=_shown(one.candidate.young_person)
            if one.candidate.registration.young_person_id in yes
            else {},
        )
        for one in wishes
    ]


def _shown(person: YoungPerson) -> dict[str, Any]:
    told = {
        "full_name": person.full_name,
        "birth_year": person.birth_on.year,
        "phone": person.phone,
        "commune": str(person.commune or ""),
    }
    return {name: told[name] for name in AGREED_FIELDS}


# --- the hall ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Square:
    """One square of the hall as it is drawn. ``is_reached``: a wheelchair comes to this booth."""

    row: int
    column: int
    sign: str
    word: Any
    booth: Booth | None = None
    is_reached: bool = True


def squares(fair: Fair, booths: Iterable[Booth]) -> list[list[Square]]:
    """The hall row by row, each square with the booth that stands there."""
    there = {(one.row, one.column): one for one in booths if one.row is not None}
    reached = hall.reached_by_wheelchair(fair.hall)
    return [
        [
            Square(
                row,
                column,
                sign,
                Cell(sign).label,
                there.get((row, column)),
                sign != Cell.STAND or (row, column) in reached,
            )
            for column, sign in enumerate(line)
        ]
        for row, line in enumerate(fair.rows)
    ]


# --- timetables ----------------------------------------------------------------------------------


def published(fair: Fair) -> Timetable | None:
    return fair.timetables.filter(state=TimetableState.PUBLISHED).first()


def brought(fair: Fair) -> dict[int, list[BoothVacancy]]:
    """Booth → the work it brings, in one query."""
    found: dict[int, list[BoothVacancy]] = {}
    rows = BoothVacancy.objects.filter(booth__fair=fair).select_related("vacancy__commune")
    for one in rows.order_by("vacancy__title", "pk"):
        found.setdefault(one.booth_id, []).append(one)
    return found


def interviews_of_candidate(candidate: Candidate) -> list[Interview]:
    """What somebody was told, by time."""
    return list(
        Interview.objects.published()
        .filter(candidate=candidate)
        .select_related("booth__employer", "timetable")
        .order_by("slot")
    )


def interviews_of_booth(booth: Booth) -> list[Interview]:
    """Who comes to a booth, by time; those who still take part."""
    return list(
        Interview.objects.published()
        .filter(booth=booth, candidate__in=Candidate.objects.filter(fair=booth.fair).taking_part())
        .select_related("candidate__registration__young_person")
        .order_by("slot", "candidate__number")
    )


def interviews_of_bus(bus: Bus) -> list[Interview]:
    """The interviews of all who come with one bus, by person and time."""
    return list(
        Interview.objects.published()
        .filter(candidate__in=bus.candidates.taking_part())
        .select_related("candidate__registration__young_person", "booth__employer")
        .order_by("candidate__number", "slot")
    )


# --- what came of it -----------------------------------------------------------------------------


def waiting_for_introduction(fair: Fair) -> Any:
    """Results that are no introduction yet. A plain no needs none."""
    return (
        Meeting.objects.filter(booth__fair=fair, state=MeetingState.HELD, referral=None)
        .exclude(result="NO")
        .select_related("candidate__registration__young_person", "booth__employer")
        .order_by("held_at", "pk")
    )


@dataclass(frozen=True)
class Figures:
    """What came of a fair, in people and interviews."""

    registered: int
    came: int
    candidates: int
    told: int
    held: int
    not_here: int
    second: int
    offers: int
    taken: int
    refused: int
    introduced: int
    employers_invited: int
    employers_came: int
    hired_30: int
    hired_90: int


def figures(fair: Fair) -> Figures:
    """The funnel of a fair: registered, came, interviewed, offered, still at work later."""
    registrations = fair.event.sessions.aggregate(
        registered=Count("registrations", filter=Q(registrations__state="CONFIRMED")),
        came=Count("registrations", filter=Q(registrations__attendance__value__in=PRESENT)),
    )
    meetings = Meeting.objects.filter(booth__fair=fair).aggregate(
        held=Count("pk", filter=Q(state=MeetingState.HELD)),
        not_here=Count("pk", filter=Q(state=MeetingState.NOT_HERE)),
        second=Count("pk", filter=Q(result="SECOND")),
        offers=Count("pk", filter=Q(result="OFFER")),
        taken=Count("pk", filter=Q(result="TAKEN")),
        refused=Count("pk", filter=Q(result="NO")),
        introduced=Count("referral", distinct=True),
    )
    booths = fair.booths.aggregate(
        employers_invited=Count("pk"), employers_came=Count("pk", filter=Q(state="ACCEPTED"))
    )
    stays = {
        f"hired_{day}": Meeting.objects.filter(
            booth__fair=fair,
            referral__placement__checks__day=day,
            referral__placement__checks__answer="STILL_THERE",
        ).count()
        for day in (30, 90)
    }
    return Figures(
        candidates=fair.candidates.taking_part().count(),
        told=Interview.objects.published().filter(booth__fair=fair).count(),
        **registrations,
        **meetings,
        **booths,
        **stays,
    )


# --- versions ------------------------------------------------------------------------------------


def told_counts(candidates: Iterable[Candidate]) -> dict[int, int]:
    """Candidate → how many interviews were told."""
    rows = Interview.objects.published().filter(candidate__in=list(candidates))
    return dict(
        rows.order_by()
        .values_list("candidate")
        .annotate(count=Count("pk"))
        .values_list("candidate", "count")
    )


def grid(timetable: Timetable) -> list[dict[str, Any]]:
    """A version booth by booth: in each slot the numbers of those who come, and the seats."""
    fair = timetable.fair
    lines: dict[tuple[int, int], list[int]] = {}
    rows = timetable.interviews.values_list("booth", "slot", "candidate__number")
    for booth, slot, number in rows.order_by("candidate__number"):
        lines.setdefault((booth, slot), []).append(number)
    return [
        {
            "booth": booth,
            "cells": [
                {
                    "starts_at": fair.starts(slot),
                    "numbers": lines.get((booth.pk, slot), []),
                    "seats": booth.interviewers[slot] if slot < len(booth.interviewers) else 0,
                }
                for slot in range(fair.slots_count)
            ],
        }
        for booth in fair.booths.coming().for_list()
    ]


def touched_count(timetable: Timetable) -> int:
    """How many people are told something when this version is published."""
    lines = set(timetable.interviews.values_list("candidate", "booth", "slot"))
    base = timetable.base
    before = set(base.interviews.values_list("candidate", "booth", "slot")) if base else set()
    return len({candidate for candidate, _booth, _slot in lines ^ before})


def certificate(timetable: Timetable) -> dict[str, Any]:
    """What was asked and found, so that anybody can check rules and bound: ids alone."""
    carried = {tuple(one) for one in timetable.case.get("carried", [])}
    found = timetable.interviews.filter(added_at=None)
    rows = found.values_list("candidate", "booth", "slot")
    return {
        "case": timetable.case.get("told", {}),
        "answer": {
            "interviews": [
                {"seeker": candidate, "employer": booth, "slot": slot}
                for candidate, booth, slot in rows.order_by("pk")
                if (candidate, booth, slot) not in carried
            ],
            "objective": {"covered": timetable.covered, "weight": timetable.weight},
            "bound": {"covered": timetable.bound_covered, "weight": timetable.bound_weight},
            "exact": timetable.is_exact,
            "gap": timetable.gap,
            "kept": timetable.kept,
            "moved": timetable.moved,
            "dropped": timetable.dropped,
            "seconds": timetable.seconds,
        },
        "proof": timetable.proof,
    }


def booths_of_employer(employer_id: int) -> list[Booth]:
    """Fairs that an employer is asked to, or comes to; the next one first."""
    return list(
        Booth.objects.filter(employer=employer_id)
        .select_related("fair__event")
        .order_by("-fair__first_slot_at")[:6]
    )


def has_fair(event: Any, *, pk: int | None = None) -> bool:
    """Whether employers interview at an event; only kinds that have this cost a look."""
    return rules.has_interviews(event) and Fair.objects.filter(event=pk or event.pk).exists()
