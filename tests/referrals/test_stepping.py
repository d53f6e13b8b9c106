"""From the proposal to the end, taking back, and who may be introduced at all."""

import dataclasses
import datetime as dt
import threading

import pytest
from django.db import connection

from nhipcau.employers.models import SendingLicence
from nhipcau.employers.states import EmployerState
from nhipcau.messaging.models import Message, Topic
from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.people.errors import ConsentMissing
from nhipcau.people.models import Consent, Following, Purpose
from nhipcau.people.use_cases import withdraw_consent as only_the_consent
from nhipcau.referrals import queries, taking, use_cases
from nhipcau.referrals.errors import (
    AlreadyReferred,
    Frozen,
    LicenceMissing,
    TooLateToUndo,
    TooYoung,
    VacancyNotOpen,
)
from nhipcau.referrals.models import AnswerLink, Referral, ReferralStep
from nhipcau.referrals.states import Outcome, ReferralState, WaitsFor
from nhipcau.referrals.told import Told
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import IllegalTransition, InvalidValue, NotAllowed
from nhipcau.shared.models import AuditEvent
from nhipcau.vacancies.models import Market
from tests.factories import (
    NOON,
    OrganisationFactory,
    VacancyFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    guardian_of,
    moment,
    staff_of,
)
from tests.referrals.conftest import A_MINUTE, AN_HOUR, ENOUGH, LATER, an_office

pytestmark = pytest.mark.django_db


def names(referral):
    return list(referral.steps.values_list("name", flat=True))


def test_from_the_proposal_to_the_first_day(office):
    referral = office.propose()
    assert (referral.state, referral.waits_for) == (ReferralState.PROPOSED, WaitsFor.CENTRE)
    assert referral.proposed_by == office.palace

    referral = office.step(referral, "take_up", at=NOON + AN_HOUR)
    assert referral.issued_at == NOON + AN_HOUR
    assert referral.valid_until == dt.date(2026, 12, 23)
    assert referral.links.count() == 1

    referral = office.step(referral, "invite", by=office.caller, at=NOON + 2 * AN_HOUR)
    referral = office.step(referral, "offer", at=NOON + 3 * AN_HOUR)
    referral = office.step(referral, "accept", by=office.youth, at=NOON + 4 * AN_HOUR)
    office.vacancy.refresh_from_db()
    assert office.vacancy.filled_count == 1

    referral = office.step(referral, "start", by=SYSTEM, at=moment("2026-12-01 09:00"))
    assert (referral.state, referral.outcome) == (ReferralState.CLOSED, Outcome.STARTED)
    assert names(referral) == ["propose", "take_up", "invite", "offer", "accept", "start"]
    office.vacancy.refresh_from_db()
    assert office.vacancy.filled_count == 1
    assert AuditEvent.objects.filter(action="referral.start", about_id=referral.pk).exists()


def test_the_log_says_for_whom_a_colleague_spoke_with_whom_and_the_terms(office):
    referral = office.introduce()

    told = dataclasses.replace(ENOUGH, spoken_at=NOON + A_MINUTE)
    office.step(referral, "not_hired", by=office.caller, told=told)

    line = referral.steps.last()
    assert (line.by, line.spoken_for) == (office.caller, "EMPLOYER")
    assert (line.spoken_with, line.spoken_at) == ("chị Lan, nhân sự", NOON + A_MINUTE)
    assert line.reason == "đã hỏi kỹ"
    assert line.snapshot["vacancy"]["title"] == office.vacancy.title
    assert office.person.full_name not in str(line.snapshot) + str(line.changed)


def test_whoever_writes_for_an_employer_says_with_whom(office):
    referral = office.introduce()

    with pytest.raises(InvalidValue) as refused:
        office.step(referral, "hire", told=dataclasses.replace(ENOUGH, spoken_with=" "))

    assert refused.value.field == "spoken_with"


def test_the_palace_proposes_and_does_not_introduce(office):
    with pytest.raises(NotAllowed):
        use_cases.introduce(
            by=office.proposer, at=NOON, young_person=office.person, vacancy=office.vacancy
        )
    with pytest.raises(NotAllowed):
        use_cases.propose(
            by=office.counsellor, at=NOON, young_person=office.person, vacancy=office.vacancy
        )


def test_a_coordinator_of_the_centre_does_not_introduce(office):
    with pytest.raises(NotAllowed):
        use_cases.introduce(
            by=staff_of(office.centre, Role.COORDINATOR),
            at=NOON,
            young_person=office.person,
            vacancy=office.vacancy,
        )


