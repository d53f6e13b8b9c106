import pytest

from nhipcau.appointments import use_cases
from nhipcau.appointments.details import Wanted
from nhipcau.organisations.models import OrganisationKind
from tests.factories import (
    NOON,
    OrganisationFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    counsellor_in,
    moment,
    reference_data,
)


@pytest.fixture
def palace(db):
    reference_data()
    return OrganisationFactory(kind=OrganisationKind.CHILDRENS_PALACE)


@pytest.fixture
def counsellor(palace):
    return counsellor_in(palace)


@pytest.fixture
def person(palace):
    return agree(YoungPersonFactory(followed_by=[palace]))


@pytest.fixture
def youth(person):
    return YouthUserFactory(phone=person.phone)


def wanted(clock="2026-11-25 08:00", **told):
    return Wanted(**{"kind": "CAREER", "mode": "PLACE", "starts_at": moment(clock), **told})


def booked(by, person, clock="2026-11-25 08:00", *, at=NOON, **told):
    mine = {name: told.pop(name) for name in ("asks_person", "wants_reminders") if name in told}
    return use_cases.book(by=by, at=at, young_person=person, wanted=wanted(clock, **told), **mine)
