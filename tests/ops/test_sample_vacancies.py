"""Four hundred invented vacancies in the proportions of the planning figures."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from nhipcau.ops.national import load_national, read_national
from nhipcau.ops.province import load_province, read_province
from nhipcau.ops.sample.vacancies import make_vacancies
from nhipcau.organisations.models import Commune, Organisation, OrganisationKind, Role
from nhipcau.shared.actors import SYSTEM
from nhipcau.vacancies.models import Vacancy
from nhipcau.vacancies.use_cases import freeze_unlicensed
from tests.factories import EmployerFactory, moment, staff_of
from tests.vacancies.made import licence

NOW = moment("2026-11-23 09:00")
TODAY = NOW.date()


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        load_province(read_province(Path(settings.PROVINCE_DIR)), by=SYSTEM, at=NOW)
        load_national(read_national(Path(settings.NATIONAL_DIR)), by=SYSTEM, at=NOW)
        centre = Organisation.objects.filter(kind=OrganisationKind.EMPLOYMENT_CENTRE).first()
        communes = list(Commune.objects.all()[:10])
        employers = [
            EmployerFactory(centre=centre, commune=communes[number % 10]) for number in range(20)
        ]
        senders = employers[:4]
        for one in senders[:3]:
            licence(one)
        licence(senders[3], expires_on=TODAY - dt.timedelta(days=2))
        by = staff_of(centre, Role.COUNSELLOR)
        yield make_vacancies(employers, senders, by=by, now=NOW), senders
        transaction.set_rollback(True)


pytestmark = pytest.mark.django_db


def test_there_are_400_in_the_proportions_of_the_planning_figures(sample):
    made, _senders = sample
    markets = Counter(one.market for one in made)

    assert markets == {"HOME": 100, "OTHER_PROVINCE": 240, "OVERSEAS": 60}
    assert all(one.is_sample for one in made)


def test_most_work_is_simple_or_production_at_7_to_15_million(sample):
    made, _senders = sample
    home = [one for one in made if one.market != "OVERSEAS"]
    simple = [one for one in home if one.training == "NONE" and one.wage_from >= 7_000_000]

    assert 0.6 <= len(simple) / len(home) <= 0.85
    assert all(one.wage_to <= 17_000_000 for one in home)
    assert sum(bool(one.occupation_id) for one in home) > 0.9 * len(home)


def test_the_lapsed_licence_hides_its_vacancies(sample):
    _made, senders = sample
    lapsed = Vacancy.objects.filter(employer=senders[3], market="OVERSEAS")

    assert lapsed.count() == 15
    assert not Vacancy.objects.public(TODAY).filter(pk__in=lapsed.values("pk")).exists()
    abroad = Vacancy.objects.public(TODAY).filter(market="OVERSEAS")
    assert abroad.count() == 45
    with transaction.atomic():
        assert freeze_unlicensed(by=SYSTEM, at=NOW) == 15
        transaction.set_rollback(True)


def test_there_are_vacancies_in_every_state(sample):
    assert set(Vacancy.objects.values_list("state", flat=True)) == {
        "DRAFT",
        "SUBMITTED",
        "PUBLISHED",
        "FROZEN",
        "CLOSED",
    }
    assert Vacancy.objects.exclude(flagged_at=None).count() == 1
