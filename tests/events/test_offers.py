"""A freed place is offered, taken in time or passed on; groups and kept places have their turn."""

import datetime as dt

import pytest

from nhipcau.events import use_cases
from nhipcau.events.errors import (
    AlreadyRegistered,
    CapacityTaken,
    OfferExpired,
    RegistrationClosed,
    SessionFull,
)
from nhipcau.events.models import Registration, Session
from nhipcau.events.states import HOLDING, EventState, GroupFit, RegistrationState
from nhipcau.events.waiting import offer_until
from nhipcau.messaging.models import Message, Topic
from nhipcau.people.details import PersonDetails
from nhipcau.people.models import Purpose, YoungPerson
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import IllegalTransition, InvalidValue, NotAllowed
from tests.factories import (
    NOON,
    CommuneFactory,
    OrganisationFactory,
    SessionFactory,
    YoungPersonFactory,
    YouthUserFactory,
    moment,
    reference_data,
    staff_of,
)

pytestmark = pytest.mark.django_db
WAITING, OFFERED, CONFIRMED, EXPIRED, CANCELLED = (
    RegistrationState.WAITING,
    RegistrationState.OFFERED,
    RegistrationState.CONFIRMED,
    RegistrationState.EXPIRED,
    RegistrationState.CANCELLED,
)
IN_A_DAY = NOON + dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _reference_data():
    reference_data()


def register(session, name="Nông Thị Lan", *, at=NOON, **told):
    code = told.pop("reserved_code", "")
    return use_cases.register(
        by=PUBLIC,
        at=at,
        session=Session.objects.select_related("event__kind", "event__plan_line").get(
            pk=session.pk
        ),
        person=PersonDetails(name, dt.date(2008, 1, 1), told.pop("phone", "0912345678"), **told),
        purposes=frozenset({Purpose.PARTICIPATION}),
        reserved_code=code,
    )


def cancel(registration, at=NOON):
    use_cases.cancel_registration(
        by=PUBLIC, at=at, registration=registration, code=registration.code
    )


def states(session):
    return list(session.registrations.order_by("pk").values_list("state", flat=True))


def full_with(*names):
    """A session of one place: the first has it, the others wait."""
    session = SessionFactory(capacity=1)
    return session, [register(session, f"Nông Thị {name}") for name in names]


def organiser_of(session):
    return staff_of(session.event.plan_line.lead)


def a_class(size):
    return [YoungPersonFactory(full_name=f"Vi Văn {chr(65 + one)}") for one in range(size)]


def group(session, people, fit=GroupFit.AS_MANY, **more):
    return use_cases.register_group(
        by=organiser_of(session),
        at=more.pop("at", NOON),
        session=session,
        name="Lớp 12A3",
        people=people,
        fit=fit,
        **more,
    )


def test_confirm_offer_takes_the_place_once():
    _session, (first, second) = full_with("Lan", "Hoa")
    cancel(first)

    for _click in range(2):
        use_cases.confirm_offer(by=PUBLIC, at=NOON, registration=second, code=second.code)

    second.refresh_from_db()
    assert second.state == CONFIRMED
    assert [one.to_state for one in second.changes.order_by("pk")] == [WAITING, OFFERED, CONFIRMED]


def test_confirm_offer_is_for_the_person_the_code_or_the_organisers():
    session, (first, second) = full_with("Lan", "Hoa")
    cancel(first)

    for stranger, code in ((PUBLIC, "guess"), (YouthUserFactory(), "")):
        with pytest.raises(NotAllowed):
            use_cases.confirm_offer(by=stranger, at=NOON, registration=second, code=code)
    use_cases.confirm_offer(
        by=YouthUserFactory(phone="+84912345678"), at=NOON, registration=second
    )

    assert states(session) == [CANCELLED, CONFIRMED]


def test_confirm_offer_refuses_an_offer_that_ran_out_and_one_that_was_never_made():
    _session, (first, second, third) = full_with("Lan", "Hoa", "Mai")
    cancel(first)

    with pytest.raises(OfferExpired):
        use_cases.confirm_offer(by=PUBLIC, at=IN_A_DAY, registration=second, code=second.code)
    use_cases.confirm_offer(by=PUBLIC, at=NOON, registration=second, code=second.code)
    cancel(third)
    with pytest.raises(IllegalTransition):
        use_cases.confirm_offer(by=PUBLIC, at=NOON, registration=third, code=third.code)


