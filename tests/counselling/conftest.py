import datetime as dt

import pytest

from nhipcau.counselling.models import Note
from nhipcau.counselling.states import Channel
from nhipcau.counselling.use_cases import write_contact
from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.row_security import acting
from tests.factories import NOON, OrganisationFactory, case_of, reference_data, staff_of

WORDS = "Qznote: em muốn học nghề điện"
LATER = NOON + dt.timedelta(minutes=5)


@pytest.fixture
def centre(db):
    reference_data()
    return OrganisationFactory(kind=OrganisationKind.EMPLOYMENT_CENTRE)


@pytest.fixture
def palace(centre):
    return OrganisationFactory()


@pytest.fixture
def counsellor(centre):
    return staff_of(centre, Role.COUNSELLOR)


@pytest.fixture
def colleague(centre):
    return staff_of(centre, Role.COUNSELLOR)


@pytest.fixture
def supervisor(centre):
    return staff_of(centre, Role.COORDINATOR)


@pytest.fixture
def officer(centre):
    return staff_of(centre, Role.DATA_OFFICER)


@pytest.fixture
def elsewhere(palace):
    """A counsellor of the other unit."""
    return staff_of(palace, Role.COUNSELLOR)


@pytest.fixture
def case(counsellor, supervisor, centre):
    return case_of(counsellor, centre)


@pytest.fixture
def note(case, counsellor):
    return write(case, counsellor)


def write(case, by, text=WORDS, at=NOON):
    contact = write_contact(
        by=by, at=at, case=case, held_on=at.date(), channel=Channel.MEETING, text=text
    )
    with acting(SYSTEM, at=at):
        return Note.objects.get(contact=contact)
