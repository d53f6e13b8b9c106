"""Licences of enterprises that send workers abroad: entered, looked up, withdrawn."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.employers import rules
from nhipcau.employers.errors import EmployerClosed, LicenceKnown
from nhipcau.employers.models import Employer, EmployerKind, LicenceCheck, SendingLicence
from nhipcau.employers.noting import locked
from nhipcau.employers.states import LicenceFinding
from nhipcau.employers.values import clean_line
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue, ReasonMissing
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def enter_licence(
    *,
    by: Any,
    at: datetime,
    employer: Employer,
    number: str,
    issued_on: date,
    expires_on: date,
    scope: str,
    source: str,
    checked_on: date,
) -> SendingLicence:
    """Keep a licence that a colleague saw in a public list, with the log of that look-up.

    Raises:
        NotAllowed: ``by`` does not keep this employer.
        EmployerClosed: the record is no longer active.
        InvalidValue: an answer cannot be right; only enterprises are licensed.
        LicenceKnown: a licence of this number is on record.
    """
    require(rules.may_keep(by, employer), _("Your role does not keep licences."))
    employer = locked(employer)
    if not rules.takes_changes(employer):
        raise EmployerClosed(_("This record is no longer active. Open it again first."))
    if employer.kind != EmployerKind.ENTERPRISE:
        raise InvalidValue(_("Only an enterprise can have such a licence."))
    number = clean_line(
        number,
        longest=60,
        field="number",
        missing=_("Please write the number of the licence as it stands there."),
    )
    if SendingLicence.objects.filter(number__iexact=number).exists():
        raise LicenceKnown(
            _("A licence of this number is on record. Look it up there instead."), field="number"
        )
    if expires_on < issued_on:
        raise InvalidValue(
            _("A licence cannot end before it was issued. Please check both days."),
            field="expires_on",
        )
    if issued_on > localdate(at):
        raise InvalidValue(_("This day has not come yet."), field="issued_on")
    licence = SendingLicence.objects.create(
        employer=employer,
        number=number,
        issued_on=issued_on,
        expires_on=expires_on,
        scope=clean_line(
            scope,
            longest=200,
            field="scope",
            missing=_("Please write the markets and kinds of work that the licence names."),
        ),
        source=_source(source),
        checked_on=_past(checked_on, at),
        checked_by=user_or_none(by),
    )
    _log(licence, LicenceFinding.IN_FORCE, by=by, at=at)
    audit.record("sending_licence.entered", about=licence, by=by, at=at)
    return licence


@write
def check_licence(
    *,
    by: Any,
    at: datetime,
    licence: SendingLicence,
    finding: str,
    source: str,
    checked_on: date,
    expires_on: date,
) -> SendingLicence:
    """Keep one look-up: who, when, where, what. A licence that stands no more in the list is
    withdrawn from that day on; a longer one gets its new last day.

    Raises:
        NotAllowed: ``by`` does not keep this employer.
        InvalidValue: a day cannot be right.
    """
    require(rules.may_keep(by, licence.employer), _("Your role does not keep licences."))
    locked(licence.employer)
    licence = SendingLicence.objects.select_for_update().get(pk=licence.pk)
    if finding not in LicenceFinding.values:
        raise InvalidValue(_("Please choose one of the list."), field="finding")
    licence.source, licence.checked_on = _source(source), _past(checked_on, at)
    licence.checked_by = user_or_none(by)
    if finding == LicenceFinding.NOT_LISTED:
        if licence.withdrawn_on is None:
            licence.withdrawn_on = licence.checked_on
            licence.withdrawn_reason = _("It does not stand in the public list.")
    elif expires_on < licence.issued_on:
        raise InvalidValue(
            _("A licence cannot end before it was issued. Please check both days."),
            field="expires_on",
        )
    else:
        licence.expires_on = expires_on
    licence.save()
    _log(licence, LicenceFinding(finding), by=by, at=at)
    audit.record("sending_licence.checked", about=licence, by=by, at=at)
    return licence


@write
def withdraw_licence(
    *, by: Any, at: datetime, licence: SendingLicence, withdrawn_on: date, reason: str
) -> SendingLicence:
    """The licence holds no longer, from a day on that has come.

    Raises:
        NotAllowed: ``by`` does not keep this employer.
        ReasonMissing: no reason was written.
        InvalidValue: the day lies in the future or before the licence was issued.
    """
    require(rules.may_keep(by, licence.employer), _("Your role does not keep licences."))
    licence = SendingLicence.objects.select_for_update().get(pk=licence.pk)
    reason = clean_line(reason, longest=300, field="reason")
    if not reason:
        raise ReasonMissing(_("Please write who withdrew it and why."), field="reason")
    if not licence.issued_on <= withdrawn_on <= localdate(at):
        raise InvalidValue(
            _("This day lies in the future or before the licence was issued."),
            field="withdrawn_on",
        )
    licence.withdrawn_on, licence.withdrawn_reason = withdrawn_on, reason
    licence.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    audit.record("sending_licence.withdrawn", about=licence, by=by, at=at)
    return licence


def _log(licence: SendingLicence, finding: LicenceFinding, *, by: Any, at: datetime) -> None:
    LicenceCheck.objects.create(
        licence=licence,
        source=licence.source,
        finding=finding,
        checked_on=licence.checked_on,
        by=by,
        at=at,
    )


def _source(typed: str) -> str:
    return clean_line(
        typed,
        longest=200,
        field="source",
        missing=_("Please write where you looked it up, for example the address of the list."),
    )


def _past(day: date, at: datetime) -> date:
    if day > localdate(at):
        raise InvalidValue(_("This day has not come yet."), field="checked_on")
    return day
