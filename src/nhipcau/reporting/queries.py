"""Plan against done, as pages, documents and the public site read it. Nothing here is stored."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField, Count, Q

from nhipcau.events.models import Event
from nhipcau.events.states import EventState
from nhipcau.organisations.models import Commune
from nhipcau.programmes.models import Audience, PlanLine, Programme
from nhipcau.programmes.queries import lines_in_force
from nhipcau.programmes.states import ProgrammeState
from nhipcau.reporting.cadence import Cadence, cadence_of_year, dated, months_fulfilled
from nhipcau.reporting.counting import (
    Counts,
    Pair,
    Tally,
    count_groups,
    count_people,
    events_of,
    of_person,
    turns_of,
)
from nhipcau.reporting.indicators import suppress_small
from nhipcau.reporting.models import MonthlyReport
from nhipcau.reporting.periods import Period, month_with, year_period

NOTHING = Pair(Tally(), Tally())
THOUSAND = 1000


def programmes_with_figures(actor: Any) -> list[Programme]:
    """The signed programmes of the actor's unit, latest first, each with its cadence rule."""
    return list(
        Programme.objects.visible_to(actor)
        .exclude(state=ProgrammeState.DRAFT)
        .select_related("cadence_rule")
        .order_by("-starts_on")
    )


def programme_of(programmes: Iterable[Programme], period: Period) -> Programme | None:
    """The one whose figures a month or a year shows: of several, the one that began last."""
    return next(
        (
            one
            for one in programmes
            if one.starts_on <= period.last and one.ends_on >= period.first
        ),
        None,
    )


def years_of(programmes: Iterable[Programme]) -> list[int]:
    """The years of all programmes, latest first."""
    spans = ((one.starts_on.year, one.ends_on.year) for one in programmes)
    return sorted({year for first, last in spans for year in range(first, last + 1)}, reverse=True)


def report_words(programme: Programme, month: Period) -> MonthlyReport | None:
    return (
        MonthlyReport.objects.filter(programme=programme, month=month.first)
        .select_related("written_for", "written_by")
        .first()
    )


# --- plan against done ---------------------------------------------------------------------------


@dataclass(frozen=True)
class AudienceProgress:
    """Targets and actual figures of one audience over a year."""

    audience: str
    label: Any
    target: Tally
    done: Tally


def audience_progress(
    lines: Sequence[PlanLine], groups: dict[str, Pair]
) -> list[AudienceProgress]:
    """One row for each audience that is planned for or was reached.

    Formula: target = sum over the lines in force; done = turns and persons (each once within the
    audience) of events held. Source: plan version in force; attendance. ``groups``: the part
    ``audience`` of ``counting.count_groups``.
    """
    rows = []
    for audience in Audience:
        own = [line for line in lines if line.audience == audience]
        done = groups.get(audience.value, NOTHING).year
        if own or done.turns:
            target = Tally(
                sum(line.target_turns for line in own), sum(line.target_persons for line in own)
            )
            rows.append(AudienceProgress(audience.value, audience.label, target, done))
    return rows


@dataclass(frozen=True)
class LineProgress:
    """One promise of the plan and what became of it. ``events`` are those not cancelled."""

    line: PlanLine
    done: Tally
    scheduled: int
    held: int
    is_late: bool

    @property
    def is_reached(self) -> bool:
        return bool(self.held) and self.done.turns >= self.line.target_turns

    @property
    def status(self) -> str:
        """REACHED, HELD (below its target), SCHEDULED, LATE (month over, nothing held), OPEN."""
        if self.held:
            return "REACHED" if self.is_reached else "HELD"
        if self.is_late:
            return "LATE"
        return "SCHEDULED" if self.scheduled else "OPEN"


def line_progress(
    programme: Programme, year: int, *, at: dt.datetime, lines: Sequence[PlanLine]
) -> list[LineProgress]:
    """Every promise in force with its turns and persons, by month.

    Formula: turns and persons of the events of the promise's lineage, whatever plan version they
    were made under and whatever month they took place in. Source: plan version in force; events;
    attendance. Two queries.
    """
    period = year_period(year)
    groups = count_groups(programme, period, lines=lines, by=("line",))["line"]
    events = {
        row["lineage"]: row
        for row in Event.objects.filter(
            lineage__in=[line.lineage for line in lines],
            starts_at__gte=period.starts_at,
            starts_at__lt=period.ends_at,
        )
        .values("lineage")
        .annotate(
            scheduled=Count("pk", filter=~Q(state=EventState.CANCELLED)),
            held=Count("pk", filter=Q(state=EventState.HELD)),
        )
    }
    rows = []
    for line in sorted(lines, key=lambda one: (one.month, one.number)):
        known = events.get(line.lineage, {"scheduled": 0, "held": 0})
        rows.append(
            LineProgress(
                line=line,
                done=groups.get(str(line.lineage), NOTHING).year,
                scheduled=known["scheduled"],
                held=known["held"],
                is_late=month_with(line.month).is_over(at),
            )
        )
    return rows


