"""Reminders: when, to whom, once; and what is told when an event moves or is called off."""

import dataclasses
from datetime import timedelta

import pytest

from nhipcau.events import use_cases
from nhipcau.events.details import EventDetails, SessionDetails
from nhipcau.events.states import EventState, RegistrationState
from nhipcau.messaging.models import Message, Topic
from nhipcau.messaging.states import MessageState
from nhipcau.people.models import Purpose
from nhipcau.people.use_cases import withdraw_consent
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import NotAllowed
from tests.factories import (
    NOON,
    EventFactory,
    EventKindFactory,
    PlanLineFactory,
    RegistrationFactory,
    SessionFactory,
    YoungPersonFactory,
    agree,
    moment,
    reference_data,
    staff_of,
)

pytestmark = pytest.mark.django_db
AFTERNOON = moment("2026-12-11 17:00")  # the day before the event of the factories
MORNING = moment("2026-12-12 06:00")


@pytest.fixture(autouse=True)
def _reference_data(db):
    reference_data()


def someone(**told):
    return RegistrationFactory(young_person=agree(YoungPersonFactory()), **told)


def reminders():
    return Message.objects.filter(topic=Topic.REMINDER).order_by("pk")


@pytest.mark.parametrize(
    ("clock", "count"),
    [
        ("2026-12-11 16:59", 0),
        ("2026-12-11 17:00", 1),
        ("2026-12-11 23:59", 1),
        ("2026-12-12 05:59", 0),
        ("2026-12-12 06:00", 1),
        ("2026-12-12 07:59", 1),
        ("2026-12-12 08:00", 0),
        ("2026-12-10 18:00", 0),
    ],
)
def test_reminders_have_their_hours(clock, count):
    someone()

    assert use_cases.remind(by=SYSTEM, at=moment(clock)) == count


def test_each_reminder_comes_once_however_often_it_is_asked_for():
    registration = someone()

    for at in (AFTERNOON, AFTERNOON + timedelta(minutes=5), MORNING, MORNING):
        use_cases.remind(by=SYSTEM, at=at)

    assert reminders().count() == 2
    assert {one.about_id for one in reminders()} == {registration.pk}
    assert {one.expires_at for one in reminders()} == {registration.session.starts_at}


def test_whoever_did_not_agree_or_withdrew_is_not_reminded():
    RegistrationFactory(young_person=agree(YoungPersonFactory(), Purpose.PARTICIPATION))
    withdrew = someone().young_person
    withdraw_consent(by=SYSTEM, at=NOON, young_person=withdrew, purpose=Purpose.CONTACT)

    assert use_cases.remind(by=SYSTEM, at=AFTERNOON) == 0


@pytest.mark.parametrize(
    "state", [RegistrationState.WAITING, RegistrationState.CANCELLED, RegistrationState.EXPIRED]
)
def test_whoever_has_no_place_is_not_reminded(state):
    someone(state=state)

    assert use_cases.remind(by=SYSTEM, at=AFTERNOON) == 0


def test_a_cancelled_event_is_not_reminded_of():
    someone(session=SessionFactory(event=EventFactory(state=EventState.CANCELLED)))

    assert use_cases.remind(by=SYSTEM, at=AFTERNOON) == 0


def test_whoever_registered_just_now_needs_no_reminder_yet():
    someone(registered_at=AFTERNOON + timedelta(hours=1))

    assert use_cases.remind(by=SYSTEM, at=AFTERNOON + timedelta(hours=2)) == 0


def test_an_offer_is_reminded_of_before_it_runs_out():
    ends = NOON + timedelta(hours=2)
    someone(state=RegistrationState.OFFERED, offer_expires_at=ends)

    assert use_cases.remind(by=SYSTEM, at=NOON - timedelta(minutes=1)) == 0
    assert use_cases.remind(by=SYSTEM, at=NOON) == 1
    assert use_cases.remind(by=SYSTEM, at=ends) == 0
    assert reminders().get().expires_at == ends


