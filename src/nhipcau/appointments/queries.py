"""What pages ask about appointments, hours and blocks."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import make_aware

from nhipcau.appointments import rules
from nhipcau.appointments.availability import (
    bookable_days,
    cut,
    measure_for,
    openings,
    times_of,
)
from nhipcau.appointments.models import Absence, Appointment, Block, BookingLink, Hours, Place
from nhipcau.appointments.slots import A_DAY, Slot
from nhipcau.appointments.states import OPEN, AppointmentState
from nhipcau.events.models import Attendance, Registration, Session
from nhipcau.events.states import LIVE, PRESENT
from nhipcau.organisations.models import Membership, Role
from nhipcau.organisations.rules import partner_units_of
from nhipcau.people.models import YoungPerson

SHOWN = (AppointmentState.ON_HOLD, AppointmentState.BOOKED)


def appointment_of_code(code: str) -> Appointment | None:
    """By the secret of its own page."""
    return Appointment.objects.for_list().select_related("kept_person").filter(code=code).first()


def booking_link(number: int, secret: str, *, at: datetime) -> BookingLink | None:
    """The link, when the secret is right and it is still good."""
    found = BookingLink.objects.select_related("young_person").filter(pk=number).first()
    return found if rules.link_opens(found, secret, at=at) else None


def free_times(
    kind: str,
    mode: str,
    *,
    at: datetime,
    first: date | None = None,
    last: date | None = None,
    is_staff: bool = False,
    units: Sequence[int] = (),
    ignoring: Appointment | None = None,
) -> tuple[list[Slot], dict[int, Hours]]:
    """Free times of one type and way, with the hours that they lie in; one for each counsellor.

    Without days: all that may be booked now.
    """
    begins, ends = bookable_days(at=at)
    found = openings(
        first=max(first or begins, begins),
        last=min(last or ends, ends),
        mode=mode,
        units=units,
        ignoring=ignoring,
    )
    return found.free(measure_for(kind, at=at, is_staff=is_staff)), found.hours


def appointments_of(actor: Any) -> Any:
    """Of everybody who shares the phone, the next one first."""
    return Appointment.objects.visible_to(actor).for_list().order_by("starts_at", "pk")


def of_person(actor: Any, person: YoungPerson) -> Any:
    return (
        Appointment.objects.visible_to(actor)
        .of_person(person)
        .for_list()
        .order_by("-starts_at", "-pk")
    )


def listed(actor: Any, *, first: date, last: date, counsellor_id: int | None = None) -> Any:
    """Appointments of the own units on some days; of one counsellor, when given."""
    units = partner_units_of(actor, *rules.AT_WORK)
    found = Appointment.objects.visible_to(actor).filter(
        unit__in=units,
        starts_at__gte=_midnight(first),
        starts_at__lt=_midnight(last + A_DAY),
    )
    if counsellor_id is not None:
        found = found.filter(counsellor=counsellor_id)
    return found.for_list().order_by("starts_at", "pk")


def counsellors_of(units: Any) -> list[Any]:
    """Memberships of those who counsel in these units now."""
    return list(
        Membership.objects.active()
        .filter(organisation__in=units, role=Role.COUNSELLOR)
        .select_related("user", "organisation")
        .order_by("user__full_name", "pk")
    )


def hours_of(counsellor_id: int, *, on: date) -> list[Hours]:
    """Lines that count on a day or later."""
    return list(
        Hours.objects.filter(Q(valid_to=None) | Q(valid_to__gte=on), counsellor=counsellor_id)
        .select_related("place", "unit")
        .order_by("weekday", "starts", "pk")
    )


def absences_of(counsellor_id: int, *, at: datetime) -> list[Absence]:
    return list(
        Absence.objects.filter(counsellor=counsellor_id, ends_at__gt=at).order_by("starts_at")
    )


def in_the_way(actor: Any, counsellor_id: int, *, at: datetime) -> list[Appointment]:
    """Appointments ahead that fall into an absence: somebody has to move or cancel them."""
    away = Absence.objects.filter(
        counsellor=OuterRef("counsellor"),
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    )
    return list(
        Appointment.objects.visible_to(actor)
        .filter(Exists(away), counsellor=counsellor_id, state__in=OPEN, starts_at__gt=at)
        .for_list()
        .order_by("starts_at")
    )


def places_of(units: Any) -> Any:
    return Place.objects.filter(unit__in=units, closed_at=None).select_related("unit")


def blocks_of(actor: Any, *, at: datetime) -> Any:
    """Blocks of the own units that are ahead or were lately."""
    return (
        Block.objects.visible_to(actor)
        .filter(ends_at__gt=at - timedelta(days=30))
        .select_related("session__event", "counsellor", "unit")
        .order_by("starts_at", "pk")
    )


def was_at(session: Session, person: YoungPerson) -> bool:
    """Whether somebody has a place in a session, or was there."""
    records = YoungPerson.objects.same_as(person).values("pk")
    is_coming = Registration.objects.filter(
        session=session, young_person__in=records, state__in=sorted(LIVE)
    )
    came = Attendance.objects.filter(
        session=session, young_person__in=records, value__in=sorted(PRESENT)
    )
    return is_coming.exists() or came.exists()


def people_at(session: Session, people: Any) -> list[YoungPerson]:
    """Which of these people have a place in a session."""
    here = Registration.objects.filter(
        session=session, young_person=OuterRef("pk"), state__in=sorted(LIVE)
    )
    return list(people.filter(Exists(here)).order_by("pk"))


def _midnight(day: date) -> datetime:
    return make_aware(datetime.combine(day, datetime.min.time()))


def open_place(number: int) -> Place | None:
    return Place.objects.filter(pk=number, closed_at=None).first()


def open_block(number: int) -> Block | None:
    return (
        Block.objects.public()
        .select_related("session__event__kind", "counsellor", "unit")
        .filter(pk=number)
        .first()
    )


def times_shown(block: Block, *, at: datetime) -> list[dict[str, Any]]:
    """The times of a block that are ahead, for a page."""
    return [
        {"at": span.starts_at, "ends_at": span.ends_at, "is_free": is_free}
        for span, is_free in times_of(block, at=at)
    ]


def mine_in(block: Block, actor: Any) -> list[Appointment]:
    """What the people of a phone chose of a block."""
    return list(Appointment.objects.visible_to(actor).open().filter(block=block).for_list())


def whole_block(block: Block, chosen: dict[datetime, Appointment]) -> list[dict[str, Any]]:
    """All times of a block, past ones too, each with who chose it."""
    return [{"at": span.starts_at, "one": chosen.get(span.starts_at)} for span in cut(block)]
