"""How it goes after 7, 30, 90 and 180 days: asked by link, or by a call that is written down."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.organisations.working_days import working_days_after
from nhipcau.placements import rules, telling
from nhipcau.placements.errors import AlreadyAnswered
from nhipcau.placements.models import CounsellingTask, Placement, StayCheck
from nhipcau.placements.queries import due_to_ask, is_answered
from nhipcau.placements.states import (
    AT_WORK,
    FINAL,
    How,
    LeavingReason,
    PlacementState,
    StayAnswer,
)
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import IllegalTransition, InvalidValue, ReasonMissing
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import move

MOST_ASKED_AT_ONCE = 500


@write
def answer_by_link(
    *,
    by: Any,
    at: datetime,
    check: StayCheck,
    token: str,
    answer: StayAnswer,
    reason: str = "",
) -> StayCheck:
    """The young person answers by the signed link, once and without an account.

    Raises:
        NotAllowed: the link is not of this check, or too old.
        AlreadyAnswered: the link was used already, or somebody else answered meanwhile.
        ReasonMissing: somebody left and does not say why.
    """
    require(rules.may_answer_by_link(check, token, at=at), _("This link is not good any more."))
    return _answer(check, answer, reason, How.LINK, None, "", by=by, at=at)


@write
def record_check(
    *,
    by: Any,
    at: datetime,
    check: StayCheck,
    answer: StayAnswer,
    reason: str = "",
    left_on: date | None = None,
    note: str = "",
) -> StayCheck:
    """A colleague called and writes down what was said; or the person answers on the own page.

    Raises:
        NotAllowed: ``by`` neither follows the person nor is the person.
        AlreadyAnswered: there is an answer already.
        ReasonMissing: somebody left and no reason is told.
        InvalidValue: the last day cannot be right.
    """
    require(rules.may_record_check(by, check), _("Your unit does not follow this person."))
    is_staff = bool(by.pk) and by.is_staff_account
    how = How.CALL if is_staff or not by.pk else How.PAGE
    return _answer(check, answer, reason, how, left_on, note, by=by, at=at)


@write
def reopen(*, by: Any, at: datetime, placement: Placement, reason: str) -> Placement:
    """It was a mistake: the person is still there. The answer that said otherwise is taken back.

    Raises:
        NotAllowed: ``by`` does not follow the person.
        IllegalTransition: nobody left.
        ReasonMissing: no reason is given.
    """
    require(
        rules.may_accompany(by, placement.referral.young_person),
        _("Your unit does not follow this person."),
    )
    placement = Placement.objects.select_for_update().get(pk=placement.pk)
    if placement.state != PlacementState.LEFT:
        raise IllegalTransition(_("Nobody has left here."))
    _back_to_work(placement, by=by, at=at, reason=reason)
    return placement


@write
def end_task(*, by: Any, at: datetime, task: CounsellingTask, note: str) -> CounsellingTask:
    """A counsellor has spoken with the person, and says what came of it.

    Raises:
        NotAllowed: ``by`` does not follow the person.
        AlreadyAnswered: it is done already.
        ReasonMissing: nothing is said of what came of it.
    """
    require(
        rules.may_accompany(by, task.placement.referral.young_person),
        _("Your unit does not follow this person."),
    )
    if not note.strip():
        raise ReasonMissing(_("Please write in a few words what came of it."), field="note")
    task = CounsellingTask.objects.select_for_update().get(pk=task.pk)
    if task.done_at:
        raise AlreadyAnswered(_("This task is done already."))
    task.done_at, task.done_by, task.note = at, user_or_none(by), note.strip()
    task.save(update_fields=["done_at", "done_by", "note"])
    audit.record("counselling_task.done", about=task, by=by, at=at)
    return task


@write
def ask_stay_checks(*, by: Any, at: datetime) -> int:
    """Send the question of every check whose day has come; how many. Run by the clock."""
    require(rules.may_run_jobs(by), _("Only the installation does this by the clock."))
    waiting = due_to_ask(at).select_for_update(of=("self",), skip_locked=True)
    checks = list(waiting[:MOST_ASKED_AT_ONCE])
    telling.ask_each(checks, at=at)
    StayCheck.objects.filter(pk__in=[one.pk for one in checks]).update(asked_at=at)
    audit.record_each("stay_check.asked", about=checks, by=by, at=at)
    return len(checks)


def _answer(
    check: StayCheck,
    answer: StayAnswer,
    reason: str,
    how: How,
    left_on: date | None,
    note: str,
    *,
    by: Any,
    at: datetime,
) -> StayCheck:
    placement = Placement.objects.select_for_update().get(pk=check.placement_id)
    check = StayCheck.objects.select_for_update().get(pk=check.pk)
    if is_answered(check) or placement.state not in AT_WORK:
        raise AlreadyAnswered(_("This was answered already, thank you."))
    if answer == StayAnswer.LEFT and reason not in LeavingReason.values:
        raise ReasonMissing(_("Please choose the reason that fits best."), field="reason")
    last_day = _last_day(placement, answer, left_on, at)
    check.answer, check.how, check.note = answer, how, note.strip()
    check.reason = reason if answer == StayAnswer.LEFT else ""
    check.answered_at, check.answered_by = at, user_or_none(by)
    check.save(update_fields=["answer", "how", "note", "reason", "answered_at", "answered_by"])
    audit.record("stay_check.answered", about=check, by=by, at=at, fields=[how.lower()])
    if answer == StayAnswer.STILL_THERE:
        _earlier_ones_too(check, by=by, at=at)
    elif answer in FINAL:
        _leave(placement, last_day, check.reason, by=by, at=at)
    return check


def _earlier_ones_too(check: StayCheck, *, by: Any, at: datetime) -> None:
    """Whoever is there after 30 days was there after 7: nobody is called for that any more."""
    StayCheck.objects.filter(
        placement=check.placement_id,
        day__lt=check.day,
        answer__in=["", StayAnswer.NOT_REACHED],
    ).update(
        answer=StayAnswer.STILL_THERE, how=check.how, answered_at=at, answered_by=user_or_none(by)
    )


def _leave(placement: Placement, last_day: date, reason: str, *, by: Any, at: datetime) -> None:
    placement.left_on, placement.leaving_reason = last_day, reason
    # All at once: the database wants the day and the state to agree.
    Placement.objects.filter(pk=placement.pk).update(
        left_on=last_day, leaving_reason=reason, state=PlacementState.LEFT
    )
    move(placement, PlacementState.LEFT, by=by, at=at, reason=reason)
    if not reason:
        return  # changed the job: no harm done
    today = localdate(at)
    task, is_new = CounsellingTask.objects.get_or_create(
        placement=placement,
        done_at=None,
        defaults={
            "reason": reason,
            "opened_at": at,
            "due_on": working_days_after(today, rules.task_days(today)),
        },
    )
    if is_new:
        audit.record("counselling_task.opened", about=task, by=by, at=at)


def _back_to_work(placement: Placement, *, by: Any, at: datetime, reason: str) -> None:
    certain = rules.is_certain(placement.words.all())
    before = PlacementState.CONFIRMED if certain else PlacementState.REPORTED
    if placement.state == PlacementState.LEFT and reason.strip():
        # All at once: the database wants the day and the state to agree.
        Placement.objects.filter(pk=placement.pk).update(
            left_on=None, leaving_reason="", state=before
        )
    placement.left_on, placement.leaving_reason = None, ""
    move(placement, before, by=by, at=at, reason=reason)
    StayCheck.objects.filter(
        placement=placement, answer__in=[StayAnswer.LEFT, StayAnswer.CHANGED_JOB]
    ).update(answer="", reason="", how="", answered_at=None, answered_by=None)


def _last_day(
    placement: Placement, answer: StayAnswer, left_on: date | None, at: datetime
) -> date:
    today = localdate(at)
    if answer == StayAnswer.STILL_THERE or answer not in FINAL:
        return today
    if left_on is None:
        return max(today, placement.starts_on)
    if not placement.starts_on <= left_on <= today:
        raise InvalidValue(
            _("The last day lies between the first day and today."), field="left_on"
        )
    return left_on
