"""An employer's link: answered, repeated, corrected, replaced, over, made up."""

import dataclasses
import datetime as dt

import pytest

from nhipcau.messaging.composing import composed
from nhipcau.messaging.models import Message, Topic
from nhipcau.messaging.sending import send_next
from nhipcau.people.models import Purpose
from nhipcau.people.use_cases import withdraw_consent
from nhipcau.referrals import links, queries, taking, use_cases
from nhipcau.referrals.errors import Frozen
from nhipcau.referrals.models import AnswerLink
from nhipcau.referrals.states import Outcome, ReferralState, WaitsFor
from nhipcau.referrals.told import Told
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import InvalidValue, NotAllowed
from tests.factories import NOON, moment
from tests.referrals.conftest import A_MINUTE, AN_HOUR, ENOUGH, an_office, token_of
from tests.referrals.test_stepping import at_once, names

pytestmark = pytest.mark.django_db
HIRE = Told(starts_on=dt.date(2026, 12, 1))
NOT_HIRED = Told(reason="chưa đủ kinh nghiệm")
INVITE = Told(interview_at=moment("2026-11-27 08:00"), interview_place="Lô B2")


def say(token, name, told=ENOUGH, *, at=NOON):
    return use_cases.answer(by=PUBLIC, at=at, token=token, name=name, told=told)


def test_an_employer_invites_and_later_takes_on(office):
    referral = office.introduce()
    token = token_of(referral)

    say(token, "invite", INVITE, at=NOON + A_MINUTE)
    referral = say(token, "hire", HIRE, at=moment("2026-11-28 09:00"))

    assert (referral.state, referral.starts_on) == (ReferralState.HIRED, dt.date(2026, 12, 1))
    line = referral.steps.last()
    assert (line.actor_kind, line.by, line.link.referral) == ("public", None, referral)


def test_the_same_answer_again_changes_nothing(office):
    referral = office.introduce()
    token = token_of(referral)
    say(token, "hire", HIRE)

    for at in (NOON, NOON + A_MINUTE, NOON + 40 * AN_HOUR):
        say(token, "hire", HIRE, at=at)

    assert names(referral) == ["introduce", "hire"]


def test_another_answer_within_the_window_corrects_the_first(office):
    referral = office.introduce()
    token = token_of(referral)
    say(token, "not_hired", NOT_HIRED)

    referral = say(token, "hire", HIRE, at=NOON + 10 * A_MINUTE)

    assert (referral.state, referral.outcome) == (ReferralState.HIRED, "")
    assert names(referral) == ["introduce", "not_hired", "undo", "hire"]


def test_a_corrected_no_waits_for_the_centre_when_the_person_was_introduced_anew(office):
    referral = office.introduce()
    token = token_of(referral)
    say(token, "not_hired", NOT_HIRED)
    office.introduce()

    referral = say(token, "hire", HIRE, at=NOON + A_MINUTE)

    assert (referral.state, referral.waits_for) == ("CLOSED", "CENTRE")
    assert names(referral) == ["introduce", "not_hired", "other_answer"]


def test_another_answer_after_the_window_waits_for_the_centre(office):
    referral = office.introduce()
    token = token_of(referral)
    say(token, "hire", HIRE)

    referral = say(token, "not_hired", NOT_HIRED, at=NOON + 31 * A_MINUTE)

    assert (referral.state, referral.waits_for) == (ReferralState.HIRED, WaitsFor.CENTRE)
    assert names(referral) == ["introduce", "hire", "other_answer"]
    assert "chưa đủ kinh nghiệm" in referral.steps.last().comment
    assert referral in queries.inbox(office.counsellor)


def test_a_link_that_ended_the_introduction_dies_with_the_window(office):
    referral = office.introduce()
    token = token_of(referral)
    say(token, "not_hired", NOT_HIRED)

    assert links.opened_by(token, at=NOON + 29 * A_MINUTE)
    with pytest.raises(NotAllowed):
        say(token, "hire", HIRE, at=NOON + 30 * A_MINUTE)
    assert taking.locked(referral).outcome == Outcome.NOT_HIRED


@pytest.mark.parametrize("name", ["withdraw", "not_hired"])
def test_a_link_dies_when_the_introduction_is_closed_by_others(office, name):
    referral = office.introduce()
    token = token_of(referral)

    office.step(referral, name, at=NOON)

    with pytest.raises(NotAllowed):
        say(token, "hire", HIRE, at=NOON + A_MINUTE)


def test_a_new_link_replaces_the_old_one(office):
    referral = office.introduce()
    old = token_of(referral)
    office.step(referral, "ask_again", at=NOON + A_MINUTE)

    with pytest.raises(NotAllowed):
        say(old, "hire", HIRE, at=NOON + 2 * A_MINUTE)
    assert say(token_of(referral), "hire", HIRE, at=NOON + 2 * A_MINUTE)


def test_a_link_ends_in_time(office):
    token = token_of(office.introduce())

    assert links.opened_by(token, at=NOON + dt.timedelta(days=60) - A_MINUTE)
    with pytest.raises(NotAllowed):
        say(token, "hire", HIRE, at=NOON + dt.timedelta(days=60))


def test_a_made_up_or_changed_token_opens_nothing(office):
    token = token_of(office.introduce())
    changed = ("A" if token[0] != "A" else "B") + token[1:]

    for wrong in ("", "x", changed, token + "A", token[:-1], AnswerLink.objects.get().token_hash):
        with pytest.raises(NotAllowed):
            say(wrong, "hire", HIRE)


