"""A day of careers of both units, and colleagues of each."""

import dataclasses
from typing import Any

import pytest

from nhipcau.organisations.models import Role
from nhipcau.people.models import Purpose
from tests.factories import (
    CareerDayFactory,
    RegistrationFactory,
    SessionFactory,
    YoungPersonFactory,
    agree,
    moment,
    reference_data,
    staff_of,
)

THE_DAY = moment("2026-12-12 08:10")


@dataclasses.dataclass
class Day:
    """Everything by name."""

    day: Any
    session: Any
    palace: Any
    centre: Any
    organiser: Any
    counsellor: Any
    of_the_centre: Any
    leader: Any

    def somebody(self, *purposes, **told):
        """With a place at the day; ``purposes``: what the person agreed to."""
        person = YoungPersonFactory(followed_by=[self.palace], **told)
        agree(person, *(purposes or (Purpose.PARTICIPATION, Purpose.CONTACT)))
        return RegistrationFactory(session=self.session, young_person=person)


def a_day():
    reference_data()
    day = CareerDayFactory()
    line = day.event.plan_line
    return Day(
        day=day,
        session=SessionFactory(event=day.event),
        palace=line.lead,
        centre=line.supporting,
        organiser=staff_of(line.lead, Role.COORDINATOR),
        counsellor=staff_of(line.lead, Role.COUNSELLOR),
        of_the_centre=staff_of(line.supporting, Role.COUNSELLOR),
        leader=staff_of(line.lead, Role.LEADER),
    )


@pytest.fixture
def hall(db):
    return a_day()
