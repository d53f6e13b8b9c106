"""Steps and words of a concern, whoever does them: with the day, and never the moment.

Inside use cases. What the writer does leaves no audit event of its own: the numbers of those
events stand between others with their moments. The installation writes it in rounds
(``use_cases.watching``).
"""

from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from nhipcau.concerns import rules
from nhipcau.concerns.details import Asked, Said, Talk
from nhipcau.concerns.models import Concern, ConcernStateChange, Entry, Handover
from nhipcau.concerns.states import TRANSITIONS, WAITING, ConcernState
from nhipcau.concerns.vault import ConcernVault
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import IllegalTransition, InvalidValue


def locked(concern: Concern) -> Concern:
    return (
        Concern.objects.select_for_update(of=("self",))
        .select_related("unit", "about_unit")
        .get(pk=concern.pk)
    )


def step(concern: Concern, to: str, *, by: Any, day: date) -> None:
    """Move a concern, with a new day by which the next step is due.

    Raises:
        IllegalTransition: ``to`` may not follow.
    """
    before = concern.state
    if before and to not in TRANSITIONS[ConcernState(before)]:
        now = concern.get_state_display()  # type: ignore[attr-defined]
        raise IllegalTransition(_("This step does not follow “%(now)s”.") % {"now": now})
    concern.state = to
    concern.late_told_on = None
    if to in WAITING:
        concern.due_on = rules.answer_by(day) if to == ConcernState.READING else rules.read_by(day)
    concern.save()
    trace(concern, before, by=by, day=day)


def trace(concern: Concern, before: str, *, by: Any, day: date) -> None:
    """Without a reason: this row is never changed, and reasons are words."""
    ConcernStateChange.objects.create(
        concern=concern,
        from_state=before,
        to_state=concern.state,
        by=user_or_none(by),
        at=rules.start_of(day),
    )


def add_entry(
    vault: ConcernVault, text: str, *, side: str, author: Any = None, day: date
) -> Entry:
    """One more word, sealed."""
    latest = vault.concern.entries.aggregate(latest=Max("number"))["latest"]  # type: ignore[attr-defined]
    number = (latest or 0) + 1
    # Without reading it back: the row that a reader writes is seen through the reader's key.
    [entry] = Entry.objects.bulk_create(
        [
            Entry(
                concern=vault.concern,
                number=number,
                side=side,
                author=author,
                written_on=day,
                sealed=vault.seal_entry(text, number=number, side=side),
            )
        ]
    )
    return entry


def opened_talk(vault: ConcernVault) -> Talk:
    """All words of a concern, the oldest first."""
    entries = Entry.objects.filter(concern=vault.concern).order_by("number")
    asked = Handover.objects.filter(concern=vault.concern).first()
    return Talk(
        vault.concern,
        [Said(one.side, one.written_on, vault.open_entry(one)) for one in entries],
        Asked(asked.state, vault.open_handover(asked)) if asked and asked.sealed else None,
    )


def clean_words(text: str, *, field: str = "text") -> str:
    """
    Raises:
        InvalidValue: nothing is written, or too much.
    """
    words = text.strip()
    if not words:
        raise InvalidValue(_("Please write a few words."), field=field)
    if len(words) > rules.WORDS_MOST:
        raise InvalidValue(_("This is too long. Please divide it."), field=field)
    return words
