"""Which times are free: plain arithmetic over hours, days off and what is taken.

No database, no clock, no settings: everything is an argument, so that it can be checked against
the simplest possible way of counting (tests/appointments/test_slots.py).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

A_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Span:
    """From a moment up to, and without, another one."""

    starts_at: datetime
    ends_at: datetime

    def overlaps(self, other: "Span") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def contains(self, other: "Span") -> bool:
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at


@dataclass(frozen=True)
class Weekly:
    """One line of somebody's hours. ``weekday``: Monday is 0; ``valid_to``: the last day."""

    hours_id: int
    counsellor_id: int
    weekday: int
    starts: time
    ends: time
    valid_from: date
    valid_to: date | None = None

    def on(self, day: date, tz: tzinfo) -> Span | None:
        """The span of this line on a day, if it counts then."""
        if day.weekday() != self.weekday or day < self.valid_from:
            return None
        if self.valid_to is not None and day > self.valid_to:
            return None
        return Span(
            datetime.combine(day, self.starts, tzinfo=tz),
            datetime.combine(day, self.ends, tzinfo=tz),
        )


@dataclass(frozen=True)
class Measure:
    """How long a talk is, at which steps it may begin, and from when to when it may be booked."""

    minutes: int
    step: int
    not_before: datetime
    not_after: datetime


@dataclass(frozen=True, order=True)
class Slot:
    starts_at: datetime
    ends_at: datetime
    counsellor_id: int
    hours_id: int


Taken = Mapping[int, Sequence[Span]]


def free_slots(
    weekly: Iterable[Weekly],
    days: Sequence[date],
    *,
    days_off: Collection[date],
    taken: Taken,
    measure: Measure,
    tz: tzinfo,
) -> list[Slot]:
    """Times that do not overlap each other, for each counsellor, in order.

    A free stretch is filled from its beginning, so that little is lost between talks of different
    length; each start lies a whole number of steps after the beginning of the hours.
    """
    found = []
    for line in weekly:
        for day in days:
            span = line.on(day, tz)
            if span is None or day in days_off:
                continue
            for gap in less(span, taken.get(line.counsellor_id, ())):
                found += [
                    Slot(one.starts_at, one.ends_at, line.counsellor_id, line.hours_id)
                    for one in _cut(gap, span.starts_at, measure)
                ]
    return sorted(found)


def line_for(
    span: Span,
    weekly: Iterable[Weekly],
    *,
    days_off: Collection[date],
    taken: Taken,
    measure: Measure,
    tz: tzinfo,
) -> Weekly | None:
    """The line of hours in which a talk may take place at exactly this time, if it is free."""
    day = span.starts_at.astimezone(tz).date()
    if day in days_off or not measure.not_before <= span.starts_at <= measure.not_after:
        return None
    for line in weekly:
        hours = line.on(day, tz)
        if hours is None or not hours.contains(span):
            continue
        is_on_step = not (span.starts_at - hours.starts_at) % timedelta(minutes=measure.step)
        if is_on_step and not any(span.overlaps(o) for o in taken.get(line.counsellor_id, ())):
            return line
    return None


def less(span: Span, taken: Iterable[Span]) -> Iterator[Span]:
    """What is left of a span once everything that is taken is cut out of it."""
    begins = span.starts_at
    for other in sorted(taken):
        if other.ends_at <= begins or other.starts_at >= span.ends_at:
            continue
        if other.starts_at > begins:
            yield Span(begins, other.starts_at)
        begins = max(begins, other.ends_at)
    if begins < span.ends_at:
        yield Span(begins, span.ends_at)


def days_between(first: date, last: date) -> list[date]:
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def _cut(gap: Span, hours_begin: datetime, measure: Measure) -> Iterator[Span]:
    step, length = timedelta(minutes=measure.step), timedelta(minutes=measure.minutes)
    earliest = max(gap.starts_at, measure.not_before)
    starts_at = hours_begin + max(0, -((hours_begin - earliest) // step)) * step
    while starts_at + length <= gap.ends_at and starts_at <= measure.not_after:
        yield Span(starts_at, starts_at + length)
        starts_at += -(-length // step) * step
