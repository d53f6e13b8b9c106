"""Whatever people do in whatever order: no illegal state, and the log explains every one.

``NHIPCAU_STEPS``: how many steps are asked for in all (1,000 by day; 100,000 before a release).
"""

import datetime as dt
import itertools
import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from nhipcau.people.models import Purpose
from nhipcau.referrals import taking, use_cases
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import ANSWERED, ASKED, OPEN, Outcome, ReferralState
from nhipcau.referrals.table import ANSWERS, STEPS, UNDO
from nhipcau.referrals.told import Told
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import DomainError
from nhipcau.shared.models import AuditEvent
from tests.factories import NOON, VacancyFactory, agree
from tests.referrals.conftest import an_office, token_of

pytestmark = pytest.mark.django_db
STEPS_A_RUN = 50
WANTED = int(os.environ.get("NHIPCAU_STEPS", "1000"))
RUNS = 20
COUNT = {"steps": 0, "taken": 0}
WHO = ("counsellor", "caller", "proposer", "youth", "system")


class Introducing(RuleBasedStateMachine):
    """Two people, two vacancies of one employer, everybody who may act, and the clock."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.at = NOON
        self.tokens = []

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)

    @initialize()
    def begin(self):
        self.office = an_office()
        self.people = [self.office.person, self.office.another_person()]
        employer = self.office.vacancy.employer
        self.vacancies = [self.office.vacancy, VacancyFactory(employer=employer, headcount=2)]

    def attempt(self, use_case, **content):
        """Refusals are answers too; they must leave no trace, which the invariants see."""
        COUNT["steps"] += 1
        try:
            with transaction.atomic():
                made = use_case(at=self.at, **content)
        except DomainError:
            return None
        COUNT["taken"] += 1
        return made

    def actor(self, who):
        return SYSTEM if who == "system" else getattr(self.office, who)

    def chosen(self, number):
        found = list(Referral.objects.order_by("pk"))
        return found[number % len(found)] if found else None

    def told(self, days):
        day = (self.at + dt.timedelta(days=days)).date()
        return Told(
            reason="vì thế",
            comment="ghi chú",
            interview_at=self.at + dt.timedelta(days=days, hours=1),
            interview_place="Lô B2",
            starts_on=day,
            answer_by=day,
            freeze="REPORT",
            spoken_with="chị Lan",
        )

    @rule(person=st.integers(0, 1), vacancy=st.integers(0, 1), proposes=st.booleans())
    def introduce(self, person, vacancy, proposes):
        self.attempt(
            use_cases.propose if proposes else use_cases.introduce,
            by=self.office.proposer if proposes else self.office.counsellor,
            young_person=self.people[person],
            vacancy=self.vacancies[vacancy],
        )

    @rule(
        number=st.integers(0, 9),
        name=st.sampled_from(sorted(STEPS)),
        who=st.sampled_from(WHO),
        days=st.integers(-1, 20),
    )
    def take(self, number, name, who, days):
        if found := self.chosen(number):
            self.attempt(
                use_cases.take_step,
                by=self.actor(who),
                referral=found,
                name=name,
                told=self.told(days),
            )

    @rule(number=st.integers(0, 9), name=st.sampled_from(ANSWERS), days=st.integers(0, 12))
    def answer(self, number, name, days):
        found = self.chosen(number)
        if found and found.links.filter(revoked_at=None).exists():
            self.tokens.append(token_of(found))
        if self.tokens:
            token = self.tokens[-1 - number % len(self.tokens)]
            self.attempt(use_cases.answer, by=PUBLIC, token=token, name=name, told=self.told(days))

    @rule(number=st.integers(0, 9), who=st.sampled_from(WHO))
    def undo(self, number, who):
        if found := self.chosen(number):
            before = before_the_last(found)
            if self.attempt(use_cases.undo, by=self.actor(who), referral=found):
                assert taking._values(Referral.objects.get(pk=found.pk)) == before

    @rule(hours=st.sampled_from([0.1, 0.4, 5, 24, 24 * 4]))
    def wait(self, hours):
        self.at += dt.timedelta(hours=hours, microseconds=1)
        self.attempt(use_cases.run_clock, by=SYSTEM)
        self.attempt(use_cases.hold_and_release, by=SYSTEM)

    @rule(person=st.integers(0, 1))
    def withdraw_consent(self, person):
        self.attempt(
            use_cases.withdraw_consent,
            by=self.office.counsellor,
            young_person=self.people[person],
            purpose=Purpose.INTRODUCTION,
        )

    @rule(person=st.integers(0, 1))
    def agree_again(self, person):
        if not self.people[person].consents.filter(
            text__purpose=Purpose.INTRODUCTION, withdrawn_at=None
        ):
            agree(self.people[person], Purpose.INTRODUCTION)

    @rule(vacancy=st.integers(0, 1), state=st.sampled_from(["PUBLISHED", "FROZEN", "CLOSED"]))
    def the_vacancy_changes(self, vacancy, state):
        one = self.vacancies[vacancy]
        one.refresh_from_db()
        one.state, one.closing = state, "WITHDRAWN" if state == "CLOSED" else ""
        one.save()

    @invariant()
    def all_holds(self):
        for referral in Referral.objects.order_by("pk"):
            lines = list(referral.steps.order_by("number"))
            every_line_follows(lines)
            assert taking.replayed(lines) == taking._values(referral)
            the_columns_fit(referral)
            assert AuditEvent.objects.filter(
                about_type="referrals.referral", about_id=referral.pk
            ).count() == len(lines)
            assert referral.links.filter(revoked_at=None).count() <= 1


def before_the_last(referral):
    lines = list(referral.steps.order_by("number"))
    return taking.replayed(lines[:-1])


def every_line_follows(lines):
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert lines[0].from_state == ""
    for before, after in itertools.pairwise(lines):
        assert after.from_state == before.to_state
        assert after.at >= before.at
        if after.name == UNDO:
            assert after.undoes_id == before.pk
            assert after.to_state == (before.from_state or after.to_state)
            continue
        step = STEPS[after.name]
        assert after.from_state in step.sources
        assert after.to_state == (step.target or after.from_state)
        assert after.outcome == (step.outcome or (after.outcome if not step.target else ""))
        assert not step.ended_as or before.outcome in step.ended_as


def the_columns_fit(referral):
    state = ReferralState(referral.state)
    assert (state in OPEN) == (referral.outcome == "") == (referral.closed_at is None)
    assert (state in ASKED) == (referral.clock_from is not None)
    assert state not in ANSWERED or referral.answered_at
    assert referral.outcome != Outcome.NO_ANSWER or referral.chased == ""
    assert (referral.freeze == "") == (referral.frozen_at is None)


def test_introducing_in_any_order():
    COUNT.update(steps=0, taken=0)
    while COUNT["steps"] < WANTED:
        run_state_machine_as_test(
            Introducing,
            settings=settings(
                max_examples=RUNS,
                stateful_step_count=STEPS_A_RUN,
                deadline=None,
                database=None,
                suppress_health_check=list(HealthCheck),
            ),
        )
    print(f"{COUNT['steps']} steps asked for, {COUNT['taken']} taken")
