import dataclasses

import pytest

from nhipcau.events import use_cases
from nhipcau.events.details import EventDetails, SessionDetails, SpeakerDetails
from nhipcau.events.errors import CapacityTaken, EventIncomplete, EventNotChangeable, TooEarly
from nhipcau.events.models import Attendance, Event, EventStaff
from nhipcau.events.states import EVENT_TRANSITIONS, AttendanceValue, EventState, RegistrationState
from nhipcau.organisations.models import Role
from nhipcau.programmes.states import PlanState
from nhipcau.shared.errors import IllegalTransition, InvalidValue, NotAllowed, ReasonMissing
from tests.factories import (
    NOON,
    EventFactory,
    PlanLineFactory,
    RegistrationFactory,
    SessionFactory,
    moment,
    reference_data,
    staff_of,
)

pytestmark = pytest.mark.django_db

DETAILS = EventDetails(
    title="Ngày hội",
    starts_at=moment("2026-12-12 08:00"),
    ends_at=moment("2026-12-12 11:30"),
    place="Cung Thiếu nhi",
    registration_closes_at=moment("2026-12-11 17:00"),
    speakers=(SpeakerDetails("Lý Văn Mẫu", "Trưởng phòng"),),
)
MORNING = SessionDetails(
    title_vi="Buổi sáng",
    starts_at=moment("2026-12-12 08:00"),
    ends_at=moment("2026-12-12 11:30"),
    capacity=120,
)


def organiser_of(event):
    return staff_of(event.plan_line.lead)


def test_plan_event_hangs_on_the_line_with_sessions_and_speakers():
    line = PlanLineFactory()

    event = use_cases.plan_event(
        by=staff_of(line.supporting), at=NOON, plan_line=line, details=DETAILS, sessions=[MORNING]
    )

    assert (event.lineage, event.kind) == (line.lineage, line.kind)
    assert event.sessions.get().capacity == 120
    assert event.speakers.get().position == "Trưởng phòng"
    assert event.changes.get().to_state == EventState.DRAFT


def test_plan_event_refuses_a_plan_that_is_not_in_force():
    line = PlanLineFactory(state=PlanState.PROPOSED)

    with pytest.raises(EventIncomplete):
        use_cases.plan_event(
            by=staff_of(line.lead), at=NOON, plan_line=line, details=DETAILS, sessions=[MORNING]
        )


@pytest.mark.parametrize("role", [Role.LEADER, Role.COUNSELLOR, Role.GATE_VOLUNTEER])
def test_plan_event_refuses_roles_that_do_not_organise(role):
    line = PlanLineFactory()

    with pytest.raises(NotAllowed):
        use_cases.plan_event(
            by=staff_of(line.lead, role),
            at=NOON,
            plan_line=line,
            details=DETAILS,
            sessions=[MORNING],
        )


def test_plan_event_refuses_the_staff_of_another_province():
    with pytest.raises(NotAllowed):
        use_cases.plan_event(
            by=staff_of(PlanLineFactory().lead),
            at=NOON,
            plan_line=PlanLineFactory(),
            details=DETAILS,
            sessions=[MORNING],
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_at": moment("2026-12-12 07:00")}, "ends_at"),
        ({"registration_closes_at": moment("2026-12-13 07:00")}, "registration_closes_at"),
    ],
)
def test_times_that_contradict_each_other_name_the_field(changes, field):
    event = EventFactory(state=EventState.DRAFT)

    with pytest.raises(InvalidValue) as refusal:
        use_cases.change_event(
            by=organiser_of(event),
            at=NOON,
            event=event,
            details=dataclasses.replace(DETAILS, **changes),
        )

    assert refusal.value.field == field


def test_the_whole_life_of_an_event_leaves_its_trace():
    event = EventFactory(state=EventState.DRAFT)
    by = organiser_of(event)

    for to in (EventState.PUBLISHED, EventState.OPEN, EventState.CLOSED, EventState.HELD):
        use_cases.move_event(by=by, at=moment("2026-12-12 12:00"), event=event, to=to)

    assert [change.to_state for change in event.changes.order_by("pk")] == [
        "PUBLISHED",
        "OPEN",
        "CLOSED",
        "HELD",
    ]


@pytest.mark.parametrize(
    ("start", "to"),
    [
        (start, to)
        for start, allowed in EVENT_TRANSITIONS.items()
        for to in EventState
        if to not in allowed
    ],
)
def test_steps_that_the_table_does_not_allow_are_refused(start, to):
    event = EventFactory(state=start)

    with pytest.raises(IllegalTransition):
        use_cases.move_event(
            by=organiser_of(event), at=moment("2026-12-13 09:00"), event=event, to=to, reason="x"
        )


def test_an_event_is_not_held_before_its_day():
    event = EventFactory(state=EventState.CLOSED)

    with pytest.raises(TooEarly):
        use_cases.move_event(by=organiser_of(event), at=NOON, event=event, to=EventState.HELD)


def test_cancelling_needs_a_reason_and_counts_nobody_as_absent():
    registration = RegistrationFactory()
    event = registration.session.event
    by = organiser_of(event)

    with pytest.raises(ReasonMissing):
        use_cases.move_event(by=by, at=NOON, event=event, to=EventState.CANCELLED)
    use_cases.move_event(by=by, at=NOON, event=event, to=EventState.CANCELLED, reason="Bão số 9")

    assert Attendance.objects.get().value == AttendanceValue.CANCELLED_BY_US
    assert event.changes.get().reason == "Bão số 9"


def test_a_school_event_is_not_published_with_advertising():
    event = EventFactory(state=EventState.DRAFT, sponsor_text="Công ty mẫu tài trợ")
    event.kind.is_in_school = True
    event.kind.save()

    with pytest.raises(EventIncomplete) as refusal:
        use_cases.move_event(by=organiser_of(event), at=NOON, event=event, to=EventState.PUBLISHED)

    assert refusal.value.field == "sponsor_text"


