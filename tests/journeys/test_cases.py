"""A counsellor's hour on a phone: a case, a step, a note under lock, read again with a trace."""

import pytest

from nhipcau.organisations.models import Role
from nhipcau.shared.models import AuditEvent
from tests.journeys.faults import faults_of, look_at
from tests.journeys.visitor import CENTRE, colleague

pytestmark = pytest.mark.browser
SECRET = "Bạn lo khi phỏng vấn, muốn tập thêm"


def test_a_counsellor_writes_under_lock_and_reads_again(site):
    counsellor = site.visitor(user=colleague(CENTRE, Role.COUNSELLOR))
    page = counsellor.page
    counsellor.go("workspace:cases:list")
    assert counsellor.heading() == "Tư vấn"
    counsellor.link("tất cả của tôi").click()
    page.locator("td .row-action").first.click()

    counsellor.link("Thống nhất một việc").click()
    counsellor.field("Thống nhất việc gì?").fill("Mang hồ sơ đến buổi sau")
    page.get_by_role("radio", name="thanh niên").first.check()
    counsellor.field("Đến ngày nào?").fill("2026-12-01")
    counsellor.button("Ghi lại").click()
    assert "Mang hồ sơ đến buổi sau" in counsellor.reads()

    counsellor.link("Ghi một lần gặp").click()
    page.get_by_role("radio", name="qua điện thoại").check()
    page.locator("#id_text").fill(SECRET)
    counsellor.button("Ghi lại").click()
    assert SECRET not in counsellor.reads()

    counsellor.button("Đọc ghi chép").click()
    assert SECRET in counsellor.reads()
    look_at(page)
    assert faults_of(page, language="vi") == []
    assert AuditEvent.objects.filter(action="case.notes_read").count() == 1
