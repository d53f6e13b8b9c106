"""One appointment into the table, or the reason why not. Called inside use cases only.

One order of locks: young person → counsellors by their number → appointment. With the counsellors
locked, what is read is what will be; the exclusion constraints stand behind it all the same.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from nhipcau.appointments.errors import AlreadyBooked, SlotTaken
from nhipcau.appointments.models import Appointment
from nhipcau.people.models import YoungPerson

OF_PERSON = "appointment_one_of_person"
OF_COUNSELLOR = "appointment_one_of_counsellor"
CODE_LENGTH = 22  # letters and digits: more than 128 bits


def taken_error() -> SlotTaken:
    return SlotTaken(
        _("Somebody else was quicker: this time is taken. Please choose another one.")
    )


def locked_person(person: YoungPerson) -> YoungPerson:
    """The record that speaks for the person, held: one person's bookings queue up here."""
    return YoungPerson.objects.select_for_update(of=("self",), no_key=True).get(
        pk=person.merged_into_id or person.pk
    )


def lock_counsellors(ids: Iterable[int]) -> None:
    """Bookings with one counsellor queue up here; always in one order."""
    list(
        get_user_model()
        .objects.select_for_update(of=("self",), no_key=True)
        .filter(pk__in=set(ids))
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def locked_appointment(appointment: Appointment) -> Appointment:
    """The row as it is now, held until the transaction ends. The person is locked before."""
    return (
        Appointment.objects.select_for_update(of=("self",), no_key=True)
        .select_related("young_person", "counsellor", "unit", "place", "block")
        .get(pk=appointment.pk)
    )


def changed(appointment: Appointment, *, at: datetime) -> tuple[str, str]:
    """What every change of an appointment tells calendars; the fields to save."""
    appointment.sequence += 1
    appointment.changed_at = at
    return ("sequence", "changed_at")


def save(appointment: Appointment, *, fields: Iterable[str] | None = None) -> None:
    """Insert or update; two at one time are refused by the table.

    Raises:
        SlotTaken: the counsellor has another talk at that time.
        AlreadyBooked: the person has.
    """
    told: dict[str, Any] = {"update_fields": list(fields)} if fields else {"force_insert": True}
    try:
        with transaction.atomic():
            appointment.save(**told)
    except IntegrityError as problem:
        if OF_PERSON in str(problem):
            raise AlreadyBooked(
                _("You have another appointment at that time. Please choose another time.")
            ) from problem
        if OF_COUNSELLOR in str(problem):
            raise taken_error() from problem
        raise
