"""The figures of one month, counted once and shown as a page, a Word document and a workbook.

Labels stay untranslated objects until they are shown: the page may be English while the document
is Vietnamese.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nhipcau.events.states import EventState
from nhipcau.programmes.models import Audience, EventKind, Party, PlanLine, Programme
from nhipcau.programmes.queries import lines_in_force
from nhipcau.reporting import indicators
from nhipcau.reporting.cadence import Cadence, CadenceMonth, cadence_of_year, dated
from nhipcau.reporting.counting import (
    Counts,
    Pair,
    RegistrationCounts,
    Tally,
    count_groups,
    count_people,
    count_registrations,
    events_of,
)
from nhipcau.reporting.indicators import AGE_BANDS, Indicator
from nhipcau.reporting.models import MonthlyReport
from nhipcau.reporting.periods import Period, year_period, year_until
from nhipcau.reporting.queries import NOTHING, report_words
from nhipcau.shared import wording

BY_KIND = gettext_lazy("By kind of event")
BY_AUDIENCE = gettext_lazy("By audience")
AMONG_THEM = gettext_lazy("Among them")
BY_AGE = gettext_lazy("By age on the last day of the month")


@dataclass(frozen=True)
class FigureRow:
    """One line of the table. ``number`` stands on main rows only; a caption has no figures.

    ``plan`` is ``None`` where nothing is planned for.
    """

    code: str
    label: Any
    unit: Any = ""
    plan: int | None = None
    done: int | None = None
    year: int | None = None
    number: str = ""
    is_caption: bool = False

    @property
    def is_main(self) -> bool:
        return bool(self.number)


@dataclass(frozen=True)
class MonthlyFigures:
    programme: Programme
    month: Period
    counted_at: dt.datetime
    parties: Sequence[Party]
    rows: tuple[FigureRow, ...]
    cadence: CadenceMonth
    words: MonthlyReport | None

    @property
    def is_over(self) -> bool:
        return self.month.is_over(self.counted_at)

    def row(self, code: str) -> FigureRow:
        return next(row for row in self.rows if row.code == code)

    def finding(self) -> str:
        """The month in one sentence, in the language of the moment."""
        events, turns, persons = (self.row(code) for code in ("events", "turns", "persons"))
        month = wording.month(self.month.first)
        month = month[:1].upper() + month[1:]
        if not events.done:
            text = (
                _("%(month)s ended without an event.")
                if self.is_over
                else _("%(month)s has no event held yet.")
            )
            return text % {"month": month}
        values = {
            "month": month,
            "events": events.done,
            "turns": wording.number(turns.done or 0),
            "persons": wording.number(persons.done or 0),
        }
        told = (
            ngettext(
                "%(month)s: %(events)s event held, %(turns)s turns by %(persons)s persons",
                "%(month)s: %(events)s events held, %(turns)s turns by %(persons)s persons",
                events.done,
            )
            % values
        )
        if turns.plan:
            share = wording.percent(turns.done or 0, turns.plan)
            return _("%(told)s, %(share)s of the turns planned.") % {"told": told, "share": share}
        return f"{told}."


def monthly_figures(programme: Programme, month: Period, *, at: dt.datetime) -> MonthlyFigures:
    """Everything the report of a month says, in eight queries.

    The column *year* runs from New Year's Day to the end of the month. Targets are those of the
    plan version in force at ``at``.
    """
    units = Party.objects.select_related("organisation", "supervised_by")
    prefetch_related_objects([programme], Prefetch("parties", units))  # rules ask for them too
    rows, cadences = figure_rows(programme, month, year_until(month), at=at)
    return MonthlyFigures(
        programme=programme,
        month=month,
        counted_at=at,
        parties=list(programme.parties.all()),
        rows=rows,
        cadence=cadences[0].month(month.first),
        words=report_words(programme, month),
    )


def figure_rows(
    programme: Programme, period: Period, until: Period, *, at: dt.datetime
) -> tuple[tuple[FigureRow, ...], list[Cadence]]:
    """The rows of a period, with the figures of ``until`` around it, and its years' rhythm."""
    years = range(until.first.year, until.last.year + 1)
    lines = [line for year in years for line in lines_in_force(programme, year)]
    whole = Period(year_period(years[0]).first, year_period(years[-1]).last)
    events = events_of(programme, whole)
    of_period, of_year = count_people(programme, until, period)
    groups = count_groups(programme, until, period, lines=lines, by=("kind", "audience"))
    cadences = [
        cadence_of_year(
            programme,
            year,
            at=at,
            lines=[line for line in lines if line.month.year == year],
            events=[one for one in dated(events) if one.month.year == year],
        )
        for year in years
    ]
    counted = [event for event in events if until.has(event.starts_at)]
    planned = [line for line in lines if period.first <= line.month <= period.last]
    rows = (
        *_event_rows(counted, period, lines, planned, cadences),
        *_turn_rows(of_period, of_year, groups, planned, lines, counted),
        *_person_rows(of_period, of_year, groups["audience"], planned, lines),
        *_registration_rows(*count_registrations(programme, until, period)),
    )
    return rows, cadences


