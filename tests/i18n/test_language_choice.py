import pytest
from django.conf import settings
from django.utils import translation

from tests import factories
from tests.sign_in import sign_in

pytestmark = pytest.mark.django_db

ENGLISH_PHONE = {"HTTP_ACCEPT_LANGUAGE": "en-US,en;q=0.9"}
SIGN_IN = "/account/sign-in/"


def spoken(response):
    """The language of the page, told in one voice by the page and by its headers."""
    language = response.headers["Content-Language"]
    assert f'<html lang="{language}">' in response.content.decode()
    assert "Cookie" in response.headers["Vary"]
    assert "Accept-Language" not in response.headers["Vary"]
    return language


def test_a_phone_set_to_english_reads_vietnamese_first(client):
    assert spoken(client.get("/", **ENGLISH_PHONE)) == "vi"


def test_who_chose_english_reads_english(client):
    answer = client.post("/language/setlang/", {"language": "en", "next": "/"})
    assert answer.headers["Location"] == "/"
    assert spoken(client.get("/")) == "en"
    client.post("/language/setlang/", {"language": "vi", "next": "/"})
    assert spoken(client.get("/", **ENGLISH_PHONE)) == "vi"


def test_the_account_tells_the_language_where_the_device_does_not(client):
    user = factories.UserFactory(language="en")
    sign_in(client, user)
    assert spoken(client.get("/")) == "en"
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "vi"
    assert spoken(client.get("/")) == "vi"


@pytest.mark.parametrize("cookie", ["fr", "vi-VN; x", "", "../../en"])
def test_a_strange_cookie_is_not_obeyed(client, cookie):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    assert spoken(client.get("/", **ENGLISH_PHONE)) == "vi"


def test_a_page_that_is_not_there_is_told_in_the_chosen_language(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    response = client.get("/no-such-page/")
    assert (response.status_code, spoken(response)) == (404, "en")


def test_the_language_of_one_request_does_not_reach_the_next(client):
    before = translation.get_language()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.get("/")
    assert translation.get_language() == before
