"""Asked once, answered once, tied to nobody; figures from ten answers on."""

import datetime as dt

import pytest

from nhipcau.employers.models import DeskLink
from nhipcau.events.models import Attendance
from nhipcau.feedback import queries, use_cases
from nhipcau.feedback.errors import AnsweredAlready, LinkForged, LinkOver
from nhipcau.feedback.links import link_of, token_of
from nhipcau.feedback.models import EmployerView, FeedbackAnswer, FeedbackLink
from nhipcau.messaging.models import Message, Topic
from nhipcau.people.models import Purpose
from nhipcau.shared.actors import PUBLIC, SYSTEM, AtTheDesk
from nhipcau.shared.errors import InvalidValue, NotAllowed
from nhipcau.shared.models import AuditEvent, IdempotencyKey
from tests.careerdays.conftest import a_day
from tests.factories import (
    NOON,
    BoothFactory,
    EmployerContactFactory,
    EmployerViewFactory,
    FairFactory,
    FeedbackLinkFactory,
    RegistrationFactory,
    SessionFactory,
    moment,
)

OVER = moment("2026-12-12 11:30")
SOON = OVER + dt.timedelta(hours=2)


@pytest.fixture
def hall(db):
    return a_day()


def came(registration, value="ATTENDED"):
    return Attendance.objects.create(
        registration=registration,
        session=registration.session,
        young_person=registration.young_person,
        value=value,
        recorded_at=NOON,
    )


def asked(*, at=SOON):
    return use_cases.ask_after_events(by=SYSTEM, at=at)


def answer(link, *, at=SOON, token=None, key="", **instead):
    told = {"useful": 4, "next_step": "PARTLY", "words": ""} | instead
    use_cases.answer(by=PUBLIC, at=at, key=key, link=link, token=token or token_of(link), **told)


def test_who_came_and_agreed_is_asked_once(hall):
    person = hall.somebody()
    came(person)
    came(
        RegistrationFactory(
            session=SessionFactory(event=hall.day.event), young_person=person.young_person
        )
    )
    came(hall.somebody(), "ABSENT")
    came(hall.somebody(Purpose.PARTICIPATION))
    hall.somebody()

    assert (asked(), asked(at=SOON + dt.timedelta(hours=1))) == (1, 0)
    link = FeedbackLink.objects.get()
    assert link.young_person == person.young_person
    message = Message.objects.get(topic=Topic.FEEDBACK)
    assert message.path == f"/how-was-it/{token_of(link)}/"
    assert len(message.text) <= 300


@pytest.mark.parametrize(
    ("at", "count"),
    [
        (OVER, 0),
        (SOON - dt.timedelta(seconds=1), 0),
        (SOON, 1),
        (OVER + dt.timedelta(days=7), 0),
    ],
)
def test_when_it_is_asked(hall, at, count):
    came(hall.somebody())
    assert asked(at=at) == count


def test_events_without_employers_and_cancelled_ones_are_not_asked_about(hall):
    came(hall.somebody())
    hall.day.event.state = "CANCELLED"
    hall.day.event.save()
    assert asked() == 0
    hall.day.delete()
    hall.session.event.state = "HELD"
    hall.session.event.save()
    assert asked() == 0


def test_one_link_one_answer(hall):
    link = FeedbackLinkFactory(event=hall.day.event, asked_at=OVER)
    answer(link, words=" Rất\nvui ")
    for instead in ({}, {"useful": 1}):
        with pytest.raises(AnsweredAlready):
            answer(link, **instead)
    told = FeedbackAnswer.objects.get()
    assert (told.useful, told.next_step, told.words) == (4, "PARTLY", "Rất vui")


def test_an_answer_is_tied_to_nobody(hall):
    """No column leads from an answer to a link, and no trace says when a link was used."""
    links = [FeedbackLinkFactory(event=hall.day.event, asked_at=OVER) for _one in range(3)]
    for number, link in enumerate(links):
        answer(link, key=f"key{number}", words=f"{number}")
    columns = {field.name for field in FeedbackAnswer._meta.get_fields()}
    assert columns == {"id", "event", "useful", "next_step", "words"}
    traces = AuditEvent.objects.filter(action="feedback.answered")
    assert {(one.about_type, one.about_id) for one in traces} == {
        ("events.event", hall.day.event_id)
    }
    assert not AuditEvent.objects.filter(about_type="feedback.feedbacklink").exists()
    assert not IdempotencyKey.objects.exclude(result_id=None).exists()
    assert {field.name for field in FeedbackLink._meta.get_fields()} == {
        *("id", "event", "young_person", "asked_at", "expires_at", "is_answered")
    }


