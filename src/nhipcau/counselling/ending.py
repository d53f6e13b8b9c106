"""How cases end: what is open in them ends with them. Called inside use cases only."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.counselling import rules
from nhipcau.counselling.models import Case, Step, Transfer
from nhipcau.counselling.responsible import lock, tell_responsible
from nhipcau.counselling.states import (
    LIVE_CASES,
    CaseState,
    ClosingReason,
    Result,
    StepState,
    TransferState,
)
from nhipcau.messaging.outbox import take_back
from nhipcau.people.models import YoungPerson
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.transitions import move


def end_cases(
    people: Sequence[YoungPerson], *, reason: ClosingReason, by: Any, at: datetime
) -> None:
    """Close every live case of these records, inside the caller's use case."""
    for case in Case.objects.live().filter(young_person__in=people).order_by("pk"):
        held = lock(case)
        close(held, reason=reason, result=Result.NO_RESULT, by=by, at=at)
    for person in people:
        tell_responsible(person, by=by, at=at)


def close(case: Case, *, reason: ClosingReason, result: Result, by: Any, at: datetime) -> None:
    lent = Transfer.objects.live().filter(case=case).first()
    if lent is not None:
        end_transfer(lent, case, by=by, at=at)
    case.closing_reason, case.result, case.closed_at = reason, result, at
    if case.state not in LIVE_CASES:
        case.closed_at = None  # refused below, with a word
    also = ("closing_reason", "result", "closed_at", "unit", "counsellor")
    move(case, CaseState.CLOSED, by=by, at=at, also=also)
    for step in Step.objects.filter(case=case, state=StepState.AGREED):
        step.state, step.reason = StepState.DROPPED, _("the case was closed")
        step.ended_at, step.ended_by = at, user_or_none(by)
        step.save(update_fields=["state", "reason", "ended_at", "ended_by"])
        take_back(step, at=at)


def end_transfer(transfer: Transfer, case: Case, *, by: Any, at: datetime) -> None:
    """Whatever is under way ends: a request is taken back, what was lent comes back. The caller
    saves the case."""
    if transfer.state == TransferState.ASKED:
        _end(transfer, TransferState.TAKEN_BACK, "answered_at", by=by, at=at)
        return
    _end(transfer, TransferState.RETURNED, "returned_at", by=by, at=at)
    case.unit_id = transfer.from_unit_id
    stays = rules.is_case_worker(transfer.from_counsellor_id, transfer.from_unit_id)
    case.counsellor_id = transfer.from_counsellor_id if stays else None


def _end(transfer: Transfer, to: TransferState, moment: str, *, by: Any, at: datetime) -> None:
    setattr(transfer, moment, at)
    move(transfer, to, by=by, at=at, also=(moment,))
