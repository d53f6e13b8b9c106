"""Closed figures as pages read them."""

from typing import Any

from nhipcau.reporting.freezing import changes_between, counts_of
from nhipcau.reporting.measures import BY_CODE, scope_of
from nhipcau.reporting.models import ReportingPeriod, Snapshot
from nhipcau.reporting.report import Report, from_plain
from nhipcau.reporting.spans import Span
from nhipcau.reporting.states import PeriodState


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
    now = counts_of(scope_of(period.programme, span.period))
    return [
        {"label": BY_CODE[code].label if code in BY_CODE else code, "then": then, "now": later}
        for code, (then, later) in changes_between(snapshot.told["counts"], now).items()
    ]
