"""A colleague follows an invitation, sets up a passkey and signs in with it again."""

import pytest
from django.utils import timezone

from nhipcau.organisations import use_cases
from nhipcau.organisations.models import Organisation, Role
from nhipcau.shared.actors import SYSTEM
from tests.journeys.visitor import CENTRE

pytestmark = pytest.mark.browser
# An authenticator of the browser's own, that always finds its owner present.
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_invitation_passkey_sign_out_and_in_again(site):
    token = "t" * 43
    use_cases.invite(
        by=SYSTEM,
        at=timezone.now(),
        organisation=Organisation.objects.get(code=CENTRE),
        role=Role.COUNSELLOR,
        full_name="Vi Thị Mẫu",
        email="vi.thi.mau@example.vn",
        token=token,
    )
    visitor = site.visitor()
    device = visitor.context.new_cdp_session(visitor.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})

    visitor.go("account:accept-invitation", token)
    visitor.button("Nhận lời mời").click()
    visitor.link("Tạo khóa đăng nhập").click()
    visitor.field("Tên của khóa này").fill("Máy cơ quan")
    visitor.button("Tiếp tục").click()
    visitor.page.get_by_text("Máy cơ quan").wait_for()
    visitor.button("Đăng xuất trên mọi thiết bị").click()

    visitor.link("Cán bộ đăng nhập").click()
    visitor.button("Đăng nhập bằng passkey").click()
    visitor.page.wait_for_url(lambda url: "staff" not in url)
    visitor.go("account:profile")

    assert visitor.page.get_by_text("vi.thi.mau@example.vn").is_visible()
