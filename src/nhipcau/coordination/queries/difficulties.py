"""Difficulties as lists and pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from nhipcau.coordination import clock, guards, rules
from nhipcau.coordination.models import Difficulty, DifficultyStep, InternalNote, LegalPointer
from nhipcau.coordination.presence import handler_is_gone
from nhipcau.coordination.states import OPEN, RIGHTS, Level, Told
from nhipcau.coordination.step import Step
from nhipcau.coordination.table import STEPS
from nhipcau.people.models import YoungPerson
from nhipcau.shared.row_security import acting

VIEWS = ("ours", "queue", "mine", "late", "leaders", "theirs", "rights", "ended")
SORTS = {
    "clock": ("due_on", "pk"),
    "newest": ("-opened_at", "-pk"),
    "employer": ("employer__name", "due_on", "pk"),
}
SIMILAR_MOST = 5


def difficulties_listed(
    actor: Any,
    view: str,
    *,
    on: date,
    typed: str = "",
    kind: str = "",
    severity: str = "",
    sort: str = "clock",
) -> QuerySet[Difficulty]:
    """``view``: one of ``VIEWS``; ``typed``: words of the line, the employer or the event."""
    found = Difficulty.objects.visible_to(actor).select_related(
        "unit", "handler", "employer", "event"
    )
    found = found.filter(_viewed(actor, view, on))
    if kind:
        found = found.filter(kind=kind)
    if severity:
        found = found.filter(severity=severity)
    for word in typed.split():
        found = found.filter(_has_word(word))
    order = SORTS.get(sort, SORTS["clock"])
    return found.order_by(
        *(("-ended_at", "-pk") if view == "ended" and sort == "clock" else order)
    )


def _viewed(actor: Any, view: str, on: date) -> Q:
    units = rules.units_of(actor)
    is_open = Q(state__in=OPEN)
    if view == "ended":
        return ~is_open
    if view == "theirs":
        return is_open & ~Q(unit__in=units)
    if view == "rights":
        return is_open & Q(kind__in=RIGHTS)
    ours = is_open & Q(unit__in=units)
    if view == "queue":
        return ours & handler_is_gone(on)
    if view == "mine":
        return is_open & Q(handler=actor.pk)
    if view == "late":
        return ours & Q(due_on__lt=on)
    if view == "leaders":
        return is_open & (Q(unit__in=units, level=Level.LEADER) | Q(level=Level.LEADERS))
    return ours


def _has_word(word: str) -> Q:
    found = Q(title__icontains=word) | Q(employer__name__icontains=word)
    found |= Q(event__title__icontains=word)
    if word.isascii() and word.isdigit() and len(word) < 10:
        found |= Q(pk=int(word))
    return found


def visible_names(actor: Any, difficulties: Iterable[Difficulty]) -> dict[int, str]:
    """Person → name, of those whose record the actor may see; one query, none without persons."""
    people = {one.young_person_id for one in difficulties if one.young_person_id}
    if not people:
        return {}
    found = YoungPerson.objects.visible_to(actor).filter(pk__in=people)
    return dict(found.values_list("pk", "full_name"))


def with_names(actor: Any, difficulties: Sequence[Difficulty]) -> Sequence[Difficulty]:
    """The rows of a list, each with ``person_name``: empty when it is not for the actor."""
    names = visible_names(actor, difficulties)
    for one in difficulties:
        one.person_name = names.get(one.young_person_id or 0, "")  # type: ignore[attr-defined]
    return difficulties


def whole_difficulty(actor: Any, pk: int) -> Difficulty | None:
    """One difficulty with all that its page shows but the words of the thread."""
    return (
        Difficulty.objects.visible_to(actor)
        .select_related(
            *("programme", "unit", "told_unit", "handler", "opened_by", "event"),
            *("employer", "vacancy", "young_person__merged_into", "thread"),
        )
        .filter(pk=pk)
        .first()
    )


@dataclass(frozen=True)
class Line:
    """One line of the log as people read it."""

    step: DifficultyStep
    heading: Any
    by: str
    tone: str = ""


LOUD = {"tell_leader": "warning", "tell_leaders": "danger", "solve": "success", "freeze": "danger"}


def history_of(difficulty: Difficulty) -> list[Line]:
    """The log, newest first; one query."""
    lines = difficulty.steps.select_related("by", "unit").order_by("-number")
    return [
        Line(
            step,
            STEPS[step.name].logged or STEPS[step.name].label,
            step.by.full_name if step.by else "",
            LOUD.get(step.name, ""),
        )
        for step in lines
    ]


def steps_for(actor: Any, difficulty: Difficulty, *, at: datetime) -> list[Step]:
    """What the actor may do now, in the order of the table: what the server would take."""
    return [
        step
        for step in STEPS.values()
        if step.sources
        and difficulty.state in step.sources
        and rules.may_take(actor, step.name, difficulty)
        and guards.holds(step.guards, difficulty, by=actor, at=at)
    ]


def similar_to(actor: Any, difficulty: Difficulty, *, on: date) -> list[Difficulty]:
    """Others about the same post, firm or event, newest first: perhaps solved before."""
    about = Q(pk__in=())
    if difficulty.employer_id:
        about |= Q(employer=difficulty.employer_id)
    if difficulty.event_id:
        about |= Q(event=difficulty.event_id)
    if difficulty.young_person_id:
        about |= Q(young_person=difficulty.young_person_id, kind=difficulty.kind)
    since = on - timedelta(days=clock.figure("difficulty_similar_days", on))
    found = (
        Difficulty.objects.visible_to(actor)
        .filter(about, told_on__gte=since)
        .exclude(pk=difficulty.pk)
        .select_related("unit")
        .order_by("-opened_at", "-pk")
    )
    return list(found[:SIMILAR_MOST])


def internal_notes(actor: Any, difficulty: Difficulty, *, at: datetime) -> list[InternalNote]:
    """What colleagues of the own units wrote for each other. The database hands out no other."""
    with transaction.atomic(), acting(actor, at=at):
        found = InternalNote.objects.filter(
            difficulty=difficulty, unit__in=rules.units_of(actor)
        ).select_related("by", "unit")
        return list(found.order_by("at", "pk"))


def pointers_of(difficulty: Difficulty) -> list[LegalPointer]:
    """Where the right stands in the law; nothing for what is no case of rights."""
    if difficulty.kind not in RIGHTS:
        return []
    return list(
        LegalPointer.objects.filter(kind=difficulty.kind, valid_from__lte=difficulty.told_on)
    )


def own_difficulties(actor: Any) -> list[Difficulty]:
    """What a young person told who signed in, newest first, with what was written for them."""
    found = (
        Difficulty.objects.visible_to(actor)
        .filter(told_by=Told.PERSON)
        .select_related("young_person", "unit", "employer")
        .order_by("-opened_at", "-pk")
    )
    return list(found[:20])


def told_by_employer(employer_ids: Iterable[int]) -> list[Difficulty]:
    """What an employer told at its desk, newest first."""
    found = (
        Difficulty.objects.filter(employer__in=employer_ids, told_by=Told.EMPLOYER)
        .select_related("unit")
        .order_by("-opened_at", "-pk")
    )
    return list(found[:10])
