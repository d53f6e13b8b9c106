"""A pupil on a phone without network; a class on paper; a result that a counsellor may see."""

import re

import pytest
from django.utils import timezone

from nhipcau.inventory.models import Sheet, Sitting
from nhipcau.organisations.models import Organisation, Role
from tests.factories import YoungPersonFactory, YouthUserFactory
from tests.journeys.faults import faults_of, look_at
from tests.journeys.visitor import PALACE, colleague

pytestmark = pytest.mark.browser
# R 5, I 4, the others 2: tapped in the order of the sheet.
TAPS = (5, 4, 2, 2, 2, 2)
NO_NETWORK = re.compile(r"ERR_INTERNET_DISCONNECTED|Failed to fetch|FetchEvent")


def forgive_no_network(visitor):
    """What a browser says of itself while there is no network."""
    visitor.problems[:] = [one for one in visitor.problems if not NO_NETWORK.search(one)]


def tap(visitor, part):
    """Answer the six activities of one part."""
    for place, item in enumerate(part.locator(".ask__item").all()):
        item.locator(".ask__choice").nth(TAPS[place] - 1).click()


def answer_all(visitor, parts=4):
    for number in range(parts):
        part = visitor.page.locator("[data-part]:visible")
        tap(visitor, part)
        assert f"{(number + 1) * 6}" in visitor.page.locator("[data-progress]").inner_text()
        visitor.button("Tiếp").click()


def open_before_the_network_goes(visitor):
    """Once, in town: the page and its parts are kept on the phone."""
    visitor.go("public:interests")
    visitor.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    visitor.link("Bắt đầu với 24 hoạt động").click()
    visitor.page.wait_for_function("navigator.serviceWorker.controller !== null")


def test_a_pupil_answers_without_network(site):
    before = Sheet.objects.count()
    pupil = site.visitor()
    pupil.page.clock.install(time=timezone.now())  # phone and site go by one clock
    open_before_the_network_goes(pupil)

    pupil.context.set_offline(True)
    pupil.page.reload()
    assert "24 hoạt động" in pupil.heading()
    answer_all(pupil)
    # The phone is put away in the middle: nothing is lost.
    pupil.page.reload()
    assert "24" in pupil.page.locator("[data-progress]").inner_text()
    pupil.field("Tôi từ 14 tuổi trở lên.").check()
    pupil.button("Xem kết quả").click()
    pupil.page.get_by_text("Mọi câu trả lời đã được giữ trên điện thoại này").wait_for()
    assert Sheet.objects.count() == before
    # Closed, and opened again: it still waits.
    pupil.page.reload()
    pupil.page.get_by_text("Mọi câu trả lời đã được giữ trên điện thoại này").wait_for()
    forgive_no_network(pupil)

    pupil.context.set_offline(False)
    pupil.page.wait_for_url("**/interests/results/**")

    assert pupil.heading() == "Nổi bật nhất là Kỹ thuật, tiếp theo là Nghiên cứu."
    assert Sheet.objects.count() == before + 1
    sheet = Sheet.objects.order_by("pk").last()
    assert sheet.answers == [*TAPS] * 4
    assert sheet.milliseconds
    assert sheet.started_at
    assert pupil.page.evaluate("localStorage.getItem('nhipcau-interests-24')") is None
    look_at(pupil.page)
    assert faults_of(pupil.page, language="vi") == []
    forgive_no_network(pupil)


def test_an_answer_that_was_lost_on_the_way_back_is_one_sheet(site):
    """The server took it, the phone did not hear so, and sends again."""
    before = Sheet.objects.count()
    pupil = site.visitor()
    open_before_the_network_goes(pupil)
    answer_all(pupil)
    pupil.field("Tôi từ 14 tuổi trở lên.").check()
    lost = []

    def lose_the_answer(route):
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort()
        else:
            route.continue_()

    pupil.page.route("**/interests/24/", lose_the_answer)
    pupil.button("Xem kết quả").click()
    pupil.page.get_by_text("Mọi câu trả lời đã được giữ trên điện thoại này").wait_for()
    assert lost == [303]
    assert Sheet.objects.count() == before + 1
    pupil.button("Thử gửi ngay").click()
    pupil.page.wait_for_url("**/interests/results/**")

    assert Sheet.objects.count() == before + 1
    pupil.problems[:] = [one for one in pupil.problems if "ERR_FAILED" not in one]


