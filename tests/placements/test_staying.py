"""The clock of day 7, 30, 90 and 180; links that work once; leaving early opens a task."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nhipcau.messaging.models import Message
from nhipcau.placements import queries, use_cases
from nhipcau.placements.errors import AlreadyAnswered, LinkExpired, LinkForged
from nhipcau.placements.links import CHECK, START, link_of, read_link
from nhipcau.placements.models import CounsellingTask, StayCheck
from nhipcau.placements.states import StayAnswer
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import IllegalTransition, InvalidValue, NotAllowed, ReasonMissing
from nhipcau.shared.models import ReferenceValue
from tests.factories import NOON, PlacementFactory, YouthUserFactory, agree, moment, staff_of

LEFT, STILL, CHANGED = StayAnswer.LEFT, StayAnswer.STILL_THERE, StayAnswer.CHANGED_JOB


@pytest.fixture
def placement(hired):
    """Began on 2 November: asked on 9 November, 2 December, 31 January and 1 May."""
    return PlacementFactory(referral=hired)


def check(placement, day=7):
    return placement.checks.get(day=day)


def on(day):
    return moment(f"{day} 09:00")


def answer(one, answer=STILL, at=None, **told):
    token = told.pop("token", None) or queries.check_link(one)
    return use_cases.answer_by_link(
        by=PUBLIC, at=at or on("2026-11-09"), check=one, token=token, answer=answer, **told
    )


# --- links ---------------------------------------------------------------------------------------


def test_one_tap_says_still_there(placement):
    answer(check(placement))

    told = check(placement)
    assert (told.answer, told.how, told.answered_by) == ("STILL_THERE", "LINK", None)


def test_a_link_works_once(placement):
    answer(check(placement))
    with pytest.raises(AlreadyAnswered):
        answer(check(placement), LEFT, reason="WAGE")
    assert check(placement).answer == "STILL_THERE"


def test_a_link_is_good_for_fourteen_days_and_no_longer(placement):
    with pytest.raises(NotAllowed):
        answer(check(placement), at=on("2026-11-24"))
    answer(check(placement), at=on("2026-11-23"))


def test_a_link_answers_its_own_check_alone(placement):
    with pytest.raises(NotAllowed):
        answer(check(placement), token=queries.check_link(check(placement, 30)))
    with pytest.raises(NotAllowed):
        answer(check(placement), token=link_of(START, check(placement).pk, last_day=NOON.date()))


@given(place=st.integers(0, 27), letter=st.sampled_from("abcdefghijklmnopqrstuvwxyz234567"))
def test_a_link_with_any_other_letter_is_refused(place, letter):
    link = link_of(CHECK, 4711, last_day=dt.date(2026, 12, 1))
    forged = link[:place] + letter + link[place + 1 :]
    if forged == link:
        assert read_link(forged, at=NOON).number == 4711
        return
    try:
        told = read_link(forged, at=NOON)
    except LinkForged:
        return
    # The last letter has bits that say nothing: the same link, written otherwise.
    assert (told.kind, told.number, told.last_day) == (CHECK, 4711, dt.date(2026, 12, 1))


@given(text=st.text(max_size=60))
def test_no_text_opens_anything(text):
    with pytest.raises(LinkForged):
        read_link(text, at=NOON)


def test_the_last_day_counts_in_local_time():
    link = link_of(CHECK, 1, last_day=dt.date(2026, 12, 1))
    assert read_link(link, at=moment("2026-12-01 23:59")).number == 1
    with pytest.raises(LinkExpired):
        read_link(link, at=moment("2026-12-02 00:00"))


# --- the clock -----------------------------------------------------------------------------------


def ask(day):
    return use_cases.ask_stay_checks(by=SYSTEM, at=on(day))


def test_the_question_is_sent_on_its_day_once(placement):
    assert ask("2026-11-09") == 0  # nobody is asked who did not agree to it
    agree(placement.referral.young_person, "JOB_SEARCH")
    assert ask("2026-11-08") == 0
    assert ask("2026-11-09") == 1
    assert ask("2026-11-09") == 0

    message = Message.objects.get()
    assert message.topic == "STAY"
    assert message.path == f"/w/{queries.check_link(check(placement))}/"
    assert ask("2026-12-02") == 1
    assert ask("2027-01-31") == 1
    assert ask("2027-05-01") == 1


def test_a_question_too_old_for_its_link_is_not_sent_any_more(placement):
    assert ask("2026-11-23") == 0


def test_nobody_is_asked_who_has_left(placement):
    answer(check(placement), LEFT, reason="WAGE")
    assert ask("2026-12-02") == 0


def test_only_the_clock_asks(placement, counsellor):
    with pytest.raises(NotAllowed):
        use_cases.ask_stay_checks(by=counsellor, at=NOON)


def test_what_nobody_answered_is_due_and_then_overdue(placement, counsellor):
    def shown(shows, day):
        found = queries.placements_listed(
            counsellor, shows=shows, market="", on=dt.date.fromisoformat(day)
        )
        return found.count()

    assert shown("due", "2026-11-08") == 0
    assert shown("due", "2026-11-09") == 1
    assert shown("overdue", "2026-11-14") == 0
    assert shown("overdue", "2026-11-15") == 1
    answer(check(placement))
    assert shown("due", "2026-11-15") == 0


def test_the_days_of_the_clock_are_data(placement):
    ReferenceValue.objects.filter(code="stay_overdue_days").update(value="1")
    found = queries.counts_of(
        staff_of(placement.referral.young_person.followed_by.get()), dt.date(2026, 11, 11)
    )
    assert found["overdue"] == 1


def test_who_is_there_after_thirty_days_was_there_after_seven(placement):
    answer(check(placement, 30), at=on("2026-12-03"))

    assert check(placement).answer == "STILL_THERE"
    assert check(placement, 90).answer == ""


# --- leaving -------------------------------------------------------------------------------------


def test_leaving_wants_a_reason(placement):
    for reason in ("", "NONSENSE"):
        with pytest.raises(ReasonMissing):
            answer(check(placement), LEFT, reason=reason)
    assert not CounsellingTask.objects.exists()


def test_leaving_early_opens_one_task_due_in_working_days(placement):
    answer(check(placement), LEFT, reason="WAGE", at=on("2026-11-13"))  # a Friday

    placement.refresh_from_db()
    task = CounsellingTask.objects.get()
    assert (placement.state, placement.leaving_reason) == ("LEFT", "WAGE")
    assert (task.reason, task.due_on, task.done_at) == ("WAGE", dt.date(2026, 11, 18), None)


def test_a_better_job_opens_no_task(placement):
    answer(check(placement), CHANGED)

    placement.refresh_from_db()
    assert placement.state == "LEFT"
    assert not CounsellingTask.objects.exists()


def test_a_call_is_written_down_with_who_called(placement, counsellor):
    use_cases.record_check(
        by=counsellor,
        at=NOON,
        check=check(placement),
        answer=LEFT,
        reason="FAMILY",
        left_on=dt.date(2026, 11, 10),
        note="mẹ ốm",
    )
    told = check(placement)
    placement.refresh_from_db()
    assert (told.how, told.answered_by, told.note) == ("CALL", counsellor, "mẹ ốm")
    assert placement.left_on == dt.date(2026, 11, 10)


def test_a_last_day_outside_the_work_is_refused(placement, counsellor):
    for day in (dt.date(2026, 11, 1), NOON.date() + dt.timedelta(days=1)):
        with pytest.raises(InvalidValue):
            use_cases.record_check(
                by=counsellor,
                at=NOON,
                check=check(placement),
                answer=LEFT,
                reason="FAMILY",
                left_on=day,
            )


def test_who_was_not_reached_is_called_again(placement, counsellor):
    told = {"by": counsellor, "at": NOON, "check": check(placement)}
    use_cases.record_check(**told, answer=StayAnswer.NOT_REACHED)
    assert StayCheck.objects.open().filter(day=7).exists()

    use_cases.record_check(**told, answer=STILL)
    assert check(placement).answer == "STILL_THERE"


def test_a_stranger_answers_for_nobody(placement):
    with pytest.raises(NotAllowed):
        use_cases.record_check(
            by=YouthUserFactory(), at=NOON, check=check(placement), answer=STILL
        )


def test_a_mistake_is_taken_back_with_a_reason(placement, counsellor):
    answer(check(placement), LEFT, reason="WAGE")
    placement.refresh_from_db()
    with pytest.raises(ReasonMissing):
        use_cases.reopen(by=counsellor, at=NOON, placement=placement, reason="")

    use_cases.reopen(by=counsellor, at=NOON, placement=placement, reason="bấm nhầm")

    placement.refresh_from_db()
    assert (placement.state, placement.left_on) == ("REPORTED", None)
    assert check(placement).answer == ""
    with pytest.raises(IllegalTransition):
        use_cases.reopen(by=counsellor, at=NOON, placement=placement, reason="x")


def test_a_task_is_ended_once_with_what_came_of_it(placement, counsellor):
    answer(check(placement), LEFT, reason="WAGE")
    task = CounsellingTask.objects.get()
    with pytest.raises(ReasonMissing):
        use_cases.end_task(by=counsellor, at=NOON, task=task, note=" ")
    use_cases.end_task(by=counsellor, at=NOON, task=task, note="giới thiệu chỗ khác")
    with pytest.raises(AlreadyAnswered):
        use_cases.end_task(by=counsellor, at=NOON, task=task, note="lần nữa")
    task.refresh_from_db()
    assert (task.done_by, task.note) == (counsellor, "giới thiệu chỗ khác")
