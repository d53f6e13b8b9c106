"""Whom the base knows already: found by many ways, shown only to whom may see them."""

import dataclasses
import datetime as dt

import pytest

from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import memberships_of
from nhipcau.people.details import PersonDetails
from nhipcau.people.likeness import likenesses
from nhipcau.people.use_cases import merge_records
from nhipcau.shared.actors import PUBLIC, SYSTEM
from tests.factories import (
    NOON,
    CommuneFactory,
    OrganisationFactory,
    YoungPersonFactory,
    YouthUserFactory,
    staff_of,
)

pytestmark = pytest.mark.django_db
PHONE = "+84912345678"


@pytest.fixture
def commune():
    return CommuneFactory()


@pytest.fixture
def unit():
    return OrganisationFactory()


@pytest.fixture
def lan(unit, commune):
    return YoungPersonFactory(
        full_name="Nông Thị Lan", phone=PHONE, commune=commune, followed_by=[unit]
    )


@pytest.fixture
def told(commune):
    return PersonDetails("Nông Thị Lan", dt.date(2008, 5, 4), PHONE, commune)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"phone": "+84987654321"},
        {"phone": "", "full_name": "nong thi lan"},
        {"phone": "+84987654321", "full_name": "Nông Lan"},
        {"phone": "+84987654321", "full_name": "Lan Nông Thị", "commune": None},
        {"phone": "+84987654321", "full_name": "Lan Thi Nong", "commune": None},
        {"phone": "+84987654321", "full_name": "Noong Thij Lan", "commune": None},
        {"phone": "+84987654321", "full_name": "N.T. Lan"},
        {"phone": "+84987654321", "full_name": "Nông Thị Laan"},
        {"phone": "+84987654321", "full_name": "Nông Thị Lann", "commune": None},
        {"phone": "+84987654321", "birth_on": dt.date(2008, 4, 5)},
        {"phone": "+84987654321", "birth_on": dt.date(2008, 1, 1)},
        {"phone": "+84987654321", "birth_on": dt.date(2009, 5, 4)},
        {"phone": "+84987654321", "birth_on": dt.date(2008, 5, 24)},
        {"birth_on": dt.date(2008, 5, 24), "full_name": "Nông Lan"},
        {"birth_on": dt.date(2018, 5, 4)},
    ],
)
def test_the_same_person_is_found_by_many_ways(lan, told, unit, changes):
    found = likenesses([dataclasses.replace(told, **changes)], by=staff_of(unit))

    assert [one.person for one in found[0]] == [lan]


def test_a_year_alone_finds_who_is_known_by_the_day_and_the_other_way_round(unit, told, commune):
    known = YoungPersonFactory(
        full_name="Nông Thị Lan", birth_on=dt.date(2008, 1, 1), commune=commune, followed_by=[unit]
    )

    assert likenesses([told], by=staff_of(unit))[0][0].person == known


def test_each_telling_has_its_own_answer_best_first(lan, told, unit):
    near = YoungPersonFactory(full_name="Nông Thị Lan", phone="+84987654321", followed_by=[unit])
    stranger = PersonDetails("Vi Văn Hùng", dt.date(2001, 1, 9), "+84900000001")

    found = likenesses([stranger, told], by=staff_of(unit))

    assert [[one.person for one in likely] for likely in found] == [[], [lan, near]]
    assert [one.is_certain for one in found[1]] == [True, False]
    assert found[1][0].score == sum(reason.points for reason in found[1][0].reasons) == 100


def test_nobody_learns_of_people_whom_the_own_unit_does_not_follow(lan, told):
    elsewhere = staff_of(OrganisationFactory())
    volunteer = staff_of(lan.followings.get().organisation, Role.GATE_VOLUNTEER)

    for actor in (elsewhere, volunteer, PUBLIC, SYSTEM):
        assert likenesses([told], by=actor) == [[]]
    assert likenesses([told], by=YouthUserFactory()) == [[]]


def test_a_twin_with_another_name_is_not_offered(lan, told, unit):
    twin = dataclasses.replace(told, full_name="Nông Thị Huệ")

    assert likenesses([twin], by=staff_of(unit)) == [[]]


def test_a_merged_record_speaks_for_the_one_that_is_kept(lan, told, unit):
    kept = YoungPersonFactory(full_name="Nông Thị Làn", followed_by=[unit])
    merge_records(by=staff_of(unit), at=NOON, kept=kept, merged=lan)

    found = likenesses([told], by=staff_of(unit))

    assert [one.person for one in found[0]] == [kept]
    assert found[0][0].is_certain


def test_a_list_costs_three_statements_whatever_its_length(
    lan, told, unit, django_assert_num_queries
):
    by = staff_of(unit)
    memberships_of(by)  # asked once a request
    for rows in (1, 50):
        with django_assert_num_queries(3):
            assert len(likenesses([told] * rows, by=by)) == rows
    assert likenesses([], by=by) == []
