import pytest

from nhipcau.organisations.models import OrganisationKind, Role
from tests.factories import OrganisationFactory, reference_data, staff_of


@pytest.fixture
def centre(db):
    reference_data()
    return OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)


@pytest.fixture
def first(centre):
    """A counsellor of the Centre."""
    return staff_of(centre, Role.COUNSELLOR)


@pytest.fixture
def second(centre):
    return staff_of(centre, Role.COUNSELLOR)