def test_links_that_are_none(hall):
    link = FeedbackLinkFactory(event=hall.day.event, asked_at=OVER)
    other = FeedbackLinkFactory(event=hall.day.event, asked_at=OVER)
    good = token_of(link)
    forged = f"{other.pk}-{good.partition('-')[2]}"
    for token in ("", "x", good[:-1], good + "a", forged, f"{10**17}-{'a' * 24}"):
        with pytest.raises(LinkForged):
            link_of(token)
    assert link_of(good) == link
    with pytest.raises(NotAllowed):
        answer(link, token=token_of(other))
    with pytest.raises(LinkOver):
        answer(link, at=OVER + dt.timedelta(days=30))
    assert not FeedbackAnswer.objects.exists()


@pytest.mark.parametrize(
    ("instead", "field"),
    [({"useful": 6}, "useful"), ({"useful": 0}, "useful"), ({"next_step": "WELL"}, "next_step")],
)
def test_what_is_no_answer(hall, instead, field):
    link = FeedbackLinkFactory(event=hall.day.event, asked_at=OVER)
    with pytest.raises(InvalidValue) as refused:
        answer(link, **instead)
    assert refused.value.field == field
    link.refresh_from_db()
    assert not link.is_answered


def test_figures_from_ten_answers_on(hall):
    links = [FeedbackLinkFactory(event=hall.day.event, asked_at=OVER) for _one in range(10)]
    for link in links[:9]:
        answer(link, useful=5, next_step="YES", words="hay")
    few = queries.answers_of(hall.day.event)
    assert (few.asked, few.is_told, few.count, few.mean) == (10, False, None, None)
    assert (few.useful, few.next_step, few.words) == ((), (), ())

    answer(links[9], useful=2, next_step="NO")
    told = queries.answers_of(hall.day.event)
    assert (told.is_told, told.count, round(told.mean, 1)) == (True, 10, 4.7)
    assert [row.value for row in told.useful] == [9, 0, 0, 1, 0]
    assert [row.value for row in told.next_step] == [9, 0, 1]
    assert told.words == ("hay",) * 9


def at_the_desk(employer):
    return AtTheDesk(employer_id=employer.pk, contact_id=0)


def test_employers_that_came_are_asked_by_a_letter(hall):
    fair = FairFactory(event=hall.day.event)
    came_here, declined = BoothFactory(fair=fair), BoothFactory(fair=fair, state="DECLINED")
    for booth in (came_here, declined):
        EmployerContactFactory(employer=booth.employer, email="a@example.vn")
    asked()
    asked(at=SOON + dt.timedelta(hours=1))

    assert EmployerView.objects.get().employer == came_here.employer
    assert DeskLink.objects.get(occasion="FAIR_OVER").employer == came_here.employer


def test_an_employer_says_it_and_may_say_it_anew(hall):
    view = EmployerViewFactory(event=hall.day.event, asked_at=OVER)
    told = {"view": view, "comes_again": "YES", "words": " Thêm \n bàn "}
    by = at_the_desk(view.employer)
    use_cases.tell_view(by=by, at=SOON, suitable_count=3, **told)
    use_cases.tell_view(by=by, at=SOON, suitable_count=5, **told)

    found = queries.views_of(hall.day.event)
    assert (found.asked, found.answered, found.suitable) == (1, 1, 5)
    assert found.rows[0].words == "Thêm bàn"
    assert [row.value for row in found.comes_again] == [1, 0, 0]
    other = EmployerViewFactory(event=hall.day.event)
    for actor in (at_the_desk(other.employer), PUBLIC, hall.organiser):
        with pytest.raises(NotAllowed):
            use_cases.tell_view(by=actor, at=SOON, suitable_count=1, **told)
    late = OVER + dt.timedelta(days=30)
    with pytest.raises(LinkOver):
        use_cases.tell_view(by=by, at=late, suitable_count=1, **told)
    for wrong in ({"suitable_count": -1}, {"suitable_count": 1000}):
        with pytest.raises(InvalidValue):
            use_cases.tell_view(by=by, at=SOON, **told, **wrong)


def test_what_is_over_is_forgotten(hall):
    link = FeedbackLinkFactory(event=hall.day.event, asked_at=OVER)
    answer(link, words="hay")
    use_cases.forget_old(by=SYSTEM, at=OVER + dt.timedelta(days=29))
    assert FeedbackLink.objects.exists()
    use_cases.forget_old(by=SYSTEM, at=OVER + dt.timedelta(days=31))
    assert not FeedbackLink.objects.exists()
    assert FeedbackAnswer.objects.get().words == "hay"
    use_cases.forget_old(by=SYSTEM, at=OVER + dt.timedelta(days=366))
    told = FeedbackAnswer.objects.get()
    assert (told.words, told.useful) == ("", 4)
