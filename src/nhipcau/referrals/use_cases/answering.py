"""An employer answers by its link. The same answer twice is one; another one corrects the first
while that can be taken back, and is for the Centre to settle afterwards."""

import json
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from nhipcau.referrals import links, rules, taking
from nhipcau.referrals.errors import Frozen
from nhipcau.referrals.models import AnswerLink, Referral
from nhipcau.referrals.step import Who
from nhipcau.referrals.table import ANSWERS, STEPS
from nhipcau.referrals.told import NOTHING, Told
from nhipcau.shared import wording
from nhipcau.shared.errors import IllegalTransition, InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.throttle import keyed_hash


@write
def answer(*, by: Any, at: datetime, token: str, name: str, told: Told = NOTHING) -> Referral:
    """What an employer says through its link.

    Raises:
        NotAllowed: the token opens nothing: made up, replaced, over, or its introduction ended.
        Frozen: the introduction is held; the Centre tells the employer when it goes on.
        InvalidValue, ReasonMissing: something that the answer needs was not told.
    """
    require(
        rules.holds_link(token, at=at),
        _("This link no longer works. Please call the Centre that introduced the person."),
    )
    if name not in ANSWERS:
        raise InvalidValue(_("Please choose one of the answers."), field="name")
    opened = links.opened_by(token, at=at)
    assert opened
    referral = taking.locked(opened.referral)
    # What another answer, or a colleague, did while this one waited for the lock.
    link = AnswerLink.objects.get(pk=opened.link.pk)
    require(
        rules.holds_link(token, at=at),
        _("This link no longer works. Please call the Centre that introduced the person."),
    )
    if referral.freeze:
        raise Frozen(_("This introduction is held for now. The Centre tells you when it goes on."))
    said = keyed_hash(json.dumps([name, vars(told)], sort_keys=True, cls=DjangoJSONEncoder))
    if link.answer_hash == said:
        return referral
    _say(referral, name, told, link, by=by, at=at)
    if link.revoked_at is None:
        link.answer_hash, link.answered_at = said, at
        link.save(update_fields=["answer_hash", "answered_at"])
    return referral


def _say(
    referral: Referral, name: str, told: Told, link: AnswerLink, *, by: Any, at: datetime
) -> None:
    step = STEPS[name]
    assert Who.EMPLOYER in step.who
    try:
        if referral.state in step.sources:
            taking.take(referral, step, told, by=by, at=at, link=link)
            return
    except IllegalTransition:  # more time, asked for twice
        pass
    last = taking.last_step(referral)
    if last and last.link_id == link.pk and not taking.why_not_undone(last, at=at):
        taking.undo_last(referral, by=by, at=at, link=link)
        if referral.state in step.sources:
            taking.take(referral, step, told, by=by, at=at, link=link)
            return
    other = Told(comment=_in_words(name, told))
    taking.take(referral, STEPS["other_answer"], other, by=by, at=at, link=link)


def _in_words(name: str, told: Told) -> str:
    """The answer as the colleague reads it who calls back."""
    parts = [str(STEPS[name].label)]
    if told.interview_at:
        parts.append(wording.moment(told.interview_at))
    parts += [wording.day(day) for day in (told.starts_on, told.answer_by) if day]
    parts += [part for part in (told.interview_place, told.reason, told.comment) if part]
    return " · ".join(parts)[:500]
