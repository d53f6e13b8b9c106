"""What pages show of communes, units and their members."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.organisations.models import Commune, Holiday, Invitation, Membership, Role
from nhipcau.organisations.rules import communes_of, is_commune_officer, is_partner_staff
from nhipcau.shared.keeping import kept_briefly
from nhipcau.shared.throttle import keyed_hash


def holiday_within(first: date, last: date) -> Holiday | None:
    """The first public holiday from one day to another, both included."""
    return Holiday.objects.filter(day__gte=first, day__lte=last).first()


def invitation_of(token: str) -> Invitation | None:
    """The invitation of a link, open or not. Holding the token is the permission."""
    return (
        Invitation.objects.select_related("organisation")
        .filter(token_hash=keyed_hash(token))
        .first()
    )


def problem_of(invitation: Invitation | None, *, at: datetime) -> str:
    """Why an invitation cannot be accepted now; empty when it can."""
    if invitation is None:
        return _("This link is not known. Ask your administrator for a new one.")
    if invitation.accepted_at or invitation.withdrawn_at:
        return _("This link was used already. Ask your administrator for a new one.")
    if at >= invitation.expires_at:
        return _("This link is too old. Ask your administrator for a new one.")
    return ""


def communes() -> QuerySet[Commune]:
    """All communes and wards as a Vietnamese dictionary sorts them."""
    return Commune.objects.order_by("sort_key")


def communes_to_enter(actor: Any) -> QuerySet[Commune]:
    """Communes of which the actor enters people: the own ones of an officer, else all."""
    if is_partner_staff(actor) or not is_commune_officer(actor):
        return communes()
    return communes().filter(pk__in=[own for _unit, own in communes_of(actor)])


@kept_briefly
def commune_list() -> tuple[Commune, ...]:
    """``communes()`` for forms that thousands open at once."""
    return tuple(communes())


def colleagues(units: Iterable[int], *roles: Role) -> QuerySet[User]:
    """Who works in one of the units (by id) in one of the roles, by name."""
    holding = Membership.objects.active().filter(organisation__in=units, role__in=roles)
    return User.objects.filter(pk__in=holding.values("user")).order_by("full_name", "pk")
