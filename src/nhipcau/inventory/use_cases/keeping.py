"""Whose a sheet is, who may see it, and when it goes."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.inventory import rules
from nhipcau.inventory.agreeing import check_age_and_consent
from nhipcau.inventory.models import PaperSheet, Sheet
from nhipcau.people.details import GuardianDetails
from nhipcau.people.models import ConsentChannel, YoungPerson
from nhipcau.shared import audit
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def keep_sheet(
    *,
    by: Any,
    at: datetime,
    sheet: Sheet,
    young_person: YoungPerson,
    agrees_now: bool = False,
    guardian: GuardianDetails | None = None,
    evidence: str = "",
) -> Sheet:
    """A sheet without a name becomes the person's own: on the own page, to compare later. Its
    code opens it no more.

    Raises:
        NotAllowed: ``by`` is not the person.
        TooYoung: the person is under the age that the rules name.
        ConsentMissing: the person does not agree that it is kept.
        GuardianMissing: the person is a child and no guardian agreed.
        InvalidValue: the sheet belongs to somebody already.
    """
    require(rules.may_keep(by, young_person), _("This is not your record."))
    person = young_person.merged_into or young_person
    check_age_and_consent(
        person, agrees_now, guardian, by=by, at=at, evidence=evidence, channel=ConsentChannel.WEB
    )
    sheet = Sheet.objects.select_for_update(of=("self",)).get(pk=sheet.pk)
    if sheet.young_person_id is not None:
        raise InvalidValue(_("This sheet is kept on somebody's page already."))
    sheet.young_person = person
    # What was told for the count of the sheet is known of the person, or was not agreed to.
    sheet.gender = ""
    sheet.save(update_fields=["young_person", "gender"])
    audit.record("interests.kept", about=sheet, by=by, at=at)
    return sheet


@write
def share_sheet(*, by: Any, at: datetime, sheet: Sheet) -> Sheet:
    """Counsellors who follow the person may see this result from now on.

    Raises:
        NotAllowed: ``by`` is not the person.
        InvalidValue: the sheet has no name, so that nobody could find it.
    """
    require(rules.may_decide_over(by, sheet), _("This is not your record."))
    if sheet.young_person_id is None:
        raise InvalidValue(_("Keep the result on your page first; then you can share it."))
    if sheet.shared_at is None:
        sheet.shared_at = at
        sheet.save(update_fields=["shared_at"])
        audit.record("interests.shared", about=sheet, by=by, at=at)
    return sheet


@write
def stop_sharing(*, by: Any, at: datetime, sheet: Sheet) -> Sheet:
    """Nobody but the person sees this result from now on.

    Raises:
        NotAllowed: ``by`` is not the person.
    """
    require(rules.may_decide_over(by, sheet), _("This is not your record."))
    if sheet.shared_at is not None:
        sheet.shared_at = None
        sheet.save(update_fields=["shared_at"])
        audit.record("interests.unshared", about=sheet, by=by, at=at)
    return sheet


@write
def forget_sheet(*, by: Any, at: datetime, sheet: Sheet) -> None:
    """Delete one sheet with its result. What a class was told stays as it was frozen.

    Raises:
        NotAllowed: ``by`` does not own it.
    """
    require(rules.may_decide_over(by, sheet), _("This is not your record."))
    audit.record("interests.forgotten", about=sheet, by=by, at=at)
    Sheet.objects.filter(pk=sheet.pk).delete()


@write
def forget_sheets(*, by: Any, at: datetime, young_person: YoungPerson) -> None:
    """Delete all that a person keeps: the consent it rested on is gone.

    Raises:
        NotAllowed: ``by`` does not see the person.
    """
    require(rules.may_forget_all_of(by, young_person), _("This is not your record."))
    sheets = list(Sheet.objects.of_person(young_person))
    audit.record_each("interests.forgotten", about=sheets, by=by, at=at)
    Sheet.objects.filter(pk__in=[one.pk for one in sheets]).delete()


@write
def forget_old(*, by: Any, at: datetime) -> int:
    """Delete sheets after two years, and what was typed from a paper once and never again; how
    many.

    Raises:
        NotAllowed: only the installation does.
    """
    require(rules.may_forget_old(by), _("Only the installation deletes what is over."))
    over = Sheet.objects.filter(ended_at__lt=at - rules.SHEETS_KEPT)
    count = over.count()
    over.delete()
    PaperSheet.objects.filter(
        first_at__lt=at - rules.TYPED_KEPT, first_answers__isnull=False
    ).update(first_answers=None, first_at=None, first_by=None)
    return count
