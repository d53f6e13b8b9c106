"""An appointment for the calendar on one's phone (RFC 5545), and with a mail (RFC 5546).

The entry keeps its UID for life, and SEQUENCE grows with each change: calendars replace what they
have. It says when and where, never what about: calendars are shared in families and at work.
"""

import uuid
from collections.abc import Sequence
from datetime import UTC

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vCalAddress

from nhipcau.appointments.models import Appointment
from nhipcau.appointments.rules import EARLY
from nhipcau.appointments.states import AppointmentState
from nhipcau.appointments.telling import PAGE, where
from nhipcau.messaging.attaching import File

# Ids that stay the same whatever name the site is reached by.
_NAMESPACE = uuid.UUID("5d0c3a1e-0f5e-4b0e-9a55-4f4f6b2d7c31")
OVER = frozenset({AppointmentState.CANCELLED, AppointmentState.EXPIRED})
NAME = "lich-hen.ics"


def uid_of(appointment: Appointment) -> str:
    return f"{uuid.uuid5(_NAMESPACE, f'appointment {appointment.pk}')}@nhipcau"


def method_of(appointment: Appointment) -> str:
    """What the mail asks the calendar for: to keep the entry, or to take it out."""
    return "CANCEL" if appointment.state in OVER else "REQUEST"


def calendar_of(appointment: Appointment, *, method: str = "PUBLISH") -> bytes:
    """One entry. ``method``: PUBLISH where it is fetched from the page."""
    book = Calendar()
    book.add("prodid", "-//Nhip Cau//nhipcau//VI")
    book.add("version", "2.0")
    book.add("method", method)
    book.add("calscale", "GREGORIAN")
    with translation.override("vi"):
        book.add_component(_entry(appointment, asks=method != "PUBLISH"))
    return bytes(book.to_ical())


def files_of(numbers: Sequence[int]) -> list[File]:
    """What goes with a mail about these appointments: each as it is now."""
    found = Appointment.objects.filter(pk__in=set(numbers)).select_related(
        "young_person", "place", "block"
    )
    files = []
    for place, one in enumerate(found.order_by("starts_at", "pk"), start=1):
        method = method_of(one)
        name = NAME if len(found) == 1 else NAME.replace(".", f"-{place}.")
        content = calendar_of(one, method=method)
        files.append(File(name, content, f"text/calendar; method={method}"))
    return files


def _entry(appointment: Appointment, *, asks: bool) -> Event:
    address = f"{settings.SITE_URL}{PAGE.format(code=appointment.code)}"
    entry = Event()
    entry.add("uid", uid_of(appointment))
    entry.add("sequence", appointment.sequence)
    for name in ("dtstamp", "last-modified"):
        entry.add(name, appointment.changed_at.astimezone(UTC))
    entry.add("dtstart", appointment.starts_at.astimezone(UTC))
    entry.add("dtend", appointment.ends_at.astimezone(UTC))
    entry.add("summary", _("Appointment with Nhịp Cầu"))
    entry.add("location", where(appointment))
    entry.add("url", address)
    entry.add("description", _("To move or cancel it: %(address)s") % {"address": address})
    is_over = appointment.state in OVER
    is_held = appointment.state == AppointmentState.ON_HOLD
    entry.add("status", "CANCELLED" if is_over else "TENTATIVE" if is_held else "CONFIRMED")
    if asks:
        office = settings.DEFAULT_FROM_EMAIL.rpartition("<")[2].rstrip(">")
        entry.add("organizer", vCalAddress(f"mailto:{office}"))
        if appointment.young_person.email:
            entry.add("attendee", vCalAddress(f"mailto:{appointment.young_person.email}"))
    if not is_over:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _("Appointment with Nhịp Cầu"))
        alarm.add("trigger", -EARLY)
        entry.add_component(alarm)
    return entry
