"""Who has a case: from hand to hand, for a while, and never nobody."""

import datetime as dt

import pytest

from nhipcau.counselling import queries, rules, use_cases
from nhipcau.counselling.errors import CaseEnded, TransferUnderWay
from nhipcau.counselling.models import Case
from nhipcau.counselling.states import ClosingReason, Result, TransferState
from nhipcau.organisations.models import Membership, OrganisationKind, Role
from nhipcau.organisations.rules import forget_memberships
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import (
    IllegalTransition,
    InvalidValue,
    NotAllowed,
    ReasonMissing,
)
from tests.counselling.conftest import LATER, WORDS
from tests.factories import NOON, OrganisationFactory, staff_of

TODAY = NOON.date()
TEN_DAYS = dt.timedelta(days=10)
WHY = "đi học ba tuần"


def ask(case, by, to_unit, **told):
    return use_cases.ask_transfer(
        by=by, at=NOON, case=case, to_unit=to_unit, **{"reason": WHY, **told}
    )


def accept(transfer, by, at=NOON):
    return use_cases.accept_transfer(by=by, at=at, transfer=transfer)


def now(case):
    case = Case.objects.get(pk=case.pk)
    return case.unit, case.counsellor


def test_nothing_changes_before_it_is_accepted(case, note, counsellor, elsewhere, palace, centre):
    transfer = ask(case, counsellor, palace, to_counsellor=elsewhere)
    assert now(case) == (centre, counsellor)
    assert case in Case.objects.visible_to(elsewhere)
    with pytest.raises(NotAllowed):
        use_cases.read_notes(by=elsewhere, at=NOON, case=case)
    accept(transfer, elsewhere)
    assert now(case) == (palace, elsewhere)
    fresh = Case.objects.get(pk=case.pk)
    assert use_cases.read_notes(by=elsewhere, at=LATER, case=fresh)[0].text == WORDS


def test_who_lent_a_case_reads_the_own_notes_alone_and_gets_it_back(
    case, note, counsellor, elsewhere, palace, centre
):
    transfer = ask(case, counsellor, palace, to_counsellor=elsewhere, until=TODAY + TEN_DAYS)
    accept(transfer, elsewhere)
    assert use_cases.return_lent(by=SYSTEM, at=NOON + TEN_DAYS) == 0
    assert use_cases.return_lent(by=SYSTEM, at=NOON + TEN_DAYS + dt.timedelta(days=1)) == 1
    assert now(case) == (centre, counsellor)
    transfer.refresh_from_db()
    assert transfer.state == TransferState.RETURNED
    fresh = Case.objects.get(pk=case.pk)
    with pytest.raises(NotAllowed):
        use_cases.read_notes(by=elsewhere, at=LATER, case=fresh)


def test_lent_by_somebody_who_left_it_comes_back_to_the_queue(
    case, counsellor, elsewhere, palace, centre
):
    accept(ask(case, counsellor, palace, until=TODAY + TEN_DAYS), elsewhere)
    Membership.objects.filter(user=counsellor).update(ended_at=NOON)
    use_cases.return_lent(by=SYSTEM, at=NOON + 2 * TEN_DAYS)
    assert now(case) == (centre, None)
    assert case in queries.in_queue([centre.pk], TODAY)


def test_a_request_nobody_answered_ends_with_its_day(case, counsellor, palace, centre):
    transfer = ask(case, counsellor, palace, until=TODAY + TEN_DAYS)
    use_cases.return_lent(by=SYSTEM, at=NOON + 2 * TEN_DAYS)
    transfer.refresh_from_db()
    assert transfer.state == TransferState.TAKEN_BACK
    assert now(case) == (centre, counsellor)


def test_only_who_is_asked_answers(case, counsellor, colleague, elsewhere, palace, supervisor):
    transfer = ask(case, counsellor, palace, to_counsellor=elsewhere)
    other = staff_of(palace, Role.COUNSELLOR)
    for stranger in (counsellor, colleague, other, supervisor):
        with pytest.raises(NotAllowed):
            accept(transfer, stranger)
    with pytest.raises(ReasonMissing):
        use_cases.decline_transfer(by=elsewhere, at=NOON, transfer=transfer, reason="")
    use_cases.decline_transfer(by=elsewhere, at=NOON, transfer=transfer, reason="quá nhiều")
    with pytest.raises(IllegalTransition):
        accept(transfer, elsewhere)


def test_a_supervisor_accepts_for_the_colleague_who_was_asked(case, counsellor, elsewhere, palace):
    boss = staff_of(palace, Role.COORDINATOR)
    accept(ask(case, counsellor, palace, to_counsellor=elsewhere), boss)
    assert now(case) == (palace, elsewhere)


