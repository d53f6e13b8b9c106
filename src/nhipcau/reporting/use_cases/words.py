"""The words of a monthly report. Its figures are never written: they are counted each time."""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.organisations.models import Organisation
from nhipcau.programmes.models import Programme
from nhipcau.reporting import rules
from nhipcau.reporting.errors import MonthNotBegun
from nhipcau.reporting.models import MonthlyReport
from nhipcau.reporting.periods import month_with
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require

LONGEST = 10_000


@write
def write_report(
    *,
    by: Any,
    at: datetime,
    programme: Programme,
    month: date,
    organisation: Organisation,
    assessment: str,
    proposals: str,
) -> MonthlyReport:
    """Write the assessment and the proposals of a month. Written again, they replace the first.

    Raises:
        NotAllowed: ``by`` does not write for ``organisation`` or it is no party.
        MonthNotBegun: the month lies ahead.
        InvalidValue: the month is outside the programme, or a text is too long.
    """
    require(
        rules.may_write_report(by, programme, organisation),
        _("Your role does not write reports of this programme."),
    )
    period = month_with(month)
    if not period.has_begun(at):
        raise MonthNotBegun(
            _("This month has not begun yet. Write its report from its first day.")
        )
    if period.last < programme.starts_on or period.first > programme.ends_on:
        raise InvalidValue(_("This month is outside the programme's period."))
    words = {"assessment": _plain(assessment), "proposals": _plain(proposals)}
    for field, text in words.items():
        if len(text) > LONGEST:
            raise InvalidValue(
                _("This text is too long; please keep it under %(most)s characters.")
                % {"most": LONGEST},
                field=field,
            )
    report, _created = MonthlyReport.objects.update_or_create(
        programme=programme,
        month=period.first,
        defaults={
            **words,
            "written_for": organisation,
            "written_by": user_or_none(by),
            "written_at": at,
        },
    )
    audit.record("report.written", about=report, by=by, at=at, fields=words)
    return report


def _plain(text: str) -> str:
    """Without signs that no document can hold, and with one kind of line end."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").split("\n")
    kept = ["".join(sign for sign in line if sign.isprintable()).rstrip() for line in lines]
    return "\n".join(kept).strip()
