"""From the outbox to the phone: once, not at night, joined, and never against a withdrawal."""

from datetime import timedelta

import pytest

from nhipcau.messaging.models import ChannelHealth, Letter, Message, Topic
from nhipcau.messaging.outbox import Note, put, put_each
from nhipcau.messaging.sending import send_next
from nhipcau.messaging.states import MessageState, Outcome
from nhipcau.messaging.use_cases import LEASE, PAUSES, forget_messages, take_letter
from nhipcau.people.models import Purpose
from nhipcau.people.use_cases import withdraw_consent
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import NotAllowed
from nhipcau.shared.models import AuditEvent, ReferenceValue
from tests.factories import (
    NOON,
    YoungPersonFactory,
    YouthUserFactory,
    agree,
    moment,
)
from tests.messaging.gateways import Broken, Kept, Refusing, Short, Silent, path_of

MINUTE = timedelta(minutes=1)


def someone(**told):
    return agree(YoungPersonFactory(**told))


def tell(person, text="Có chỗ cho bạn.", at=NOON, topic=Topic.CHANGE, **told):
    put(Note(young_person=person, topic=topic, text=text, about=person, **told), at=at)
    return Message.objects.latest("pk")


def send_all(at):
    while send_next(by=SYSTEM, at=at):
        pass


def test_a_due_message_is_sent_once_with_its_link(kept):
    person = someone(full_name="Nông Văn An")
    message = tell(person, path="/registrations/abc/")

    send_all(NOON)
    send_all(NOON + timedelta(days=1))

    [(to, text, reference)] = kept
    assert to == person.phone
    assert text == ("Nhịp Cầu: An: Có chỗ cho bạn. https://nhipcau.example.vn/registrations/abc/")
    message.refresh_from_db()
    assert (message.state, message.ended_at) == (MessageState.SENT, NOON)
    assert str(message.letter.reference) == reference
    assert AuditEvent.objects.filter(action="message.sent", about_id=message.pk).count() == 1


def test_a_message_is_not_sent_before_its_time(kept):
    tell(someone(), send_at=NOON + MINUTE)

    send_all(NOON)

    assert kept == []


@pytest.mark.usefixtures("kept")
def test_only_the_installation_sends():
    with pytest.raises(NotAllowed):
        send_next(by=PUBLIC, at=NOON)


# --- consent -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("topic", "purpose"),
    [(Topic.REMINDER, Purpose.CONTACT), (Topic.CHANGE, Purpose.PARTICIPATION)],
)
def test_a_withdrawn_consent_stops_what_is_queued(kept, topic, purpose):
    person = someone()
    message = tell(person, topic=topic)
    withdraw_consent(by=SYSTEM, at=NOON, young_person=person, purpose=purpose)

    send_all(NOON + MINUTE)

    message.refresh_from_db()
    assert kept == []
    assert (message.state, message.outcome) == (MessageState.WITHDRAWN, Outcome.NO_CONSENT)
    assert message.letter.state == MessageState.WITHDRAWN


def test_a_consent_withdrawn_between_two_tries_stops_the_second(kept, settings):
    person = someone()
    tell(person)
    settings.PHONE_CHANNELS = [path_of(Silent)]
    send_all(NOON)
    withdraw_consent(by=SYSTEM, at=NOON, young_person=person, purpose=Purpose.PARTICIPATION)
    settings.PHONE_CHANNELS = [path_of(Kept)]

    send_all(NOON + timedelta(hours=2))

    assert kept == []
    assert Letter.objects.get().state == MessageState.WITHDRAWN


def test_one_withdrawal_stops_one_of_the_family(kept):
    phone = "+84912345678"
    one, other = someone(phone=phone, full_name="Vi An"), someone(phone=phone, full_name="Vi Bé")
    tell(one), tell(other)
    withdraw_consent(by=SYSTEM, at=NOON, young_person=one, purpose=Purpose.PARTICIPATION)

    send_all(NOON)

    [(_to, text, _reference)] = kept
    assert text == "Nhịp Cầu: Bé: Có chỗ cho bạn."


# --- who -----------------------------------------------------------------------------------------


def test_a_message_of_a_merged_record_goes_to_the_one_that_is_kept(kept):
    current = someone(full_name="Lý Thị Hoa")
    tell(YoungPersonFactory(full_name="Lý Hoa", merged_into=current))

    send_all(NOON)

    assert [to for to, _text, _reference in kept] == [current.phone]


