"""What both units share, for the demonstration: invented, like everything in the sample."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from nhipcau.coordination import use_cases
from nhipcau.coordination.details import DifficultyDetails, Said
from nhipcau.coordination.models import Difficulty
from nhipcau.coordination.queries import programmes_together
from nhipcau.employers.models import Employer
from nhipcau.employers.states import EmployerState
from nhipcau.events.models import Event
from nhipcau.ops.sample.promises import Office
from nhipcau.organisations.models import Organisation, OrganisationKind, Role
from nhipcau.programmes.models import Programme
from nhipcau.reporting.meeting_pack import pack_of
from nhipcau.shared.actors import SYSTEM

A_DAY = timedelta(days=1)
# Days ago, who tells it, kind, urgency, the line, what happened, and the steps that followed.
TOLD: Sequence[tuple[int, str, str, str, str, str, tuple[str, ...]]] = (
    (
        *(34, "palace", "EVENT", "", "Hội trường trường nghề bị trùng lịch"),
        *("Nhà trường báo hội trường đã có hoạt động khác, đã hẹn đổi phòng.", ("take", "solve")),
    ),
    (
        *(27, "centre", "INFORMATION", "", "Thiếu danh sách lớp 12 của hai trường"),
        *("Trung tâm cần danh sách để gửi thư mời, chưa nhận được.", ("pass_on", "take", "solve")),
    ),
    (
        *(12, "palace", "EMPLOYER", "", "Nơi tuyển dụng hẹn phỏng vấn rồi không đến"),
        *("Bốn bạn chờ từ 8 giờ, gọi không ai nghe máy.", ("take",)),
    ),
    (
        *(6, "palace", "ACCESS", "", "Bạn trẻ xã vùng cao không có xe đến ngày hội"),
        *("Khoảng mười lăm bạn, đường xa, phải đi từ tối hôm trước.", ("take", "wait")),
    ),
    (
        *(4, "centre", "EVENT", "LOW", "Cần thêm hai bàn tư vấn"),
        *("Số đăng ký vượt dự kiến ở phiên giao dịch.", ()),
    ),
    (
        *(1, "palace", "WAGE_UNPAID", "", "Hai bạn chưa được trả lương tháng thử việc"),
        *("Nghỉ việc sau một tháng, nơi làm hẹn nhiều lần chưa trả (dữ liệu mẫu).", ("take",)),
    ),
    (
        *(0, "centre", "INFORMATION", "HIGH", "Số phòng của buổi thứ Sáu chưa chốt"),
        *("Thư mời phải in trong ngày.", ()),
    ),
)
SAID = {
    "pass_on": Said(reason="Danh sách do Cung Thiếu nhi giữ"),
    "solve": Said(result="HELPED", done="Đã thống nhất cách làm, báo cho các bên."),
}


def make_coordination(office: Office) -> int:
    """Difficulties in all states, threads, promises, a meeting held and one set; how many
    difficulties."""
    units = {
        "palace": _unit(office, OrganisationKind.CHILDRENS_PALACE),
        "centre": _unit(office, OrganisationKind.EMPLOYMENT_CENTRE),
    }
    contacts = {name: office.one(unit.code, Role.FOCAL_POINT) for name, unit in units.items()}
    found = programmes_together(contacts["palace"])
    today = localdate(office.now)
    programme = next((one for one in found if one.starts_on <= today <= one.ends_on), None)
    if programme is None:
        return 0
    # In the order of the story: what lay on the table is kept as it was then.
    for told in TOLD[:1]:
        _told(office, told, units, contacts)
    _held(office, programme, units, contacts)
    for told in TOLD[1:]:
        _told(office, told, units, contacts)
    _threads(office, programme, units, contacts)
    use_cases.set_meeting(
        by=contacts["palace"],
        at=office.now,
        programme=programme,
        unit=units["palace"],
        starts_at=office.now + 6 * A_DAY,
        place="Phòng họp tầng 2, Cung Thiếu nhi",
    )
    use_cases.enter_request(
        by=contacts["palace"],
        at=office.now,
        programme=programme,
        unit=units["palace"],
        source="YOUTH_UNION",
        what="Thêm một buổi tư vấn cho đoàn viên xã biên giới trong quý tới (dữ liệu mẫu)",
        reference="Công văn mẫu",
        received_on=today - 3 * A_DAY,
        due_on=today + 12 * A_DAY,
    )
    use_cases.run_clock(by=SYSTEM, at=office.now)
    use_cases.remind_of_promises(by=SYSTEM, at=office.now)
    return Difficulty.objects.count()


def _unit(office: Office, kind: OrganisationKind) -> Organisation:
    return next(unit for unit in office.units.values() if unit.kind == kind)


def _told(office: Office, told: Any, units: dict[str, Any], contacts: dict[str, Any]) -> None:
    days, who, kind, severity, title, what, steps = told
    at: datetime = office.now - days * A_DAY
    about = _about(kind, contacts[who])
    details = DifficultyDetails(kind=kind, severity=severity, title=title, what=what, **about)
    difficulty = use_cases.tell_difficulty(by=contacts[who], at=at, told=details)
    for number, name in enumerate(steps, start=1):
        by = next(contacts[one] for one, unit in units.items() if unit.pk == difficulty.unit_id)
        said = SAID.get(name, Said())
        if name == "wait":
            said = Said(reason="Chờ nhà xe báo giá", waits_until=localdate(office.now) + 4 * A_DAY)
        difficulty = use_cases.take_step(
            by=by,
            at=min(office.now, at + number * A_DAY),
            difficulty=difficulty,
            name=name,
            said=said,
        )


def _about(kind: str, by: Any) -> dict[str, Any]:
    """An event ahead for what is about events; an employer without a published vacancy for
    rights: the demonstration's market stays as it is."""
    if kind == "EVENT":
        ahead = Event.objects.visible_to(by).filter(kind__hides_host=False)
        return {"event": ahead.order_by("-starts_at", "pk").first()}
    if kind in ("EMPLOYER", "WAGE_UNPAID"):
        kept = Employer.objects.visible_to(by).exclude(state=EmployerState.CLOSED)
        quiet = kept.exclude(vacancies__state="PUBLISHED")
        return {"employer": (quiet if kind == "WAGE_UNPAID" else kept).order_by("pk").first()}
    return {}


