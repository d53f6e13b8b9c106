"""Opening a person's record leaves a trace, and only those who follow the person may."""

import datetime as dt

import pytest

from nhipcau.organisations.models import Role
from nhipcau.people.queries import record_is_open
from nhipcau.people.use_cases import open_record
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import NotAllowed
from nhipcau.shared.models import AuditEvent
from tests.factories import (
    NOON,
    OrganisationFactory,
    YoungPersonFactory,
    YouthUserFactory,
    staff_of,
)

pytestmark = pytest.mark.django_db


def test_opening_is_traced_and_lasts_a_quarter_of_an_hour_for_one_colleague():
    unit = OrganisationFactory()
    person = YoungPersonFactory(followed_by=[unit])
    counsellor, colleague = staff_of(unit, Role.COUNSELLOR), staff_of(unit, Role.COUNSELLOR)

    open_record(by=counsellor, at=NOON, young_person=person)

    later = NOON + dt.timedelta(minutes=15)
    assert AuditEvent.objects.get(action="person.opened").by == counsellor
    assert record_is_open(counsellor, person.pk, at=NOON)
    assert not record_is_open(counsellor, person.pk, at=later)
    assert not record_is_open(colleague, person.pk, at=NOON)


def test_nobody_else_opens_a_record():
    unit = OrganisationFactory()
    person = YoungPersonFactory(followed_by=[unit])

    for actor in (
        PUBLIC,
        YouthUserFactory(phone=person.phone),
        staff_of(unit, Role.LEADER),
        staff_of(unit, Role.GATE_VOLUNTEER),
        staff_of(OrganisationFactory(), Role.COUNSELLOR),
    ):
        with pytest.raises(NotAllowed):
            open_record(by=actor, at=NOON, young_person=person)
    assert not AuditEvent.objects.exists()