def test_a_number_abroad_gets_nothing(kept):
    message = tell(someone(phone="+15550100200"))

    send_all(NOON)

    message.refresh_from_db()
    assert kept == []
    assert message.outcome == Outcome.NO_ADDRESS


def test_what_is_too_late_to_tell_is_not_told(kept):
    message = tell(someone(), expires_at=NOON + MINUTE)

    send_all(NOON + MINUTE)

    message.refresh_from_db()
    assert kept == []
    assert (message.state, message.outcome) == (MessageState.WITHDRAWN, Outcome.TOO_LATE)


# --- quiet hours ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "leaves"),
    [
        ("2026-11-23 20:59", True),
        ("2026-11-23 21:00", False),
        ("2026-11-23 23:59", False),
        ("2026-11-24 00:00", False),
        ("2026-11-24 06:59", False),
        ("2026-11-24 07:00", True),
    ],
)
def test_nothing_leaves_in_the_quiet_hours(kept, clock, leaves):
    tell(someone(), at=moment("2026-11-23 20:30"))

    send_all(moment(clock))

    assert bool(kept) == leaves


def test_quiet_hours_are_data(kept):
    ReferenceValue.objects.filter(code="quiet_hours_from").update(value="12:00")
    ReferenceValue.objects.filter(code="quiet_hours_until").update(value="14:00")
    tell(someone())

    send_all(NOON)
    assert kept == []

    send_all(moment("2026-11-23 14:00"))
    assert len(kept) == 1


# --- joined --------------------------------------------------------------------------------------


def test_what_is_due_to_one_phone_is_joined_and_says_for_whom(kept):
    phone = "+84912345678"
    tell(someone(phone=phone, full_name="Nông Văn An"), text="Một.", path="/a/")
    tell(someone(phone=phone, full_name="Nông Thị Bé"), text="Hai.", path="/b/")
    tell(someone(), text="Ba.")

    send_all(NOON)

    assert len(kept) == 2
    assert kept[0][1] == (
        "Nhịp Cầu: An: Một. https://nhipcau.example.vn/a/\nBé: Hai. https://nhipcau.example.vn/b/"
    )


def test_what_does_not_fit_keeps_every_text_and_gives_one_link(kept, settings):
    settings.PHONE_CHANNELS = [path_of(Short)]
    person = someone(full_name="Nông Văn An")
    for text in ("Ngày hội việc làm lúc 8:00.", "Tư vấn hướng nghiệp lúc 14:00."):
        tell(person, text=text, path="/registrations/aaaaaaaaaaaaaaaaaaaaaa/")

    send_all(NOON)

    [(_to, text, _reference)] = kept
    assert "Ngày hội việc làm lúc 8:00." in text
    assert "Tư vấn hướng nghiệp lúc 14:00." in text
    assert text.count("https://") == 1
    assert text.endswith("https://nhipcau.example.vn/my/")


def test_more_than_fits_at_all_says_how_many_and_for_whom(kept, settings):
    settings.PHONE_CHANNELS = [path_of(Short)]
    phone = "+84912345678"
    for name in ("Nông An", "Nông Bé", "Nông Chi"):
        tell(someone(phone=phone, full_name=name), text="x" * 90, path="/a/")

    send_all(NOON)

    [(_to, text, _reference)] = kept
    assert "3" in text
    assert "An, Bé, Chi" in text
    assert "/my/" in text


def test_an_address_gets_so_many_letters_a_day_and_the_rest_in_the_morning(kept):
    person = someone()
    for minute in range(5):
        at = NOON + minute * MINUTE
        tell(person, text=f"Tin {minute}.", at=at, topic=Topic.REMINDER)
        send_all(at)
    assert len(kept) == 3

    send_all(moment("2026-11-24 07:00"))

    assert len(kept) == 4
    assert "Tin 3." in kept[3][1]
    assert "Tin 4." in kept[3][1]


def test_an_offer_is_told_although_the_day_is_used_up(kept):
    person = someone()
    for minute in range(8):
        at = NOON + minute * MINUTE
        tell(person, at=at, topic=Topic.OFFER)
        send_all(at)

    assert len(kept) == 6


# --- pumping -------------------------------------------------------------------------------------


