"""A hall asks from phones, a colleague lets through, and the screen follows by itself."""

import pytest

from nhipcau.careerdays.models import HallQuestion
from nhipcau.organisations.models import Role
from tests.journeys import addresses
from tests.journeys.visitor import CENTRE, DESKTOP, colleague

pytestmark = pytest.mark.browser
ASKED = "Học điện lạnh ở Lạng Sơn mất bao lâu?"


def test_a_question_from_a_phone_reaches_the_screen(site):
    day = addresses.coming_day()
    HallQuestion.objects.all().update(state="ANSWERED")
    phone = site.visitor(java_script_enabled=False)
    screen = site.visitor(viewport=DESKTOP)
    counsellor = site.visitor(user=colleague(CENTRE, Role.COUNSELLOR))
    screen.go("public:hall", day.screen_code)

    phone.go("public:ask", day.ask_code)
    phone.field("Câu hỏi của bạn").fill(ASKED)
    phone.button("Gửi câu hỏi").click()
    assert "Cán bộ đọc trước" in phone.reads()
    assert ASKED not in phone.reads()

    counsellor.go("workspace:careerdays:questions", day.event_id)
    counsellor.button("Đưa lên màn hình").click()
    screen.page.get_by_text(ASKED).wait_for()  # without loading the page again

    phone.page.reload()
    phone.button("Tôi cũng muốn hỏi").click()
    assert "Bạn cùng hỏi câu này" in phone.reads()
    screen.page.get_by_text("+1").wait_for()
    counsellor.page.reload()
    counsellor.button("Đã trả lời").click()
    screen.page.get_by_text("Bạn hãy là người đầu tiên").wait_for()
    assert HallQuestion.objects.get(text=ASKED).also_count == 1