def test_whoever_waits_cannot_confirm_without_an_offer():
    session, (_first, second) = full_with("Lan", "Hoa")

    with pytest.raises(IllegalTransition):
        use_cases.confirm_offer(by=PUBLIC, at=NOON, registration=second, code=second.code)

    session.refresh_from_db()
    assert states(session) == [CONFIRMED, WAITING]
    assert (session.taken_count, session.waiting_count) == (1, 1)


def test_expire_offers_passes_the_place_on_and_tells_both():
    session, (first, second, _third) = full_with("Lan", "Hoa", "Mai")
    cancel(first)

    use_cases.expire_offers(by=SYSTEM, at=IN_A_DAY - dt.timedelta(minutes=1))
    assert states(session) == [CANCELLED, OFFERED, WAITING]
    use_cases.expire_offers(by=SYSTEM, at=IN_A_DAY)

    session.refresh_from_db()
    assert states(session) == [CANCELLED, EXPIRED, OFFERED]
    assert (session.taken_count, session.waiting_count) == (1, 0)
    told = Message.objects.filter(topic=Topic.OFFER, state="PENDING").order_by("pk")
    assert next(one.about_id for one in told) == second.pk
    assert len(told) == 2
    register(session, "Nông Thị Hoa", at=IN_A_DAY)  # whoever was too late may come again
    assert states(session) == [CANCELLED, EXPIRED, OFFERED, WAITING]


def test_expire_offers_is_for_the_installation():
    session = SessionFactory()
    for use_case in (use_cases.expire_offers, use_cases.release_reserved_places):
        with pytest.raises(NotAllowed):
            use_case(by=organiser_of(session), at=NOON)


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("2026-11-23 12:00", "2026-11-24 12:00"),
        ("2026-11-23 22:30", "2026-11-25 08:00"),  # nobody answers at half past ten at night
        ("2026-11-24 05:00", "2026-11-25 08:00"),
        ("2026-12-11 20:00", "2026-12-12 07:00"),  # an hour before the session at the latest
        ("2026-12-12 06:00", "2026-12-12 07:00"),
        ("2026-12-12 06:30", None),  # too late to ask: the place is given at once
    ],
)
def test_how_long_an_offer_is_held(at, until):
    session = SessionFactory()
    assert offer_until(session, at=moment(at)) == (moment(until) if until else None)


def test_shortly_before_the_session_the_place_is_given_without_asking():
    session, (first, _second) = full_with("Lan", "Hoa")
    cancel(first, at=moment("2026-12-12 07:20"))
    assert states(session) == [CANCELLED, CONFIRMED]


def test_a_cancelled_event_ends_the_offers_too():
    session, (first, _second, _third) = full_with("Lan", "Hoa", "Mai")
    cancel(first)

    use_cases.move_event(
        by=organiser_of(session),
        at=NOON,
        event=session.event,
        to=EventState.CANCELLED,
        reason="Bão",
    )

    session.refresh_from_db()
    assert states(session) == [CANCELLED] * 3
    assert (session.taken_count, session.waiting_count) == (0, 0)


def test_whoever_holds_an_offer_is_admitted_at_the_door():
    session, (first, second) = full_with("Lan", "Hoa")
    cancel(first, at=moment("2026-12-11 20:00"))
    second.refresh_from_db()

    use_cases.record_attendance(
        by=organiser_of(session),
        at=moment("2026-12-12 07:50"),
        registration=second,
        value="ATTENDED",
    )

    assert states(session) == [CANCELLED, CONFIRMED]


# Groups


def test_as_many_as_fit_get_places_and_the_rest_wait():
    session = SessionFactory(capacity=3)
    made = group(session, a_class(5))

    assert states(session) == [CONFIRMED] * 3 + [WAITING] * 2
    assert set(session.registrations.values_list("group", flat=True)) == {made.pk}


def test_a_group_that_comes_all_together_waits_all_together():
    session = SessionFactory(capacity=3)
    group(session, a_class(4), GroupFit.ALL)

    session.refresh_from_db()
    assert states(session) == [WAITING] * 4
    assert (session.taken_count, session.waiting_count) == (0, 4)


