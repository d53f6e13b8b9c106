"""By the clock: holds run out, people are reminded, words are forgotten."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from nhipcau.appointments import rules, seating, telling
from nhipcau.appointments.models import Appointment
from nhipcau.appointments.slots import A_DAY
from nhipcau.appointments.states import AppointmentState
from nhipcau.messaging import outbox
from nhipcau.messaging.models import PURPOSES, Message, Topic
from nhipcau.messaging.outbox import Note, put_each
from nhipcau.people.models import Consent
from nhipcau.shared import audit
from nhipcau.shared.idempotency import write
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import move

A = AppointmentState
JUST_TOLD = timedelta(hours=1)


@write
def release_holds(*, by: Any, at: datetime) -> int:
    """Give back every time that was kept and not confirmed; how many.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this."))
    overdue = Appointment.objects.filter(state=A.ON_HOLD, hold_expires_at__lte=at)
    released = 0
    for one in list(overdue.select_related("kept_person").order_by("kept_person", "pk")):
        seating.locked_person(one.kept_person)
        appointment = seating.locked_appointment(one)
        until = appointment.hold_expires_at
        if appointment.state != A.ON_HOLD or until is None or until > at:
            continue  # confirmed or moved in the meantime
        also = seating.changed(appointment, at=at)
        move(appointment, A.EXPIRED, by=by, at=at, also=also)
        outbox.put(telling.hold_expired_note(appointment), at=at)
        released += 1
    return released


@write
def remind(*, by: Any, at: datetime) -> int:
    """Put every reminder whose time has come into the outbox, each once; how many.

    Only those who agreed to be reminded. When an appointment moves, it is reminded of anew.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation reminds."))
    before = timedelta(hours=int(reference_value("reminder_hours_before", on=localdate(at))))
    return (
        _remind("day before", _tomorrow(at), telling.reminder_note, by=by, at=at)
        + _remind("same day", _soon(at, before), telling.reminder_note, by=by, at=at)
        + _remind("hold", _holds(at, before), telling.hold_reminder_note, by=by, at=at)
    )


@write
def forget_talk(*, by: Any, at: datetime) -> int:
    """Empty what people wanted to talk about, thirty days after the talk; of how many.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation cleans up."))
    return (
        Appointment.objects.filter(ends_at__lt=at - rules.TALK_KEPT)
        .exclude(talk_about="")
        .update(talk_about="")
    )


def _tomorrow(at: datetime) -> Any:
    """From the afternoon on, those who come tomorrow and were booked by then."""
    hour = time.fromisoformat(reference_value("reminder_day_before_at", on=localdate(at)))
    local = localtime(at)
    told_from = local.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    if local < told_from:
        return Appointment.objects.none()
    return _booked().filter(starts_at__date=local.date() + A_DAY, changed_at__lt=told_from)


def _soon(at: datetime, before: timedelta) -> Any:
    """Those that begin within the hours before, unless they were booked or moved just now."""
    return _booked().filter(
        starts_at__gt=at, starts_at__lte=at + before, changed_at__lt=at - before
    )


def _holds(at: datetime, before: timedelta) -> Any:
    return _agreed().filter(
        state=A.ON_HOLD,
        hold_expires_at__gt=at,
        hold_expires_at__lte=at + before,
        changed_at__lt=at - JUST_TOLD,
    )


def _booked() -> Any:
    return _agreed().filter(state=A.BOOKED)


def _agreed() -> Any:
    agreed = Consent.objects.in_force().filter(
        young_person=OuterRef("kept_person"), text__purpose=PURPOSES[Topic.REMINDER]
    )
    return (
        Appointment.objects.filter(Exists(agreed))
        .select_related("young_person", "place", "block")
        .order_by("pk")
    )


def _remind(
    which: str,
    appointments: Iterable[Appointment],
    note_of: Callable[[Appointment], Note],
    *,
    by: Any,
    at: datetime,
) -> int:
    due = {_effect(which, one): one for one in appointments}
    told = set(Message.objects.filter(effect__in=list(due)).values_list("effect", flat=True))
    new = {effect: one for effect, one in due.items() if effect not in told}
    put_each([replace(note_of(one), once=effect) for effect, one in new.items()], at=at)
    audit.record_each("appointment.reminded", about=new.values(), by=by, at=at)
    return len(new)


def _effect(which: str, appointment: Appointment) -> str:
    is_held = appointment.state == A.ON_HOLD
    until = appointment.hold_expires_at if is_held else appointment.starts_at
    return f"appointment {which} {appointment.pk} {until:%Y%m%d%H%M}"