def test_a_school_event_tells_of_jobs_abroad_only_with_the_recorded_agreement():
    event = EventFactory(state=EventState.DRAFT, overseas_information="Đơn hàng Nhật Bản")
    event.kind.is_in_school = True
    event.kind.save()
    by = organiser_of(event)

    with pytest.raises(EventIncomplete):
        use_cases.move_event(by=by, at=NOON, event=event, to=EventState.PUBLISHED)
    event.education_agreement = "Công văn 12/SGDĐT ngày 01/10/2026"
    event.save()
    use_cases.move_event(by=by, at=NOON, event=event, to=EventState.PUBLISHED)


def test_fewer_places_than_taken_are_refused_and_more_go_to_the_waiting_list():
    reference_data()
    session = SessionFactory(capacity=1)
    RegistrationFactory(session=session)
    waiting = RegistrationFactory(session=session, state=RegistrationState.WAITING)
    by = organiser_of(session.event)

    with pytest.raises(CapacityTaken):
        use_cases.change_capacity(by=by, at=NOON, session=session, capacity=0)
    use_cases.change_capacity(by=by, at=NOON, session=session, capacity=5)

    waiting.refresh_from_db()
    session.refresh_from_db()
    assert waiting.state == RegistrationState.OFFERED
    assert (session.taken_count, session.waiting_count) == (2, 0)


@pytest.mark.parametrize("state", [EventState.HELD, EventState.CANCELLED])
def test_an_event_that_is_over_is_not_changed(state):
    event = EventFactory(state=state)

    with pytest.raises(EventNotChangeable):
        use_cases.change_event(by=organiser_of(event), at=NOON, event=event, details=DETAILS)
    with pytest.raises(EventNotChangeable):
        use_cases.save_session(by=organiser_of(event), at=NOON, event=event, details=MORNING)


def test_a_session_lies_within_its_event():
    event = EventFactory()

    with pytest.raises(InvalidValue):
        use_cases.save_session(
            by=organiser_of(event),
            at=NOON,
            event=event,
            details=dataclasses.replace(MORNING, ends_at=moment("2026-12-12 15:00")),
        )


def test_volunteers_are_assigned_and_released_by_organisers():
    event = EventFactory()
    volunteer = staff_of(event.plan_line.lead, Role.GATE_VOLUNTEER)

    assigned = use_cases.assign_volunteer(
        by=organiser_of(event), at=NOON, event=event, user=volunteer
    )
    with pytest.raises(NotAllowed):
        use_cases.release_volunteer(by=volunteer, at=NOON, assignment=assigned)
    use_cases.release_volunteer(by=organiser_of(event), at=NOON, assignment=assigned)

    assert not EventStaff.objects.exists()


def test_a_draft_that_was_dropped_stays_unknown_outside():
    draft, known = EventFactory(state=EventState.DRAFT), EventFactory()

    for event in (draft, known):
        use_cases.move_event(
            by=organiser_of(event),
            at=NOON,
            event=event,
            to=EventState.CANCELLED,
            reason="Trùng lịch",
        )

    assert list(Event.objects.public()) == [known]
    assert list(Event.objects.announced()) == [known]


def test_postponing_an_event_takes_its_sessions_along():
    event = EventFactory()
    whole = SessionFactory(event=event)
    part = SessionFactory(event=event, ends_at=moment("2026-12-12 09:30"))

    use_cases.change_event(
        by=organiser_of(event),
        at=NOON,
        event=event,
        details=dataclasses.replace(
            DETAILS,
            starts_at=moment("2026-12-19 13:00"),
            ends_at=moment("2026-12-19 16:30"),
            registration_closes_at=moment("2026-12-18 17:00"),
        ),
    )

    for session in (whole, part):
        session.refresh_from_db()
    assert (whole.starts_at, whole.ends_at) == (
        moment("2026-12-19 13:00"),
        moment("2026-12-19 16:30"),
    )
    assert (part.starts_at, part.ends_at) == (
        moment("2026-12-19 13:00"),
        moment("2026-12-19 14:30"),
    )


def test_a_session_too_long_for_the_new_times_is_refused():
    event = EventFactory()
    SessionFactory(event=event, starts_at=moment("2026-12-12 08:30"))

    with pytest.raises(InvalidValue):
        use_cases.change_event(
            by=organiser_of(event),
            at=NOON,
            event=event,
            details=dataclasses.replace(
                DETAILS,
                starts_at=moment("2026-12-12 14:00"),
                ends_at=moment("2026-12-12 15:00"),
                registration_closes_at=moment("2026-12-12 14:00"),
            ),
        )


def test_cancelling_an_event_ends_its_waiting_list():
    session = SessionFactory(capacity=0)
    waiting = RegistrationFactory(session=session, state=RegistrationState.WAITING)
    event = session.event

    use_cases.move_event(
        by=organiser_of(event), at=NOON, event=event, to=EventState.CANCELLED, reason="Bão"
    )

    waiting.refresh_from_db()
    session.refresh_from_db()
    assert (waiting.state, session.waiting_count) == (RegistrationState.CANCELLED, 0)


def test_places_of_an_event_that_is_over_go_to_nobody():
    session = SessionFactory(capacity=1, event__state=EventState.HELD)
    waiting = RegistrationFactory(session=session, state=RegistrationState.WAITING)

    with pytest.raises(EventNotChangeable):
        use_cases.change_capacity(
            by=organiser_of(session.event), at=NOON, session=session, capacity=5
        )

    waiting.refresh_from_db()
    assert waiting.state == RegistrationState.WAITING
