"""Who has a case: taken from the queue, assigned, lent until a day or given for good."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.counselling import rules
from nhipcau.counselling.ending import end_transfer
from nhipcau.counselling.errors import TransferUnderWay
from nhipcau.counselling.models import Absence, Case, Transfer
from nhipcau.counselling.responsible import lock, lock_handled, settle
from nhipcau.counselling.states import LIVE_CASES, TransferState
from nhipcau.organisations.models import PARTNER_KINDS, Organisation
from nhipcau.shared import audit
from nhipcau.shared.errors import InvalidValue, ReasonMissing
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin, move


@write
def take_case(*, by: Any, at: datetime, case: Case) -> Case:
    """A colleague of the unit takes a case from its queue.

    Raises:
        NotAllowed: ``by`` does not work on cases there, or a colleague has it and is there.
        CaseEnded: it is closed.
    """
    require(rules.may_take(by, case, at=at), _("A colleague of the unit has this case."))
    case = lock(case)
    # Two may press at once: the second one asks again behind the lock.
    require(rules.may_take(by, case, at=at), _("A colleague of the unit has this case."))
    return _hand(case, by, by=by, at=at)


@write
def assign_case(*, by: Any, at: datetime, case: Case, counsellor: Any) -> Case:
    """The supervisor gives a case to a colleague of the unit, or to its queue (None).

    Raises:
        NotAllowed: ``by`` does not supervise the unit.
        InvalidValue: the colleague does not work on cases there.
        CaseEnded: it is closed.
    """
    require(rules.may_assign(by, case), _("The unit's supervisor assigns cases."))
    case = lock(case)
    if counsellor is not None and not rules.is_case_worker(counsellor, case.unit_id):
        raise InvalidValue(_("This colleague has no cases in the unit."), field="counsellor")
    return _hand(case, counsellor, by=by, at=at)


@write
def put_into_queue(*, by: Any, at: datetime, case: Case) -> Case:
    """Who has a case gives it to the unit's queue.

    Raises:
        NotAllowed: ``by`` neither has the case nor supervises the unit.
        CaseEnded: it is closed.
    """
    require(rules.may_handle(by, case), _("This is not your case."))
    return _hand(lock_handled(case, by), None, by=by, at=at)


@write
def ask_transfer(
    *,
    by: Any,
    at: datetime,
    case: Case,
    to_unit: Organisation,
    to_counsellor: Any = None,
    until: date | None = None,
    reason: str,
) -> Transfer:
    """Ask a colleague, or a unit's queue, to take a case: for good, or until a day (``until``).

    Nothing changes until it is accepted.

    Raises:
        NotAllowed: ``by`` neither has the case nor supervises the unit.
        ReasonMissing: no reason is told.
        InvalidValue: not one of the two units, a colleague who has no cases there, nobody new, or
        a day that is over or too far.
        TransferUnderWay: one is asked already, or the case is lent.
        CaseEnded: it is closed.
    """
    require(rules.may_transfer(by, case), _("This is not your case."))
    case = lock_handled(case, by)
    rules.check_live(case)
    if not reason.strip():
        raise ReasonMissing(_("Please write why; the other colleague reads it."), field="reason")
    _check_receiver(case, to_unit, to_counsellor)
    _check_until(until, on=localdate(at))
    if Transfer.objects.live().filter(case=case).exists():
        raise TransferUnderWay(_("A transfer of this case is under way already."))
    transfer = Transfer.objects.create(
        case=case,
        from_unit=case.unit,
        from_counsellor=case.counsellor,
        to_unit=to_unit,
        to_counsellor=to_counsellor,
        until=until,
        reason=reason.strip(),
        asked_by=by,
        asked_at=at,
    )
    begin(transfer, by=by, at=at)
    return transfer


@write
def accept_transfer(*, by: Any, at: datetime, transfer: Transfer) -> Transfer:
    """The case is with who accepts; asked of a colleague and accepted by the supervisor, with the
    colleague.

    Raises:
        NotAllowed: ``by`` was not asked.
        IllegalTransition: it was answered, or taken back.
        InvalidValue: the day until which it was lent is over.
    """
    require(rules.may_answer_transfer(by, transfer), _("You were not asked."))
    case, transfer = _held(transfer)
    if transfer.state == TransferState.ASKED and transfer.until:
        _check_until(transfer.until, on=localdate(at))
    transfer.answered_at, transfer.answered_by = at, by
    if transfer.state != TransferState.ASKED:
        transfer.answered_at = None  # refused by ``move``, with a word
    move(transfer, TransferState.ACCEPTED, by=by, at=at, also=("answered_at", "answered_by"))
    asked = transfer.to_counsellor_id
    stays = rules.is_case_worker(asked, transfer.to_unit_id) if asked else False
    case.unit, case.counsellor_id = transfer.to_unit, (asked if stays else by.pk)
    case.save(update_fields=["unit", "counsellor"])
    audit.record("case.passed_on", about=case, by=by, at=at, fields=["unit", "counsellor"])
    settle(case, by=by, at=at)
    return transfer


@write
def decline_transfer(*, by: Any, at: datetime, transfer: Transfer, reason: str) -> Transfer:
    """The case stays where it is.

    Raises:
        NotAllowed: ``by`` was not asked.
        ReasonMissing: no reason is told.
        IllegalTransition: it was answered, or taken back.
    """
    require(rules.may_answer_transfer(by, transfer), _("You were not asked."))
    if not reason.strip():
        raise ReasonMissing(_("Please write why; the other colleague reads it."), field="reason")
    _case, transfer = _held(transfer)
    return _answer(transfer, TransferState.DECLINED, reason.strip(), by=by, at=at)


@write
def take_back_transfer(*, by: Any, at: datetime, transfer: Transfer) -> Transfer:
    """Who asked thought again.

    Raises:
        NotAllowed: ``by`` neither asked nor supervises the unit that did.
        IllegalTransition: it was answered already.
    """
    require(rules.may_take_back(by, transfer), _("Somebody else asked for this."))
    _case, transfer = _held(transfer)
    return _answer(transfer, TransferState.TAKEN_BACK, "", by=by, at=at)


@write
def give_back(*, by: Any, at: datetime, transfer: Transfer) -> Transfer:
    """A case that was lent comes back before its day.

    Raises:
        NotAllowed: ``by`` neither has the case nor supervises one of the two units.
        IllegalTransition: it is not lent.
    """
    require(
        rules.may_handle(by, transfer.case) or rules.is_supervisor(by, transfer.from_unit_id),
        _("This is not your case."),
    )
    case, transfer = _held(transfer)
    _return(case, transfer, by=by, at=at)
    return transfer


@write
def return_lent(*, by: Any, at: datetime) -> int:
    """Cases whose day has come go back by themselves, and requests nobody answered in time end;
    how many.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this."))
    over = Transfer.objects.live().filter(until__lt=localdate(at)).order_by("pk")
    count = 0
    for found in over.select_related("case"):
        case, transfer = _held(found)
        _return(case, transfer, by=by, at=at)
        count += 1
    return count


