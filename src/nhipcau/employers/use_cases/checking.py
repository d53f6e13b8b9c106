"""Two colleagues look an employer up; one may suspend it at once, and it may come back."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.employers import rules
from nhipcau.employers.details import CheckDetails
from nhipcau.employers.errors import EmployerClosed, NotChecked, SamenessOpen, TaxCodeTaken
from nhipcau.employers.models import Employer, EmployerCheck, Occasion, PossibleSameEmployer
from nhipcau.employers.noting import close_desks, locked, look_for_same, write_to_employer
from nhipcau.employers.states import EmployerState, Finding, Register
from nhipcau.employers.values import clean_line
from nhipcau.shared import audit
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import move


@write
def check_employer(
    *, by: Any, at: datetime, employer: Employer, check: CheckDetails
) -> EmployerCheck:
    """Keep what a colleague found. With what two colleagues confirmed, the employer is verified.

    Raises:
        NotAllowed: ``by`` is no colleague of the Centre who checks employers.
        EmployerClosed: the record is no longer active.
        InvalidValue: no evidence, or a day that has not come (``field`` says which).
        SamenessOpen: this would verify it, and it may be the same as another one.
        TaxCodeTaken: this would verify it, and another employer with its tax code is verified.
    """
    require(rules.may_check(by, employer), _("Only colleagues of the Centre check employers."))
    employer = locked(employer)
    if not rules.takes_changes(employer):
        raise EmployerClosed(_("This record is no longer active. Open it again first."))
    kept = EmployerCheck.objects.create(
        employer=employer, round=employer.check_round, by=by, at=at, **_checked(check, at)
    )
    audit.record("employer.checked", about=employer, by=by, at=at, fields=["checks"])
    checks = EmployerCheck.objects.filter(employer=employer, round=employer.check_round)
    if not rules.lacking(employer.kind, checks):
        _verify(employer, by=by, at=at)
    return kept


def _checked(check: CheckDetails, at: datetime) -> dict[str, Any]:
    if check.register not in Register.values or check.finding not in Finding.values:
        raise InvalidValue(_("Please choose one of the list."), field="register")
    if check.checked_on > localdate(at):
        raise InvalidValue(_("This day has not come yet."), field="checked_on")
    note = clean_line(check.note, longest=500, field="note")
    if check.finding != Finding.CONFIRMED and not note:
        raise InvalidValue(_("Please write what differs or is missing."), field="note")
    return {
        "register": check.register,
        "finding": check.finding,
        "checked_on": check.checked_on,
        "looked_up": clean_line(
            check.looked_up,
            longest=200,
            field="looked_up",
            missing=_("Please write what you looked up, for example the tax code."),
        ),
        "evidence": clean_line(
            check.evidence,
            longest=300,
            field="evidence",
            missing=_("Please write the evidence: address of the page, number of the paper, who."),
        ),
        "note": note,
    }


def _verify(employer: Employer, *, by: Any, at: datetime) -> None:
    pairs = PossibleSameEmployer.objects.undecided()
    if (pairs.filter(first=employer) | pairs.filter(second=employer)).exists():
        raise SamenessOpen(
            _(
                "This may be the same employer as another one on record. Please decide that first;"
                " then send your check again."
            )
        )
    employer.verified_on = localdate(at)
    employer.verify_again_on = rules.next_verification(employer.verified_on)
    employer.check_round += 1
    employer.save(update_fields=["verified_on", "verify_again_on", "check_round"])
    if employer.state != EmployerState.REGISTERED:
        audit.record("employer.verified_again", about=employer, by=by, at=at)
        return
    _move_to_verified(employer, by=by, at=at)


def _move_to_verified(employer: Employer, *, by: Any, at: datetime) -> None:
    try:
        with transaction.atomic():
            move(employer, EmployerState.VERIFIED, by=by, at=at)
    except IntegrityError:
        raise TaxCodeTaken(
            _(
                "Another employer with this tax code is verified already. Please look at the"
                " possible duplicates."
            )
        ) from None
    write_to_employer(employer.pk, Occasion.VERIFIED, by=by, at=at)


@write
def suspend_employer(*, by: Any, at: datetime, employer: Employer, reason: str) -> Employer:
    """Take an employer and all its vacancies out of public sight, at once.

    Raises:
        NotAllowed: ``by`` is no colleague of the Centre who checks employers.
        IllegalTransition: it is not verified.
        ReasonMissing: no reason was written.
    """
    require(rules.may_check(by, employer), _("Only colleagues of the Centre suspend employers."))
    employer = locked(employer)
    move(employer, EmployerState.SUSPENDED, by=by, at=at, reason=reason)
    write_to_employer(employer.pk, Occasion.SUSPENDED, by=by, at=at)
    return employer


@write
def close_employer(*, by: Any, at: datetime, employer: Employer, reason: str) -> Employer:
    """The employer is no longer active; its desks end.

    Raises:
        NotAllowed: ``by`` is no colleague of the Centre who checks employers.
        IllegalTransition: it is closed already.
        ReasonMissing: no reason was written.
    """
    require(rules.may_check(by, employer), _("Only colleagues of the Centre close a record."))
    employer = locked(employer)
    move(employer, EmployerState.CLOSED, by=by, at=at, reason=reason)
    close_desks(employer, at=at)
    return employer


@write
def reopen_employer(*, by: Any, at: datetime, employer: Employer, reason: str) -> Employer:
    """A suspended employer is verified again, when its verification still holds; a closed record
    begins anew and must be verified by two.

    Raises:
        NotAllowed: ``by`` is no colleague of the Centre who checks employers.
        NotChecked: the verification is too old: two colleagues check first.
        IllegalTransition: it is neither suspended nor closed.
        ReasonMissing: no reason was written.
    """
    require(rules.may_check(by, employer), _("Only colleagues of the Centre reopen a record."))
    employer = locked(employer)
    if employer.state == EmployerState.CLOSED:
        _begin_anew(employer, by=by, at=at, reason=reason)
        return employer
    if not rules.is_verified_still(employer, on=localdate(at)):
        raise NotChecked(
            _("Its verification is over. Two colleagues check it first; then it can be reopened.")
        )
    move(employer, EmployerState.VERIFIED, by=by, at=at, reason=reason)
    write_to_employer(employer.pk, Occasion.VERIFIED, by=by, at=at)
    return employer


def _begin_anew(employer: Employer, *, by: Any, at: datetime, reason: str) -> None:
    if employer.same_as_id:
        pairs = PossibleSameEmployer.objects
        (pairs.filter(first=employer) | pairs.filter(second=employer)).update(
            decision="", decided_by=None, decided_at=None
        )
    employer.same_as = None
    employer.check_round += 1
    employer.verified_on = employer.verify_again_on = None
    # It points to no other record any more when it is active again: a closed one alone may.
    employer.save(update_fields=["same_as", "check_round", "verified_on", "verify_again_on"])
    move(employer, EmployerState.REGISTERED, by=by, at=at, reason=reason)
    look_for_same(employer, at=at)
