"""Somebody tells of a wrong. Called with the day alone: nothing here knows the moment."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.concerns import rules
from nhipcau.concerns.details import Reported
from nhipcau.concerns.errors import NobodyReads
from nhipcau.concerns.models import Concern, Recipient
from nhipcau.concerns.moving import add_entry, clean_words, trace
from nhipcau.concerns.receipts import opened, receipt_of
from nhipcau.concerns.states import About, Kind, Side
from nhipcau.concerns.vault import new_vault
from nhipcau.organisations.models import Organisation
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.row_security import acting
from nhipcau.shared.rules import require


@write
def tell_concern(
    *,
    by: Any,
    at: datetime,
    kind: str,
    about: str,
    about_unit: Organisation | None = None,
    text: str,
    form_key: str,
) -> Reported:
    """Seal what somebody wrote for the named readers of the unit that it is not about.

    ``form_key``: of the form, from which the receipt is made: the same form sent twice is one
    concern. It takes the place of the idempotency key, whose row would tell the moment.

    Raises:
        NotAllowed: called in somebody's name.
        InvalidValue: nothing chosen, nothing written, or a form without its key.
        NobodyReads: no colleague is named who could.
    """
    require(rules.may_write(by), _("This is told without a name."))
    words = clean_words(text)
    if kind not in Kind.values:
        raise InvalidValue(_("Please choose what it is about."), field="kind")
    if about not in About.values or (about == About.UNIT) != (about_unit is not None):
        raise InvalidValue(_("Please choose whom it is about."), field="about")
    if len(form_key) < 16:
        raise InvalidValue(_("Please open this form again."))
    day = rules.day_of(at)
    receipt = receipt_of(form_key)
    key = opened(receipt)
    if Concern.objects.filter(receipt_hash=key.receipt_hash).exists():
        return Reported(receipt, is_new=False)
    with acting(SYSTEM, at=at):
        concern = Concern.objects.create(
            kind=kind,
            about=about,
            about_unit=about_unit,
            unit=_reader(about, about_unit, at),
            receipt_hash=key.receipt_hash,
            received_on=day,
            due_on=rules.read_by(day),
        )
        trace(concern, "", by=by, day=day)
        add_entry(new_vault(concern, box_key=key.box_key, at=at), words, side=Side.WRITER, day=day)
    return Reported(receipt, is_new=True)


def _reader(about: str, about_unit: Organisation | None, at: datetime) -> Organisation:
    day = rules.day_of(at)
    for unit in rules.reader_units(about, about_unit, rules.units_of_today(day), day):
        named = Recipient.objects.current().filter(unit=unit)
        if about_unit is not None:
            named = named.exclude(
                user__memberships__organisation=about_unit, user__memberships__ended_at=None
            )
        if named.exists():
            return unit
    raise NobodyReads(
        _("Nobody is named to read this at the moment. Please call one of the numbers above.")
    )
