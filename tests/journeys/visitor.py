"""One person before one browser, who notices everything that is wrong on the way."""

from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from nhipcau.accounts.models import User
from tests.sign_in import sign_in

PALACE, CENTRE = "cung-thieu-nhi", "trung-tam-dvvl"
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 800}


class Visitor:
    """``problems`` fills with errors of the console, foreign requests and answers of 500."""

    def __init__(self, browser, url, *, user=None, language="vi", viewport=PHONE, **options):
        self.url = url
        self.problems = []
        self.context = browser.new_context(
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            viewport=viewport,
            reduced_motion="reduce",
            base_url=url,
            **options,
        )
        self.context.set_default_timeout(10_000)
        self.context.on("request", self._asked)
        self.context.on("response", self._answered)
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.problems.append(str(error.error)))
        if language != "vi":
            self._cookie("django_language", language)
        if user is not None:
            self.sign_in(user)
        self.page = self.context.new_page()

    def _asked(self, request):
        where = urlsplit(request.url)
        if where.scheme in ("http", "https") and not request.url.startswith(self.url):
            self.problems.append(f"a request to another host: {request.url}")

    def _answered(self, response):
        if response.status >= 500:
            self.problems.append(f"{response.status} {response.url}")

    def _said(self, message):
        # The browser's own note that a page was answered with 4xx; the journeys expect some.
        expected = "server responded with a status of 4" in message.text
        if message.type in ("error", "warning") and not expected:
            self.problems.append(f"{message.type} on {self.page.url}: {message.text}")

    def _cookie(self, name, value):
        self.context.add_cookies([{"name": name, "value": value, "url": self.url}])

    def sign_in(self, user):
        """As after the sign-in pages, which have journeys of their own."""
        client = Client()
        sign_in(client, user)
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "mfa", "type": "totp", "at": timezone.now().timestamp()}
        ]
        session.save()
        self._cookie("sessionid", client.cookies["sessionid"].value)

    def hold_desk(self, key):
        """As after a link was followed, which has a journey of its own."""
        self._cookie(settings.DESK_COOKIE_NAME, key)

    def go(self, name, *args, **kwargs):
        query = kwargs.pop("query", "")
        return self.page.goto(reverse(name, args=args, kwargs=kwargs) + query)

    def button(self, name, **options):
        return self.page.get_by_role("button", name=name, **options)

    def link(self, name, **options):
        return self.page.get_by_role("link", name=name, **options)

    def field(self, label, **options):
        return self.page.get_by_label(label, **options)

    def heading(self):
        self.page.wait_for_load_state()
        return self.page.locator("h1").inner_text()

    def reads(self):
        self.page.wait_for_load_state()
        return self.page.locator("body").inner_text()

    def outline(self):
        """What a screen reader finds on the page, without the answers of long lists."""
        lines = self.page.locator("main").aria_snapshot().splitlines()
        return "\n".join(line for line in lines if not line.lstrip().startswith("- option"))

    def close(self):
        self.context.close()


def colleague(unit, role):
    """The first colleague of the sample with a role: ``colleague("cung-thieu-nhi", "LEADER")``."""
    return (
        User.objects.filter(
            memberships__organisation__code=unit,
            memberships__role=role,
            memberships__ended_at=None,
        )
        .order_by("pk")
        .first()
    )