def test_answers_to_new_numbers_have_a_budget_of_the_hour(kept):
    ReferenceValue.objects.filter(code="answers_to_new_numbers_an_hour").update(value="3")
    people = [someone() for _ in range(10)]
    known = someone()
    YouthUserFactory(phone=known.phone)
    at = moment("2026-11-23 12:00")
    for person in [*people, known]:
        tell(person, topic=Topic.REGISTRATION)

    send_all(at)
    assert len(kept) == 4
    assert known.phone in [to for to, _text, _reference in kept]

    send_all(at + timedelta(minutes=59))
    assert len(kept) == 4

    send_all(at + timedelta(hours=1))
    assert len(kept) == 7
    assert Message.objects.filter(state=MessageState.PENDING).count() == 4


# --- gateways that fail --------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [Silent, Broken])
def test_a_gateway_that_fails_is_asked_again_and_then_the_message_is_shown_as_failed(
    kept, settings, trouble
):
    settings.PHONE_CHANNELS = [path_of(trouble)]
    message = tell(someone())
    at = NOON
    for pause in PAUSES:
        send_all(at)
        send_all(at + pause - timedelta(seconds=1))
        letter = Letter.objects.get()
        assert letter.state == MessageState.SENDING
        at += pause
    assert letter.tried_count == len(PAUSES)

    # Others arrived meanwhile; a channel that answers to nobody is waited for: test_notices.
    ChannelHealth.objects.filter(name=trouble.name).update(succeeded_at=at)
    send_all(at)

    message.refresh_from_db()
    assert (message.state, message.outcome) == (MessageState.FAILED, Outcome.UNREACHABLE)


def test_a_gateway_that_comes_back_gets_the_same_reference(kept, settings):
    settings.PHONE_CHANNELS = [path_of(Silent)]
    tell(someone())
    send_all(NOON)
    reference = str(Letter.objects.get().reference)
    settings.PHONE_CHANNELS = [path_of(Kept)]

    send_all(NOON + PAUSES[0])

    assert [one[2] for one in kept] == [reference]


def test_a_refusal_takes_the_next_way_at_once(kept, settings):
    settings.PHONE_CHANNELS = [path_of(Refusing), path_of(Kept)]
    tell(someone())

    send_all(NOON)

    assert len(kept) == 1
    assert Letter.objects.get().channel == "kept"


def test_a_refusal_of_the_last_way_is_a_failure_that_is_shown(kept, settings):
    settings.PHONE_CHANNELS = [path_of(Refusing)]
    message = tell(someone())

    send_all(NOON)

    message.refresh_from_db()
    assert kept == []
    assert (message.state, message.outcome) == (MessageState.FAILED, Outcome.REFUSED)


def test_without_a_gateway_the_message_says_so(kept, settings):
    settings.PHONE_CHANNELS = ["nhipcau.messaging.channels.text.TextMessage"]
    settings.SMS_BACKEND = "nhipcau.shared.sms.NoGateway"
    message = tell(someone())

    send_all(NOON)

    message.refresh_from_db()
    assert (message.state, message.outcome) == (MessageState.FAILED, Outcome.NO_GATEWAY)


# --- a sender that dies --------------------------------------------------------------------------


def test_a_letter_whose_sender_died_goes_out_when_the_lease_is_over(kept):
    message = tell(someone())
    claim = take_letter(by=SYSTEM, at=NOON)

    send_all(NOON + LEASE - timedelta(seconds=1))
    assert kept == []

    send_all(NOON + LEASE)

    message.refresh_from_db()
    assert message.state == MessageState.SENT
    assert [one[2] for one in kept] == [str(claim.letter.reference)]


def test_what_is_old_is_forgotten(kept):
    tell(someone())
    send_all(NOON)
    waiting = tell(someone(), send_at=NOON + timedelta(days=300))

    assert forget_messages(by=SYSTEM, at=NOON + timedelta(days=91)) == 0
    assert forget_messages(by=SYSTEM, at=NOON + timedelta(days=93)) == 1

    assert list(Message.objects.all()) == [waiting]
    assert not Letter.objects.exists()


def test_put_each_is_sent_to_the_mail_too(kept, mailoutbox):
    person = someone(email="an@example.vn", full_name="Nông Văn An")
    put_each(
        [Note(person, Topic.CHANGE, "Có chỗ cho bạn.", person, path="/registrations/abc/")],
        at=NOON,
    )

    send_all(NOON)

    [mail] = mailoutbox
    assert len(kept) == 1
    assert mail.to == ["an@example.vn"]
    assert mail.subject == "Nhịp Cầu: về đăng ký của bạn"
    assert "Có chỗ cho bạn." in mail.body
    assert "https://nhipcau.example.vn/registrations/abc/" in mail.body