def test_open_activities_are_asked_about_once(site):
    pupil = site.visitor()
    pupil.go("public:interest-answer", 24)
    answer_all(pupil, parts=3)
    pupil.button("Tiếp").click()
    pupil.field("Tôi từ 14 tuổi trở lên.").check()
    pupil.button("Xem kết quả").click()
    pupil.button("Đến câu đầu tiên").click()
    assert "Phần 4" in pupil.page.locator("[data-progress]").inner_text()
    tap(pupil, pupil.page.locator("[data-part]:visible"))
    pupil.button("Tiếp").click()
    pupil.button("Xem kết quả").click()
    pupil.page.wait_for_url("**/interests/results/**")


def test_without_javascript_it_is_one_form(site):
    pupil = site.visitor(java_script_enabled=False)
    pupil.go("public:interest-answer", 24)
    for part in pupil.page.locator("[data-part]").all()[:4]:
        tap(pupil, part)
    pupil.page.locator(".ask__item").first.locator("input").first.check(force=True)
    pupil.button("Xem kết quả").click()
    # The age was not ticked: everything typed is still there.
    assert pupil.page.locator(".ask__item input:checked").count() == 24
    pupil.field("Tôi từ 14 tuổi trở lên.").check()
    pupil.button("Xem kết quả").click()
    pupil.page.wait_for_url("**/interests/results/**")


def test_a_result_is_kept_compared_and_shared(site):
    palace = Organisation.objects.get(code=PALACE)
    person = YoungPersonFactory(full_name="Nông Thị Thử", followed_by=[palace])
    youth = site.visitor(user=YouthUserFactory(phone=person.phone))
    counsellor = site.visitor(user=colleague(PALACE, Role.COUNSELLOR))
    for _time in range(2):
        youth.go("public:interest-answer", 24)
        answer_all(youth)
        youth.field("Tôi từ 14 tuổi trở lên.").check()
        youth.button("Xem kết quả").click()
        youth.page.wait_for_url("**/interests/results/**")
        secret = youth.page.url
        youth.link("Lưu cho Nông Thị Thử").click()
        if youth.page.locator("[name=agrees_now]").count():
            youth.page.locator("[name=agrees_now]").check()
        youth.button("Lưu").click()
        youth.page.wait_for_url("**/my/interests/**")
    kept = youth.page.url
    stranger = site.visitor()
    stranger.page.goto(secret)
    assert "Kỹ thuật" not in stranger.reads()

    counsellor.go("workspace:people:detail", person.pk)
    counsellor.button("Mở hồ sơ").click()
    assert "Chưa có kết quả nào được chia sẻ với bạn." in counsellor.reads()
    youth.button("Chia sẻ với tư vấn viên của tôi").click()
    counsellor.page.reload()
    counsellor.page.locator(
        f"a[href*='/interests/shared/{kept.rstrip('/').split('/')[-1]}/']"
    ).click()
    assert "Kỹ thuật" in counsellor.heading()
    youth.button("Dừng chia sẻ").click()
    assert counsellor.page.reload().status == 404

    youth.go("public:my-interests", person.pk)
    assert "không lĩnh vực nào thay đổi" in youth.reads()


def test_a_class_on_paper_is_typed_twice_by_keyboard(site):
    staff = site.visitor(user=colleague(PALACE, Role.COORDINATOR))
    staff.go("workspace:interests:open")
    staff.field("Lớp", exact=True).fill("11A7")
    staff.button("Mở cho lớp này").click()
    sitting = Sitting.objects.get(name="11A7")
    staff.link("Đánh số thêm phiếu").click()
    staff.field("Bao nhiêu phiếu?").fill("2")
    staff.button("Tạo phiếu").click()
    assert sitting.papers.count() == 2
    code = sitting.papers.get(number=1).code
    staff.link("Nhập phiếu").click()
    digits = "542222" * 4
    for _typing in range(2):
        staff.field("Số của phiếu").fill("1")
        staff.field("Câu trả lời, mỗi câu một chữ số").fill(digits)
        staff.page.keyboard.press("Enter")
    assert "hai lần khớp nhau" in staff.reads()

    pupil = site.visitor()
    pupil.go("public:interests")
    written = "-".join((code[:4], code[4:8], code[8:])).lower()
    pupil.field("Mã trên mảnh giấy bạn giữ").fill(written)
    pupil.button("Xem kết quả").click()
    assert pupil.heading() == "Nổi bật nhất là Kỹ thuật, tiếp theo là Nghiên cứu."
