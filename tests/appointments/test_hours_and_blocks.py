"""Hours, absences and places; and times for the people of one event."""

import dataclasses
import datetime as dt

import pytest

from nhipcau.appointments import use_cases
from nhipcau.appointments.availability import times_of
from nhipcau.appointments.details import BlockDetails, HoursDetails
from nhipcau.appointments.errors import HoursOverlap, SlotTaken
from nhipcau.appointments.models import Absence, Appointment, Hours
from nhipcau.appointments.queries import free_times, in_the_way
from nhipcau.organisations.models import Role
from nhipcau.shared.errors import InvalidValue, NotAllowed
from tests.appointments.conftest import booked
from tests.factories import (
    NOON,
    BlockFactory,
    EventFactory,
    PlaceFactory,
    RegistrationFactory,
    SessionFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    counsellor_in,
    moment,
    reference_data,
    staff_of,
)


def details(place, **told):
    values = {
        "weekday": 0,
        "starts": dt.time(13),
        "ends": dt.time(16),
        "modes": ("PLACE",),
        "valid_from": dt.date(2026, 12, 1),
        "place": place,
    }
    return HoursDetails(**{**values, **told})


@pytest.fixture
def place(palace):
    return PlaceFactory(unit=palace)


def add(by, counsellor, unit, told):
    return use_cases.add_hours(by=by, at=NOON, counsellor=counsellor, unit=unit, details=told)


def test_counsellors_keep_their_own_hours_and_the_coordinator_all(counsellor, palace, place):
    coordinator = staff_of(palace)
    other = counsellor_in(palace)

    add(counsellor, counsellor, palace, details(place))
    add(coordinator, counsellor, palace, details(place, weekday=1))
    for nobody in (other, staff_of(palace, Role.LEADER)):
        with pytest.raises(NotAllowed):
            add(nobody, counsellor, palace, details(place, weekday=2))
    with pytest.raises(InvalidValue):
        add(coordinator, coordinator, palace, details(place))


def test_two_lines_at_one_time_are_refused(counsellor, palace, place):
    with pytest.raises(HoursOverlap):
        add(counsellor, counsellor, palace, details(place, starts=dt.time(11)))
    morning = Hours.objects.filter(counsellor=counsellor, weekday=0).get()
    use_cases.end_hours(by=counsellor, at=NOON, hours=morning, last_day=dt.date(2026, 11, 30))
    add(counsellor, counsellor, palace, details(place, starts=dt.time(11)))


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"ends": dt.time(13)}, "ends"),
        ({"weekday": 7}, "weekday"),
        ({"modes": ()}, "modes"),
        ({"modes": ("x",)}, "modes"),
        ({"place": None}, "place"),
        ({"modes": ("ONLINE",)}, "online_address"),
        ({"valid_to": dt.date(2026, 11, 30)}, "valid_to"),
    ],
)
def test_what_cannot_be_right_is_said_at_its_question(counsellor, palace, place, told, field):
    with pytest.raises(InvalidValue) as refused:
        add(counsellor, counsellor, palace, dataclasses.replace(details(place), **told))
    assert refused.value.field == field


def test_an_absence_closes_the_hours_and_names_what_is_in_the_way(
    counsellor, palace, person, youth
):
    made = booked(youth, person)
    absence = use_cases.add_absence(
        by=counsellor,
        at=NOON,
        counsellor=counsellor,
        unit=palace,
        starts_at=moment("2026-11-25 00:00"),
        ends_at=moment("2026-11-26 00:00"),
    )
    days = {one.starts_at.astimezone(NOON.tzinfo).day for one in times()}

    assert 25 not in days
    assert in_the_way(counsellor, counsellor.pk, at=NOON) == [made]
    use_cases.remove_absence(by=counsellor, at=NOON, absence=absence)
    assert not Absence.objects.exists()
    assert in_the_way(counsellor, counsellor.pk, at=NOON) == []


def times():
    return free_times("CAREER", "PLACE", at=NOON)[0]


# --- after an event ------------------------------------------------------------------------------


@pytest.fixture
def block(db):
    reference_data()
    session = SessionFactory()
    return BlockFactory(session=session, unit=session.event.plan_line.lead)


def pupil(block):
    person = agree(YoungPersonFactory())
    RegistrationFactory(session=block.session, young_person=person)
    return person, YouthUserFactory(phone=person.phone)


def choose(block, person, by, clock="2026-12-12 13:30", at=NOON):
    return use_cases.book_in_block(
        by=by, at=at, block=block, young_person=person, starts_at=moment(clock)
    )


def test_each_time_after_an_event_is_given_once(block):
    first, second = pupil(block), pupil(block)

    choose(block, *first)

    with pytest.raises(SlotTaken):
        choose(block, *second)
    choose(block, *second, "2026-12-12 13:45")
    assert [is_free for _span, is_free in times_of(block, at=NOON)] == [False] * 2 + [True] * 4


def test_whoever_has_one_changes_to_another(block):
    person, youth = pupil(block)
    choose(block, person, youth)

    choose(block, person, youth, "2026-12-12 14:45")

    made = Appointment.objects.get()
    assert (made.starts_at, made.sequence) == (moment("2026-12-12 14:45"), 1)


def test_only_people_of_the_session_and_only_its_times(block):
    stranger = agree(YoungPersonFactory())

    with pytest.raises(NotAllowed):
        choose(block, stranger, YouthUserFactory(phone=stranger.phone))
    person, youth = pupil(block)
    for clock in ("2026-12-12 13:35", "2026-12-12 15:00", "2026-12-12 13:15"):
        with pytest.raises(SlotTaken):
            choose(block, person, youth, clock)
    with pytest.raises(SlotTaken):
        choose(block, person, youth, at=moment("2026-12-12 13:30"))
    use_cases.close_block(by=block.counsellor, at=NOON, block=block)
    with pytest.raises(SlotTaken):
        choose(block, person, youth)


def test_a_block_takes_the_counsellors_own_hours_and_not_a_booked_time(palace, person, youth):
    session = SessionFactory(event=EventFactory())
    unit = session.event.plan_line.lead
    counsellor = counsellor_in(unit)
    told = BlockDetails(
        moment("2026-11-25 08:00"), moment("2026-11-25 10:00"), 15, "Lớp 12A1", "CAREER"
    )

    def open_block(told):
        return use_cases.open_block(
            by=counsellor, at=NOON, session=session, unit=unit, counsellor=counsellor, details=told
        )

    open_block(told)
    with pytest.raises(SlotTaken):
        booked(youth, person, "2026-11-25 09:30")
    booked(youth, person, "2026-11-25 10:00")
    with pytest.raises(HoursOverlap):
        open_block(
            dataclasses.replace(
                told,
                starts_at=moment("2026-11-25 10:30"),
                ends_at=moment("2026-11-25 11:30"),
            )
        )
