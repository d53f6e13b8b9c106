import re

import pytest
from django.test import Client
from django.urls import reverse

from nhipcau.accounts.models import SignInCode
from nhipcau.shared.sms import MemorySms
from tests.factories import YoungPersonFactory, YouthUserFactory

pytestmark = pytest.mark.django_db

PHONE_URL = reverse("account:phone")
CODE_URL = reverse("account:phone-code")


@pytest.fixture(autouse=True)
def outbox():
    MemorySms.outbox.clear()
    return MemorySms.outbox


@pytest.fixture
def client_pair():
    return Client(), Client()


def token_in(response):
    return re.search(r'name="request_token" value="([^"]+)"', response.content.decode()).group(1)


def ask(client, phone, **more):
    form = client.get(PHONE_URL)
    return client.post(PHONE_URL, {"phone": phone, "request_token": token_in(form), **more})


def sent_code(outbox):
    return re.search(r"\d{6}", outbox[-1][1]).group()


def test_a_young_person_signs_in_with_the_code_and_gets_a_new_session_id(client, outbox):
    YoungPersonFactory(phone="+84912345678")
    ask(client, "0912 345 678")
    before = client.session.session_key

    answer = client.post(CODE_URL, {"code": sent_code(outbox)})

    assert answer.status_code == 302
    assert client.session.session_key != before
    assert client.get(reverse("account:profile")).status_code == 200


def test_signing_in_goes_on_to_the_page_that_was_asked_for_but_not_to_another_site(client, outbox):
    YoungPersonFactory(phone="+84912345678")
    ask(client, "0912345678")
    to_profile = {"code": sent_code(outbox), "next": reverse("account:profile")}

    assert client.post(CODE_URL, to_profile).url == reverse("account:profile")
    client.logout()
    ask(client, "0912345678")
    abroad = client.post(CODE_URL, {"code": sent_code(outbox), "next": "https://evil.example/"})
    assert "evil" not in abroad.url


def test_known_and_unknown_numbers_get_the_same_answer(client_pair, outbox):
    """Status, address, headers and length, at every step."""
    YoungPersonFactory(phone="+84912345678")
    seen = []
    for client, phone in zip(client_pair, ("0912345678", "0912345679"), strict=True):
        steps = [
            ask(client, phone),
            client.get(CODE_URL),
            *(client.post(CODE_URL, {"code": "abc"}) for _try in range(6)),
        ]
        seen.append(
            [
                (
                    step.status_code,
                    step.headers.get("Location"),
                    sorted(step.headers),
                    len(step.content),
                )
                for step in steps
            ]
        )

    assert len(outbox) == 1
    assert seen[0] == seen[1]


def test_the_code_of_one_browser_is_worthless_in_another(client_pair, outbox):
    mine, theirs = client_pair
    YoungPersonFactory(phone="+84912345678")
    ask(mine, "0912345678")
    code = sent_code(outbox)
    ask(theirs, "0912345678")

    answer = theirs.post(CODE_URL, {"code": code})

    assert answer.status_code == 200
    assert "_auth_user_id" not in theirs.session


@pytest.mark.parametrize("typed", ["", "số của tôi", "12", "+1 202 555 0143", "0" * 500])
def test_a_number_that_cannot_be_read_comes_back_with_a_word_on_what_to_do(client, typed):
    answer = ask(client, typed)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'id="form-errors"' in page
    assert typed[:30] in page
    assert not SignInCode.objects.exists()


def test_too_many_requests_answer_429_with_a_time(client):
    for _send in range(5):
        ask(client, "0912345678")

    answer = ask(client, "0912345678")

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0


def test_a_page_sent_again_with_another_number_gets_a_new_token(client):
    token = token_in(client.get(PHONE_URL))
    client.post(PHONE_URL, {"phone": "0912345678", "request_token": token})

    answer = client.post(PHONE_URL, {"phone": "0912345679", "request_token": token})

    assert answer.status_code == 200
    assert token_in(answer) != token


def test_the_code_page_without_a_request_leads_back(client):
    assert client.get(CODE_URL).url == PHONE_URL


def test_the_demonstration_shows_the_message_on_the_page(client, settings, tmp_path):
    settings.DEMO = True
    settings.SMS_BACKEND = "nhipcau.shared.sms.LocalFileSms"
    settings.SMS_LOCAL_FILE = tmp_path / "sms.txt"
    YoungPersonFactory(phone="+84912345678")
    ask(client, "0912345678")

    page = client.get(CODE_URL).content.decode()

    code = re.search(r"data-demo-message>.*?(\d{6})", page).group(1)
    assert client.post(CODE_URL, {"code": code}).status_code == 302


def test_outside_the_demonstration_no_code_is_on_the_page(client, outbox):
    YoungPersonFactory(phone="+84912345678")
    ask(client, "0912345678")

    assert sent_code(outbox) not in client.get(CODE_URL).content.decode()


def test_a_gateway_that_fails_changes_nothing_in_the_answer(client, monkeypatch):
    YoungPersonFactory(phone="+84912345678")

    def broken(self, to, text):
        raise ConnectionError(to)

    monkeypatch.setattr(MemorySms, "send", broken)

    assert ask(client, "0912345678").status_code == 302


def test_signing_out_ends_the_sessions_on_all_devices(client_pair):
    here, there = client_pair
    user = YouthUserFactory()
    for client in client_pair:
        client.force_login(user)

    here.post(reverse("account:sign-out"))

    assert there.get(reverse("account:profile")).url.startswith(reverse("account:sign-in"))