def _event_rows(
    events: list[Any],
    month: Period,
    lines: list[PlanLine],
    planned: list[PlanLine],
    cadences: list[Cadence],
) -> Iterator[FigureRow]:
    """Events held, by kind; sessions; events cancelled; the rhythm. Source: plan, events."""
    held = [event for event in events if event.state == EventState.HELD]
    cancelled = [event for event in events if event.state == EventState.CANCELLED]
    held_now = [event for event in held if month.has(event.starts_at)]
    yield _row(indicators.EVENTS_HELD, "1", len(planned), len(held_now), len(held))
    yield FigureRow("events.kinds", BY_KIND, is_caption=True)
    for kind in _kinds(lines, events):
        yield FigureRow(
            f"events.kind.{kind.code}",
            kind,
            indicators.EVENTS,
            sum(line.kind_id == kind.pk for line in planned),
            sum(event.kind_id == kind.pk for event in held_now),
            sum(event.kind_id == kind.pk for event in held),
        )
    yield _row(
        indicators.SESSIONS_HELD,
        "2",
        None,
        sum(event.session_count for event in held_now),
        sum(event.session_count for event in held),
    )
    yield _row(
        indicators.EVENTS_CANCELLED,
        "3",
        None,
        sum(month.has(event.starts_at) for event in cancelled),
        len(cancelled),
    )
    months = [
        one
        for cadence in cadences
        for one in cadence.months
        if month.first <= one.month <= month.last
    ]
    yield _row(
        indicators.MONTHS_FULFILLED,
        "4",
        sum(bool(one.required) for one in months) or None,
        sum(one.is_fulfilled for one in months),
        sum(cadence.fulfilled_until(month.last) for cadence in cadences),
    )


def _turn_rows(
    of_month: Counts,
    of_year: Counts,
    groups: dict[str, dict[str, Pair]],
    planned: list[PlanLine],
    lines: list[PlanLine],
    events: list[Any],
) -> Iterator[FigureRow]:
    """Turns, by kind, by audience and of whom. Source: plan in force; attendance."""
    target = sum(line.target_turns for line in planned)
    yield _row(indicators.TURNS_DONE, "5", target, of_month.total.turns, of_year.total.turns)
    yield FigureRow("turns.kinds", BY_KIND, is_caption=True)
    for kind in _kinds(lines, events):
        pair = groups["kind"].get(str(kind.pk), NOTHING)
        own = sum(line.target_turns for line in planned if line.kind_id == kind.pk)
        yield FigureRow(
            f"turns.kind.{kind.code}",
            kind,
            indicators.TURNS,
            own,
            pair.month.turns,
            pair.year.turns,
        )
    yield FigureRow("turns.audiences", BY_AUDIENCE, is_caption=True)
    for audience in _audiences(lines, groups["audience"]):
        pair = groups["audience"].get(audience.value, NOTHING)
        own = sum(line.target_turns for line in planned if line.audience == audience)
        yield FigureRow(
            f"turns.audience.{audience.value}",
            audience.label,
            indicators.TURNS,
            own,
            pair.month.turns,
            pair.year.turns,
        )
    yield FigureRow("turns.among", AMONG_THEM, is_caption=True)
    for indicator, now, ever in _among(of_month, of_year):
        yield FigureRow(
            f"turns.{indicator.code}",
            indicator.label,
            indicators.TURNS,
            None,
            now.turns,
            ever.turns,
        )


