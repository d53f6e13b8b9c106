"""A freed place: offered to whoever waits longest, taken by a click, or passed on."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.events import places, rules, telling, waiting
from nhipcau.events.ending import end_registration, locked_registration
from nhipcau.events.errors import OfferExpired
from nhipcau.events.models import Registration, RegistrationGroup
from nhipcau.events.states import RegistrationState
from nhipcau.messaging import outbox
from nhipcau.shared.errors import IllegalTransition
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import move


@write
def confirm_offer(
    *, by: Any, at: datetime, registration: Registration, code: str = ""
) -> Registration:
    """Take an offered place. A second click changes nothing.

    Raises:
        NotAllowed: ``by`` neither holds the code, nor is the person, nor organises the event.
        OfferExpired: it was not answered in time; the place goes to the next.
        IllegalTransition: nothing is offered to this registration.
    """
    require(
        rules.may_cancel_registration(by, registration, code),
        _("This registration belongs to somebody else."),
    )
    places.locked(registration.session_id)
    registration = locked_registration(registration)
    if registration.state == RegistrationState.CONFIRMED:
        return registration
    _confirm(registration, by=by, at=at)
    return registration


@write
def confirm_group(*, by: Any, at: datetime, group: RegistrationGroup, code: str = "") -> None:
    """Take every place that is offered to a group.

    Raises:
        NotAllowed: ``by`` neither holds the group's code nor organises the event.
        OfferExpired: nothing is offered to the group, or no longer.
    """
    require(rules.may_manage_group(by, group, code), _("This group belongs to somebody else."))
    places.locked(group.session_id)
    offered = [
        locked_registration(one)
        for one in group.registrations.filter(state=RegistrationState.OFFERED).order_by("pk")
    ]
    if not offered:
        raise OfferExpired(_("No place is offered to this group now."))
    for registration in offered:
        _confirm(registration, by=by, at=at)


@write
def expire_offers(*, by: Any, at: datetime) -> None:
    """Pass on every place whose offer ran out; the next on the list is asked at once.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this."))
    overdue = Registration.objects.filter(
        state=RegistrationState.OFFERED, offer_expires_at__lte=at
    ).order_by("session", "pk")
    sessions = overdue.order_by("session").values_list("session", flat=True).distinct()
    for session_id in list(sessions):
        session = places.locked(session_id)
        for one in list(overdue.filter(session=session_id)):
            registration = locked_registration(one)
            if registration.state == RegistrationState.OFFERED:
                end_registration(registration, RegistrationState.EXPIRED, by=by, at=at)
                outbox.put(telling.offer_expired_note(registration), at=at)
        waiting.promote(session, by=by, at=at)


def _confirm(registration: Registration, *, by: Any, at: datetime) -> None:
    state, until = registration.state, registration.offer_expires_at
    is_overdue = state == RegistrationState.OFFERED and until is not None and at >= until
    if state == RegistrationState.EXPIRED or is_overdue:
        raise OfferExpired(
            _("This offer ran out, and the place goes to the next. You can register again.")
        )
    # Whoever waits may become confirmed at the door, never by the own click.
    if state != RegistrationState.OFFERED:
        raise IllegalTransition(_("No place is offered to this registration now."))
    move(registration, RegistrationState.CONFIRMED, by=by, at=at)
    outbox.put(telling.registration_note(registration), at=at)
