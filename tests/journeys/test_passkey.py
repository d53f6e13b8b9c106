"""A colleague follows an invitation, sets up a passkey and signs in with it again."""

import os
import shutil

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import sync_playwright

from nhipcau.organisations import use_cases
from nhipcau.organisations.models import Role
from nhipcau.shared.actors import SYSTEM
from tests.factories import OrganisationFactory

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium"),
]


@pytest.fixture
def page(monkeypatch):
    """Chromium with an authenticator of its own that always finds its owner present."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(locale="vi-VN")
        page = context.new_page()
        device = context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        page.on(
            "console",
            lambda told: page.problems.append(told.text) if told.type == "error" else None,
        )
        yield page
        browser.close()
        connections.close_all()  # playwright's loop has had a connection of its own


def test_invitation_passkey_sign_out_and_in_again(page, live_server):
    token = "t" * 43
    use_cases.invite(
        by=SYSTEM,
        at=timezone.now(),
        organisation=OrganisationFactory(name_vi="Trung tâm Dịch vụ việc làm"),
        role=Role.COUNSELLOR,
        full_name="Vi Thị Mẫu",
        email="vi.thi.mau@example.vn",
        token=token,
    )

    page.goto(live_server.url + reverse("account:accept-invitation", args=[token]))
    page.get_by_role("button", name="Nhận lời mời").click()
    page.get_by_role("link", name="Tạo khóa đăng nhập").click()
    page.get_by_label("Tên của khóa này").fill("Máy cơ quan")
    page.get_by_role("button", name="Tiếp tục").click()
    assert page.get_by_text("Máy cơ quan").is_visible()
    page.get_by_role("button", name="Đăng xuất trên mọi thiết bị").click()

    page.get_by_role("link", name="Cán bộ đăng nhập").click()
    page.get_by_role("button", name="Đăng nhập bằng passkey").click()
    page.wait_for_url(lambda url: "staff" not in url)
    page.goto(live_server.url + reverse("account:profile"))

    assert page.get_by_text("vi.thi.mau@example.vn").is_visible()
    assert not page.problems
