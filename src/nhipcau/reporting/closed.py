"""Closed figures as pages read them."""

from typing import Any

from nhipcau.reporting.freezing import changes_between
from nhipcau.reporting.measures import BY_CODE, Measure, Scope, scope_of
from nhipcau.reporting.models import ReportingPeriod, Snapshot
from nhipcau.reporting.report import Report, from_plain
from nhipcau.reporting.spans import Span
from nhipcau.reporting.states import PeriodState
from nhipcau.reporting.tallying import tally


def state_of(period: ReportingPeriod | None) -> PeriodState:
    return PeriodState(period.state) if period else PeriodState.OPEN


def report_of(snapshot: Snapshot, code: str) -> Report:
    """A report exactly as it was frozen."""
    return from_plain(snapshot.told["reports"][code])


def versions_of(period: ReportingPeriod) -> list[dict[str, Any]]:
    """Every version, the newest first, with who stands for it. Its content is not read."""
    rows = (
        period.versions.defer("content")
        .select_related("proposed_for", "proposed_by", "confirmation__organisation")
        .order_by("-number")
    )
    return [
        {
            "snapshot": one,
            "is_in_force": one.pk == period.in_force_id,
            "is_pending": one.pk == period.pending_id,
            "confirmation": getattr(one, "confirmation", None),
        }
        for one in rows
    ]


def changes_of(period: ReportingPeriod) -> list[Any]:
    return list(period.changes.select_related("by").order_by("-pk"))


def differing_now(period: ReportingPeriod, span: Span) -> list[dict[str, Any]]:
    """Totals that the rows give now and that the version in force, or waiting, does not have."""
    snapshot = period.pending or period.in_force
    if snapshot is None:
        return []
    scope = scope_of(period.programme, span.period)
    then = {code: {"": told[""]} for code, told in snapshot.told["counts"].items()}
    now = {code: {"": _total(measure, scope)} for code, measure in BY_CODE.items()}
    return [
        {"label": BY_CODE[code].label if code in BY_CODE else code, "then": before, "now": after}
        for code, (before, after) in changes_between(then, now).items()
    ]


def _total(measure: Measure, scope: Scope) -> list[int]:
    found = tally(measure, scope).total
    return [found.turns, found.persons]
