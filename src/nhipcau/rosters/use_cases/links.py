"""Secret addresses by which a school or unit sends its list without an account."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.events.models import Session
from nhipcau.organisations.models import Organisation
from nhipcau.rosters import rules
from nhipcau.rosters.models import RosterLink
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.throttle import keyed_hash


@write
def make_link(
    *,
    by: Any,
    at: datetime,
    session: Session,
    organisation: Organisation,
    token: str,
    expires_at: datetime,
) -> RosterLink:
    """Let the holder of ``token`` send lists of one organisation for one session.

    Raises:
        NotAllowed: ``by`` does not organise the event.
        InvalidValue: it would last into the past or longer than 60 days.
    """
    require(rules.may_make_link(by, session), _("Your role does not organise this event."))
    if not at < expires_at <= at + rules.LONGEST_LINK:
        raise InvalidValue(
            _("A link lasts for at least a day and at most 60 days."), field="expires_on"
        )
    link = RosterLink.objects.create(
        session=session,
        organisation=organisation,
        token_hash=keyed_hash(token),
        created_by=user_or_none(by),
        created_at=at,
        expires_at=expires_at,
    )
    audit.record("rosterlink.made", about=link, by=by, at=at)
    return link


@write
def revoke_link(*, by: Any, at: datetime, link: RosterLink) -> RosterLink:
    """End a link now. Lists that came through it stay.

    Raises:
        NotAllowed: ``by`` does not organise the event.
    """
    require(rules.may_make_link(by, link.session), _("Your role does not organise this event."))
    if link.revoked_at is None:
        link.revoked_at = at
        link.save(update_fields=["revoked_at"])
        audit.record("rosterlink.revoked", about=link, by=by, at=at)
    return link
