import datetime as dt
import re
import secrets

import pytest

from nhipcau.accounts import use_cases
from nhipcau.accounts.errors import AccountClosed, CodeOver, CodeWrong
from nhipcau.accounts.models import SignInCode, User
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import InvalidValue, KeyReused, NotAllowed, TooManyAttempts
from nhipcau.shared.models import AuditEvent
from nhipcau.shared.sms import MemorySms
from tests.factories import NOON, YouthUserFactory

pytestmark = pytest.mark.django_db

PHONE = "+84912345678"


@pytest.fixture(autouse=True)
def outbox():
    MemorySms.outbox.clear()
    return MemorySms.outbox


def ask(*, phone=PHONE, is_known=True, address="10.0.0.1", at=NOON, token=None):
    return use_cases.request_code(
        by=PUBLIC,
        at=at,
        phone=phone,
        request_token=token or secrets.token_urlsafe(32),
        address=address,
        is_known=is_known,
    )


def give(request, code, *, at=NOON, address="10.0.0.1"):
    return use_cases.redeem_code(
        by=PUBLIC, at=at, request_token=request.request_token, code=code, address=address
    )


def code_in(message):
    return re.search(r"\d{6}", message).group()


def another(code):
    return f"{(int(code) + 1) % 10**6:06}"


def test_a_code_signs_in_the_owner_of_the_phone(outbox):
    request = ask(phone="0912 345 678")
    to, text = outbox[-1]

    user = give(request, code_in(text))

    assert (to, user.phone, user.has_usable_password()) == (PHONE, PHONE, False)
    assert AuditEvent.objects.filter(action="sign_in_code.redeemed", by=user).exists()


def test_the_same_phone_is_the_same_user_the_next_time(outbox):
    first = give(ask(), code_in(outbox[-1][1]))
    again = ask()

    assert give(again, code_in(outbox[-1][1])) == first


def test_an_unknown_number_leaves_the_same_row_but_no_message_and_no_code_fits(outbox):
    request = ask(is_known=False)

    assert not outbox
    with pytest.raises(CodeWrong):
        give(request, "000000")
    assert not User.objects.filter(phone=PHONE).exists()


@pytest.mark.parametrize("typed", ["", "abc", "0912", "+1 202 555 0143", "024 3825 1234", "0912x"])
def test_only_vietnamese_mobile_numbers_are_sent_to(typed, outbox):
    with pytest.raises(InvalidValue):
        ask(phone=typed)
    assert not outbox


def test_only_a_person_may_ask_for_a_code():
    with pytest.raises(NotAllowed):
        use_cases.request_code(
            by=SYSTEM, at=NOON, phone=PHONE, request_token="x" * 40, address="a", is_known=True
        )
    with pytest.raises(NotAllowed):
        use_cases.redeem_code(
            by=SYSTEM, at=NOON, request_token="x" * 40, code="123456", address="a"
        )


def test_a_code_is_used_once(outbox):
    request = ask()
    code = code_in(outbox[-1][1])
    give(request, code)

    with pytest.raises(CodeOver):
        give(request, code)


def test_a_code_is_good_for_less_than_five_minutes(outbox):
    request = ask()

    with pytest.raises(CodeOver):
        give(request, code_in(outbox[-1][1]), at=NOON + dt.timedelta(minutes=5))


def test_a_code_belongs_to_the_browser_that_asked(outbox):
    mine, theirs = ask(), ask()
    code_for_me = code_in(outbox[-2][1])

    with pytest.raises(CodeWrong):
        give(theirs, code_for_me)
    assert give(mine, code_for_me)


def test_an_unknown_request_looks_like_an_old_code():
    with pytest.raises(CodeOver):
        give(SignInCode(request_token="never-asked"), "123456")


