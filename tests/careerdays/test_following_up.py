"""Who wants to hear more: with consent alone, and as work of one unit."""

import datetime as dt

import pytest

from nhipcau.careerdays import queries, use_cases
from nhipcau.careerdays.errors import NotAtTheEvent
from nhipcau.careerdays.models import FollowUp
from nhipcau.events.use_cases import agree_by_registration
from nhipcau.messaging.models import Message, Topic
from nhipcau.organisations.models import Role
from nhipcau.people.errors import ConsentMissing, GuardianMissing
from nhipcau.people.models import Consent, Following, Purpose
from nhipcau.people.rules import agrees
from nhipcau.rights.use_cases import withdraw
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import IllegalTransition, InvalidValue, NotAllowed, ReasonMissing
from tests.careerdays.conftest import THE_DAY
from tests.factories import RegistrationFactory, YoungPersonFactory, YouthUserFactory, staff_of


def want(hall, registration, about="CHOICE", *, by=PUBLIC, code=None, **told):
    return use_cases.want_follow_up(
        by=by,
        at=THE_DAY,
        day=hall.day,
        registration=registration,
        about=about,
        code=registration.code if code is None else code,
        **told,
    )


def listed(actor, state="WAITING"):
    return list(queries.follow_ups_of(actor, state=state))


def test_it_becomes_work_of_the_unit_that_helps_with_it(hall):
    registration = hall.somebody()
    choice, work = want(hall, registration), want(hall, registration, "WORK", note=" ở  gần nhà ")

    assert (choice.owner, work.owner) == (hall.palace, hall.centre)
    assert work.note == "ở gần nhà"
    assert listed(hall.counsellor) == [choice]
    assert listed(hall.of_the_centre) == [work]
    followed = Following.objects.filter(young_person=registration.young_person)
    assert {one.organisation for one in followed} == {hall.palace, hall.centre}


def test_said_again_it_is_one_wish(hall):
    registration = hall.somebody()
    want(hall, registration, note="a")
    want(hall, registration, note="b")
    assert FollowUp.objects.get().note == "b"


def test_without_consent_nobody_is_listed(hall):
    registration = hall.somebody(Purpose.PARTICIPATION)
    with pytest.raises(ConsentMissing):
        want(hall, registration)
    assert not FollowUp.objects.exists()

    want(hall, registration, agrees_now=True)
    assert agrees(registration.young_person, Purpose.CONTACT)
    assert Consent.objects.get(text__purpose="CONTACT").recorded_by is None


def test_a_colleague_does_not_agree_for_somebody(hall):
    registration = hall.somebody(Purpose.PARTICIPATION)
    with pytest.raises(NotAllowed):
        want(hall, registration, by=hall.counsellor, code="", agrees_now=True)
    assert not agrees(registration.young_person, Purpose.CONTACT)


def test_a_child_agrees_with_a_guardian(hall):
    registration = hall.somebody(Purpose.PARTICIPATION, birth_on=dt.date(2011, 5, 4))
    with pytest.raises(GuardianMissing):
        want(hall, registration, agrees_now=True)
    assert not FollowUp.objects.exists()


def test_whose_wish_it_is(hall):
    registration, other = hall.somebody(), hall.somebody()
    want(hall, registration, by=YouthUserFactory(phone=registration.young_person.phone), code="")
    want(hall, registration, "WORK", by=hall.of_the_centre, code="")
    for by, code in (
        (PUBLIC, ""),
        (PUBLIC, other.code),
        (YouthUserFactory(phone="+84911222333"), ""),
        (hall.leader, ""),
    ):
        with pytest.raises(NotAllowed):
            want(hall, registration, "TRAINING", by=by, code=code)


def test_only_with_a_place_at_this_day(hall):
    elsewhere = RegistrationFactory()
    waiting = hall.somebody()
    waiting.state = "WAITING"
    for registration in (elsewhere, waiting):
        with pytest.raises(NotAtTheEvent):
            want(hall, registration)
    with pytest.raises(InvalidValue):
        want(hall, hall.somebody(), "SONGS")


def test_only_its_unit_ends_it(hall):
    wish = want(hall, hall.somebody())
    for by in (hall.of_the_centre, hall.leader, staff_of(hall.palace, Role.GATE_VOLUNTEER)):
        with pytest.raises(NotAllowed):
            use_cases.end_follow_up(by=by, at=THE_DAY, follow_up=wish, to="DONE")
    with pytest.raises(ReasonMissing):
        use_cases.end_follow_up(by=hall.counsellor, at=THE_DAY, follow_up=wish, to="DROPPED")
    done = use_cases.end_follow_up(by=hall.counsellor, at=THE_DAY, follow_up=wish, to="DONE")
    assert done.ended_at == THE_DAY
    assert listed(hall.counsellor) == []
    assert listed(hall.counsellor, "DONE") == [done]
    with pytest.raises(IllegalTransition):
        use_cases.end_follow_up(by=hall.counsellor, at=THE_DAY, follow_up=wish, to="DONE")


def test_a_withdrawn_consent_takes_it_off_every_list(hall):
    registration = hall.somebody()
    wish = want(hall, registration, note="gọi buổi tối")
    withdraw(
        by=SYSTEM, at=THE_DAY, young_person=registration.young_person, purpose=Purpose.CONTACT
    )
    wish.refresh_from_db()
    assert (wish.state, wish.note) == ("DROPPED", "")
    assert listed(hall.counsellor) == []
    assert listed(hall.counsellor, "DROPPED") == []

    again = want(hall, registration, agrees_now=True)
    assert (again.pk, again.state, again.ended_at) == (wish.pk, "WAITING", None)
    assert listed(hall.counsellor) == [again]


def test_consent_on_another_record_of_the_person_counts(hall):
    registration = hall.somebody()
    want(hall, registration)
    kept = YoungPersonFactory(followed_by=[hall.palace])
    merged = registration.young_person
    merged.merged_into = kept
    merged.save()
    assert len(listed(hall.counsellor)) == 1
    Consent.objects.filter(text__purpose="CONTACT").update(young_person=kept)
    assert len(listed(hall.counsellor)) == 1
    Consent.objects.filter(text__purpose="CONTACT").update(withdrawn_at=THE_DAY)
    assert listed(hall.counsellor) == []


def test_a_consent_by_link_is_told_to_the_own_phone(hall):
    """A link may be in wrong hands: employers see a name, so the phone hears of it."""
    registration = hall.somebody()
    told = {"at": THE_DAY, "registration": registration, "purpose": Purpose.INTRODUCTION}
    with pytest.raises(NotAllowed):
        agree_by_registration(by=PUBLIC, code="wrong", **told)
    with pytest.raises(NotAllowed):
        agree_by_registration(by=hall.counsellor, **told)
    for _time in range(2):
        agree_by_registration(by=PUBLIC, code=registration.code, **told)

    assert agrees(registration.young_person, Purpose.INTRODUCTION)
    message = Message.objects.get(topic=Topic.INTRODUCTION)
    assert message.path == "/my/"
    assert message.young_person == registration.young_person


def test_notes_are_forgotten_two_years_after(hall):
    wish = want(hall, hall.somebody(), note="x")
    use_cases.end_follow_up(by=hall.counsellor, at=THE_DAY, follow_up=wish, to="DONE")
    use_cases.forget_old(by=SYSTEM, at=THE_DAY + dt.timedelta(days=700))
    wish.refresh_from_db()
    assert wish.note == "x"
    use_cases.forget_old(by=SYSTEM, at=THE_DAY + dt.timedelta(days=731))
    wish.refresh_from_db()
    assert (wish.note, wish.state) == ("", "DONE")