def test_a_counsellor_of_another_centre_does_not_introduce(office):
    other = OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)
    with pytest.raises(NotAllowed):
        use_cases.introduce(
            by=staff_of(other, Role.COUNSELLOR),
            at=NOON,
            young_person=office.person,
            vacancy=office.vacancy,
        )


def test_a_proposal_lets_the_centre_see_the_person(office):
    person = office.another_person(followed_by=[office.palace])
    referral = office.propose(young_person=person)

    assert Following.objects.filter(young_person=person, organisation=office.centre).exists()
    assert referral in Referral.objects.visible_to(office.counsellor)


def test_without_consent_nobody_is_introduced_and_nothing_is_written(office):
    person = agree(YoungPersonFactory(followed_by=[office.centre]), Purpose.PARTICIPATION)

    with pytest.raises(ConsentMissing):
        office.introduce(young_person=person)

    assert not Referral.objects.exists()
    assert not Message.objects.exists()


def test_consent_given_at_the_desk_is_kept_together_with_the_introduction(office):
    person = agree(YoungPersonFactory(followed_by=[office.centre]), Purpose.PARTICIPATION)

    office.introduce(young_person=person, evidence="tập 12/2026, phiếu 31")

    kept = Consent.objects.get(young_person=person, text__purpose=Purpose.INTRODUCTION)
    assert (kept.evidence, kept.recorded_by) == ("tập 12/2026, phiếu 31", office.counsellor)


def test_who_is_too_young_is_not_introduced_and_the_age_is_data(office):
    fourteen = office.another_person(birth_on=dt.date(2012, 5, 4))
    with pytest.raises(TooYoung):
        office.introduce(young_person=fourteen)

    fifteen = office.another_person(birth_on=dt.date(2011, 5, 4))
    with pytest.raises(TooYoung, match=r"guardian|giám hộ"):
        office.introduce(young_person=fifteen)
    fifteen.consents.update(guardian=guardian_of(fifteen))
    assert office.introduce(young_person=fifteen).state == ReferralState.ISSUED


@pytest.mark.parametrize(("birth", "allowed"), [("2008-11-24", False), ("2008-11-23", True)])
def test_minors_never_go_abroad(office, birth, allowed):
    abroad = VacancyFactory(employer=office.vacancy.employer, market=Market.OVERSEAS)
    licence(abroad.employer)
    person = office.another_person(birth_on=dt.date.fromisoformat(birth))

    if allowed:
        assert office.introduce(young_person=person, vacancy=abroad)
    else:
        with pytest.raises(TooYoung):
            office.introduce(young_person=person, vacancy=abroad)


def licence(employer, **values):
    told = {
        "number": f"LDTBXH-{employer.pk}",
        "issued_on": dt.date(2022, 1, 1),
        "expires_on": dt.date(2026, 11, 30),
        "scope": "Nhật Bản",
        "source": "dolab.gov.vn",
        "checked_on": dt.date(2026, 11, 1),
    }
    return SendingLicence.objects.create(employer=employer, **{**told, **values})


def test_nobody_goes_abroad_without_a_licence_in_force(office):
    abroad = VacancyFactory(employer=office.vacancy.employer, market=Market.OVERSEAS)
    with pytest.raises(LicenceMissing):
        office.introduce(vacancy=abroad)

    licence(abroad.employer)
    referral = office.introduce(vacancy=abroad)
    assert referral.steps.get().snapshot["licence"]["expires_on"] == "2026-11-30"


def test_a_vacancy_that_is_closed_full_or_over_takes_nobody(office):
    for values in (
        {"state": "FROZEN"},
        {"closes_on": dt.date(2026, 11, 22)},
        {"headcount": 1, "filled_count": 1},
        {"employer__state": EmployerState.SUSPENDED},
    ):
        with pytest.raises(VacancyNotOpen):
            office.introduce(vacancy=VacancyFactory(employer__centre=office.centre, **values))


def test_a_second_introduction_to_the_same_vacancy_is_refused_in_words(office):
    office.introduce()

    with pytest.raises(AlreadyReferred):
        office.introduce(at=LATER)


# --- taking back ---------------------------------------------------------------------------------


