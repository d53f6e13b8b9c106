"""Who may take which step. Only counsellors of the Centre introduce; the Palace proposes."""

from datetime import datetime
from typing import Any

from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.organisations.rules import memberships_of
from nhipcau.people.models import Following, YoungPerson
from nhipcau.people.rules import may_see_people
from nhipcau.referrals.links import opened_by
from nhipcau.referrals.models import Referral, ReferralStep
from nhipcau.referrals.step import Who
from nhipcau.referrals.table import STEPS
from nhipcau.shared.actors import is_system

CENTRE, PALACE = OrganisationKind.EMPLOYMENT_CENTRE, OrganisationKind.CHILDRENS_PALACE
ROLES: dict[Who, tuple[str, tuple[Role, ...]]] = {
    Who.COUNSELLOR: (CENTRE, (Role.COUNSELLOR,)),
    Who.CALLER: (CENTRE, (Role.COUNSELLOR, Role.FOCAL_POINT)),
    Who.PROPOSER: (PALACE, (Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT)),
}


def units_of(actor: Any, who: Who) -> set[int]:
    """Ids of the units in which the actor holds a role of ``who``."""
    if not actor.pk or not actor.is_staff_account:
        return set()
    kind, roles = ROLES[who]
    return {
        one.organisation_id
        for one in memberships_of(actor)
        if one.organisation.kind == kind and one.role in roles
    }


def sees_referrals(actor: Any) -> bool:
    """Whoever works with people reads the introductions of the people they follow."""
    return may_see_people(actor)


def may_introduce(actor: Any) -> bool:
    return bool(units_of(actor, Who.COUNSELLOR))


def may_propose(actor: Any) -> bool:
    return bool(units_of(actor, Who.PROPOSER))


def may_begin(actor: Any, name: str, young_person: YoungPerson) -> bool:
    """Make an introduction or a proposal for a person whom the own unit follows."""
    step = STEPS[name]
    return any(_is_related(actor, who, young_person) for who in step.who)


def may_take(actor: Any, name: str, referral: Referral) -> bool:
    """Take a step, by the row's role and relation; the employer's link is asked elsewhere."""
    step = STEPS.get(name)
    return step is not None and any(
        _is_related(actor, who, referral.young_person) for who in step.who
    )


def is_own(actor: Any, young_person: YoungPerson) -> bool:
    """A young person who signed in with the phone of this record."""
    return (
        bool(actor.pk)
        and not actor.is_staff_account
        and bool(actor.phone)
        and actor.phone == young_person.phone
    )


def may_undo(actor: Any, referral: Referral, line: ReferralStep | None) -> bool:
    """Whoever took the last step; of an employer's or a person's, the counsellor as well."""
    if line is None or not actor.pk:
        return False
    if line.by_id == actor.pk:
        return may_take(actor, line.name, referral)
    was_staff = line.by is not None and line.by.is_staff_account
    return not was_staff and _is_related(actor, Who.COUNSELLOR, referral.young_person)


def holds_link(token: str, *, at: datetime) -> bool:
    """Whether a token opens an introduction now: holding it is the permission."""
    return opened_by(token, at=at) is not None


def may_run_clock(actor: Any) -> bool:
    return is_system(actor)


def _is_related(actor: Any, who: Who, young_person: YoungPerson) -> bool:
    if who == Who.CLOCK:
        return is_system(actor)
    if who == Who.EMPLOYER:
        return False
    if who == Who.PERSON:
        return is_own(actor, young_person)
    units = units_of(actor, who)
    if not units:
        return False
    records = YoungPerson.objects.same_as(young_person)
    return Following.objects.filter(organisation__in=units, young_person__in=records).exists()
