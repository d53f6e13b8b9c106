"""Two units close a month; a leader opens a number and is told as much as a leader may know."""

import re

import pytest

from nhipcau.organisations.models import Role
from nhipcau.reporting.models import ReportingPeriod
from tests.journeys.visitor import CENTRE, DESKTOP, PALACE, colleague

pytestmark = pytest.mark.browser


def test_one_unit_proposes_the_other_confirms_and_a_leader_drills_down(site):
    coordinator = site.visitor(user=colleague(PALACE, Role.COORDINATOR))
    coordinator.go("workspace:reports:period", "2026-06")
    coordinator.link("Đề nghị chốt số liệu này").click()
    coordinator.button("Đề nghị chốt số liệu này").click()
    assert "đang chờ đơn vị kia" in coordinator.reads()

    other = site.visitor(user=colleague(CENTRE, Role.COORDINATOR))
    other.go("workspace:desk")
    assert "đang chờ đơn vị bạn" in other.reads()
    other.go("workspace:reports:period", "2026-06")
    other.link("Xác nhận và chốt").click()
    other.button("Xác nhận và chốt").click()
    assert "Hai đơn vị cùng chịu trách nhiệm" in other.reads()
    assert ReportingPeriod.objects.get(kind="MONTH", first="2026-06-01").state == "CLOSED"

    leader = site.visitor(user=colleague(PALACE, Role.LEADER), viewport=DESKTOP)
    leader.go("workspace:reports:period", "2026-06")
    leader.link(re.compile("bản 1")).first.click()
    row = leader.page.locator("tr[data-code=turns]").first
    row.get_by_role("link").first.click()
    assert "Danh sách chỉ mở cho người làm việc với những bạn trẻ này" in leader.reads()