def test_the_secret_of_a_link_lies_in_no_table(office):
    token = token_of(office.introduce())
    told = Message.objects.get(topic=Topic.ANSWER)

    assert token not in told.path + told.text
    assert token not in AnswerLink.objects.get().token_hash
    assert links.name_of(AnswerLink.objects.get()) in told.path


def test_the_message_to_the_employer_carries_the_secret_and_no_name(office):
    token = token_of(office.introduce())

    text = composed([Message.objects.get(topic=Topic.ANSWER)], fits=lambda text: True)

    assert f"/answer/{token}/" in text
    assert office.person.full_name.split()[-1] not in text


def test_a_withdrawn_consent_stops_the_message_that_waits_and_the_link(office):
    referral = office.introduce()
    token = token_of(referral)
    withdraw_consent(
        by=office.youth, at=NOON, young_person=office.person, purpose=Purpose.INTRODUCTION
    )

    while send_next(by=SYSTEM, at=NOON + A_MINUTE):
        pass

    told = Message.objects.filter(about_id=referral.pk)
    assert {(one.state, one.outcome) for one in told} == {("WITHDRAWN", "NO_CONSENT")}
    assert len(told) == 2
    with pytest.raises(NotAllowed):
        say(token, "hire", HIRE)


def test_a_frozen_introduction_takes_no_answer(office):
    referral = office.introduce()
    office.step(referral, "freeze")

    with pytest.raises(Frozen):
        say(token_of(referral), "hire", HIRE)


def test_the_wrong_contact_loses_the_link_at_once(office):
    referral = office.introduce()
    token = token_of(referral)

    referral = say(token, "wrong_contact", Told())

    assert referral.waits_for == WaitsFor.CENTRE
    assert links.opened_by(token, at=NOON) is None


def test_more_time_is_given_once(office):
    referral = office.introduce()
    token = token_of(referral)
    told = Told(answer_by=dt.date(2026, 11, 30))
    assert say(token, "more_time", told).clock_from == dt.date(2026, 11, 30)

    later = say(token, "more_time", Told(answer_by=dt.date(2026, 12, 4)), at=NOON + 40 * A_MINUTE)
    assert later.clock_from == dt.date(2026, 11, 30)
    assert names(referral)[-1] == "other_answer"


def test_more_time_corrected_within_the_window_holds_the_second_day(office):
    referral = office.introduce()
    token = token_of(referral)
    say(token, "more_time", Told(answer_by=dt.date(2026, 11, 30)))

    referral = say(
        token, "more_time", Told(answer_by=dt.date(2026, 12, 4)), at=NOON + 5 * A_MINUTE
    )

    assert referral.clock_from == dt.date(2026, 12, 4)
    assert names(referral) == ["introduce", "more_time", "undo", "more_time"]


@pytest.mark.parametrize(
    ("name", "told", "field"),
    [
        ("invite", Told(interview_place="Lô B2"), "interview_at"),
        ("invite", dataclasses.replace(INVITE, interview_place=" "), "interview_place"),
        ("invite", dataclasses.replace(INVITE, interview_at=NOON), "interview_at"),
        ("hire", Told(), "starts_on"),
        ("hire", Told(starts_on=dt.date(2020, 1, 1)), "starts_on"),
        ("more_time", Told(answer_by=dt.date(2027, 1, 1)), "answer_by"),
        ("start", HIRE, "name"),
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_words(office, name, told, field):
    referral = office.introduce()

    with pytest.raises(InvalidValue) as refused:
        say(token_of(referral), name, told)

    assert refused.value.field == field
    assert names(referral) == ["introduce"]


def test_an_employer_sees_its_own_people_and_the_agreed_fields_alone(office):
    referral = office.introduce()
    office.propose(young_person=office.another_person())

    shown = queries.introduced_to([office.vacancy.employer_id], at=NOON)

    assert [one["reference"] for one in shown] == [referral.pk]
    assert set(shown[0]["shown"]) == {"full_name", "birth_year", "phone", "commune"}
    assert queries.introduced_to([office.vacancy.employer_id + 1], at=NOON) == []


def test_what_an_employer_saw_is_gone_some_time_after_the_end(office):
    referral = office.introduce()
    office.step(referral, "not_hired", at=NOON)
    kept = NOON + dt.timedelta(days=30)

    assert use_cases.forget_shown(by=SYSTEM, at=kept - A_MINUTE) == 0
    assert taking.locked(referral).shown
    assert use_cases.forget_shown(by=SYSTEM, at=kept) == 1
    assert taking.locked(referral).shown == {}
    assert use_cases.forget_shown(by=SYSTEM, at=kept) == 0


@pytest.mark.django_db(transaction=True)
def test_two_different_answers_at_once_leave_one_and_a_log_of_both():
    office = an_office()
    referral = office.introduce()
    token = token_of(referral)

    ended = at_once([lambda: say(token, "hire", HIRE), lambda: say(token, "not_hired", NOT_HIRED)])

    assert not [one for one in ended if isinstance(one, Exception)]
    referral.refresh_from_db()
    assert referral.steps.count() == 4
    assert referral.state in (ReferralState.HIRED, ReferralState.CLOSED)


@pytest.mark.django_db(transaction=True)
def test_the_same_answer_twice_at_once_is_one():
    office = an_office()
    referral = office.introduce()
    token = token_of(referral)

    at_once([lambda: say(token, "hire", HIRE)] * 4)

    assert names(referral) == ["introduce", "hire"]