def test_one_transfer_at_a_time_and_it_can_be_taken_back(case, counsellor, palace, elsewhere):
    transfer = ask(case, counsellor, palace)
    with pytest.raises(TransferUnderWay):
        ask(case, counsellor, palace)
    with pytest.raises(NotAllowed):
        use_cases.take_back_transfer(by=elsewhere, at=NOON, transfer=transfer)
    use_cases.take_back_transfer(by=counsellor, at=NOON, transfer=transfer)
    with pytest.raises(IllegalTransition):
        accept(transfer, elsewhere)
    ask(case, counsellor, palace)


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": "  "},
        {"until": TODAY - dt.timedelta(days=1)},
        {"until": TODAY + dt.timedelta(days=200)},
    ],
)
def test_a_request_that_cannot_be(case, counsellor, palace, wrong):
    with pytest.raises((ReasonMissing, InvalidValue)):
        ask(case, counsellor, palace, **wrong)


def test_a_case_goes_to_colleagues_of_the_two_units_alone(case, counsellor, officer, centre):
    school = OrganisationFactory(kind=OrganisationKind.SCHOOL)
    for unit, who in ((school, None), (centre, officer), (centre, counsellor), (centre, None)):
        with pytest.raises(InvalidValue):
            ask(case, counsellor, unit, to_counsellor=who)


def test_closing_a_lent_case_ends_the_loan(case, counsellor, elsewhere, palace, centre):
    transfer = accept(ask(case, counsellor, palace, until=TODAY + TEN_DAYS), elsewhere)
    use_cases.close_case(
        by=elsewhere,
        at=LATER,
        case=Case.objects.get(pk=case.pk),
        reason=ClosingReason.FINISHED,
        result=Result.INFORMED,
    )
    transfer.refresh_from_db()
    assert transfer.state == TransferState.RETURNED
    assert now(case) == (centre, counsellor)
    with pytest.raises(CaseEnded):
        ask(Case.objects.get(pk=case.pk), counsellor, palace)


def test_the_queue_shows_the_case_of_who_is_away_or_left(case, counsellor, colleague, centre):
    assert case not in queries.in_queue([centre.pk], TODAY)
    absence = use_cases.note_absence(
        by=counsellor, at=NOON, user=counsellor, starts_on=TODAY, ends_on=TODAY + TEN_DAYS
    )
    assert case in queries.in_queue([centre.pk], TODAY)
    assert rules.is_in_queue(case, on=TODAY)
    use_cases.end_absence(by=counsellor, at=NOON, absence=absence)
    assert case not in queries.in_queue([centre.pk], TODAY)
    Membership.objects.filter(user=counsellor).update(ended_at=NOON)
    forget_memberships(counsellor)
    assert case in queries.in_queue([centre.pk], TODAY)
    use_cases.take_case(by=colleague, at=NOON, case=case)
    assert now(case) == (centre, colleague)


def test_nobody_takes_a_case_from_who_is_there(case, colleague, elsewhere):
    for who in (colleague, elsewhere):
        with pytest.raises(NotAllowed):
            use_cases.take_case(by=who, at=NOON, case=case)


def test_of_two_who_take_it_the_second_is_told(case, counsellor, colleague, supervisor):
    case = use_cases.put_into_queue(by=counsellor, at=NOON, case=case)
    seen_before = Case.objects.get(pk=case.pk)
    use_cases.take_case(by=colleague, at=NOON, case=case)
    with pytest.raises(NotAllowed):
        use_cases.take_case(by=supervisor, at=NOON, case=seen_before)


def test_only_the_supervisor_assigns(case, counsellor, colleague, supervisor, elsewhere):
    with pytest.raises(NotAllowed):
        use_cases.assign_case(by=colleague, at=NOON, case=case, counsellor=colleague)
    with pytest.raises(InvalidValue):
        use_cases.assign_case(by=supervisor, at=NOON, case=case, counsellor=elsewhere)
    use_cases.assign_case(by=supervisor, at=NOON, case=case, counsellor=colleague)
    with pytest.raises(NotAllowed):  # whoever held the page open before
        use_cases.put_into_queue(by=counsellor, at=NOON, case=case)


def test_absences_are_noted_by_oneself_or_the_supervisor(
    counsellor, colleague, supervisor, elsewhere
):
    told = {"at": NOON, "user": counsellor, "starts_on": TODAY, "ends_on": TODAY}
    for stranger in (colleague, elsewhere):
        with pytest.raises(NotAllowed):
            use_cases.note_absence(by=stranger, **told)
    use_cases.note_absence(by=supervisor, **told)
    with pytest.raises(InvalidValue):
        use_cases.note_absence(by=counsellor, **{**told, "ends_on": TODAY - TEN_DAYS})
