"""Notices that people can live with: digests, choices, bounces, a breaker, budgets."""

import os
from collections import Counter
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from nhipcau.messaging import queries
from nhipcau.messaging.channels.mail import Mail
from nhipcau.messaging.errors import NotFailed
from nhipcau.messaging.models import (
    ChannelHealth,
    DeadAddress,
    Letter,
    Message,
    StaffLetter,
    Topic,
    UnitNotice,
    WayChoice,
)
from nhipcau.messaging.outbox import Note, put
from nhipcau.messaging.rules import ways_secret
from nhipcau.messaging.sending import send_next
from nhipcau.messaging.states import MessageState, Rhythm
from nhipcau.messaging.to_units import UnitNote, UnitTopic, tell_unit, tell_units, untell_unit
from nhipcau.messaging.use_cases import (
    choose_rhythm,
    choose_ways,
    gather_notices,
    send_again,
)
from nhipcau.organisations.models import Holiday, Membership, Role
from nhipcau.people.models import Purpose
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import InvalidValue, NotAllowed
from nhipcau.shared.gateways import AddressRefused, GatewayUnreachable
from nhipcau.shared.models import ReferenceValue
from tests.factories import (
    NOON,
    OrganisationFactory,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    moment,
    staff_of,
)
from tests.messaging.gateways import Kept, Refusing, Silent, path_of

EXAMPLES = int(os.environ.get("NHIPCAU_STEPS", "2"))
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MORNING = moment("2026-11-24 07:31")  # a Tuesday
STAY = {"topic": Topic.STAY, "text": "Bạn làm việc thế nào?"}


class KeptMail(Kept):
    """Mails, with what they carry beside the text."""

    name = "mail"
    mails: list[dict] = []

    def send(self, to, text, reference, **more):
        self.mails.append({"to": to, "text": text, **more})


class DeadMail(Kept):
    name = "mail"

    def send(self, to, text, reference, **more):
        raise GatewayUnreachable("no answer")


class Bouncing(Kept):
    name = "mail"

    def send(self, to, text, reference, **more):
        raise AddressRefused("answer 550")


class Priced(Kept):
    name = "priced"
    budget_code = "letters_a_day_sms"


@pytest.fixture
def mails(kept, settings):
    settings.MAIL_CHANNEL = path_of(KeptMail)
    KeptMail.mails.clear()
    yield KeptMail.mails
    KeptMail.mails.clear()


@pytest.fixture
def unit(kept):
    return OrganisationFactory()


def someone(**told):
    return agree(YoungPersonFactory(**told), *Purpose)


def tell(person, at=NOON, topic=Topic.CHANGE, text="Có chỗ.", **told):
    put(Note(person, topic, text, person, **told), at=at)
    return Message.objects.latest("pk")


def note(unit, **told):
    told = {"text": "Có một khó khăn mới.", "path": "/workspace/difficulties/"} | told
    return UnitNote(unit, UnitTopic.DIFFICULTY, **told)


def send_all(at):
    while send_next(by=SYSTEM, at=at):
        pass


def work(at):
    """One round of the worker."""
    gather_notices(by=SYSTEM, at=at)
    send_all(at)


# --- young people: what can wait comes once a day ------------------------------------------------


def test_what_can_wait_comes_once_a_day_and_the_rest_at_once(kept):
    person = someone()
    tell(person, **STAY)
    tell(person, topic=Topic.COUNSELLING, text="Có việc đã hẹn.")
    tell(person)
    send_all(NOON)
    assert len(kept) == 1

    send_all(moment("2026-11-23 17:29"))
    assert len(kept) == 1
    send_all(moment("2026-11-23 17:30"))
    [_now, digest] = kept
    assert "Bạn làm việc thế nào?" in digest[1]
    assert "Có việc đã hẹn." in digest[1]


def test_what_comes_after_the_hour_waits_for_tomorrow_s(kept):
    message = tell(someone(), at=moment("2026-11-23 18:00"), **STAY)
    assert message.send_at == moment("2026-11-24 17:30")


def test_who_wants_each_at_once_gets_it(kept):
    person = someone()
    choose_ways(
        by=YouthUserFactory(phone=person.phone),
        at=NOON,
        young_person=person,
        by_phone=True,
        by_mail=True,
        at_once=True,
    )
    tell(person, **STAY)
    send_all(NOON)
    assert len(kept) == 1


