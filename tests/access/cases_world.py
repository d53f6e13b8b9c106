"""Cases of one province: what the matrix knocks at, each with words of its own."""

import datetime as dt

from nhipcau.counselling.details import CaseFacts
from nhipcau.counselling.models import Absence
from nhipcau.counselling.states import Channel, CounsellingKind, Doer
from nhipcau.counselling.use_cases import (
    agree_step,
    ask_transfer,
    open_case,
    open_in_emergency,
    write_contact,
)
from nhipcau.organisations.models import Role
from nhipcau.people.models import Purpose
from tests.factories import NOON, agree, centre_of, palace_of, staff_of

FAR = dt.date(2026, 12, 30)


def add_cases(world):
    """A case of the Palace with a step, a note and an emergency; one that is being handed on."""
    palace = palace_of(world.programme)
    world.counsellor, other = (staff_of(palace, Role.COUNSELLOR) for _one in range(2))
    agree(world.person, Purpose.COUNSELLING)
    world.case = opened(world, world.person, CounsellingKind.CAREER)
    world.lent_case = opened(world, world.person, CounsellingKind.JOB)
    world.step = step_of(world, world.case, f"Thốngnhất{world.word}")
    note_of(world, world.case, f"Ghikín{world.word}")
    world.transfer = ask_transfer(
        by=world.counsellor,
        at=NOON,
        case=world.lent_case,
        to_unit=centre_of(world.programme),
        reason=f"Chuyểngiao{world.word}",
    )
    world.opening = open_in_emergency(
        by=other, at=NOON, case=world.case, reason=f"Khẩncấp{world.word} vì em gọi"
    )
    world.absence = Absence.objects.create(user=other, starts_on=NOON.date(), ends_on=FAR, at=NOON)
    world.canaries["case"] = [f"Thốngnhất{world.word}"]
    world.canaries["note"] = [f"Ghikín{world.word}"]
    world.canaries["transfer"] = [f"Chuyểngiao{world.word}"]
    world.canaries["emergency"] = [f"Khẩncấp{world.word}"]


def opened(world, person, kind):
    return open_case(
        by=world.counsellor,
        at=NOON,
        young_person=person,
        unit=palace_of(world.programme),
        kind=kind,
        facts=CaseFacts(needs=("FIND_WORK",)),
    )


def step_of(world, case, what):
    return agree_step(
        by=world.counsellor, at=NOON, case=case, what=what, who=Doer.PERSON, due_on=FAR
    )


def note_of(world, case, text):
    return write_contact(
        by=world.counsellor,
        at=NOON,
        case=case,
        held_on=NOON.date(),
        channel=Channel.PHONE,
        text=text,
    )


def one_more_case(world, person):
    """One more of everything that pages of cases list."""
    agree(person, Purpose.COUNSELLING)
    case = opened(world, person, CounsellingKind.CAREER)
    step_of(world, case, "x")
    step_of(world, world.case, "x")
    note_of(world, world.case, "")
    opening = world.opening
    opening.pk = None
    opening.save()
