"""Soldiers are entered before they leave; with the day of discharge the year after begins."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.events.models import Session
from nhipcau.organisations.models import Organisation
from nhipcau.people.errors import ConsentMissing
from nhipcau.people.models import ConsentChannel, Purpose, YoungPerson
from nhipcau.people.rules import agrees
from nhipcau.people.use_cases import agree, enter_person
from nhipcau.shared import audit
from nhipcau.shared.errors import IllegalTransition, InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin, move
from nhipcau.soldiers import rules
from nhipcau.soldiers.details import SoldierDetails
from nhipcau.soldiers.errors import AlreadyFollowed, NoSoldiers
from nhipcau.soldiers.models import HomeCheck, MilitaryService
from nhipcau.soldiers.queries import not_followed_yet
from nhipcau.soldiers.states import LIVE, Hope, ServiceState

EARLIEST_MONTHS = 24  # a discharge longer ago is no longer followed here


@write
def enter_service(
    *,
    by: Any,
    at: datetime,
    young_person: YoungPerson,
    expected_on: date,
    hope: str = "",
    agrees_now: bool = False,
    evidence: str = "",
) -> MilitaryService:
    """Somebody serves, and wants to be helped afterwards.

    Raises:
        NotAllowed: ``by`` does not follow the person.
        AlreadyFollowed: the person is among the soldiers already.
        ConsentMissing: nothing says that the person agreed, and no signed sheet is named.
        InvalidValue: the day cannot be right.
    """
    require(rules.may_follow(by, young_person), _("Your unit does not follow this person."))
    _check_expected(expected_on, at)
    _consent(young_person, agrees_now, evidence, by=by, at=at)
    return _enter(young_person, expected_on, hope, None, by=by, at=at)


@write
def enter_from_paper(*, by: Any, at: datetime, told: SoldierDetails) -> MilitaryService:
    """Type one signed sheet: the person, what was agreed to, and the service.

    Raises:
        NotAllowed: ``by`` neither works with soldiers nor is the officer of a commune.
        ConsentMissing: no sheet is named.
        AlreadyFollowed: the person is among the soldiers already.
        InvalidValue: something on the sheet cannot be right (``field`` says which).
    """
    require(rules.asks_at_home(by), _("Only colleagues of the two units may do this."))
    if not told.sheet.strip():
        raise ConsentMissing(
            _("Please write where the signed sheet is; without it we may not follow the person."),
            field="evidence",
        )
    _check_expected(told.expected_on, at)
    purposes = {Purpose.PARTICIPATION.value, Purpose.JOB_SEARCH.value}
    if told.may_contact:
        purposes.add(Purpose.CONTACT.value)
    person = enter_person(
        by=by,
        at=at,
        details=told.person,
        followed_by=list(Organisation.objects.filter(pk__in=rules.units_at_home(by))),
        purposes=frozenset(purposes),
        channel=ConsentChannel.PAPER,
        evidence=told.sheet.strip(),
    )
    return _enter(person, told.expected_on, told.hope, None, by=by, at=at)


@write
def enter_services(
    *,
    by: Any,
    at: datetime,
    session: Session,
    expected_on: date,
    people: Sequence[YoungPerson],
    evidence: str,
) -> int:
    """Take soldiers from the list of a session: those whose signed sheets we hold. How many.

    Raises:
        NotAllowed: ``by`` does not run the event.
        NoSoldiers: the session is not for soldiers, or nobody of ``people`` is on its list.
        ConsentMissing: nothing says where the signed sheets are.
        InvalidValue: the day cannot be right.
    """
    require(rules.may_take_over(by, session), _("Only those who run the event may do this."))
    if not rules.is_for_soldiers(session):
        raise NoSoldiers(_("This session is not for soldiers."))
    _check_expected(expected_on, at)
    wanted = {one.pk for one in people}
    found = [one for one in not_followed_yet(session) if one.pk in wanted]
    if not found:
        raise NoSoldiers(_("Nobody was chosen who is not among the soldiers already."))
    for person in found:
        _consent(person, True, evidence, by=by, at=at)
        _enter(person, expected_on, "", session, by=by, at=at)
    return len(found)


@write
def change_service(
    *, by: Any, at: datetime, service: MilitaryService, expected_on: date, hope: str
) -> MilitaryService:
    """Correct the expected day, or what somebody hopes to do.

    Raises:
        NotAllowed: ``by`` does not follow the person.
        IllegalTransition: the person is followed no more.
        InvalidValue: the day cannot be right.
    """
    require(
        rules.may_follow(by, service.young_person), _("Your unit does not follow this person.")
    )
    service = _held(service)
    if service.state not in LIVE:
        raise IllegalTransition(_("This person is not followed any more."))
    if service.state == ServiceState.SERVING:
        _check_expected(expected_on, at)
        service.expected_on = expected_on
    service.hope = _checked_hope(hope)
    service.save(update_fields=["expected_on", "hope"])
    audit.record("service.changed", about=service, by=by, at=at, fields=["expected_on", "hope"])
    return service


@write
def discharge(
    *, by: Any, at: datetime, services: Sequence[MilitaryService], discharged_on: date
) -> int:
    """These came home on that day: the support for training and the questions count from it.

    Raises:
        NotAllowed: ``by`` does not follow one of them.
        NoSoldiers: none of them serves.
        InvalidValue: the day is still to come, or too long ago.
    """
    require(
        rules.may_follow_all(by, [one.young_person for one in services]),
        _("Your unit does not follow this person."),
    )
    today = localdate(at)
    if discharged_on > today:
        raise InvalidValue(
            _("This day is still to come. Please write it down when it has come."),
            field="discharged_on",
        )
    if discharged_on < rules.months_after(today, -EARLIEST_MONTHS):
        raise InvalidValue(
            _("This day is more than two years ago. Please check it."), field="discharged_on"
        )
    held = MilitaryService.objects.select_for_update().filter(
        pk__in=[one.pk for one in services], state=ServiceState.SERVING
    )
    leaving = list(held.order_by("pk"))
    if not leaving:
        raise NoSoldiers(_("None of them serves any more."))
    card_until = rules.months_after(discharged_on, rules.card_months(discharged_on))
    for service in leaving:
        service.discharged_on, service.card_until = discharged_on, card_until
        also = ("discharged_on", "card_until")
        move(service, ServiceState.DISCHARGED, by=by, at=at, also=also)
        _make_checks(service)
    return len(leaving)


@write
def take_discharge_back(
    *, by: Any, at: datetime, service: MilitaryService, reason: str
) -> MilitaryService:
    """It was a mistake: the person still serves. Questions nobody answered are taken back.

    Raises:
        NotAllowed: ``by`` does not follow the person.
        IllegalTransition: the person was not discharged.
        ReasonMissing: no reason is given.
    """
    require(
        rules.may_follow(by, service.young_person), _("Your unit does not follow this person.")
    )
    service = _held(service)
    if service.state != ServiceState.DISCHARGED:
        raise IllegalTransition(_("This step does not fit any more."))
    service.discharged_on, service.card_until = None, None
    also = ("discharged_on", "card_until")
    move(service, ServiceState.SERVING, by=by, at=at, reason=reason, also=also)
    HomeCheck.objects.filter(service=service, situation="").delete()
    return service


@write
def remove_service(
    *, by: Any, at: datetime, service: MilitaryService, reason: str
) -> MilitaryService:
    """Entered by mistake, or no longer wished: nobody is asked any more.

    Raises:
        NotAllowed: ``by`` does not follow the person.
        IllegalTransition: the following has ended already.
        ReasonMissing: no reason is given.
    """
    require(
        rules.may_follow(by, service.young_person), _("Your unit does not follow this person.")
    )
    service = _held(service)
    move(service, ServiceState.REMOVED, by=by, at=at, reason=reason)
    HomeCheck.objects.filter(service=service, situation="").delete()
    return service


@write
def let_go(*, by: Any, at: datetime, young_person: YoungPerson) -> int:
    """The consent it rested on is gone: off the list, and what the person hoped is forgotten.

    Raises:
        NotAllowed: ``by`` is neither the person nor sees the person.
    """
    require(rules.may_let_go(by, young_person), _("This is not your record."))
    records = YoungPerson.objects.same_as(young_person)
    held = MilitaryService.objects.select_for_update().live().filter(young_person__in=records)
    services = list(held.order_by("pk"))
    for service in services:
        service.hope = ""
        reason = _("The consent was withdrawn.")
        move(service, ServiceState.REMOVED, by=by, at=at, reason=reason, also=("hope",))
        HomeCheck.objects.filter(service=service, situation="").delete()
    return len(services)


@write
def bring_back(*, by: Any, at: datetime, service: MilitaryService, reason: str) -> MilitaryService:
    """Removing was the mistake: the person serves.

    Raises:
        NotAllowed: ``by`` does not follow the person.
        IllegalTransition: the person was not removed.
        AlreadyFollowed: the person was entered anew meanwhile.
        ReasonMissing: no reason is given.
    """
    require(
        rules.may_follow(by, service.young_person), _("Your unit does not follow this person.")
    )
    service = _held(service)
    if service.state != ServiceState.REMOVED:
        raise IllegalTransition(_("This step does not fit any more."))
    _check_once(service.young_person)
    service.discharged_on, service.card_until = None, None
    also = ("discharged_on", "card_until")
    move(service, ServiceState.SERVING, by=by, at=at, reason=reason, also=also)
    return service


def _held(service: MilitaryService) -> MilitaryService:
    YoungPerson.objects.select_for_update().get(pk=service.young_person_id)
    held = MilitaryService.objects.select_for_update(of=("self",))
    return held.select_related("young_person").get(pk=service.pk)


def _enter(
    person: YoungPerson,
    expected_on: date,
    hope: str,
    session: Session | None,
    *,
    by: Any,
    at: datetime,
) -> MilitaryService:
    YoungPerson.objects.select_for_update().get(pk=person.pk)
    _check_once(person)
    service = MilitaryService.objects.create(
        young_person=person,
        expected_on=expected_on,
        hope=_checked_hope(hope),
        session=session,
        created_at=at,
    )
    begin(service, by=by, at=at)
    return service


def _check_once(person: YoungPerson) -> None:
    records = YoungPerson.objects.same_as(person)
    if MilitaryService.objects.live().filter(young_person__in=records).exists():
        raise AlreadyFollowed(_("This person is among the soldiers already."))


def _consent(
    person: YoungPerson, agrees_now: bool, evidence: str, *, by: Any, at: datetime
) -> None:
    """Following somebody after the service rests on a consent of its own."""
    if agrees(person, Purpose.JOB_SEARCH):
        return
    if not agrees_now or not evidence.strip():
        raise ConsentMissing(
            _("Please write where the signed sheet is; without it we may not follow the person."),
            field="evidence",
        )
    agree(
        by=by,
        at=at,
        young_person=person,
        purposes=frozenset({Purpose.JOB_SEARCH.value}),
        channel=ConsentChannel.PAPER,
        evidence=evidence.strip(),
    )


def _check_expected(expected_on: date, at: datetime) -> None:
    today = localdate(at)
    latest = rules.months_after(today, rules.service_months(today))
    if not rules.months_after(today, -EARLIEST_MONTHS) <= expected_on <= latest:
        raise InvalidValue(
            _("No service ends on this day. Please check the year."), field="expected_on"
        )


def _checked_hope(hope: str) -> str:
    if hope and hope not in Hope.values:
        raise InvalidValue(_("Please choose one of the list."), field="hope")
    return hope


def _make_checks(service: MilitaryService) -> None:
    assert service.discharged_on is not None
    day = service.discharged_on
    HomeCheck.objects.bulk_create(
        [
            HomeCheck(service=service, month=month, due_on=rules.months_after(day, month))
            for month in rules.check_months(day)
        ],
        # Answered ones stay when a discharge is taken back and written down again.
        ignore_conflicts=True,
    )
