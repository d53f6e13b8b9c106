"""Who may send a list, look through it, take it over and take it back."""

from datetime import datetime, timedelta
from typing import Any

from nhipcau.events.models import Event, Session
from nhipcau.events.rules import may_organise
from nhipcau.organisations.models import Organisation, OrganisationKind
from nhipcau.organisations.rules import partner_units_of
from nhipcau.rosters.models import ROLES_WITH_ROSTERS, Roster, RosterLink
from nhipcau.shared.actors import is_system

SENDERS = frozenset(
    {
        OrganisationKind.SCHOOL,
        OrganisationKind.MILITARY_UNIT,
        OrganisationKind.COMMUNE,
        OrganisationKind.OTHER,
    }
)
UNDO_WITHIN = timedelta(days=7)
DRAFT_KEPT = timedelta(days=7)
ROWS_KEPT = timedelta(days=30)
LONGEST_LINK = timedelta(days=60)


def works_on(actor: Any, about: Session | Event) -> bool:
    """Organisers and counsellors of an event, or of the event of a session."""
    line = about.event.plan_line if isinstance(about, Session) else about.plan_line
    units = partner_units_of(actor, *ROLES_WITH_ROSTERS)
    return is_system(actor) or bool({line.lead_id, line.supporting_id} & units)


def may_upload(
    actor: Any,
    session: Session,
    organisation: Organisation,
    link: RosterLink | None = None,
    *,
    at: datetime,
) -> bool:
    """Organisers and counsellors of the event; a school by its own open link."""
    if link is None:
        return works_on(actor, session)
    return (
        link.revoked_at is None
        and at < link.expires_at
        and link.session_id == session.pk
        and link.organisation_id == organisation.pk
    )


def may_prepare(actor: Any, roster: Roster) -> bool:
    """Mend rows and settle choices: organisers and counsellors of the event."""
    return works_on(actor, roster.session)


def may_confirm(actor: Any, roster: Roster) -> bool:
    """Take people over, or back: those who organise the event."""
    return may_organise(actor, roster.session.event.plan_line)


def may_make_link(actor: Any, session: Session) -> bool:
    return may_organise(actor, session.event.plan_line)


def may_clean_up(actor: Any) -> bool:
    return is_system(actor)
