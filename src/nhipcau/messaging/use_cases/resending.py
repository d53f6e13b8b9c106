"""What failed is sent again by a colleague."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.messaging import rules
from nhipcau.messaging.bounces import forget_dead
from nhipcau.messaging.errors import NotFailed
from nhipcau.messaging.models import Message
from nhipcau.messaging.states import MessageState, Route
from nhipcau.shared import audit
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def send_again(*, by: Any, at: datetime, message: Message) -> Message:
    """Put a message that failed into the outbox again. An e-mail address that was refused is
    tried again with it. Consent, quiet hours and budgets are asked as for every message.

    Raises:
        NotAllowed: ``by`` does not work with this person's record.
        NotFailed: it did not fail, or it is too late to tell.
    """
    require(rules.may_send_again(by, message), _("You do not see this person's messages."))
    message = Message.objects.select_for_update().get(pk=message.pk)
    if not rules.has_failed(message):
        raise NotFailed(_("This message did not fail, or goes out again already."))
    if message.expires_at and message.expires_at <= at:
        raise NotFailed(_("It is too late to tell this. Please call instead."))
    if message.route == Route.MAIL:
        forget_dead(rules.address_of(message))
    message.state, message.outcome = MessageState.PENDING, ""
    message.letter, message.send_at, message.ended_at = None, at, None
    message.save(update_fields=["state", "outcome", "letter", "send_at", "ended_at"])
    audit.record("message.sent_again", about=message, by=by, at=at)
    return message
