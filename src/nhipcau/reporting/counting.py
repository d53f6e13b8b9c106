"""Counting who came. One pass over the attendance of a year gives month and year together.

A *turn* is one attendance row whose value says that the person was present, of an event that was
held. A *person* is a young person among them, however often; who is known under two records that
were merged is one person, described by the record that is kept, and one turn a session. An event
belongs to the month in which it starts, local time, and to the programme, whatever plan version it
was made under.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from nhipcau.events.models import Attendance, Channel, Event, Registration
from nhipcau.events.states import LIVE, PRESENT, AttendanceValue, EventState, RegistrationState
from nhipcau.people.models import Ethnicity, Gender, YoungPerson
from nhipcau.programmes.models import PlanLine, Programme
from nhipcau.reporting.indicators import AGE_BANDS, AgeBand
from nhipcau.reporting.periods import Period

EVENT = "session__event__"


@dataclass(frozen=True)
class Tally:
    """Turns and persons are never added to each other."""

    turns: int = 0
    persons: int = 0


@dataclass(frozen=True)
class Split:
    """Who answered yes, and who has no answer on record: the second is always shown."""

    yes: Tally
    not_stated: Tally


@dataclass(frozen=True)
class Counts:
    total: Tally
    women: Split
    minority: Split
    union: Split
    ages: dict[str, Tally]


@dataclass(frozen=True)
class Pair:
    """One figure of a month and of the year up to the end of that month."""

    month: Tally
    year: Tally


@dataclass(frozen=True)
class RegistrationCounts:
    registered: int = 0
    waiting: int = 0
    walk_ins: int = 0
    no_shows: int = 0
    unrecorded: int = 0


def people_once(rows: QuerySet[Any], **telling: Any) -> Any:
    """``rows`` (of registration or attendance) that are ``telling``, each person once a session.

    Gives ``person_id``, the record kept of whoever the row is about. Of a merged person's rows in
    one session that of the kept record stays, else the first. Few records are merged: who they are
    is looked up once, which spares the join of every row with its person.
    """
    told_before = rows.model.objects.filter(session=OuterRef("session"), **telling).filter(
        Q(young_person__merged_from=OuterRef("young_person"))
        | Q(
            young_person__merged_into__merged_from=OuterRef("young_person"),
            pk__lt=OuterRef("pk"),
        )
    )
    return (
        rows.filter(**telling)
        .filter(~_is_merged() | ~Exists(told_before))
        .annotate(person_id=_of_kept("pk", F("young_person_id"), BigIntegerField()))
    )


def of_person(field: str, output_field: Any = None) -> Case:
    """A field of the person whom a row of ``people_once`` is about, as the kept record has it."""
    return _of_kept(field, F(f"young_person__{field}"), output_field)


def _is_merged() -> Q:
    merged = YoungPerson.objects.filter(merged_into__isnull=False)
    return Q(young_person__in=merged.values("pk"))


def _of_kept(field: str, own: F, output_field: Any) -> Case:
    kept = YoungPerson.objects.filter(merged_from=OuterRef("young_person"))
    told = Subquery(kept.values(field)[:1])
    return Case(When(_is_merged(), then=told), default=own, output_field=output_field)


def turns_of(programme: Programme, period: Period) -> Any:
    """The attendance rows that are turns of a period, with ``person_id``: see ``people_once``."""
    held = Attendance.objects.filter(
        session__event__state=EventState.HELD,
        session__event__plan_line__version__year_plan__programme=programme,
        session__event__starts_at__gte=period.starts_at,
        session__event__starts_at__lt=period.ends_at,
    )
    return people_once(held, value__in=sorted(PRESENT))


def count_people(
    programme: Programme, year: Period, month: Period | None = None
) -> tuple[Counts, Counts]:
    """Counts of a month and of the year around it, in one query; age on the year's last day.

    Formula: turns = rows; persons = different people; women: gender "female"; minority: ethnic
    group stated and not Kinh; union: answered yes; each with the rows that have no answer.
    Source: attendance of events held; what people said of themselves. Without ``month`` both
    results are the year's.
    """
    month = month or year
    in_month = Q(
        session__event__starts_at__gte=month.starts_at, session__event__starts_at__lt=month.ends_at
    )
    per_person = (
        turns_of(programme, year)
        .values(  # type: ignore[misc]  # `person_id` is an annotation of turns_of
            "person_id",
            gender=of_person("gender"),
            ethnicity=of_person("ethnicity"),
            union=of_person("is_union_member"),
            born=of_person("birth_on"),
        )
        .annotate(year_turns=Count("pk"), month_turns=Count("pk", filter=in_month))
    )
    parts: dict[str, Q] = {
        "total": Q(),
        "women": Q(gender=Gender.FEMALE),
        "women_none": Q(gender=""),
        "minority": ~Q(ethnicity__in=["", Ethnicity.KINH]),
        "minority_none": Q(ethnicity=""),
        "union": Q(union=True),
        "union_none": Q(union=None),
        **{f"age_{band.code}": _of_age(band, year.last) for band in AGE_BANDS},
    }
    wanted: dict[str, Any] = {}
    for name, part in parts.items():
        wanted[f"{name}_year_turns"] = Coalesce(Sum("year_turns", filter=part), 0)
        wanted[f"{name}_month_turns"] = Coalesce(Sum("month_turns", filter=part), 0)
        wanted[f"{name}_year_persons"] = Count("person_id", filter=part)
        wanted[f"{name}_month_persons"] = Count("person_id", filter=part & Q(month_turns__gt=0))
    found = per_person.aggregate(**wanted)
    return _counts(found, "month"), _counts(found, "year")


def count_groups(
    programme: Programme,
    year: Period,
    month: Period | None = None,
    *,
    lines: Iterable[PlanLine],
    by: Iterable[str] = ("kind", "audience", "line"),
) -> dict[str, dict[str, Pair]]:
    """Turns and persons by kind of event, by audience and by promise, in one query.

    Formula: as ``count_people``. The audience is that of the line in force with the event's
    lineage, so that target and actual speak of the same promise; for a promise that is no longer
    in force, that of the line the event was made under. Keys: id of the kind, code of the
    audience, lineage.
    """
    month = month or year
    in_month = Q(
        session__event__starts_at__gte=month.starts_at, session__event__starts_at__lt=month.ends_at
    )
    keys = {
        "kind": Cast(f"{EVENT}kind_id", CharField()),
        "audience": _audience(lines),
        "line": Cast(f"{EVENT}lineage", CharField()),
    }
    parts = [
        turns_of(programme, year)
        .order_by()
        .values(dimension=Value(name, CharField()), key=keys[name])
        .annotate(
            year_turns=Count("pk"),
            year_persons=Count("person_id", distinct=True),
            month_turns=Count("pk", filter=in_month),
            month_persons=Count("person_id", distinct=True, filter=in_month),
        )
        for name in by
    ]
    groups: dict[str, dict[str, Pair]] = {name: {} for name in by}
    for row in parts[0].union(*parts[1:], all=True):
        groups[row["dimension"]][row["key"]] = Pair(
            Tally(row["month_turns"], row["month_persons"]),
            Tally(row["year_turns"], row["year_persons"]),
        )
    return groups


def count_registrations(
    programme: Programme, year: Period, month: Period
) -> tuple[RegistrationCounts, RegistrationCounts]:
    """What became of registrations, for a month and the year up to its end, in one query.

    Formula: registered = confirmed and waiting rows not made at the door; waiting, walk-ins by
    state and channel; no-shows = attendance "absent" at events held; unrecorded = confirmed rows
    of events held without an attendance value. Source: registrations for events that were not
    cancelled, by the month of the event.
    """
    ahead = Registration.objects.filter(
        session__event__plan_line__version__year_plan__programme=programme,
        session__event__starts_at__gte=year.starts_at,
        session__event__starts_at__lt=year.ends_at,
    ).exclude(session__event__state=EventState.CANCELLED)
    live = people_once(ahead, state__in=sorted(LIVE))
    # Who did not come under one record may have come under another one of the same person.
    came = Attendance.objects.filter(session=OuterRef("session")).filter(
        Q(young_person__merged_into=OuterRef("young_person"))
        | Q(young_person__merged_into__merged_from=OuterRef("young_person"))
    )
    held = Q(session__event__state=EventState.HELD)
    parts: dict[str, Any] = {
        "registered": ~Q(channel=Channel.WALK_IN),
        "waiting": Q(state=RegistrationState.WAITING),
        "walk_ins": Q(channel=Channel.WALK_IN),
        "no_shows": held
        & Q(attendance__value=AttendanceValue.ABSENT)
        & ~Exists(came.filter(value__in=sorted(PRESENT))),
        "unrecorded": held & Q(state=RegistrationState.CONFIRMED, attendance=None) & ~Exists(came),
    }
    in_month = Q(session__event__starts_at__gte=month.starts_at) & Q(
        session__event__starts_at__lt=month.ends_at
    )
    found = live.aggregate(
        **{f"{name}_year": Count("pk", filter=part) for name, part in parts.items()},
        **{f"{name}_month": Count("pk", filter=part & in_month) for name, part in parts.items()},
    )
    of_month, of_year = (
        RegistrationCounts(**{name: found[f"{name}_{span}"] for name in parts})
        for span in ("month", "year")
    )
    return of_month, of_year


def events_of(programme: Programme, period: Period) -> list[Any]:
    """The events of a period with their number of sessions; not the drafts that were dropped."""
    return list(
        Event.objects.announced()
        .filter(
            plan_line__version__year_plan__programme=programme,
            starts_at__gte=period.starts_at,
            starts_at__lt=period.ends_at,
        )
        .select_related("kind")
        .annotate(session_count=Count("sessions"))
        .order_by("starts_at", "pk")
    )


def _audience(lines: Iterable[PlanLine]) -> Any:
    lineages: dict[str, list[Any]] = {}
    for line in lines:
        lineages.setdefault(line.audience, []).append(line.lineage)
    return Case(
        *(
            When(session__event__lineage__in=known, then=Value(audience))
            for audience, known in lineages.items()
        ),
        default=F(f"{EVENT}plan_line__audience"),
        output_field=CharField(),
    )


def _of_age(band: AgeBand, day: dt.date) -> Q:
    """Born in time to be of that age on ``day``, as ``people.rules.age_on`` counts."""
    part = Q()
    if band.youngest is not None:
        part &= Q(born__lte=_years_before(day, band.youngest))
    if band.oldest is not None:
        part &= Q(born__gt=_years_before(day, band.oldest + 1))
    return part


def _years_before(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)


def _counts(found: dict[str, int], span: str) -> Counts:
    def tally(name: str) -> Tally:
        return Tally(found[f"{name}_{span}_turns"], found[f"{name}_{span}_persons"])

    def split(name: str) -> Split:
        return Split(tally(name), tally(f"{name}_none"))

    return Counts(
        total=tally("total"),
        women=split("women"),
        minority=split("minority"),
        union=split("union"),
        ages={band.code: tally(f"age_{band.code}") for band in AGE_BANDS},
    )
