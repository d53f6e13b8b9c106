"""Who keeps employers, who checks them, and when two have checked enough."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from nhipcau.employers.models import Employer, EmployerCheck, EmployerKind
from nhipcau.employers.states import EmployerState, Finding, Register
from nhipcau.organisations.models import Organisation, OrganisationKind, Role
from nhipcau.organisations.rules import is_office_staff, memberships_of, partner_units_of
from nhipcau.shared.actors import actor_kind, is_desk_of, is_system
from nhipcau.shared.reference_values import reference_value

KEEPERS = (Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT)
CHECKERS = (*KEEPERS, Role.LEADER)
# An enterprise is looked up in both; somebody without a tax code in whatever can be found.
REQUIRED_REGISTERS = frozenset({Register.BUSINESS, Register.TAX})
COLLEAGUES = 2


def may_see_employers(actor: Any) -> bool:
    return is_office_staff(actor)


def may_register(actor: Any, centre: Organisation) -> bool:
    """The public by the form on the website; colleagues of the Centre that will keep it."""
    if centre.kind != OrganisationKind.EMPLOYMENT_CENTRE:
        return False
    return actor_kind(actor) == "public" or centre.pk in partner_units_of(actor, *KEEPERS)


def kept_units(actor: Any) -> set[int]:
    """Ids of the units whose employers the actor may enter and change."""
    return partner_units_of(actor, *KEEPERS)


def checked_units(actor: Any) -> set[int]:
    """Ids of the Centres whose employers the actor checks; nothing for the partner's people."""
    return {
        one.organisation_id
        for one in memberships_of(actor)
        if one.role in CHECKERS and one.organisation.kind == OrganisationKind.EMPLOYMENT_CENTRE
    }


def may_keep(actor: Any, employer: Employer) -> bool:
    """Change the record, its contacts and branches; send the link of the desk; licences."""
    return employer.centre_id in partner_units_of(actor, *KEEPERS)


def may_check(actor: Any, employer: Employer) -> bool:
    """Look the employer up; suspend, close and reopen it."""
    return employer.centre_id in partner_units_of(actor, *CHECKERS)


def may_change(actor: Any, employer: Employer) -> bool:
    """Those who keep it, and its own desk."""
    return is_desk_of(actor, employer.pk) or may_keep(actor, employer)


def may_ask_for_desk(actor: Any) -> bool:
    """Whoever comes from outside; a link goes only to an address that is known."""
    return actor_kind(actor) == "public"


def may_leave_desk(actor: Any, employer_id: int) -> bool:
    return is_desk_of(actor, employer_id)


def may_tend_the_outbox(actor: Any) -> bool:
    return is_system(actor)


def lacking(kind: str, checks: Iterable[EmployerCheck]) -> list[str]:
    """What is still missing before an employer is verified, as codes; empty when nothing is.

    ``colleague``: a second one must look. ``objection``: somebody found that something is wrong,
    and has not found the same place in order since. Else the register that nobody looked into.
    """
    latest: dict[tuple[int, str], EmployerCheck] = {}
    for check in sorted(checks, key=lambda one: (one.at, one.pk)):
        latest[check.by_id, check.register] = check
    confirmed = [one for one in latest.values() if one.finding == Finding.CONFIRMED]
    found = []
    if len(confirmed) < len(latest):
        found.append("objection")
    if len({one.by_id for one in confirmed}) < COLLEAGUES:
        found.append("colleague")
    if kind == EmployerKind.ENTERPRISE:
        found += sorted(REQUIRED_REGISTERS - {one.register for one in confirmed})
    return found


def next_verification(on: date) -> date:
    """The day on which an employer verified today must be looked up again."""
    return on + timedelta(days=int(reference_value("employer_verified_days", on=on)))


def licence_warned_days(on: date) -> int:
    return int(reference_value("licence_warned_days", on=on))


def is_verified_still(employer: Employer, *, on: date) -> bool:
    """Whether two colleagues found it in order, and not too long ago."""
    return employer.verify_again_on is not None and on < employer.verify_again_on


def takes_changes(employer: Employer) -> bool:
    return employer.state != EmployerState.CLOSED
