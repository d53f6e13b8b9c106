"""Per school, per commune, per fair, and the promised rhythm."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nhipcau.events.states import EventState
from nhipcau.fairs.models import Fair
from nhipcau.organisations.models import Commune
from nhipcau.reporting.cadence import cadence_of_year
from nhipcau.reporting.periods import months_of
from nhipcau.reporting.report import RATE, WORDS, Cell, Column, Row, Section, Table
from nhipcau.reporting.reports.base import Counting, in_order
from nhipcau.shared import wording


def schools(counting: Counting) -> tuple[Section, ...]:
    """Events at schools and who came to them."""
    measures = ("events", "turns", "registered", "no_shows")
    found = {one: counting.found(one, ["school"]) for one in measures}
    words = counting.words("school")
    values = {value for one in measures for value in found[one].by["school"] if value}
    rows = [
        Row(
            f"school.{value}",
            words.get(value, value),
            (
                Cell(found["events"].of("school", value).turns, _behind("events", value)),
                Cell(found["turns"].of("school", value).turns, _behind("turns", value)),
                Cell(found["turns"].of("school", value).persons, _behind("turns", value)),
                Cell(found["registered"].of("school", value).turns, _behind("registered", value)),
                Cell(found["no_shows"].of("school", value).turns, _behind("no_shows", value)),
            ),
        )
        for value in in_order(words, values)
    ]
    table = Table(
        "schools",
        _("Events at schools"),
        (
            Column(pgettext("column of a report", "Events held")),
            Column(pgettext("column of a report", "Turns")),
            Column(pgettext("column of a report", "Persons")),
            Column(pgettext("column of a report", "Registered ahead")),
            Column(pgettext("column of a report", "Did not come")),
        ),
        tuple(rows),
        finding=_("%(count)s schools had an event in this period.") % {"count": len(rows)},
        first=pgettext("column of a report", "School"),
    )
    return (Section(_("By school"), (table,)),)


def _behind(measure: str, school: str) -> dict[str, str]:
    return {"measure": measure, "school": school}


def communes(counting: Counting) -> tuple[Section, ...]:
    """Young people by the commune they live in: reached, counselled, introduced, at work."""
    measures = ("turns", "talks", "introduced", "started")
    found = {one: counting.found(one, ["commune"]) for one in measures}
    rows = [
        Row(
            "all",
            _("All communes"),
            (
                *(Cell(found[one].total.persons, {"measure": one}) for one in measures),
                Cell(),
            ),
            number="1",
            look="main",
        )
    ]
    known = list(Commune.objects.order_by("sort_key"))
    for commune in [*known, None]:
        value = str(commune.pk) if commune else ""
        persons = [found[one].of("commune", value).persons for one in measures]
        youth = commune.youth_count if commune else 0
        rows.append(
            Row(
                f"commune.{commune.code if commune else ''}",
                str(commune) if commune else _("Commune not stated"),
                (
                    *(
                        Cell(count, {"measure": one, "commune": value})
                        for one, count in zip(measures, persons, strict=True)
                    ),
                    Cell(round(persons[0] * 1000 / youth, 1)) if youth else Cell(),
                ),
                group="communes",
                part_of="all",
            )
        )
    reached = sum(bool(found["turns"].of("commune", str(one.pk)).persons) for one in known)
    table = Table(
        "communes",
        _("Young people reached, by commune"),
        (
            Column(pgettext("column of a report", "Came to an activity")),
            Column(pgettext("column of a report", "Were counselled")),
            Column(pgettext("column of a report", "Were introduced")),
            Column(pgettext("column of a report", "Began to work")),
            Column(pgettext("column of a report", "Came, per 1,000 young people"), RATE),
        ),
        tuple(rows),
        finding=_("People of %(reached)s of %(all)s communes took part.")
        % {"reached": reached, "all": len(known)},
        picture="communes",
        first=pgettext("column of a report", "Commune"),
    )
    return (Section(_("By commune"), (table,)),)


def fairs(counting: Counting) -> tuple[Section, ...]:
    """Each fair that was held: employers, candidates, interviews, and who came in all."""
    booths = counting.found("booths", ["event"])
    candidates = counting.found("candidates", ["event"])
    interviews = counting.found("interviews", ["event", ("event", "result")])
    came = counting.found("turns", ["event"])
    scope = counting.scopes["period"]
    held = Fair.objects.filter(
        event__plan_line__version__year_plan__programme=counting.programme,
        event__state=EventState.HELD,
        **scope.within("event__starts_at"),
    ).select_related("event")
    rows = []
    for fair in held.order_by("event__starts_at", "pk"):
        value = str(fair.event_id)
        agreed = [
            interviews.of(("event", "result"), (value, one)).turns for one in ("OFFER", "TAKEN")
        ]
        rows.append(
            Row(
                f"fair.{value}",
                f"{fair.event.title}, {wording.day(fair.event.starts_at)}",
                (
                    Cell(booths.of("event", value).turns, {"measure": "booths", "event": value}),
                    Cell(came.of("event", value).persons, {"measure": "turns", "event": value}),
                    Cell(
                        candidates.of("event", value).persons,
                        {"measure": "candidates", "event": value},
                    ),
                    Cell(
                        interviews.of("event", value).turns,
                        {"measure": "interviews", "event": value},
                    ),
                    Cell(sum(agreed)),
                ),
            )
        )
    table = Table(
        "fairs",
        _("Fairs held"),
        (
            Column(pgettext("column of a report", "Employers")),
            Column(pgettext("column of a report", "Persons who came")),
            Column(pgettext("column of a report", "Candidates")),
            Column(pgettext("column of a report", "Interviews")),
            Column(pgettext("column of a report", "Offered or taken on")),
        ),
        tuple(rows),
        finding=_("%(count)s fairs were held in this period.") % {"count": len(rows)},
        first=pgettext("column of a report", "Fair"),
    )
    return (Section(_("By fair"), (table,)),)


def rhythm(counting: Counting) -> tuple[Section, ...]:
    """Month by month: promised, scheduled, held, and why not."""
    period = counting.span.period
    rows = []
    for year in range(period.first.year, period.last.year + 1):
        cadence = cadence_of_year(counting.programme, year, at=counting.at)
        for month, told in zip(months_of(year), cadence.months, strict=True):
            if month.last < period.first or month.first > period.last:
                continue
            rows.append(
                Row(
                    f"month.{month.slug}",
                    wording.month(month.first),
                    (
                        Cell(told.required),
                        Cell(told.planned),
                        Cell(told.scheduled),
                        Cell(told.held),
                        Cell(str(told.status.label)),
                    ),
                )
            )
    kept = sum(bool(one.cells[0].value) and _kept(one) for one in rows)
    asked = sum(bool(one.cells[0].value) for one in rows)
    table = Table(
        "rhythm",
        _("The promised rhythm"),
        (
            Column(pgettext("column of a report", "Promised")),
            Column(pgettext("column of a report", "Planned")),
            Column(pgettext("column of a report", "Scheduled")),
            Column(pgettext("column of a report", "Held")),
            Column(pgettext("column of a report", "State"), WORDS),
        ),
        tuple(rows),
        finding=_("%(kept)s of %(asked)s months kept the promise.")
        % {"kept": kept, "asked": asked},
        picture="rhythm",
        first=pgettext("column of a report", "Month"),
    )
    return (Section(_("Rhythm"), (table,)),)


def _kept(row: Row) -> bool:
    promised, held = row.cells[0].value, row.cells[3].value
    return isinstance(promised, int) and isinstance(held, int) and held >= promised
