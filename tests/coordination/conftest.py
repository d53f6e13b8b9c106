import datetime as dt

import pytest

from nhipcau.coordination import use_cases
from nhipcau.coordination.details import DifficultyDetails
from nhipcau.coordination.models import Difficulty
from nhipcau.organisations.models import Role
from nhipcau.programmes.use_cases import appoint_focal_point
from nhipcau.shared.actors import SYSTEM
from tests.factories import (
    NOON,
    EmployerFactory,
    ProgrammeFactory,
    VacancyFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    centre_of,
    palace_of,
    reference_data,
    staff_of,
)

MONDAY = NOON.date()  # 23 November 2026


def on(day):
    """Noon of a day of December 2026, or the day itself."""
    return dt.datetime.combine(day, NOON.timetz())


@pytest.fixture
def programme(db):
    reference_data()
    return ProgrammeFactory()


@pytest.fixture
def palace(programme):
    return palace_of(programme)


@pytest.fixture
def centre(programme):
    return centre_of(programme)


@pytest.fixture
def coordinator(palace):
    return staff_of(palace, Role.COORDINATOR)


@pytest.fixture
def contact(palace):
    return staff_of(palace, Role.FOCAL_POINT)


@pytest.fixture
def other_contact(centre):
    return staff_of(centre, Role.FOCAL_POINT)


@pytest.fixture
def leader(palace):
    return staff_of(palace, Role.LEADER)


@pytest.fixture
def other_leader(centre):
    return staff_of(centre, Role.LEADER)


@pytest.fixture
def point(programme, palace, contact):
    return appoint_focal_point(
        by=SYSTEM, at=NOON, programme=programme, organisation=palace, holder=contact
    )


@pytest.fixture
def person(palace):
    return agree(YoungPersonFactory(full_name="Nông Thị Thử", followed_by=[palace]))


@pytest.fixture
def youth(person):
    return YouthUserFactory(phone=person.phone)


@pytest.fixture
def employer(centre):
    return EmployerFactory(centre=centre)


@pytest.fixture
def vacancy(employer):
    return VacancyFactory(employer=employer)


@pytest.fixture
def difficulty(coordinator, palace):
    return told(coordinator, unit=palace)


def told(by, at=NOON, **more):
    """A difficulty as a colleague tells it."""
    details = {"kind": "EVENT", "what": "Máy chiếu hỏng", "title": "Thiếu máy chiếu"} | more
    return use_cases.tell_difficulty(by=by, at=at, told=DifficultyDetails(**details))


def fresh(difficulty):
    return Difficulty.objects.get(pk=difficulty.pk)


def run(day):
    """The clock, at noon of a day."""
    return use_cases.run_clock(by=SYSTEM, at=on(day))
