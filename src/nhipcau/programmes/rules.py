"""Who may do what with an agreement and its plans."""

from typing import Any

from nhipcau.organisations.models import Organisation, Role
from nhipcau.organisations.rules import has_role, partner_units_of
from nhipcau.programmes.models import PlanVersion, Programme
from nhipcau.shared.actors import is_system

PLANNERS = (Role.COORDINATOR, Role.FOCAL_POINT)


def party_ids(programme: Programme) -> set[int]:
    return {party.organisation_id for party in programme.parties.all()}


def is_of_a_party(actor: Any, programme: Programme, *roles: Role) -> bool:
    return bool(partner_units_of(actor, *roles) & party_ids(programme))


def may_load_programme_data(actor: Any) -> bool:
    return is_system(actor)


def may_manage_programme(actor: Any, programme: Programme) -> bool:
    """Start, renew, close: a leader of either party."""
    return is_system(actor) or is_of_a_party(actor, programme, Role.LEADER)


def may_plan(actor: Any, programme: Programme) -> bool:
    """Draft and propose a plan: coordinators and contact members of either party."""
    return is_system(actor) or is_of_a_party(actor, programme, *PLANNERS)


def may_approve(actor: Any, version: PlanVersion, organisation: Organisation) -> bool:
    """Only a leader of that unit, and the unit must be a party."""
    is_party = organisation.pk in party_ids(version.year_plan.programme)
    return is_party and (
        is_system(actor) or has_role(actor, Role.LEADER, organisation=organisation)
    )


def may_return(actor: Any, version: PlanVersion) -> bool:
    return is_of_a_party(actor, version.year_plan.programme, Role.LEADER)


def may_appoint(actor: Any, organisation: Organisation) -> bool:
    """A unit's leader or administrator appoints its contact member."""
    return is_system(actor) or has_role(
        actor, Role.LEADER, Role.ADMINISTRATOR, organisation=organisation
    )


def may_explain(actor: Any, programme: Programme, organisation: Organisation) -> bool:
    return is_system(actor) or (
        organisation.pk in party_ids(programme)
        and has_role(actor, Role.LEADER, *PLANNERS, organisation=organisation)
    )
