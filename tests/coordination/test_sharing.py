"""Threads, mentions, promises, requests, meetings; contact members who are away and hand over."""

import datetime as dt

import pytest
from django.db import connection

from nhipcau.coordination import queries, use_cases
from nhipcau.coordination.details import Said
from nhipcau.coordination.errors import AlreadyEnded
from nhipcau.coordination.models import (
    AgendaItem,
    Difficulty,
    InternalNote,
    Notice,
    Promise,
    Thread,
)
from nhipcau.coordination.presence import desks_of
from nhipcau.organisations.models import Role
from nhipcau.programmes.details import LineDetails
from nhipcau.programmes.models import FocalPoint
from nhipcau.programmes.use_cases import appoint_focal_point
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import InvalidValue, NotAllowed, ReasonMissing
from nhipcau.shared.row_security import acting
from tests.coordination.conftest import MONDAY, fresh, told
from tests.factories import (
    NOON,
    EventFactory,
    PlanLineFactory,
    ProgrammeFactory,
    ReferralFactory,
    YoungPersonFactory,
    palace_of,
    staff_of,
)

A_DAY = dt.timedelta(days=1)
LATER = NOON + dt.timedelta(hours=1)


@pytest.fixture
def thread(contact, programme, centre):
    return use_cases.open_thread(
        by=contact,
        at=NOON,
        programme=programme,
        kind="PROGRAMME",
        subject="Danh sách trường tháng 12",
        text="Trung tâm xem giúp",
        mentions=(centre,),
    )


def promised(by, thread, unit, days=5):
    return use_cases.give_promise(
        by=by,
        at=NOON,
        thread=thread,
        unit=unit,
        what="Gửi danh sách",
        due_on=MONDAY + days * A_DAY,
    )


# --- threads ---------------------------------------------------------------------------------


def test_a_unit_is_mentioned_and_gives_a_receipt(thread, centre, other_contact, contact):
    notice = Notice.objects.get()
    assert (notice.unit, notice.topic, notice.seen_at) == (centre, "MENTIONED", None)
    assert list(queries.notices_listed(contact)) == []
    with pytest.raises(NotAllowed):
        use_cases.acknowledge(by=contact, at=NOON, notice=notice)
    use_cases.acknowledge(by=other_contact, at=LATER, notice=notice)
    notice.refresh_from_db()
    assert (notice.seen_at, notice.seen_by) == (LATER, other_contact)


def test_both_units_read_a_thread_and_nobody_else(thread, other_contact, palace):
    strangers = [
        staff_of(palace_of(ProgrammeFactory()), Role.FOCAL_POINT),
        staff_of(palace, Role.DATA_OFFICER),
        PUBLIC,
    ]
    assert Thread.objects.visible_to(other_contact).get() == thread
    for one in strangers:
        assert not Thread.objects.visible_to(one).exists()
        with pytest.raises(NotAllowed):
            use_cases.write_post(by=one, at=NOON, thread=thread, text="x")


def test_who_does_not_see_the_thing_does_not_see_the_thread(
    contact, other_contact, programme, palace
):
    referral = ReferralFactory(young_person=YoungPersonFactory(followed_by=[palace]))
    opened = use_cases.open_thread(
        by=contact,
        at=NOON,
        programme=programme,
        kind="REFERRAL",
        subject="Chờ trả lời",
        text="x",
        thing=referral,
    )
    assert Thread.objects.visible_to(contact).filter(pk=opened.pk).exists()
    assert not Thread.objects.visible_to(other_contact).exists()
    with pytest.raises(InvalidValue):
        use_cases.open_thread(
            by=other_contact,
            at=NOON,
            programme=programme,
            kind="REFERRAL",
            subject="x",
            text="x",
            thing=referral,
        )


def test_a_thread_hangs_on_what_its_kind_names(contact, programme):
    event = EventFactory(plan_line=PlanLineFactory(programme=programme))
    told = {"by": contact, "at": NOON, "programme": programme, "subject": "x", "text": "x"}
    assert use_cases.open_thread(**told, kind="EVENT", thing=event).event == event
    for kind, thing in (("VACANCY", event), ("DIFFICULTY", None), ("NONSENSE", None)):
        with pytest.raises(InvalidValue):
            use_cases.open_thread(**told, kind=kind, thing=thing)


def test_what_is_written_for_the_person_is_told_to_the_person(youth, person, palace):
    made = use_cases.ask_for_help(by=youth, at=NOON, young_person=person, kind="OTHER", what="x")
    worker = staff_of(palace, Role.COUNSELLOR)
    use_cases.comment(by=worker, at=NOON, difficulty=made, text="giữa hai đơn vị")
    use_cases.comment(by=worker, at=NOON, difficulty=made, text="gửi em", for_person=True)
    use_cases.comment(by=youth, at=LATER, difficulty=made, text="em cảm ơn")
    posts = made.thread.posts.order_by("pk")
    assert [one.for_person for one in posts] == [False, True, True]
    assert posts[2].said_by == "PERSON"
    assert Notice.objects.filter(unit=palace, topic="ANSWERED").count() == 1


