"""How it goes 3, 6, 9 and 11 months after the service: asked by a link, a call or a visit."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import move
from nhipcau.soldiers import rules, telling
from nhipcau.soldiers.errors import AlreadyAnswered
from nhipcau.soldiers.models import HomeCheck, MilitaryService
from nhipcau.soldiers.queries import due_to_ask, is_answered
from nhipcau.soldiers.states import Card, How, ServiceState, Situation

MOST_AT_ONCE = 500
# The year is over some days after the support for training: a last call may still be written down.
DAYS_AFTER_THE_YEAR = 30


@dataclass(frozen=True)
class HomeAnswer:
    """``situation``: a ``Situation``; ``card``: a ``Card``, empty when it was not told."""

    situation: str
    card: str = ""
    wants_help: bool = False


@write
def answer_by_link(
    *, by: Any, at: datetime, check: HomeCheck, token: str, answer: HomeAnswer
) -> HomeCheck:
    """The young person answers by the signed link, once and without an account.

    Raises:
        NotAllowed: the link is not of this check, or too old.
        AlreadyAnswered: the link was used already, or somebody else answered meanwhile.
    """
    require(rules.may_answer_by_link(check, token, at=at), _("This link is not good any more."))
    return _answer(check, answer, How.LINK, by=by, at=at)


@write
def record_home_check(
    *, by: Any, at: datetime, check: HomeCheck, answer: HomeAnswer, how: How = How.PAGE
) -> HomeCheck:
    """A colleague called or went there; or the person answers on the own page.

    Raises:
        NotAllowed: ``by`` neither follows the person nor is the person.
        AlreadyAnswered: there is an answer already.
        InvalidValue: the day of the question has not come.
    """
    require(
        rules.may_answer(by, check.service.young_person),
        _("Your unit does not follow this person."),
    )
    is_own = rules.is_the_person(by, check.service.young_person)
    if check.due_on > localdate(at) + timedelta(days=DAYS_AFTER_THE_YEAR):
        raise InvalidValue(_("It is too early for this question."), field="situation")
    return _answer(check, answer, How.PAGE if is_own else how, by=by, at=at)


@write
def mark_helped(*, by: Any, at: datetime, check: HomeCheck) -> HomeCheck:
    """Somebody spoke with the person who asked for help.

    Raises:
        NotAllowed: ``by`` does not follow the person.
    """
    require(
        rules.may_follow(by, check.service.young_person),
        _("Your unit does not follow this person."),
    )
    check = HomeCheck.objects.select_for_update().get(pk=check.pk)
    if check.wants_help and check.helped_at is None:
        check.helped_at = at
        check.save(update_fields=["helped_at"])
        audit.record("home_check.helped", about=check, by=by, at=at)
    return check


@write
def ask_home_checks(*, by: Any, at: datetime) -> int:
    """Send the question of every check whose day has come; how many. Run by the clock."""
    require(rules.may_run_jobs(by), _("Only the installation does this by the clock."))
    waiting = due_to_ask(at).select_for_update(of=("self",), skip_locked=True)
    checks = list(waiting[:MOST_AT_ONCE])
    telling.ask_each(checks, at=at)
    HomeCheck.objects.filter(pk__in=[one.pk for one in checks]).update(asked_at=at)
    audit.record_each("home_check.asked", about=checks, by=by, at=at)
    return len(checks)


@write
def end_over(*, by: Any, at: datetime) -> int:
    """The year is over: nobody is asked any more; how many. Run by the clock."""
    require(rules.may_run_jobs(by), _("Only the installation does this by the clock."))
    last = _last_day(localdate(at))
    over = MilitaryService.objects.select_for_update(skip_locked=True).filter(
        state=ServiceState.DISCHARGED, card_until__lt=last
    )
    ended = list(over.order_by("pk")[:MOST_AT_ONCE])
    for service in ended:
        move(service, ServiceState.ENDED, by=by, at=at)
    return len(ended)


def _last_day(today: date) -> date:
    return today - timedelta(days=DAYS_AFTER_THE_YEAR)


def _answer(check: HomeCheck, answer: HomeAnswer, how: How, *, by: Any, at: datetime) -> HomeCheck:
    if answer.situation not in Situation.values:
        raise InvalidValue(_("Please choose what fits best."), field="situation")
    if answer.card not in Card.values:
        raise InvalidValue(_("Please choose one of the list."), field="card")
    check = HomeCheck.objects.select_for_update().select_related("service").get(pk=check.pk)
    if is_answered(check):
        raise AlreadyAnswered(_("Somebody has answered this already. Thank you."))
    if check.service.state != ServiceState.DISCHARGED:
        raise AlreadyAnswered(_("Nobody is asked any more."))
    check.situation, check.card, check.how = answer.situation, answer.card, how
    check.wants_help = check.wants_help or answer.wants_help
    check.answered_at, check.answered_by = at, user_or_none(by)
    names = ("situation", "card", "how", "wants_help", "answered_at", "answered_by")
    check.save(update_fields=names)
    audit.record("home_check.answered", about=check, by=by, at=at, fields=["situation", "card"])
    return check
