"""Cases: opened with consent, written down in codes, agreed steps, closed and opened again."""

import datetime as dt

import pytest

from nhipcau.counselling import queries, use_cases
from nhipcau.counselling.details import CaseFacts
from nhipcau.counselling.errors import AlreadyOpen, CaseEnded, TooLateToReopen
from nhipcau.counselling.models import Case, Step
from nhipcau.counselling.states import (
    CaseState,
    ClosingReason,
    CounsellingKind,
    Doer,
    Need,
    Result,
    StepState,
)
from nhipcau.messaging.models import Message
from nhipcau.organisations.models import Role
from nhipcau.people.errors import ConsentMissing, GuardianMissing
from nhipcau.people.models import Consent, Purpose, YoungPerson
from nhipcau.rights.use_cases import withdraw
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import (
    IllegalTransition,
    InvalidValue,
    NotAllowed,
    ReasonMissing,
)
from tests.factories import (
    NOON,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    case_of,
    guardian_of,
    staff_of,
)

FACTS = CaseFacts(needs=(Need.FIND_WORK.value,), advice=("VACANCIES",), interpreter="TAY")
TODAY = NOON.date()
A_DAY = dt.timedelta(days=1)


def opened(by, unit, person, **told):
    wanted = {"kind": CounsellingKind.JOB, "facts": FACTS, **told}
    return use_cases.open_case(by=by, at=NOON, young_person=person, unit=unit, **wanted)


def closed(case, by, at=NOON):
    return use_cases.close_case(
        by=by, at=at, case=case, reason=ClosingReason.FINISHED, result=Result.HAS_PLAN
    )


def step_of(case, by, due_on=TODAY + A_DAY, who=Doer.PERSON):
    return use_cases.agree_step(
        by=by, at=NOON, case=case, what="Hỏi lịch học nghề", who=who, due_on=due_on
    )


# --- opening -------------------------------------------------------------------------------------


def test_no_case_without_consent(counsellor, centre):
    person = YoungPersonFactory(followed_by=[centre])
    with pytest.raises(ConsentMissing):
        opened(counsellor, centre, person)
    agree(person, Purpose.JOB_SEARCH)
    with pytest.raises(ConsentMissing):
        opened(counsellor, centre, person)
    case = opened(counsellor, centre, agree(person, Purpose.COUNSELLING))
    assert (case.counsellor, case.unit, case.state) == (counsellor, centre, CaseState.OPEN)


def test_a_signed_paper_is_a_consent_given_just_now(counsellor, centre):
    person = YoungPersonFactory(followed_by=[centre])
    opened(counsellor, centre, person, paper="tập 12, tờ 3")
    consent = Consent.objects.get(young_person=person, text__purpose=Purpose.COUNSELLING)
    assert consent.evidence == "tập 12, tờ 3"
    assert consent.recorded_by == counsellor


def test_of_a_child_the_guardian_signs_as_well(counsellor, centre):
    child = YoungPersonFactory(followed_by=[centre], birth_on=dt.date(2012, 3, 1))
    with pytest.raises(GuardianMissing):
        opened(counsellor, centre, child, paper="tờ 1")
    assert not Case.objects.exists()
    guardian = guardian_of(child)
    opened(counsellor, centre, child, paper="tờ 1", guardian=guardian)
    assert Case.objects.get().young_person == child


def test_the_three_kinds_of_the_law_are_three_cases(counsellor, centre):
    person = agree(YoungPersonFactory(followed_by=[centre]), Purpose.COUNSELLING)
    for kind in CounsellingKind:
        opened(counsellor, centre, person, kind=kind)
    with pytest.raises(AlreadyOpen):
        opened(counsellor, centre, person)
    assert set(Case.objects.values_list("kind", flat=True)) == {"POLICY", "CAREER", "JOB"}


def test_who_does_not_see_the_person_opens_nothing(centre, palace, elsewhere, officer):
    person = agree(YoungPersonFactory(followed_by=[centre]), Purpose.COUNSELLING)
    leader = staff_of(centre, Role.LEADER)
    for who, unit in ((elsewhere, palace), (officer, centre), (leader, centre), (PUBLIC, centre)):
        with pytest.raises(NotAllowed):
            opened(who, unit, person)


