import pytest

from nhipcau.organisations.models import OrganisationKind, Role
from tests.factories import (
    OrganisationFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    reference_data,
    staff_of,
)


@pytest.fixture
def centre(db):
    reference_data()
    return OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)


@pytest.fixture
def person(centre):
    return agree(YoungPersonFactory(followed_by=[centre]), "PARTICIPATION", "JOB_SEARCH")


@pytest.fixture
def youth(person):
    return YouthUserFactory(phone=person.phone)


@pytest.fixture
def counsellor(centre):
    return staff_of(centre, Role.COUNSELLOR)