def test_a_step_taken_back_restores_every_column_and_keeps_both_lines(office):
    referral = office.introduce(at=NOON + dt.timedelta(microseconds=123_457))
    before = taking._values(taking.locked(referral))
    office.step(referral, "hire", at=NOON + A_MINUTE)

    use_cases.undo(by=office.counsellor, at=NOON + 5 * A_MINUTE, referral=referral)

    referral = taking.locked(referral)
    assert taking._values(referral) == before
    assert names(referral) == ["introduce", "hire", "undo"]
    assert referral.steps.last().undoes.name == "hire"
    office.vacancy.refresh_from_db()
    assert office.vacancy.filled_count == 0


def test_after_the_window_nothing_is_taken_back(office):
    referral = office.introduce()
    office.step(referral, "hire", at=NOON)

    with pytest.raises(TooLateToUndo):
        use_cases.undo(by=office.counsellor, at=NOON + 30 * A_MINUTE, referral=referral)
    assert use_cases.undo(by=office.counsellor, at=NOON + 29 * A_MINUTE, referral=referral)


def test_what_was_closed_stays_closed_when_the_person_was_introduced_anew(office):
    referral = office.introduce()
    office.step(referral, "not_hired", at=NOON)
    office.introduce()

    with pytest.raises(TooLateToUndo):
        use_cases.undo(by=office.counsellor, at=NOON + A_MINUTE, referral=referral)


def test_nobody_takes_back_what_a_colleague_did(office):
    referral = office.introduce()
    office.step(referral, "hire", by=office.caller, at=NOON)

    with pytest.raises(NotAllowed):
        use_cases.undo(by=office.counsellor, at=NOON + A_MINUTE, referral=referral)


def test_an_undo_is_not_undone(office):
    referral = office.introduce()
    office.step(referral, "hire", at=NOON)
    use_cases.undo(by=office.counsellor, at=NOON + A_MINUTE, referral=referral)

    with pytest.raises(NotAllowed):
        use_cases.undo(by=office.proposer, at=NOON + A_MINUTE, referral=referral)


def test_bad_news_taken_back_in_time_was_never_sent(office):
    referral = office.introduce()
    office.step(referral, "not_hired", at=NOON)
    bad = Message.objects.get(effect=f"referral {referral.pk} 2 person")
    assert bad.send_at == NOON + 30 * A_MINUTE

    use_cases.undo(by=office.counsellor, at=NOON + A_MINUTE, referral=referral)

    bad.refresh_from_db()
    assert bad.state == "WITHDRAWN"
    assert not Message.objects.filter(effect=f"referral {referral.pk} 3 person").exists()


def test_reopening_is_a_step_with_a_reason_and_a_new_link(office):
    referral = office.introduce()
    old = AnswerLink.objects.get()
    office.step(referral, "not_hired", at=NOON)

    referral = office.step(referral, "reopen", at=NOON + AN_HOUR)

    assert (referral.state, referral.outcome) == (ReferralState.ISSUED, "")
    assert referral.answered_at is None
    assert referral.clock_from == dt.date(2026, 11, 23)
    old.refresh_from_db()
    assert old.revoked_at == NOON + AN_HOUR
    assert referral.links.filter(revoked_at=None).count() == 1


def test_who_began_to_work_is_not_opened_again(office):
    referral = office.introduce()
    office.step(referral, "hire")
    office.step(referral, "start", by=SYSTEM, at=moment("2026-12-01 09:00"))

    with pytest.raises(IllegalTransition):
        office.step(referral, "reopen", at=moment("2026-12-02 09:00"))


# --- the young person ----------------------------------------------------------------------------


def test_a_young_person_leads_on_the_own_introduction_alone(office):
    referral = office.introduce()
    office.step(referral, "offer", at=NOON)
    stranger = YouthUserFactory()

    with pytest.raises(NotAllowed):
        office.step(referral, "accept", by=stranger)
    mine = queries.introductions_of(office.youth)
    assert [step.name for step in mine[0].steps] == ["accept", "decline", "withdraw"]
    office.step(referral, "decline", by=office.youth, told=Told())

    after = queries.introductions_of(office.youth)[0]
    assert (after.steps, after.is_open) == ((), False)
    assert queries.introductions_of(stranger) == []


def test_the_young_person_is_told_in_plain_words_without_the_reason(office):
    referral = office.introduce()
    office.step(referral, "not_hired")

    texts = list(Message.objects.filter(topic=Topic.INTRODUCTION).values_list("text", flat=True))

    assert len(texts) == 2
    assert not any("đã hỏi kỹ" in text or office.person.full_name in text for text in texts)
    asked = Message.objects.get(topic=Topic.ANSWER)
    assert asked.to_address == "+84912345678"
    assert office.person.full_name not in asked.text


