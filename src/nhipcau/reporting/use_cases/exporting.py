"""Files with people in them: asked for with a purpose, agreed to by a second colleague when they
are long, made by the worker, marked, and deleted when their time is over."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils.crypto import get_random_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.organisations.models import Organisation
from nhipcau.programmes.models import Programme
from nhipcau.reporting import rules
from nhipcau.reporting.errors import ExportExpired
from nhipcau.reporting.exporting import count_listed, pieces_of, work_folder, write_workbook
from nhipcau.reporting.measures import BY_CODE, scope_of
from nhipcau.reporting.models import Export, ExportPart
from nhipcau.reporting.periods import Period
from nhipcau.reporting.states import ExportState
from nhipcau.shared import audit
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin, move

MARK_LENGTH = 8
MARK_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


@write
def ask_export(
    *,
    by: Any,
    at: datetime,
    programme: Programme,
    organisation: Organisation,
    measure: str,
    period: Period,
    narrowing: Mapping[str, str],
    purpose: str,
) -> Export:
    """Ask for the list behind a figure, as far as ``by`` may see it.

    Raises:
        NotAllowed: ``by`` does not work with people of this unit.
        InvalidValue: no purpose, or no such figure, or nothing in it that ``by`` may see.
    """
    require(
        rules.may_ask_export(by, organisation),
        _("Your role does not take lists of people out of the house."),
    )
    told = BY_CODE.get(measure)
    if told is None or any(name not in told.dimensions for name in narrowing):
        raise InvalidValue(_("There is no such figure."))
    purpose = purpose.strip()
    if not purpose:
        raise InvalidValue(_("Please write what this file is for."), field="purpose")
    scope = scope_of(programme, period)
    count = count_listed(by, told, scope, dict(narrowing))
    if not count:
        raise InvalidValue(_("There is no row in it that you may see."))
    today = localdate(at)
    export = Export.objects.create(
        programme=programme,
        unit=organisation,
        measure=measure,
        first=scope.period.first,
        last=scope.period.last,
        narrowing=dict(narrowing),
        purpose=purpose,
        row_count=count,
        asked_by=by,
        asked_at=at,
        expires_at=at + timedelta(days=rules.export_days(today)),
        mark=get_random_string(MARK_LENGTH, MARK_SIGNS),
    )
    begin(export, by=by, at=at)
    if not rules.needs_second(count, today):
        move(export, ExportState.APPROVED, by=by, at=at)
    return export


@write
def approve_export(*, by: Any, at: datetime, export: Export) -> Export:
    """A second colleague agrees to a long list; the worker makes it then.

    Raises:
        NotAllowed: ``by`` asked for it, or does not answer for the unit.
        IllegalTransition: it does not wait any more.
    """
    require(rules.may_decide_export(by, export), _("A second colleague of the unit decides this."))
    export = _locked(export)
    export.approved_by = by
    move(export, ExportState.APPROVED, by=by, at=at, also=["approved_by"])
    return export


@write
def refuse_export(*, by: Any, at: datetime, export: Export, reason: str) -> Export:
    """
    Raises:
        NotAllowed, IllegalTransition: as ``approve_export``.
        ReasonMissing: nothing is said about why.
    """
    require(rules.may_decide_export(by, export), _("A second colleague of the unit decides this."))
    export = _locked(export)
    move(export, ExportState.REFUSED, by=by, at=at, reason=reason)
    return export


@write
def make_next_export(*, by: Any, at: datetime) -> Export | None:
    """Make the file that waits longest; nothing when none waits. A job of the worker.

    What the colleague may not see any more by now is not in it.
    """
    require(rules.may_run_jobs(by), _("Only the installation makes files."))
    export = (
        Export.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("asked_by", "unit", "programme")
        .filter(state=ExportState.APPROVED, expires_at__gt=at)
        .order_by("asked_at", "pk")
        .first()
    )
    if export is None:
        return None
    with work_folder() as folder:
        path = Path(folder) / "export.xlsx"
        export.row_count = write_workbook(export, path)
        for number, piece in enumerate(pieces_of(path), start=1):
            ExportPart.objects.create(export=export, number=number, content=piece)
    export.made_at = at
    move(export, ExportState.READY, by=by, at=at, also=["row_count", "made_at"])
    return export


@write
def fetch_export(*, by: Any, at: datetime, export: Export) -> Export:
    """Leave a trace that a file is fetched, before it is.

    Raises:
        NotAllowed: it was not ``by`` who asked for it.
        ExportExpired: it is not ready, or its time is over.
    """
    require(rules.may_fetch_export(by, export), _("This file is for the colleague who asked."))
    if export.state != ExportState.READY or export.expires_at <= at:
        raise ExportExpired(_("This file is not there any more. Ask for it anew if you need it."))
    audit.record("export.fetched", about=export, by=by, at=at)
    return export


@write
def expire_exports(*, by: Any, at: datetime) -> int:
    """Delete the files whose time is over; how many."""
    require(rules.may_run_jobs(by), _("Only the installation deletes files."))
    live = [ExportState.ASKED, ExportState.APPROVED, ExportState.READY]
    over = Export.objects.select_for_update(of=("self",)).filter(
        state__in=live, expires_at__lte=at
    )
    count = 0
    for export in over.order_by("pk"):
        export.parts.all().delete()
        move(export, ExportState.EXPIRED, by=by, at=at)
        count += 1
    return count


def _locked(export: Export) -> Export:
    return (
        Export.objects.select_for_update(of=("self",))
        .select_related("unit", "asked_by")
        .get(pk=export.pk)
    )
