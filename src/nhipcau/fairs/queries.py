"""What pages, papers and screens show of a fair."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
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

SCREEN_SLOTS = 2


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


# --- the day -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Turn:
    """One line of a booth's queue: number and initials, never more."""

    candidate: int
    number: int
    initials: str
    slot: int | None
    starts_at: datetime | None
    vacancy: str
    state: str
    result: str
    is_late: bool = False


def queue_of(booth: Booth, *, at: datetime) -> list[Turn]:
    """Who comes to a booth on the day: by time, those who were not here last."""
    fair = booth.fair
    meetings = {one.candidate_id: one for one in booth.meetings.all()}
    vacancies = dict(booth.wishes.values_list("candidate", "vacancy__title"))
    soon = rules.current_slot(fair, at=at)
    turns = []
    for one in interviews_of_booth(booth):
        meeting = meetings.get(one.candidate_id)
        state = meeting.state if meeting else MeetingState.EXPECTED
        turns.append(
            Turn(
                candidate=one.candidate_id,
                number=one.candidate.number,
                initials=initials(one.candidate.young_person.full_name),
                slot=one.slot,
                starts_at=fair.starts(one.slot),
                vacancy=vacancies.get(one.candidate_id, ""),
                state=state,
                result=meeting.result if meeting else "",
                is_late=state == MeetingState.EXPECTED and one.slot < soon - 1,
            )
        )
    order = {MeetingState.NOT_HERE: 1, MeetingState.HELD: 2}
    return sorted(turns, key=lambda one: (order.get(MeetingState(one.state), 0), one.slot))


@dataclass(frozen=True)
class OnScreen:
    """A booth on the wall. ``next_up``: (time, number, initials)."""

    number: int | None
    employer: str
    next_up: Sequence[tuple[datetime, int, str]]
    called: Sequence[tuple[int, str]]
    is_free: bool


def screen(fair: Fair, *, at: datetime) -> list[OnScreen]:
    """The wall: who is called and who is next at each booth, and which booths are free now."""
    soon = rules.current_slot(fair, at=at)
    running = max(0, soon - 1)
    meetings = {
        (one.booth_id, one.candidate_id): one.state
        for one in Meeting.objects.filter(booth__fair=fair)
    }
    booths = list(fair.booths.coming().for_list())
    lines: dict[int, list[Interview]] = {one.pk: [] for one in booths}
    rows = (
        Interview.objects.published()
        .filter(
            booth__in=booths,
            slot__gte=running,
            slot__lt=running + SCREEN_SLOTS + 1,
            candidate__in=fair.candidates.taking_part(),
        )
        .select_related("candidate__registration__young_person")
        .order_by("slot", "candidate__number")
    )
    for one in rows:
        lines[one.booth_id].append(one)
    return [_on_screen(fair, booth, lines[booth.pk], meetings, running, at) for booth in booths]


def _on_screen(
    fair: Fair,
    booth: Booth,
    lines: Sequence[Interview],
    meetings: dict[tuple[int, int], str],
    running: int,
    at: datetime,
) -> OnScreen:
    def state(one: Interview) -> str:
        return meetings.get((booth.pk, one.candidate_id), MeetingState.EXPECTED)

    def who(one: Interview) -> tuple[int, str]:
        return one.candidate.number, initials(one.candidate.young_person.full_name)

    has_begun = at >= fair.first_slot_at
    seats = booth.interviewers[running] if running < len(booth.interviewers) else 0
    busy = sum(one.slot == running and state(one) != MeetingState.NOT_HERE for one in lines)
    return OnScreen(
        number=booth.number,
        employer=booth.employer.name,
        next_up=[
            (fair.starts(one.slot), *who(one))
            for one in lines
            if state(one) == MeetingState.EXPECTED
        ],
        called=[who(one) for one in lines if state(one) == MeetingState.CALLED],
        is_free=has_begun and seats > busy,
    )


@dataclass(frozen=True)
class Hour:
    """Counts of one hour of the day."""

    starts_at: datetime
    told: int
    held: int
    not_here: int


def by_hour(fair: Fair) -> list[Hour]:
    """Interviews told, held and missed, hour by hour of the timetable."""
    states = {
        (booth, candidate): state
        for booth, candidate, state in Meeting.objects.filter(booth__fair=fair).values_list(
            "booth", "candidate", "state"
        )
    }
    hours: dict[datetime, list[int]] = {}
    rows = Interview.objects.published().filter(booth__fair=fair)
    for booth, candidate, slot in rows.values_list("booth", "candidate", "slot"):
        hour = fair.starts(slot).replace(minute=0, second=0, microsecond=0)
        counts = hours.setdefault(hour, [0, 0, 0])
        counts[0] += 1
        counts[1] += states.get((booth, candidate)) == MeetingState.HELD
        counts[2] += states.get((booth, candidate)) == MeetingState.NOT_HERE
    return [Hour(hour, *counts) for hour, counts in sorted(hours.items())]


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
