"""Who may make a class report, and of which groups."""

from typing import Any

from nhipcau.events.models import RegistrationGroup
from nhipcau.organisations.models import OrganisationKind
from nhipcau.rosters.rules import works_on


def is_of_school(group: RegistrationGroup) -> bool:
    return group.organisation is not None and group.organisation.kind == OrganisationKind.SCHOOL


def may_make(actor: Any, group: RegistrationGroup) -> bool:
    """Organisers and counsellors of the event, of a class that a school sent."""
    return is_of_school(group) and works_on(actor, group.session)
