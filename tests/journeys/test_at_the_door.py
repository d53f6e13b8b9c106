"""The day of an event: who came, a correction, and how it ends."""

import pytest
import time_machine

from nhipcau.events.models import Attendance
from nhipcau.events.states import AttendanceValue, EventState
from nhipcau.events.use_cases import assign_volunteer
from nhipcau.organisations.models import Role
from tests.factories import moment
from tests.journeys import addresses
from tests.journeys.visitor import CENTRE, PALACE, colleague

pytestmark = pytest.mark.browser
DAY = moment("2026-12-12 07:40")


@pytest.fixture
def fair(site):
    """The job fair of 12 December, on its morning, with a volunteer."""
    with time_machine.travel(DAY, tick=True):
        event = addresses.open_event()
        assign_volunteer(
            by=colleague(PALACE, Role.COORDINATOR),
            at=DAY,
            event=event,
            user=colleague(PALACE, Role.GATE_VOLUNTEER),
        )
        yield event


def test_a_volunteer_marks_who_comes_and_enters_a_walk_in(site, fair):
    volunteer = site.visitor(user=colleague(PALACE, Role.GATE_VOLUNTEER))
    volunteer.go("workspace:desk")
    volunteer.link(fair.title).first.click()
    volunteer.link("Điểm danh").first.click()
    person = volunteer.page.get_by_role("listitem").filter(has_text="••").first
    name = person.locator(".door__name").inner_text()
    person.get_by_role("button", name="có mặt").click()
    assert Attendance.objects.get(
        session__event=fair, young_person__full_name=name, session=fair.sessions.first()
    ).value in (AttendanceValue.ATTENDED, AttendanceValue.LATE)

    volunteer.page.locator("a[href*='walk-in']").first.click()
    volunteer.field("Họ và tên", exact=True).fill("Lý Văn Tới")
    for part, typed in zip(("Ngày", "Tháng", "Năm"), ("2", "3", "2004"), strict=True):
        volunteer.field(part, exact=True).fill(typed)
    volunteer.field("Số điện thoại di động", exact=True).fill("0978123456")
    volunteer.field("Nơi bạn ở").select_option(label="xã Bắc Sơn")
    volunteer.page.locator("#id_consent_participation").check()
    volunteer.button("Ghi tên và điểm danh có mặt").click()
    assert "Đã ghi tên, đăng ký và điểm danh có mặt." in volunteer.reads()
    assert Attendance.objects.filter(young_person__full_name="Lý Văn Tới").exists()


def test_a_coordinator_closes_corrects_with_a_reason_and_marks_as_held(site, fair):
    coordinator = site.visitor(user=colleague(CENTRE, Role.COORDINATOR))
    session = fair.sessions.order_by("starts_at").first()
    coordinator.go("workspace:events:mark-all", session.pk)
    coordinator.page.locator("#id_value").select_option(AttendanceValue.ATTENDED)
    coordinator.button("Ghi cho những người được chọn").click()
    recorded = Attendance.objects.filter(session=session)
    assert recorded.count() > 5

    one = recorded.order_by("pk").first()
    coordinator.go("workspace:events:correct-attendance", one.pk)
    coordinator.page.get_by_role("radio", name="đến muộn").check()
    coordinator.button("Lưu chỗ sửa").click()
    assert "Bạn hãy ghi lý do sửa." in coordinator.reads()
    coordinator.field("Vì sao sửa").fill("Đến lúc 9 giờ, xe khách bị chậm")
    coordinator.button("Lưu chỗ sửa").click()
    one.refresh_from_db()
    assert one.value == AttendanceValue.LATE
    assert one.corrections.get().reason == "Đến lúc 9 giờ, xe khách bị chậm"

    coordinator.go("workspace:events:detail", fair.pk)
    for step in ("Đóng đăng ký", "Ghi nhận đã tổ chức"):
        coordinator.link(step).first.click()
        coordinator.button(step).click()
    fair.refresh_from_db()
    assert fair.state == EventState.HELD

    pupil = site.visitor()
    pupil.go("public:event", fair.pk)
    assert "Đã diễn ra" in pupil.reads()


def test_a_cancelled_event_tells_the_public_why_nobody_need_come(site):
    coordinator = site.visitor(user=colleague(PALACE, Role.COORDINATOR))
    event = addresses.open_event()
    coordinator.go("workspace:events:detail", event.pk)
    coordinator.link("Hủy sự kiện").click()
    coordinator.button("Hủy sự kiện").click()
    assert coordinator.page.get_by_role("alert").is_visible()
    coordinator.field("Lý do").fill("Mưa lũ, đường vào bị chia cắt.")
    coordinator.button("Hủy sự kiện").click()

    pupil = site.visitor()
    pupil.go("public:event", event.pk)
    assert "Đã hủy" in pupil.reads()
    assert not pupil.page.locator("a[href^='/sessions/'][href$='/register/']").count()
