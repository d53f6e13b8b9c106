"""Decisions and promises, of a thread or of a meeting alike. Called inside use cases only."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.coordination import telling
from nhipcau.coordination.models import AgendaItem, Decision, Promise, Thread
from nhipcau.organisations.models import Organisation
from nhipcau.programmes.models import Programme
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue

LONGEST = 300


def decide(
    what: str,
    *,
    by: Any,
    at: datetime,
    thread: Thread | None = None,
    item: AgendaItem | None = None,
) -> Decision:
    """
    Raises:
        InvalidValue: nothing was written, or too much.
    """
    made = Decision.objects.create(
        thread=thread,
        item=item,
        what=words_of(what, "decision", _("Please write what was decided.")),
        decided_on=localdate(at),
        by=user_or_none(by),
        at=at,
    )
    audit.record("decision.recorded", about=made, by=by, at=at)
    return made


def promise(
    what: str,
    unit: Organisation,
    due_on: date,
    *,
    by: Any,
    at: datetime,
    programme: Programme,
    thread: Thread | None = None,
    item: AgendaItem | None = None,
) -> Promise:
    """
    Raises:
        InvalidValue: nothing was written, the day is over, or the unit is no party.
    """
    if unit not in telling.parties_of(programme):
        raise InvalidValue(_("Please choose one of the two units."), field="unit")
    if due_on < localdate(at):
        raise InvalidValue(_("This day is over. Please choose today or later."), field="due_on")
    made = Promise.objects.create(
        programme=programme,
        unit=unit,
        what=words_of(what, "what", _("Please write what the unit will do.")),
        due_on=due_on,
        thread=thread,
        item=item,
        by=user_or_none(by),
        at=at,
    )
    audit.record("promise.given", about=made, by=by, at=at)
    return made


def words_of(text: str, field: str, missing: Any) -> str:
    words = " ".join(text.split())
    if not words:
        raise InvalidValue(missing, field=field)
    if len(words) > LONGEST:
        raise InvalidValue(
            _("At most %(most)d characters fit here. Please shorten it.") % {"most": LONGEST},
            field=field,
        )
    return words
