"""The safe channel of one province: about the Palace, so that the Centre alone reads it."""

from nhipcau.concerns import use_cases
from nhipcau.concerns.models import Concern, Handover, Recipient
from nhipcau.concerns.moving import add_entry, trace
from nhipcau.concerns.states import Side
from nhipcau.concerns.vault import new_vault
from nhipcau.messaging.models import Message
from nhipcau.messaging.to_units import UnitNote, UnitTopic, tell_unit
from nhipcau.organisations.models import Role
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.row_security import acting
from tests.factories import NOON, centre_of, palace_of, staff_of

TODAY = NOON.date()


def add_concerns(world):
    """One about the Palace; one with a yes; who reads; a notice; a message that failed."""
    centre = centre_of(world.programme)
    world.recipient = named(centre, staff_of(centre, Role.FOCAL_POINT))
    world.concern = concern_of(world, f"Lờikín{world.word}", about_unit=palace_of(world.programme))
    agreed = concern_of(world, "x")
    world.handover = handover_of(world, agreed, f"Đồngý{world.word}")
    world.failed_message = failed_message(world, world.person)
    world.canaries["concern"] = [f"Lờikín{world.word}"]
    world.canaries["handover"] = [f"Đồngý{world.word}"]
    tell_unit(
        UnitNote(centre, UnitTopic.OTHER, f"Thôngbáo{world.word}", roles=(Role.LEADER,)), at=NOON
    )
    world.canaries["unit notice"] = [f"Thôngbáo{world.word}"]


def named(unit, user):
    return use_cases.name_recipient(by=SYSTEM, at=NOON, unit=unit, user=user)


def concern_of(world, words, about_unit=None):
    """As it is told, but for the unit: two programmes run in these tests."""
    with acting(SYSTEM, at=NOON):
        concern = Concern.objects.create(
            kind="UNFAIR",
            about="UNIT" if about_unit else "EMPLOYER",
            about_unit=about_unit,
            unit=centre_of(world.programme),
            received_on=TODAY,
            due_on=TODAY,
        )
        trace(concern, "", by=PUBLIC, day=TODAY)
        vault = new_vault(concern, box_key=b"k" * 32, at=NOON)
        add_entry(vault, words, side=Side.WRITER, day=TODAY)
    return concern


def handover_of(world, concern, words):
    return Handover.objects.create(
        concern=concern,
        state="AGREED",
        words=words,
        asked_by=world.recipient.user,
        asked_on=TODAY,
        answered_on=TODAY,
    )


def failed_message(world, person):
    return Message.objects.create(
        young_person=person,
        topic="CHANGE",
        text="x",
        about_type="x",
        about_id=1,
        state="FAILED",
        outcome="REFUSED",
        send_at=NOON,
        created_at=NOON,
        ended_at=NOON,
    )


def name_reader(world, user):
    """The principal who reads: a counsellor of the Centre."""
    return named(centre_of(world.programme), user)


def one_more_concern(world):
    """One more of everything that pages of the safe channel and of notices list."""
    concern = concern_of(world, "x")
    handover_of(world, concern, "x")
    failed_message(world, world.person)
    Recipient.objects.create(
        unit=centre_of(world.programme),
        user=staff_of(centre_of(world.programme), Role.COUNSELLOR),
        named_at=NOON,
    )
    trace(world.concern, "RECEIVED", by=SYSTEM, day=TODAY)
    for role in (Role.LEADER, Role.COUNSELLOR):
        tell_unit(
            UnitNote(centre_of(world.programme), UnitTopic.OTHER, "x", roles=(role,)), at=NOON
        )
