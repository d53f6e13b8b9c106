"""Read models of programmes and plans, shared by pages and reports."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from nhipcau.programmes.models import EventKind, PlanLine, PlanVersion, Programme
from nhipcau.programmes.states import PlanState, ProgrammeState


def programme_running_on(day: date) -> Programme | None:
    """The programme whose period holds ``day``, signed and not a draft."""
    return (
        Programme.objects.exclude(state=ProgrammeState.DRAFT)
        .filter(starts_on__lte=day, ends_on__gte=day)
        .order_by("-starts_on")
        .first()
    )


def version_in_force(programme: Programme, year: int) -> PlanVersion | None:
    return (
        PlanVersion.objects.filter(
            year_plan__programme=programme, year_plan__year=year, state=PlanState.APPROVED
        )
        .select_related("year_plan__programme")
        .first()
    )


def lines_in_force(programme: Programme, year: int) -> QuerySet[PlanLine]:
    """The promises both units approved for a year, with what a row of a list shows."""
    return (
        PlanLine.objects.in_force()
        .filter(version__year_plan__programme=programme, version__year_plan__year=year)
        .select_related("kind", "lead", "supporting", "commune", "content")
        .order_by("number")
    )


@dataclass(frozen=True)
class PublicPlanLine:
    """What the public may know of a promise of the plan: of the army no place and no number."""

    number: int
    month: date
    title: str
    kind: EventKind
    content_number: int
    lead: Any
    supporting: Any
    audience_label: str
    place: str
    commune: Any
    target_turns: int | None


def public_plan(programme: Programme, year: int) -> list[PublicPlanLine]:
    """The lines of the plan in force by month, as the public may read them; one query."""
    return [
        PublicPlanLine(
            number=line.number,
            month=line.month,
            title=str(line.kind) if line.kind.hides_host else line.title,
            kind=line.kind,
            content_number=line.content.number,
            lead=line.lead,
            supporting=line.supporting,
            audience_label=line.get_audience_display(),
            place="" if line.kind.hides_host else line.place,
            commune=None if line.kind.hides_host else line.commune,
            target_turns=None if line.kind.hides_host else line.target_turns,
        )
        for line in lines_in_force(programme, year).order_by("month", "number")
    ]


def published_programmes() -> QuerySet[Programme]:
    """Signed programmes, newest first, with parties and contents (five queries in all)."""
    return (
        Programme.objects.public()
        .select_related("cadence_rule")
        .prefetch_related("parties__organisation", "parties__supervised_by", "contents")
        .order_by("-starts_on")
    )


def event_kinds() -> QuerySet[EventKind]:
    """All kinds of event in the order of the report."""
    return EventKind.objects.order_by("report_order")


def lines_of(version: PlanVersion) -> QuerySet[PlanLine]:
    """The lines of a version by month, with what a row of a list shows."""
    return version.lines.select_related(
        "kind", "lead", "supporting", "commune", "content"
    ).order_by("month", "number")


COMPARED = (
    *("title", "kind", "lead", "supporting", "month", "place", "commune", "audience"),
    *("target_turns", "target_persons", "budget_vnd", "source"),
)


@dataclass(frozen=True)
class LineChange:
    """One promise in two versions. ``before`` is missing when it is new, ``after`` when it went.

    ``fields``: the names of what differs.
    """

    before: PlanLine | None
    after: PlanLine | None
    fields: tuple[str, ...] = ()


def plan_difference(before: PlanVersion, after: PlanVersion) -> list[LineChange]:
    """What ``after`` changes against ``before``, by month: added, changed and removed promises."""
    old = {line.lineage: line for line in lines_of(before)}
    new = {line.lineage: line for line in lines_of(after)}
    changes = [LineChange(None, line) for lineage, line in new.items() if lineage not in old]
    changes += [LineChange(line, None) for lineage, line in old.items() if lineage not in new]
    for lineage in old.keys() & new.keys():
        differing = tuple(
            name for name in COMPARED if _stored(old[lineage], name) != _stored(new[lineage], name)
        )
        if differing:
            changes.append(LineChange(old[lineage], new[lineage], differing))
    return sorted(changes, key=_place_in_year)


def _stored(line: PlanLine, name: str) -> Any:
    """The value as the row holds it: the key of a related record."""
    return getattr(line, PlanLine._meta.get_field(name).attname)  # type: ignore[union-attr]


def _place_in_year(change: LineChange) -> tuple[date, int]:
    line = change.after or change.before
    assert line is not None
    return line.month, line.number
