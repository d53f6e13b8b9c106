"""Who may see the figures of a programme, and who writes the words of its reports."""

from typing import Any

from nhipcau.organisations.models import Organisation, Role
from nhipcau.organisations.rules import has_role, is_office_staff, partner_units_of
from nhipcau.programmes.models import Programme
from nhipcau.programmes.rules import party_ids
from nhipcau.shared.actors import is_system

WRITERS = (Role.LEADER, Role.COORDINATOR, Role.FOCAL_POINT)


def may_see_figures(actor: Any) -> bool:
    """Everyone of the two units but gate volunteers, leaders too: figures name nobody."""
    return is_office_staff(actor)


def may_write_report(actor: Any, programme: Programme, organisation: Organisation) -> bool:
    """Leaders, coordinators and contact members of a party, for their own unit."""
    return organisation.pk in party_ids(programme) and (
        is_system(actor) or has_role(actor, *WRITERS, organisation=organisation)
    )


def units_written_for(actor: Any, programme: Programme) -> set[int]:
    """Ids of the parties for which the actor may write a report or explain a month."""
    return partner_units_of(actor, *WRITERS) & party_ids(programme)
