"""The safe channel of the sample: who reads it, and two who wrote. Invented, like everything."""

from datetime import timedelta

from nhipcau.concerns import rules, use_cases
from nhipcau.concerns.models import Concern, Recipient
from nhipcau.concerns.states import About, ConcernState, Kind
from nhipcau.messaging.to_units import UnitNote, UnitTopic, tell_unit
from nhipcau.ops.sample.promises import Office
from nhipcau.organisations.models import Organisation, Role
from nhipcau.shared.actors import PUBLIC, SYSTEM

READERS = (Role.COORDINATOR, Role.COUNSELLOR)
PALACE, CENTRE = "cung-thieu-nhi", "trung-tam-dvvl"
A_WEEK = timedelta(days=7)


def make_concerns(office: Office) -> int:
    """One that waits, about work; one that is answered, about the other unit. How many."""
    for code in (PALACE, CENTRE):
        for role in READERS:
            use_cases.name_recipient(
                by=SYSTEM, at=office.now, unit=office.units[code], user=office.one(code, role)
            )
    _tell(
        office,
        kind=Kind.WAGE,
        about=About.EMPLOYER,
        text="Dữ liệu mẫu. Xưởng nợ lương hai tháng, ai hỏi thì bị dọa cho nghỉ.",
        form_key="sample-concern-1",
    )
    _tell(
        office,
        kind=Kind.UNFAIR,
        about=About.UNIT,
        about_unit=office.units[PALACE],
        text="Dữ liệu mẫu. Em đăng ký trước nhưng tên em bị gạch để nhường chỗ cho người quen.",
        form_key="sample-concern-2",
    )
    concern = Concern.objects.get(about_unit=office.units[PALACE])
    reader = Recipient.objects.current().filter(unit=concern.unit).order_by("pk")[0].user
    told = {"by": reader, "at": office.now, "concern": concern}
    use_cases.answer(
        **told, text="Dữ liệu mẫu. Cảm ơn bạn. Chúng tôi xem lại danh sách và trả lời trong tuần."
    )
    use_cases.ask_handover(**told, words="Dữ liệu mẫu. Xem lại danh sách buổi tháng 10.")
    assert concern.state != ConcernState.CLOSED
    for unit in (office.units[PALACE], office.units[CENTRE]):
        _notice(unit, office)
    return Concern.objects.count()


def _tell(office: Office, **told: object) -> None:
    day = rules.day_of(office.now - A_WEEK)
    use_cases.tell_concern(by=PUBLIC, at=rules.start_of(day), **told)  # type: ignore[arg-type]


def _notice(unit: Organisation, office: Office) -> None:
    tell_unit(
        UnitNote(
            unit,
            UnitTopic.CONCERN,
            "Có điều mới trong kênh phản ánh kín.",
            path="/workspace/concerns/",
            roles=READERS,
        ),
        at=office.now,
    )
