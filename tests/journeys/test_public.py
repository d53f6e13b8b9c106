"""A pupil on a phone: finds an event, registers, changes her mind. In Vietnamese, as she does."""

import re

import pytest
from django.urls import reverse

from nhipcau.events.models import Registration
from nhipcau.events.states import RegistrationState
from nhipcau.shared.sms import MemorySms
from tests.journeys import addresses
from tests.journeys.visitor import DESKTOP

pytestmark = pytest.mark.browser


def fill_in(visitor, *, name="Nông Thị Lan", phone="0912 345 678"):
    visitor.field("Họ và tên", exact=True).fill(name)
    visitor.field("Ngày", exact=True).fill("2")
    visitor.field("Tháng", exact=True).fill("3")
    visitor.field("Năm", exact=True).fill("2008")
    visitor.field("Số điện thoại di động").fill(phone)
    visitor.field("Nơi bạn ở").select_option(label="xã Thất Khê")
    agreed(visitor).check()


def session_link(visitor, title):
    return visitor.link(re.compile(f"^Đăng ký ?: {title}$"))


def agreed(visitor):
    """The first consent, without which nobody takes part."""
    return visitor.page.get_by_role("group", name="Điều bạn đồng ý").get_by_role("checkbox").first


def test_a_pupil_finds_an_event_registers_and_cancels(site):
    pupil = site.visitor()
    pupil.go("public:home")
    pupil.link("Xem cả").click()
    pupil.field("Tìm", exact=True).fill("ngay hoi viec lam")
    pupil.button("Xem", exact=True).click()
    pupil.link("Ngày hội việc làm cuối năm").click()
    assert "Thứ Bảy 12/12/2026" in pupil.reads()
    session_link(pupil, "Buổi sáng").click()

    fill_in(pupil, phone="0912 abc 678")
    pupil.button("Đăng ký buổi này").click()
    assert "Bạn hãy điền số di động bằng chữ số" in pupil.reads()
    assert pupil.field("Họ và tên", exact=True).input_value() == "Nông Thị Lan"
    assert pupil.field("Số điện thoại di động").input_value() == "0912 abc 678"
    assert pupil.field("Năm", exact=True).input_value() == "2008"
    assert agreed(pupil).is_checked()

    pupil.field("Số điện thoại di động").fill("0912 345 678")
    pupil.button("Đăng ký buổi này").click()
    assert pupil.heading() == "Đã giữ chỗ cho bạn"
    assert "Nông Thị Lan" in pupil.reads()

    pupil.link("Tôi không đến được").click()
    pupil.field("Vì sao bạn không đến được?").fill("Em thi học kỳ hôm đó")
    pupil.button("Có, hủy đăng ký của tôi").click()
    assert pupil.heading() == "Đăng ký của bạn đã hủy"
    assert Registration.objects.latest("pk").state == RegistrationState.CANCELLED


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_lost(site):
    pupil = site.visitor()
    pupil.go("public:register", addresses.open_session().pk)
    pupil.field("Họ và tên", exact=True).fill("Nông " * 100)
    pupil.field("Ngày", exact=True).fill("31")
    pupil.field("Tháng", exact=True).fill("2")
    pupil.field("Năm", exact=True).fill("2008")
    pupil.field("Số điện thoại di động").fill("số của mẹ")
    pupil.button("Đăng ký buổi này").click()

    told = pupil.reads()
    assert "Tháng 2 năm 2008 không có ngày 31" in told
    assert "Bạn hãy điền số di động bằng chữ số" in told
    assert "Bạn hãy chọn xã, phường nơi bạn ở." in told
    assert pupil.page.get_by_role("alert").is_visible()
    assert pupil.field("Họ và tên", exact=True).input_value().startswith("Nông Nông")
    assert pupil.field("Ngày", exact=True).input_value() == "31"
    assert not Registration.objects.filter(young_person__full_name__startswith="Nông Nông")


def test_a_family_sees_its_registrations_and_takes_a_consent_back(site):
    pupil = site.visitor()
    phone = addresses.person().phone
    pupil.go("public:home")
    pupil.link("Đăng ký của tôi").first.click()
    pupil.field("Số di động của bạn").fill(phone.replace("+84", "0"))
    pupil.button("Gửi mã cho tôi").click()
    to, text = MemorySms.outbox[-1]
    assert to == phone
    pupil.field("Sáu chữ số trong tin nhắn").fill("000000")
    pupil.button("Đăng nhập").click()
    assert pupil.page.get_by_role("alert").is_visible()
    code = re.search(r"\b\d{3}\s?\d{3}\b", text).group()
    pupil.field("Sáu chữ số trong tin nhắn").fill(code)
    pupil.button("Đăng nhập").click()

    assert pupil.heading() == "Đăng ký của tôi"
    assert "Nông Thị Mai An" in pupil.reads()
    assert "Nông Văn Bảo" in pupil.reads()
    before = pupil.page.locator("details", has_text="hống kê").count()
    pupil.page.locator("summary", has_text="hống kê").first.click()
    pupil.button("Rút lại đồng ý này").locator("visible=true").first.click()
    assert pupil.page.locator("details", has_text="hống kê").count() == before - 1

    pupil.button("Đăng xuất").click()
    pupil.go("public:my-registrations")
    assert pupil.heading() == "Đăng nhập bằng điện thoại"


