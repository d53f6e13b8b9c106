"""What pages, screens and papers show of a day of careers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from nhipcau.careerdays import rules
from nhipcau.careerdays.models import (
    AlsoAsked,
    CareerDay,
    FollowUp,
    HallQuestion,
    PresentEmployer,
    ProgrammeItem,
)
from nhipcau.careerdays.rules import browser_hash
from nhipcau.careerdays.states import FollowUpState, QuestionState
from nhipcau.employers.models import Employer
from nhipcau.events.models import Event
from nhipcau.events.states import PRESENT
from nhipcau.fairs.models import Booth
from nhipcau.organisations.rules import partner_units_of


@dataclass(frozen=True)
class EmployerThere:
    """``booth``: the number at the fair of the same event; ``present``: named without one."""

    employer: Employer
    booth: int | None
    present: int | None = None


def employers_at(event: Event) -> list[EmployerThere]:
    """Employers of a day: those with a booth by number, then those named by name."""
    booths = Booth.objects.coming().filter(fair__event=event)
    numbers = dict(booths.values_list("employer", "number"))
    named = PresentEmployer.objects.filter(day__event=event)
    rows = dict(named.values_list("employer", "pk"))
    found = Employer.objects.filter(pk__in={*numbers, *rows}).order_by("name", "pk")
    there = [EmployerThere(one, numbers.get(one.pk), rows.get(one.pk)) for one in found]
    return sorted(there, key=lambda one: (one.booth is None, one.booth or 0))


def now_and_next(
    items: Sequence[ProgrammeItem], *, at: datetime
) -> tuple[list[ProgrammeItem], ProgrammeItem | None]:
    """What runs at a moment, and what begins after it."""
    running = [one for one in items if one.starts_at <= at < one.ends_at]
    later = [one for one in items if one.starts_at > at]
    return running, min(later, key=lambda one: one.starts_at, default=None)


def on_screen(day: CareerDay) -> list[HallQuestion]:
    """What was let through and is not answered yet, the most wanted first."""
    shown = day.questions.filter(state=QuestionState.SHOWN)
    return list(shown.order_by("-also_count", "pk"))


def asked_too(questions: Sequence[HallQuestion], browser: str) -> set[int]:
    """Which of these questions one browser asks too."""
    hashes = [browser_hash(one.pk, browser) for one in questions]
    found = AlsoAsked.objects.filter(browser_hash__in=hashes)
    return set(found.values_list("question", flat=True))


def questions_of(day: CareerDay) -> dict[str, list[HallQuestion]]:
    """State → its questions, as they came in; on the screen the most wanted first."""
    found: dict[str, list[HallQuestion]] = {state: [] for state in QuestionState.values}
    for one in day.questions.exclude(text="").order_by("pk"):
        found[one.state].append(one)
    found[QuestionState.SHOWN].sort(key=lambda one: (-one.also_count, one.pk))
    return found


def follow_ups_of(actor: Any, *, state: str) -> Any:
    """Wishes to hear more that the actor's own units see to, the oldest first."""
    own = partner_units_of(actor, *rules.WORKERS)
    return (
        FollowUp.objects.visible_to(actor)
        .filter(owner__in=own, state=state)
        .select_related("registration__young_person__commune", "day__event", "owner")
        .order_by("asked_at", "pk")
    )


@dataclass(frozen=True)
class DayFigures:
    """What came of a day, in people and questions."""

    registered: int
    came: int
    items: int
    employers: int
    asked: int
    shown: int
    answered: int
    wanted: int
    seen_to: int


def day_figures(day: CareerDay) -> DayFigures:
    """Registered, came, asked and answered, and who wanted to hear more."""
    people = day.event.sessions.aggregate(
        registered=Count("registrations", filter=Q(registrations__state="CONFIRMED")),
        came=Count("registrations", filter=Q(registrations__attendance__value__in=PRESENT)),
    )
    asked = day.questions.aggregate(
        asked=Count("pk"),
        shown=Count("pk", filter=Q(state__in=[QuestionState.SHOWN, QuestionState.ANSWERED])),
        answered=Count("pk", filter=Q(state=QuestionState.ANSWERED)),
    )
    wanted = day.follow_ups.aggregate(
        wanted=Count("pk"), seen_to=Count("pk", filter=Q(state=FollowUpState.DONE))
    )
    return DayFigures(
        items=day.items.count(),
        employers=len(employers_at(day.event)),
        **people,
        **asked,
        **wanted,
    )


def day_of(event: Any, *, pk: int | None = None) -> CareerDay | None:
    """The day of an event; only kinds that may have one cost a look."""
    if not rules.has_programme(event):
        return None
    return CareerDay.objects.filter(event=pk or event.pk).first()
