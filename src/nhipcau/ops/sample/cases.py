"""Cases of some of the sample's people: invented, like everything in the sample."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from nhipcau.counselling.details import CaseFacts
from nhipcau.counselling.models import Case
from nhipcau.counselling.rules import is_case_worker
from nhipcau.counselling.states import (
    LIVE_CASES,
    Advice,
    Channel,
    ClosingReason,
    CounsellingKind,
    Doer,
    Need,
    Result,
)
from nhipcau.counselling.use_cases import (
    agree_step,
    ask_transfer,
    close_case,
    end_step,
    open_case,
    open_in_emergency,
    put_into_queue,
    wait,
    write_contact,
)
from nhipcau.ops.sample.promises import Office
from nhipcau.organisations.models import PARTNER_KINDS, Organisation, Role
from nhipcau.organisations.use_cases import accept_invitation, invite
from nhipcau.people.models import Purpose, YoungPerson
from nhipcau.people.rules import needs_guardian
from nhipcau.people.use_cases import agree
from nhipcau.shared.actors import PUBLIC

CENTRE = "trung-tam-dvvl"
CASES = 12
KINDS = (CounsellingKind.CAREER, CounsellingKind.JOB, CounsellingKind.POLICY)
FACTS = {
    CounsellingKind.CAREER: ((Need.CHOOSE_CAREER, Need.CHOOSE_TRAINING), (Advice.INTERESTS,)),
    CounsellingKind.JOB: ((Need.FIND_WORK,), (Advice.APPLICATION, Advice.VACANCIES)),
    CounsellingKind.POLICY: ((Need.SUPPORT_BY_LAW,), (Advice.LAW_EXPLAINED,)),
}
INTERPRETERS = ("", "", "TAY", "", "NUNG", "")
STEPS = (
    ("Hỏi lịch tuyển sinh của trường nghề", Doer.PERSON),
    ("Gửi danh sách ba nghề đã cùng xem", Doer.COUNSELLOR),
    ("Viết đơn xin việc theo mẫu, mang đến buổi sau", Doer.PERSON),
    ("Đến thăm xưởng sửa xe ở xã", Doer.PERSON),
    ("Gọi hỏi hồ sơ vay vốn học nghề", Doer.COUNSELLOR),
)
NOTES = (
    "Dữ liệu mẫu. Bạn thích làm việc với máy móc, chưa chắc bố mẹ đồng ý. Hẹn nói chuyện tiếp.",
    "Dữ liệu mẫu. Bạn đã xem hai nghề, nghiêng về nghề điện. Muốn học gần nhà.",
    "Dữ liệu mẫu. Bạn lo khi phỏng vấn; đã tập trả lời ba câu hay gặp.",
)


def make_cases(office: Office, met: Sequence[YoungPerson]) -> int:
    """Some open, late, waiting, in the queue, asked for and closed; how many."""
    today = localdate(office.now)
    second = _second_counsellor(office)
    adults = [
        one
        for one in met
        if one.merged_into_id is None and not needs_guardian(one.birth_on, on=today)
    ]
    made = [
        case
        for number, person in enumerate(adults[:CASES])
        if (case := _case(office, person, number, today)) is not None
    ]
    _what_became_of_them(office, made, second)
    return len(made)


def _second_counsellor(office: Office) -> Any:
    """A case is a colleague's only where there are two. Invited as an administrator would."""
    at, token = office.now - timedelta(days=60), "second counsellor of the sample"
    invite(
        by=office.one(CENTRE, Role.ADMINISTRATOR),
        at=at,
        organisation=office.units[CENTRE],
        role=Role.COUNSELLOR,
        full_name="Hoàng Thị Nhung",
        email="tuvan2.dvvl@example.vn",
        token=token,
    )
    return accept_invitation(by=PUBLIC, at=at, token=token)


