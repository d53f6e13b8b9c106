"""Reminders into the outbox: the day before, on the day, and before an offer runs out."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from nhipcau.events import telling
from nhipcau.events.models import Registration, RegistrationStateChange
from nhipcau.events.states import FILLING_STATES, RegistrationState
from nhipcau.messaging.models import PURPOSES, Message, Topic
from nhipcau.messaging.outbox import Note, put_each
from nhipcau.people.models import Consent
from nhipcau.shared import audit
from nhipcau.shared.actors import is_system
from nhipcau.shared.idempotency import write
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.rules import require

A_DAY = timedelta(days=1)
# Who was told of the offer just now needs no nudge yet.
JUST_TOLD = timedelta(hours=1)


@write
def remind(*, by: Any, at: datetime) -> int:
    """Put every reminder whose time has come into the outbox, each once; how many.

    Only those who agreed to be contacted. When an event moves, it is reminded of anew.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(is_system(by), _("Only the installation reminds."))
    before = timedelta(hours=int(reference_value("reminder_hours_before", on=localdate(at))))
    return (
        _remind("day before", _tomorrow(at), telling.reminder_note, by=by, at=at)
        + _remind("same day", _soon(at, before), telling.reminder_note, by=by, at=at)
        + _remind("offer", _offers(at, before), telling.offer_reminder_note, by=by, at=at)
    )


def _tomorrow(at: datetime) -> Any:
    """From the afternoon on, those who come tomorrow and were registered by then."""
    hour = time.fromisoformat(reference_value("reminder_day_before_at", on=localdate(at)))
    local = localtime(at)
    told_from = local.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    if local < told_from:
        return Registration.objects.none()
    return _confirmed().filter(
        session__starts_at__date=local.date() + A_DAY, registered_at__lt=told_from
    )


def _soon(at: datetime, before: timedelta) -> Any:
    """Those whose session begins within the hours before it, unless they registered just now."""
    return _confirmed().filter(
        session__starts_at__gt=at,
        session__starts_at__lte=at + before,
        registered_at__lt=at - before,
    )


def _offers(at: datetime, before: timedelta) -> Any:
    told_now = RegistrationStateChange.objects.filter(
        registration=OuterRef("pk"),
        to_state=RegistrationState.OFFERED,
        at__gt=at - JUST_TOLD,
    )
    return (
        _of_running_events()
        .filter(
            state=RegistrationState.OFFERED,
            offer_expires_at__gt=at,
            offer_expires_at__lte=at + before,
        )
        .exclude(Exists(told_now))
    )


def _confirmed() -> Any:
    return _of_running_events().filter(state=RegistrationState.CONFIRMED, attendance=None)


def _of_running_events() -> Any:
    agreed = Consent.objects.in_force().filter(
        young_person=OuterRef("young_person"), text__purpose=PURPOSES[Topic.REMINDER]
    )
    return (
        Registration.objects.filter(Exists(agreed), session__event__state__in=FILLING_STATES)
        .select_related("young_person", "session__event__kind")
        .order_by("pk")
    )


def _remind(
    which: str,
    registrations: Iterable[Registration],
    note_of: Callable[[Registration], Note],
    *,
    by: Any,
    at: datetime,
) -> int:
    due = {_effect(which, one): one for one in registrations}
    told = set(Message.objects.filter(effect__in=list(due)).values_list("effect", flat=True))
    new = {effect: one for effect, one in due.items() if effect not in told}
    put_each([replace(note_of(one), once=effect) for effect, one in new.items()], at=at)
    audit.record_each("registration.reminded", about=new.values(), by=by, at=at)
    return len(new)


def _effect(which: str, registration: Registration) -> str:
    until = (
        registration.offer_expires_at
        if registration.state == RegistrationState.OFFERED
        else registration.session.starts_at
    )
    return f"reminder {which} {registration.pk} {until:%Y%m%d%H%M}"