def test_a_need_is_told_and_known(counsellor, centre):
    person = agree(YoungPersonFactory(followed_by=[centre]), Purpose.COUNSELLING)
    for wrong in (CaseFacts(), CaseFacts(needs=("NOTHING",))):
        with pytest.raises(InvalidValue):
            opened(counsellor, centre, person, facts=wrong)


def test_the_record_changes_only_by_who_has_the_case(case, counsellor, colleague, supervisor):
    with pytest.raises(NotAllowed):
        use_cases.change_record(by=colleague, at=NOON, case=case, facts=FACTS)
    for who in (counsellor, supervisor):
        use_cases.change_record(by=who, at=NOON, case=case, facts=FACTS)
    case.refresh_from_db()
    assert (case.needs, case.interpreter) == (["FIND_WORK"], "TAY")


# --- states --------------------------------------------------------------------------------------


def test_waiting_wants_a_reason_and_goes_on(case, counsellor):
    with pytest.raises(ReasonMissing):
        use_cases.wait(by=counsellor, at=NOON, case=case, reason=" ")
    use_cases.wait(by=counsellor, at=NOON, case=case, reason="chờ lịch thi")
    assert use_cases.go_on(by=counsellor, at=NOON, case=case).state == CaseState.OPEN
    with pytest.raises(IllegalTransition):
        use_cases.go_on(by=counsellor, at=NOON, case=case)


def test_closing_drops_what_is_open_and_ends_responsibility(case, counsellor):
    step = step_of(case, counsellor)
    case = closed(case, counsellor)
    step.refresh_from_db()
    assert step.state == StepState.DROPPED
    assert case.result == Result.HAS_PLAN
    assert not case.young_person.responsibilities.exists()
    with pytest.raises(IllegalTransition):
        closed(case, counsellor)
    with pytest.raises(CaseEnded):
        step_of(case, counsellor)


def test_a_case_opens_again_within_its_days_and_not_later(case, counsellor, colleague):
    case = closed(case, counsellor)
    late = NOON + dt.timedelta(days=91)
    with pytest.raises(TooLateToReopen):
        use_cases.reopen_case(by=counsellor, at=late, case=case, reason="quay lại")
    with pytest.raises(ReasonMissing):
        use_cases.reopen_case(by=counsellor, at=NOON, case=case, reason="")
    case = use_cases.reopen_case(by=colleague, at=NOON + A_DAY, case=case, reason="quay lại")
    assert (case.state, case.counsellor, case.closed_at) == (CaseState.OPEN, counsellor, None)
    assert case.young_person.responsibilities.get().user == counsellor
    states = case.changes.order_by("pk").values_list("to_state", flat=True)
    assert list(states) == ["OPEN", "CLOSED", "OPEN"]


def test_a_case_opens_again_only_with_consent_and_beside_no_other(case, counsellor, centre):
    case = closed(case, counsellor)
    other = case_of_same(case, counsellor, centre)
    with pytest.raises(AlreadyOpen):
        use_cases.reopen_case(by=counsellor, at=NOON, case=case, reason="x")
    closed(other, counsellor)
    withdraw(by=SYSTEM, at=NOON, young_person=case.young_person, purpose=Purpose.COUNSELLING)
    with pytest.raises(ConsentMissing):
        use_cases.reopen_case(by=counsellor, at=NOON, case=case, reason="x")


def case_of_same(case, counsellor, centre):
    return opened(counsellor, centre, case.young_person, kind=CounsellingKind(case.kind))


# --- steps ---------------------------------------------------------------------------------------


def test_a_step_is_done_or_dropped_for_a_reason_once(case, counsellor, colleague):
    step = step_of(case, counsellor)
    with pytest.raises(NotAllowed):
        use_cases.end_step(by=colleague, at=NOON, step=step, is_done=True)
    with pytest.raises(ReasonMissing):
        use_cases.end_step(by=counsellor, at=NOON, step=step, is_done=False)
    done = use_cases.end_step(by=counsellor, at=NOON, step=step, is_done=True)
    assert done.state == StepState.DONE
    with pytest.raises(IllegalTransition):
        use_cases.end_step(by=counsellor, at=NOON, step=step, is_done=True)


