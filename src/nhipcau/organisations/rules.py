"""Who works where in which role. One query a request: the answer stays on the user object."""

from typing import Any

from django.utils.translation import gettext as _

from nhipcau.organisations.models import PARTNER_KINDS, Commune, Membership, Organisation, Role
from nhipcau.shared.actors import is_system
from nhipcau.shared.errors import InvalidValue

# An officer of a commune helps the people of that commune, and is no colleague of the unit.
UNIT_ROLES = tuple(role for role in Role if role != Role.COMMUNE_OFFICER)
# A gate volunteer helps at single events; every other colleague works with the whole programme.
OFFICE_ROLES = tuple(role for role in UNIT_ROLES if role != Role.GATE_VOLUNTEER)


def memberships_of(actor: Any) -> list[Membership]:
    """The active memberships of a signed-in user, with their units; none for anyone else."""
    if not actor.pk:
        return []
    if not hasattr(actor, "_active_memberships"):
        actor._active_memberships = list(
            Membership.objects.active()
            .filter(user=actor)
            .select_related("organisation")
            .order_by("pk")
        )
    return actor._active_memberships


def forget_memberships(actor: Any) -> None:
    """After a change of memberships in the same request or test."""
    if hasattr(actor, "_active_memberships"):
        del actor._active_memberships


def has_role(actor: Any, *roles: Role, organisation: Organisation | None = None) -> bool:
    """Whether the actor holds one of ``roles``, in ``organisation`` when that is given."""
    return any(
        membership.role in roles
        and (organisation is None or membership.organisation_id == organisation.pk)
        for membership in memberships_of(actor)
    )


def partner_units_of(actor: Any, *roles: Role) -> set[int]:
    """Ids of the partner units (Palace, Centre) in which the actor holds one of ``roles``.

    Without ``roles``: any role of a colleague. Who is an officer of a commune must be asked for.
    """
    return {
        membership.organisation_id
        for membership in memberships_of(actor)
        if membership.organisation.kind in PARTNER_KINDS
        and membership.role in (roles or UNIT_ROLES)
    }


def communes_of(actor: Any) -> list[tuple[int, int]]:
    """For an officer of a commune: ids of the unit and of the commune, of each such role."""
    return sorted(
        (membership.organisation_id, membership.commune_id)
        for membership in memberships_of(actor)
        if membership.role == Role.COMMUNE_OFFICER
        and membership.organisation.kind in PARTNER_KINDS
        and membership.commune_id is not None
    )


def is_commune_officer(actor: Any) -> bool:
    return bool(communes_of(actor))


def is_partner_staff(actor: Any) -> bool:
    return bool(partner_units_of(actor))


def is_office_staff(actor: Any) -> bool:
    """Whether the actor is more than a gate volunteer in one of the two units."""
    return bool(partner_units_of(actor, *OFFICE_ROLES))


def may_load_reference_data(actor: Any) -> bool:
    """Province data comes from the installation's own files, loaded by a command."""
    return is_system(actor)


def may_manage_members(actor: Any, organisation: Organisation) -> bool:
    """The unit's own administrators; the installation for the first of them."""
    return is_system(actor) or has_role(actor, Role.ADMINISTRATOR, organisation=organisation)


def check_commune(role: str, commune: Commune | None) -> None:
    """
    Raises:
        InvalidValue: an officer of a commune has none, or another role has one.
    """
    if role == Role.COMMUNE_OFFICER and commune is None:
        raise InvalidValue(_("Please choose the commune of this officer."), field="commune")
    if role != Role.COMMUNE_OFFICER and commune is not None:
        raise InvalidValue(
            _("Only the officer of a commune has one. Please leave it empty."), field="commune"
        )


def administered_units(actor: Any) -> set[int]:
    """Ids of the units whose members the actor may end."""
    return {one.organisation_id for one in memberships_of(actor) if one.role == Role.ADMINISTRATOR}


def may_set_up_sign_in(organisation: Organisation, user: Any) -> bool:
    """Whether an invitation of this unit may let its holder in as the user. Not once the user
    works or worked for another unit: its administrators hold the link and would become the user.
    """
    return not Membership.objects.filter(user=user).exclude(organisation=organisation).exists()


def may_deactivate(actor: Any, user: Any) -> bool:
    """An administrator of a unit in which the user works; nobody deactivates oneself."""
    units = {one.organisation_id for one in memberships_of(user)}
    return actor.pk != user.pk and bool(units & administered_units(actor))