@write
def note_absence(*, by: Any, at: datetime, user: Any, starts_on: date, ends_on: date) -> Absence:
    """A colleague is away: the unit's queue shows the cases meanwhile.

    Raises:
        NotAllowed: it is neither the own absence nor that of a colleague whom ``by`` supervises.
        InvalidValue: it ends before it begins, or is over.
    """
    require(rules.may_note_absence(by, user), _("Your supervisor notes this."))
    if ends_on < starts_on or ends_on < localdate(at):
        raise InvalidValue(
            _("Please check the days: the last one comes too early."), field="ends_on"
        )
    absence = Absence.objects.create(user=user, starts_on=starts_on, ends_on=ends_on, at=at)
    audit.record("absence.noted", about=absence, by=by, at=at)
    return absence


@write
def end_absence(*, by: Any, at: datetime, absence: Absence) -> Absence:
    """Back earlier: the absence is over from today on.

    Raises:
        NotAllowed: it is neither the own absence nor that of a colleague whom ``by`` supervises.
    """
    require(rules.may_note_absence(by, absence.user), _("Your supervisor notes this."))
    audit.record("absence.ended", about=absence, by=by, at=at)
    absence.delete()
    return absence


def _hand(case: Case, counsellor: Any, *, by: Any, at: datetime) -> Case:
    rules.check_live(case)
    case.counsellor = counsellor
    case.save(update_fields=["counsellor"])
    audit.record("case.assigned", about=case, by=by, at=at, fields=["counsellor"])
    settle(case, by=by, at=at)
    return case


def _held(transfer: Transfer) -> tuple[Case, Transfer]:
    case = lock(transfer.case)
    return case, Transfer.objects.select_for_update().get(pk=transfer.pk)


def _answer(
    transfer: Transfer, to: TransferState, words: str, *, by: Any, at: datetime
) -> Transfer:
    if to in Transfer.TRANSITIONS[TransferState(transfer.state)]:
        transfer.answered_at, transfer.answered_by, transfer.answer = at, by, words
    move(transfer, to, by=by, at=at, also=("answered_at", "answered_by", "answer"))
    return transfer


def _return(case: Case, transfer: Transfer, *, by: Any, at: datetime) -> None:
    end_transfer(transfer, case, by=by, at=at)
    if case.state in LIVE_CASES:
        case.save(update_fields=["unit", "counsellor"])
        settle(case, by=by, at=at)


def _check_receiver(case: Case, unit: Organisation, counsellor: Any) -> None:
    if unit.kind not in PARTNER_KINDS:
        raise InvalidValue(_("Cases stay with the two units."), field="to_unit")
    if counsellor is not None and not rules.is_case_worker(counsellor, unit.pk):
        raise InvalidValue(_("This colleague has no cases in the unit."), field="to_counsellor")
    if unit.pk == case.unit_id and counsellor in (None, case.counsellor):
        raise InvalidValue(_("Please choose another colleague or unit."), field="to_counsellor")


def _check_until(until: date | None, *, on: date) -> None:
    if until is None:
        return
    most = rules.transfer_days_most(on)
    if until < on or until > on + timedelta(days=most):
        raise InvalidValue(
            _("Please choose a day within the next %(days)d days.") % {"days": most},
            field="until",
        )