def test_an_offer_made_just_now_is_not_reminded_of():
    registration = someone(
        state=RegistrationState.OFFERED, offer_expires_at=NOON + timedelta(hours=2)
    )
    registration.changes.create(to_state=RegistrationState.OFFERED, at=NOON)

    assert use_cases.remind(by=SYSTEM, at=NOON + timedelta(minutes=30)) == 0
    assert use_cases.remind(by=SYSTEM, at=NOON + timedelta(minutes=61)) == 1


def test_an_event_that_moved_is_reminded_of_anew():
    registration = someone()
    use_cases.remind(by=SYSTEM, at=AFTERNOON)
    session = registration.session
    session.starts_at += timedelta(days=7)
    session.ends_at += timedelta(days=7)
    session.save()

    use_cases.remind(by=SYSTEM, at=AFTERNOON + timedelta(days=7))

    assert reminders().count() == 2


def test_only_the_installation_reminds():
    with pytest.raises(NotAllowed):
        use_cases.remind(by=PUBLIC, at=NOON)


# --- changes -------------------------------------------------------------------------------------


def details_of(event):
    names = [field.name for field in dataclasses.fields(EventDetails) if field.name != "speakers"]
    return EventDetails(**{name: getattr(event, name) for name in names})


def organiser_of(event):
    return staff_of(event.plan_line.lead)


def test_a_cancelled_event_is_told_to_everyone_who_registered():
    session = SessionFactory()
    event = session.event
    told = [someone(session=session), someone(session=session, state=RegistrationState.WAITING)]
    someone(session=session, state=RegistrationState.CANCELLED)
    use_cases.remind(by=SYSTEM, at=AFTERNOON)

    use_cases.move_event(
        by=organiser_of(event), at=NOON, event=event, to=EventState.CANCELLED, reason="Mưa lũ"
    )

    changes = Message.objects.filter(topic=Topic.CHANGE)
    assert {one.about_id for one in changes} == {one.pk for one in told}
    assert "Mưa lũ" not in "".join(one.text for one in changes)
    assert reminders().get().state == MessageState.WITHDRAWN


@pytest.mark.parametrize(
    ("field", "value", "is_told"),
    [
        ("place", "Nhà thiếu nhi khác", True),
        ("starts_at", moment("2026-12-12 07:30"), True),
        ("title", "Tên khác", False),
        ("what_to_bring", "Bút", False),
    ],
)
def test_a_new_time_or_place_is_told(field, value, is_told):
    registration = someone()
    event = registration.session.event

    use_cases.change_event(
        by=organiser_of(event),
        at=NOON,
        event=event,
        details=dataclasses.replace(details_of(event), **{field: value}),
    )

    assert Message.objects.filter(topic=Topic.CHANGE).exists() == is_told


def test_a_session_that_moves_is_told_to_its_own_people():
    event = EventFactory()
    first, second = SessionFactory(event=event), SessionFactory(event=event)
    moved, _stayed = someone(session=first), someone(session=second)

    use_cases.save_session(
        by=organiser_of(event),
        at=NOON,
        event=event,
        session=first,
        details=SessionDetails(
            title_vi=first.title_vi,
            title_en=first.title_en,
            starts_at=first.starts_at + timedelta(hours=1),
            ends_at=first.ends_at,
            capacity=first.capacity,
        ),
    )

    message = Message.objects.get(topic=Topic.CHANGE)
    assert message.about_id == moved.pk
    assert "9:00" in message.text


def test_an_event_with_the_army_is_told_by_its_kind_and_day_alone():
    kind = EventKindFactory(hides_host=True, name_vi="Tư vấn trước khi xuất ngũ")
    event = EventFactory(
        plan_line=PlanLineFactory(kind=kind), title="Trung đoàn 123", place="Doanh trại X"
    )
    registration = someone(session=SessionFactory(event=event, room="Hội trường kín"))
    use_cases.remind(by=SYSTEM, at=AFTERNOON)
    use_cases.change_event(
        by=organiser_of(event),
        at=NOON,
        event=event,
        details=dataclasses.replace(details_of(event), place="Doanh trại Y"),
    )

    texts = " ".join(Message.objects.values_list("text", flat=True))
    assert "Tư vấn trước khi xuất ngũ" in texts
    for secret in ("123", "Doanh trại", "kín", "8:00", registration.young_person.full_name):
        assert secret not in texts