def _counsellor_of(person: YoungPerson, office: Office, number: int) -> tuple[Any, Organisation]:
    """A counsellor of a unit that follows the person."""
    following = set(person.followed_by.values_list("code", flat=True))
    units = [
        office.units[code]
        for code, role in sorted(office.staff)
        if role == Role.COUNSELLOR
        and code in following
        and office.units[code].kind in PARTNER_KINDS
    ]
    unit = units[number % len(units)] if units else None
    if unit is None:
        return None, office.units[sorted(office.units)[0]]
    return office.one(unit.code, Role.COUNSELLOR), unit


def _case(office: Office, person: YoungPerson, number: int, today: date) -> Case | None:
    counsellor, unit = _counsellor_of(person, office, number)
    if counsellor is None or not is_case_worker(counsellor, unit.pk):
        return None
    kind = KINDS[number % 3]
    needs, advice = FACTS[kind]
    begun = office.now - timedelta(days=50 - 3 * number)
    agree(
        by=counsellor,
        at=begun,
        young_person=person,
        purposes=frozenset({Purpose.COUNSELLING}),
        evidence="sample",
    )
    case = open_case(
        by=counsellor,
        at=begun,
        young_person=person,
        unit=unit,
        kind=kind,
        facts=CaseFacts(
            needs=tuple(one.value for one in needs),
            advice=tuple(one.value for one in advice),
            interpreter=INTERPRETERS[number % len(INTERPRETERS)],
        ),
    )
    met_on = today - timedelta(days=40 if number % 6 == 4 else 3 + number)
    if met_on >= localdate(begun):
        write_contact(
            by=counsellor,
            at=min(office.now, begun + timedelta(days=30)),
            case=case,
            held_on=min(met_on, localdate(begun + timedelta(days=30))),
            channel=(Channel.MEETING, Channel.PHONE, Channel.SCHOOL)[number % 3],
            text=NOTES[number % len(NOTES)],
        )
    for at, days in enumerate((-4 if number % 3 == 0 else 3, 12)):
        what, who = STEPS[(number + at) % len(STEPS)]
        told = _day(begun, today + timedelta(days=days))
        agree_step(by=counsellor, at=begun, case=case, what=what, who=who, due_on=told)
    return case


def _day(begun: datetime, day: date) -> date:
    return max(localdate(begun), day)


def _what_became_of_them(office: Office, made: Sequence[Case], second: Any) -> None:
    now = office.now
    for number, case in enumerate(made):
        who: Any = case.counsellor
        told: dict[str, Any] = {"by": who, "at": now, "case": case}
        if number % 6 == 1:
            step = case.steps.order_by("pk")[0]
            end_step(by=who, at=now, step=step, is_done=True)
        elif number % 6 == 2:
            wait(**told, reason="chờ kết quả thi")
        elif number % 6 == 3:
            put_into_queue(**told)
        elif number % 6 == 5:
            close_case(**told, reason=ClosingReason.FINISHED, result=Result.HAS_PLAN)
    _hand_on(office, [case for number, case in enumerate(made) if number % 6 in (0, 4)], second)


def _hand_on(office: Office, cases: Sequence[Case], second: Any) -> None:
    """One is asked to be lent to the other unit; one was opened in an emergency."""
    others = [
        (office.units[code], users[0])
        for (code, role), users in sorted(office.staff.items())
        if role == Role.COUNSELLOR and office.units[code].kind in PARTNER_KINDS
    ]
    for case in cases[:1]:
        for unit, _user in others:
            if unit.pk != case.unit_id:
                ask_transfer(
                    by=case.counsellor,
                    at=office.now,
                    case=case,
                    to_unit=unit,
                    until=localdate(office.now) + timedelta(days=21),
                    reason="Tôi đi tập huấn ba tuần (dữ liệu mẫu)",
                )
                break
    for case in cases[1:]:
        if case.unit.code == CENTRE and case.state in LIVE_CASES:
            open_in_emergency(
                by=second,
                at=office.now - timedelta(hours=5),
                case=case,
                reason="Bạn ấy gọi đến lúc tối, giọng lo lắng, không gặp được tư vấn viên "
                "(dữ liệu mẫu)",
            )
            break
