"""Invented introductions: in every state, in the reported proportions, each with its log."""

import datetime as dt
from collections import Counter

import pytest
from django.db.models import Count
from django.utils import timezone

from nhipcau.ops.sample.placements import make_placements
from nhipcau.ops.sample.referrals import make_referrals
from nhipcau.organisations.models import Role
from nhipcau.people.models import Following, YoungPerson
from nhipcau.referrals import taking
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import Outcome, ReferralState
from tests.factories import VacancyFactory, YoungPersonFactory, staff_of
from tests.referrals.conftest import an_office

pytestmark = pytest.mark.django_db


def test_without_vacancies_there_are_no_introductions():
    assert make_referrals(now=timezone.now()) == 0


def test_introductions_in_every_state_and_in_the_reported_proportions():
    now = timezone.now()
    office = an_office()
    staff_of(office.centre, Role.COUNSELLOR)
    for _number in range(12):
        VacancyFactory(
            employer__centre=office.centre,
            headcount=30,
            closes_on=(now + dt.timedelta(days=20)).date(),
        )
    people = [YoungPersonFactory(birth_on="2005-05-04") for _number in range(600)]
    Following.objects.bulk_create(
        Following(young_person=one, organisation=unit, since=now)
        for one in people
        for unit in (office.centre, office.palace)
    )

    made = make_referrals(now=now)
    make_placements(now=now)  # who was taken on begins to work

    issued = Referral.objects.exclude(issued_at=None)
    started = issued.filter(outcome=Outcome.STARTED).count()
    assert made == Referral.objects.count() >= 37
    assert 0.30 <= started / issued.count() <= 0.38
    counselled = int(YoungPerson.objects.count() * 0.12)
    assert 0.45 <= issued.count() / counselled <= 0.55
    states = Counter(Referral.objects.values_list("state", flat=True))
    assert set(states) == set(ReferralState)
    assert {"NOT_HIRED", "NO_ANSWER", "DECLINED", "WITHDRAWN", "NOT_PROPOSED"} <= set(
        Referral.objects.values_list("outcome", flat=True)
    )
    assert Referral.objects.exclude(freeze="").count() == 1
    assert not Referral.objects.filter(created_at__gt=now).exists()
    for one in Referral.objects.annotate(lines=Count("steps")):
        assert one.lines >= 1
        assert taking.replayed(one.steps.order_by("number")) == taking._values(one)
