"""What was agreed: steps with a day, and the message that reminds of one."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.counselling import rules
from nhipcau.counselling.models import Case, Step
from nhipcau.counselling.responsible import lock_handled
from nhipcau.counselling.states import Doer, StepState
from nhipcau.counselling.telling import remind_each
from nhipcau.messaging.outbox import take_back
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import IllegalTransition, InvalidValue, ReasonMissing
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require

MOST_AT_ONCE = 500


@write
def agree_step(*, by: Any, at: datetime, case: Case, what: str, who: Doer, due_on: date) -> Step:
    """One step was agreed: who does what, and by when. The person reads these very words.

    Raises:
        NotAllowed: ``by`` neither has the case nor supervises the unit.
        CaseEnded: the case is closed.
        InvalidValue: nothing was written, or the day is over.
    """
    require(rules.may_handle(by, case), _("This is not your case."))
    case = lock_handled(case, by)
    rules.check_live(case)
    words = " ".join(what.split())
    if not words:
        raise InvalidValue(_("Please write what was agreed."), field="what")
    if due_on < localdate(at):
        raise InvalidValue(_("This day is over. Please choose today or later."), field="due_on")
    step = Step.objects.create(
        case=case, what=words, who=who, due_on=due_on, by=user_or_none(by), at=at
    )
    audit.record("step.agreed", about=step, by=by, at=at)
    return step


@write
def end_step(*, by: Any, at: datetime, step: Step, is_done: bool, reason: str = "") -> Step:
    """A step is done, or dropped for a reason.

    Raises:
        NotAllowed: ``by`` neither has the case nor supervises the unit.
        IllegalTransition: it has ended already.
        ReasonMissing: dropped without a reason.
    """
    require(rules.may_handle(by, step.case), _("This is not your case."))
    lock_handled(step.case, by)
    step = Step.objects.select_for_update().get(pk=step.pk)
    if step.state != StepState.AGREED:
        raise IllegalTransition(_("This step has ended already."))
    if not is_done and not reason.strip():
        raise ReasonMissing(_("Please write why it was dropped."), field="reason")
    step.state = StepState.DONE if is_done else StepState.DROPPED
    step.reason = "" if is_done else reason.strip()
    step.ended_at, step.ended_by = at, user_or_none(by)
    step.save(update_fields=["state", "reason", "ended_at", "ended_by"])
    take_back(step, at=at)
    audit.record(f"step.{step.state.lower()}", about=step, by=by, at=at)
    return step


@write
def remind_of_steps(*, by: Any, at: datetime) -> int:
    """Write one message for each step of a young person that is due in some days; how many.

    It says that there is a step and by when, never which: whoever holds the phone may read it.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this."))
    today = localdate(at)
    until = today + timedelta(days=rules.reminder_days(today))
    due = (
        Step.objects.open()
        .filter(who=Doer.PERSON, reminded_at=None, due_on__gte=today, due_on__lte=until)
        .select_related("case__young_person")
        .order_by("due_on", "pk")[:MOST_AT_ONCE]
    )
    steps = list(due)
    remind_each(steps, at=at)
    Step.objects.filter(pk__in=[one.pk for one in steps]).update(reminded_at=at)
    return len(steps)
