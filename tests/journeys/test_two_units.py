"""One month of both contact members: told, passed on, promised, met, solved, written down."""

import pytest
import time_machine

from nhipcau.coordination.models import Difficulty, JointMeeting, Promise
from nhipcau.coordination.use_cases import run_clock
from nhipcau.organisations.models import Role
from nhipcau.shared.actors import SYSTEM
from tests.factories import moment
from tests.journeys.faults import faults_of, look_at
from tests.journeys.visitor import CENTRE, PALACE, colleague

pytestmark = pytest.mark.browser
TITLE = "Chưa có danh sách nơi tuyển dụng"


def test_a_month_of_two_contact_members(site):
    palace = site.visitor(user=colleague(PALACE, Role.FOCAL_POINT))
    centre = site.visitor(user=colleague(CENTRE, Role.FOCAL_POINT))

    palace.go("workspace:coordination:home")
    assert palace.heading() == "Việc cần đơn vị ta"
    palace.link("Báo vướng mắc").first.click()
    palace.page.locator("#id_kind").select_option("INFORMATION")
    palace.field("Tóm tắt một dòng").fill(TITLE)
    palace.field("Sự việc thế nào?").fill("Thư mời các trường phải gửi trong tuần.")
    palace.page.locator("#id_unit").select_option(index=2)
    palace.button("Báo việc này").click()
    look_at(palace.page)
    assert faults_of(palace.page, language="vi") == []
    difficulty = Difficulty.objects.get(title=TITLE)
    assert difficulty.unit.code == CENTRE

    # The Centre finds it at home, takes it, writes for itself and for both.
    centre.go("workspace:coordination:home")
    centre.link(TITLE).first.click()
    centre.link("Tôi nhận việc này").click()
    centre.button("Tôi nhận việc này").click()
    centre.field("Chỉ trong đơn vị ta").fill("Chờ phòng tuyển dụng chốt")
    centre.button("Ghi cho đơn vị ta").click()
    assert "Chờ phòng tuyển dụng chốt" in centre.reads()
    centre.field("Bạn muốn trao đổi gì?").fill("Thứ Năm có danh sách")
    centre.button("Gửi cho hai đơn vị").click()

    palace.page.reload()
    assert "Thứ Năm có danh sách" in palace.reads()
    assert "Chờ phòng tuyển dụng chốt" not in palace.reads()
    assert palace.page.get_by_role("link", name="Đã giải quyết").count() == 0

    # Its day passes: the leader is told, and the day has not moved.
    with time_machine.travel(moment("2026-12-02 09:00")):
        run_clock(by=SYSTEM, at=moment("2026-12-02 09:00"))
        leader = site.visitor(user=colleague(CENTRE, Role.LEADER))
        leader.go("workspace:coordination:list", query="?view=leaders")
        assert TITLE in leader.reads()

    centre.go("workspace:coordination:take-step", difficulty.pk, "solve")
    centre.page.get_by_role("radio", name="đã giải quyết, người đó đã được giúp").check()
    centre.field("Đã làm gì?").fill("Đã gửi danh sách 24 nơi tuyển dụng")
    centre.button("Đã giải quyết").click()
    assert Difficulty.objects.get(pk=difficulty.pk).state == "SOLVED"

    # They meet: the papers are there, minutes become a dated task of a unit.
    meeting = JointMeeting.objects.get(state="SET")
    with time_machine.travel(meeting.starts_at):
        chair = site.visitor(user=colleague(PALACE, Role.FOCAL_POINT))
        chair.go("workspace:coordination:meeting", meeting.pk)
        assert "Vướng mắc đang mở và quá hạn" in chair.reads()
        chair.page.locator("a.row-action").first.click()
        chair.field("Ý kiến trao đổi").or_(chair.page.locator("#id_minutes")).first.fill(
            "Hai bên rà soát từng việc"
        )
        chair.page.locator("#id_unit").select_option(index=2)
        chair.field("Đơn vị sẽ làm gì?").fill("Gửi danh sách trước ngày 20 hằng tháng")
        chair.page.locator("#id_due_on").fill("2026-12-20")
        chair.button("Ghi lại").click()
        chair.link("Khép biên bản").click()
        chair.field("Thành phần dự họp?").fill("Cán bộ đầu mối hai đơn vị")
        chair.button("Khép biên bản").click()
        assert "Số liệu tại cuộc họp" in chair.reads()
        look_at(chair.page)
        assert faults_of(chair.page, language="vi") == []
    promise = Promise.objects.get(what__startswith="Gửi danh sách trước")
    assert promise.unit.code in (PALACE, CENTRE)
    assert JointMeeting.objects.get(pk=meeting.pk).pack
