import pytest

from nhipcau.matching.held import MEMORY
from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.people.models import Purpose
from tests.factories import (
    EmployerFactory,
    JobWishFactory,
    OrganisationFactory,
    VacancyFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    reference_data,
    staff_of,
)
from tests.vacancies.made import national_data


@pytest.fixture(autouse=True)
def _nothing_is_held():
    MEMORY.forget()
    yield
    MEMORY.forget()


@pytest.fixture
def centre(db):
    reference_data()
    national_data()
    return OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)


@pytest.fixture
def employer(centre):
    return EmployerFactory(centre=centre)


@pytest.fixture
def person(centre):
    return YoungPersonFactory(followed_by=[centre])


@pytest.fixture
def wish(person):
    return wish_of(person)


@pytest.fixture
def youth(person):
    return YouthUserFactory(phone=person.phone)


@pytest.fixture
def counsellor(centre):
    return staff_of(centre, Role.COUNSELLOR)


@pytest.fixture
def leader(centre):
    return staff_of(centre, Role.LEADER)


@pytest.fixture
def vacancy(employer):
    return vacancy_of(employer)


def wish_of(person, **told):
    """A wish of somebody who agrees to be helped."""
    agree(person, Purpose.JOB_SEARCH)
    return JobWishFactory(young_person=person, **told)


def vacancy_of(employer, **told):
    return VacancyFactory(
        employer=employer, **{"wage_from": 8_000_000, "wage_to": 9_000_000, **told}
    )
