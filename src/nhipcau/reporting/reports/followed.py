"""What became of people: answers of employers, whether they are still there, work abroad."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from nhipcau.employers.models import Employer
from nhipcau.placements.rules import check_days
from nhipcau.placements.states import StayAnswer
from nhipcau.reporting.report import SHARE, Cell, Column, Row, Section, Table
from nhipcau.reporting.reports.base import (
    Counting,
    in_order,
    measure_rows,
    measure_table,
    share,
)
from nhipcau.shared.wording import percent
from nhipcau.vacancies.models import Market

MOST_EMPLOYERS = 500


def responses(counting: Counting) -> tuple[Section, ...]:
    """How often and how soon employers answer, each and together."""
    found = {one: counting.found(one, ["employer"]) for one in ("asked", "answered", "in_time")}
    names = dict(
        Employer.objects.filter(pk__in=[int(one) for one in found["asked"].by["employer"]])
        .order_by("name")
        .values_list("pk", "name")[:MOST_EMPLOYERS]
    )

    def cells(value: str | None) -> tuple[Cell, ...]:
        of = {
            name: (one.total if value is None else one.of("employer", value)).turns
            for name, one in found.items()
        }
        split = {} if value is None else {"employer": value}
        return (
            Cell(of["asked"], {"measure": "asked", **split}),
            Cell(of["answered"], {"measure": "answered", **split}),
            share(of["answered"], of["asked"]),
            Cell(of["in_time"], {"measure": "in_time", **split}),
            share(of["in_time"], of["asked"]),
        )

    rows = [Row("all", _("All employers"), cells(None), number="1", look="main")]
    rows += [Row(f"employer.{pk}", name, cells(str(pk))) for pk, name in names.items()]
    total = found["asked"].total.turns
    table = Table(
        "responses",
        _("Answers of employers to introductions"),
        (
            Column(pgettext("column of a report", "Asked")),
            Column(pgettext("column of a report", "Answered")),
            Column(pgettext("column of a report", "Share answered"), SHARE),
            Column(pgettext("column of a report", "Answered in time")),
            Column(pgettext("column of a report", "Share in time"), SHARE),
        ),
        tuple(rows),
        finding=_("%(share)s of %(asked)s introductions were answered.")
        % {"share": percent(found["answered"].total.turns, total), "asked": total}
        if total
        else _("No employer was asked in this period."),
        first=pgettext("column of a report", "Employer"),
    )
    return (Section(_("Answers of employers"), (table,)),)


def retention(counting: Counting) -> tuple[Section, ...]:
    """The people whose first day lies in the period, asked after some days whether they stay."""
    stay = counting.found("stay", ["after", ("after", "answer"), ("market", "after", "answer")])
    started = counting.found("started", ["market"])
    days = check_days(counting.span.period.last)
    tables = [_stay_table("stay", _("All of them"), started.total.turns, days, stay, None)]
    for market in Market:
        count = started.of("market", market.value).turns
        if count:
            title = str(market.label).capitalize()
            tables.append(
                _stay_table(f"stay.{market.value}", title, count, days, stay, market.value)
            )
    return (Section(_("Still there after some days"), tuple(tables)),)


def _stay_table(code, title, started, days, stay, market):  # type: ignore[no-untyped-def]
    def count(day: int, *answers: str) -> int:
        if market is None:
            return sum(stay.of(("after", "answer"), (str(day), one)).turns for one in answers)
        key = ("market", "after", "answer")
        return sum(stay.of(key, (market, str(day), one)).turns for one in answers)

    rows = []
    narrowing = {} if market is None else {"market": market}
    last = None
    for day in days:
        there = count(day, StayAnswer.STILL_THERE)
        gone = count(day, StayAnswer.LEFT, StayAnswer.CHANGED_JOB)
        unreached = count(day, StayAnswer.NOT_REACHED, "")
        asked = there + gone + unreached
        behind = {"measure": "stay", "after": str(day), **narrowing}
        rows.append(
            Row(
                f"{code}.{day}",
                ngettext("after %(days)s day", "after %(days)s days", day) % {"days": day},
                (
                    Cell(asked, behind),
                    Cell(there, {**behind, "answer": StayAnswer.STILL_THERE.value}),
                    Cell(gone),
                    Cell(unreached),
                    share(there, there + gone),
                ),
            )
        )
        if there + gone:
            last = (day, percent(there, there + gone))
    finding = (
        _("After %(days)s days %(share)s of those who answered are still there.")
        % {"days": last[0], "share": last[1]}
        if last
        else _("Nobody of them has answered yet.")
    )
    return Table(
        code,
        _("%(title)s: %(count)s began to work") % {"title": title, "count": started},
        (
            Column(pgettext("column of a report", "Checks")),
            Column(pgettext("column of a report", "Still there")),
            Column(pgettext("column of a report", "Left or changed")),
            Column(pgettext("column of a report", "Not answered")),
            Column(pgettext("column of a report", "Share still there"), SHARE),
        ),
        tuple(rows),
        finding=finding,
        picture="retention",
        first=pgettext("column of a report", "Checked"),
    )


def overseas(counting: Counting) -> tuple[Section, ...]:
    """Work abroad under contract: introduced, began, left for it, by country."""
    measures = ("introduced", "started", "departed", "left_work")
    found = {
        "introduced": counting.found("introduced", ["market"]),
        **{one: counting.found(one, ["market", ("market", "country")]) for one in measures[1:]},
    }
    abroad = Market.OVERSEAS.value
    total = Row(
        "abroad",
        _("Abroad under contract"),
        tuple(
            Cell(found[one].of("market", abroad).turns, {"measure": one, "market": abroad})
            for one in measures
        ),
        number="1",
        look="main",
    )
    countries = {
        value[1]
        for one in measures[1:]
        for value in found[one].by["market", "country"]
        if value[0] == abroad
    }
    rows = [total]
    for country in in_order({}, countries):
        told = {"market": abroad, "country": country}
        rows.append(
            Row(
                f"country.{country}",
                country or _("Not stated"),
                (
                    Cell(),
                    *(
                        Cell(
                            found[one].of(("market", "country"), (abroad, country)).turns,
                            {"measure": one, **told},
                        )
                        for one in measures[1:]
                    ),
                ),
                group="countries",
                part_of="abroad",
            )
        )
    table = Table(
        "overseas",
        _("Work abroad, by country"),
        (
            Column(pgettext("column of a report", "Introduced")),
            Column(pgettext("column of a report", "Began to work")),
            Column(pgettext("column of a report", "Left for abroad")),
            Column(pgettext("column of a report", "Left the job")),
        ),
        tuple(rows),
        first=pgettext("column of a report", "Country"),
    )
    flows = measure_table(
        counting,
        "flows",
        _("Where people began to work"),
        (measure_rows(counting, "started", by=("market",)),),
        picture="flows",
    )
    return (Section(_("Work abroad"), (table,)), Section(_("Home or away"), (flows,)))
