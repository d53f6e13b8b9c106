"""The way to work abroad, step by step, and whom to call at home."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.people.details import GuardianDetails
from nhipcau.people.entering import checked_guardian
from nhipcau.people.errors import ConsentMissing
from nhipcau.people.models import ConsentChannel, Purpose, YoungPerson
from nhipcau.people.rules import agrees
from nhipcau.people.use_cases import agree
from nhipcau.placements import rules
from nhipcau.placements.errors import NotAbroad, NotHired, OutOfOrder
from nhipcau.placements.models import DepartureStep, FamilyContact, Placement
from nhipcau.placements.states import DepartureStage, PlacementState
from nhipcau.referrals.models import Referral
from nhipcau.seekers.rules import may_go_abroad, youngest_abroad
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin
from nhipcau.vacancies.models import Market

ORDER = list(DepartureStage)


@write
def prepare_departure(*, by: Any, at: datetime, referral: Referral, leaves_on: date) -> Placement:
    """Somebody was taken on for work abroad: the way there begins.

    Raises:
        NotAllowed: ``by`` is not of the Centre.
        NotAbroad: the work is in the country.
        NotHired: nobody took this person on.
        InvalidValue: the person is too young on the planned day, or the day has passed.
    """
    require(
        rules.may_record_start(by, referral, "EMPLOYER"),
        _("Only the employment service centre writes down that somebody started."),
    )
    referral = (
        Referral.objects.select_for_update(of=("self",))
        .select_related("vacancy", "young_person")
        .get(pk=referral.pk)
    )
    if referral.vacancy.market != Market.OVERSEAS:
        raise NotAbroad(_("This work is not abroad: its start is written down at once."))
    if not rules.was_taken_on(referral):
        raise NotHired(_("This introduction has not ended with a yes of the employer."))
    if leaves_on < localdate(at):
        raise InvalidValue(_("This day has passed already."), field="leaves_on")
    if not may_go_abroad(referral.young_person, leaves_on):
        raise InvalidValue(
            _("On this day the person is younger than %(age)d: too young for work abroad.")
            % {"age": youngest_abroad(leaves_on)},
            field="leaves_on",
        )
    placement, is_new = Placement.objects.get_or_create(
        referral=referral,
        defaults={
            "state": PlacementState.PREPARING,
            "starts_on": leaves_on,
            "created_at": at,
        },
    )
    if is_new:
        begin(placement, by=by, at=at)
    return placement


@write
def record_step(
    *,
    by: Any,
    at: datetime,
    placement: Placement,
    stage: DepartureStage,
    planned_on: date | None = None,
    done_on: date | None = None,
    note: str = "",
) -> DepartureStep:
    """Plan a step of the way abroad, or tick it off. A step is done after those before it.

    Raises:
        NotAllowed: ``by`` does not follow the person.
        NotAbroad: the work is in the country.
        OutOfOrder: a step before it is open, or a later one was done on an earlier day.
        InvalidValue: the day is still to come.
    """
    require(
        rules.may_accompany(by, placement.referral.young_person),
        _("Your unit does not follow this person."),
    )
    if not placement.is_abroad:
        raise NotAbroad(_("This work is not abroad."))
    Placement.objects.select_for_update().get(pk=placement.pk)
    if done_on and done_on > localdate(at):
        raise InvalidValue(
            _("This day is still to come. Please plan it, and tick it off afterwards."),
            field="done_on",
        )
    if done_on:
        _check_order(placement, stage, done_on)
    step, _is_new = DepartureStep.objects.update_or_create(
        placement=placement,
        stage=stage,
        defaults={
            "planned_on": planned_on,
            "done_on": done_on,
            "note": note.strip(),
            "by": user_or_none(by),
            "at": at,
        },
    )
    audit.record("departure_step.told", about=step, by=by, at=at, fields=[stage.lower()])
    return step


@write
def tell_family(
    *,
    by: Any,
    at: datetime,
    placement: Placement,
    family: GuardianDetails,
    agrees_now: bool,
    evidence: str,
) -> FamilyContact:
    """Whom to call at home; the person agrees to this alone.

    Raises:
        NotAllowed: ``by`` neither follows the person nor is the person.
        ConsentMissing: the person does not agree.
        InvalidValue: name or phone cannot be right.
    """
    require(
        rules.may_tell_family(by, placement.referral.young_person),
        _("Your unit does not follow this person."),
    )
    person = placement.referral.young_person
    told = checked_guardian(family)
    if not agrees(person, Purpose.FAMILY):
        if not agrees_now:
            raise ConsentMissing(
                _("Please tick that you agree; without it we may not keep this."),
                field="agrees_now",
            )
        by_paper = bool(by.pk) and by.is_staff_account
        agree(
            by=by,
            at=at,
            young_person=person,
            purposes=frozenset({Purpose.FAMILY.value}),
            channel=ConsentChannel.PAPER if by_paper else ConsentChannel.WEB,
            evidence=evidence,
        )
    contact, _is_new = FamilyContact.objects.update_or_create(
        placement=placement,
        defaults={
            "full_name": told.full_name,
            "phone": told.phone,
            "relation": told.relation,
            "told_at": at,
        },
    )
    audit.record("family_contact.told", about=contact, by=by, at=at)
    return contact


@write
def forget_family(*, by: Any, at: datetime, young_person: YoungPerson) -> None:
    """Delete the relatives' numbers: the consent they rested on is gone.

    Raises:
        NotAllowed: ``by`` does not see the person.
    """
    require(
        rules.is_the_person(by, young_person) or rules.sees(by, young_person),
        _("This is not your record."),
    )
    records = YoungPerson.objects.same_as(young_person)
    contacts = list(FamilyContact.objects.filter(placement__referral__young_person__in=records))
    audit.record_each("family_contact.forgotten", about=contacts, by=by, at=at)
    FamilyContact.objects.filter(pk__in=[one.pk for one in contacts]).delete()


def _check_order(placement: Placement, stage: DepartureStage, done_on: date) -> None:
    told = {one.stage: one.done_on for one in DepartureStep.objects.filter(placement=placement)}
    place = ORDER.index(stage)
    before = [one for one in ORDER[:place] if told.get(one) is None]
    if before:
        raise OutOfOrder(
            _("First comes “%(step)s”.") % {"step": DepartureStage(before[0]).label},
            field="done_on",
        )
    days = {one: day for one, day in told.items() if day is not None}
    earlier = max((days[one] for one in ORDER[:place] if one in days), default=None)
    later = min((days[one] for one in ORDER[place + 1 :] if one in days), default=None)
    if (earlier and done_on < earlier) or (later and done_on > later):
        raise OutOfOrder(
            _("This day does not fit the days of the steps before and after."), field="done_on"
        )
