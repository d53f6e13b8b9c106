"""What is wrong is put right; what one is recognised by, only by a colleague."""

import datetime as dt

import pytest

from nhipcau.people.errors import ConsentMissing, OneOfThese
from nhipcau.people.models import YoungPerson
from nhipcau.people.use_cases import correct_person
from nhipcau.shared.errors import InvalidValue, NotAllowed
from nhipcau.shared.models import AuditEvent
from tests.factories import (
    NOON,
    CommuneFactory,
    OrganisationFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    reference_data,
    staff_of,
)


@pytest.fixture
def unit(db):
    reference_data()
    return OrganisationFactory()


@pytest.fixture
def person(unit):
    return YoungPersonFactory(followed_by=[unit], full_name="Nông Thị Hoa")


def correct(person, by, **told):
    return correct_person(by=by, at=NOON, young_person=person, told=told)


def test_a_colleague_puts_the_name_right_and_search_finds_it(person, unit):
    correct(person, staff_of(unit), full_name="  nông thị  HOA ban ", birth_on=dt.date(2008, 1, 2))

    person.refresh_from_db()
    assert person.folded_name == "nong thi hoa ban"
    assert person.birth_on == dt.date(2008, 1, 2)
    event = AuditEvent.objects.get(action="person.corrected")
    assert event.fields == ["birth_on", "full_name"]


def test_what_is_not_told_stays_and_nothing_new_leaves_no_trace(person, unit):
    before = YoungPerson.objects.filter(pk=person.pk).values().get()
    correct(person, staff_of(unit), full_name=person.full_name)
    assert YoungPerson.objects.filter(pk=person.pk).values().get() == before
    assert not AuditEvent.objects.filter(action="person.corrected").exists()


def test_the_person_changes_where_one_lives_but_not_who_one_is(person):
    youth = YouthUserFactory(phone=person.phone)
    home = CommuneFactory()
    correct(person, youth, commune=home, email="hoa@example.vn")
    person.refresh_from_db()
    assert (person.commune, person.email) == (home, "hoa@example.vn")

    for told in (
        {"full_name": "Người Khác"},
        {"phone": "0912345999"},
        {"birth_on": dt.date(2000, 1, 1)},
    ):
        with pytest.raises(NotAllowed):
            correct(person, youth, **told)


def test_nobody_else(person):
    for stranger in (YouthUserFactory(), staff_of(OrganisationFactory())):
        with pytest.raises(NotAllowed):
            correct(person, stranger, email="x@example.vn")


def test_statistics_need_their_consent(person, unit):
    with pytest.raises(ConsentMissing):
        correct(person, staff_of(unit), ethnicity="NUNG")
    agree(person, "STATISTICS")
    correct(person, staff_of(unit), ethnicity="NUNG")
    person.refresh_from_db()
    assert person.ethnicity == "NUNG"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", "  "),
        ("phone", "12"),
        ("birth_on", dt.date(1890, 1, 1)),
        ("gender", "ROBOT"),
        ("ethnicity", "ELF"),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(person, unit, field, value):
    agree(person, "STATISTICS")
    with pytest.raises(InvalidValue) as refused:
        correct(person, staff_of(unit), **{field: value})
    assert refused.value.field == field


def test_two_records_never_become_one_by_a_correction(person, unit):
    other = YoungPersonFactory(
        followed_by=[unit], full_name="Nông Thị Hoa Ban", birth_on=person.birth_on
    )
    with pytest.raises(OneOfThese):
        correct(person, staff_of(unit), full_name=other.full_name, phone=other.phone)
    person.refresh_from_db()
    assert person.full_name == "Nông Thị Hoa"
