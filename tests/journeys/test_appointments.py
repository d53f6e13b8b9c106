"""Three taps on a phone without scripts; a counsellor's day."""

import re

import pytest

from nhipcau.appointments.models import Appointment
from nhipcau.organisations.models import Organisation, Role
from tests.factories import MembershipFactory, YoungPersonFactory, YouthUserFactory, agree
from tests.journeys.faults import faults_of, look_at
from tests.journeys.visitor import PALACE

pytestmark = pytest.mark.browser


def somebody():
    palace = Organisation.objects.get(code=PALACE)
    return agree(YoungPersonFactory(full_name="Lý Thị Hẹn", followed_by=[palace]))


def test_three_taps_without_scripts_then_moved_and_cancelled(site):
    person = somebody()
    visitor = site.visitor(user=YouthUserFactory(phone=person.phone), java_script_enabled=False)

    visitor.go("public:appointments")
    visitor.page.locator(".day").nth(1).click()
    visitor.page.locator(".time").first.click()
    visitor.button("Đặt lịch hẹn", exact=True).click()

    assert visitor.heading() == "Bạn đã đặt lịch hẹn"
    made = Appointment.objects.get(young_person=person)
    visitor.link("Chọn giờ khác").click()
    visitor.page.locator(".day").nth(2).click()
    visitor.page.locator("button.time").first.click()
    assert "Đã đổi giờ hẹn của bạn." in visitor.reads()
    visitor.link("Tôi không đến được").click()
    visitor.button("Đồng ý hủy lịch hẹn").click()
    made.refresh_from_db()
    assert (made.state, made.sequence) == ("CANCELLED", 2)


def test_a_counsellors_day(site):
    """Somebody walks in, is received; a wrong press is taken back; an hour is closed."""
    person = somebody()
    # Somebody new in the unit: those of the sample talk with others at this hour.
    palace = Organisation.objects.get(code=PALACE)
    counsellor = MembershipFactory(organisation=palace, role=Role.COUNSELLOR).user
    visitor = site.visitor(user=counsellor)

    visitor.go("workspace:appointments:day")
    visitor.link("Có người đến không hẹn").click()
    visitor.field(re.compile("^Họ tên")).fill("ly thi hen")
    visitor.button("Tìm").click()
    visitor.link(re.compile("^Tiếp ?: Lý Thị Hẹn")).click()
    visitor.field("Tôi tiếp người này ngay bây giờ").check()
    visitor.button("Tiếp", exact=True).click()
    talk = visitor.page.locator(".talk", has_text="Lý Thị Hẹn")
    look_at(visitor.page)
    assert faults_of(visitor.page, language="vi") == []
    assert "đã đến" in talk.inner_text()
    talk.get_by_role("button", name=re.compile("Hoàn tác")).click()
    assert "đã đặt" in talk.inner_text()
    talk.get_by_role("button", name=re.compile("Đã đến")).click()
    assert Appointment.objects.get(young_person=person).state == "CAME"

    visitor.link("Giờ tiếp, ngày vắng và địa điểm").click()
    visitor.link("Báo vắng mặt").click()
    visitor.field("Ngày vắng đầu tiên").fill("2026-12-01")
    visitor.field("Ngày vắng cuối cùng").fill("2026-12-01")
    visitor.button("Đóng khoảng giờ này").click()
    assert "01/12/2026" in visitor.reads()
    visitor.button("Vẫn có mặt").last.click()
    assert "Đã mở lại" in visitor.reads()
