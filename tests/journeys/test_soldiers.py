"""A soldier's year, with the clock moved on: a signed sheet, home, asked four times, over."""

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from nhipcau.messaging.models import Message
from nhipcau.organisations.models import Role
from nhipcau.shared.actors import SYSTEM
from nhipcau.soldiers.models import MilitaryService
from nhipcau.soldiers.queries import check_link
from nhipcau.soldiers.use_cases import ask_home_checks, end_over
from tests.factories import moment
from tests.journeys.faults import faults_of, look_at
from tests.journeys.visitor import CENTRE, colleague

pytestmark = pytest.mark.browser
NAME = "Lương Văn Thắng"


def at(day):
    return time_machine.travel(moment(f"{day} 09:30"), tick=True)


def counsellor(site):
    """Signed in again: months have passed."""
    return site.visitor(user=colleague(CENTRE, Role.COUNSELLOR))


def submit(visitor):
    visitor.page.locator("main form .actions button").first.click()


def asked(service, month):
    """The clock asks; what the person gets is a link without an account."""
    ask_home_checks(by=SYSTEM, at=timezone.now())
    check = service.checks.get(month=month)
    assert check.asked_at
    assert Message.objects.filter(young_person=service.young_person, topic="HOME").count()
    return check


def test_a_soldiers_year(site):
    staff = counsellor(site)
    staff.go("workspace:soldiers:enter")
    for name, value in (
        ("evidence", "tập 1, tờ 7"),
        ("full_name", NAME),
        ("birth_on", "2005-03-09"),
        ("phone", "0912 345 111"),
        ("expected_on", "2027-02-01"),
    ):
        staff.page.locator(f"#id_{name}").fill(value)
    submit(staff)
    assert NAME in staff.reads()
    service = MilitaryService.objects.get(young_person__full_name=NAME)

    with at("2027-02-02"):
        staff = counsellor(site)
        staff.go("workspace:soldiers:detail", service.pk)
        staff.page.locator("form[action$='/discharge/'] button").click()
        staff.page.locator("#id_discharged_on").fill("2027-02-01")
        submit(staff)
    service.refresh_from_db()
    assert [one.month for one in service.checks.order_by("month")] == [3, 6, 9, 11]

    with at("2027-05-04"):
        check = asked(service, 3)
        soldier = site.visitor()
        soldier.page.goto(reverse("public:home-check", args=[check_link(check)]))
        assert NAME not in soldier.reads()
        look_at(soldier.page)
        assert faults_of(soldier.page, language="vi") == []
        soldier.page.locator("[name=situation][value=LOOKING]").check()
        soldier.page.locator("[name=wants_help]").check()
        submit(soldier)
        assert "Cảm ơn" in soldier.heading()
        staff = counsellor(site)
        staff.go("workspace:soldiers:list", query="?show=help")
        staff.link(NAME).click()
        staff.page.locator("form[action$='/helped/'] button").click()
        staff.go("workspace:soldiers:list", query="?show=help")
        assert NAME not in staff.reads()

    with at("2027-11-04"):
        check = asked(service, 9)
        staff = counsellor(site)
        staff.go("workspace:soldiers:list", query="?show=due")
        assert NAME in staff.reads()
        staff.go("workspace:soldiers:record-check", check.pk)
        staff.page.locator("[name=situation][value=LEARNING]").check()
        staff.page.locator("[name=how][value=VISIT]").check()
        submit(staff)
        staff.go("workspace:soldiers:detail", service.pk)
        look_at(staff.page)
        assert faults_of(staff.page, language="vi") == []

    with at("2028-03-20"):
        end_over(by=SYSTEM, at=timezone.now())
        assert ask_home_checks(by=SYSTEM, at=timezone.now()) == 0
        staff = counsellor(site)
        staff.go("workspace:soldiers:list", query="?show=ended")
        assert NAME in staff.reads()
