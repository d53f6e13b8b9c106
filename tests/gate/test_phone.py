"""The page on a volunteer's phone: paired, cut off, closed, and nothing is lost."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from nhipcau.events.models import Attendance
from nhipcau.events.states import RegistrationState
from nhipcau.events.tickets import ticket_of
from nhipcau.gate import queries, use_cases
from nhipcau.gate.models import Scan
from nhipcau.shared.actors import SYSTEM
from tests.factories import (
    EventFactory,
    GateFactory,
    RegistrationFactory,
    SessionFactory,
    YoungPersonFactory,
    reference_data,
)
from tests.gate.scanner import Phone
from tests.gate.vectors import clock_examples, entry_examples, verdict_examples
from tests.journeys.faults import faults_of, look_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODE, PIN = "K7QF2MXD9R", "2468"


class Door:
    """An event of right now with two gates, and people on its list."""

    def __init__(self):
        reference_data()
        now = timezone.now()
        self.event = EventFactory(
            starts_at=now - dt.timedelta(minutes=20),
            ends_at=now + dt.timedelta(minutes=20),
            registration_closes_at=now,
        )
        self.session = SessionFactory(event=self.event)
        self.gate = GateFactory(event=self.event, name="Cổng A")
        self.other = GateFactory(event=self.event, name="Cổng B")
        use_cases.invite_device(by=SYSTEM, at=now, gate=self.gate, label="Lan", code=CODE)

    def person(self, name, phone, state=RegistrationState.CONFIRMED):
        line = self.event.plan_line
        person = YoungPersonFactory(
            full_name=name, phone=phone, followed_by=[line.lead, line.supporting]
        )
        return RegistrationFactory(session=self.session, young_person=person, state=state)


@pytest.fixture
def door(transactional_db):
    return Door()


@pytest.fixture
def problems(page):
    found = []
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def pair(page, url):
    page.goto(f"{url}{reverse('gate:page')}#pair={CODE}")
    page.get_by_label("Chọn mã PIN").fill(PIN)
    page.get_by_label("Nhập lại mã PIN").fill(PIN)
    page.get_by_role("button", name="Kết nối").click()
    page.locator("[data-screen=door]").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def unlock(page):
    page.get_by_label("PIN", exact=True).fill(PIN)
    page.get_by_role("button", name="Mở").click()
    page.locator("[data-screen=door]").wait_for()


def faults(page):
    look_at(page)
    return faults_of(page)


def verdict(page):
    page.locator("[data-verdict][open]").wait_for()
    return page.locator("[data-word]").inner_text().lower()


def go_on(page):
    page.get_by_role("button", name="Tiếp theo").click()


def scan(page, text):
    """As a reader on a cable types it; the camera calls the same function."""
    page.locator("[data-way=camera]").click()
    page.locator("#text").fill(text)
    page.locator("#text").press("Enter")
    return verdict(page)


def find_by_digits(page, digits, name):
    page.locator("[data-way=digits]").click()
    page.locator("#digits").fill(digits)
    page.get_by_role("button", name=name).click()
    return verdict(page)


def test_both_languages_answer_every_example_alike(page, live_server, door):
    page.goto(live_server.url + reverse("gate:page"))
    asked, wanted = zip(*verdict_examples(), strict=True)
    days, entries = zip(*entry_examples(), strict=True)
    clocks, moments = zip(*clock_examples(), strict=True)

    told = page.evaluate(
        """async ([asked, days, clocks]) => {
            const rules = await import("/static/nhipcau/gate/verdicts.js");
            const verdicts = asked.map((one) => rules.verdict(one))
                .map(({word, earlier}) => [word, earlier ? earlier.sequence : null]);
            const shuffled = (list) => [...list].reverse();
            const entries = days.map((facts) => Object.fromEntries(
                [...rules.entries(rules.merge(shuffled(facts), facts))].map(([ticket, times]) =>
                    [ticket, times.map((one) => [one.device, one.sequence])])));
            return [verdicts, entries, clocks.map((one) => rules.corrected(...one))];
        }""",
        [list(asked), list(days), list(clocks)],
    )

    assert told[0] == list(wanted)
    assert told[1] == list(entries)
    assert told[2] == list(moments)


def test_the_network_is_cut_in_the_middle_and_no_scan_is_lost(
    page, context, live_server, door, problems
):
    mai = door.person("Hoàng Thị Mai", "+84912340001")
    bao = door.person("Nông Quốc Bảo", "+84912340002")
    wait = door.person("Lý Văn Chờ", "+84912340003", RegistrationState.WAITING)
    gone = door.person("Vi Thị Thôi", "+84912340004", RegistrationState.CANCELLED)
    pair(page, live_server.url)

    assert find_by_digits(page, "0001", "Hoàng Thị Mai") == "được vào"
    go_on(page)
    assert Scan.objects.get().is_online

    context.set_offline(True)
    assert scan(page, ticket_of(mai)) in ("được vào", "đã vào rồi")
    go_on(page)
    assert scan(page, ticket_of(bao)) == "được vào"
    go_on(page)
    assert scan(page, ticket_of(gone)) == "đã hủy"
    go_on(page)
    assert scan(page, "NC1XYZ") == "không phải vé của chúng ta"
    go_on(page)
    assert find_by_digits(page, "0003", "Lý Văn Chờ") == "trong danh sách chờ"
    page.get_by_role("button", name="Vẫn cho vào").click()
    page.locator("[data-verdict][data-tone=yes]").wait_for()
    assert verdict(page) == "được vào"
    go_on(page)
    assert page.locator("[data-queue]").get_attribute("data-count") == "6"
    assert Scan.objects.count() == 1

    # The page is closed while six scans wait, and opened again without a network.
    page.close()
    page = context.new_page()
    page.goto(live_server.url + reverse("gate:page"))
    unlock(page)
    assert page.locator("[data-queue]").get_attribute("data-count") == "6"
    context.set_offline(False)
    page.locator("[data-queue][data-count='0']").wait_for(state="attached")

    assert Scan.objects.count() == 7
    assert set(Attendance.objects.values_list("registration", flat=True)) == {
        one.pk for one in (mai, bao, wait)
    }
    assert queries.double_admissions(door.event) == []
    assert list(Scan.objects.order_by("sequence").values_list("sequence", flat=True)) == list(
        range(1, 8)
    )
    assert [one for one in problems if "ERR_INTERNET_DISCONNECTED" not in one] == []


def test_another_gate_is_named_with_its_time(page, live_server, door):
    mai = door.person("Hoàng Thị Mai", "+84912340001")
    there = Phone(door.other)
    at = timezone.now() - dt.timedelta(minutes=5)
    there.tell(there.scan(mai, at=at), at=timezone.now())
    pair(page, live_server.url)

    assert scan(page, ticket_of(mai)) == "đã vào rồi"
    told = page.locator("[data-earlier]").inner_text()
    assert "Cổng B" in told
    assert f"{timezone.localtime(at):%H:%M}".lstrip("0") in told


def test_a_bad_walk_in_comes_back_and_is_mended(page, context, live_server, door):
    pair(page, live_server.url)
    context.set_offline(True)
    page.locator("[data-way=walk-in]").click()
    page.get_by_label("Họ và tên").fill("Đàm Thị Mới")
    page.get_by_label("Ngày sinh").fill("2006-02-03")
    page.get_by_label("Số điện thoại di động").fill("12345")
    page.get_by_label("Đồng ý tham gia").check()
    page.get_by_role("button", name="Cho vào", exact=True).click()
    go_on(page)
    context.set_offline(False)

    page.get_by_role("button", name="Đàm Thị Mới").click()
    page.get_by_label("Số điện thoại di động").fill("0912 345 678")
    page.get_by_role("button", name="Cho vào", exact=True).click()
    go_on(page)
    page.locator("[data-queue][data-count='0']").wait_for(state="attached")

    assert Scan.objects.get().registration.young_person.full_name == "Đàm Thị Mới"


def test_what_the_phone_keeps_is_noise_without_the_pin(page, live_server, door):
    door.person("Hoàng Thị Mai", "+84912340001")
    pair(page, live_server.url)

    kept = page.evaluate(
        """() => new Promise((done) => {
            const request = indexedDB.open("nhipcau-gate");
            request.onsuccess = () => {
                const store = request.result.transaction("sealed").objectStore("sealed");
                const all = store.getAll();
                all.onsuccess = () => done(all.result.map((one) =>
                    new TextDecoder("latin1").decode(one.data)).join(""));
            };
        })"""
    )

    assert len(kept) > 500
    for secret in ("Mai", "0001", "places", "Device"):
        assert secret not in kept


def test_wrong_pins_wipe_the_phone(page, live_server, door):
    pair(page, live_server.url)
    page.reload()
    for left in range(9, -1, -1):
        page.get_by_label("PIN", exact=True).fill("9999")
        page.get_by_role("button", name="Mở").click()
        said = f"Còn {left} lần thử" if left else "máy đã xóa hết"
        expect(page.locator("[data-problem]")).to_contain_text(said)

    expect(page.locator("[data-screen=pair]")).to_be_visible()
    page.reload()
    expect(page.locator("[data-screen=pair]")).to_be_visible()


def test_a_revoked_phone_hears_it(page, live_server, door):
    mai = door.person("Hoàng Thị Mai", "+84912340001")
    pair(page, live_server.url)
    device = door.gate.devices.get()
    use_cases.revoke_device(by=SYSTEM, at=timezone.now(), device=device)

    page.get_by_role("button", name="Gửi ngay").click()
    page.locator("#gate[data-state=revoked]").wait_for()
    scan(page, ticket_of(mai))
    go_on(page)
    page.get_by_role("button", name="Gửi ngay").click()
    expect(page.locator("[data-queue]")).to_have_attribute("data-count", "0")

    assert not Scan.objects.exists()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_screen_is_free_of_faults(page, live_server, door, scheme):
    page.emulate_media(color_scheme=scheme)
    door.person("Hoàng Thị Mai", "+84912340001")
    page.goto(live_server.url + reverse("gate:page"))
    page.locator("[data-screen=pair]").wait_for()
    found = faults(page)
    pair(page, live_server.url)
    for way in ("camera", "digits", "name", "walk-in"):
        page.locator(f"[data-way={way}]").click()
        found += faults(page)
    find_by_digits(page, "0001", "Hoàng Thị Mai")
    found += faults(page)
    go_on(page)
    page.reload()
    page.locator("[data-screen=pin]").wait_for()
    found += faults(page)

    assert found == []
