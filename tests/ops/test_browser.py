import pytest
from playwright.sync_api import Error

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_browser_reaches_the_site_and_nothing_else(page, live_server):
    answer = page.goto(f"{live_server.url}/healthz")

    assert (answer.status, answer.text()) == (200, "ok\n")
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("http://example.com/")
