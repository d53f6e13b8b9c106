"""A case from its opening to its closing, and again."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.counselling import rules
from nhipcau.counselling.details import CaseFacts
from nhipcau.counselling.ending import close
from nhipcau.counselling.errors import AlreadyOpen, TooLateToReopen
from nhipcau.counselling.models import Case
from nhipcau.counselling.responsible import lock, lock_handled, settle
from nhipcau.counselling.states import (
    CaseState,
    ClosingReason,
    CounsellingKind,
    Interpreter,
    Need,
    Result,
)
from nhipcau.organisations.models import Organisation
from nhipcau.people.models import Guardian, Purpose, YoungPerson
from nhipcau.people.rules import agrees, require_consent
from nhipcau.people.use_cases import record_consent
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin, move


@write
def open_case(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    unit: Organisation,
    kind: CounsellingKind,
    facts: CaseFacts,
    to_queue: bool = False,
    paper: str = "",
    guardian: Guardian | None = None,
) -> Case:
    """A young person is counselled from now on, by who opens the case or by the unit's queue.

    ``paper``: where the signed consent is kept, when it is given just now; of a child with the
    ``guardian`` who signed as well.

    Raises:
        NotAllowed: ``by`` does not work on cases of the unit, or does not see the person.
        ConsentMissing: the person has not agreed to be counselled.
        AlreadyOpen: a case of this kind is live.
        InvalidValue: no need was told, or one that is not known.
        GuardianMissing: the person is a child, and no guardian signed.
    """
    require(
        rules.may_open_case(by, young_person, unit),
        _("Counsellors of the unit open cases of people whom they see."),
    )
    person = YoungPerson.objects.select_for_update(no_key=True).get(pk=young_person.pk)
    _check_facts(facts)
    if paper.strip() and not agrees(person, Purpose.COUNSELLING):
        record_consent(
            by=by,
            at=at,
            young_person=person,
            purpose=Purpose.COUNSELLING,
            evidence=paper,
            guardian=guardian,
        )
    require_consent(person, Purpose.COUNSELLING)
    records = YoungPerson.objects.same_as(person)
    if Case.objects.live().filter(young_person__in=records, kind=kind).exists():
        raise AlreadyOpen(_("A case of this kind is open already."), field="kind")
    case = Case.objects.create(
        young_person=person,
        kind=kind,
        unit=unit,
        counsellor=None if to_queue else user_or_none(by),
        needs=list(facts.needs),
        advice=list(facts.advice),
        interpreter=facts.interpreter,
        opened_at=at,
        contacted_on=localdate(at),
    )
    begin(case, by=by, at=at)
    settle(case, by=by, at=at)
    return case


@write
def change_record(*, by: Any, at: datetime, case: Case, facts: CaseFacts) -> Case:
    """The coded record: what is needed, what was advised, in which language.

    Raises:
        NotAllowed: ``by`` neither has the case nor supervises the unit.
        CaseEnded: it is closed.
        InvalidValue: no need was told, or one that is not known.
    """
    require(rules.may_handle(by, case), _("This is not your case."))
    case = lock_handled(case, by)
    rules.check_live(case)
    _check_facts(facts)
    case.needs, case.advice = list(facts.needs), list(facts.advice)
    case.interpreter = facts.interpreter
    told = ["needs", "advice", "interpreter"]
    case.save(update_fields=told)
    audit.record("case.changed", about=case, by=by, at=at, fields=told)
    return case


@write
def wait(*, by: Any, at: datetime, case: Case, reason: str) -> Case:
    """Nothing can be done for now; the case stays where it is.

    Raises:
        NotAllowed, IllegalTransition, ReasonMissing.
    """
    require(rules.may_handle(by, case), _("This is not your case."))
    case = lock_handled(case, by)
    move(case, CaseState.WAITING, by=by, at=at, reason=reason)
    return case


@write
def go_on(*, by: Any, at: datetime, case: Case) -> Case:
    """A waiting case goes on.

    Raises:
        NotAllowed, IllegalTransition.
    """
    require(rules.may_handle(by, case), _("This is not your case."))
    case = lock_handled(case, by)
    if case.state == CaseState.CLOSED:
        rules.check_live(case)
    move(case, CaseState.OPEN, by=by, at=at)
    return case


@write
def close_case(
    *, by: Any, at: datetime, case: Case, reason: ClosingReason, result: Result
) -> Case:
    """The case ends, with what came of it. What was agreed and not done is dropped; a case that
    was lent goes back to its unit.

    Raises:
        NotAllowed: ``by`` neither has the case nor supervises the unit.
        IllegalTransition: it is closed already.
    """
    require(rules.may_handle(by, case), _("This is not your case."))
    case = lock_handled(case, by)
    close(case, reason=reason, result=result, by=by, at=at)
    settle(case, by=by, at=at)
    return case


@write
def reopen_case(*, by: Any, at: datetime, case: Case, reason: str) -> Case:
    """A closed case goes on, within some days, with its unit; with its counsellor while there.

    Raises:
        NotAllowed: ``by`` does not work on cases of the unit.
        ConsentMissing: the person no longer agrees.
        TooLateToReopen: the days are over; a new case is opened instead.
        AlreadyOpen: another case of this kind is live.
        IllegalTransition, ReasonMissing.
    """
    require(rules.works_in(by, case.unit_id), _("This is not a case of your unit."))
    case = lock(case)
    require_consent(case.young_person, Purpose.COUNSELLING)
    days = rules.reopen_days(localdate(at))
    if case.closed_at and at > case.closed_at + timedelta(days=days):
        raise TooLateToReopen(
            _("It was closed more than %(days)d days ago. Please open a new case.")
            % {"days": days}
        )
    records = YoungPerson.objects.same_as(case.young_person)
    live = Case.objects.live().filter(young_person__in=records, kind=case.kind)
    if live.exclude(pk=case.pk).exists():
        raise AlreadyOpen(_("A case of this kind is open already."))
    if not rules.is_case_worker(case.counsellor_id, case.unit_id):
        case.counsellor = None
    # The database wants the state and its moment to agree: all in one statement.
    case.closed_at, case.closing_reason, case.result = None, "", ""
    move(
        case,
        CaseState.OPEN,
        by=by,
        at=at,
        reason=reason,
        also=("closed_at", "closing_reason", "result", "counsellor"),
    )
    settle(case, by=by, at=at)
    return case


def _check_facts(facts: CaseFacts) -> None:
    if not facts.needs:
        raise InvalidValue(_("Please choose what the person comes with."), field="needs")
    if set(facts.needs) - set(Need.values) or (
        facts.interpreter and facts.interpreter not in Interpreter.values
    ):
        raise InvalidValue(_("Please choose from the list."), field="needs")
