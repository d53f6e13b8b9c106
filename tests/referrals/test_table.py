"""What is refused, made from the table: every step from every state by everybody."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from nhipcau.referrals import guards, taking, telling, use_cases
from nhipcau.referrals.documentation import document
from nhipcau.referrals.effects import AFTER, EFFECTS
from nhipcau.referrals.models import Referral, ReferralStep
from nhipcau.referrals.states import OPEN, Outcome, ReferralState
from nhipcau.referrals.step import Who
from nhipcau.referrals.table import ANSWERS, OWN_STEPS, STEPS
from nhipcau.referrals.told import Told
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import (
    DomainError,
    IllegalTransition,
    InvalidValue,
    NotAllowed,
    ReasonMissing,
)
from tests.factories import NOON, ReferralFactory, VacancyFactory, reference_data
from tests.referrals.conftest import ENOUGH, LATER

pytestmark = pytest.mark.django_db
LED_ON = [step for step in STEPS.values() if step.sources]
PRINCIPALS = ("counsellor", "caller", "proposer", "youth", "system", "stranger")
MAY_BE = {
    "counsellor": {Who.COUNSELLOR, Who.CALLER},
    "caller": {Who.CALLER},
    "proposer": {Who.PROPOSER},
    "youth": {Who.PERSON},
    "system": {Who.CLOCK},
    "stranger": set(),
}


def test_the_page_of_the_documentation_is_the_table():
    told = (Path(settings.BASE) / "docs" / "referrals.md").read_text(encoding="utf-8")

    assert told == document()


def test_every_name_that_the_table_uses_is_there():
    for step in STEPS.values():
        assert set(step.guards) <= set(guards.GUARDS), step.name
        assert set(step.effects) <= set(EFFECTS) | set(AFTER), step.name
        assert not step.message or step.message in telling._texts(), step.name
    used = {name for step in STEPS.values() for name in (*step.guards, *step.effects)}
    assert used == set(guards.GUARDS) | set(EFFECTS) | set(AFTER)
    assert {step.message for step in STEPS.values()} - {""} == set(telling._texts()) - {
        "corrected"
    }


def test_every_state_can_be_reached_and_every_outcome_too():
    assert {step.target for step in STEPS.values()} - {None} == set(ReferralState)
    assert {step.outcome for step in STEPS.values()} - {None} == set(Outcome)
    for step in STEPS.values():
        assert (step.target == ReferralState.CLOSED) == (step.outcome is not None), step.name


def test_only_counsellors_of_the_centre_issue():
    issuing = [step for step in STEPS.values() if step.target == ReferralState.ISSUED]

    assert {who for step in issuing for who in step.who} == {Who.COUNSELLOR}


def test_the_answers_of_an_employer_and_of_a_person_are_theirs():
    assert all(Who.EMPLOYER in STEPS[name].who for name in ANSWERS)
    assert all(Who.PERSON in STEPS[name].who for name in OWN_STEPS)


@pytest.mark.parametrize("state", ReferralState)
@pytest.mark.parametrize("step", LED_ON, ids=lambda step: step.name)
def test_a_step_from_a_state_that_the_table_does_not_name_is_refused(step, state):
    if state in step.sources:
        return
    reference_data()
    referral = ReferralFactory(state=state)

    with pytest.raises(IllegalTransition):
        taking.take(taking.locked(referral), step, ENOUGH, by=SYSTEM, at=LATER)

    assert not ReferralStep.objects.exists()


@pytest.mark.parametrize("step", LED_ON, ids=lambda step: step.name)
@pytest.mark.parametrize("name", PRINCIPALS)
def test_a_step_by_somebody_whom_the_table_does_not_name_is_refused(step, name, office):
    if MAY_BE[name] & step.who:
        return
    state = next(one for one in ReferralState if one in step.sources)
    referral = ReferralFactory(young_person=office.person, vacancy=office.vacancy, state=state)
    by = {"system": SYSTEM, "stranger": office.another_person}.get(name) or getattr(office, name)
    if name == "stranger":
        by = type(office.youth).objects.create(phone="+84999999999")

    with pytest.raises(NotAllowed):
        use_cases.take_step(by=by, at=LATER, referral=referral, name=step.name, told=ENOUGH)


@pytest.mark.parametrize(
    ("step", "needed"),
    [(step, needed) for step in LED_ON for needed in step.needs],
    ids=lambda one: getattr(one, "name", one),
)
def test_a_step_without_what_it_needs_is_refused(step, needed, office):
    state = next(one for one in ReferralState if one in step.sources)
    outcome = next((one.value for one in Outcome if one in step.ended_as), None)
    more = {"outcome": outcome} if outcome else {}
    referral = ReferralFactory(
        young_person=office.person, vacancy=office.vacancy, state=state, **more
    )
    told = Told(**{**vars(ENOUGH), needed: Told.__dataclass_fields__[needed].default})

    with pytest.raises((ReasonMissing, InvalidValue)) as refused:
        taking.take(taking.locked(referral), step, told, by=SYSTEM, at=LATER)

    assert refused.value.field == needed


@pytest.mark.parametrize("step", LED_ON, ids=lambda step: step.name)
def test_a_frozen_introduction_takes_only_what_the_table_lets_it(step, office):
    state = next((one for one in ReferralState if one in step.sources and one in OPEN), None)
    if state is None:
        return
    referral = ReferralFactory(
        young_person=office.person,
        vacancy=office.vacancy,
        state=state,
        freeze="REPORT",
        frozen_at=NOON,
    )

    try:
        taking.take(taking.locked(referral), step, ENOUGH, by=SYSTEM, at=LATER)
        refused = ""
    except DomainError as error:
        refused = error.code

    assert (refused == "frozen") == (not step.while_frozen)


BROKEN = [
    {"state": "CLOSED", "outcome": ""},
    {"state": "ISSUED", "outcome": "NOT_HIRED"},
    {"state": "PROPOSED", "issued_at": NOON},
    {"state": "ISSUED", "issued_at": None, "valid_until": None},
    {"state": "INTERVIEW", "answered_at": None},
    {"state": "INTERVIEW", "interview_at": None},
    {"state": "HIRED", "starts_on": None},
    {"state": "ISSUED", "clock_from": None},
    {"state": "HIRED", "clock_from": NOON.date()},
    {"state": "ISSUED", "due_on": None},
    {"state": "CLOSED", "closed_at": None},
    {"state": "ISSUED", "closed_at": NOON},
    {"state": "ISSUED", "freeze": "REPORT"},
    {"state": "CLOSED", "freeze": "REPORT", "frozen_at": NOON},
    {"state": "CLOSED", "outcome": "NO_ANSWER", "issued_at": None, "answered_at": None},
    {"state": "CLOSED", "outcome": "NOT_PROPOSED", "issued_at": NOON},
    {"state": "CLOSED", "outcome": "BORED"},
    {"state": "PENDING"},
]


@pytest.mark.parametrize("values", BROKEN, ids=str)
def test_the_database_refuses_a_combination_that_is_none(values):
    told = {"waits_for": "CENTRE", **values}
    if "issued_at" in values and values["issued_at"] is None:
        told |= {"valid_until": None, "answer_due_on": None}

    with pytest.raises(IntegrityError), transaction.atomic():
        ReferralFactory(**told)


def test_the_database_refuses_a_second_open_introduction_to_one_vacancy(office):
    first = ReferralFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        ReferralFactory(young_person=first.young_person, vacancy=first.vacancy)

    ReferralFactory(young_person=first.young_person, vacancy=VacancyFactory())
    assert Referral.objects.count() == 2


def test_a_line_of_the_log_is_never_changed(office):
    referral = office.introduce()

    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        referral.steps.update(reason="anders")
