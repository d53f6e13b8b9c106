"""Figures that two units answer for: proposed by one, confirmed by the other, closed.

A version is frozen when it is proposed, all of one instant; the other unit confirms exactly these
bytes. What changes in the rows afterwards changes no version: it becomes an amendment, proposed
with a reason and confirmed alike, and both versions stay readable.
"""

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from nhipcau.organisations.models import Organisation
from nhipcau.programmes.models import Programme
from nhipcau.reporting import rules
from nhipcau.reporting.errors import (
    NothingChanged,
    OtherVersion,
    OwnProposal,
    PeriodNotOver,
)
from nhipcau.reporting.freezing import (
    FORMAT,
    at_one_instant,
    canonical,
    changes_between,
    counts_of,
    dimensions_kept,
    hash_of,
    hash_of_rows,
    keep_rows,
    next_snapshot_id,
)
from nhipcau.reporting.measures import scope_of
from nhipcau.reporting.models import ReportingPeriod, Snapshot, SnapshotConfirmation
from nhipcau.reporting.report import as_plain
from nhipcau.reporting.reports import KINDS, Counting, make
from nhipcau.reporting.spans import Span, span_of
from nhipcau.reporting.states import PENDING, PeriodState
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import IllegalTransition, InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin, move

# Closed figures are an official paper: they are kept in the language in which it is signed.
LANGUAGE = "vi"


@at_one_instant
@write
def propose_period(
    *, by: Any, at: datetime, programme: Programme, slug: str, organisation: Organisation
) -> ReportingPeriod:
    """Freeze the figures of a period as they are now, for the other unit to confirm.

    Raises:
        NotAllowed: ``by`` does not write reports for ``organisation``, or it is no party.
        InvalidValue: there is no such period in the programme.
        PeriodNotOver: its last day is not over.
        IllegalTransition: it waits for the other unit already, or is closed.
    """
    require(
        rules.may_write_report(by, programme, organisation),
        _("Your role does not propose figures of this programme."),
    )
    span = _span(programme, slug)
    if not span.period.is_over(at):
        raise PeriodNotOver(_("This period is not over yet. Its figures can still grow."))
    period = _held(programme, span, by=by, at=at)
    if period.state != PeriodState.OPEN:
        raise IllegalTransition(_("The figures of this period are proposed or closed already."))
    period.pending = _freeze(period, span, organisation, by=by, at=at)
    move(period, PeriodState.PROPOSED, by=by, at=at, also=["pending"])
    return period


@at_one_instant
@write
def amend_period(
    *,
    by: Any,
    at: datetime,
    period: ReportingPeriod,
    organisation: Organisation,
    reason: str,
) -> ReportingPeriod:
    """Propose a new version of closed figures, counted from the rows as they are now.

    Raises:
        NotAllowed: as ``propose_period``.
        IllegalTransition: the period is not closed.
        ReasonMissing: nothing is said about why.
        NothingChanged: the figures are still the same.
    """
    require(
        rules.may_write_report(by, period.programme, organisation),
        _("Your role does not propose figures of this programme."),
    )
    period = _locked(period)
    span = rules.span_of_period(period)
    in_force = period.in_force
    if period.state == PeriodState.CLOSED and in_force and reason.strip():
        now = counts_of(scope_of(period.programme, span.period))
        if not changes_between(in_force.told["counts"], now):
            raise NothingChanged(
                _("No figure has changed since the period was closed: there is nothing to amend.")
            )
        period.pending = _freeze(
            period, span, organisation, by=by, at=at, reason=reason.strip(), counts=now
        )
    move(period, PeriodState.AMENDING, by=by, at=at, reason=reason, also=["pending"])
    return period


