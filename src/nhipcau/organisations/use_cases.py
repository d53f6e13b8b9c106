"""Units, their members and the communes. Nothing else writes these tables."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.organisations import rules
from nhipcau.organisations.errors import (
    AlreadyMember,
    InvitationExpired,
    InvitationUsed,
    LastAdministrator,
)
from nhipcau.organisations.models import (
    Commune,
    Holiday,
    Invitation,
    Membership,
    Organisation,
    Role,
)
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.fields import clean_name
from nhipcau.shared.idempotency import write
from nhipcau.shared.models import ReferenceValue
from nhipcau.shared.rules import require
from nhipcau.shared.throttle import keyed_hash
from nhipcau.shared.wording import sort_key

INVITATION_LIFE = timedelta(days=7)


@write
def load_communes(*, by: Any, at: datetime, communes: Iterable[Mapping[str, Any]]) -> None:
    """Insert or update the province's communes by code. A code that is left out stays."""
    require(rules.may_load_reference_data(by), _("Only the installation loads province data."))
    for row in communes:
        Commune.objects.update_or_create(
            code=row["code"], defaults={**row, "sort_key": sort_key(row["name"])}
        )


@write
def load_holidays(*, by: Any, at: datetime, holidays: Iterable[Mapping[str, Any]]) -> None:
    """Insert or update public holidays by day (``on`` in the row). A day left out stays."""
    require(rules.may_load_reference_data(by), _("Only the installation loads province data."))
    for row in holidays:
        told = {name: value for name, value in row.items() if name != "on"}
        Holiday.objects.update_or_create(day=row["on"], defaults=told)


@write
def load_reference_values(*, by: Any, at: datetime, values: Iterable[Mapping[str, Any]]) -> None:
    """Insert or update figures of law and practice by code and first day."""
    require(rules.may_load_reference_data(by), _("Only the installation loads province data."))
    for row in values:
        ReferenceValue.objects.update_or_create(
            code=row["code"], valid_from=row["valid_from"], defaults=dict(row)
        )


@write
def load_organisations(
    *, by: Any, at: datetime, organisations: Iterable[Mapping[str, Any]]
) -> None:
    """Insert or update units by code; ``parent``, ``succeeded_by``: codes of earlier rows."""
    require(rules.may_load_reference_data(by), _("Only the installation loads province data."))
    for row in organisations:
        related = {
            name: Organisation.objects.get(code=row[name]) if row.get(name) else None
            for name in ("parent", "succeeded_by")
        }
        Organisation.objects.update_or_create(code=row["code"], defaults={**row, **related})


@write
def add_member(
    *,
    by: Any,
    at: datetime,
    organisation: Organisation,
    user: User,
    role: Role,
    commune: Commune | None = None,
) -> Membership:
    """Give a user a role in a unit. ``commune``: of an officer of a commune.

    Raises:
        NotAllowed: ``by`` is no administrator of the unit.
        AlreadyMember: the user holds this role there already.
        InvalidValue: an officer of a commune has none, or another role has one.
    """
    require(rules.may_manage_members(by, organisation), _("Only the unit's administrator may."))
    rules.check_commune(role, commune)
    if (
        Membership.objects.active()
        .filter(user=user, organisation=organisation, role=role, commune=commune)
        .exists()
    ):
        raise AlreadyMember(_("This colleague already has this role."))
    membership = Membership.objects.create(
        user=user, organisation=organisation, role=role, commune=commune, started_at=at
    )
    rules.forget_memberships(user)
    audit.record("membership.added", about=membership, by=by, at=at)
    return membership


@write
def end_membership(*, by: Any, at: datetime, membership: Membership) -> Membership:
    """Take a role away. The row stays, with its end.

    Raises:
        NotAllowed: ``by`` is no administrator of the unit.
        LastAdministrator: the unit would be left without an administrator.
    """
    require(
        rules.may_manage_members(by, membership.organisation),
        _("Only the unit's administrator may."),
    )
    of_unit = Membership.objects.active().filter(organisation=membership.organisation)
    active = list(of_unit.select_for_update())
    administrators = [one for one in active if one.role == Role.ADMINISTRATOR]
    if membership.role == Role.ADMINISTRATOR and len(administrators) < 2:
        raise LastAdministrator(_("A unit needs at least one administrator. Name another first."))
    membership.ended_at = at
    membership.save(update_fields=["ended_at"])
    audit.record("membership.ended", about=membership, by=by, at=at)
    return membership


