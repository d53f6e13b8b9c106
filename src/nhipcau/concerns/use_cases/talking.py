"""Who wrote comes back with the receipt. It alone is the permission, and nothing is kept of who
came, from where, or when."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.concerns import rules
from nhipcau.concerns.details import Talk
from nhipcau.concerns.errors import ConcernEnded, ReceiptUnknown
from nhipcau.concerns.forgetting import forget_words
from nhipcau.concerns.models import Concern, Handover
from nhipcau.concerns.moving import add_entry, clean_words, opened_talk, step
from nhipcau.concerns.receipts import opened, typed
from nhipcau.concerns.states import Closing, ConcernState, HandoverState, Side
from nhipcau.concerns.vault import ConcernVault, vault_by_receipt
from nhipcau.shared.actors import SYSTEM
from nhipcau.shared.idempotency import write
from nhipcau.shared.row_security import acting
from nhipcau.shared.rules import require

ENTRIES_MOST = 100


@write
def come_back(*, by: Any, at: datetime, receipt: str) -> Talk:
    """What was written and answered, opened by the receipt. Nothing is written.

    Raises:
        NotAllowed: called in somebody's name.
        ReceiptUnknown: there is no such receipt, or it has a slip of typing.
    """
    require(rules.may_write(by), _("This is told without a name."))
    with acting(SYSTEM, at=at):
        return opened_talk(_vault(receipt))


@write
def add_words(*, by: Any, at: datetime, receipt: str, text: str) -> Talk:
    """One more word from who wrote; a closed concern is open again with it.

    Raises:
        NotAllowed: called in somebody's name.
        ReceiptUnknown: as ``come_back``.
        InvalidValue: nothing is written, or too much.
    """
    require(rules.may_write(by), _("This is told without a name."))
    words = clean_words(text)
    day = rules.day_of(at)
    with acting(SYSTEM, at=at):
        vault = _vault(receipt)
        concern = vault.concern
        talk = opened_talk(vault)
        if len(talk.said) >= ENTRIES_MOST:
            raise ConcernEnded(_("This talk is full. Please write a new one."))
        last = talk.said[-1]
        if last.side == Side.WRITER and last.text == words:
            return talk  # the same form, sent twice
        if concern.state == ConcernState.CLOSED:
            concern.closed_on, concern.closing = None, ""
            step(concern, ConcernState.REOPENED, by=by, day=day)
        elif concern.state == ConcernState.ANSWERED:
            step(concern, ConcernState.READING, by=by, day=day)
        add_entry(vault, words, side=Side.WRITER, day=day)
        concern.has_news = True
        concern.save(update_fields=["has_news"])
        return opened_talk(vault)


@write
def answer_handover(*, by: Any, at: datetime, receipt: str, is_yes: bool) -> Talk:
    """Yes or no to: may this become an ordinary matter, with these very words?

    Raises:
        NotAllowed: called in somebody's name.
        ReceiptUnknown: as ``come_back``.
        ConcernEnded: nothing is asked, or it was answered.
    """
    require(rules.may_write(by), _("This is told without a name."))
    with acting(SYSTEM, at=at):
        vault = _vault(receipt)
        asked = Handover.objects.select_for_update().filter(concern=vault.concern).first()
        if asked is None or asked.state != HandoverState.ASKED:
            raise ConcernEnded(_("Nothing is asked, or you answered already."))
        asked.state = HandoverState.AGREED if is_yes else HandoverState.DECLINED
        asked.answered_on = rules.day_of(at)
        asked.words = vault.open_handover(asked) if is_yes else ""
        asked.save(update_fields=["state", "answered_on", "words"])
        vault.concern.has_news = True
        vault.concern.save(update_fields=["has_news"])
        return opened_talk(vault)


@write
def take_back(*, by: Any, at: datetime, receipt: str) -> None:
    """Delete all words at once: nobody opens them any more, the receipt neither.

    Raises:
        NotAllowed: called in somebody's name.
        ReceiptUnknown: as ``come_back``.
    """
    require(rules.may_write(by), _("This is told without a name."))
    day = rules.day_of(at)
    with acting(SYSTEM, at=at):
        concern = _vault(receipt).concern
        if concern.state != ConcernState.CLOSED:
            concern.closed_on, concern.closing = day, Closing.TAKEN_BACK
            step(concern, ConcernState.CLOSED, by=by, day=day)
        forget_words(concern)


def _vault(receipt: str) -> ConcernVault:
    """The same work, and the same word, for a receipt that nobody has."""
    digits = typed(receipt)
    key = opened(digits or "0" * 16)
    concern = (
        Concern.objects.select_for_update(of=("self",))
        .select_related("unit", "about_unit")
        .filter(receipt_hash=key.receipt_hash)
        .first()
        if digits
        else None
    )
    if concern is None:
        raise ReceiptUnknown(
            _("We know no such receipt. Please check the sixteen digits."), field="receipt"
        )
    return vault_by_receipt(concern, key.box_key)
