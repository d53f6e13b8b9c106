import datetime as dt

import pytest

from nhipcau.events import use_cases
from nhipcau.events.errors import (
    AlreadyRegistered,
    AttendanceRecorded,
    RegistrationClosed,
    SessionFull,
)
from nhipcau.events.models import Registration, Session
from nhipcau.events.states import EventState, RegistrationState
from nhipcau.events.telling import registration_note
from nhipcau.messaging.models import Message
from nhipcau.messaging.outbox import put_each
from nhipcau.people.details import GuardianDetails, PersonDetails
from nhipcau.people.errors import ConsentMissing, GuardianMissing
from nhipcau.people.models import Consent, Purpose, YoungPerson
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import IllegalTransition, InvalidValue, KeyReused, NotAllowed
from nhipcau.shared.models import AuditEvent
from tests.factories import (
    NOON,
    RegistrationFactory,
    SessionFactory,
    YouthUserFactory,
    every_row,
    moment,
    reference_data,
    staff_of,
)

pytestmark = pytest.mark.django_db
TAKE_PART = frozenset({Purpose.PARTICIPATION})
MOTHER = GuardianDetails("Hoàng Thị Mến", "0912 345 679", "MOTHER")


@pytest.fixture(autouse=True)
def _reference_data(db):
    reference_data()


def lan(**changes):
    return PersonDetails(
        **{
            "full_name": "Nông Thị Lan",
            "birth_on": dt.date(2009, 3, 2),
            "phone": "0912 345 678",
            **changes,
        }
    )


def register(session, **changes):
    return use_cases.register(
        **{
            "by": PUBLIC,
            "at": NOON,
            "session": session,
            "person": lan(),
            "purposes": TAKE_PART,
            **changes,
        }
    )


def test_register_takes_a_place_and_leaves_a_trace():
    session = SessionFactory()

    registration = register(session)

    session.refresh_from_db()
    assert (registration.state, session.taken_count) == (RegistrationState.CONFIRMED, 1)
    assert registration.changes.get().to_state == RegistrationState.CONFIRMED
    assert set(AuditEvent.objects.values_list("action", flat=True)) == {
        "person.entered",
        "registration.confirmed",
    }
    assert Consent.objects.get().text.purpose == Purpose.PARTICIPATION


def test_register_twice_with_one_key_registers_once():
    session = SessionFactory()

    first, second = register(session, key="k1"), register(session, key="k1")

    session.refresh_from_db()
    assert first == second
    assert session.taken_count == 1


def test_register_refuses_the_key_of_another_form():
    session = SessionFactory()
    register(session, key="k1")

    with pytest.raises(KeyReused):
        register(session, key="k1", person=lan(full_name="Nông Văn Sơn"))


def test_register_refuses_the_same_person_twice():
    session = SessionFactory()
    register(session)

    with pytest.raises(AlreadyRegistered):
        register(session, person=lan(full_name="NÔNG THI LAN"))


def test_a_family_may_share_one_phone():
    session = SessionFactory()

    register(session)
    register(session, person=lan(full_name="Nông Văn Sơn"))

    assert YoungPerson.objects.filter(phone="+84912345678").count() == 2


def test_register_when_full_waits_in_order_and_then_refuses():
    session = SessionFactory(capacity=1, waiting_limit=1)
    names = ["Nông Thị Lan", "Nông Thị Hoa"]

    states = [register(session, person=lan(full_name=name)).state for name in names]

    assert states == [RegistrationState.CONFIRMED, RegistrationState.WAITING]
    with pytest.raises(SessionFull):
        register(session, person=lan(full_name="Nông Thị Mai"))


def test_a_full_refusal_keeps_nothing_of_the_person():
    session = SessionFactory(capacity=0, waiting_limit=0)

    with pytest.raises(SessionFull):
        register(session)

    assert not YoungPerson.objects.exists()


def test_cancelling_offers_the_place_to_the_first_who_waits():
    session = SessionFactory(capacity=1)
    first = register(session)
    second = register(session, person=lan(full_name="Nông Thị Hoa"))
    third = register(session, person=lan(full_name="Nông Thị Mai"))

    use_cases.cancel_registration(by=PUBLIC, at=NOON, registration=first, code=first.code)

    for one in (second, third, session):
        one.refresh_from_db()
    assert (second.state, third.state) == (RegistrationState.OFFERED, RegistrationState.WAITING)
    assert second.offer_expires_at == NOON + dt.timedelta(hours=24)
    assert (session.taken_count, session.waiting_count) == (1, 1)


def test_cancelling_refuses_a_stranger_without_the_code():
    registration = RegistrationFactory()

    with pytest.raises(NotAllowed):
        use_cases.cancel_registration(by=PUBLIC, at=NOON, registration=registration, code="guess")
    with pytest.raises(NotAllowed):
        use_cases.cancel_registration(by=YouthUserFactory(), at=NOON, registration=registration)


def test_cancelling_twice_is_illegal_and_frees_one_place():
    registration = RegistrationFactory()
    code = registration.code
    use_cases.cancel_registration(by=PUBLIC, at=NOON, registration=registration, code=code)

    with pytest.raises(IllegalTransition):
        use_cases.cancel_registration(by=PUBLIC, at=NOON, registration=registration, code=code)

    registration.session.refresh_from_db()
    assert registration.session.taken_count == 0


