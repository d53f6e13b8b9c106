import pytest

from nhipcau.organisations.models import OrganisationKind, Role
from tests.factories import (
    OrganisationFactory,
    YoungPersonFactory,
    YouthUserFactory,
    reference_data,
    staff_of,
)


@pytest.fixture
def centre(db):
    reference_data()
    return OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)


@pytest.fixture
def person(centre):
    return YoungPersonFactory(followed_by=[centre])


@pytest.fixture
def youth(person):
    return YouthUserFactory(phone=person.phone)


@pytest.fixture
def officer(centre):
    return staff_of(centre, Role.DATA_OFFICER)
