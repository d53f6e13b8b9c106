"""The desk of an employer without account or password: a link by e-mail, good once."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.employers import rules
from nhipcau.employers.errors import DeskLinkOver, EmployerClosed
from nhipcau.employers.models import DeskLink, DeskSession, Employer, EmployerContact
from nhipcau.employers.noting import close_desks, make_link
from nhipcau.employers.states import EmployerState
from nhipcau.employers.values import clean_email
from nhipcau.shared import audit
from nhipcau.shared.actors import desk_of
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.throttle import keyed_hash

DESK_LIFE = timedelta(hours=8)
LEASE = timedelta(minutes=2)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 3, 8))
MOST_OF_AN_ADDRESS = 5  # an accountant may stand for several employers
KEPT = timedelta(days=1)


@write
def request_desk_link(*, by: Any, at: datetime, email: str) -> None:
    """Send a link to every contact with this address. For an unknown one nothing is sent, and
    nothing else differs.

    Raises:
        NotAllowed: ``by`` is signed in.
        InvalidValue: this is no e-mail address.
    """
    require(rules.may_ask_for_desk(by), _("Only employers ask for this link."))
    email = clean_email(email)
    if not email:
        raise InvalidValue(_("Please write your e-mail address."), field="email")
    contacts = (
        EmployerContact.objects.active()
        .filter(email=email)
        .exclude(employer__state=EmployerState.CLOSED)
        .select_related("employer")
        .order_by("-employer__verified_on", "pk")
    )
    for contact in contacts[:MOST_OF_AN_ADDRESS]:
        make_link(contact, by=by, at=at)


@write
def send_desk_link(*, by: Any, at: datetime, contact: EmployerContact) -> DeskLink:
    """Send a link to one contact at a colleague's wish. The colleague does not see it.

    Raises:
        NotAllowed: ``by`` does not keep this employer.
        EmployerClosed: the record, or the contact, is no longer active.
        InvalidValue: no e-mail of this contact is known.
    """
    require(rules.may_keep(by, contact.employer), _("Your role does not keep this employer."))
    if contact.ended_at or contact.employer.state == EmployerState.CLOSED:
        raise EmployerClosed(_("This contact, or its employer, is no longer active."))
    if not contact.email:
        raise InvalidValue(_("No e-mail address of this contact is known."))
    return make_link(contact, by=by, at=at)


@write
def open_desk(*, by: Any, at: datetime, token: str, desk_key: str) -> DeskSession:
    """Turn a link into an open desk, once. ``desk_key``: the browser's secret from now on.

    Raises:
        NotAllowed: ``by`` is signed in.
        DeskLinkOver: unknown, used, revoked or too old; or the contact is no longer active.
    """
    require(rules.may_ask_for_desk(by), _("Only employers open their desk."))
    link = (
        DeskLink.objects.select_for_update(of=("self",), no_key=True)
        .select_related("contact", "employer")
        .filter(token_hash=keyed_hash(token))
        .first()
    )
    is_good = (
        link is not None
        and link.used_at is None
        and link.revoked_at is None
        and at < link.expires_at
        and link.contact.ended_at is None
        and link.employer.state != EmployerState.CLOSED
    )
    if link is None or not is_good:
        raise DeskLinkOver(_("This link is no longer good. Please ask for a new one."))
    link.used_at, link.try_at = at, None
    link.save(update_fields=["used_at", "try_at"])
    desk = DeskSession.objects.create(
        employer=link.employer,
        contact=link.contact,
        link=link,
        key_hash=keyed_hash(desk_key),
        started_at=at,
        expires_at=at + DESK_LIFE,
    )
    audit.record("desk.opened", about=desk, by=by, at=at)
    return desk


@write
def leave_desk(*, by: Any, at: datetime, desk: DeskSession) -> DeskSession:
    """End the own desk now.

    Raises:
        NotAllowed: it is another employer's.
    """
    require(rules.may_leave_desk(by, desk.employer_id), _("This is not your desk."))
    actor = desk_of(by)
    if desk.ended_at is None and actor and actor.contact_id == desk.contact_id:
        desk.ended_at = at
        desk.save(update_fields=["ended_at"])
        audit.record("desk.left", about=desk, by=by, at=at)
    return desk


@write
def end_desks(*, by: Any, at: datetime, employer: Employer) -> int:
    """End every open desk of an employer and every link on its way; how many.

    Raises:
        NotAllowed: ``by`` does not keep this employer.
    """
    require(rules.may_keep(by, employer), _("Your role does not keep this employer."))
    ended = close_desks(employer, at=at)
    audit.record("employer.desks_ended", about=employer, by=by, at=at)
    return ended


@write
def take_desk_letter(*, by: Any, at: datetime) -> DeskLink | None:
    """Claim the next link to be sent, for as long as a mail server may take.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_tend_the_outbox(by), _("Only the installation sends messages."))
    link = (
        DeskLink.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        .select_related("contact", "employer")
        .filter(try_at__lte=at, used_at=None, revoked_at=None, expires_at__gt=at)
        .order_by("try_at", "pk")
        .first()
    )
    if link is None:
        return None
    link.tried_count += 1
    link.try_at = at + LEASE
    link.save(update_fields=["tried_count", "try_at"])
    return link


@write
def end_desk_letter(*, by: Any, at: datetime, link: DeskLink, outcome: str) -> None:
    """Keep what became of one try: ``sent``, ``later``, or ``never``.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_tend_the_outbox(by), _("Only the installation sends messages."))
    if outcome == "sent":
        link.sent_at, link.try_at = at, None
    elif outcome == "later" and link.tried_count <= len(PAUSES):
        link.try_at = at + PAUSES[link.tried_count - 1]
    else:
        link.try_at = None
    link.save(update_fields=["sent_at", "try_at"])


@write
def forget_desks(*, by: Any, at: datetime) -> int:
    """Delete desks and links that are over since a day; how many.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_tend_the_outbox(by), _("Only the installation cleans up."))
    desks = DeskSession.objects.filter(expires_at__lt=at - KEPT).delete()[0]
    links = DeskLink.objects.filter(expires_at__lt=at - KEPT, session=None).delete()[0]
    return desks + links
