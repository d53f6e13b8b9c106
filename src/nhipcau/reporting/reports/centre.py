"""The report of a Centre's activity, in the rows that such centres file: parts A, B, C."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from nhipcau.programmes.models import EventKind
from nhipcau.reporting.report import Cell, Row, Section, Table
from nhipcau.reporting.reports.base import (
    UNTIL,
    Counting,
    columns_of,
    measure_rows,
    measure_table,
)


def sections(counting: Counting) -> tuple[Section, ...]:
    return (
        Section(_("A. Sessions and fairs"), (sessions(counting),)),
        Section(_("B. At the Centre"), (office(counting),)),
        Section(
            _("C. Labour market information"),
            (market(counting),),
            (_("Pages updated and other ways of telling people are not recorded here."),),
        ),
        Section(_("II. General assessment"), lines=(BLANK,)),
        Section(_("III. Proposals"), lines=(BLANK,)),
    )


BLANK = "\N{HORIZONTAL ELLIPSIS}" * 30


def sessions(counting: Counting) -> Table:
    return measure_table(
        counting,
        "centre_sessions",
        _("Sessions and fairs of the programme"),
        (
            _by_way(counting),
            measure_rows(counting, "booths", number="2"),
            measure_rows(
                counting,
                "turns",
                number="3",
                by=("gender", "ethnicity", "priority", "training", "wished_group"),
            ),
            measure_rows(counting, "wishes", number="4"),
            measure_rows(counting, "interviews", number="5"),
            measure_rows(counting, "started", number="6"),
        ),
        note=_("Branches of people are given by the groups of the national list of occupations."),
    )


def _by_way(counting: Counting) -> list[Row]:
    """Events held; of these online, by the flag of their kind."""
    rows = measure_rows(counting, "events", number="1", by=("kind",))
    online = {
        str(pk) for pk in EventKind.objects.filter(is_online=True).values_list("pk", flat=True)
    }
    now = sum(
        one.turns
        for value, one in counting.found("events", ["kind"]).by["kind"].items()
        if value in online
    )
    cells = [Cell(now), Cell()]
    if counting.has_until:
        year = counting.found("events", ["kind"], UNTIL).by["kind"]
        cells += [Cell(sum(one.turns for value, one in year.items() if value in online)), Cell()]
    return [*rows, Row("events.online", _("Of these online"), tuple(cells), rows[0].unit)]


def office(counting: Counting) -> Table:
    kinds = ("counselling", "gender", "ethnicity", "training", "wished_group")
    return measure_table(
        counting,
        "centre_office",
        _("Counselling and introduction"),
        (
            measure_rows(counting, "talks", number="1", by=kinds),
            measure_rows(counting, "appointments_kept", number="2", by=("counselling",)),
            [
                Row(
                    "unemployment",
                    _("Counselled for unemployment insurance (not recorded here)"),
                    tuple(Cell() for _column in columns_of(counting)),
                    number="3",
                    look="main",
                )
            ],
            _employers(counting),
            measure_rows(counting, "wishes", number="5"),
            measure_rows(counting, "introduced", number="6", by=("training", "group")),
            measure_rows(counting, "started", number="7", by=("market",)),
        ),
    )


def _employers(counting: Counting) -> list[Row]:
    """Different employers that took part in introductions."""
    spans = [counting.found("introduced", ["employer"])]
    if counting.has_until:
        spans.append(counting.found("introduced", ["employer"], UNTIL))
    cells = [cell for one in spans for cell in (Cell(len(one.by["employer"])), Cell())]
    unit = pgettext("unit of a figure", "employers")
    return [
        Row(
            "employers",
            _("Employers to whom somebody was introduced"),
            tuple(cells),
            unit,
            "4",
            "main",
        )
    ]


def market(counting: Counting) -> Table:
    rows = [
        *measure_rows(counting, "vacancies", number="1", by=("section", "group")),
        *measure_rows(counting, "posts", number="2", by=("section", "group")),
    ]
    found = counting.found("vacancies", ["employer"])
    year = counting.found("vacancies", ["employer"], UNTIL) if counting.has_until else None
    cells = [Cell(len(found.by["employer"])), Cell()]
    if year:
        cells += [Cell(len(year.by["employer"])), Cell()]
    unit = pgettext("unit of a figure", "employers")
    rows.append(
        Row("recruiting", _("Employers that look for people"), tuple(cells), unit, "3", "main")
    )
    return measure_table(counting, "centre_market", _("Vacancies published"), (rows,))
