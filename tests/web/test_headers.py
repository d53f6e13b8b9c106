"""Gate j: what every answer carries, whatever kind of answer it is."""

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from tests.factories import EventFactory, OrganisationFactory, reference_data, staff_of
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db

ANSWERS = {
    "200": lambda: reverse("public:home"),
    "302": lambda: reverse("workspace:desk"),
    "404": lambda: "/no/such/page/",
    "404 of a record": lambda: reverse("public:event", args=[987654321]),
    "event": lambda: reverse("public:event", args=[EventFactory().pk]),
    "sign-in": lambda: reverse("account:sign-in"),
    "feed": lambda: reverse("public:feed"),
}


def policy_of(response):
    told = response["Content-Security-Policy"]
    return dict(part.strip().split(" ", 1) for part in told.split(";") if " " in part.strip())


@pytest.fixture(params=sorted(ANSWERS))
def answer(request, client):
    reference_data()
    return client.get(ANSWERS[request.param]())


def test_the_content_policy_is_strict_on_every_answer(answer):
    policy = policy_of(answer)

    assert policy["default-src"] == "'none'"
    for closed in ("object-src", "base-uri", "frame-ancestors"):
        assert policy.get(closed, policy["default-src"]) == "'none'", closed
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert "http:" not in answer["Content-Security-Policy"]


def test_every_answer_says_how_it_may_be_used(answer):
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] in ("same-origin", "no-referrer")
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_refused_methods_carry_the_headers_too(client, method):
    response = getattr(client, method)(reverse("public:programme"))

    assert response.status_code == 405
    assert policy_of(response)["default-src"] == "'none'"


def test_a_forged_form_is_refused_with_a_page_that_says_what_to_do():
    response = Client(enforce_csrf_checks=True).post(reverse("account:phone"), {"phone": "x"})

    assert response.status_code == 403
    assert policy_of(response)["default-src"] == "'none'"


def test_pages_of_signed_in_people_stay_in_no_cache(client):
    sign_in(client, staff_of(OrganisationFactory()))

    response = client.get(reverse("workspace:desk"))

    assert "no-store" in response["Cache-Control"]


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(client):
    sign_in(client, staff_of(OrganisationFactory()))
    client.get(reverse("workspace:desk"))

    morsel = next(one for name, one in client.cookies.items() if "session" in name)
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"


@override_settings(DEBUG=False)
def test_a_page_that_breaks_still_carries_the_headers(client, monkeypatch):
    from nhipcau.web.public import pages  # noqa: PLC0415 - patched for this test alone

    monkeypatch.setattr(pages, "render", lambda *args, **kwargs: 1 / 0)
    client.raise_request_exception = False

    response = client.get(reverse("public:privacy"))

    assert response.status_code == 500
    assert policy_of(response)["default-src"] == "'none'"


def test_production_settings_close_what_the_demo_leaves_open():
    import importlib  # noqa: PLC0415
    import os  # noqa: PLC0415
    from unittest import mock  # noqa: PLC0415

    given = {
        "SECRET_KEY": "x" * 60,
        "NHIPCAU_SECRET_KEY": "x" * 60,
        "DATABASE_URL": "postgres://a:b@localhost/c",
        "ALLOWED_HOSTS": "nhipcau.example.vn",
        "NHIPCAU_ALLOWED_HOSTS": "nhipcau.example.vn",
        "NHIPCAU_HOSTS": "nhipcau.example.vn",
    }
    with mock.patch.dict(os.environ, given):
        prod = importlib.import_module("config.settings.prod")

    assert prod.SESSION_COOKIE_NAME.startswith("__Host-")
    assert prod.CSRF_COOKIE_NAME.startswith("__Host-")
    assert prod.SESSION_COOKIE_SECURE
    assert prod.CSRF_COOKIE_SECURE
    assert prod.SECURE_HSTS_SECONDS >= 31536000
    assert prod.SECURE_SSL_REDIRECT
    assert not prod.DEBUG
    assert not prod.DEMO
