"""Hours of counsellors and talks of the last and the coming weeks: invented."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.timezone import localdate, localtime

from nhipcau.appointments import use_cases
from nhipcau.appointments.choices import Kind, Mode
from nhipcau.appointments.details import BlockDetails, HoursDetails, Wanted
from nhipcau.appointments.errors import AlreadyBooked, HoursOverlap, NobodyFree, SlotTaken
from nhipcau.appointments.models import Appointment
from nhipcau.appointments.queries import free_times
from nhipcau.events.models import Registration, Session
from nhipcau.events.states import PUBLIC_STATES, EventState, RegistrationState
from nhipcau.ops.sample.promises import Office
from nhipcau.organisations.models import Role
from nhipcau.people.errors import ConsentMissing
from nhipcau.people.models import YoungPerson
from nhipcau.people.rules import needs_guardian
from nhipcau.shared.actors import SYSTEM

PALACE, CENTRE = "cung-thieu-nhi", "trung-tam-dvvl"
PLACES = {
    PALACE: ("Phòng tư vấn hướng nghiệp, tầng 1", "Cung Thiếu nhi tỉnh"),
    CENTRE: ("Quầy tư vấn số 3", "Trung tâm Dịch vụ việc làm tỉnh"),
}
ROOM = "https://hop.example.vn/tu-van"
TALKS = (
    "Chọn ngành sau lớp 12, em thích máy móc",
    "",
    "Hỏi về bảo hiểm thất nghiệp",
    "Viết hồ sơ xin việc",
    "",
    "Muốn học nghề gần nhà",
)
# Weeks ago, or ahead, on which talks lie; how many a day.
DAYS_BACK, DAYS_AHEAD, EACH_DAY = 10, 7, 3
KINDS = (Kind.CAREER, Kind.JOB, Kind.POLICY)


def make_appointments(office: Office, met: Sequence[YoungPerson]) -> int:
    """Hours, then talks told in the order of time; how many."""
    opened = office.now - timedelta(days=60)
    for unit in (PALACE, CENTRE):
        _open(office, unit, opened)
    people = _people(office, met)
    today = localdate(office.now)
    number = 0
    for count in range(-DAYS_BACK, DAYS_AHEAD + 1):
        day = today + timedelta(days=count)
        for _each in range(EACH_DAY):
            person = next(people, None)
            if person is None:
                break
            _talk(office, person, day, number)
            number += 1
    _after_an_event(office)
    return Appointment.objects.count()


def _open(office: Office, unit: str, at: datetime) -> None:
    """Mornings at the place, two afternoons online; somebody is away for a day."""
    organisation = office.units[unit]
    name, address = PLACES[unit]
    place = use_cases.add_place(by=SYSTEM, at=at, unit=organisation, name=name, address=address)
    first = localdate(at)
    for counsellor in office.staff[unit, Role.COUNSELLOR]:
        told: dict[str, Any] = {"by": SYSTEM, "at": at, "counsellor": counsellor}
        for weekday in range(5):
            morning = HoursDetails(
                weekday, time(8), time(11, 30), (Mode.PLACE, Mode.PHONE), first, place=place
            )
            use_cases.add_hours(**told, unit=organisation, details=morning)
        for weekday in (1, 3):
            afternoon = HoursDetails(
                weekday, time(14), time(16, 30), (Mode.ONLINE,), first, online_address=ROOM
            )
            use_cases.add_hours(**told, unit=organisation, details=afternoon)
    away = office.now + timedelta(days=16)
    use_cases.add_absence(
        by=SYSTEM,
        at=office.now,
        counsellor=office.one(unit, Role.COUNSELLOR),
        unit=organisation,
        starts_at=away,
        ends_at=away + timedelta(days=1),
    )


def _people(office: Office, met: Sequence[YoungPerson]) -> Iterator[YoungPerson]:
    """Those who need no guardian, the newest first."""
    today = localdate(office.now)
    return (one for one in reversed(met) if not needs_guardian(one.birth_on, on=today))


def _talk(office: Office, person: YoungPerson, day: date, number: int) -> None:
    """Booked three days before, or now; received, missed, cancelled or still ahead."""
    midnight = localtime(office.now).replace(hour=0, minute=0, second=0, microsecond=0)
    told_at = min(midnight + (day - localdate(office.now) - timedelta(days=3)), office.now)
    kind = KINDS[number % 3]
    mode = Mode.ONLINE if number % 7 == 3 else Mode.PLACE
    slots, _hours = free_times(kind, mode, at=told_at, first=day, last=day)
    ahead = [one for one in slots if one.starts_at > told_at]
    if not ahead:
        return
    slot = ahead[number * 5 % len(ahead)]
    wanted = Wanted(
        kind,
        mode,
        slot.starts_at,
        counsellor_id=slot.counsellor_id,
        talk_about=TALKS[number % len(TALKS)],
        interpreter="TAY" if number % 11 == 5 else "",
    )
    try:
        made = use_cases.book(by=SYSTEM, at=told_at, young_person=person, wanted=wanted)
    except (SlotTaken, AlreadyBooked, ConsentMissing):
        return
    _end(office, made, number)


def _end(office: Office, made: Appointment, number: int) -> None:
    told: dict[str, Any] = {"by": SYSTEM, "appointment": made}
    if number % 9 == 4 and made.created_at < made.starts_at:
        use_cases.cancel_appointment(**told, at=made.created_at, reason="")
    elif made.ends_at > office.now:
        return
    elif number % 6 == 2:
        use_cases.record_no_show(**told, at=made.ends_at)
    else:
        use_cases.record_came(**told, at=made.starts_at)


def _after_an_event(office: Office) -> None:
    """Times after the next school event, some of them chosen."""
    session = (
        Session.objects.filter(
            event__starts_at__gt=office.now,
            event__kind__is_in_school=True,
            event__state__in=PUBLIC_STATES - {EventState.CANCELLED},
        )
        .order_by("starts_at", "pk")
        .first()
    )
    if session is None:
        return
    try:
        block = use_cases.open_block(
            by=office.one(PALACE, Role.COORDINATOR),
            at=office.now,
            session=session,
            unit=office.units[PALACE],
            counsellor=office.one(PALACE, Role.COUNSELLOR),
            details=BlockDetails(
                session.ends_at,
                session.ends_at + timedelta(hours=2),
                15,
                "Phòng Đoàn của trường",
                Kind.CAREER,
            ),
        )
    except HoursOverlap:
        return
    pupils = Registration.objects.filter(
        session=session, state=RegistrationState.CONFIRMED
    ).select_related("young_person")
    for place, one in enumerate(pupils.order_by("pk")[:3]):
        try:
            use_cases.book_in_block(
                by=SYSTEM,
                at=office.now,
                block=block,
                young_person=one.young_person,
                starts_at=block.starts_at + timedelta(minutes=15 * place * 2),
            )
        except (SlotTaken, AlreadyBooked, ConsentMissing, NobodyFree):
            continue
