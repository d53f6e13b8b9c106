"""What ``slots`` needs to know, read from the tables: one query each, however long the list."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import get_default_timezone, localdate, make_aware

from nhipcau.appointments import rules
from nhipcau.appointments.models import Absence, Appointment, Block, Hours
from nhipcau.appointments.slots import (
    A_DAY,
    Measure,
    Slot,
    Span,
    Weekly,
    days_between,
    free_slots,
    less,
    line_for,
)
from nhipcau.organisations.models import Holiday, Membership, Role


@dataclass(frozen=True)
class Openings:
    """Hours of the days from ``first`` to ``last``, and what is taken of them."""

    first: date
    last: date
    hours: dict[int, Hours] = field(default_factory=dict)
    weekly: tuple[Weekly, ...] = ()
    taken: dict[int, list[Span]] = field(default_factory=dict)
    days_off: frozenset[date] = frozenset()

    def free(self, measure: Measure) -> list[Slot]:
        return free_slots(
            self.weekly,
            days_between(self.first, self.last),
            days_off=self.days_off,
            taken=self.taken,
            measure=measure,
            tz=get_default_timezone(),
        )

    def line_for(self, span: Span, measure: Measure, counsellor_id: int) -> Hours | None:
        """The hours in which this counsellor can be met at exactly this time, if free."""
        found = line_for(
            span,
            [one for one in self.weekly if one.counsellor_id == counsellor_id],
            days_off=self.days_off,
            taken=self.taken,
            measure=measure,
            tz=get_default_timezone(),
        )
        return self.hours[found.hours_id] if found else None

    def counsellors(self) -> list[int]:
        """Those with hours in these days; whoever has least to do first."""
        known = {one.counsellor_id for one in self.weekly}
        return sorted(known, key=lambda one: (len(self.taken.get(one, ())), one))


def openings(
    *,
    first: date,
    last: date,
    mode: str = "",
    place_id: int | None = None,
    counsellors: Collection[int] = (),
    units: Collection[int] = (),
    ignoring: Appointment | None = None,
) -> Openings:
    """Hours of counsellors who work now, with what is taken: five queries.

    ``mode``, ``place_id``, ``counsellors``, ``units``: only these, when given. ``ignoring``: an
    appointment that is being moved, and so is not in its own way.
    """
    found = _hours(first, last, mode, place_id, counsellors, units)
    who = {one.counsellor_id for one in found}
    begins, ends = _midnight(first), _midnight(last + A_DAY)
    return Openings(
        first=first,
        last=last,
        hours={one.pk: one for one in found},
        weekly=tuple(
            Weekly(
                hours_id=one.pk,
                counsellor_id=one.counsellor_id,
                weekday=one.weekday,
                starts=one.starts,
                ends=one.ends,
                valid_from=one.valid_from,
                valid_to=one.valid_to,
            )
            for one in found
        ),
        taken=taken(who, begins, ends, ignoring=ignoring),
        days_off=frozenset(
            Holiday.objects.filter(day__gte=first, day__lte=last).values_list("day", flat=True)
        ),
    )


def measure_for(kind: str, *, at: datetime, is_staff: bool = False) -> Measure:
    """Length, steps and limits. Colleagues may book up to the last moment."""
    today = localdate(at)
    return Measure(
        minutes=rules.minutes_of(kind, on=today),
        step=rules.step_minutes(on=today),
        not_before=at if is_staff else at + rules.lead_time(on=today),
        not_after=_midnight(today + rules.horizon(on=today) + A_DAY),
    )


def bookable_days(*, at: datetime) -> tuple[date, date]:
    """The first and the last day on which times are offered."""
    today = localdate(at)
    return today, today + rules.horizon(on=today)


def taken(
    counsellors: Iterable[int],
    begins: datetime,
    ends: datetime,
    *,
    ignoring: Appointment | None = None,
    leaves_out: Block | None = None,
) -> dict[int, list[Span]]:
    """What takes up the time of counsellors: appointments, absences, times kept for a group."""
    found: dict[int, list[Span]] = defaultdict(list)
    at_that_time = Q(counsellor__in=set(counsellors), starts_at__lt=ends, ends_at__gt=begins)
    appointments = Appointment.objects.occupying().filter(at_that_time)
    if ignoring is not None:
        appointments = appointments.exclude(pk=ignoring.pk)
    blocks = Block.objects.filter(at_that_time, closed_at=None)
    if leaves_out is not None:
        blocks = blocks.exclude(pk=leaves_out.pk)
    for rows in (appointments, Absence.objects.filter(at_that_time), blocks):
        for who, starts_at, ends_at in _spans(rows):
            found[who].append(Span(starts_at, ends_at))
    return dict(found)


def times_of(block: Block, *, at: datetime) -> list[tuple[Span, bool]]:
    """The times of a block that are still ahead, each with whether it is free."""
    busy = taken([block.counsellor_id], block.starts_at, block.ends_at, leaves_out=block).get(
        block.counsellor_id, []
    )
    return [
        (span, not any(span.overlaps(other) for other in busy))
        for span in cut(block)
        if span.starts_at > at
    ]


def cut(block: Block) -> list[Span]:
    """A block in pieces of equal length; what is left over at its end is a pause."""
    length = timedelta(minutes=block.minutes)
    count = int((block.ends_at - block.starts_at) / length)
    return [
        Span(block.starts_at + number * length, block.starts_at + (number + 1) * length)
        for number in range(count)
    ]


def free_stretch(openings: Openings, counsellor_id: int, *, at: datetime) -> Span | None:
    """How long a counsellor who is on duty at a moment stays free from then on."""
    tz = get_default_timezone()
    day = localdate(at)
    for line in openings.weekly:
        span = line.on(day, tz)
        if line.counsellor_id != counsellor_id or span is None or day in openings.days_off:
            continue
        for gap in less(span, openings.taken.get(counsellor_id, ())):
            if gap.starts_at <= at < gap.ends_at:
                return Span(at, gap.ends_at)
    return None


def _spans(rows: Any) -> Iterable[tuple[int, datetime, datetime]]:
    return rows.order_by("pk").values_list("counsellor_id", "starts_at", "ends_at")


def _hours(
    first: date,
    last: date,
    mode: str,
    place_id: int | None,
    counsellors: Collection[int],
    units: Collection[int],
) -> list[Hours]:
    at_work = Membership.objects.active().filter(
        user=OuterRef("counsellor"), organisation=OuterRef("unit"), role=Role.COUNSELLOR
    )
    found = Hours.objects.filter(
        Exists(at_work), Q(valid_to=None) | Q(valid_to__gte=first), valid_from__lte=last
    )
    if mode:
        found = found.filter(modes__contains=[mode])
    if place_id is not None:
        found = found.filter(place=place_id)
    if counsellors:
        found = found.filter(counsellor__in=counsellors)
    if units:
        found = found.filter(unit__in=units)
    return list(found.select_related("place", "unit", "counsellor").order_by("pk"))


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, datetime.min.time()))