# --- where they live -----------------------------------------------------------------------------


@dataclass(frozen=True)
class CommuneReach:
    """``reach``: persons of the year per 1,000 young people; ``None`` where that is not known."""

    commune: Commune
    turns: int
    persons: int
    reach: float | None

    @property
    def is_small(self) -> bool:
        """So few that the figure could tell who they are; printed tables leave it out."""
        return isinstance(suppress_small(self.persons), str)


def commune_reach(programme: Programme, year: int) -> tuple[list[CommuneReach], Tally]:
    """All communes in Vietnamese order, and the people whose commune is not on record.

    Formula: different persons of the year living in the commune × 1,000 ÷ young people there.
    Source: attendance of events held; ``Commune.youth_count``. Two queries.
    """
    found: dict[int | None, Tally] = {
        row["home"]: Tally(row["turns"], row["persons"])
        for row in turns_of(programme, year_period(year))
        .values(home=of_person("commune_id", BigIntegerField()))
        .annotate(turns=Count("pk"), persons=Count("person_id", distinct=True))
    }
    rows = []
    for commune in Commune.objects.order_by("sort_key"):
        tally = found.get(commune.pk, Tally())
        known = commune.youth_count > 0
        reach = round(tally.persons * THOUSAND / commune.youth_count, 1) if known else None
        rows.append(CommuneReach(commune, tally.turns, tally.persons, reach))
    return rows, found.get(None, Tally())


# --- a year in one look --------------------------------------------------------------------------


@dataclass(frozen=True)
class YearFigures:
    programme: Programme
    year: int
    lines: Sequence[PlanLine]
    events_held: int
    counts: Counts
    audiences: list[AudienceProgress]
    communes: list[CommuneReach]
    commune_not_stated: Tally
    cadence: Cadence

    @property
    def target(self) -> Tally:
        return Tally(
            sum(line.target_turns for line in self.lines),
            sum(line.target_persons for line in self.lines),
        )


def year_figures(programme: Programme, year: int, *, at: dt.datetime) -> YearFigures:
    """All the overview of a year shows, in seven queries."""
    period = year_period(year)
    lines = list(lines_in_force(programme, year))
    events = events_of(programme, period)
    groups = count_groups(programme, period, lines=lines, by=("audience",))
    communes, commune_not_stated = commune_reach(programme, year)
    return YearFigures(
        programme=programme,
        year=year,
        lines=lines,
        events_held=sum(event.state == EventState.HELD for event in events),
        counts=count_people(programme, period)[1],
        audiences=audience_progress(lines, groups["audience"]),
        communes=communes,
        commune_not_stated=commune_not_stated,
        cadence=cadence_of_year(programme, year, at=at, lines=lines, events=dated(events)),
    )


@dataclass(frozen=True)
class PublicYearSummary:
    """What anyone may know: totals of the whole programme, no cell that could tell who came."""

    year: int
    events_held: int
    turns: int | str
    persons: int | str
    months_fulfilled: int


def public_year_summary(programme: Programme, year: int) -> PublicYearSummary:
    """Totals of a year for the public programme page: no names, no small cells, three queries.

    Formula: events in state held; turns and persons as ``counting.count_people`` without events
    of the army, with 1 to 4 shown as "<5"; months with as many events held as the agreement asks
    for. Source: events, attendance, cadence rule (a fourth query unless the programme came with
    it).
    """
    period = year_period(year)
    # With the army in it, the total before and after a session would tell a unit's strength.
    shown = turns_of(programme, period).exclude(session__event__kind__hides_host=True)
    totals = shown.aggregate(turns=Count("pk"), persons=Count("person_id", distinct=True))
    return PublicYearSummary(
        year=year,
        events_held=_held_events(programme, period),
        turns=suppress_small(totals["turns"]),
        persons=suppress_small(totals["persons"]),
        months_fulfilled=months_fulfilled(programme, period),
    )


def _held_events(programme: Programme, period: Period) -> int:
    """Events in state held that start in the period. Source: events."""
    return Event.objects.filter(
        plan_line__version__year_plan__programme=programme,
        state=EventState.HELD,
        starts_at__gte=period.starts_at,
        starts_at__lt=period.ends_at,
    ).count()
