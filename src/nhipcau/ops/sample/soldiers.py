"""Soldiers of the sample: some who came home in the spring, some who are about to."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from django.utils.timezone import localdate

from nhipcau.events.models import Session
from nhipcau.ops.sample.promises import Office
from nhipcau.ops.sample.story import clock
from nhipcau.organisations.models import Role
from nhipcau.people.models import YoungPerson
from nhipcau.programmes.models import Audience
from nhipcau.shared.actors import SYSTEM
from nhipcau.soldiers.models import HomeCheck, MilitaryService
from nhipcau.soldiers.queries import not_followed_yet
from nhipcau.soldiers.states import Hope, How, Situation
from nhipcau.soldiers.use_cases import (
    ask_home_checks,
    change_service,
    discharge,
    enter_services,
    mark_helped,
    record_home_check,
)
from nhipcau.soldiers.use_cases.asking import HomeAnswer

SEED = 20260212
CENTRE = "trung-tam-dvvl"
HOPES = list(Hope)
ANSWERS = 0.8
WANTS_HELP = 0.25
CAME_HOME_A_PART = 2  # of the list of one session, every second came home already


def make_soldiers(office: Office) -> int:
    """From the lists of the sessions for soldiers; how many are followed."""
    chance = Random(SEED)
    today = localdate(office.now)
    sessions = Session.objects.filter(
        event__kind__audience=Audience.SOLDIERS, starts_at__lt=office.now
    )
    for session in sessions.select_related("event__plan_line", "event__kind").order_by("pk"):
        signed = [one for one in not_followed_yet(session) if chance.random() < ANSWERS]
        if signed:
            _follow(office, session, signed, today, chance)
    return MilitaryService.objects.count()


def _follow(
    office: Office,
    session: Session,
    people: Sequence[YoungPerson],
    today: date,
    chance: Random,
) -> None:
    met = localdate(session.starts_at)
    by = office.one(CENTRE, Role.FOCAL_POINT)
    at = session.starts_at + timedelta(days=1)
    home = date(met.year + (met.month > 2), 2, 12)
    enter_services(
        by=by,
        at=at,
        session=session,
        expected_on=home,
        people=people,
        evidence=f"Tập phiếu mẫu {met:%m/%Y}",
    )
    services = list(MilitaryService.objects.filter(session=session).select_related("young_person"))
    for service in services:
        hope = chance.choice(HOPES)
        change_service(by=by, at=at, service=service, expected_on=home, hope=hope)
    earlier = _spring_before(today)
    leaving = services if home <= today else services[::CAME_HOME_A_PART]
    day = home if home <= today else earlier
    if day <= today:
        discharge(by=by, at=clock(day, "16:00"), services=leaving, discharged_on=day)
        _ask(by, leaving, office.now, chance)


def _spring_before(today: date) -> date:
    this_year = date(today.year, 2, 12)
    return this_year if this_year <= today else date(today.year - 1, 2, 12)


def _ask(by: object, services: Sequence[MilitaryService], now: datetime, chance: Random) -> None:
    """What was asked up to now, and what most of them said."""
    due = HomeCheck.objects.filter(service__in=services, due_on__lte=localdate(now))
    for day in sorted({one.due_on for one in due}):
        ask_home_checks(by=SYSTEM, at=clock(day, "09:10"))
    latest = max((one.due_on for one in due), default=None)
    for check in due.select_related("service__young_person").order_by("due_on", "pk"):
        if chance.random() > (ANSWERS if check.due_on != latest else ANSWERS / 2):
            continue
        situation = chance.choice([one for one in Situation if one != Situation.NOT_REACHED])
        answer = HomeAnswer(
            situation, chance.choice(("", "WAITING", "USED")), chance.random() < WANTS_HELP
        )
        at = min(clock(check.due_on + timedelta(days=2), "10:00"), now)
        told = record_home_check(by=by, at=at, check=check, answer=answer, how=How.CALL)
        if told.wants_help and check.due_on != latest:
            mark_helped(by=by, at=min(at + timedelta(days=3), now), check=told)
