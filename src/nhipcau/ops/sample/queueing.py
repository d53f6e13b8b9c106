"""The waiting list of the sample, a class that comes together, and places kept for a school."""

from datetime import datetime, timedelta

from nhipcau.events.models import Registration, Session
from nhipcau.events.states import EventState, GroupFit, RegistrationState
from nhipcau.events.use_cases import (
    cancel_registration,
    confirm_offer,
    expire_offers,
    register_group,
    reserve_places,
)
from nhipcau.ops.sample.promises import Office
from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.people.models import YoungPerson
from nhipcau.shared.actors import PUBLIC, SYSTEM

CLASS_SIZE = 12
CONFIRMED_BY_NOW = 7
KEPT_PLACES = 20
LONG_AGO, LATELY, JUST_NOW = timedelta(hours=60), timedelta(hours=3), timedelta(hours=2)


def queue(office: Office, met: list[YoungPerson]) -> None:
    """Two people give their places back; one offer ran out, two are open."""
    full = Session.objects.filter(waiting_count__gt=2, event__state=EventState.OPEN).first()
    if full:
        first, second = full.registrations.filter(state=RegistrationState.CONFIRMED).order_by(
            "pk"
        )[:2]
        _cancel(first, office.now - LONG_AGO)
        expire_offers(by=SYSTEM, at=office.now - LATELY)
        _cancel(second, office.now - JUST_NOW)
    _a_class(office, met)


def _cancel(registration: Registration, at: datetime) -> None:
    cancel_registration(by=PUBLIC, at=at, registration=registration, code=registration.code)


def _a_class(office: Office, met: list[YoungPerson]) -> None:
    """Twelve pupils of one school: some confirmed on the phone, others have not looked yet."""
    session = (
        Session.objects.filter(
            event__state=EventState.OPEN,
            event__kind__hides_host=False,
            capacity__gt=KEPT_PLACES + CLASS_SIZE,
            waiting_count=0,
            starts_at__gt=office.now + timedelta(days=3),
        )
        .order_by("-starts_at", "pk")
        .first()
    )
    schools = [one for one in office.units.values() if one.kind == OrganisationKind.SCHOOL]
    if session is None or session.places_left < KEPT_PLACES + CLASS_SIZE or not schools:
        return
    organiser = office.one(session.event.plan_line.lead.code, Role.COORDINATOR)
    known = set(session.registrations.values_list("young_person", flat=True))
    yesterday = office.now - timedelta(days=1)
    reserve_places(
        by=organiser,
        at=yesterday,
        session=session,
        places_count=KEPT_PLACES,
        release_at=session.starts_at - timedelta(days=1),
        organisation=schools[0],
    )
    group = register_group(
        by=organiser,
        at=yesterday,
        session=session,
        name="Lớp 12A3",
        people=[one for one in met if one.pk not in known][:CLASS_SIZE],
        fit=GroupFit.AS_MANY,
        organisation=schools[0],
        asks_each=True,
    )
    for one in group.registrations.order_by("pk")[:CONFIRMED_BY_NOW]:
        confirm_offer(by=PUBLIC, at=office.now, registration=one, code=one.code)