# --- internal notes ---------------------------------------------------------------------------


def test_internal_notes_never_reach_the_other_unit(
    difficulty, contact, other_contact, palace, centre
):
    for by, unit, text in ((contact, palace, "của Cung"), (other_contact, centre, "của TT")):
        use_cases.note_internally(by=by, at=NOON, difficulty=difficulty, unit=unit, text=text)
    for by, text in ((contact, "của Cung"), (other_contact, "của TT")):
        assert [one.text for one in queries.internal_notes(by, difficulty, at=NOON)] == [text]
    with pytest.raises(NotAllowed):
        use_cases.note_internally(
            by=contact, at=NOON, difficulty=difficulty, unit=centre, text="x"
        )


def test_a_forgotten_filter_shows_no_note_of_the_other_unit(
    difficulty, contact, palace, other_contact
):
    use_cases.note_internally(
        by=contact, at=NOON, difficulty=difficulty, unit=palace, text="của Cung"
    )
    assert not InternalNote.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM coordination_internalnote")
        assert cursor.fetchone() == (0,)
    for actor, count in ((contact, 1), (other_contact, 0), (PUBLIC, 0), (SYSTEM, 1)):
        with acting(actor, at=NOON):
            assert InternalNote.objects.count() == count


# --- promises and requests --------------------------------------------------------------------


def test_a_promise_has_a_unit_a_day_and_reminders(thread, contact, other_contact, centre, palace):
    promise = promised(contact, thread, centre)
    Notice.objects.all().delete()
    for days, expected in ((0, 0), (3, 1), (4, 0), (6, 1), (7, 0)):
        at = NOON + days * A_DAY
        assert use_cases.remind_of_promises(by=SYSTEM, at=at) == expected, days
    topics = list(Notice.objects.order_by("pk").values_list("topic", "unit"))
    assert topics[0] == ("PROMISE_DUE", centre.pk)
    assert set(topics[1:]) == {("PROMISE_LATE", centre.pk), ("PROMISE_LATE", palace.pk)}
    with pytest.raises(NotAllowed):
        use_cases.end_promise(by=contact, at=LATER, promise=promise, is_kept=True)
    use_cases.end_promise(by=other_contact, at=LATER, promise=promise, is_kept=True)
    with pytest.raises(AlreadyEnded):
        use_cases.end_promise(by=other_contact, at=LATER, promise=promise, is_kept=True)


def test_a_promise_is_given_up_with_a_reason_alone(thread, contact, palace):
    promise = promised(contact, thread, palace)
    with pytest.raises(ReasonMissing):
        use_cases.end_promise(by=contact, at=LATER, promise=promise, is_kept=False)
    with pytest.raises(InvalidValue):
        promised(contact, thread, palace, days=-1)


def test_a_request_from_above_becomes_a_line_of_the_plan(contact, programme, palace, centre):
    line = PlanLineFactory(programme=programme, state="DRAFT")
    told = {"by": contact, "at": NOON, "programme": programme, "unit": palace}
    request = use_cases.enter_request(
        **told,
        source="DEPARTMENT",
        what="Thêm phiên giao dịch việc làm",
        received_on=MONDAY,
        due_on=MONDAY + 10 * A_DAY,
    )
    details = LineDetails(
        title="Phiên giao dịch",
        kind=line.kind,
        content=line.content,
        lead=palace,
        supporting=centre,
        month=line.month,
        place="Thành phố",
        audience="JOB_SEEKERS",
        target_turns=100,
        target_persons=90,
        source="JOINT",
    )
    plan = {"by": contact, "at": NOON, "request": request, "version": line.version}
    with pytest.raises(InvalidValue):
        use_cases.plan_request(**plan, details=details)
    details = LineDetails(**{**vars(details), "source": "DEPARTMENT"})
    planned = use_cases.plan_request(**plan, details=details)
    found = line.version.lines.get(lineage=planned.lineage)
    assert (found.source, planned.state) == ("DEPARTMENT", "PLANNED")
    with pytest.raises(AlreadyEnded):
        use_cases.decline_request(by=contact, at=NOON, request=request, reason="x")
    with pytest.raises(InvalidValue):
        use_cases.enter_request(
            **told, source="JOINT", what="x", received_on=MONDAY, due_on=MONDAY
        )


# --- meetings ---------------------------------------------------------------------------------


@pytest.fixture
def meeting(contact, programme, palace):
    return use_cases.set_meeting(
        by=contact,
        at=NOON,
        programme=programme,
        unit=palace,
        starts_at=NOON + 3 * A_DAY,
        place="Phòng họp 2",
    )


