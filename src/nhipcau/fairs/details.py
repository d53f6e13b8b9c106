"""What forms, phones and the solver tell, before it is a row."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from nhipcau.fairs.models import Booth, Bus
from nhipcau.vacancies.models import Vacancy


@dataclass(frozen=True)
class FairDetails:
    first_slot_at: datetime
    slot_minutes: int
    slots_count: int
    most_interviews: int
    goal: str
    wishes_close_at: datetime


@dataclass(frozen=True)
class BoothDetails:
    """``interviewers``: how many sit there, slot by slot."""

    interviewers: tuple[int, ...]
    vacancies: tuple[Vacancy, ...]


@dataclass(frozen=True)
class Wished:
    booth: Booth
    vacancy: Vacancy


@dataclass(frozen=True)
class WishesTold:
    """In the order of the person's heart. There from the start of slot ``from_slot`` until the
    start of slot ``to_slot``."""

    wishes: tuple[Wished, ...]
    most: int
    from_slot: int
    to_slot: int
    bus: Bus | None = None


@dataclass(frozen=True)
class Found:
    """What the solver found, checked: ``interviews`` are (candidate, booth, slot)."""

    interviews: tuple[tuple[int, int, int], ...]
    covered: int
    weight: int
    bound_covered: int
    bound_weight: int
    is_exact: bool
    kept: int | None
    moved: int | None
    dropped: int | None
    seconds: float
    proof: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ToldMark:
    """What a desk marks. ``mark_id``: made up by the phone, so that twice told is once kept."""

    mark_id: UUID
    candidate: int
    kind: str
    marked_at: datetime
    result: str = ""
    reason: str = ""
    starts_on: date | None = None
    second_at: datetime | None = None
    second_place: str = ""


@dataclass(frozen=True)
class TakenMark:
    """What became of a mark. ``now``: the state of the interview, whoever told it."""

    mark_id: UUID
    outcome: str
    now: str = ""
    result: str = ""
    problem: str = ""