def test_a_step_has_words_and_a_day_to_come(case, counsellor):
    with pytest.raises(InvalidValue):
        step_of(case, counsellor, due_on=TODAY - A_DAY)
    with pytest.raises(InvalidValue):
        use_cases.agree_step(
            by=counsellor, at=NOON, case=case, what=" ", who=Doer.PERSON, due_on=TODAY
        )


def test_a_reminder_says_that_there_is_something_and_never_what(case, counsellor):
    step_of(case, counsellor)
    step_of(case, counsellor, due_on=TODAY + 9 * A_DAY)
    step_of(case, counsellor, who=Doer.COUNSELLOR)
    assert use_cases.remind_of_steps(by=SYSTEM, at=NOON) == 1
    assert use_cases.remind_of_steps(by=SYSTEM, at=NOON) == 0
    message = Message.objects.get()
    assert "học nghề" not in message.text
    assert (message.topic, message.path) == ("COUNSELLING", "/my/")
    assert "24/11/2026" in message.text


def test_a_step_that_ended_is_not_reminded_of(case, counsellor):
    step = step_of(case, counsellor)
    use_cases.remind_of_steps(by=SYSTEM, at=NOON)
    use_cases.end_step(by=counsellor, at=NOON, step=step, is_done=True)
    assert Message.objects.get().state == "WITHDRAWN"


# --- who sees what -------------------------------------------------------------------------------


def test_a_case_is_seen_by_its_unit_and_by_the_person(
    case, counsellor, colleague, supervisor, elsewhere, officer
):
    youth = YouthUserFactory(phone=case.young_person.phone)
    for who in (counsellor, colleague, supervisor, youth):
        assert list(Case.objects.visible_to(who)) == [case]
    for who in (elsewhere, officer, YouthUserFactory(), PUBLIC):
        assert not Case.objects.visible_to(who).exists()


def test_the_list_of_what_is_asked_now(case, counsellor, colleague, centre, supervisor):
    late = step_of(case, counsellor)
    Step.objects.filter(pk=late.pk).update(due_on=TODAY - A_DAY)
    step_of(case, counsellor)
    step_of(case, counsellor, due_on=TODAY + 20 * A_DAY)
    Case.objects.filter(pk=case.pk).update(contacted_on=TODAY - dt.timedelta(days=31))
    queued = case_of(colleague, centre)
    use_cases.put_into_queue(by=colleague, at=NOON, case=queued)
    foreign = case_of(colleague, centre)
    use_cases.ask_transfer(
        by=colleague, at=NOON, case=foreign, to_unit=centre, to_counsellor=counsellor, reason="x"
    )
    counts = queries.counts_of(counsellor, TODAY)
    assert counts == {"late": 1, "week": 1, "accept": 1, "queue": 1, "silent": 1, "mine": 1}
    assert queries.counts_of(supervisor, TODAY)["mine"] == 0


def test_a_person_of_another_unit_is_seen_while_the_unit_answers(
    case, counsellor, elsewhere, palace
):
    """Visibility follows the case: seen with it, and not any more when it came back."""
    person = case.young_person
    assert person not in YoungPerson.objects.visible_to(elsewhere)
    transfer = use_cases.ask_transfer(
        by=counsellor,
        at=NOON,
        case=case,
        to_unit=palace,
        to_counsellor=elsewhere,
        until=TODAY + 10 * A_DAY,
        reason="nghỉ thai sản",
    )
    use_cases.accept_transfer(by=elsewhere, at=NOON, transfer=transfer)
    assert person in YoungPerson.objects.visible_to(elsewhere)
    assert person in YoungPerson.objects.visible_to(counsellor)
    use_cases.return_lent(by=SYSTEM, at=NOON + 11 * A_DAY)
    assert person not in YoungPerson.objects.visible_to(elsewhere)
