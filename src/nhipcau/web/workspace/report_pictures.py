"""What the pictures of a year say, and the pictures: the sentence comes first."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nhipcau.reporting import indicators
from nhipcau.reporting.cadence import CadenceStatus
from nhipcau.shared import wording
from nhipcau.web.charts import cadence_calendar, commune_cartogram, target_bars

DRAWN = {
    CadenceStatus.HELD: "held",
    CadenceStatus.PLANNED: "planned",
    CadenceStatus.WARNING: "due",
    CadenceStatus.BREACH: "missed",
    CadenceStatus.EXPLAINED: "explained",
    CadenceStatus.FUTURE: "future",
}
TONES = {
    CadenceStatus.HELD: "success",
    CadenceStatus.PLANNED: "info",
    CadenceStatus.WARNING: "warning",
    CadenceStatus.BREACH: "danger",
    CadenceStatus.EXPLAINED: "neutral",
    CadenceStatus.FUTURE: "neutral",
}
LINE_STATUS = {
    "REACHED": (gettext_lazy("target reached"), "success"),
    "HELD": (gettext_lazy("held, below the target"), "warning"),
    "SCHEDULED": (gettext_lazy("scheduled"), "info"),
    "LATE": (gettext_lazy("month over, nothing held"), "danger"),
    "OPEN": (gettext_lazy("not scheduled yet"), "neutral"),
}


def year_finding(figures, *, at):
    """The year in one sentence."""
    total, target = figures.counts.total, figures.target
    if not figures.events_held:
        return _("No event of %(year)s has been held yet.") % {"year": figures.year}
    values = {
        "year": figures.year,
        "events": wording.number(figures.events_held),
        "turns": wording.number(total.turns),
        "persons": wording.number(total.persons),
    }
    told = (
        ngettext(
            "%(year)s: %(events)s event held, %(turns)s turns by %(persons)s persons",
            "%(year)s: %(events)s events held, %(turns)s turns by %(persons)s persons",
            figures.events_held,
        )
        % values
    )
    if not target.turns:
        return f"{told}."
    share = wording.percent(total.turns, target.turns)
    return _("%(told)s, %(share)s of the turns planned for the year.") % {
        "told": told,
        "share": share,
    }


# --- the rhythm ----------------------------------------------------------------------------------


def cadence_finding(figures, *, at):
    today = timezone.localdate(at)
    due = figures.cadence.due_count(today)
    kept = figures.cadence.fulfilled_until(today)
    if not due:
        return _("No month of %(year)s has begun.") % {"year": figures.year}
    return _("%(kept)s of %(due)s months so far kept the promise: once a month or more.") % {
        "kept": kept,
        "due": due,
    }


def cadence_drawing(figures, *, at):
    return cadence_calendar(
        [
            {
                "label": _("M%(number)s") % {"number": month.month.month},
                "planned": max(month.planned, month.scheduled),
                "held": month.held,
                "status": DRAWN[month.status],
            }
            for month in figures.cadence.months
        ],
        title=cadence_finding(figures, at=at),
    )


# --- plan against done ---------------------------------------------------------------------------


def audience_finding(figures):
    planned = [row for row in figures.audiences if row.target.turns]
    if not planned:
        return _("No plan of %(year)s is in force, so there is no target.") % {
            "year": figures.year
        }
    reached = [row for row in planned if row.done.turns >= row.target.turns]
    if len(reached) == len(planned):
        return _("Every audience has reached its target of turns.")
    furthest = min(planned, key=lambda row: row.done.turns / row.target.turns)
    values = {
        "reached": len(reached),
        "planned": len(planned),
        "audience": furthest.label,
        "share": wording.percent(furthest.done.turns, furthest.target.turns),
    }
    return (
        _(
            "%(reached)s of %(planned)s audiences have reached their target of turns; furthest"
            " from it: %(audience)s, %(share)s."
        )
        % values
    )


def audience_drawing(figures):
    rows = [
        {
            "label": capitalised(row.label),
            "target": row.target.turns,
            "actual": row.done.turns,
        }
        for row in figures.audiences
    ]
    return target_bars(rows, title=audience_finding(figures)) if rows else ""


def plan_finding(rows, year):
    reached = sum(row.status == "REACHED" for row in rows)
    late = sum(row.status == "LATE" for row in rows)
    if not rows:
        return ""
    text = _("%(reached)s of %(all)s promises of %(year)s have reached their target of turns.") % {
        "reached": reached,
        "all": len(rows),
        "year": year,
    }
    if late:
        text += " " + ngettext(
            "%(late)s is over without an event.", "%(late)s are over without an event.", late
        ) % {"late": late}
    return text


# --- where people live ---------------------------------------------------------------------------


def commune_finding(figures):
    reached = sum(bool(row.persons) for row in figures.communes)
    return _("People of %(reached)s of %(all)s communes took part.") % {
        "reached": reached,
        "all": len(figures.communes),
    }


def commune_drawing(figures):
    """Cells of fewer than five people stay without a figure: the page may be printed."""
    tiles = []
    for row in figures.communes:
        known = row.reach is not None and not row.is_small
        tiles.append(
            {
                "code": row.commune.code,
                "name": row.commune.name,
                "row": row.commune.tile_row,
                "column": row.commune.tile_column,
                "value": row.reach if known else None,
                "label": _short(row.reach) if known else "",
            }
        )
    if not tiles:
        return ""
    return commune_cartogram(
        tiles, title=commune_finding(figures), unit=_("young people reached per 1,000")
    )


def _short(reach):
    return wording.number(reach, 1 if 0 < reach < 10 else 0)


# --- who they are --------------------------------------------------------------------------------


def breakdowns(counts):
    """Women, minorities and union members: persons, share of those who said, and who did not."""
    rows = []
    for indicator, split in (
        (indicators.WOMEN, counts.women),
        (indicators.MINORITY, counts.minority),
        (indicators.UNION, counts.union),
    ):
        stated = counts.total.persons - split.not_stated.persons
        rows.append(
            {
                "label": indicator.label,
                "turns": split.yes.turns,
                "persons": split.yes.persons,
                "share": wording.percent(split.yes.persons, stated),
                "not_stated": split.not_stated.persons,
            }
        )
    return rows


def capitalised(label):
    text = str(label)
    return text[:1].upper() + text[1:]
