"""The pages of the safe channel: without an account, without JavaScript, and limited."""

import re

import pytest
from django.test import Client

from nhipcau.concerns.models import Concern
from nhipcau.shared.models import ReferenceValue
from nhipcau.web.public import safe
from nhipcau.web.public.turnstile import Turnstile
from tests.concerns.conftest import named
from tests.factories import ProgrammeFactory, centre_of, palace_of, reference_data, staff_of


@pytest.fixture
def programme(db):
    reference_data()
    for turnstile in (safe.WRITING, safe.TRYING):
        turnstile.open_again()
    programme = ProgrammeFactory()
    named(palace_of(programme))
    named(centre_of(programme))
    return programme


def form(client):
    body = client.get("/safe/write/").content.decode()
    return re.search(r'name="form_key" value="([0-9a-f]{32})"', body)[1]


def write(client, **told):
    content = {"about": "EMPLOYER", "kind": "WAGE", "text": "Không trả lương"} | told
    return client.post("/safe/write/", {"form_key": form(client), **content})


def receipt_in(page):
    return re.search(r"\d{4} \d{4} \d{4} \d{4}", page.content.decode())[0]


def test_the_first_thing_on_the_page_is_whom_to_call(programme, client):
    for address in ("/safe/", "/safe/write/", "/safe/back/"):
        body = client.get(address).content.decode()
        main = body[body.index("<main") :]
        assert main.index('href="tel:113"') < main.index("actions")
        for number in ("115", "111", "+84981848484"):
            assert f'href="tel:{number}"' in main


def test_told_answered_and_deleted_without_a_script(programme):
    client = Client(enforce_csrf_checks=False)
    page = write(client)
    assert page.status_code == 200
    receipt = receipt_in(page)
    assert "no-store" in page["Cache-Control"]
    talk = client.post("/safe/back/", {"receipt": receipt})
    assert "Không trả lương" in talk.content.decode()
    client.post("/safe/back/", {"receipt": receipt, "wish": "add", "text": "thêm"})
    gone = client.post("/safe/back/", {"receipt": receipt, "wish": "delete"})
    assert gone.status_code == 200
    again = client.post("/safe/back/", {"receipt": receipt})
    assert again.status_code == 422
    assert Concern.objects.get().is_erased


def test_the_receipt_stands_in_no_address_and_no_cookie(programme):
    client = Client()
    receipt = receipt_in(write(client))
    page = client.post("/safe/back/", {"receipt": receipt})
    assert page.status_code == 200
    for digits in (receipt, receipt.replace(" ", "")):
        for cookie in client.cookies.values():
            assert digits not in cookie.value
        assert f"?{digits}" not in page.content.decode()
        assert f"/{digits}" not in page.content.decode()
    assert "sessionid" not in client.cookies


def test_the_units_of_the_programme_can_be_named(programme, client):
    palace = palace_of(programme)
    page = write(client, about=f"unit-{palace.pk}")
    assert page.status_code == 200
    assert Concern.objects.get().unit == centre_of(programme)
    body = client.get("/safe/write/").content.decode()
    assert 'value="unit-' in body


def test_a_refused_form_keeps_what_was_written_and_its_key(programme, client):
    key = form(client)
    page = client.post("/safe/write/", {"form_key": key, "kind": "WAGE", "text": "Qz đã viết"})
    assert page.status_code == 422
    assert "Qz đã viết" in page.content.decode()
    assert key in page.content.decode()


def test_a_thousand_guesses_are_all_refused_and_limited(programme, client):
    receipt = receipt_in(write(client)).replace(" ", "")
    statuses, bodies = [], set()
    for number in range(1000):
        wrong = f"{(int(receipt) + 7919 * (number + 1)) % 10**16:016}"
        page = client.post("/safe/back/", {"receipt": wrong})
        statuses.append(page.status_code)
        if page.status_code == 422:
            plain = re.sub(
                r'value="[^"]*"|nonce="[^"]*"|content="[^"]*"', "", page.content.decode()
            )
            bodies.add(plain)
    assert statuses[:20] == [422] * 20
    assert set(statuses[20:]) == {429}
    assert len(bodies) == 1  # a slip of typing and an unknown number look alike
    assert page["Retry-After"]


def test_so_many_are_taken_a_day(programme, client):
    ReferenceValue.objects.filter(code="concerns_a_day_most").update(value="1")
    assert write(client).status_code == 200
    assert write(client).status_code == 429


def test_an_address_is_counted_in_memory_and_forgotten():
    turnstile = Turnstile(most=2, seconds=600)
    assert [bool(turnstile.wait_of("198.51.100.7")) for _try in range(3)] == [False, False, True]
    assert turnstile.wait_of("198.51.100.8") == 0
    assert "198.51.100.7" not in repr(vars(turnstile))
    turnstile._begins -= 600
    assert turnstile.wait_of("198.51.100.7") == 0


def test_the_reported_unit_s_staff_get_the_page_that_does_not_exist(programme, client):
    palace, centre = palace_of(programme), centre_of(programme)
    write(client, about=f"unit-{palace.pk}", text="Qzabout")
    concern = Concern.objects.get()
    address = f"/workspace/concerns/{concern.pk}/"
    for role in ("LEADER", "ADMINISTRATOR", "COORDINATOR", "DATA_OFFICER"):
        client.force_login(staff_of(palace, role))
        assert client.get(address).status_code == 404
        assert client.post(f"{address}read/").status_code == 404
    reader = named(centre)
    client.force_login(reader)
    assert b"Qzabout" not in client.get(address).content
    assert b"Qzabout" in client.post(f"{address}read/").content


def test_public_pages_and_the_poster_lead_to_the_channel(programme, client):
    assert 'href="/safe/"' in client.get("/").content.decode()
    poster = client.get("/safe/poster/").content.decode()
    assert "<svg" in poster
    assert "nhipcau.example.vn/safe/" in poster
