"""“Not this one, because …”, and taking it back."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.matching import rules
from nhipcau.matching.choices import Because
from nhipcau.matching.errors import NotSuggestable
from nhipcau.matching.models import Refusal
from nhipcau.seekers.models import JobWish
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.vacancies.models import Vacancy


@write
def put_aside(
    *, by: Any, at: datetime, wish: JobWish, vacancy: Vacancy, because: str, word: str = ""
) -> Refusal:
    """Hide one vacancy from the list of one person, with why. Scores stay as they are.

    Said again, it gives the first one back.

    Raises:
        NotAllowed: ``by`` does not see the list.
        NotSuggestable: the vacancy is not open today.
        InvalidValue: no reason of the list, or “other” without a word.
    """
    require(rules.may_refuse(by, wish), _("This is not your list."))
    if because not in Because.values:
        raise InvalidValue(_("Please choose why."), field="because")
    if because == Because.OTHER and not word.strip():
        raise InvalidValue(_("Please write in a few words why."), field="word")
    wish = JobWish.objects.select_for_update().get(pk=wish.pk)
    if not Vacancy.objects.open(localdate(at)).filter(pk=vacancy.pk).exists():
        raise NotSuggestable(_("This vacancy is not open any more."))
    is_own = not by.is_staff_account
    earlier = Refusal.objects.in_force().filter(wish=wish, vacancy=vacancy, is_own=is_own).first()
    if earlier:
        return earlier
    refusal = Refusal.objects.create(
        wish=wish,
        vacancy=vacancy,
        because=because,
        word=word.strip(),
        is_own=is_own,
        by=user_or_none(by),
        at=at,
    )
    audit.record("suggestion.put_aside", about=refusal, by=by, at=at, fields=["because", "word"])
    return refusal


@write
def take_back(*, by: Any, at: datetime, refusal: Refusal) -> Refusal:
    """The vacancy may stand in the list again. The trace of the refusal stays.

    Raises:
        NotAllowed: it is the word of the other side, or ``by`` does not see the list.
    """
    require(rules.may_take_back(by, refusal), _("This is not yours to take back."))
    refusal = Refusal.objects.select_for_update().get(pk=refusal.pk)
    if refusal.undone_at is None:
        refusal.undone_at, refusal.undone_by = at, user_or_none(by)
        refusal.save(update_fields=["undone_at", "undone_by"])
        audit.record("suggestion.taken_back", about=refusal, by=by, at=at)
    return refusal
