"""A counsellor's day on a phone: a talk that was booked, a case, a note under lock, handed on."""

import datetime as dt

import pytest
from django.utils import timezone

from nhipcau.counselling.models import Case, Transfer
from nhipcau.organisations.models import Role
from nhipcau.shared.models import AuditEvent
from tests.factories import AppointmentFactory
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


def test_a_counsellors_day_from_the_appointment_to_the_transfer(site):
    user = colleague(CENTRE, Role.COUNSELLOR)
    case = Case.objects.live().filter(counsellor=user, transfers=None).first()
    talk = AppointmentFactory(
        young_person=case.young_person,
        counsellor=user,
        unit=case.unit,
        kind=case.kind,
        starts_at=timezone.now() + dt.timedelta(minutes=15),
    )
    counsellor = site.visitor(user=user)
    page = counsellor.page
    counsellor.go("workspace:cases:list")
    today = page.locator("section", has_text="Các buổi hẹn hôm nay của bạn").last
    today.get_by_role("link", name=case.young_person.full_name).click()
    look_at(page)
    assert faults_of(page, language="vi") == []

    # The person is here early: one press for the appointment, the contact and its note.
    counsellor.link("Ghi lại buổi này").first.click()
    page.locator("#id_text").fill(SECRET)
    counsellor.button("Ghi lại").click()
    assert "đã ghi lại" in counsellor.reads()
    assert SECRET not in counsellor.reads()
    look_at(page)
    assert faults_of(page, language="vi") == []
    talk.refresh_from_db()
    assert talk.state == "CAME"
    assert talk.contact.case == case
    counsellor.button("Đọc ghi chép").click()
    assert SECRET in counsellor.reads()

    counsellor.go("workspace:cases:transfer", case.pk)
    page.locator("#id_to_unit").select_option(index=0)
    page.locator("#id_reason").fill("Bạn ấy ở gần bên ấy hơn")
    page.locator("main form button[type=submit], main form button:not([type])").last.click()
    assert Transfer.objects.filter(case=case, state="ASKED").exists()
    assert "đang được chuyển" in counsellor.reads().lower()
