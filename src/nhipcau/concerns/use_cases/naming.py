"""Leaders name who reads concerns."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.concerns import rules
from nhipcau.concerns.errors import AlreadyNamed
from nhipcau.concerns.models import Concern, Recipient
from nhipcau.concerns.vault import settle_readers
from nhipcau.organisations.models import Organisation
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def name_recipient(*, by: Any, at: datetime, unit: Organisation, user: Any) -> Recipient:
    """Name a colleague of the unit to read concerns; keys of what is kept are handed over.

    Raises:
        NotAllowed: ``by`` does not lead the unit.
        InvalidValue: ``user`` does not work there.
        AlreadyNamed: named already.
    """
    require(rules.may_name(by, unit), _("The unit's leader names who reads."))
    if not rules.works_in(user, unit):
        raise InvalidValue(_("Please choose a colleague of this unit."), field="user")
    if Recipient.objects.filter(unit=unit, user=user, ended_at=None).exists():
        raise AlreadyNamed(_("This colleague is named already."), field="user")
    named = Recipient.objects.create(unit=unit, user=user, named_by=user_or_none(by), named_at=at)
    audit.record("recipient.named", about=named, by=by, at=at)
    _settle(unit, at)
    return named


@write
def end_recipient(*, by: Any, at: datetime, recipient: Recipient) -> Recipient:
    """This colleague reads no concern any more.

    Raises:
        NotAllowed: ``by`` does not lead the unit.
    """
    require(rules.may_name(by, recipient.unit), _("The unit's leader names who reads."))
    recipient = Recipient.objects.select_for_update().get(pk=recipient.pk)
    if recipient.ended_at is None:
        recipient.ended_at = at
        recipient.save(update_fields=["ended_at"])
        audit.record("recipient.ended", about=recipient, by=by, at=at)
        _settle(recipient.unit, at)
    return recipient


def _settle(unit: Organisation, at: datetime) -> None:
    kept = Concern.objects.filter(unit=unit, is_erased=False).select_for_update(of=("self",))
    for concern in kept.order_by("pk"):
        settle_readers(concern, at=at)