@at_one_instant
@write
def confirm_period(
    *,
    by: Any,
    at: datetime,
    period: ReportingPeriod,
    organisation: Organisation,
    content_hash: str,
) -> ReportingPeriod:
    """The other unit stands for the version that waits; with that, it is closed.

    ``content_hash``: of the version that the actor was shown.

    Raises:
        NotAllowed: as ``propose_period``.
        IllegalTransition: nothing waits.
        OtherVersion: another version waits by now.
        OwnProposal: it is the unit, or the colleague, who proposed.
    """
    require(
        rules.may_write_report(by, period.programme, organisation),
        _("Your role does not confirm figures of this programme."),
    )
    period = _locked(period)
    pending = period.pending
    if period.state not in PENDING or pending is None:
        raise IllegalTransition(_("No figures of this period wait to be confirmed."))
    if pending.content_hash != content_hash:
        raise OtherVersion(
            _("These figures were proposed anew meanwhile. Please look at them once more.")
        )
    if pending.proposed_for_id == organisation.pk or (by.pk and pending.proposed_by_id == by.pk):
        raise OwnProposal(_("The other unit confirms what your unit proposed."))
    SnapshotConfirmation.objects.create(
        snapshot=pending, organisation=organisation, by=user_or_none(by), at=at
    )
    move(period, PeriodState.CONFIRMED, by=by, at=at)
    period.in_force, period.pending = pending, None
    move(period, PeriodState.CLOSED, by=by, at=at, also=["pending", "in_force"])
    return period


@write
def give_back_period(
    *, by: Any, at: datetime, period: ReportingPeriod, organisation: Organisation, reason: str
) -> ReportingPeriod:
    """Do not confirm what waits, and say why; or take one's own proposal back. The version stays
    readable and is in force for nobody.

    Raises:
        NotAllowed: as ``propose_period``.
        IllegalTransition: nothing waits.
        ReasonMissing: nothing is said about why.
    """
    require(
        rules.may_write_report(by, period.programme, organisation),
        _("Your role does not give back figures of this programme."),
    )
    period = _locked(period)
    if period.state not in PENDING:
        raise IllegalTransition(_("No figures of this period wait to be confirmed."))
    to = PeriodState.CLOSED if period.in_force_id else PeriodState.OPEN
    period.pending = None
    move(period, to, by=by, at=at, reason=reason, also=["pending"])
    return period


def _span(programme: Programme, slug: str) -> Span:
    span = span_of(slug, programme)
    if span is None:
        raise InvalidValue(_("There is no such period in this programme."))
    return span


def _held(programme: Programme, span: Span, *, by: Any, at: datetime) -> ReportingPeriod:
    """The record of a period, held until the transaction ends; made when there is none."""
    period, is_new = ReportingPeriod.objects.get_or_create(
        programme=programme,
        kind=span.kind,
        first=span.period.first,
        defaults={"last": span.period.last},
    )
    if is_new:
        begin(period, by=by, at=at)
    return _locked(period)


def _locked(period: ReportingPeriod) -> ReportingPeriod:
    return (
        ReportingPeriod.objects.select_for_update(of=("self",), no_key=True)
        .select_related("programme", "in_force", "pending")
        .get(pk=period.pk)
    )


def _freeze(
    period: ReportingPeriod,
    span: Span,
    organisation: Organisation,
    *,
    by: Any,
    at: datetime,
    reason: str = "",
    counts: Any = None,
) -> Snapshot:
    """Rows, counts, reports and definitions of this instant as one version."""
    programme = period.programme
    scope = scope_of(programme, span.period)
    number = next_snapshot_id()
    row_count = keep_rows(number, scope)
    with translation.override(LANGUAGE):
        counting = Counting(programme, span, at)
        reports = {kind.code: as_plain(make(kind.code, counting)) for kind in KINDS}
    content = canonical(
        {
            "format": FORMAT,
            "programme": {"id": programme.pk, "title": programme.title_vi},
            "kind": span.kind,
            "first": span.period.first.isoformat(),
            "last": span.period.last.isoformat(),
            "counted_at": at.isoformat(),
            "counts": counts_of(scope) if counts is None else counts,
            "dimensions": dimensions_kept(),
            "reports": reports,
        }
    )
    last = period.versions.order_by("-number").first()
    snapshot = Snapshot.objects.create(
        pk=number,
        period=period,
        number=last.number + 1 if last else 1,
        content=content,
        content_hash=hash_of(content),
        rows_hash=hash_of_rows(number),
        row_count=row_count,
        previous_hash=period.in_force.content_hash if period.in_force else "",
        reason=reason,
        counted_at=at,
        proposed_for=organisation,
        proposed_by=user_or_none(by),
    )
    audit.record("figures.frozen", about=snapshot, by=by, at=at)
    return snapshot
