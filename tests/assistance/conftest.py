import pytest

from nhipcau.organisations.models import OrganisationKind, Role
from tests.factories import (
    CommuneFactory,
    OrganisationFactory,
    YoungPersonFactory,
    agree,
    officer_of,
    reference_data,
    staff_of,
)


@pytest.fixture
def palace(db):
    reference_data()
    return OrganisationFactory(kind=OrganisationKind.CHILDRENS_PALACE)


@pytest.fixture
def commune(palace):
    return CommuneFactory()


@pytest.fixture
def officer(palace, commune):
    return officer_of(palace, commune)


@pytest.fixture
def person(palace, commune):
    return YoungPersonFactory(followed_by=[palace], commune=commune)


@pytest.fixture
def taking_part(person):
    return agree(person, "PARTICIPATION", "JOB_SEARCH")


@pytest.fixture
def counsellor(palace):
    return staff_of(palace, Role.COUNSELLOR)
