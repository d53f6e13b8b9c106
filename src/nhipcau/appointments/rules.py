"""Who may book, change, receive and keep hours; and the figures that bookings go by."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.crypto import constant_time_compare
from django.utils.timezone import localdate

from nhipcau.appointments.models import Appointment, BookingLink
from nhipcau.appointments.models.hours import AT_WORK
from nhipcau.appointments.states import OPEN
from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import partner_units_of
from nhipcau.people.models import YoungPerson
from nhipcau.shared.actors import is_system
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.secrets_of_links import secret_of

# Somebody who comes early is received early.
EARLY = timedelta(hours=2)
TALK_KEPT = timedelta(days=30)
LINK_KEPT = timedelta(days=7)


def minutes_of(kind: str, *, on: date) -> int:
    """How long a talk of a kind is."""
    return int(reference_value(f"appointment_minutes_{kind.lower()}", on=on))


def step_minutes(*, on: date) -> int:
    return int(reference_value("appointment_step_minutes", on=on))


def lead_time(*, on: date) -> timedelta:
    """How long before its beginning a time may still be booked by the young person."""
    return timedelta(hours=int(reference_value("appointment_lead_hours", on=on)))


def horizon(*, on: date) -> timedelta:
    """How far ahead times are offered."""
    return timedelta(days=int(reference_value("appointment_horizon_days", on=on)))


def hold_time(*, on: date) -> timedelta:
    """How long a time is kept for somebody who has not confirmed it."""
    return timedelta(hours=int(reference_value("appointment_hold_hours", on=on)))


def most_open(*, on: date) -> int:
    """How many appointments ahead one person may have."""
    return int(reference_value("appointments_open_most", on=on))


# --- who -----------------------------------------------------------------------------------------


def is_the_person(actor: Any, person: YoungPerson) -> bool:
    return bool(actor.pk) and not actor.is_staff_account and bool(actor.phone == person.phone)


def may_book_for(actor: Any, person: YoungPerson) -> bool:
    """Colleagues who work with people, for somebody whom their unit follows."""
    return (
        bool(actor.pk)
        and actor.is_staff_account
        and may_work_with_appointments(actor)
        and YoungPerson.objects.visible_to(actor).filter(pk=person.pk).exists()
    )


def link_opens(link: BookingLink | None, secret: str, *, at: datetime) -> bool:
    """Whether a link is ours, unused and still good."""
    return (
        link is not None
        and bool(secret)
        and constant_time_compare(secret, booking_secret(link.pk))
        and link.used_at is None
        and at < link.expires_at
    )


def booking_secret(number: int) -> str:
    return secret_of(f"booking:{number}")


def may_book(
    actor: Any, person: YoungPerson, *, link: BookingLink | None, secret: str, at: datetime
) -> bool:
    """The person, whoever holds the person's link, or colleagues who follow the person."""
    if is_system(actor) or is_the_person(actor, person) or may_book_for(actor, person):
        return True
    return link_opens(link, secret, at=at) and link is not None and link.young_person == person


def may_change(actor: Any, appointment: Appointment, code: str) -> bool:
    """Whoever holds the secret code, the person, or colleagues who see the appointment."""
    if is_system(actor) or (code and constant_time_compare(code, appointment.code)):
        return True
    if not actor.pk:
        return False
    return Appointment.objects.visible_to(actor).filter(pk=appointment.pk).exists()


def may_receive(actor: Any, unit_id: int) -> bool:
    """Who comes is written down by colleagues of the unit that counsels."""
    return is_system(actor) or unit_id in partner_units_of(actor, *AT_WORK)


def may_work_with_appointments(actor: Any) -> bool:
    return bool(actor.pk) and bool(partner_units_of(actor, *AT_WORK))


def may_keep_hours(actor: Any, counsellor_id: int, unit_id: int) -> bool:
    """Counsellors keep their own hours; the coordinator of the unit those of all."""
    if is_system(actor):
        return True
    if unit_id in partner_units_of(actor, Role.COORDINATOR):
        return True
    return actor.pk == counsellor_id and unit_id in partner_units_of(actor, Role.COUNSELLOR)


def may_keep_places(actor: Any, unit_id: int) -> bool:
    return is_system(actor) or unit_id in partner_units_of(
        actor, Role.COORDINATOR, Role.COUNSELLOR
    )


def may_read_talk(actor: Any, appointment: Appointment) -> bool:
    """What somebody wants to talk about is read by the counsellors of that unit alone."""
    if is_the_person(actor, appointment.young_person):
        return True
    return appointment.unit_id in partner_units_of(actor, Role.COUNSELLOR)


def may_run_jobs(actor: Any) -> bool:
    return is_system(actor)


# --- when ----------------------------------------------------------------------------------------


def is_ahead(appointment: Appointment, *, at: datetime) -> bool:
    """Still to come: it may be moved and cancelled."""
    return appointment.state in OPEN and at < appointment.starts_at


def has_begun(appointment: Appointment, *, at: datetime) -> bool:
    return at >= appointment.starts_at


def may_be_received_now(appointment: Appointment, *, at: datetime) -> bool:
    """On its day, from a while before it begins."""
    is_early = at >= appointment.starts_at - EARLY
    return is_early and localdate(at) >= localdate(appointment.starts_at)
