"""A class that a school sent to a session that is over, and one that has its sheet already."""

import datetime as dt

from nhipcau.events.models import RegistrationGroup
from nhipcau.events.states import GroupFit
from nhipcau.organisations.models import OrganisationKind
from nhipcau.schools.counting import Class, figures_of
from nhipcau.schools.models import ClassReport
from tests.factories import NOON, AppointmentFactory, OrganisationFactory

COUNTED = Class(registered=60, came=45, by_guardian=30, by_pupil=20)


def add_schools(world):
    school = OrganisationFactory(kind=OrganisationKind.SCHOOL)
    world.school_class, reported = (
        RegistrationGroup.objects.create(
            session=world.attendance.session,
            name=f"Lớp {number} {world.word}",
            organisation=school,
            fit=GroupFit.AS_MANY,
            code=f"class{number}{world.word}{'x' * 10}",
            created_at=NOON,
        )
        for number in range(2)
    )
    world.class_report = report_of(reported)


def report_of(group):
    return ClassReport.objects.create(
        group=group,
        figures=figures_of(
            COUNTED, wishes={"TRADE": 20, "STUDY": 15}, questions={}, sitting=None, least=10
        ),
        made_at=NOON,
    )


def one_more_class(world):
    group = world.school_class
    report_of(
        RegistrationGroup.objects.create(
            session=group.session,
            name="x",
            organisation=group.organisation,
            fit=GroupFit.AS_MANY,
            code=f"class{RegistrationGroup.objects.count()}{'x' * 12}",
            created_at=NOON,
        )
    )


def add_kept_talk(world):
    """A talk of the person of the case that took place, and is not written down yet."""
    world.kept_talk = AppointmentFactory(
        counsellor=world.counsellor,
        unit=world.case.unit,
        young_person=world.person,
        starts_at=NOON - dt.timedelta(days=1),
        state="CAME",
    )
