"""A fair of both units with three booths, six people, and colleagues who run it."""

import dataclasses
from typing import Any
from uuid import uuid4

import pytest

from nhipcau.fairs import solving, use_cases
from nhipcau.fairs.details import ToldMark
from nhipcau.fairs.models import Timetable
from nhipcau.organisations.models import Role
from nhipcau.people.models import Purpose
from nhipcau.shared.actors import SYSTEM, AtTheDesk
from tests.factories import (
    NOON,
    BoothFactory,
    CandidateFactory,
    EmployerContactFactory,
    EventFactory,
    FairFactory,
    PlanLineFactory,
    ProgrammeFactory,
    SessionFactory,
    agree,
    moment,
    reference_data,
    staff_of,
)

THE_DAY = moment("2026-12-12 08:05")


@dataclasses.dataclass
class Hall:
    """Everything by name; ``desk`` gives the actor of a booth."""

    fair: Any
    booths: list
    candidates: list
    organiser: Any
    counsellor: Any
    leader: Any

    def desk(self, booth):
        contact = booth.employer.contacts.first()
        return AtTheDesk(employer_id=booth.employer_id, contact_id=contact.pk)

    def solved(self, *, at=NOON, why=""):
        asked = use_cases.ask_timetable(by=self.organiser, at=at, fair=self.fair, why=why)
        assert solving.solve_next(by=SYSTEM, at=at)
        return Timetable.objects.get(pk=asked.pk)

    def told(self, *, at=NOON):
        return use_cases.publish_timetable(by=self.organiser, at=at, timetable=self.solved(at=at))

    def mark(self, booth, candidate, kind, *, by=None, at=THE_DAY, mark_id=None, **told):
        mark = ToldMark(mark_id or uuid4(), candidate.pk, kind, told.pop("marked_at", at), **told)
        [taken] = use_cases.take_marks(by=by or self.desk(booth), at=at, booth=booth, marks=[mark])
        return taken


def a_hall(people=6):
    reference_data()
    programme = ProgrammeFactory()
    palace, centre = (party.organisation for party in programme.parties.order_by("order"))
    line = PlanLineFactory(programme=programme)
    event = EventFactory(plan_line=line)
    SessionFactory(event=event)
    fair = FairFactory(event=event)
    booths = [BoothFactory(fair=fair, employer__centre=centre) for _one in range(3)]
    for booth in booths:
        EmployerContactFactory(employer=booth.employer)
    wants = [booths, booths[::-1], booths[:2], booths[1:], booths[:1], booths[2:]]
    candidates = [CandidateFactory(fair=fair, wants=wants[n % 6]) for n in range(people)]
    for one in candidates:
        agree(one.registration.young_person, *Purpose)
    return Hall(
        fair=fair,
        booths=booths,
        candidates=candidates,
        organiser=staff_of(palace, Role.COORDINATOR),
        counsellor=staff_of(centre, Role.COUNSELLOR),
        leader=staff_of(palace, Role.LEADER),
    )


@pytest.fixture
def hall(db):
    return a_hall()