@hypothesis_settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    events=st.lists(
        st.tuples(
            st.sampled_from([Topic.JOBS, Topic.STAY, Topic.REGISTRATION, Topic.CHANGE]),
            st.integers(0, 2),
            st.integers(0, 59),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_a_thousand_events_in_an_hour_are_the_letters_allowed_and_none_is_lost(kept, events):
    """Forty kinds of events, told a thousand times in an hour to a family of three."""
    Message.objects.all().delete()
    Letter.objects.all().delete()
    kept.clear()
    phone = "+84912000111"
    family = [someone(phone=phone) for _one in range(3)]
    times = -(-1000 // len(events))
    for topic, who, minute in events:
        for _again in range(times):
            tell(family[who], at=NOON + minute * MINUTE, topic=topic)
    for step in range(0, 72 * 60, 30):  # the worker, every half hour of three days
        send_all(NOON + (step + 60) * MINUTE)
    a_day = Counter(localdate(letter.created_at) for letter in Letter.objects.all())
    has_urgent = any(topic == Topic.CHANGE for topic, _who, _minute in events)
    assert max(a_day.values()) <= (6 if has_urgent else 3)
    assert len(kept) == sum(a_day.values())
    assert not Message.objects.exclude(state=MessageState.SENT).exists()


# --- the own choice ------------------------------------------------------------------------------


def test_the_link_lets_choose_and_nothing_else(kept, client):
    person = someone(email="an@example.vn")
    address = f"/n/{person.pk}/{ways_secret(person.pk)}/"
    page = client.get(address)
    assert page.status_code == 200
    assert person.full_name not in page.content.decode()
    assert "_auth_user_id" not in client.session
    client.post(address, {"by_mail": "on"})
    choice = WayChoice.objects.get(young_person=person)
    assert (choice.by_phone, choice.by_mail, choice.at_once) == (False, True, False)
    other = someone()
    assert client.get(f"/n/{other.pk}/{ways_secret(person.pk)}/").status_code == 404


def test_a_phone_that_is_not_wanted_is_left_alone_as_long_as_the_mail_works(mails, kept):
    person = someone(email="an@example.vn")
    ways = {"by_phone": False, "by_mail": True, "at_once": False}
    choose_ways(by=PUBLIC, at=NOON, young_person=person, secret=ways_secret(person.pk), **ways)
    tell(person)
    send_all(NOON)
    assert kept == []
    assert [one["to"] for one in mails] == ["an@example.vn"]
    assert f"/n/{person.pk}/" in mails[0]["choice_path"]
    person.email = ""
    person.save()
    tell(person, once="again")
    send_all(NOON + MINUTE)
    assert len(kept) == 1


def test_one_way_must_stay_and_a_foreign_link_chooses_nothing(kept):
    person = someone(email="")
    told = {"at": NOON, "young_person": person, "at_once": False}
    own = YouthUserFactory(phone=person.phone)
    for ways in ({"by_phone": False, "by_mail": False}, {"by_phone": False, "by_mail": True}):
        with pytest.raises(InvalidValue):
            choose_ways(by=own, **told, **ways)
    for by, secret in ((PUBLIC, ""), (PUBLIC, "x" * 24), (YouthUserFactory(), "")):
        with pytest.raises(NotAllowed):
            choose_ways(by=by, **told, by_phone=True, by_mail=True, secret=secret)


# --- units: one digest a day, urgent ones now ----------------------------------------------------


def test_a_unit_is_told_in_one_digest_of_the_morning(mails, unit):
    one, other = staff_of(unit), staff_of(unit, Role.FOCAL_POINT)
    staff_of(unit, Role.GATE_VOLUNTEER)
    for _again in range(3):
        tell_unit(note(unit), at=NOON)
    work(NOON)
    assert mails == []
    work(MORNING)
    work(MORNING + MINUTE)

    assert sorted(one["to"] for one in mails) == sorted([one.email, other.email])
    assert mails[0]["text"].count("Có một khó khăn mới.") == 3
    assert "https://nhipcau.example.vn/workspace/difficulties/" in mails[0]["text"]
    assert mails[0]["is_to_staff"]


def test_no_digest_on_a_day_without_work(mails, unit):
    staff_of(unit)
    tell_unit(note(unit), at=NOON)
    Holiday.objects.create(
        day=localdate(MORNING), name_vi="x", name_en="x", source="t", evidence="S"
    )
    work(MORNING)
    assert mails == []
    work(MORNING + DAY)
    assert len(mails) == 1


def test_urgent_ones_come_now_and_not_at_night(mails, unit):
    staff_of(unit)
    tell_unit(note(unit, is_urgent=True), at=NOON)
    work(moment("2026-11-23 22:00"))
    assert mails == []
    work(moment("2026-11-24 07:01"))
    assert len(mails) == 1
    work(MORNING)
    assert len(mails) == 1  # not told again in the digest


def test_who_replaces_a_colleague_is_told(mails, unit):
    """The notice is the unit's: whoever works there when the letter leaves gets it."""
    left = staff_of(unit)
    tell_unit(note(unit), at=NOON)
    Membership.objects.filter(user=left).update(ended_at=NOON)
    deputy = staff_of(unit)
    work(MORNING)
    assert [one["to"] for one in mails] == [deputy.email]


def test_who_left_between_gathering_and_sending_reads_nothing(mails, unit):
    user = staff_of(unit)
    tell_unit(note(unit), at=NOON)
    gather_notices(by=SYSTEM, at=MORNING)
    Membership.objects.filter(user=user).update(ended_at=MORNING)
    send_all(MORNING)
    assert mails == []
    assert Letter.objects.get().state == MessageState.WITHDRAWN


def test_a_colleague_chooses_how_often(mails, unit):
    page_only, at_once = staff_of(unit), staff_of(unit)
    choose_rhythm(by=page_only, at=NOON, rhythm=Rhythm.PAGE)
    choose_rhythm(by=at_once, at=NOON, rhythm=Rhythm.AT_ONCE)
    tell_unit(note(unit), at=NOON)
    work(NOON)
    assert [one["to"] for one in mails] == [at_once.email]
    work(MORNING)
    assert len(mails) == 1
    assert queries.notices_listed(page_only, at=NOON).count() == 1


def test_the_same_effect_is_told_once_and_can_be_taken_back(mails, unit):
    staff_of(unit)
    tell_units([note(unit, once="late:1"), note(unit, once="late:1")], at=NOON)
    assert UnitNotice.objects.count() == 1
    untell_unit(effect="late:1")
    assert not UnitNotice.objects.exists()


def test_a_notice_of_one_unit_is_not_the_other_s(unit):
    stranger, volunteer = staff_of(OrganisationFactory()), staff_of(unit, Role.GATE_VOLUNTEER)
    named = staff_of(unit, Role.LEADER)
    tell_unit(note(unit), at=NOON)
    tell_unit(note(unit, user=named), at=NOON)
    for actor, count in ((stranger, 0), (volunteer, 0), (staff_of(unit), 1), (named, 1)):
        assert UnitNotice.objects.visible_to(actor).count() == count


@hypothesis_settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_a_thousand_notices_in_an_hour_are_the_letters_allowed(mails, unit, data):
    for model in (UnitNotice, StaffLetter, Letter):
        model.objects.all().delete()
    mails.clear()
    rhythm = data.draw(st.sampled_from(Rhythm.values))
    choose_rhythm(by=staff_of(unit), at=NOON, rhythm=rhythm)
    urgent = data.draw(st.lists(st.booleans(), min_size=10, max_size=10))
    for minute in range(0, 60, 6):
        at = NOON + minute * MINUTE
        tell_units([note(unit, is_urgent=urgent[minute // 6])] * 100, at=at)
        work(at)
    for hour in range(1, 72):
        work(NOON + timedelta(hours=hour))
    a_day = Counter(StaffLetter.objects.values_list("user", "day", "is_digest"))
    assert all(count <= (1 if is_digest else 4) for (_u, _d, is_digest), count in a_day.items())
    told = Counter(UnitNotice.objects.filter(told__isnull=False).values_list("told__user", "pk"))
    assert set(told.values()) <= {1}
    if rhythm != Rhythm.PAGE:
        assert UnitNotice.objects.filter(told=None).count() == 0


# --- channels that fail --------------------------------------------------------------------------


def test_a_dead_mail_server_loses_nothing(mails, settings, unit):
    staff_of(unit)
    person = someone(email="an@example.vn")
    settings.MAIL_CHANNEL = path_of(DeadMail)
    for number in range(8):
        tell(person if not number else someone(email=f"p{number}@example.vn"))
    tell_unit(note(unit, is_urgent=True), at=NOON)
    for minute in range(0, 24 * 60, 5):
        work(NOON + minute * MINUTE)
    waiting = Letter.objects.filter(route="MAIL")
    assert set(waiting.values_list("state", flat=True)) == {MessageState.SENDING}

    settings.MAIL_CHANNEL = path_of(KeptMail)
    for minute in range(0, 3 * 60, 5):
        work(NOON + DAY + minute * MINUTE)
    assert waiting.exclude(state=MessageState.SENT).count() == 0
    assert len(mails) == 9


def test_a_channel_that_fails_is_left_alone(kept, settings):
    settings.PHONE_CHANNELS = [path_of(Silent)]
    for _one in range(20):
        tell(someone())
    send_all(NOON)
    health = ChannelHealth.objects.get(name="silent")
    assert health.failure_count == 5  # and not twenty tries
    assert health.open_until == NOON + 10 * MINUTE


def test_while_one_way_is_closed_the_next_is_taken(kept, settings):
    settings.PHONE_CHANNELS = [path_of(Silent), path_of(Kept)]
    ChannelHealth.objects.create(name="silent", failure_count=9, open_until=NOON + MINUTE)
    tell(someone())
    send_all(NOON)
    assert len(kept) == 1


def test_a_letter_that_fails_while_others_arrive_is_given_up(kept, settings):
    settings.PHONE_CHANNELS = [path_of(Silent)]
    message = tell(someone())
    send_all(NOON)
    ChannelHealth.objects.filter(name="silent").update(succeeded_at=NOON + MINUTE)
    for minute in range(0, 300, 5):
        send_all(NOON + minute * MINUTE)
    message.refresh_from_db()
    assert message.state == MessageState.FAILED


def test_a_channel_has_so_many_letters_a_day(kept, settings):
    settings.PHONE_CHANNELS = [path_of(Priced)]
    ReferenceValue.objects.filter(code="letters_a_day_sms").update(value="3")
    for _one in range(5):
        tell(someone())
    send_all(NOON)
    assert len(kept) == 3
    send_all(NOON + DAY)
    assert len(kept) == 5


# --- addresses that take nothing -----------------------------------------------------------------


def test_a_refused_address_is_marked_and_the_unit_is_told_once(mails, settings, unit):
    coordinator = staff_of(unit)
    person = someone(email="khong-co@example.vn", followed_by=[unit])
    settings.MAIL_CHANNEL = path_of(Bouncing)
    first, second = tell(person), None
    send_all(NOON)
    second = tell(person, once="x")
    send_all(NOON + MINUTE)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.outcome) == ("FAILED", "BOUNCED")
    assert (second.state, second.outcome) == ("WITHDRAWN", "BOUNCED")
    assert DeadAddress.objects.count() == 1
    [told] = UnitNotice.objects.visible_to(coordinator)
    assert told.topic == UnitTopic.DELIVERY
    assert "example.vn" not in told.text
    assert list(queries.undelivered(coordinator, at=NOON + MINUTE)) == [second, first]


def test_staff_send_again_and_the_address_is_tried_again(mails, settings, unit):
    coordinator = staff_of(unit)
    person = someone(email="moi@example.vn", followed_by=[unit])
    settings.MAIL_CHANNEL = path_of(Bouncing)
    message = tell(person)
    send_all(NOON)
    settings.MAIL_CHANNEL = path_of(KeptMail)
    with pytest.raises(NotAllowed):
        send_again(by=staff_of(OrganisationFactory()), at=NOON, message=message)
    send_again(by=coordinator, at=NOON, message=message)
    with pytest.raises(NotFailed):
        send_again(by=coordinator, at=NOON, message=message)
    send_all(NOON)
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert [one["to"] for one in mails] == ["moi@example.vn"]


def test_a_gateway_that_refuses_marks_no_address(kept, settings):
    settings.PHONE_CHANNELS = [path_of(Refusing)]
    tell(someone())
    send_all(NOON)
    assert not DeadAddress.objects.exists()


# --- a gateway that answers garbage --------------------------------------------------------------

GARBAGE = [
    b"", b"\xff\x00", b"<html>", b"[]", b"null", b"{}", b'{"code": []}', b'{"error": true}',
    b'{"code": {"code": 0}}', b"[" * 3000, b'{"code": "0"}', b"1e999",
]  # fmt: skip


def test_a_thousand_garbage_answers_are_no_error_page(kept, settings, client, monkeypatch):
    """Gate j: codes and messages by a gateway gone mad, and pages that go on."""
    settings.SMS_BACKEND = "nhipcau.shared.brand_sms.BrandNameSms"
    settings.SMS_URL = settings.ZALO_URL = "https://gateway.example/send"
    settings.PHONE_CHANNELS = [
        "nhipcau.messaging.channels.zalo.Zalo",
        "nhipcau.messaging.channels.text.TextMessage",
    ]
    asked = []

    def mad(_url, _body, _headers):
        asked.append(1)
        return (200, 201, 302, 404, 500)[len(asked) % 5], GARBAGE[len(asked) % len(GARBAGE)]

    monkeypatch.setattr("nhipcau.shared.gateways._exchange", mad)
    ReferenceValue.objects.filter(code="breaker_failures").update(value="100000")
    statuses = Counter()
    at = NOON
    while len(asked) < 1000:
        tell(someone())
        send_all(at)
        at += 5 * MINUTE if at.hour < 12 else -timedelta(hours=3)
        if len(asked) % 50 < 2:
            page = client.post("/account/phone/", {"phone": "0912345678"})
            statuses[page.status_code // 100] += 1
    assert statuses[5] == 0
    assert sum(statuses.values()) > 5


def test_what_a_mail_says_below_is_where_to_change_things_and_to_tell_of_a_wrong(
    settings, mailoutbox
):
    Mail().send("an@example.vn", "x", "ref", choice_path="/n/1/secret/")
    Mail().send("an@example.vn", "x", "ref", is_to_staff=True)
    for mail in mailoutbox:
        assert "https://nhipcau.example.vn/safe/" in mail.body
    assert "https://nhipcau.example.vn/n/1/secret/" in mailoutbox[0].body
