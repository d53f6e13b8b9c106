"""What a person asks about the own data, and what is done about it."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.appointments.models import Appointment
from nhipcau.careerdays.use_cases import drop_follow_ups
from nhipcau.counselling.use_cases import erase_cases, forget_notes
from nhipcau.events.models import Registration
from nhipcau.events.states import LIVE, EventState
from nhipcau.inventory.use_cases import forget_sheets
from nhipcau.organisations.models import PARTNER_KINDS, Organisation
from nhipcau.people.models import Purpose, YoungPerson
from nhipcau.placements.use_cases import forget_family
from nhipcau.referrals.models import Referral
from nhipcau.referrals.use_cases import withdraw_consent
from nhipcau.rights import rules
from nhipcau.rights.erasing import erase
from nhipcau.rights.errors import AlreadyAsked, NotConfirmed, StillCooling, StillOpen
from nhipcau.rights.models import DataRequest, RequestUnit, Tombstone
from nhipcau.rights.queries import records_of
from nhipcau.rights.states import RequestKind, RequestState
from nhipcau.seekers.use_cases import forget_needs, forget_wish
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.throttle import keyed_hash
from nhipcau.shared.transitions import begin, move
from nhipcau.soldiers.use_cases import let_go


@write
def withdraw(*, by: Any, at: datetime, young_person: YoungPerson, purpose: Purpose) -> YoungPerson:
    """End one consent, and delete at once what rested on it alone. Messages that wait under it
    are not sent: the outbox asks for consent before each one.

    Raises:
        NotAllowed: ``by`` is neither the person nor staff who follow the person.
        ConsentMissing: there is nothing in force to withdraw.
    """
    require(rules.may_withdraw(by, young_person), _("This is not your record."))
    withdraw_consent(by=by, at=at, young_person=young_person, purpose=purpose)
    if purpose == Purpose.JOB_SEARCH:
        forget_wish(by=by, at=at, young_person=young_person)
        let_go(by=by, at=at, young_person=young_person)
    elif purpose == Purpose.SUPPORT:
        forget_needs(by=by, at=at, young_person=young_person)
    elif purpose == Purpose.FAMILY:
        forget_family(by=by, at=at, young_person=young_person)
    elif purpose == Purpose.INVENTORY:
        forget_sheets(by=by, at=at, young_person=young_person)
    elif purpose == Purpose.COUNSELLING:
        forget_notes(by=by, at=at, young_person=young_person)
    elif purpose == Purpose.CONTACT:
        drop_follow_ups(by=by, at=at, young_person=young_person)
    return young_person


@write
def take_out(*, by: Any, at: datetime, young_person: YoungPerson) -> YoungPerson:
    """Leave a trace that the whole file of a person was handed out.

    Raises:
        NotAllowed: ``by`` is neither the person nor a data officer who follows the person.
    """
    require(rules.may_take_out(by, young_person), _("This is not your record."))
    audit.record("person.exported", about=young_person, by=by, at=at)
    return young_person


@write
def ask(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    kind: RequestKind,
    request_token: str = "",
    words: str = "",
) -> DataRequest:
    """A person asks about the own data; a data officer may write down what was asked on paper.

    ``request_token``: of the code that was sent to the phone and given back; who asks to be erased
    from a phone confirms it a second time this way.

    Raises:
        NotAllowed: ``by`` is neither the person nor a data officer who follows the person.
        NotConfirmed: erasure was asked by phone, and the code was not given back.
        AlreadyAsked: the same is open already.
    """
    require(rules.may_ask(by, young_person), _("This is not your record."))
    is_own = not by.is_staff_account
    if is_own and kind == RequestKind.ERASE:
        if not rules.was_confirmed(young_person, request_token, at=at):
            raise NotConfirmed(_("Please give the code that we sent to your phone."), field="code")
        if DataRequest.objects.filter(confirmation=keyed_hash(request_token)).exists():
            raise AlreadyAsked(_("This code was used for a request already."))
    person = young_person.merged_into or young_person
    YoungPerson.objects.select_for_update().get(pk=person.pk)
    if DataRequest.objects.open().filter(young_person=person, kind=kind).exists():
        raise AlreadyAsked(_("You have asked for this already; we are working on it."))
    request = DataRequest.objects.create(
        young_person=person,
        kind=kind,
        words=words.strip(),
        asked_at=at,
        asked_by=user_or_none(by),
        confirmation=keyed_hash(request_token) if request_token else "",
        reply_due_on=rules.reply_due_on(at),
        answer_due_on=rules.answer_due_on(kind, at),
        cooling_until=rules.cooling_until(kind, at),
    )
    begin(request, by=by, at=at)
    records = YoungPerson.objects.same_as(person)
    units = Organisation.objects.filter(
        followings__young_person__in=records, kind__in=PARTNER_KINDS
    ).distinct()
    RequestUnit.objects.bulk_create([RequestUnit(data_request=request, unit=one) for one in units])
    return request


@write
def take_back(*, by: Any, at: datetime, data_request: DataRequest) -> DataRequest:
    """The person thought again; nothing was done yet.

    Raises:
        NotAllowed: it is another person's request.
        IllegalTransition: it has ended already.
    """
    require(
        rules.is_the_person(by, data_request.young_person) or rules.may_answer(by, data_request),
        _("This is not your record."),
    )
    return _end(data_request, RequestState.TAKEN_BACK, by=by, at=at)


@write
def reply(*, by: Any, at: datetime, data_request: DataRequest) -> DataRequest:
    """The person has heard from us: the first reply within the working days of the law.

    Raises:
        NotAllowed: ``by`` is no data officer of a unit that answers for it.
        IllegalTransition: it was replied to, or has ended.
    """
    require(rules.may_answer(by, data_request), _("The data officer of the unit answers this."))
    data_request = DataRequest.objects.select_for_update().get(pk=data_request.pk)
    move(data_request, RequestState.IN_HAND, by=by, at=at)
    data_request.replied_at = at
    data_request.save(update_fields=["replied_at"])
    return data_request


@write
def finish(*, by: Any, at: datetime, data_request: DataRequest, words: str = "") -> DataRequest:
    """What was asked for is done. Of a request to be erased, this erases.

    Raises:
        NotAllowed: ``by`` is no data officer of a unit that answers for it.
        StillCooling: the days in which the person may think again are not over.
        StillOpen: a place at an activity or an introduction is live.
        IllegalTransition: it has ended already.
    """
    require(rules.may_answer(by, data_request), _("The data officer of the unit answers this."))
    data_request = DataRequest.objects.select_for_update().get(pk=data_request.pk)
    if data_request.kind == RequestKind.ERASE:
        if data_request.cooling_until and localdate(at) < data_request.cooling_until:
            raise StillCooling(_("The person may think again until this day is reached."))
        _erase(data_request.young_person, by=by, at=at)
    return _end(data_request, RequestState.DONE, by=by, at=at, reason=words)


@write
def refuse(*, by: Any, at: datetime, data_request: DataRequest, reason: str) -> DataRequest:
    """The law wants something kept; the person is told why.

    Raises:
        NotAllowed: ``by`` is no data officer of a unit that answers for it.
        ReasonMissing: no reason is given.
        IllegalTransition: it has ended already.
    """
    require(rules.may_answer(by, data_request), _("The data officer of the unit answers this."))
    return _end(data_request, RequestState.REFUSED, by=by, at=at, reason=reason)


def _end(
    request: DataRequest, to: RequestState, *, by: Any, at: datetime, reason: str = ""
) -> DataRequest:
    request = DataRequest.objects.select_for_update().get(pk=request.pk)
    before = RequestState(request.state)
    # All at once: the database wants the state and the moment to agree.
    if to in DataRequest.TRANSITIONS[before] and (
        reason.strip() or (before, to) not in DataRequest.NEEDS_REASON
    ):
        DataRequest.objects.filter(pk=request.pk).update(state=to, ended_at=at)
        request.ended_at = at
    move(request, to, by=by, at=at, reason=reason)
    return request


def _erase(person: YoungPerson, *, by: Any, at: datetime) -> None:
    people = records_of(person)
    YoungPerson.objects.select_for_update().filter(pk__in=[one.pk for one in people]).count()
    _check_nothing_is_live(people, at)
    let_go(by=by, at=at, young_person=person)
    erase_cases(by=by, at=at, people=people)
    told = erase(people, at=at)
    Tombstone.objects.create(record_ids=sorted(one.pk for one in people), at=at)
    audit.record_each("person.erased", about=people, by=by, at=at, fields=sorted(told))


def _check_nothing_is_live(people: list[YoungPerson], at: datetime) -> None:
    coming = Registration.objects.filter(
        young_person__in=people, state__in=LIVE, session__ends_at__gt=at
    ).exclude(session__event__state__in=[EventState.HELD, EventState.CANCELLED])
    if coming.exists():
        raise StillOpen(_("The person has a place at a coming activity. Please cancel it first."))
    ahead = Appointment.objects.open().filter(young_person__in=people, starts_at__gt=at)
    if ahead.exists():
        raise StillOpen(_("The person has an appointment ahead. Please cancel it first."))
    if Referral.objects.open().filter(young_person__in=people).exists():
        raise StillOpen(_("An introduction of the person is open. Please close it first."))