@write
def deactivate_member(*, by: Any, at: datetime, user: User) -> User:
    """A colleague leaves: the roles in the units of ``by`` end, and every open session at once.
    Who has no role anywhere afterwards can no longer sign in.

    Raises:
        NotAllowed: ``by`` administers no unit of this user, or is this user.
        LastAdministrator: a unit would be left without an administrator.
    """
    require(rules.may_deactivate(by, user), _("Only the unit's administrator may."))
    user = User.objects.select_for_update().get(pk=user.pk)
    for membership in Membership.objects.active().filter(
        user=user, organisation__in=rules.administered_units(by)
    ):
        end_membership(by=by, at=at, membership=membership)
    user.is_active = Membership.objects.active().filter(user=user).exists()
    user.session_epoch += 1
    user.save(update_fields=["is_active", "session_epoch"])
    audit.record("user.deactivated", about=user, by=by, at=at)
    return user


@write
def reset_sign_in(*, by: Any, at: datetime, user: User) -> User:
    """For a colleague who lost phone and passkey: nothing signs in any more, a new invitation
    sets up everything again.

    Raises:
        NotAllowed: ``by`` administers no unit of this user, or is this user.
    """
    require(rules.may_deactivate(by, user), _("Only the unit's administrator may."))
    user = User.objects.select_for_update().get(pk=user.pk)
    Authenticator.objects.filter(user=user).delete()
    user.set_unusable_password()
    user.session_epoch += 1
    user.save(update_fields=["password", "session_epoch"])
    audit.record("user.sign_in_reset", about=user, by=by, at=at)
    return user


@write
def invite(
    *,
    by: Any,
    at: datetime,
    organisation: Organisation,
    role: Role,
    full_name: str,
    email: str,
    token: str,
    commune: Commune | None = None,
) -> Invitation:
    """Invite a colleague. ``token`` is the secret of the link: only its hash is kept.
    ``commune``: of an officer of a commune.

    Raises:
        NotAllowed: ``by`` is no administrator of the unit.
        InvalidValue: the name cannot be read, or the commune does not fit the role.
    """
    require(rules.may_manage_members(by, organisation), _("Only the unit's administrator may."))
    rules.check_commune(role, commune)
    invitation = Invitation.objects.create(
        organisation=organisation,
        role=role,
        commune=commune,
        full_name=clean_name(full_name),
        email=email.strip().lower(),
        token_hash=keyed_hash(token),
        invited_by=user_or_none(by),
        created_at=at,
        expires_at=at + INVITATION_LIFE,
    )
    audit.record("invitation.made", about=invitation, by=by, at=at)
    return invitation


@write
def withdraw_invitation(*, by: Any, at: datetime, invitation: Invitation) -> Invitation:
    """Make the link of an invitation useless.

    Raises:
        NotAllowed: ``by`` is no administrator of the unit.
        InvitationUsed: it was accepted already.
    """
    require(
        rules.may_manage_members(by, invitation.organisation),
        _("Only the unit's administrator may."),
    )
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.accepted_at:
        raise InvitationUsed(_("This invitation was already accepted."))
    invitation.withdrawn_at = at
    invitation.save(update_fields=["withdrawn_at"])
    audit.record("invitation.withdrawn", about=invitation, by=by, at=at)
    return invitation


@write
def accept_invitation(*, by: Any, at: datetime, token: str) -> User:
    """Turn an open invitation into a user with that role. Holding the token is the permission.

    Raises:
        NotAllowed: no invitation has this token.
        InvitationUsed: it was accepted or withdrawn.
        InvitationExpired: its seven days are over.
    """
    require(
        Invitation.objects.filter(token_hash=keyed_hash(token)).exists(),
        _("This link is not known. Ask your administrator for a new one."),
    )
    invitation = Invitation.objects.select_for_update().get(token_hash=keyed_hash(token))
    if invitation.accepted_at or invitation.withdrawn_at:
        raise InvitationUsed(
            _("This link was used already. Ask your administrator for a new one.")
        )
    if at >= invitation.expires_at:
        raise InvitationExpired(_("This link is too old. Ask your administrator for a new one."))
    user, _created = User.objects.get_or_create(
        email=invitation.email, defaults={"full_name": invitation.full_name, "created_at": at}
    )
    if not user.is_active:  # a colleague who left comes back
        user.is_active = True
        user.save(update_fields=["is_active"])
    _membership, _new = Membership.objects.get_or_create(
        user=user,
        organisation=invitation.organisation,
        role=invitation.role,
        commune=invitation.commune,
        ended_at=None,
        defaults={"started_at": at},
    )
    invitation.accepted_at = at
    invitation.save(update_fields=["accepted_at"])
    audit.record("invitation.accepted", about=invitation, by=user, at=at)
    return user
