"""A fair while it runs: queues, the wall, counts by hour. Numbers and initials, never more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nhipcau.fairs import rules
from nhipcau.fairs.models import Booth, Fair, Interview, Meeting
from nhipcau.fairs.queries import initials, interviews_of_booth
from nhipcau.fairs.states import MeetingState

SCREEN_SLOTS = 2


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
