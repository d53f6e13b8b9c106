"""Vacancies at the desk: the employer writes, the Centre publishes; and who was introduced."""

import pytest
import time_machine
from django.conf import settings
from django.urls import reverse

from nhipcau.organisations.models import OrganisationKind
from nhipcau.people.models import Consent
from nhipcau.shared.models import AuditEvent
from nhipcau.vacancies.models import Vacancy
from tests.factories import (
    NOON,
    DeskSessionFactory,
    EmployerContactFactory,
    OrganisationFactory,
    VacancyFactory,
    reference_data,
)
from tests.referrals.conftest import an_office

FORM = {
    "title": "Thợ may áo sơ mi",
    "position": "STAFF",
    "headcount": "12",
    "closes_on": "2026-12-31",
    "market": "HOME",
    "wage_kind": "RANGE",
    "wage_from": "8.000.000",
    "wage_to": "11.000.000",
    "wage_period": "MONTH",
    "idempotency_key": "k1",
}


@pytest.fixture
def centre(db):
    reference_data()
    with time_machine.travel(NOON, tick=False):
        yield OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)


@pytest.fixture
def contact(centre):
    return EmployerContactFactory()


@pytest.fixture
def desk(client, contact):
    DeskSessionFactory(contact=contact, key="d" * 40)
    client.cookies[settings.DESK_COOKIE_NAME] = "d" * 40
    return client


def url(name, *args):
    return reverse(f"employers:{name}", args=args)


def test_an_employer_writes_a_vacancy_and_sends_it_to_the_centre(desk, contact):
    answer = desk.post(url("add-vacancy"), FORM)
    made = Vacancy.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, url("vacancy", made.pk))
    assert (made.employer, made.state) == (contact.employer, "DRAFT")

    desk.post(url("vacancy-step", made.pk, "send-in"), {"idempotency_key": "k2"})

    made.refresh_from_db()
    assert made.state == "SUBMITTED"
    assert AuditEvent.objects.get(action="vacancy.submitted").actor_kind == "desk"
    assert "đang duyệt" in desk.get(url("vacancy", made.pk)).content.decode()
    assert desk.get(url("change-vacancy", made.pk)).status_code == 404, "the Centre has it now"


def test_what_is_wrong_stays_in_the_form(desk):
    answer = desk.post(url("add-vacancy"), FORM | {"wage_to": "2.000.000"})

    assert answer.status_code == 422
    assert 'value="Thợ may áo sơ mi"' in answer.content.decode()
    assert not Vacancy.objects.exists()


def test_a_desk_neither_sees_nor_moves_a_vacancy_of_another_employer(desk):
    other = VacancyFactory(state="DRAFT")

    assert desk.get(url("vacancy", other.pk)).status_code == 404
    assert desk.post(url("vacancy-step", other.pk, "send-in"), {}).status_code == 404


def test_the_desk_publishes_nothing(desk, contact):
    own = VacancyFactory(employer=contact.employer, state="DRAFT")

    for name in ("publish", "unfreeze", "reopen", "give-back"):
        assert desk.post(url("vacancy-step", own.pk, name), {}).status_code == 404


@pytest.mark.django_db
@time_machine.travel(NOON, tick=False)
def test_the_desk_shows_who_was_introduced_with_the_agreed_fields_and_where_to_answer(client):
    office = an_office()
    referral = office.introduce()
    DeskSessionFactory(
        contact=EmployerContactFactory(employer=referral.vacancy.employer), key="d" * 40
    )
    client.cookies[settings.DESK_COOKIE_NAME] = "d" * 40

    page = client.get(url("desk")).content.decode()

    assert referral.young_person.full_name in page
    assert "/answer/" in page
    assert referral.young_person.birth_on.strftime("%d/%m/%Y") not in page
    Consent.objects.update(withdrawn_at=NOON)
    assert referral.young_person.full_name not in client.get(url("desk")).content.decode()
