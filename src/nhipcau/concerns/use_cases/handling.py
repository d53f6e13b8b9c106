"""Named readers read, answer, pass on and close. Each reading leaves a trace."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.concerns import rules
from nhipcau.concerns.details import Talk
from nhipcau.concerns.errors import ConcernEnded, NobodyReads
from nhipcau.concerns.models import Concern, Entry, Handover, Recipient
from nhipcau.concerns.moving import add_entry, clean_words, locked, opened_talk, step
from nhipcau.concerns.states import About, Closing, ConcernState, HandoverState, Side
from nhipcau.concerns.vault import settle_readers, vault_for
from nhipcau.organisations.models import Organisation
from nhipcau.shared import audit
from nhipcau.shared.errors import InvalidValue, ReasonMissing
from nhipcau.shared.idempotency import write
from nhipcau.shared.row_security import acting
from nhipcau.shared.rules import require

BY_STAFF = (Closing.SETTLED, Closing.HANDED_OVER, Closing.NOT_OURS, Closing.SILENT)


@write
def read_concern(*, by: Any, at: datetime, concern: Concern) -> Talk:
    """Open the words of a concern. The first reading makes it “being read”.

    Raises:
        NotAllowed: ``by`` is not named to read it, or works for the unit that it is about.
        CiphertextRefused: it was forgotten, changed or moved.
    """
    require(rules.may_read(by, concern), _("You are not named to read this."))
    concern = locked(concern)
    settle_readers(concern, at=at)
    with acting(by, at=at):
        talk = opened_talk(vault_for(concern, by))
    if concern.state in (ConcernState.RECEIVED, ConcernState.REOPENED):
        step(concern, ConcernState.READING, by=by, day=rules.day_of(at))
    audit.record("concern.words_read", about=concern, by=by, at=at)
    return talk


@write
def answer(*, by: Any, at: datetime, concern: Concern, text: str) -> Concern:
    """Write back to who holds the receipt.

    Raises:
        NotAllowed: as ``read_concern``.
        ConcernEnded: it is closed.
        InvalidValue: nothing is written, or too much.
    """
    require(rules.may_read(by, concern), _("You are not named to read this."))
    words = clean_words(text)
    concern = _live(concern)
    settle_readers(concern, at=at)
    with acting(by, at=at):
        add_entry(vault_for(concern, by), words, side=Side.READER, author=by, day=rules.day_of(at))
    if concern.state in (ConcernState.RECEIVED, ConcernState.REOPENED):
        step(concern, ConcernState.READING, by=by, day=rules.day_of(at))
    if concern.state == ConcernState.READING:
        step(concern, ConcernState.ANSWERED, by=by, day=rules.day_of(at))
    audit.record("concern.answered", about=concern, by=by, at=at)
    return concern


@write
def close(*, by: Any, at: datetime, concern: Concern, closing: str) -> Concern:
    """Close it; who holds the receipt may still read, and open it again.

    Raises:
        NotAllowed: as ``read_concern``.
        ConcernEnded: it is closed already.
        InvalidValue: no word on how it ended.
        ReasonMissing: nobody answered yet.
    """
    require(rules.may_read(by, concern), _("You are not named to read this."))
    if closing not in BY_STAFF:
        raise InvalidValue(_("Please choose how it ended."), field="closing")
    concern = _live(concern)
    with acting(by, at=at):
        answers = Entry.objects.filter(concern=concern, side=Side.READER)
        is_answered = answers.filter(author__memberships__organisation=concern.unit).exists()
    if not is_answered:
        raise ReasonMissing(_("Please answer first: who wrote to us comes back to read it."))
    concern.closed_on, concern.closing = rules.day_of(at), closing
    if concern.state == ConcernState.REOPENED:
        concern.has_news = False
    step(concern, ConcernState.CLOSED, by=by, day=rules.day_of(at))
    audit.record("concern.closed", about=concern, by=by, at=at)
    return concern


@write
def pass_on(
    *, by: Any, at: datetime, concern: Concern, reason: str, is_about_us: bool = False
) -> Concern:
    """It belongs to the other unit, or is about the own one: the other unit's readers get the
    keys, and this unit's lose theirs.

    Raises:
        NotAllowed: as ``read_concern``.
        ConcernEnded: it is closed.
        ReasonMissing: no reason is written.
        NobodyReads: the other unit has named nobody, or it is about that unit.
    """
    require(rules.may_read(by, concern), _("You are not named to read this."))
    if not reason.strip():
        raise ReasonMissing(_("Please write why; the other unit will read it."), field="reason")
    concern = _live(concern)
    other = rules.partner_of(concern.unit)
    if other is None or other.pk == concern.about_unit_id or not _has_reader(other, concern, by):
        raise NobodyReads(_("Nobody of the other unit may read this."))
    settle_readers(concern, at=at)
    with acting(by, at=at):  # sealed too: who wrote sees where it went and why
        add_entry(
            vault_for(concern, by),
            reason.strip(),
            side=Side.READER,
            author=by,
            day=rules.day_of(at),
        )
    before = concern.unit
    concern.unit = other
    if is_about_us:
        concern.about, concern.about_unit = About.UNIT, before
    concern.has_news = True
    concern.save(update_fields=["unit", "about", "about_unit", "has_news"])
    if concern.state != ConcernState.RECEIVED:
        step(concern, ConcernState.RECEIVED, by=by, day=rules.day_of(at))
    settle_readers(concern, at=at)
    audit.record("concern.passed_on", about=concern, by=by, at=at)
    return concern


@write
def ask_handover(*, by: Any, at: datetime, concern: Concern, words: str) -> Handover:
    """Ask who wrote whether this may become an ordinary matter, with these very words.

    Raises:
        NotAllowed: as ``read_concern``.
        ConcernEnded: it is closed, or was asked already.
        InvalidValue: nothing is written, or too much.
    """
    require(rules.may_read(by, concern), _("You are not named to read this."))
    words = clean_words(words, field="words")
    concern = _live(concern)
    if Handover.objects.filter(concern=concern, state=HandoverState.AGREED).exists():
        raise ConcernEnded(_("The writer said yes already."))
    settle_readers(concern, at=at)
    with acting(by, at=at):
        sealed = vault_for(concern, by).seal_handover(words)
    asked, _is_new = Handover.objects.update_or_create(
        concern=concern,
        defaults={
            "state": HandoverState.ASKED,
            "sealed": sealed,
            "asked_by": by,
            "asked_on": rules.day_of(at),
            "answered_on": None,
        },
    )
    audit.record("concern.handover_asked", about=concern, by=by, at=at)
    return asked


@write
def take_over(*, by: Any, at: datetime, handover: Handover) -> Handover:
    """Read what the writer agreed to, to make an ordinary matter of it. Leaves a trace.

    Raises:
        NotAllowed: ``by`` does not work on such matters in the unit.
    """
    require(rules.may_see_handover(by, handover), _("You do not work on this."))
    audit.record("handover.read", about=handover, by=by, at=at)
    return handover


def _live(concern: Concern) -> Concern:
    concern = locked(concern)
    if not concern.is_live:
        raise ConcernEnded(_("This is closed."))
    return concern


def _has_reader(unit: Organisation, concern: Concern, by: Any) -> bool:
    named = Recipient.objects.current().filter(unit=unit).select_related("user")
    return any(not rules.works_in(one.user, concern.unit) for one in named)
