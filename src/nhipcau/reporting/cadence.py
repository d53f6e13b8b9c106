"""The promised rhythm, "once a month or more", held against what took place.

Source: the cadence rule of the programme (``programmes.CadenceRule``), the plan lines in force,
the events and the explanations of missed months. Only kinds that count for the rhythm count here.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nhipcau.events.models import Event
from nhipcau.events.states import EventState
from nhipcau.programmes.models import CadenceExplanation, CadenceRule, PlanLine, Programme
from nhipcau.programmes.queries import lines_in_force
from nhipcau.reporting.periods import Period, local_month, months_of, year_period
from nhipcau.shared import wording


class CadenceStatus(TextChoices):
    HELD = "HELD", gettext_lazy("promise kept")
    PLANNED = "PLANNED", gettext_lazy("on its way")
    WARNING = "WARNING", gettext_lazy("nothing scheduled yet, the month is ending")
    BREACH = "BREACH", gettext_lazy("ended without the promised event")
    EXPLAINED = "EXPLAINED", gettext_lazy("ended without the promised event, explained")
    FUTURE = "FUTURE", gettext_lazy("still open")


S = CadenceStatus


@dataclass(frozen=True)
class DatedEvent:
    """What the rhythm needs to know of an event that was not cancelled."""

    month: dt.date
    ends_at: dt.datetime
    is_held: bool


@dataclass(frozen=True)
class CadenceMonth:
    """``planned``: lines in force; ``scheduled``: events not cancelled; ``ahead``: those not over.

    ``warning`` says what to do; it is empty when there is nothing to do.
    """

    period: Period
    required: int
    planned: int
    scheduled: int
    ahead: int
    held: int
    status: CadenceStatus
    warning: str = ""
    explanation: CadenceExplanation | None = None

    @property
    def month(self) -> dt.date:
        return self.period.first

    @property
    def is_fulfilled(self) -> bool:
        return self.status == S.HELD


@dataclass(frozen=True)
class Cadence:
    year: int
    rule: CadenceRule
    months: tuple[CadenceMonth, ...]
    warnings: tuple[CadenceMonth, ...] = field(default=())

    @property
    def fulfilled_count(self) -> int:
        return sum(month.is_fulfilled for month in self.months)

    def month(self, first: dt.date) -> CadenceMonth:
        return self.months[first.month - 1]

    def due_count(self, until: dt.date) -> int:
        """Months of the programme up to the one with ``until``: what could have been fulfilled."""
        return sum(bool(one.required) for one in self.months if one.month <= until)

    def fulfilled_until(self, until: dt.date) -> int:
        return sum(one.is_fulfilled for one in self.months if one.month <= until)


def cadence_of_year(
    programme: Programme,
    year: int,
    *,
    at: dt.datetime,
    lines: Iterable[PlanLine] | None = None,
    events: Iterable[DatedEvent] | None = None,
) -> Cadence:
    """The twelve months of a year. Four queries; fewer with ``lines`` and ``events`` at hand.

    Formula: a month is HELD when as many events were held as the rule asks for; when it is over
    with fewer, BREACH, or EXPLAINED once a unit wrote why. Before its end it is PLANNED when
    held and coming events suffice, WARNING when they do not and its last day is
    ``warn_days_before_month_end`` days away or fewer, else PLANNED (a line promises it) or FUTURE.
    Months outside the programme's period ask for nothing.
    """
    lines = lines_in_force(programme, year) if lines is None else lines
    events = dated_events(programme, year_period(year)) if events is None else events
    planned = Counter(line.month for line in lines if line.kind.counts_for_cadence)
    explained = {
        one.month: one
        for one in CadenceExplanation.objects.filter(
            programme=programme, month__year=year
        ).select_related("organisation")
    }
    by_month: dict[dt.date, list[DatedEvent]] = {}
    for event in events:
        by_month.setdefault(event.month, []).append(event)
    months = tuple(
        _judge(
            programme,
            period,
            planned[period.first],
            by_month.get(period.first, []),
            explained.get(period.first),
            at=at,
        )
        for period in months_of(year)
    )
    return Cadence(
        year, programme.cadence_rule, months, tuple(one for one in months if one.warning)
    )


def dated_events(programme: Programme, period: Period) -> list[DatedEvent]:
    """Events of the programme that count for the rhythm and were not cancelled."""
    rows = (
        Event.objects.filter(
            plan_line__version__year_plan__programme=programme,
            kind__counts_for_cadence=True,
            starts_at__gte=period.starts_at,
            starts_at__lt=period.ends_at,
        )
        .exclude(state=EventState.CANCELLED)
        .values_list("starts_at", "ends_at", "state")
    )
    return [
        DatedEvent(local_month(starts_at), ends_at, state == EventState.HELD)
        for starts_at, ends_at, state in rows
    ]


def dated(events: Iterable[Event]) -> list[DatedEvent]:
    """The same from events at hand, with their kinds."""
    return [
        DatedEvent(local_month(event.starts_at), event.ends_at, event.state == EventState.HELD)
        for event in events
        if event.kind.counts_for_cadence and event.state != EventState.CANCELLED
    ]


def months_fulfilled(programme: Programme, period: Period) -> int:
    """Months with as many events held as the rule asks for. Source: events that count for it."""
    held = Counter(event.month for event in dated_events(programme, period) if event.is_held)
    needed = max(programme.cadence_rule.events_per_month, 1)
    return sum(count >= needed for count in held.values())


def _judge(
    programme: Programme,
    period: Period,
    planned: int,
    events: list[DatedEvent],
    explanation: CadenceExplanation | None,
    *,
    at: dt.datetime,
) -> CadenceMonth:
    rule = programme.cadence_rule
    inside = period.last >= programme.starts_on and period.first <= programme.ends_on
    required = rule.events_per_month if inside else 0
    held = sum(event.is_held for event in events)
    ahead = sum(not event.is_held and event.ends_at > at for event in events)
    unreported = len(events) - held - ahead
    status, warning = S.FUTURE, ""
    if held and held >= required:
        status = S.HELD
    elif not required:
        pass
    elif period.is_over(at):
        status = S.EXPLAINED if explanation else S.BREACH
        warning = "" if explanation else _missed(period, required, held, unreported)
    elif held + ahead >= required:
        status = S.PLANNED
    elif period.has_begun(at) and _days_left(period, at) <= rule.warn_days_before_month_end:
        status = S.WARNING
        warning = _ending(period, at, required - held - ahead, unreported)
    elif planned >= required:
        status = S.PLANNED
    return CadenceMonth(
        period=period,
        required=required,
        planned=planned,
        scheduled=len(events),
        ahead=ahead,
        held=held,
        status=status,
        warning=warning,
        explanation=explanation,
    )


def _days_left(period: Period, at: dt.datetime) -> int:
    """From today to the month's last day: on 20/11 ten days are left."""
    return (period.last - timezone.localdate(at, timezone.get_default_timezone())).days


def _ending(period: Period, at: dt.datetime, missing: int, unreported: int) -> str:
    left = _days_left(period, at)
    values = {"month": _name(period), "days": left, "missing": missing}
    if unreported:
        return (
            _(
                "%(month)s ends in %(days)s days. An event of this month has not been closed as"
                " held: record its attendance and mark it as held."
            )
            % values
        )
    return (
        _(
            "%(month)s ends in %(days)s days and %(missing)s event is still missing."
            " Schedule one now."
        )
        % values
    )


def _missed(period: Period, required: int, held: int, unreported: int) -> str:
    values = {"month": _name(period), "required": required, "held": held}
    if unreported:
        return (
            _(
                "%(month)s is over with %(held)s of %(required)s promised events held. An event of"
                " this month is not marked as held yet: mark it, or explain the month."
            )
            % values
        )
    return (
        _(
            "%(month)s ended with %(held)s of %(required)s promised events held. Please explain"
            " why."
        )
        % values
    )


def _name(period: Period) -> str:
    """The month as the first word of a sentence."""
    name = wording.month(period.first)
    return name[:1].upper() + name[1:]