def _threads(
    office: Office, programme: Programme, units: dict[str, Any], contacts: dict[str, Any]
) -> None:
    at = office.now - 5 * A_DAY
    thread = use_cases.open_thread(
        by=contacts["palace"],
        at=at,
        programme=programme,
        kind="PROGRAMME",
        subject="Lịch gửi thư mời các trường tháng tới",
        text="Cung gửi thư trước ngày 5, Trung tâm cho danh sách nơi tuyển dụng dự kiến nhé.",
        mentions=(units["centre"],),
    )
    use_cases.write_post(
        by=contacts["centre"],
        at=at + A_DAY,
        thread=thread,
        text="Trung tâm gửi danh sách trong tuần này.",
        mentions=(units["palace"],),
    )
    use_cases.record_decision(
        by=contacts["palace"], at=at + A_DAY, thread=thread, what="Thư mời gửi trước ngày 5"
    )
    for unit, what, days in (
        ("centre", "Gửi danh sách nơi tuyển dụng dự kiến", 2),
        ("palace", "In và gửi thư mời mười hai trường", 6),
    ):
        use_cases.give_promise(
            by=contacts["palace"],
            at=at + A_DAY,
            thread=thread,
            unit=units[unit],
            what=what,
            due_on=localdate(office.now) + days * A_DAY,
        )


def _held(
    office: Office, programme: Programme, units: dict[str, Any], contacts: dict[str, Any]
) -> None:
    """The meeting of a month ago, with its minutes."""
    begun = office.now - 28 * A_DAY
    held = use_cases.set_meeting(
        by=contacts["centre"],
        at=begun - 7 * A_DAY,
        programme=programme,
        unit=units["centre"],
        starts_at=begun,
        place="Phòng họp Trung tâm",
    )
    items = list(held.items.order_by("number"))
    use_cases.record_point(
        by=contacts["centre"],
        at=begun,
        item=items[0],
        minutes="Rà soát các vướng mắc trong tháng; đã xử lý xong việc trùng lịch hội trường.",
        decision="Mỗi vướng mắc phải có đơn vị nhận trong ngày",
    )
    use_cases.record_point(
        by=contacts["centre"],
        at=begun,
        item=items[3],
        minutes="Tháng tới ưu tiên các trường nghề.",
        unit=units["palace"],
        what="Gửi dự thảo lịch tháng tới cho Trung tâm",
        due_on=localdate(office.now) - 2 * A_DAY,
    )
    use_cases.close_minutes(
        by=contacts["centre"],
        at=begun + timedelta(hours=2),
        meeting=held,
        present="Lãnh đạo, cán bộ đầu mối Cung Thiếu nhi\nLãnh đạo, cán bộ đầu mối Trung tâm",
        pack=pack_of(held, at=begun),
    )
