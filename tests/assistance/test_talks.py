"""A talk: begun, written in on behalf of the person, ended. What is agreed to needs its proof."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from nhipcau.assistance import queries, rules, use_cases
from nhipcau.assistance.details import TalkDetails
from nhipcau.assistance.errors import AnotherTalkOpen, TalkEnded
from nhipcau.assistance.models import AssistedTalk
from nhipcau.events.errors import RegistrationClosed
from nhipcau.events.models import Registration
from nhipcau.messaging.models import Message
from nhipcau.organisations.models import Membership, Role
from nhipcau.people.details import GuardianDetails, PersonDetails
from nhipcau.people.errors import ConsentMissing, GuardianMissing
from nhipcau.people.models import Consent, ConsentText, YoungPerson
from nhipcau.rights.erasing import erase_rows
from nhipcau.seekers.models import WishChange
from nhipcau.shared.errors import InvalidValue, NotAllowed
from nhipcau.shared.models import AuditEvent
from tests.factories import (
    NOON,
    AssistedTalkFactory,
    CommuneFactory,
    EventFactory,
    PlanLineFactory,
    SessionFactory,
    YoungPersonFactory,
    YouthUserFactory,
    every_row,
    officer_of,
    staff_of,
)

TAY = TalkDetails("TAY", "FAMILY", "HOME")
VIETNAMESE = TalkDetails("NONE", "NOBODY", "OFFICE")
FIRST = {"title": "May", "market": "HOME", "wage_from": 7_000_000, "ready": "NOW"}
SOON = NOON + dt.timedelta(minutes=10)
MOTHER = GuardianDetails("Nông Thị Mẹ", "0912000111", "MOTHER")


@pytest.fixture
def talk(officer, person):
    return use_cases.begin_talk(by=officer, at=NOON, young_person=person, told=TAY)


def agree(talk, *purposes, at=SOON, by=None, **more):
    told = {"purposes": frozenset(purposes), "evidence": "tập 3, phiếu 7"} | more
    return use_cases.record_agreement(by=by or talk.officer, at=at, talk=talk, **told)


def write(talk, at=SOON, by=None, **changes):
    told = {"step": "first", "told": FIRST} | changes
    return use_cases.tell_in_talk(by=by or talk.officer, at=at, talk=talk, **told)


@pytest.fixture
def session(palace):
    line = PlanLineFactory(lead=palace)
    return SessionFactory(event=EventFactory(plan_line=line))


def register(talk, session, at=SOON, by=None):
    return use_cases.register_in_talk(by=by or talk.officer, at=at, talk=talk, session=session)


def acts_about(talk):
    found = AuditEvent.objects.filter(about_type="assistance.assistedtalk", about_id=talk.pk)
    return [(one.action, one.by_id, one.fields) for one in found.order_by("pk")]


def test_a_talk_from_beginning_to_end(talk, officer, person, session):
    agree(talk, "PARTICIPATION", "JOB_SEARCH")
    write(talk)
    write(talk, told={**FIRST, "title": "Hàn"})
    registration = register(talk, session)
    use_cases.end_talk(by=officer, at=SOON, talk=talk)

    who = officer.pk
    assert acts_about(talk) == [
        ("talk.began", who, []),
        ("talk.agreed", who, ["job_search", "participation"]),
        ("talk.wish_told", who, ["first"]),
        ("talk.wish_told", who, ["first"]),
        ("talk.registered", who, ["session"]),
        ("talk.ended", who, []),
    ]
    assert registration.young_person == person
    assert Registration.objects.get().channel == "STAFF"
    change = WishChange.objects.get()
    assert (change.by, change.on_behalf) == (officer, True)
    assert {
        (one.text.purpose, one.channel, one.evidence, one.recorded_by)
        for one in Consent.objects.in_force()
    } == {
        ("PARTICIPATION", "PAPER", "tập 3, phiếu 7", officer),
        ("JOB_SEARCH", "PAPER", "tập 3, phiếu 7", officer),
    }
    assert YoungPerson.objects.count() == 1
    assert not Message.objects.filter(topic="CONTACT").exists()


def test_beginning_leaves_the_trace_of_an_opened_record(talk, person):
    assert AuditEvent.objects.filter(action="person.opened", about_id=person.pk).count() == 1


@pytest.mark.parametrize("evidence", ["", "   "])
def test_no_consent_without_proof(talk, evidence):
    with pytest.raises(ConsentMissing) as error:
        agree(talk, "PARTICIPATION", evidence=evidence)

    assert error.value.field == "evidence"
    assert not Consent.objects.exists()


def test_only_what_is_read_aloud_is_agreed_to(talk):
    with pytest.raises(ConsentMissing):
        agree(talk)
    with pytest.raises(InvalidValue):
        agree(talk, "SUPPORT")

    assert not Consent.objects.exists()


def test_for_a_child_a_guardian_agrees(officer, palace, commune, session):
    child = YoungPersonFactory(followed_by=[palace], commune=commune, birth_on=dt.date(2012, 5, 4))
    talk = use_cases.begin_talk(by=officer, at=NOON, young_person=child, told=VIETNAMESE)
    with pytest.raises(GuardianMissing):
        agree(talk, "PARTICIPATION")
    with pytest.raises(ConsentMissing):
        register(talk, session)
    agree(talk, "PARTICIPATION", guardian=MOTHER)

    with every_row():
        assert Consent.objects.get().guardian.full_name == "Nông Thị Mẹ"
    register(talk, session)
    with every_row():
        assert child.guardians.count() == 1


def test_words_come_before_wish_and_place(talk, session):
    with pytest.raises(ConsentMissing):
        write(talk)
    with pytest.raises(ConsentMissing):
        register(talk, session)
    agree(talk, "PARTICIPATION")
    register(talk, session)
    with pytest.raises(ConsentMissing):
        write(talk)


def test_new_words_are_read_before_somebody_is_registered(talk, session):
    agree(talk, "PARTICIPATION")
    newer = ConsentText.objects.get(purpose="PARTICIPATION")
    newer.pk, newer.version = None, newer.version + 1
    newer.save()

    with pytest.raises(ConsentMissing):
        register(talk, session)
    assert Consent.objects.count() == 1


@pytest.mark.parametrize("ended", [True, False])
def test_nothing_is_written_once_it_is_over(talk, officer, person, session, ended):
    agree(talk, "PARTICIPATION", "JOB_SEARCH")
    at = SOON
    if ended:
        use_cases.end_talk(by=officer, at=SOON, talk=talk)
    else:
        at = NOON + rules.LONGEST
    before = AuditEvent.objects.count()
    for act in (
        lambda: agree(talk, "CONTACT", at=at),
        lambda: write(talk, at=at),
        lambda: register(talk, session, at=at),
    ):
        with pytest.raises(TalkEnded):
            act()

    assert AuditEvent.objects.count() == before
    assert queries.open_talk_of(officer, at=at) is None


def test_nobody_else_writes_in_a_talk(talk, palace, commune, counsellor, session):
    neighbour = officer_of(palace, commune)
    for other in (neighbour, counsellor, officer_of(palace, CommuneFactory())):
        for act in (
            lambda who: agree(talk, "PARTICIPATION", by=who),
            lambda who: write(talk, by=who),
            lambda who: register(talk, session, by=who),
            lambda who: use_cases.end_talk(by=who, at=SOON, talk=talk),
        ):
            with pytest.raises(NotAllowed):
                act(other)
        assert queries.talk_of(other, talk.pk) is None


def test_whoever_lost_the_role_writes_no_more_and_may_end(talk, officer):
    Membership.objects.filter(user=officer).update(ended_at=NOON)
    officer = type(officer).objects.get(pk=officer.pk)
    with pytest.raises(NotAllowed):
        agree(talk, "PARTICIPATION", by=officer)

    assert use_cases.end_talk(by=officer, at=SOON, talk=talk).ended_at == SOON


@pytest.mark.parametrize(
    "role", [Role.LEADER, Role.ADMINISTRATOR, Role.DATA_OFFICER, Role.GATE_VOLUNTEER]
)
def test_other_roles_begin_none(palace, person, role):
    with pytest.raises(NotAllowed):
        use_cases.begin_talk(by=staff_of(palace, role), at=NOON, young_person=person, told=TAY)


def test_with_the_people_of_another_commune_there_is_none(palace, person, commune):
    other = officer_of(palace, CommuneFactory())
    with pytest.raises(NotAllowed):
        use_cases.begin_talk(by=other, at=NOON, young_person=person, told=TAY)
    AssistedTalkFactory(officer=officer_of(palace, commune), young_person=person)

    assert not AssistedTalk.objects.visible_to(other).exists()


def test_one_sits_with_one_person_at_a_time(talk, officer, palace, commune):
    other = YoungPersonFactory(followed_by=[palace], commune=commune)
    told = {"by": officer, "young_person": other, "told": TAY}
    with pytest.raises(AnotherTalkOpen):
        use_cases.begin_talk(at=SOON, **told)
    with pytest.raises(IntegrityError), transaction.atomic():
        AssistedTalkFactory(officer=officer, young_person=other)

    later = NOON + rules.LONGEST
    second = use_cases.begin_talk(at=later, **told)
    talk.refresh_from_db()
    assert (talk.ended_at, second.ended_at) == (later, None)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (TalkDetails("TAY", "NOBODY", "HOME"), "interpreter"),
        (TalkDetails("NONE", "FAMILY", "HOME"), "interpreter"),
        (TalkDetails("THAI", "FAMILY", "HOME"), "language"),
        (TalkDetails("TAY", "COUSIN", "HOME"), "interpreter"),
        (TalkDetails("TAY", "FAMILY", "MARKET"), "place"),
    ],
)
def test_who_interprets_fits_the_language(officer, person, told, field):
    with pytest.raises(InvalidValue) as error:
        use_cases.begin_talk(by=officer, at=NOON, young_person=person, told=told)

    assert error.value.field == field
    assert not AssistedTalk.objects.exists()


def new_person(commune, **changes):
    told = {"full_name": "Lý Thị Mai", "birth_on": dt.date(2006, 3, 2), "phone": "0912111222"}
    return PersonDetails(**(told | {"commune": commune} | changes))


def begin_with_new(officer, commune, **changes):
    told = {"person": new_person(commune), "purposes": frozenset({"PARTICIPATION"})}
    told |= {"evidence": "tập 3", "told": TAY} | changes
    return use_cases.begin_with_new(by=officer, at=NOON, **told)


def test_somebody_new_is_entered_and_followed(officer, palace, commune):
    talk = begin_with_new(officer, commune)

    person = talk.young_person
    assert [one.organisation for one in person.followings.all()] == [palace]
    assert person.consents.get().channel == "PAPER"


def test_somebody_new_needs_proof_too_and_the_own_commune(officer, commune):
    with pytest.raises(ConsentMissing), transaction.atomic():
        begin_with_new(officer, commune, evidence=" ")
    with pytest.raises(InvalidValue), transaction.atomic():
        begin_with_new(officer, commune, person=new_person(CommuneFactory()))
    child = new_person(commune, birth_on=dt.date(2013, 3, 2))
    with pytest.raises(GuardianMissing), transaction.atomic():
        begin_with_new(officer, commune, person=child)

    assert not YoungPerson.objects.exists()


def test_only_sessions_open_to_all_of_the_own_unit_are_offered(talk, officer, person, palace):
    agree(talk, "PARTICIPATION")
    army = PlanLineFactory(
        lead=palace, kind__hides_host=True, kind__takes_public_registration=False
    )
    draft = EventFactory(plan_line=PlanLineFactory(lead=palace), state="DRAFT")
    foreign = EventFactory()
    for event in (EventFactory(plan_line=army), draft, foreign):
        session = SessionFactory(event=event)
        with pytest.raises(RegistrationClosed):
            register(talk, session)
    own = SessionFactory(event=EventFactory(plan_line=PlanLineFactory(lead=palace)))

    assert queries.sessions_open(officer, person, at=SOON) == [own]
    register(talk, own)
    assert queries.sessions_open(officer, person, at=SOON) == []


def test_the_person_sees_the_talk_and_takes_it_along_when_erased(talk, person):
    assert AssistedTalk.objects.visible_to(YouthUserFactory(phone=person.phone)).get() == talk
    erase_rows([person])

    assert not AssistedTalk.objects.exists()
