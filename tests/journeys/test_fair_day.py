"""A whole fair day: wishes, the desk with the network cut, two desks at once, the wall."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from nhipcau.fairs.models import Candidate, DeskMark, Fair, Interview, Meeting
from nhipcau.fairs.rules import current_slot
from nhipcau.fairs.solving import solve_next
from nhipcau.fairs.today import queue_of
from nhipcau.messaging.models import Message
from nhipcau.organisations.models import Role
from nhipcau.shared.actors import SYSTEM
from tests.factories import DeskSessionFactory, moment
from tests.journeys import addresses
from tests.journeys.visitor import CENTRE, DESKTOP, PALACE, colleague

pytestmark = pytest.mark.browser
MORNING = moment("2026-12-12 08:40")
KEY = "f" * 40


@pytest.fixture
def fair(site):
    """The fair of 12 December, ten minutes after its first interviews began."""
    with time_machine.travel(MORNING, tick=True):
        yield Fair.objects.get()


def busiest(fair):
    booths = fair.booths.coming().select_related("employer", "fair")
    return max(booths, key=lambda one: len(queue_of(one, at=MORNING)))


def at_the_desk(site, booth):
    contact = booth.employer.contacts.filter(ended_at=None).order_by("-is_main").first()
    DeskSessionFactory(contact=contact, key=KEY, expires_at=timezone.now() + dt.timedelta(hours=8))
    visitor = site.visitor()
    visitor.hold_desk(KEY)
    return visitor


def turn(visitor, number):
    return visitor.page.locator(".turn").nth(number)


def test_the_desk_works_while_the_network_is_cut_for_ten_minutes(site, fair):
    booth = busiest(fair)
    employer = at_the_desk(site, booth)
    employer.go("employers:fair-day", booth.pk)
    first, second = (turn(employer, number).get_attribute("data-candidate") for number in (0, 1))

    employer.context.set_offline(True)
    employer.page.locator(f"[data-candidate='{first}'] button", has_text="Gọi").click()
    employer.page.locator(f"[data-candidate='{second}'] button", has_text="Chưa có mặt").click()
    card = employer.page.locator(f"[data-candidate='{first}']")
    card.locator("summary").click()
    card.locator("label").get_by_text("lần này chưa hợp", exact=True).click()
    card.locator("select[name=reason]").select_option(index=1)
    card.get_by_role("button", name="Lưu kết quả").click()
    assert "Mất mạng: 3 ghi nhận" in employer.page.locator("[data-net]").inner_text()
    assert not DeskMark.objects.exists()

    with time_machine.travel(MORNING + dt.timedelta(minutes=10), tick=True):
        employer.context.set_offline(False)
        employer.page.locator("[data-net][data-state=online]").wait_for()
    assert DeskMark.objects.count() == 3
    states = dict(Meeting.objects.values_list("candidate", "state"))
    assert states == {int(first): "HELD", int(second): "NOT_HERE"}
    # The browser's own note of a request without a network.
    assert all("ERR_INTERNET_DISCONNECTED" in one for one in employer.problems)
    employer.problems.clear()


def until(page, script, argument=None):
    """``wait_for_function`` evaluates in the page, which its policy forbids."""
    for _again in range(100):
        if page.evaluate(script, argument):
            return
        page.wait_for_timeout(100)
    raise AssertionError(script)


def test_a_desk_that_is_opened_again_without_a_network_is_there(site, fair):
    booth = busiest(fair)
    employer = at_the_desk(site, booth)
    employer.go("employers:fair-day", booth.pk)
    page = employer.page
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    until(page, "caches.match(location.pathname).then((kept) => Boolean(kept))")
    candidate = turn(employer, 0).get_attribute("data-candidate")

    employer.context.set_offline(True)
    page.reload()
    page.locator(f"[data-candidate='{candidate}'] button", has_text="Gọi").click()
    page.reload()
    assert "Mất mạng: 1 ghi nhận" in page.locator("[data-net]").inner_text()
    assert "đã gọi vào gian" in page.locator(f"[data-candidate='{candidate}']").inner_text()
    employer.context.set_offline(False)
    page.locator("[data-net][data-state='online']").wait_for(state="attached")
    assert Meeting.objects.get().state == "CALLED"

    # Who leaves the desk takes the kept page along.
    employer.context.clear_cookies()
    employer.go("employers:fair-day", booth.pk)
    until(page, "path => caches.match(path).then(kept => !kept)", page_of(booth))
    employer.problems[:] = [one for one in employer.problems if "ERR_INTERNET" not in one]


def page_of(booth):
    return reverse("employers:fair-day", args=[booth.pk])


def told_lines(fair):
    rows = Interview.objects.published().filter(booth__fair=fair)
    return set(rows.values_list("candidate", "booth", "slot"))


def test_an_employer_that_leaves_and_a_bus_that_never_comes(site, fair):
    """At half past nine; whoever is not touched keeps the time that was told."""
    booth, bus = busiest(fair), fair.buses.get()
    before, messages = told_lines(fair), Message.objects.count()
    on_the_bus = set(bus.candidates.values_list("pk", flat=True))
    with time_machine.travel(MORNING.replace(hour=9, minute=31), tick=True):
        soon = current_slot(fair, at=timezone.now())
        employer = at_the_desk(site, booth)
        employer.go("employers:decline-fair", booth.pk)
        employer.page.locator("#id_reason").fill("Máy ở xưởng hỏng")
        employer.button("Báo Trung tâm").click()

        organiser = site.visitor(user=colleague(CENTRE, Role.COORDINATOR))
        organiser.go("workspace:fairs:change-bus", bus.pk)
        organiser.field("Đến lúc").fill("15:00")
        organiser.field("Rời đi lúc").fill("16:00")
        organiser.button("Lưu").click()
        organiser.go("workspace:fairs:ask", fair.event_id)
        organiser.button("Tính lịch").click()
        assert solve_next(by=SYSTEM, at=timezone.now())
        organiser.page.reload()
        organiser.link("Công bố").click()
        organiser.button("Công bố").click()

        wall = site.visitor(viewport=DESKTOP)
        wall.page.goto(f"{wall.url}{reverse('public:screen', args=[fair.screen_code])}")
        assert booth.employer.name not in wall.reads()
    after = told_lines(fair)
    later = {one for one in after if one[2] >= soon}
    assert not [one for one in later if one[1] == booth.pk or one[0] in on_the_bus]
    untouched = {one for one in before if one[1] != booth.pk and one[0] not in on_the_bus}
    assert untouched <= after
    touched = {one[0] for one in before ^ after}
    told = Message.objects.order_by("pk")[messages:]
    heard = {
        one.registration.young_person_id
        for one in Candidate.objects.filter(pk__in=touched).select_related("registration")
    }
    assert {one.young_person_id for one in told} <= heard


def test_two_desks_that_tell_one_interview_make_one_result(site, fair):
    booth = busiest(fair)
    employer = at_the_desk(site, booth)
    counsellor = site.visitor(user=colleague(CENTRE, Role.COUNSELLOR))
    employer.go("employers:fair-day", booth.pk)
    counsellor.go("workspace:fairs:desk", booth.pk)
    for visitor, word in (
        (employer, "lần này chưa hợp"),
        (counsellor, "nhận việc, đã hẹn ngày đầu"),
    ):
        card = turn(visitor, 0)
        card.locator("summary").click()
        card.locator("label").get_by_text(word, exact=True).click()
        if visitor is employer:
            card.locator("select[name=reason]").select_option(index=1)
        else:
            card.locator("input[name=starts_on]").fill("2026-12-20")
        card.get_by_role("button", name="Lưu kết quả").click()
        visitor.page.locator("[data-net][data-state=online]").wait_for()
    assert Meeting.objects.get().result == "NO"
    counsellor.page.wait_for_selector("[data-trouble]:not([hidden])")
    assert "lần này chưa hợp" in counsellor.page.locator("[data-trouble]").inner_text()


def test_the_wall_names_nobody(site, fair):
    wall = site.visitor(viewport=DESKTOP)
    wall.page.goto(f"{wall.url}{reverse('public:screen', args=[fair.screen_code])}")
    read = wall.reads()
    assert str(busiest(fair).number) in read
    people = fair.candidates.select_related("registration__young_person")
    assert not [one for one in people if one.registration.young_person.full_name in read]


def test_a_candidate_chooses_and_a_colleague_repairs(site):
    """Before the day: wishes on the own page without a script, then a new version."""
    code = addresses.late_fair_code()["code"]
    fair = Fair.objects.get()
    pupil = site.visitor(java_script_enabled=False)
    pupil.go("public:interviews", code)
    pupil.page.locator("#id_wish_1").select_option(index=1)
    pupil.button("Lưu nguyện vọng của tôi").click()
    assert "Đã lưu nguyện vọng của bạn" in pupil.reads()
    assert fair.candidates.filter(registration__code=code).count() == 1

    organiser = site.visitor(user=colleague(PALACE, Role.COORDINATOR))
    organiser.go("workspace:fairs:ask", fair.event_id)
    organiser.button("Tính lịch").click()
    assert "Máy đang tính" in organiser.reads()
    assert fair.timetables.filter(state="ASKED").count() == 1
