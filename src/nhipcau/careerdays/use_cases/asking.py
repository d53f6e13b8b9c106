"""Questions of the hall: sent by anybody there, let through by a colleague."""

from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from nhipcau.careerdays import rules
from nhipcau.careerdays.errors import QuestionsClosed
from nhipcau.careerdays.models import LONGEST_QUESTION, AlsoAsked, CareerDay, HallQuestion
from nhipcau.careerdays.states import QuestionState
from nhipcau.shared import audit
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin, move


@write
def ask_question(*, by: Any, at: datetime, day: CareerDay, text: str) -> HallQuestion:
    """Somebody in the hall asks; nobody sees it before a colleague let it through.

    Raises:
        NotAllowed: the event does not take place.
        QuestionsClosed: the hall does not ask just now.
        InvalidValue: nothing written, or more than 280 characters.
    """
    require(rules.may_ask(by, day), _("This event does not take place."))
    if not rules.takes_questions(day):
        raise QuestionsClosed(_("Questions are closed at the moment."))
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    if not plain:
        raise InvalidValue(_("Please write your question."), field="text")
    if len(plain) > LONGEST_QUESTION:
        raise InvalidValue(
            _("At most %(count)d characters, please.") % {"count": LONGEST_QUESTION}, field="text"
        )
    question = HallQuestion.objects.create(day=day, text=plain, asked_at=at)
    begin(question, by=by, at=at)
    return question


@write
def ask_too(*, by: Any, at: datetime, question: HallQuestion, browser: str) -> HallQuestion:
    """One browser asks a question on the screen too; once, however often it says so.

    Raises:
        NotAllowed: the event does not take place.
        QuestionsClosed: the hall does not ask just now, or the question is off the screen.
    """
    require(rules.may_ask(by, question.day), _("This event does not take place."))
    if not rules.takes_questions(question.day) or question.state != QuestionState.SHOWN:
        raise QuestionsClosed(_("Questions are closed at the moment."))
    _row, is_new = AlsoAsked.objects.get_or_create(
        question=question,
        browser_hash=rules.browser_hash(question.pk, browser),
        defaults={"at": at},
    )
    if is_new:
        HallQuestion.objects.filter(pk=question.pk).update(also_count=F("also_count") + 1)
        question.refresh_from_db(fields=["also_count"])
        audit.record("hall_question.asked_too", about=question, by=by, at=at)
    return question


@write
def move_question(*, by: Any, at: datetime, question: HallQuestion, to: str) -> HallQuestion:
    """Put a question on the screen, mark it answered, or leave it out.

    Raises:
        NotAllowed: ``by`` does not work at the event.
        IllegalTransition: the step does not follow the state it is in.
    """
    require(
        rules.may_moderate(by, question.day.event), _("Your role does not work at this event.")
    )
    question = HallQuestion.objects.select_for_update(no_key=True).get(pk=question.pk)
    move(question, to, by=by, at=at)
    return question
