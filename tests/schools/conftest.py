import pytest

from nhipcau.organisations.models import OrganisationKind, Role
from tests.factories import (
    EventFactory,
    OrganisationFactory,
    SessionFactory,
    interest_data,
    reference_data,
    staff_of,
)


@pytest.fixture
def session(db):
    reference_data()
    interest_data()
    return SessionFactory(event=EventFactory(), capacity=500)


@pytest.fixture
def school(db):
    return OrganisationFactory(kind=OrganisationKind.SCHOOL)


@pytest.fixture
def counsellor(session):
    return staff_of(session.event.plan_line.lead, Role.COUNSELLOR)