def test_a_group_that_does_not_fit_blocks_nobody_and_gets_its_turn():
    session = SessionFactory(capacity=3)
    singles = [register(session, f"Nông Thị {name}") for name in ("Lan", "Hoa", "Mai")]
    group(session, a_class(2), GroupFit.ALL)
    behind = register(session, "Nông Thị Thu")

    cancel(singles[0])
    behind.refresh_from_db()
    assert behind.state == OFFERED
    assert states(session)[3:5] == [WAITING, WAITING]

    cancel(singles[1])
    assert states(session)[3:5] == [WAITING, WAITING]
    cancel(singles[2])
    assert states(session)[3:5] == [OFFERED, OFFERED]


def test_each_member_confirms_on_the_phone():
    session = SessionFactory(capacity=5)
    made = group(session, a_class(3), asks_each=True)
    first = made.registrations.order_by("pk").first()

    assert states(session) == [OFFERED] * 3
    use_cases.confirm_offer(by=PUBLIC, at=NOON, registration=first, code=first.code)
    use_cases.expire_offers(by=SYSTEM, at=NOON + dt.timedelta(days=3))

    assert states(session) == [CONFIRMED, EXPIRED, EXPIRED]


def test_confirm_group_takes_every_offered_place():
    session = SessionFactory(capacity=5)
    made = group(session, a_class(3), asks_each=True)

    with pytest.raises(NotAllowed):
        use_cases.confirm_group(by=PUBLIC, at=NOON, group=made, code="guess")
    use_cases.confirm_group(by=PUBLIC, at=NOON, group=made, code=made.code)
    assert states(session) == [CONFIRMED] * 3
    with pytest.raises(OfferExpired):
        use_cases.confirm_group(by=PUBLIC, at=NOON, group=made, code=made.code)


def test_cancel_group_gives_every_place_back():
    session = SessionFactory(capacity=2)
    made = group(session, a_class(2))
    waiting = register(session)

    with pytest.raises(NotAllowed):
        use_cases.cancel_group(by=PUBLIC, at=NOON, group=made, code="guess")
    use_cases.cancel_group(by=PUBLIC, at=NOON, group=made, code=made.code, reason="Lớp thi")

    waiting.refresh_from_db()
    assert states(session) == [CANCELLED, CANCELLED, OFFERED]
    assert waiting.offer_expires_at == IN_A_DAY


def test_a_group_does_not_register_anyone_twice():
    session = SessionFactory()
    people = a_class(3)
    group(session, people[:2])
    group(session, [*people, people[2]])

    assert session.registrations.count() == 3
    with pytest.raises(AlreadyRegistered):
        group(session, people)


def test_a_group_without_room_or_name_or_right_is_refused_and_leaves_nothing():
    session = SessionFactory(capacity=1, waiting_limit=1)
    with pytest.raises(SessionFull):
        group(session, a_class(3))
    with pytest.raises(NotAllowed):
        use_cases.register_group(
            by=PUBLIC, at=NOON, session=session, name="x", people=[], fit=GroupFit.ALL
        )
    with pytest.raises(InvalidValue):
        use_cases.register_group(
            by=organiser_of(session),
            at=NOON,
            session=session,
            name=" ",
            people=[],
            fit=GroupFit.ALL,
        )


def test_an_event_that_is_over_takes_no_group_and_gives_none_back():
    session = SessionFactory(capacity=5)
    made = group(session, a_class(2))
    session.event.state = EventState.HELD
    session.event.save()

    with pytest.raises(RegistrationClosed):
        group(session, a_class(1))
    with pytest.raises(RegistrationClosed):
        use_cases.cancel_group(by=PUBLIC, at=NOON, group=made, code=made.code)


# Kept places


def reserve(session, count=2, **whose):
    return use_cases.reserve_places(
        by=organiser_of(session),
        at=NOON,
        session=session,
        places_count=count,
        release_at=moment("2026-12-10 08:00"),
        **whose,
    )


def test_kept_places_are_taken_by_those_they_are_kept_for_alone():
    session = SessionFactory(capacity=2)
    commune = CommuneFactory()
    reserve(session, count=1, commune=commune)

    stranger = register(session, "Nông Thị Hoa")
    late = register(session, "Nông Thị Mai")
    theirs = register(session, "Nông Thị Thu", commune=commune)

    session.refresh_from_db()
    assert [one.state for one in (stranger, late, theirs)] == [CONFIRMED, WAITING, CONFIRMED]
    assert (session.taken_count, session.reserved_count, session.places_left) == (2, 0, 0)


