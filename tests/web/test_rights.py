"""The one screen of the own data, and what a colleague does at somebody's wish."""

import pytest
from django.urls import reverse

from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.people.models import YoungPerson
from nhipcau.rights.models import DataRequest, Restriction
from tests.factories import (
    CommuneFactory,
    OrganisationFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    reference_data,
    staff_of,
)
from tests.sign_in import sign_in


@pytest.fixture
def unit(db):
    reference_data()
    return OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)


@pytest.fixture
def person(unit):
    return agree(YoungPersonFactory(followed_by=[unit], full_name="Nông Thị Hoa"))


@pytest.fixture
def young(client, person):
    return sign_in(client, YouthUserFactory(phone=person.phone), second_factor=False)


def told(person, **changes):
    known = {
        "full_name": person.full_name,
        "birth_on": person.birth_on.isoformat(),
        "phone": person.phone,
    }
    return {**known, **changes}


def own(name, person):
    return reverse(f"public:{name}", args=[person.pk])


def test_one_screen_has_every_right_with_its_days(young, person):
    page = young.get(own("my-data", person)).content.decode()
    for name in ("correct", "restrict", "export", "erasure-code"):
        assert own(name, person) in page


def test_where_one_lives_changes_at_once_and_the_name_is_asked_for(young, person):
    home = CommuneFactory()
    sent = told(person, commune=home.pk, full_name="Nông Thị Hoa Ban")
    young.post(own("correct", person), sent)

    person.refresh_from_db()
    assert (person.commune, person.full_name) == (home, "Nông Thị Hoa")
    asked = DataRequest.objects.get(young_person=person, kind="CORRECT")
    assert "Nông Thị Hoa Ban" in asked.words


def test_a_mistake_keeps_what_was_typed(young, person):
    answer = young.post(own("correct", person), told(person, email="khong-phai"))
    assert answer.status_code == 422
    assert "khong-phai" in answer.content.decode()


def test_stop_for_now_and_go_on(young, person):
    young.post(own("restrict", person))
    assert Restriction.objects.in_force().filter(young_person=person).exists()
    assert own("lift-restriction", person) in young.get(own("my-data", person)).content.decode()

    young.post(own("lift-restriction", person))
    assert not Restriction.objects.in_force().exists()


def test_another_family_sees_nothing(client, person):
    stranger = sign_in(client, YouthUserFactory(), second_factor=False)
    for name in ("my-data", "correct"):
        assert stranger.get(own(name, person)).status_code == 404
    assert stranger.post(own("restrict", person)).status_code == 404


def test_a_colleague_puts_the_name_right_and_stops_at_the_persons_wish(client, unit, person):
    staff = sign_in(client, staff_of(unit, Role.COUNSELLOR))
    staff.post(
        reverse("workspace:correct-person", args=[person.pk]),
        told(person, full_name="Nông Thị Hoa Ban"),
    )
    assert YoungPerson.objects.get(pk=person.pk).full_name == "Nông Thị Hoa Ban"

    staff.post(reverse("workspace:restrict-person", args=[person.pk]))
    staff.post(reverse("workspace:people:open", args=[person.pk]))
    record = staff.get(reverse("workspace:people:detail", args=[person.pk])).content.decode()
    assert reverse("workspace:lift-restriction", args=[person.pk]) in record
    lifted = reverse("workspace:lift-restriction", args=[person.pk])
    assert staff.post(lifted, {"evidence": ""}).status_code == 422
    staff.post(lifted, {"evidence": "gọi điện 12/12"})
    assert not Restriction.objects.in_force().exists()
