"""Begin a record's life, move it from state to state, and keep the trace."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from nhipcau.shared import audit
from nhipcau.shared.errors import IllegalTransition, ReasonMissing


def begin(record: Any, *, by: Any, at: datetime, reason: str = "") -> None:
    """Write the first state-change row of a record just created, and its audit event."""
    _trace([record], "", record.state, by=by, at=at, reason=reason)


def begin_each(records: Sequence[Any], *, by: Any, at: datetime) -> None:
    """``begin`` for records of one kind that were created together in one state."""
    if not records:
        return
    _trace(records, "", records[0].state, by=by, at=at)


def move(
    record: Any,
    to: str,
    *,
    by: Any,
    at: datetime,
    reason: str = "",
    also: Sequence[str] = (),
) -> None:
    """Set ``record.state`` to ``to``; write the state-change row and the audit event.

    The caller holds the row lock and the transaction, so all three are saved or none. The record
    class gives ``TRANSITIONS`` (state → states that may follow) and may give ``NEEDS_REASON``
    (set of (from, to) pairs). ``also``: fields saved in the same statement as the state.

    Raises:
        IllegalTransition: ``to`` may not follow the current state.
        ReasonMissing: this step needs a reason and ``reason`` is empty.
    """
    move_each([record], to, by=by, at=at, reason=reason)
    record.save(update_fields=["state", *also])


def move_each(records: Sequence[Any], to: str, *, by: Any, at: datetime, reason: str = "") -> None:
    """``move`` for records of one kind that are held in one state; the caller saves ``state``.

    Raises:
        IllegalTransition, ReasonMissing: as ``move``.
    """
    if not records:
        return
    record, reason = records[0], reason.strip()
    if to not in record.TRANSITIONS[record.state]:
        now = record.get_state_display()
        raise IllegalTransition(_("This step does not follow “%(now)s”.") % {"now": now})
    if (record.state, to) in getattr(record, "NEEDS_REASON", ()) and not reason:
        raise ReasonMissing(
            _("Please write the reason; the other unit will read it."), field="reason"
        )
    _trace(records, record.state, to, by=by, at=at, reason=reason)
    for record in records:
        record.state = to


def _trace(
    records: Sequence[Any], before: str, after: str, *, by: Any, at: datetime, reason: str = ""
) -> None:
    """The state-change rows of records of one kind in one statement, and their audit events."""
    changes = records[0]._meta.get_field("changes")
    table, owner = changes.related_model._meta.db_table, changes.field.column
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({owner}, from_state, to_state, by_id, at, reason)"
            " SELECT record, %s, %s, %s, %s, %s FROM unnest(%s::bigint[]) AS record",
            [before, after, by.pk, at, reason, [one.pk for one in records]],
        )
    action = f"{records[0]._meta.model_name}.{after.lower()}"
    audit.record_each(action, about=records, by=by, at=at)
