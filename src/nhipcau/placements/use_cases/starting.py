"""Somebody began to work: said by one side, certain with two."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.people.models import YoungPerson
from nhipcau.placements import rules
from nhipcau.placements.details import ContractFacts
from nhipcau.placements.errors import AlreadyAnswered, NotHired
from nhipcau.placements.models import Placement, StartWord, StayCheck
from nhipcau.placements.referral_end import close_as_started
from nhipcau.placements.states import AT_WORK, How, PlacementState, Side
from nhipcau.referrals.models import Referral
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin, move

FACTS = ("contract", "wage", "hours_per_week", "probation_until")
LONGEST_WEEK = 84
FURTHEST = timedelta(days=366)


@write
def record_start(
    *,
    by: Any,
    at: datetime,
    referral: Referral,
    starts_on: date,
    side: Side,
    how: How,
    facts: ContractFacts | None = None,
    note: str = "",
) -> Placement:
    """One side says that somebody who was taken on began to work. The first word makes the
    placement and its checks; the second side's word makes it certain and ends the introduction.

    Raises:
        NotAllowed: ``by`` may not speak for this side.
        NotHired: nobody took this person on.
        AlreadyAnswered: this side has said it already.
        InvalidValue: a day or a fact cannot be right (``field`` says which).
        ReasonMissing: it was said before that the person did not start, and no note says why.
    """
    require(
        rules.may_record_start(by, referral, side),
        _("Only the employment service centre writes down that somebody started."),
    )
    _locked_person(referral)
    referral = Referral.objects.select_for_update().get(pk=referral.pk)
    placement = Placement.objects.select_for_update().filter(referral=referral).first()
    if placement is None:
        if not rules.was_taken_on(referral):
            raise NotHired(_("This introduction has not ended with a yes of the employer."))
        _check_day(starts_on, at)
        placement = Placement.objects.create(
            referral=referral, starts_on=starts_on, created_at=at, **_checked(facts, starts_on)
        )
        begin(placement, by=by, at=at)
        _make_checks(placement)
    elif placement.state in (PlacementState.PREPARING, PlacementState.NOT_STARTED):
        _check_day(starts_on, at)
        placement.starts_on = starts_on
        _keep(placement, _checked(facts, starts_on), "starts_on")
        move(placement, PlacementState.REPORTED, by=by, at=at, reason=note)
        _make_checks(placement)
    _say(placement, side, how, by=by, at=at, note=note)
    return placement


@write
def confirm_start_by_link(*, by: Any, at: datetime, placement: Placement, token: str) -> Placement:
    """The young person says by the signed link: I have begun.

    Raises:
        NotAllowed: the link is not of this placement, or too old.
        AlreadyAnswered: the link was used already.
    """
    require(
        rules.may_confirm_by_link(placement, token, at=at),
        _("This link is not good any more."),
    )
    placement = Placement.objects.select_for_update().get(pk=placement.pk)
    _say(placement, Side.PERSON, How.LINK, by=by, at=at, note="")
    return placement


@write
def record_no_start(*, by: Any, at: datetime, placement: Placement, reason: str) -> Placement:
    """Nobody began after all; the introduction stays with the Centre.

    Raises:
        NotAllowed: ``by`` is not of the Centre.
        IllegalTransition: the start is certain already.
        ReasonMissing: no reason is given.
    """
    require(
        rules.may_record_start(by, placement.referral, Side.EMPLOYER),
        _("Only the employment service centre writes down that somebody started."),
    )
    placement = Placement.objects.select_for_update().get(pk=placement.pk)
    move(placement, PlacementState.NOT_STARTED, by=by, at=at, reason=reason)
    StartWord.objects.filter(placement=placement).delete()
    StayCheck.objects.filter(placement=placement, answer="").delete()
    return placement


@write
def change_facts(
    *, by: Any, at: datetime, placement: Placement, facts: ContractFacts
) -> Placement:
    """Write down what the contract says.

    Raises:
        NotAllowed: ``by`` is not of the Centre.
        InvalidValue: a fact cannot be right (``field`` says which).
    """
    require(
        rules.may_record_start(by, placement.referral, Side.EMPLOYER),
        _("Only the employment service centre writes down that somebody started."),
    )
    placement = Placement.objects.select_for_update().get(pk=placement.pk)
    _keep(placement, _checked(facts, placement.starts_on))
    audit.record("placement.facts_changed", about=placement, by=by, at=at, fields=FACTS)
    return placement


def _locked_person(referral: Referral) -> None:
    """One start at a time for one person: two sides may speak in the same moment."""
    YoungPerson.objects.select_for_update().get(pk=referral.young_person_id)


def _say(placement: Placement, side: Side, how: How, *, by: Any, at: datetime, note: str) -> None:
    if placement.state not in AT_WORK:
        raise AlreadyAnswered(_("This placement has ended already."))
    told = {"how": how, "by": user_or_none(by), "note": note, "at": at}
    word, is_new = StartWord.objects.get_or_create(placement=placement, side=side, defaults=told)
    if not is_new:
        if not _is_better(word, how, by):
            raise AlreadyAnswered(_("This side has said so already."))
        StartWord.objects.filter(pk=word.pk).update(**told)
    audit.record("placement.start_told", about=placement, by=by, at=at, fields=[side.lower()])
    words = list(StartWord.objects.filter(placement=placement))
    if placement.state == PlacementState.REPORTED and rules.is_certain(words):
        move(placement, PlacementState.CONFIRMED, by=by, at=at)
        close_as_started(placement.referral, starts_on=placement.starts_on, at=at)


def _is_better(word: StartWord, how: How, by: Any) -> bool:
    """A call is outdone by the side's own word, or by the call of another colleague."""
    return word.how == How.CALL and (how != How.CALL or word.by_id != by.pk)


def _make_checks(placement: Placement) -> None:
    StayCheck.objects.filter(placement=placement, answer="").delete()
    days = rules.check_days(placement.starts_on)
    StayCheck.objects.bulk_create(
        [
            StayCheck(
                placement=placement, day=day, due_on=placement.starts_on + timedelta(days=day)
            )
            for day in days
        ],
        ignore_conflicts=True,
    )


def _check_day(starts_on: date, at: datetime) -> None:
    today = localdate(at)
    if starts_on > today:
        raise InvalidValue(
            _("This day is still to come. Please write it down once work has begun."),
            field="starts_on",
        )
    if starts_on < today - FURTHEST:
        raise InvalidValue(
            _("This day is more than a year ago. Please check it."), field="starts_on"
        )


def _checked(facts: ContractFacts | None, starts_on: date) -> dict[str, Any]:
    facts = facts or ContractFacts()
    if facts.hours_per_week and facts.hours_per_week > LONGEST_WEEK:
        raise InvalidValue(
            _("No week has so many hours of work. Please check the number."),
            field="hours_per_week",
        )
    if facts.probation_until and facts.probation_until < starts_on:
        raise InvalidValue(_("Probation ends on or after the first day."), field="probation_until")
    return {name: getattr(facts, name) for name in FACTS}


def _keep(placement: Placement, values: dict[str, Any], *more: str) -> None:
    for name, value in values.items():
        setattr(placement, name, value)
    placement.save(update_fields=[*values, *more])
