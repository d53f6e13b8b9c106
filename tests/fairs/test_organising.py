"""Setting a fair up, drawing its hall, asking employers."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.employers.models import DeskLink
from nhipcau.fairs import hall as plan
from nhipcau.fairs import use_cases
from nhipcau.fairs.details import BoothDetails, FairDetails
from nhipcau.fairs.errors import CellTaken, FairClosed
from nhipcau.fairs.models import Booth, Fair
from nhipcau.fairs.states import Cell
from nhipcau.shared.errors import IllegalTransition, InvalidValue, NotAllowed, ReasonMissing
from nhipcau.shared.models import AuditEvent
from tests.factories import (
    NOON,
    BoothFactory,
    EmployerContactFactory,
    EmployerFactory,
    EventFactory,
    VacancyFactory,
    moment,
)

SIGNS = st.sampled_from(Cell.values)


def details_of(event, **instead):
    told = {
        "first_slot_at": event.starts_at,
        "slot_minutes": 20,
        "slots_count": 9,
        "most_interviews": 5,
        "goal": "fair",
        "wishes_close_at": event.starts_at - dt.timedelta(days=1),
    }
    return FairDetails(**(told | instead))


def test_an_organiser_sets_a_fair_up_once_and_changes_it(hall):
    event = EventFactory(plan_line=hall.fair.event.plan_line)
    made = use_cases.set_up_fair(
        by=hall.organiser, at=NOON, event=event, details=details_of(event)
    )
    again = use_cases.set_up_fair(
        by=hall.organiser, at=NOON, event=event, details=details_of(event, slots_count=6)
    )

    assert made.pk == again.pk
    assert Fair.objects.get(event=event).slots_count == 6
    assert plan.is_plan(made.hall)
    acts = AuditEvent.objects.filter(about_type="fairs.fair", about_id=made.pk)
    assert sorted(acts.values_list("action", flat=True)) == ["fair.changed", "fair.set_up"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slot_minutes", 4),
        ("slot_minutes", 121),
        ("slots_count", 0),
        ("slots_count", 97),
        ("most_interviews", 13),
        ("first_slot_at", moment("2026-12-12 07:59")),
        ("first_slot_at", moment("2026-12-12 09:00")),
        ("wishes_close_at", moment("2026-12-12 08:01")),
    ],
)
def test_hours_and_numbers_that_cannot_be_are_refused(hall, field, value):
    event = EventFactory(plan_line=hall.fair.event.plan_line)

    with pytest.raises(InvalidValue) as refused:
        use_cases.set_up_fair(
            by=hall.organiser, at=NOON, event=event, details=details_of(event, **{field: value})
        )

    assert refused.value.field == field
    assert not Fair.objects.filter(event=event).exists()


def test_the_slots_stay_once_somebody_told_wishes(hall):
    told = details_of(hall.fair.event, slot_minutes=20, slots_count=6)

    with pytest.raises(FairClosed):
        use_cases.set_up_fair(by=hall.organiser, at=NOON, event=hall.fair.event, details=told)


def test_who_does_not_organise_sets_nothing_up(hall):
    event = hall.fair.event
    for stranger in (hall.leader, hall.counsellor, hall.desk(hall.booths[0])):
        with pytest.raises(NotAllowed):
            use_cases.set_up_fair(by=stranger, at=NOON, event=event, details=details_of(event))


# --- the hall ------------------------------------------------------------------------------------


@settings(deadline=None)
@given(st.integers(-5, 60), st.integers(-5, 60))
def test_a_new_hall_is_a_plan_that_fits(rows, columns):
    made = plan.empty(rows, columns)

    assert plan.is_plan(made)
    assert sum(line.count(Cell.ENTRANCE) for line in made.splitlines()) == 1


@settings(deadline=None)
@given(
    st.integers(3, 30),
    st.integers(3, 30),
    st.tuples(st.integers(-3, 33), st.integers(-3, 33)),
    st.tuples(st.integers(-3, 33), st.integers(-3, 33)),
    SIGNS,
)
def test_drawing_changes_the_rectangle_and_nothing_else(rows, columns, first, last, sign):
    before = plan.empty(rows, columns)
    after = plan.with_cells(before, first, last, sign)

    assert plan.is_plan(after)
    for row in range(rows):
        for column in range(columns):
            inside = min(first[0], last[0]) <= row <= max(first[0], last[0]) and min(
                first[1], last[1]
            ) <= column <= max(first[1], last[1])
            wanted = sign if inside else plan.sign_at(before, row, column)
            assert plan.sign_at(after, row, column) == wanted


def test_a_booth_is_reached_only_along_a_way_from_the_entrance():
    drawn = "#######\n#B=B.B#\n#.=..=#\n#.=.###\n##E####"

    assert plan.reached_by_wheelchair(drawn) == {(1, 1), (1, 3)}


def test_a_booth_stands_on_a_stand_that_is_free(hall):
    first, second, _third = hall.booths
    use_cases.place_booth(by=hall.organiser, at=NOON, booth=first, place=(1, 1))

    for place in ((1, 1), (1, 2), (0, 0), (99, 99)):
        with pytest.raises(CellTaken):
            use_cases.place_booth(by=hall.organiser, at=NOON, booth=second, place=place)
    with pytest.raises(CellTaken):
        use_cases.draw_hall(
            by=hall.organiser, at=NOON, fair=hall.fair, sign="#", first=(0, 0), last=(2, 2)
        )
    use_cases.place_booth(by=hall.organiser, at=NOON, booth=second, place=(2, 3))
    with pytest.raises(CellTaken):
        use_cases.resize_hall(by=hall.organiser, at=NOON, fair=hall.fair, rows=3, columns=3)
    use_cases.place_booth(by=hall.organiser, at=NOON, booth=second, place=None)

    use_cases.place_booth(by=hall.organiser, at=NOON, booth=first, place=None)
    use_cases.draw_hall(
        by=hall.organiser, at=NOON, fair=hall.fair, sign="#", first=(1, 1), last=(1, 1)
    )
    hall.fair.refresh_from_db()
    assert hall.fair.hall == "#####\n##=B#\n#B=B#\n##E##"


# --- employers -----------------------------------------------------------------------------------


def test_a_verified_employer_is_invited_by_letter_once(hall):
    employer = EmployerFactory()
    EmployerContactFactory(employer=employer)

    for _time in range(2):
        booth = use_cases.invite_employer(
            by=hall.organiser, at=NOON, fair=hall.fair, employer=employer
        )

    assert booth.state == "INVITED"
    assert Booth.objects.filter(employer=employer).count() == 1
    assert (
        DeskLink.objects.filter(employer=employer, occasion="FAIR", revoked_at=None).count() == 1
    )


def test_an_employer_that_is_not_verified_is_not_invited(hall):
    employer = EmployerFactory(state="REGISTERED", verified_on=None, verify_again_on=None)

    with pytest.raises(InvalidValue):
        use_cases.invite_employer(by=hall.organiser, at=NOON, fair=hall.fair, employer=employer)


def test_the_desk_says_that_it_comes_with_whom_and_what(hall):
    booth = BoothFactory(fair=hall.fair, state="INVITED", number=None)
    EmployerContactFactory(employer=booth.employer)
    vacancy = VacancyFactory(employer=booth.employer)
    told = BoothDetails((2, 2, 2, 0, 1, 1), (vacancy,))

    use_cases.answer_invitation(
        by=hall.desk(booth), at=NOON, booth=booth, comes=True, details=told
    )

    booth.refresh_from_db()
    assert (booth.state, booth.number, booth.interviewers) == ("ACCEPTED", 4, [2, 2, 2, 0, 1, 1])
    assert [one.vacancy for one in booth.brought.all()] == [vacancy]


def test_what_a_desk_tells_wrongly_is_refused_whole(hall):
    booth = hall.booths[0]
    own, foreign = VacancyFactory(employer=booth.employer), VacancyFactory()
    for interviewers, vacancies, field in (
        ((1,) * 5, (own,), "interviewers"),
        ((0,) * 6, (own,), "interviewers"),
        ((21,) * 6, (own,), "interviewers"),
        ((1,) * 6, (), "vacancies"),
        ((1,) * 6, (foreign,), "vacancies"),
    ):
        with pytest.raises(InvalidValue) as refused:
            use_cases.answer_invitation(
                by=hall.desk(booth),
                at=NOON,
                booth=booth,
                comes=True,
                details=BoothDetails(interviewers, vacancies),
            )
        assert refused.value.field == field
    booth.refresh_from_db()
    assert booth.interviewers == [1] * 6


def test_another_employers_desk_answers_nothing(hall):
    first, second, _third = hall.booths

    with pytest.raises(NotAllowed):
        use_cases.give_up_booth(by=hall.desk(second), at=NOON, booth=first, reason="x")


def test_a_booth_is_given_up_with_a_reason_and_may_come_back(hall):
    booth = hall.booths[0]
    with pytest.raises(ReasonMissing):
        use_cases.give_up_booth(by=hall.desk(booth), at=NOON, booth=booth, reason=" ")
    use_cases.give_up_booth(by=hall.desk(booth), at=NOON, booth=booth, reason="ốm cả")
    with pytest.raises(IllegalTransition):
        use_cases.answer_invitation(by=hall.desk(booth), at=NOON, booth=booth, comes=False)
    use_cases.answer_invitation(by=hall.desk(booth), at=NOON, booth=booth, comes=True)

    booth.refresh_from_db()
    assert (booth.state, booth.number) == ("ACCEPTED", 1)


def test_buses_have_names_of_their_own_and_leave_after_they_came(hall):
    told = {
        "name": "THPT Việt Bắc",
        "arrives_at": moment("2026-12-12 08:30"),
        "leaves_at": moment("2026-12-12 10:00"),
    }
    bus = use_cases.save_bus(by=hall.organiser, at=NOON, fair=hall.fair, **told)
    for wrong in ({}, {"name": " "}, {"name": "x", "leaves_at": told["arrives_at"]}):
        with pytest.raises(InvalidValue):
            use_cases.save_bus(by=hall.organiser, at=NOON, fair=hall.fair, **(told | wrong))
    late = told | {"arrives_at": moment("2026-12-12 09:00")}
    use_cases.save_bus(by=hall.organiser, at=NOON, fair=hall.fair, bus=bus, **late)

    assert hall.fair.buses.get().arrives_at == late["arrives_at"]


def test_details_say_what_they_hold():
    assert {one.name for one in dataclasses.fields(FairDetails)} <= {
        one.name for one in Fair._meta.get_fields()
    }
