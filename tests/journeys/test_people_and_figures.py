"""Those who look after people, words and figures: counsellor, data officer, contact, leader."""

import re

import pytest

from nhipcau.organisations.models import Role
from nhipcau.people.models import Consent
from nhipcau.programmes.models import CadenceExplanation
from nhipcau.reporting.models import MonthlyReport
from nhipcau.shared.models import AuditEvent
from tests.journeys.visitor import CENTRE, DESKTOP, PALACE, colleague

pytestmark = pytest.mark.browser


def find(visitor, name):
    visitor.go("workspace:people:list")
    visitor.field("Họ tên, bốn số cuối của điện thoại, hoặc cả số").fill(name)
    visitor.button("Tìm", exact=True).click()


def test_a_counsellor_finds_a_person_and_the_opening_leaves_a_trace(site):
    counsellor = site.visitor(user=colleague(CENTRE, Role.COUNSELLOR))
    counsellor.go("workspace:desk")
    find(counsellor, "nong thi mai an")
    assert "0990 000 001" not in counsellor.reads()
    before = AuditEvent.objects.count()
    counsellor.button(re.compile("Nông Thị Mai An")).click()

    assert counsellor.heading() == "Nông Thị Mai An"
    assert "000 001" in counsellor.reads().replace("\N{NO-BREAK SPACE}", " ")
    assert AuditEvent.objects.count() > before
    counsellor.go("workspace:people:list")
    find(counsellor, "khong co ai")
    assert "Không tìm thấy" in counsellor.reads()


def test_a_data_officer_takes_a_consent_back_at_the_persons_request(site):
    officer = site.visitor(user=colleague(PALACE, Role.DATA_OFFICER), viewport=DESKTOP)
    find(officer, "nong van bao")
    officer.button(re.compile("Nông Văn Bảo")).click()
    in_force = Consent.objects.filter(
        young_person__full_name="Nông Văn Bảo", withdrawn_at=None
    ).count()
    officer.page.locator("a[href*='/withdraw/']").last.click()
    assert "Điều gì sẽ xảy ra" in officer.reads()
    officer.button("Rút lại sự đồng ý").click()

    assert "Sự đồng ý được rút lại từ lúc này." in officer.reads()
    left = Consent.objects.filter(young_person__full_name="Nông Văn Bảo", withdrawn_at=None)
    assert left.count() == in_force - 1


def test_a_contact_member_explains_the_missed_month_and_writes_for_the_report(site):
    contact = site.visitor(user=colleague(PALACE, Role.FOCAL_POINT))
    contact.go("workspace:reports:overview")
    contact.link("Tháng 2/2026").first.click()
    contact.link(re.compile("[Gg]iải trình")).first.click()
    contact.page.get_by_role("textbox").fill("")
    contact.button("Lưu giải trình").click()
    assert "Bạn hãy viết lý do" in contact.reads()
    contact.page.get_by_role("textbox").fill("Trường nghỉ Tết hai tuần; đã bù trong tháng 3.")
    contact.button("Lưu giải trình").click()
    assert "Trường nghỉ Tết hai tuần; đã bù trong tháng 3." in contact.reads()
    assert CadenceExplanation.objects.filter(text__startswith="Trường nghỉ Tết").exists()

    contact.link("Viết đánh giá và kiến nghị").click()
    contact.field("Đánh giá chung").fill("Tháng nghỉ Tết, dồn sức cho tháng 3.")
    contact.field("Kiến nghị").fill("Lên lịch sớm trước Tết.")
    contact.button("Lưu nhận xét").click()
    assert "Tháng nghỉ Tết, dồn sức cho tháng 3." in contact.reads()
    assert MonthlyReport.objects.filter(proposals="Lên lịch sớm trước Tết.").exists()


def test_a_leader_reads_the_figures_and_takes_the_report_along(site):
    leader = site.visitor(user=colleague(CENTRE, Role.LEADER), viewport=DESKTOP)
    leader.go("workspace:desk")
    leader.link("Số liệu", exact=True).first.click()
    assert leader.heading() == "Số liệu năm 2026"
    assert leader.page.locator("svg[role=img], .picture svg").count() >= 3
    leader.link("Từng dòng kế hoạch").click()
    assert "Ngày hội việc làm cuối năm" in leader.reads()
    leader.page.go_back()
    leader.link("Tháng 10/2026").first.click()
    for name, ending, start in (
        ("Tải bản Word", ".docx", b"PK"),
        ("Tải bản Excel", ".xlsx", b"PK"),
    ):
        with leader.page.expect_download() as waiting:
            leader.link(name).click()
        download = waiting.value
        assert download.suggested_filename.endswith(ending)
        assert download.path().read_bytes().startswith(start)


def test_the_figures_can_be_read_without_javascript(site):
    leader = site.visitor(user=colleague(PALACE, Role.LEADER), java_script_enabled=False)
    leader.go("workspace:reports:overview")

    assert leader.heading() == "Số liệu năm 2026"
    assert leader.page.get_by_role("table").count() >= 1