def test_minutes_become_decisions_and_dated_tasks(meeting, contact, other_contact, centre):
    assert meeting.items.count() == 4
    held = meeting.starts_at + dt.timedelta(hours=2)
    item = use_cases.add_point(by=other_contact, at=held, meeting=meeting, title="Xe đưa đón")
    told = {"by": contact, "at": held, "item": item}
    use_cases.write_minutes(**told, minutes="Hai bên thống nhất")
    use_cases.decide_in_meeting(**told, what="Thuê hai xe")
    promise = use_cases.promise_in_meeting(
        **told, unit=centre, what="Ký hợp đồng xe", due_on=held.date() + 7 * A_DAY
    )
    assert Promise.objects.visible_to(other_contact).get() == promise
    with pytest.raises(InvalidValue):
        use_cases.close_minutes(by=contact, at=NOON, meeting=meeting, present="x", pack=[])
    closed = use_cases.close_minutes(
        by=contact, at=held, meeting=meeting, present="Hai đơn vị", pack=[{"code": "x"}]
    )
    assert (closed.state, closed.pack) == ("HELD", [{"code": "x"}])
    for act in (use_cases.write_minutes, use_cases.decide_in_meeting):
        with pytest.raises(AlreadyEnded):
            act(**told, **({"minutes": "x"} if act is use_cases.write_minutes else {"what": "x"}))


def test_the_rhythm_asks_for_the_next_meeting_once(meeting, contact, other_contact):
    held = meeting.starts_at
    use_cases.close_minutes(by=contact, at=held, meeting=meeting, present="x", pack=[])
    Notice.objects.all().delete()
    due = dt.date(2026, 12, 31)
    for day, expected in ((due - 11 * A_DAY, 0), (due - 10 * A_DAY, 1), (due, 0)):
        at = dt.datetime.combine(day, NOON.timetz())
        assert use_cases.remind_of_meetings(by=SYSTEM, at=at) == expected, day
    assert Notice.objects.filter(topic="MEETING_DUE").count() == 2


def test_a_counsellor_reads_minutes_and_does_not_write_them(meeting, palace):
    counsellor = staff_of(palace, Role.COUNSELLOR)
    item = AgendaItem.objects.visible_to(counsellor).first()
    with pytest.raises(NotAllowed):
        use_cases.write_minutes(by=counsellor, at=NOON, item=item, minutes="x")


# --- contact members ---------------------------------------------------------------------------


def empty_desks(programme, day=MONDAY):
    return {one.unit for one in desks_of([programme], on=day) if one.is_empty}


def test_a_unit_without_a_present_contact_member_is_seen(
    programme, point, contact, palace, centre
):
    assert empty_desks(programme) == {centre}
    use_cases.note_absence(
        by=contact, at=NOON, user=contact, starts_on=MONDAY, ends_on=MONDAY + A_DAY
    )
    assert empty_desks(programme) == {palace, centre}
    assert empty_desks(programme, MONDAY + 2 * A_DAY) == {centre}
    deputy = staff_of(palace, Role.COORDINATOR)
    appoint_focal_point(
        by=SYSTEM,
        at=NOON,
        programme=programme,
        organisation=palace,
        holder=contact,
        deputy=deputy,
    )
    assert empty_desks(programme) == {centre}


def test_one_content_has_a_contact_member_of_its_own(programme, point, palace):
    expert = staff_of(palace, Role.COUNSELLOR)
    content = programme.contents.get()
    told = {"by": SYSTEM, "at": NOON, "programme": programme, "organisation": palace}
    appoint_focal_point(**told, holder=expert, content=content)
    assert FocalPoint.objects.current().count() == 2
    foreign = ProgrammeFactory().contents.get()
    with pytest.raises(InvalidValue):
        appoint_focal_point(**told, holder=expert, content=foreign)


def test_hand_over_keeps_every_day_and_puts_all_into_the_queue(
    difficulty, point, contact, leader, palace, thread
):
    second = told(contact, unit=palace)
    for one in (difficulty, second):
        use_cases.take_step(by=contact, at=NOON, difficulty=one, name="take")
    said = Said(reason="chờ", waits_until=MONDAY + 9 * A_DAY)
    use_cases.take_step(by=contact, at=NOON, difficulty=second, name="wait", said=said)
    promised(contact, thread, palace)
    before = list(Difficulty.objects.order_by("pk").values_list("due_on", "next_on"))
    successor = staff_of(palace, Role.FOCAL_POINT)
    made = use_cases.hand_over(
        by=leader, at=LATER, point=point, holder=successor, note="Đang chờ trường"
    )
    assert (made.difficulty_count, made.promise_count) == (2, 1)
    assert list(Difficulty.objects.order_by("pk").values_list("due_on", "next_on")) == before
    assert fresh(difficulty).state == "NEW"
    assert fresh(second).handler is None
    assert FocalPoint.objects.current().get().holder == successor
    with pytest.raises(InvalidValue):
        use_cases.hand_over(by=leader, at=LATER, point=point, holder=contact)
    with pytest.raises(NotAllowed):
        use_cases.hand_over(by=contact, at=LATER, point=made.after, holder=contact)
