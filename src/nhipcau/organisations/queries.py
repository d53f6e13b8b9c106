"""What pages show of units and their members."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from nhipcau.organisations.models import Commune, Invitation
from nhipcau.shared.throttle import keyed_hash


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


def communes_in_order() -> QuerySet[Commune]:
    """All communes and wards as a Vietnamese dictionary sorts them."""
    return Commune.objects.order_by("sort_key")
