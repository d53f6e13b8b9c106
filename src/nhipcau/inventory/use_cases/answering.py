"""Somebody answers: alone on a phone, or together with staff."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.inventory import queries, rules
from nhipcau.inventory.agreeing import check_age_and_consent, too_young
from nhipcau.inventory.choices import Mode
from nhipcau.inventory.errors import SittingClosed, TooYoung
from nhipcau.inventory.models import Sheet, Sitting
from nhipcau.inventory.recording import record_sheet
from nhipcau.people.details import GuardianDetails
from nhipcau.people.models import ConsentChannel, YoungPerson
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def answer_sheet(
    *,
    by: Any,
    at: datetime,
    form: str,
    answers: Sequence[int | None],
    is_old_enough: bool,
    milliseconds: int | None = None,
    started_at: datetime | None = None,
    gender: str = "",
    class_code: str = "",
) -> Sheet:
    """One sheet, without a name. Its code is known to whoever answered, and to nobody else.

    Raises:
        TooYoung: the age was not confirmed.
        InvalidValue: no such class, another form, or answers that are none (``field`` says which).
        SittingClosed: the class has finished.
    """
    require(rules.may_answer(by), _("Please open the questionnaire again."))
    today = localdate(at)
    if not is_old_enough:
        raise TooYoung(too_young(queries.age_min(today)), field="is_old_enough")
    item_set, _items = queries.items_in_force(today)
    sitting = _sitting_of(class_code, form)
    sheet = record_sheet(
        at=at,
        item_set=sitting.item_set if sitting else item_set,
        form=form,
        mode=Mode.PHONE,
        answers=answers,
        milliseconds=milliseconds,
        started_at=started_at,
        gender=gender,
        sitting=sitting,
    )
    audit.record("interests.answered", about=sheet, by=by, at=at)
    return sheet


@write
def answer_with(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    form: str,
    answers: Sequence[int | None],
    agrees_now: bool = False,
    guardian: GuardianDetails | None = None,
    shares: bool = False,
    evidence: str = "",
) -> Sheet:
    """Staff read the activities aloud and write down what the person says; kept on the person's
    page, and shared with counsellors only if the person says so.

    Raises:
        NotAllowed: the unit of ``by`` does not follow the person.
        TooYoung: the person is under the age that the rules name.
        ConsentMissing: the person does not agree that it is kept.
        GuardianMissing: the person is a child and no guardian agreed.
    """
    require(rules.may_answer_with(by, young_person), _("Your unit does not follow this person."))
    person = young_person.merged_into or young_person
    check_age_and_consent(
        person, agrees_now, guardian, by=by, at=at, evidence=evidence, channel=ConsentChannel.PAPER
    )
    item_set, _items = queries.items_in_force(localdate(at))
    sheet = record_sheet(
        at=at,
        item_set=item_set,
        form=form,
        mode=Mode.ASSISTED,
        answers=answers,
        young_person=person,
        entered_by=user_or_none(by),
    )
    if shares:
        sheet.shared_at = at
        sheet.save(update_fields=["shared_at"])
        audit.record("interests.shared", about=sheet, by=by, at=at)
    audit.record("interests.answered", about=sheet, by=by, at=at)
    return sheet


def _sitting_of(class_code: str, form: str) -> Sitting | None:
    if not class_code.strip():
        return None
    found = queries.sitting_by_code(class_code)
    if found is None:
        raise InvalidValue(
            _("No class has this code. Please look at it again, or leave it empty."),
            field="class_code",
        )
    sitting = Sitting.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if sitting.closed_at is not None:
        raise SittingClosed(
            _("This class has finished. Leave the code empty to see your own result."),
            field="class_code",
        )
    if sitting.form != form:
        raise InvalidValue(
            _("This class answers the other form. Please open that one."), field="class_code"
        )
    return sitting
