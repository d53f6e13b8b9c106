"""Form 03: an employer is entered, by itself on the website or by a colleague, and changed."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.employers import rules
from nhipcau.employers.details import ContactDetails, EmployerDetails
from nhipcau.employers.entering import checked_contact, checked_employer
from nhipcau.employers.errors import EmployerClosed
from nhipcau.employers.models import Employer, EmployerContact, Entered
from nhipcau.employers.noting import locked, look_for_same
from nhipcau.employers.states import EmployerState
from nhipcau.organisations.models import Organisation
from nhipcau.shared import audit
from nhipcau.shared.actors import desk_of
from nhipcau.shared.errors import NotAllowed
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin, move
from nhipcau.shared.wording import fold

# Who is verified is told by these; another one must be looked up anew.
IDENTITY = ("kind", "name", "tax_code")


@write
def register_employer(
    *,
    by: Any,
    at: datetime,
    centre: Organisation,
    details: EmployerDetails,
    contact: ContactDetails,
) -> Employer:
    """Enter an employer with its first contact. It may offer nothing before it is verified.

    Raises:
        NotAllowed: ``by`` neither comes from the website nor works for the Centre.
        InvalidValue: an answer cannot be right (``field`` says which).
    """
    require(rules.may_register(by, centre), _("Your role does not enter employers."))
    told, person = checked_employer(details), checked_contact(contact)
    employer = Employer.objects.create(
        centre=centre,
        folded_name=fold(told.name),
        registered_at=at,
        entered=Entered.STAFF if by.pk else Entered.WEB,
        **_columns(told),
    )
    EmployerContact.objects.create(employer=employer, **{**asdict(person), "is_main": True})
    begin(employer, by=by, at=at)
    look_for_same(employer, at=at)
    return employer


@write
def change_employer(
    *, by: Any, at: datetime, employer: Employer, details: EmployerDetails
) -> Employer:
    """Change what is known. A new name or tax code must be verified again by two colleagues; the
    desk of the employer may not change these.

    Raises:
        NotAllowed: ``by`` neither keeps the record nor sits at its desk, or the desk changes what
        was verified.
        EmployerClosed: the record is no longer active.
        InvalidValue: an answer cannot be right (``field`` says which).
    """
    require(rules.may_change(by, employer), _("Your role does not change this employer."))
    employer = locked(employer)
    if not rules.takes_changes(employer):
        raise EmployerClosed(_("This record is no longer active. Open it again first."))
    columns = _columns(checked_employer(details))
    before = {name: getattr(employer, name) for name in columns}
    changed = [name for name, value in columns.items() if before[name] != value]
    if not changed:
        return employer
    is_another = any(name in changed for name in IDENTITY)
    if is_another and desk_of(by):
        raise NotAllowed(
            _("Name and tax code were checked by the Centre. Please ask there to change them.")
        )
    for name in changed:
        setattr(employer, name, columns[name])
    employer.folded_name = fold(employer.name)
    if is_another:
        employer.check_round += 1
        employer.verified_on = employer.verify_again_on = None
    if is_another and employer.state == EmployerState.VERIFIED:
        # Before the new tax code is written: only verified ones may not share it.
        move(
            employer,
            EmployerState.REGISTERED,
            by=by,
            at=at,
            reason=_("Name, kind or tax code changed: to be checked again."),
        )
    _refuse_a_taken_tax_code(employer)
    employer.save()
    audit.record("employer.changed", about=employer, by=by, at=at, fields=changed)
    look_for_same(employer, at=at)
    return employer


def _refuse_a_taken_tax_code(employer: Employer) -> None:
    """While suspended the code is still kept from others, and so must be free."""
    if employer.state != EmployerState.SUSPENDED or not employer.tax_code:
        return
    others = Employer.objects.filter(
        tax_code=employer.tax_code, state__in=[EmployerState.VERIFIED, EmployerState.SUSPENDED]
    ).exclude(pk=employer.pk)
    if others.exists():
        raise NotAllowed(_("Another verified employer has this tax code."))


def _columns(told: EmployerDetails) -> dict[str, Any]:
    """As the row holds them: lists, and the commune itself."""
    columns = {name: getattr(told, name) for name in told.__dataclass_fields__}
    return {**columns, "sections": list(told.sections), "services": list(told.services)}
