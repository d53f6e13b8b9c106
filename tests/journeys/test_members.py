"""An administrator invites a colleague, who sets up an app; later the role ends."""

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from nhipcau.organisations.models import Membership, Role
from tests.journeys.faults import faults_of, look_at
from tests.journeys.visitor import DESKTOP, PALACE, colleague

pytestmark = pytest.mark.browser
PASSWORD = "một câu dài chỉ mình tôi biết 27"


def code_of(secret):
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_an_administrator_invites_and_the_colleague_sets_up_an_app(site):
    administrator = site.visitor(user=colleague(PALACE, Role.ADMINISTRATOR), viewport=DESKTOP)
    administrator.go("workspace:members:list")
    administrator.link("Mời đồng nghiệp").click()
    administrator.field("Họ và tên").fill("Hứa Thị Mới")
    administrator.field("Thư điện tử công vụ").fill("hua.thi.moi")
    administrator.page.get_by_role("radio", name="điều phối viên").check()
    administrator.button("Tạo liên kết").click()
    assert "Bạn hãy điền đầy đủ địa chỉ thư điện tử" in administrator.reads()
    administrator.field("Thư điện tử công vụ").fill("hua.thi.moi@example.vn")
    administrator.button("Tạo liên kết").click()
    link = administrator.page.locator("#link").input_value()

    colleague_to_be = site.visitor()
    page = colleague_to_be.page
    page.goto(link.replace(link.split("/account/")[0], site.url))
    assert "Hứa Thị Mới" in colleague_to_be.reads()
    colleague_to_be.button("Nhận lời mời").click()
    assert colleague_to_be.heading() == "Chọn cách đăng nhập"
    page.goto(reverse("workspace:desk"))
    assert colleague_to_be.heading() == "Chọn cách đăng nhập"
    page.goto(reverse("account_set_password"))
    page.locator("#id_password1").fill(PASSWORD)
    page.locator("#id_password2").fill(PASSWORD)
    page.locator("main").get_by_role("button").first.click()
    page.goto(reverse("mfa_activate_totp"))
    secret = page.locator("main").inner_text()
    secret = next(word for word in secret.split() if len(word) >= 32 and word.isalnum())
    page.locator("#id_code").fill(code_of(secret))
    colleague_to_be.button("Hoàn tất").click()
    page.goto(reverse("workspace:desk"))
    assert colleague_to_be.heading().startswith("Chào ")

    page.goto(reverse("account:profile"))
    colleague_to_be.button("Đăng xuất trên mọi thiết bị").click()
    page.goto(reverse("account_login"))
    page.locator("#id_login").fill("hua.thi.moi@example.vn")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main form").filter(has=page.locator("#id_password")).get_by_role(
        "button"
    ).first.click()
    assert page.url.endswith(reverse("mfa_authenticate"))
    look_at(page)
    assert faults_of(page) == []

    ended = Membership.objects.get(user__email="hua.thi.moi@example.vn")
    administrator.go("workspace:members:end-membership", ended.pk)
    administrator.button("Kết thúc vai trò").click()
    assert "Vai trò đã kết thúc." in administrator.reads()
    ended.refresh_from_db()
    assert ended.ended_at is not None