@pytest.mark.parametrize("state", [state for state in EventState if state != EventState.OPEN])
def test_register_refuses_an_event_that_is_not_open(state):
    with pytest.raises(RegistrationClosed):
        register(SessionFactory(event__state=state))


def test_register_refuses_from_the_closing_moment_on():
    session = SessionFactory()

    with pytest.raises(RegistrationClosed):
        register(session, at=moment("2026-12-12 08:00"))


def test_register_refuses_the_public_where_a_unit_brings_its_own_people():
    session = SessionFactory(event__plan_line__kind__takes_public_registration=False)

    with pytest.raises(NotAllowed):
        register(session)


def test_register_refuses_staff_of_a_unit_that_does_not_run_the_event():
    with pytest.raises(NotAllowed):
        register(SessionFactory(), by=staff_of(SessionFactory().event.plan_line.lead))


def test_a_child_needs_a_guardian_who_agrees():
    session = SessionFactory()
    child = lan(birth_on=dt.date(2011, 11, 24))  # turns fifteen tomorrow

    with pytest.raises(GuardianMissing):
        register(session, person=child)
    registration = register(session, person=child, guardian=MOTHER)

    consent = registration.young_person.consents.get()
    with every_row():
        assert consent.guardian.phone == "+84912345679"


def test_sixteen_on_the_day_needs_no_guardian():
    register(SessionFactory(), person=lan(birth_on=dt.date(2010, 11, 23)))


def test_nothing_is_kept_without_consent_to_take_part():
    with pytest.raises(ConsentMissing):
        register(SessionFactory(), purposes=frozenset())

    assert not Registration.objects.exists()


def test_statistics_details_are_kept_only_with_that_consent():
    registration = register(SessionFactory(), person=lan(gender="FEMALE", ethnicity="NUNG"))

    assert registration.young_person.gender == ""

    agreed = register(
        SessionFactory(),
        person=lan(gender="FEMALE", ethnicity="NUNG"),
        purposes=TAKE_PART | {Purpose.STATISTICS},
    )
    assert (agreed.young_person.gender, agreed.young_person.ethnicity) == ("FEMALE", "NUNG")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"phone": "0912abc678"}, "phone"),
        ({"phone": "024 3825 1234"}, "phone"),
        ({"phone": "+1 415 555 2671"}, "phone"),
        ({"phone": ""}, "phone"),
        ({"full_name": "A" * 500}, "full_name"),
        ({"full_name": "Lan 2009"}, "full_name"),
        ({"full_name": "  "}, "full_name"),
        ({"birth_on": dt.date(2026, 1, 1)}, "birth_on"),
        ({"birth_on": dt.date(1890, 1, 1)}, "birth_on"),
    ],
)
def test_register_names_the_field_that_cannot_be_right(changes, field):
    with pytest.raises(InvalidValue) as refusal:
        register(SessionFactory(), person=lan(**changes))

    assert refusal.value.field == field


def test_a_registration_is_not_cancelled_after_attendance_or_after_the_event():
    came = RegistrationFactory()
    use_cases.record_attendance(
        by=staff_of(came.session.event.plan_line.lead),
        at=moment("2026-12-12 08:05"),
        registration=came,
        value="ABSENT",
    )
    over = RegistrationFactory(session__event__state=EventState.HELD)

    with pytest.raises(AttendanceRecorded):
        use_cases.cancel_registration(by=PUBLIC, at=NOON, registration=came, code=came.code)
    with pytest.raises(RegistrationClosed):
        use_cases.cancel_registration(by=PUBLIC, at=NOON, registration=over, code=over.code)


def test_register_sees_an_event_that_was_cancelled_meanwhile():
    session = SessionFactory()
    stale = Session.objects.select_related("event__kind", "event__plan_line").get(pk=session.pk)
    use_cases.move_event(
        by=staff_of(session.event.plan_line.lead),
        at=NOON,
        event=session.event,
        to=EventState.CANCELLED,
        reason="Bão",
    )

    with pytest.raises(RegistrationClosed):
        register(stale)

    session.refresh_from_db()
    assert session.taken_count == 0


def test_register_refuses_a_session_that_is_over_in_an_event_that_goes_on():
    session = SessionFactory(ends_at=moment("2026-12-12 09:00"))
    session.event.registration_closes_at = moment("2026-12-12 11:00")
    session.event.save()

    with pytest.raises(RegistrationClosed):
        register(session, at=moment("2026-12-12 09:00"))


def test_the_message_is_the_one_that_the_outbox_would_write():
    """The database writes it in the call of the registration; the two ways must not differ."""
    session = SessionFactory(capacity=1)
    made = [
        register(session, person=lan(phone=f"091234567{n}", email="lan@vidu.vn")) for n in (1, 2)
    ]
    fields = [
        one.name for one in Message._meta.fields if one.name not in ("id", "about_id", "text")
    ]
    told = ["text", *fields]
    by_call = list(Message.objects.order_by("pk").values(*told))
    Message.objects.all().delete()

    put_each([registration_note(Registration.objects.get(pk=one.pk)) for one in made], at=NOON)

    assert by_call == list(Message.objects.order_by("pk").values(*told))
    assert len(by_call) == 4
