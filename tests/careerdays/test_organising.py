"""The programme of a day: within its hours, and nobody named who did not agree."""

import datetime as dt

import pytest

from nhipcau.careerdays import queries, use_cases
from nhipcau.careerdays.details import ItemDetails
from nhipcau.careerdays.models import CareerDay, PresentEmployer
from nhipcau.shared.errors import InvalidValue, NotAllowed
from tests.factories import (
    NOON,
    BoothFactory,
    EmployerFactory,
    EventFactory,
    EventKindFactory,
    FairFactory,
    ProgrammeItemFactory,
    moment,
)


def told(**instead):
    details = {
        "starts_at": moment("2026-12-12 08:30"),
        "ends_at": moment("2026-12-12 09:00"),
        "title": "Nghề của tôi",
    }
    return ItemDetails(**(details | instead))


def save(hall, details, **more):
    return use_cases.save_item(by=hall.organiser, at=NOON, day=hall.day, details=details, **more)


def test_a_day_is_set_up_once(hall):
    event = EventFactory(plan_line=hall.day.event.plan_line)
    first = use_cases.set_up_day(by=hall.organiser, at=NOON, event=event)

    assert use_cases.set_up_day(by=hall.organiser, at=NOON, event=event) == first
    assert first.ask_code != first.screen_code
    assert not first.takes_questions


def test_no_day_in_a_school_or_barracks(hall):
    for told_of_kind in ({"hides_host": True}, {"is_in_school": True}):
        kind = EventKindFactory(**told_of_kind)
        event = EventFactory(plan_line=hall.day.event.plan_line, kind=kind)
        with pytest.raises(InvalidValue):
            use_cases.set_up_day(by=hall.organiser, at=NOON, event=event)


def test_only_organisers_write_the_programme(hall):
    item = save(hall, told())
    for by in (hall.counsellor, hall.leader):
        with pytest.raises(NotAllowed):
            use_cases.save_item(by=by, at=NOON, day=hall.day, details=told())
        with pytest.raises(NotAllowed):
            use_cases.remove_item(by=by, at=NOON, item=item)
    use_cases.remove_item(by=hall.organiser, at=NOON, item=item)
    assert not hall.day.items.exists()


@pytest.mark.parametrize(
    ("instead", "field"),
    [
        ({"ends_at": moment("2026-12-12 08:30")}, "ends_at"),
        ({"starts_at": moment("2026-12-12 07:59")}, "starts_at"),
        ({"ends_at": moment("2026-12-12 11:31")}, "starts_at"),
        ({"title": "  "}, "title"),
        ({"speaker_role": "Giám đốc"}, "speaker_name"),
        ({"speaker_agreed_on": dt.date(2026, 12, 1)}, "speaker_name"),
    ],
)
def test_a_line_that_cannot_be(hall, instead, field):
    with pytest.raises(InvalidValue) as refused:
        save(hall, told(**instead))

    assert refused.value.field == field


def test_a_speaker_is_published_once_agreed(hall):
    speaker = {"speaker_name": " Đàm  Vinh ", "speaker_role": "Thợ mộc"}
    item = save(hall, told(**speaker))
    assert item.public_speaker == ()

    item = save(hall, told(**speaker, speaker_agreed_on=dt.date(2026, 12, 1)), item=item)
    assert item.public_speaker == ("Đàm Vinh", "Thợ mộc")
    assert hall.day.items.count() == 1


def test_what_runs_and_what_comes_next(hall):
    start = hall.day.event.starts_at
    lines = [
        ProgrammeItemFactory(day=hall.day, starts_at=start + dt.timedelta(minutes=minutes))
        for minutes in (60, 0, 120)
    ]
    running, following = queries.now_and_next(lines, at=start + dt.timedelta(minutes=29))
    assert (running, following) == ([lines[1]], lines[0])
    running, following = queries.now_and_next(lines, at=start + dt.timedelta(minutes=30))
    assert (running, following) == ([], lines[0])
    assert queries.now_and_next(lines, at=start + dt.timedelta(hours=3)) == ([], None)


def test_employers_with_a_booth_come_first_and_by_themselves(hall):
    fair = FairFactory(event=hall.day.event)
    second, first = (BoothFactory(fair=fair, number=number) for number in (2, 1))
    BoothFactory(fair=fair, state="INVITED", number=None)
    named = EmployerFactory(centre=hall.centre)
    present = use_cases.name_employer(by=hall.organiser, at=NOON, day=hall.day, employer=named)
    use_cases.name_employer(by=hall.organiser, at=NOON, day=hall.day, employer=second.employer)

    there = queries.employers_at(hall.day.event)
    assert [(one.employer, one.booth) for one in there] == [
        (first.employer, 1),
        (second.employer, 2),
        (named, None),
    ]
    use_cases.remove_employer(by=hall.organiser, at=NOON, present=present)
    assert PresentEmployer.objects.count() == 1


def test_only_verified_employers_are_named(hall):
    asked = EmployerFactory(centre=hall.centre, state="REGISTERED")
    with pytest.raises(InvalidValue):
        use_cases.name_employer(by=hall.organiser, at=NOON, day=hall.day, employer=asked)
    assert CareerDay.objects.get().present.count() == 0