# --- consent, checked again ----------------------------------------------------------------------


def test_a_withdrawn_consent_ends_everything_that_is_open(office):
    first = office.introduce()
    second = office.introduce(vacancy=VacancyFactory(employer__centre=office.centre))
    office.step(second, "invite")

    use_cases.withdraw_consent(
        by=office.youth, at=LATER, young_person=office.person, purpose=Purpose.INTRODUCTION
    )

    for referral in (first, second):
        referral = taking.locked(referral)
        assert (referral.state, referral.outcome) == (ReferralState.CLOSED, Outcome.WITHDRAWN)
        assert referral.shown == {}
    assert not Message.objects.filter(state="PENDING", topic=Topic.ANSWER).exists()


def test_a_consent_withdrawn_past_us_is_found_within_a_minute(office):
    referral = office.introduce()
    only_the_consent(
        by=office.youth, at=LATER, young_person=office.person, purpose=Purpose.INTRODUCTION
    )

    from_the_job = run_hold(LATER + A_MINUTE)

    assert from_the_job == 1
    assert taking.locked(referral).outcome == Outcome.WITHDRAWN
    assert run_hold(LATER + 2 * A_MINUTE) == 0


def run_hold(at):
    return use_cases.hold_and_release(by=SYSTEM, at=at)


# --- frozen --------------------------------------------------------------------------------------


def test_a_lapsed_licence_freezes_and_a_new_one_lets_go_on_where_it_was(office):
    abroad = VacancyFactory(employer=office.vacancy.employer, market=Market.OVERSEAS)
    old = licence(abroad.employer)
    referral = office.introduce(vacancy=abroad)
    office.step(referral, "invite")
    day_after = moment("2026-12-01 00:00")

    assert run_hold(moment("2026-11-30 23:59")) == 0
    assert run_hold(day_after) == 1
    referral = taking.locked(referral)
    assert (referral.state, referral.freeze) == (ReferralState.INTERVIEW, "LICENCE")
    assert referral.frozen_at == day_after
    with pytest.raises(Frozen):
        office.step(referral, "hire", at=day_after)
    assert run_hold(day_after + A_MINUTE) == 0

    old.expires_on = dt.date(2027, 12, 31)
    old.save()
    assert run_hold(day_after + AN_HOUR) == 1
    referral = taking.locked(referral)
    assert (referral.state, referral.freeze) == (ReferralState.INTERVIEW, "")
    assert referral.clock_from == dt.date(2026, 12, 1)


def test_what_was_reported_stays_frozen_until_somebody_says_so(office):
    referral = office.introduce()
    office.step(referral, "freeze")

    assert run_hold(LATER + A_MINUTE) == 0
    referral = office.step(referral, "unfreeze", at=LATER + AN_HOUR)
    assert referral.freeze == ""


@pytest.mark.parametrize("closing", ["WITHDRAWN", "FILLED", "REFUSED"])
def test_a_vacancy_that_is_gone_ends_what_waits_for_it(office, closing):
    waiting = office.introduce()
    invited = office.introduce(young_person=office.another_person())
    office.step(invited, "invite")
    office.vacancy.state, office.vacancy.closing = "CLOSED", closing
    office.vacancy.save()

    run_hold(LATER)

    assert taking.locked(waiting).outcome == Outcome.VACANCY_CLOSED
    assert taking.locked(invited).state == ReferralState.INTERVIEW


def test_a_vacancy_whose_last_day_has_passed_still_gets_its_answers(office):
    referral = office.introduce()
    office.vacancy.state, office.vacancy.closing = "CLOSED", "EXPIRED"
    office.vacancy.save()

    assert run_hold(LATER) == 0
    assert taking.locked(referral).state == ReferralState.ISSUED


# --- at once -------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_counsellors_at_once_one_introduces():
    office = an_office()
    other = staff_of(office.centre, Role.COUNSELLOR)
    told = {"young_person": office.person, "vacancy": office.vacancy, "at": NOON}

    ended = at_once(
        [lambda by=by: use_cases.introduce(by=by, **told) for by in (office.counsellor, other)]
    )

    assert sorted(type(one).__name__ for one in ended) == ["AlreadyReferred", "Referral"]
    assert Referral.objects.count() == ReferralStep.objects.count() == 1


def at_once(jobs):
    """What each job gave back or raised, all begun together on connections of their own."""
    gate, ended = threading.Barrier(len(jobs)), []

    def run(job):
        gate.wait()
        try:
            ended.append(job())
        except Exception as error:
            ended.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended
