"""From the plan to the open event: coordinator, both leaders, and the first to register."""

import re

import pytest

from nhipcau.events.models import Event
from nhipcau.events.states import EventState
from nhipcau.organisations.models import Role
from nhipcau.programmes.models import PlanVersion
from nhipcau.programmes.states import PlanState
from tests.journeys.visitor import CENTRE, DESKTOP, PALACE, colleague

pytestmark = pytest.mark.browser


def test_a_version_of_the_plan_is_written_and_approved_by_both_units(site):
    coordinator = site.visitor(user=colleague(PALACE, Role.COORDINATOR), viewport=DESKTOP)
    coordinator.go("workspace:desk")
    assert coordinator.heading().startswith("Chào ")
    coordinator.link("Kế hoạch", exact=True).first.click()
    coordinator.link("Mở phiên bản mới").click()
    coordinator.field("Năm kế hoạch").select_option(label="2026")
    coordinator.button("Mở phiên bản").click()
    coordinator.link("Thêm dòng").click()

    coordinator.field("Hoạt động", exact=True).fill("Phiên việc làm lưu động tại xã Mẫu Sơn")
    coordinator.field("Loại hoạt động").select_option(index=1)
    coordinator.page.get_by_role("group", name="Thuộc nội dung nào").get_by_role(
        "radio"
    ).first.check()
    coordinator.page.get_by_role("group", name="Đơn vị chủ trì").get_by_role("radio").first.check()
    coordinator.field("Tháng", exact=True).select_option(label="tháng 12/2026")
    coordinator.field("Địa điểm").fill("Nhà văn hóa xã Mẫu Sơn")
    coordinator.field("Chỉ tiêu lượt người").fill("một trăm")
    coordinator.field("Chỉ tiêu số người").fill("110")
    coordinator.button("Thêm dòng này").click()
    assert "Bạn hãy điền số nguyên bằng chữ số" in coordinator.reads()
    assert coordinator.field("Địa điểm").input_value() == "Nhà văn hóa xã Mẫu Sơn"
    coordinator.field("Chỉ tiêu lượt người").fill("120")
    coordinator.button("Thêm dòng này").click()
    assert "Đã thêm dòng vào kế hoạch." in coordinator.reads()

    coordinator.link("Gửi duyệt").click()
    coordinator.field("Lời gửi lãnh đạo").fill("Thêm một phiên tại xã vùng cao.")
    coordinator.button("Gửi duyệt").click()
    assert "Đã gửi kế hoạch tới hai đơn vị để duyệt." in coordinator.reads()
    version = PlanVersion.objects.latest("pk")
    assert version.state == PlanState.PROPOSED

    for unit, told in (
        (PALACE, "Đơn vị của bạn đã duyệt. Tiếp theo là đơn vị kia."),
        (CENTRE, "Hai đơn vị đã duyệt: kế hoạch có hiệu lực."),
    ):
        leader = site.visitor(user=colleague(unit, Role.LEADER))
        leader.go("workspace:desk")
        leader.link("Kế hoạch 2026, phiên bản 3 chờ đơn vị của bạn").click()
        assert "Phiên việc làm lưu động tại xã Mẫu Sơn" in leader.reads()
        leader.link(re.compile("^Duyệt thay mặt")).click()
        leader.button("Duyệt kế hoạch này").click()
        assert "Bạn hãy đánh dấu rằng bạn đã đọc kế hoạch." in leader.reads()
        leader.page.get_by_role("checkbox").check()
        leader.button("Duyệt kế hoạch này").click()
        assert told in leader.reads()
    version.refresh_from_db()
    assert version.state == PlanState.APPROVED


def test_a_leader_returns_a_plan_with_the_reason(site):
    leader = site.visitor(user=colleague(CENTRE, Role.LEADER))
    leader.go("workspace:desk")
    leader.link("Kế hoạch 2027, phiên bản 1 chờ đơn vị của bạn").click()
    leader.link("Trả lại để sửa").click()
    leader.button("Trả lại kế hoạch").click()
    assert leader.page.get_by_role("alert").is_visible()
    leader.field("Lý do").fill("Đề nghị thêm hai phiên tại xã vùng cao.")
    leader.button("Trả lại kế hoạch").click()
    assert "Đã trả lại kế hoạch kèm lý do của bạn." in leader.reads()

    coordinator = site.visitor(user=colleague(PALACE, Role.COORDINATOR))
    coordinator.go("workspace:desk")
    coordinator.link("Kế hoạch 2027, phiên bản 1 bị trả lại để sửa").click()
    assert "Đề nghị thêm hai phiên tại xã vùng cao." in coordinator.reads()


def test_an_event_grows_out_of_its_line_until_somebody_registers(site):
    coordinator = site.visitor(user=colleague(CENTRE, Role.COORDINATOR), viewport=DESKTOP)
    coordinator.go("workspace:events:list")
    coordinator.link("Chuẩn bị sự kiện").click()
    coordinator.link("Ngày hội việc làm cuối năm").click()
    coordinator.field("Tên sự kiện").fill("Ngày hội việc làm tại Bắc Sơn")
    coordinator.field("Ngày", exact=True).fill("2026-12-19")
    coordinator.field("Từ", exact=True).fill("08:00")
    coordinator.field("Đến", exact=True).fill("07:00")
    coordinator.field("Địa điểm").fill("Nhà văn hóa xã Bắc Sơn")
    coordinator.field("Số chỗ", exact=True).fill("150")
    coordinator.button("Lưu bản nháp").click()
    assert "phải sau giờ bắt đầu" in coordinator.reads()
    assert coordinator.field("Tên sự kiện").input_value() == "Ngày hội việc làm tại Bắc Sơn"
    coordinator.field("Đến", exact=True).fill("11:30")
    coordinator.button("Lưu bản nháp").click()
    assert coordinator.heading() == "Ngày hội việc làm tại Bắc Sơn"
    event = Event.objects.get(title="Ngày hội việc làm tại Bắc Sơn")

    pupil = site.visitor()
    assert pupil.go("public:event", event.pk).status == 404
    for step in ("Công bố sự kiện", "Mở đăng ký"):
        coordinator.link(step).click()
        assert "Điều gì sẽ xảy ra" in coordinator.reads()
        coordinator.button(step).click()
    event.refresh_from_db()
    assert event.state == EventState.OPEN

    assert pupil.go("public:event", event.pk).status == 200
    pupil.link("Đăng ký", exact=True).first.click()
    assert pupil.heading() == "Đăng ký"
