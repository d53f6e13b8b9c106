"""An employer registers, two colleagues verify it, and its contact opens the desk: by keyboard."""

import re

import pytest
from django.core import mail
from django.utils import timezone

from nhipcau.employers import letters
from nhipcau.employers.models import Employer
from nhipcau.organisations.models import Role
from nhipcau.shared.actors import SYSTEM
from tests.factories import tax_code
from tests.journeys.faults import faults_of, look_at
from tests.journeys.visitor import CENTRE, DESKTOP, colleague

pytestmark = pytest.mark.browser


def test_from_form_03_to_the_open_desk(site):
    firm = site.visitor()
    firm.go("employers:register")
    firm.field("Tên nhà tuyển dụng").fill("Công ty TNHH May Hành Trình")
    firm.page.get_by_role("textbox", name="Mã số thuế").fill("4900123450")
    firm.field("Địa chỉ", exact=True).fill("Số 5 đường Hùng Vương")
    firm.button("Gửi đăng ký").click()
    look_at(firm.page)
    assert "chữ số thứ mười không khớp" in firm.reads()
    assert firm.field("Tên nhà tuyển dụng").input_value() == "Công ty TNHH May Hành Trình"
    assert not faults_of(firm.page, language="vi")
    firm.page.get_by_role("textbox", name="Mã số thuế").fill(tax_code(88))
    firm.page.get_by_role("checkbox", name="Công nghiệp chế biến, chế tạo").check()
    firm.field("Họ tên người liên hệ").fill("Hoàng Thị Tuyển")
    firm.field("Thư điện tử người liên hệ").fill("tuyen@hanhtrinh.example")
    firm.button("Gửi đăng ký").click()
    assert firm.heading() == "Đã nhận được đăng ký"

    employer = Employer.objects.get(name="Công ty TNHH May Hành Trình")
    for role, where in ((Role.COUNSELLOR, "Cổng thông tin"), (Role.COORDINATOR, "Trang tra cứu")):
        clerk = site.visitor(user=colleague(CENTRE, role), viewport=DESKTOP)
        clerk.go("workspace:employers:check", employer.pk)
        clerk.page.get_by_role("radio", name=where).check()
        clerk.page.get_by_role("radio", name="Khớp").check()
        clerk.field("Bằng chứng").fill("in trang tra cứu, lưu hồ sơ")
        clerk.button("Lưu kết quả").click()
    assert "nhà tuyển dụng đã được xác minh" in clerk.reads()

    opens_by_keyboard(firm)


def letter_to(address):
    """The next letter to this address: others of the sample may be waiting before it."""
    while address not in mail.outbox[-1].to if mail.outbox else True:
        assert letters.send_next(by=SYSTEM, at=timezone.now())
    return mail.outbox[-1].body


def opens_by_keyboard(firm):
    """No mouse, from the address to the desk and out again."""
    keys = firm.page.keyboard
    firm.go("employers:ask")
    firm.field("Địa chỉ thư điện tử của bạn").focus()
    keys.type("tuyen@hanhtrinh.example")
    keys.press("Enter")
    firm.page.wait_for_url("**/employers/asked/")
    link = re.search(r"/employers/enter/\w+/", letter_to("tuyen@hanhtrinh.example"))[0]
    firm.page.goto(link)
    tab_to(firm, "Mở bàn tuyển dụng ngay")
    keys.press("Enter")
    firm.page.wait_for_url("**/employers/")
    assert firm.heading() == "Công ty TNHH May Hành Trình"
    assert "đã xác minh" in firm.reads()
    tab_to(firm, "Rời bàn tuyển dụng")
    keys.press("Enter")
    firm.page.wait_for_url("**/employers/ask/")
    firm.page.goto(link)
    assert firm.heading() == "Đường dẫn không còn dùng được"


def tab_to(firm, name):
    for _step in range(60):
        firm.page.keyboard.press("Tab")
        if name in firm.page.evaluate("document.activeElement.innerText || ''"):
            return
    raise AssertionError(f"“{name}” cannot be reached by keyboard")
