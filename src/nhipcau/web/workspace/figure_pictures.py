"""The picture that a table of a report asks for, drawn from the table itself: what stands in the
one stands in the other. Nothing where figures were left out or there is nothing to draw."""

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from nhipcau.organisations.queries import commune_list
from nhipcau.reporting.cadence import CadenceStatus
from nhipcau.shared.wording import number, percent
from nhipcau.web.charts import (
    cadence_calendar,
    commune_cartogram,
    flow_bars,
    retention_curve,
    stage_bars,
    target_bars,
)
from nhipcau.web.workspace.report_pictures import DRAWN

MOST_MONTHS = 12
STAGES = ("wishes", "introduced", "answered", "started", "confirmed")


def drawing_of(table):
    """Dict with ``finding`` and ``drawing``, or nothing."""
    draw = PICTURES.get(table.picture)
    return draw(table) if draw else None


def _count(row, column=0):
    value = row.cells[column].value if len(row.cells) > column else None
    return value if isinstance(value, int | float) else 0


def _targets(table):
    rows = [
        {"label": row.label, "target": _count(row), "actual": _count(row, 1)}
        for row in table.rows
        if row.look == "main" and _count(row)
    ]
    if not rows:
        return None
    reached = sum(one["actual"] >= one["target"] for one in rows)
    finding = _("%(reached)s of %(all)s targets of this period are reached.") % {
        "reached": reached,
        "all": len(rows),
    }
    return _picture(finding, target_bars(rows, title=finding, name=table.code))


def _stages(table):
    known = {row.code: row for row in table.rows}
    rows = [
        {"label": known[code].label, "value": _count(known[code], 1) or _count(known[code])}
        for code in STAGES
        if code in known
    ]
    if not any(one["value"] for one in rows):
        return None
    values = {
        "introduced": number(rows[1]["value"]),
        "started": number(rows[3]["value"]),
        "share": percent(rows[3]["value"], rows[1]["value"]) if rows[1]["value"] else "–",
    }
    finding = _("%(introduced)s were introduced, %(started)s began to work (%(share)s).") % values
    return _picture(finding, stage_bars(rows, title=finding, name=table.code))


def _flows(table):
    rows = [
        {"label": row.label, "value": _count(row, 1)} for row in table.rows if row.look == "sub"
    ]
    whole = sum(one["value"] for one in rows)
    if not whole:
        return None
    most = max(rows, key=lambda one: one["value"])
    finding = _("Most began to work: %(where)s, %(share)s of %(all)s persons.") % {
        "where": most["label"].lower(),
        "share": percent(most["value"], whole),
        "all": number(whole),
    }
    return _picture(finding, flow_bars(rows, title=finding, name=table.code))


def _retention(table):
    points = [
        {"day": int(row.code.rsplit(".", 1)[1]), "share": row.cells[4].value, "label": row.label}
        for row in table.rows
    ]
    known = [one for one in points if isinstance(one["share"], int | float)]
    if not known:
        return None
    return _picture(
        table.finding, retention_curve(known, title=table.finding, name=f"c{table.code[-4:]}")
    )


def _rhythm(table):
    """The bridge of a year; longer stretches stay a table."""
    states = {str(one.label): one for one in CadenceStatus}
    months = [
        {
            "label": _("M%(number)s") % {"number": int(row.code.rsplit("-", 1)[1])},
            "planned": max(_count(row, 1), _count(row, 2)),
            "held": _count(row, 3),
            "status": DRAWN[states[row.cells[4].value]],
        }
        for row in table.rows
        if row.cells[4].value in states
    ]
    if not months or len(months) != len(table.rows) or len(months) > MOST_MONTHS:
        return None
    drawing = cadence_calendar(months, title=table.finding, name="rhythm")
    return _picture(table.finding, drawing)


def _communes(table):
    known = {row.code.removeprefix("commune."): row for row in table.rows}
    tiles = []
    for one in commune_list():
        row = known.get(one.code)
        value = row.cells[4].value if row else None
        tiles.append(
            {
                "code": one.code,
                "name": one.name,
                "row": one.tile_row,
                "column": one.tile_column,
                "value": value,
                "label": number(value, 1 if 0 < value < 10 else 0) if value is not None else "",
            }
        )
    if not tiles:
        return None
    unit = _("young people reached per 1,000")
    return _picture(
        table.finding, commune_cartogram(tiles, title=table.finding, unit=unit, name="by-commune")
    )


def _picture(finding, drawing: SafeString):
    return {"finding": finding, "drawing": drawing}


PICTURES = {
    "rhythm": _rhythm,
    "targets": _targets,
    "stages": _stages,
    "flows": _flows,
    "retention": _retention,
    "communes": _communes,
}