def test_without_javascript_one_reads_and_registers(site):
    pupil = site.visitor(java_script_enabled=False)
    pupil.go("public:home")
    pupil.link("Ngày hội việc làm cuối năm").click()
    session_link(pupil, "Buổi chiều").click()
    fill_in(pupil)
    pupil.button("Đăng ký buổi này").click()

    assert pupil.heading() == "Đã giữ chỗ cho bạn"


def test_with_the_keyboard_alone_one_registers_and_always_sees_where_one_is(site):
    pupil = site.visitor(viewport=DESKTOP)
    keys = pupil.page.keyboard
    pupil.go("public:register", addresses.open_session().pk)
    keys.press("Tab")
    assert focused(pupil)["text"] == "Tới nội dung chính"
    keys.press("Enter")

    answers = {
        "full_name": "Hoàng Văn Minh",
        "birth_on_0": "4",
        "birth_on_1": "5",
        "birth_on_2": "2006",
        "phone": "0987654321",
        "commune": "ArrowDown",
        "consent_participation": "Space",
    }
    for _step in range(40):
        keys.press("Tab")
        here = focused(pupil)
        assert here["outline"], f"nothing shows that the keyboard is at {here}"
        if here["name"] in answers:
            typed = answers.pop(here["name"])
            if typed in ("Space", "ArrowDown"):
                keys.press(typed)
            else:
                keys.type(typed)
        if here["text"] == "Đăng ký buổi này":
            keys.press("Enter")
            break
    pupil.page.wait_for_url("**/registrations/**")

    assert not answers
    assert pupil.heading() == "Đã giữ chỗ cho bạn"
    assert "Hoàng Văn Minh" in pupil.reads()


def focused(visitor):
    return visitor.page.evaluate("""() => {
      const one = document.activeElement, style = getComputedStyle(one);
      const label = one.closest("label, .choice");
      return {
        name: one.name || "", text: one.innerText ? one.innerText.trim() : "",
        outline: style.outlineStyle !== "none" || style.boxShadow !== "none"
          || (label && getComputedStyle(label).outlineStyle !== "none"),
      };
    }""")


def test_a_full_session_offers_the_waiting_list(site):
    pupil = site.visitor()
    session = addresses.full_session()
    waiting = session.waiting_count
    pupil.go("public:event", session.event_id)
    pupil.link("Vào danh sách chờ").first.click()
    assert f"{waiting} người" in pupil.reads()
    fill_in(pupil)
    pupil.button("Vào danh sách chờ").click()

    assert pupil.heading() == "Bạn đang ở danh sách chờ"
    assert f"Bạn đứng thứ {waiting + 1}" in pupil.reads()


def test_an_event_that_is_over_takes_nobody_and_shows_the_way_on(site):
    pupil = site.visitor()
    session = addresses.held_event().sessions.first()
    pupil.go("public:event", session.event_id)
    assert not pupil.link("Đăng ký", exact=True).locator("visible=true").count()
    pupil.go("public:register", session.pk)

    assert "Hoạt động này đã diễn ra." in pupil.reads()
    assert not pupil.button("Đăng ký buổi này").count()
    assert pupil.link("Xem lịch khác").or_(pupil.link("Lịch hoạt động")).first.is_visible()


def test_a_form_sent_twice_shows_the_same_registration(site):
    pupil = site.visitor()
    session = addresses.open_session()
    taken = session.taken_count
    pupil.go("public:register", session.pk)
    fill_in(pupil)
    first = pupil.page.evaluate("""async () => {
      const form = document.querySelector("form.form");
      const sent = await fetch(form.action, {method: "POST", body: new FormData(form)});
      return sent.url;
    }""")
    pupil.button("Đăng ký buổi này").click()
    pupil.page.wait_for_url("**/registrations/**")

    assert pupil.page.url == first
    session.refresh_from_db()
    assert session.taken_count == taken + 1


def test_going_back_and_sending_again_takes_no_second_place(site):
    pupil = site.visitor()
    session = addresses.open_session()
    taken = session.taken_count
    pupil.go("public:register", session.pk)
    fill_in(pupil)
    pupil.button("Đăng ký buổi này").click()
    pupil.page.wait_for_url("**/registrations/**")
    pupil.page.go_back()
    fill_in(pupil)
    pupil.button("Đăng ký buổi này").click()

    assert "đã đăng ký buổi này" in pupil.page.get_by_role("alert").inner_text()
    assert pupil.field("Họ và tên", exact=True).input_value() == "Nông Thị Lan"
    session.refresh_from_db()
    assert session.taken_count == taken + 1


def test_a_code_that_nobody_has_is_answered_kindly(site):
    pupil = site.visitor()
    answer = pupil.go("public:registration", "khong-co-ma-nay")

    assert answer.status == 404
    assert pupil.heading() == "Không tìm thấy đăng ký này"


def test_english_is_one_press_away_and_stays(site):
    pupil = site.visitor()
    pupil.go("public:home")
    pupil.button("English").click()
    assert pupil.page.locator("html").get_attribute("lang") == "en"
    pupil.page.goto(reverse("public:calendar"))
    assert pupil.heading() == "Calendar of events"
    pupil.button("Tiếng Việt").click()
    assert pupil.heading() == "Lịch hoạt động"
