"""What both units of one province share: what the matrix knocks at, each with words of its own."""

import datetime as dt

from nhipcau.coordination import use_cases
from nhipcau.coordination.details import DifficultyDetails, Said
from nhipcau.coordination.models import ContactAbsence, LegalPointer, Notice
from nhipcau.coordination.states import RIGHTS
from nhipcau.organisations.models import Role
from nhipcau.programmes.use_cases import appoint_focal_point
from nhipcau.shared.actors import SYSTEM
from tests.factories import NOON, YouthUserFactory, centre_of, moment, palace_of, staff_of

FAR = dt.date(2036, 12, 30)


def add_coordination(world):
    """A difficulty of the Palace with words and notes, one told by the person, one ended; a
    thread, a promise, a meeting, a request, a contact member and one who is away."""
    word, palace = world.word, palace_of(world.programme)
    staff = world.contact = staff_of(palace, Role.COORDINATOR)
    world.difficulty = told(world, f"Khúcmắc{word}", what=f"Chuyệngì{word}")
    use_cases.note_internally(
        by=staff, at=NOON, difficulty=world.difficulty, unit=palace, text=f"Nộibộ{word}"
    )
    use_cases.comment(by=staff, at=NOON, difficulty=world.difficulty, text=f"Nhắnchung{word}")
    world.thread = thread_of(world, f"Chủđề{word}")
    world.promise = promise_of(world, f"Hứahẹn{word}")
    world.plan_request = request_of(world, f"Đềnghị{word}")
    world.joint_meeting = meeting_of(world)
    world.agenda_item = world.joint_meeting.items.first()
    told_by_person(world, word)
    world.point = appoint_focal_point(
        by=SYSTEM, at=NOON, programme=world.programme, organisation=palace, holder=staff
    )
    world.contact_absence = ContactAbsence.objects.create(
        user=staff, starts_on=NOON.date(), ends_on=FAR, at=NOON
    )
    world.notice = Notice.objects.filter(unit=palace, for_leaders=False).first()
    if not LegalPointer.objects.exists():
        for number, kind in enumerate(sorted(RIGHTS)):
            LegalPointer.objects.create(
                code=f"p-{number}",
                kind=kind,
                order=number,
                text_vi="Điều",
                source="Luật",
                evidence="G",
                valid_from=dt.date(2020, 1, 1),
            )
    world.canaries |= {
        "difficulty": [f"Khúcmắc{word}", f"Chuyệngì{word}", f"Nhắnchung{word}"],
        "internal": [f"Nộibộ{word}"],
        "exchange": [f"Chủđề{word}", f"Hứahẹn{word}", f"Đềnghị{word}"],
        "cry for help": [f"Cầugiúp{word}"],
    }


def told_by_person(world, word):
    youth = YouthUserFactory(phone=world.person.phone)
    ask = {"by": youth, "at": NOON, "young_person": world.person, "kind": "OTHER"}
    world.own_difficulty = use_cases.ask_for_help(**ask, what=f"Cầugiúp{word}")
    ended = use_cases.ask_for_help(**ask, what=f"Cầugiúp{word}")
    said = Said(result="HELPED", done="x")
    world.ended_difficulty = use_cases.take_step(
        by=staff_of(ended.unit), at=NOON, difficulty=ended, name="solve", said=said
    )
    # The one who signs in with this phone is made by ``principals``.
    type(youth).objects.filter(pk=youth.pk).update(phone=f"+849000{youth.pk:05}")


def told(world, title, **more):
    details = {
        "kind": "EVENT",
        "what": "x",
        "title": title,
        "unit": palace_of(world.programme),
        "young_person": world.person,
        "event": world.event,
        "employer": world.employer,
    }
    return use_cases.tell_difficulty(
        by=world.contact, at=NOON, told=DifficultyDetails(**(details | more))
    )


def thread_of(world, subject):
    return use_cases.open_thread(
        by=world.contact,
        at=NOON,
        programme=world.programme,
        kind="EVENT",
        thing=world.event,
        subject=subject,
        text=subject,
        mentions=(palace_of(world.programme), centre_of(world.programme)),
    )


def promise_of(world, what):
    return use_cases.give_promise(
        by=world.contact,
        at=NOON,
        thread=world.thread,
        unit=palace_of(world.programme),
        what=what,
        due_on=FAR,
    )


def request_of(world, what):
    return use_cases.enter_request(
        by=world.contact,
        at=NOON,
        programme=world.programme,
        unit=palace_of(world.programme),
        source="DEPARTMENT",
        what=what,
        received_on=NOON.date(),
        due_on=FAR,
    )


def meeting_of(world):
    return use_cases.set_meeting(
        by=world.contact,
        at=NOON,
        programme=world.programme,
        unit=palace_of(world.programme),
        starts_at=moment("2036-12-01 08:00"),
        place="Phòng họp",
    )


def one_more_of_all(world, number):
    """One more of everything that pages of coordination list."""
    told(world, "x")
    use_cases.comment(by=world.contact, at=NOON, difficulty=world.difficulty, text="x")
    use_cases.note_internally(
        by=world.contact,
        at=NOON,
        difficulty=world.difficulty,
        unit=palace_of(world.programme),
        text="x",
    )
    thread_of(world, "x")
    use_cases.write_post(by=world.contact, at=NOON, thread=world.thread, text="x")
    use_cases.record_decision(by=world.contact, at=NOON, thread=world.thread, what="x")
    promise_of(world, "x")
    request_of(world, "x")
    meeting_of(world)
    if number < 20:
        use_cases.add_point(by=world.contact, at=NOON, meeting=world.joint_meeting, title="x")
    use_cases.promise_in_meeting(
        by=world.contact,
        at=NOON,
        item=world.agenda_item,
        unit=palace_of(world.programme),
        what="x",
        due_on=FAR,
    )
