"""Whom to reach at an employer, and where else it has work."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.employers import rules
from nhipcau.employers.details import BranchDetails, ContactDetails
from nhipcau.employers.entering import checked_branch, checked_contact
from nhipcau.employers.errors import EmployerClosed, LastContact
from nhipcau.employers.models import Branch, Employer, EmployerContact
from nhipcau.employers.noting import close_desks, locked, look_for_same
from nhipcau.employers.tax_codes import root_of
from nhipcau.shared import audit
from nhipcau.shared.actors import desk_of, user_or_none
from nhipcau.shared.errors import InvalidValue, NotAllowed
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def add_contact(
    *, by: Any, at: datetime, employer: Employer, contact: ContactDetails
) -> EmployerContact:
    """Somebody more who can be reached.

    Raises:
        NotAllowed: ``by`` neither keeps the record nor sits at its desk.
        EmployerClosed: the record is no longer active.
        InvalidValue: an answer cannot be right.
    """
    require(rules.may_change(by, employer), _("Your role does not change this employer."))
    employer = _open(employer)
    told = checked_contact(contact)
    if told.is_main:
        _nobody_is_main(employer)
    kept = EmployerContact.objects.create(employer=employer, **asdict(told))
    audit.record("employer.contact_added", about=employer, by=by, at=at)
    look_for_same(employer, at=at)
    return kept


@write
def change_contact(
    *, by: Any, at: datetime, contact: EmployerContact, details: ContactDetails
) -> EmployerContact:
    """Another phone, e-mail or position. A new e-mail ends what was opened with the old one.

    Raises:
        NotAllowed: ``by`` neither keeps the record nor sits at its desk.
        EmployerClosed: the record, or the contact, is no longer active.
        InvalidValue: an answer cannot be right.
    """
    require(rules.may_change(by, contact.employer), _("Your role does not change this employer."))
    employer = _open(contact.employer)
    contact = _active(contact)
    told = checked_contact(details)
    if told.is_main and not contact.is_main:
        _nobody_is_main(employer)
    has_new_address = told.email != contact.email
    values = {**asdict(told), "is_main": told.is_main or contact.is_main}
    changed = [name for name, value in values.items() if getattr(contact, name) != value]
    for name in changed:
        setattr(contact, name, values[name])
    contact.save()
    if has_new_address:
        close_desks(employer, at=at, contact_id=contact.pk)
    audit.record("employer.contact_changed", about=employer, by=by, at=at, fields=changed)
    look_for_same(employer, at=at)
    return contact


@write
def end_contact(*, by: Any, at: datetime, contact: EmployerContact) -> EmployerContact:
    """The contact no longer works there; the desk that was opened with it ends.

    Raises:
        NotAllowed: ``by`` neither keeps the record nor sits at its desk; nobody at a desk ends
        oneself.
        LastContact: nobody else can be reached.
    """
    require(rules.may_change(by, contact.employer), _("Your role does not change this employer."))
    employer = locked(contact.employer)
    contact = _active(contact)
    desk = desk_of(by)
    if desk and desk.contact_id == contact.pk:
        raise NotAllowed(_("This is you. Another contact, or the Centre, can end it."))
    others = EmployerContact.objects.active().filter(employer=employer).exclude(pk=contact.pk)
    heir = others.order_by("pk").first()
    if heir is None:
        raise LastContact(_("Nobody else can be reached here. Add another contact first."))
    was_main, contact.is_main = contact.is_main, False
    contact.ended_at = at
    contact.save(update_fields=["ended_at", "is_main"])
    if was_main:
        heir.is_main = True
        heir.save(update_fields=["is_main"])
    close_desks(employer, at=at, contact_id=contact.pk)
    audit.record("employer.contact_ended", about=employer, by=by, at=at)
    look_for_same(employer, at=at)
    return contact


@write
def add_branch(*, by: Any, at: datetime, employer: Employer, branch: BranchDetails) -> Branch:
    """Another place of work, with a tax code that belongs to the employer's, or none.

    Raises:
        NotAllowed: ``by`` neither keeps the record nor sits at its desk.
        EmployerClosed: the record is no longer active.
        InvalidValue: an answer cannot be right.
    """
    require(rules.may_change(by, employer), _("Your role does not change this employer."))
    employer = _open(employer)
    told = checked_branch(branch)
    is_foreign = root_of(told.tax_code) != root_of(employer.tax_code)
    if told.tax_code and employer.tax_code and is_foreign:
        raise InvalidValue(
            _("The tax code of a branch begins with that of the enterprise: %(code)s.")
            % {"code": root_of(employer.tax_code)},
            field="tax_code",
        )
    columns = {name: getattr(told, name) for name in told.__dataclass_fields__}
    kept = Branch.objects.create(employer=employer, added_by=user_or_none(by), **columns)
    audit.record("employer.branch_added", about=employer, by=by, at=at)
    look_for_same(employer, at=at)
    return kept


@write
def end_branch(*, by: Any, at: datetime, branch: Branch) -> Branch:
    """The place of work is no more.

    Raises:
        NotAllowed: ``by`` neither keeps the record nor sits at its desk.
    """
    require(rules.may_change(by, branch.employer), _("Your role does not change this employer."))
    employer = locked(branch.employer)
    if branch.ended_at is None:
        branch.ended_at = at
        branch.save(update_fields=["ended_at"])
        audit.record("employer.branch_ended", about=employer, by=by, at=at)
        look_for_same(employer, at=at)
    return branch


def _open(employer: Employer) -> Employer:
    employer = locked(employer)
    if not rules.takes_changes(employer):
        raise EmployerClosed(_("This record is no longer active. Open it again first."))
    return employer


def _active(contact: EmployerContact) -> EmployerContact:
    found = EmployerContact.objects.active().filter(pk=contact.pk).first()
    if found is None:
        raise EmployerClosed(_("This contact was ended already."))
    return found


def _nobody_is_main(employer: Employer) -> None:
    EmployerContact.objects.active().filter(employer=employer, is_main=True).update(is_main=False)