def test_a_school_comes_by_its_link():
    session = SessionFactory(capacity=2)
    reserved = reserve(session, organisation=OrganisationFactory(kind="SCHOOL"))

    assert register(session, "Nông Thị Hoa").state == WAITING
    assert register(session, "Nông Thị Mai", reserved_code="guess").state == WAITING
    theirs = register(session, "Nông Thị Thu", reserved_code=reserved.code)

    assert (theirs.state, theirs.reserved_id) == (CONFIRMED, reserved.pk)


def test_a_schools_group_takes_its_kept_places_first():
    session = SessionFactory(capacity=4)
    school = OrganisationFactory(kind="SCHOOL")
    reserved = reserve(session, organisation=school)
    group(session, a_class(3), GroupFit.ALL, organisation=school)

    session.refresh_from_db()
    reserved.refresh_from_db()
    assert states(session) == [CONFIRMED] * 3
    assert (session.taken_count, session.reserved_count, reserved.taken_count) == (3, 0, 2)


def test_a_cancelled_kept_place_is_kept_again_and_offered_to_its_people():
    session = SessionFactory(capacity=1)
    commune = CommuneFactory()
    reserve(session, count=1, commune=commune)
    first = register(session, "Nông Thị Hoa", commune=commune)
    stranger = register(session, "Nông Thị Mai")
    second = register(session, "Nông Thị Thu", commune=commune)

    cancel(first)

    for one in (stranger, second):
        one.refresh_from_db()
    assert (stranger.state, second.state) == (WAITING, OFFERED)


def test_released_places_go_to_the_waiting_list():
    session = SessionFactory(capacity=2)
    reserved = reserve(session, organisation=OrganisationFactory(kind="SCHOOL"))
    register(session, "Nông Thị Thu", reserved_code=reserved.code)
    waiting = register(session, "Nông Thị Hoa")

    use_cases.release_reserved_places(by=SYSTEM, at=moment("2026-12-10 07:59"))
    waiting.refresh_from_db()
    assert waiting.state == WAITING
    use_cases.release_reserved_places(by=SYSTEM, at=moment("2026-12-10 08:00"))

    waiting.refresh_from_db()
    session.refresh_from_db()
    assert waiting.state == OFFERED
    assert (session.taken_count, session.reserved_count) == (2, 0)


def test_reserve_places_refuses_what_cannot_be_kept():
    session = SessionFactory(capacity=2)
    school, commune = OrganisationFactory(kind="SCHOOL"), CommuneFactory()
    for wrong in ({}, {"organisation": school, "commune": commune}):
        with pytest.raises(InvalidValue):
            reserve(session, **wrong)
    with pytest.raises(InvalidValue):
        reserve(session, count=0, commune=commune)
    with pytest.raises(CapacityTaken):
        reserve(session, count=3, commune=commune)
    reserve(session, count=1, commune=commune)
    with pytest.raises(AlreadyRegistered):
        reserve(session, count=1, commune=commune)
    with pytest.raises(NotAllowed):
        use_cases.reserve_places(
            by=YouthUserFactory(),
            at=NOON,
            session=session,
            places_count=1,
            release_at=moment("2026-12-10 08:00"),
            commune=commune,
        )
    with pytest.raises(InvalidValue):
        use_cases.reserve_places(
            by=organiser_of(session),
            at=NOON,
            session=session,
            places_count=1,
            release_at=moment("2027-01-01 08:00"),
            organisation=school,
        )


# One call of the database


def test_a_stranger_does_not_change_the_e_mail_of_a_known_person():
    session = SessionFactory()
    register(session, email="lan@example.vn")
    register(SessionFactory(), email="thief@example.vn")

    assert YoungPerson.objects.get().email == "lan@example.vn"


def test_a_merged_record_is_not_registered_beside_the_kept_one():
    session = SessionFactory()
    register(session, "Nông Thị Lan")
    other = register(session, "Nông Thị Lân", phone="0987654321").young_person
    kept = YoungPerson.objects.get(phone="+84912345678")
    cancel(Registration.objects.get(young_person=other))
    YoungPerson.objects.filter(pk=other.pk).update(merged_into=kept)

    with pytest.raises(AlreadyRegistered):
        register(session, "Nông Thị Lân", phone="0987654321")
    assert sum(state in HOLDING for state in states(session)) == 1


def test_registering_tells_the_person_in_the_same_transaction():
    session = SessionFactory(capacity=0)
    registration = register(session)

    assert Message.objects.get().about_id == registration.pk
    cancel(registration)
    assert Message.objects.filter(state="PENDING").get().topic == Topic.REGISTRATION