def test_after_five_wrong_tries_even_the_right_code_is_refused(outbox):
    request = ask()
    code = code_in(outbox[-1][1])
    for _try in range(4):
        with pytest.raises(CodeWrong):
            give(request, another(code))
    with pytest.raises(CodeOver):
        give(request, another(code))

    with pytest.raises(CodeOver):
        give(request, code)
    request.refresh_from_db()
    assert (request.tried_count, request.used_at) == (5, None)


def test_a_hundred_thousand_guesses_look_at_25_codes_a_day_and_number(monkeypatch, outbox):
    """The whole attack would take hours here; what counts is how often a code is compared."""
    looked = []
    real = use_cases.hmac.compare_digest
    monkeypatch.setattr(
        use_cases.hmac, "compare_digest", lambda one, two: looked.append(1) or real(one, two)
    )
    for number in range(8):
        try:
            request = ask(address=f"10.0.1.{number}")
        except TooManyAttempts:
            continue
        code = code_in(outbox[-1][1])
        for _guess in range(12):
            with pytest.raises((CodeWrong, CodeOver)):
                give(request, another(code), address=f"10.0.2.{number}")

    assert len(looked) == 25


def test_one_address_cannot_guess_over_many_requests():
    request = ask(is_known=False)
    for _guess in range(100):
        with pytest.raises((CodeWrong, CodeOver)):
            give(request, "123456")

    with pytest.raises(TooManyAttempts):
        give(request, "123456")


def test_five_codes_a_day_for_one_number(outbox):
    for number in range(5):
        ask(address=f"10.0.0.{number}")

    with pytest.raises(TooManyAttempts) as refused:
        ask(address="10.0.0.9")
    assert len(outbox) == 5
    assert refused.value.retry_after > 0


@pytest.mark.parametrize("is_known", [True, False])
def test_a_hundred_and_twenty_codes_an_hour_for_one_address(is_known):
    for number in range(120):
        ask(phone=f"0912345{number:03}", is_known=is_known)

    with pytest.raises(TooManyAttempts):
        ask(phone="0912345999", is_known=is_known)
    ask(phone="0912345999", is_known=is_known, at=NOON + dt.timedelta(hours=1))


def test_the_breaker_stops_all_messages_of_the_hour_and_tells_nobody_who_is_known(outbox):
    for number in range(200):
        ask(phone=f"0912{number:06}", address=f"10.1.{number}.1")

    for is_known in (True, False):
        with pytest.raises(TooManyAttempts):
            ask(phone="0987654321", address="10.2.0.1", is_known=is_known)
    assert len(outbox) == 200
    assert ask(at=NOON + dt.timedelta(hours=1))


def test_numbers_that_nobody_has_do_not_trip_the_breaker(outbox):
    for number in range(210):
        ask(phone=f"0912{number:06}", address=f"10.1.{number}.1", is_known=False)

    ask(phone="0987654321", address="10.2.0.1")
    assert len(outbox) == 1


def test_the_same_form_sent_twice_sends_one_message(outbox):
    token = secrets.token_urlsafe(32)

    assert ask(token=token) == ask(token=token)
    assert len(outbox) == 1


def test_a_form_is_not_sent_again_for_another_number():
    token = secrets.token_urlsafe(32)
    ask(token=token)

    with pytest.raises(KeyReused):
        ask(token=token, phone="0987654321")


def test_a_closed_account_does_not_sign_in(outbox):
    YouthUserFactory(phone=PHONE, is_active=False)
    request = ask()

    with pytest.raises(AccountClosed):
        give(request, code_in(outbox[-1][1]))


def test_neither_code_nor_number_is_logged(caplog, outbox):
    request = ask()
    with pytest.raises(CodeWrong):
        give(request, another(code_in(outbox[-1][1])))
    event = AuditEvent.objects.filter(action__startswith="sign_in_code").first()

    assert "345678" not in caplog.text
    assert code_in(outbox[-1][1]) not in caplog.text
    assert event.fields == []


def test_old_codes_are_forgotten_with_the_next_request():
    old = ask()
    ask(at=NOON + dt.timedelta(days=2))

    assert not SignInCode.objects.filter(pk=old.pk).exists()
