import pytest

from nhipcau.organisations.models import OrganisationKind, Role
from tests.factories import (
    OrganisationFactory,
    YoungPersonFactory,
    YouthUserFactory,
    interest_data,
    reference_data,
    staff_of,
)


@pytest.fixture
def palace(db):
    reference_data()
    interest_data()
    return OrganisationFactory(kind=OrganisationKind.CHILDRENS_PALACE)


@pytest.fixture
def person(palace):
    return YoungPersonFactory(followed_by=[palace])


@pytest.fixture
def youth(person):
    return YouthUserFactory(phone=person.phone)


@pytest.fixture
def counsellor(palace):
    return staff_of(palace, Role.COUNSELLOR)