def _person_rows(
    of_month: Counts,
    of_year: Counts,
    audiences: dict[str, Pair],
    planned: list[PlanLine],
    lines: list[PlanLine],
) -> Iterator[FigureRow]:
    """Persons, each once in the month and once in the year. Source: plan in force; attendance."""
    target = sum(line.target_persons for line in planned)
    yield _row(indicators.PERSONS_DONE, "6", target, of_month.total.persons, of_year.total.persons)
    yield FigureRow("persons.audiences", BY_AUDIENCE, is_caption=True)
    for audience in _audiences(lines, audiences):
        pair = audiences.get(audience.value, NOTHING)
        own = sum(line.target_persons for line in planned if line.audience == audience)
        yield FigureRow(
            f"persons.audience.{audience.value}",
            audience.label,
            indicators.PERSONS,
            own,
            pair.month.persons,
            pair.year.persons,
        )
    yield FigureRow("persons.among", AMONG_THEM, is_caption=True)
    for indicator, now, ever in _among(of_month, of_year):
        yield FigureRow(
            f"persons.{indicator.code}",
            indicator.label,
            indicators.PERSONS,
            None,
            now.persons,
            ever.persons,
        )
    yield FigureRow("persons.ages", BY_AGE, is_caption=True)
    for band in AGE_BANDS:
        yield FigureRow(
            f"persons.age.{band.code}",
            band.label,
            indicators.PERSONS,
            None,
            of_month.ages[band.code].persons,
            of_year.ages[band.code].persons,
        )


def _registration_rows(
    of_month: RegistrationCounts, of_year: RegistrationCounts
) -> Iterator[FigureRow]:
    """Registered ahead and what became of it. Source: registrations, attendance."""
    yield _row(indicators.REGISTERED, "7", None, of_month.registered, of_year.registered)
    for indicator in (
        indicators.WAITING,
        indicators.NO_SHOWS,
        indicators.UNRECORDED,
        indicators.WALK_INS,
    ):
        yield FigureRow(
            f"registrations.{indicator.code}",
            indicator.label,
            indicator.unit,
            None,
            getattr(of_month, indicator.code),
            getattr(of_year, indicator.code),
        )


def _row(indicator: Indicator, number: str, plan: int | None, done: int, year: int) -> FigureRow:
    return FigureRow(indicator.code, indicator.label, indicator.unit, plan, done, year, number)


def _among(of_month: Counts, of_year: Counts) -> Iterator[tuple[Indicator, Tally, Tally]]:
    """Each breakdown, followed by who did not say."""
    for name, said, not_said in (
        ("women", indicators.WOMEN, indicators.GENDER_NOT_STATED),
        ("minority", indicators.MINORITY, indicators.ETHNICITY_NOT_STATED),
        ("union", indicators.UNION, indicators.UNION_NOT_STATED),
    ):
        now, ever = getattr(of_month, name), getattr(of_year, name)
        yield said, now.yes, ever.yes
        yield not_said, now.not_stated, ever.not_stated


def _kinds(lines: list[PlanLine], events: list[Any]) -> list[EventKind]:
    """The kinds planned or done this year, in the order of the report."""
    known = {one.kind_id: one.kind for one in [*lines, *events]}
    return sorted(known.values(), key=lambda kind: kind.report_order)


def _audiences(lines: list[PlanLine], groups: dict[str, Pair]) -> list[Audience]:
    planned = {line.audience for line in lines}
    return [one for one in Audience if one in planned or one.value in groups]
