"""Questions of the hall: nothing is shown unread, one browser counts once."""

import datetime as dt
from collections import defaultdict

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from nhipcau.careerdays import queries, use_cases
from nhipcau.careerdays.errors import QuestionsClosed
from nhipcau.careerdays.models import AlsoAsked, HallQuestion
from nhipcau.careerdays.states import QUESTION_TRANSITIONS, QuestionState
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import IllegalTransition, InvalidValue, NotAllowed
from nhipcau.shared.models import AuditEvent
from tests.careerdays.conftest import THE_DAY
from tests.factories import CareerDayFactory, HallQuestionFactory


def ask(hall, text):
    return use_cases.ask_question(by=PUBLIC, at=THE_DAY, day=hall.day, text=text)


def move(hall, question, to, *, by=None):
    return use_cases.move_question(by=by or hall.counsellor, at=THE_DAY, question=question, to=to)


def too(question, browser, *, at=THE_DAY):
    return use_cases.ask_too(by=PUBLIC, at=at, question=question, browser=browser)


def test_a_question_waits_until_a_colleague_lets_it_through(hall):
    question = ask(hall, "  Học phí\x00 bao\nnhiêu? ")

    assert question.text == "Học phí bao nhiêu?"
    assert queries.on_screen(hall.day) == []
    move(hall, question, "SHOWN")
    assert queries.on_screen(hall.day) == [question]
    move(hall, question, "ANSWERED")
    assert queries.on_screen(hall.day) == []
    assert [one.to_state for one in question.changes.order_by("pk")] == [
        "WAITING",
        "SHOWN",
        "ANSWERED",
    ]


@pytest.mark.parametrize("text", ["", "  ", "\x00\n", "a" * 281])
def test_what_is_no_question(hall, text):
    with pytest.raises(InvalidValue) as refused:
        ask(hall, text)
    assert refused.value.field == "text"
    assert not HallQuestion.objects.exists()


def test_280_characters_are_enough(hall):
    assert len(ask(hall, "ặ" * 280).text) == 280


def test_a_hall_that_is_closed_takes_nothing(hall):
    question = move(hall, ask(hall, "Ai?"), "SHOWN")
    use_cases.open_questions(by=hall.counsellor, at=THE_DAY, day=hall.day, is_open=False)
    hall.day.refresh_from_db()
    question.day = hall.day
    with pytest.raises(QuestionsClosed):
        ask(hall, "Ai nữa?")
    with pytest.raises(QuestionsClosed):
        too(question, "a" * 32)


def test_a_cancelled_day_takes_nothing(hall):
    hall.day.event.state = "CANCELLED"
    with pytest.raises(NotAllowed):
        ask(hall, "Ai?")


def test_only_who_works_there_lets_through(hall):
    question = ask(hall, "Ai?")
    for by in (hall.leader, PUBLIC):
        with pytest.raises(NotAllowed):
            move(hall, question, "SHOWN", by=by)
        with pytest.raises(NotAllowed):
            use_cases.open_questions(by=by, at=THE_DAY, day=hall.day, is_open=False)
    move(hall, question, "SHOWN", by=hall.of_the_centre)


@pytest.mark.parametrize("before", QuestionState.values)
@pytest.mark.parametrize("to", QuestionState.values)
def test_steps_are_those_of_the_table(hall, before, to):
    question = HallQuestionFactory(day=hall.day, state=before)
    if to in QUESTION_TRANSITIONS[QuestionState(before)]:
        assert move(hall, question, to).state == to
    else:
        with pytest.raises(IllegalTransition):
            move(hall, question, to)


def test_only_what_is_on_the_screen_is_asked_too(hall):
    for state in ("WAITING", "DECLINED", "ANSWERED"):
        with pytest.raises(QuestionsClosed):
            too(HallQuestionFactory(day=hall.day, state=state), "a" * 32)


@pytest.mark.django_db
@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 4)), max_size=15))
def test_whoever_asks_too_counts_once(presses):
    """Any order of presses by any browsers: the count is of browsers, the most wanted first."""
    with transaction.atomic():
        day = CareerDayFactory()
        questions = [HallQuestionFactory(day=day, state="SHOWN") for _one in range(3)]
        asked = defaultdict(set)
        for number, browser in presses:
            too(questions[number], f"browser{browser}")
            asked[number].add(browser)
        found = queries.on_screen(day)
        transaction.set_rollback(True)
    counts = [len(asked[number]) for number in range(3)]
    by_pk = {one.pk: one.also_count for one in found}
    assert [by_pk[one.pk] for one in questions] == counts
    assert [one.also_count for one in found] == sorted(counts, reverse=True)


def test_nobody_is_known_by_a_question(hall):
    """Neither a question nor its trace says who asked; a browser is a hash of each question."""
    question = move(hall, ask(hall, "Ai?"), "SHOWN")
    other = move(hall, ask(hall, "Còn ai?"), "SHOWN")
    for one in (question, other):
        too(one, "b" * 32)
    hashes = list(AlsoAsked.objects.values_list("browser_hash", flat=True))
    assert len(set(hashes)) == 2
    assert not any("b" * 32 in one for one in hashes)
    traces = AuditEvent.objects.filter(about_type="careerdays.hallquestion", by=None)
    assert set(traces.values_list("actor_kind", flat=True)) == {"public"}


def test_words_and_browsers_are_forgotten(hall):
    question = move(hall, ask(hall, "Ai?"), "SHOWN")
    too(question, "c" * 32)
    assert use_cases.forget_old(by=SYSTEM, at=THE_DAY + dt.timedelta(days=1)) == 0
    assert use_cases.forget_old(by=SYSTEM, at=THE_DAY + dt.timedelta(days=3)) == 1
    assert HallQuestion.objects.get().text == "Ai?"
    assert use_cases.forget_old(by=SYSTEM, at=THE_DAY + dt.timedelta(days=91)) == 1
    question.refresh_from_db()
    assert (question.text, question.also_count) == ("", 1)
