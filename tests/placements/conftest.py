import pytest

from nhipcau.organisations.models import OrganisationKind, Role
from tests.factories import (
    NOON,
    OrganisationFactory,
    ReferralFactory,
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
def counsellor(centre):
    return staff_of(centre, Role.COUNSELLOR)


@pytest.fixture
def hired(person):
    """Taken on; nobody told yet whether work began."""
    return ReferralFactory(young_person=person, state="HIRED", answered_at=NOON)
