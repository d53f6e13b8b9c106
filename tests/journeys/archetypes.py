"""The pages that stand for all others, for pictures of them and for weighing the first visit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client

from nhipcau.events.states import RegistrationState
from nhipcau.programmes.models import PlanVersion
from nhipcau.programmes.states import PlanState
from tests.journeys import addresses
from tests.journeys.addresses import (
    ADMINISTRATOR,
    ANYONE,
    COORDINATOR,
    DATA_OFFICER,
    LEADER,
    OTHER_LEADER,
    YOUTH,
    pk,
)
from tests.sign_in import sign_in

E = "workspace:events:"


@dataclass(frozen=True)
class Archetype:
    name: str
    address: str
    who: str = ANYONE
    arguments: Callable[[], dict] = dict
    query: str = ""
    then: Callable[[Any], object] = lambda page: None


def send_nothing(page):
    page.locator("main form[method=post] button").last.click()


def plan_in_force():
    return PlanVersion.objects.get(state=PlanState.APPROVED)


def last_report():
    """The month before the one we are in, or the first of the sample's year."""
    today = addresses.timezone.localdate()
    return {"month": addresses.month_period(today.year, max(1, today.month - 1))}


ARCHETYPES = [
    Archetype("home", "public:home"),
    Archetype("calendar", "public:calendar"),
    Archetype("calendar-empty", "public:calendar", query="?q=khong+co+gi"),
    Archetype("event", "public:event", arguments=pk(addresses.open_event)),
    Archetype("event-over", "public:event", arguments=pk(addresses.held_event)),
    Archetype("register", "public:register", arguments=pk(addresses.open_session)),
    Archetype(
        "register-mistakes",
        "public:register",
        arguments=pk(addresses.open_session),
        then=send_nothing,
    ),
    Archetype(
        "registration",
        "public:registration",
        arguments=addresses.code(RegistrationState.CONFIRMED),
    ),
    Archetype("mine", "public:my-registrations", YOUTH),
    Archetype("programme", "public:programme"),
    Archetype("sign-in", "account:sign-in"),
    Archetype("desk", "workspace:desk", COORDINATOR),
    Archetype("desk-leader", "workspace:desk", OTHER_LEADER),
    Archetype("plan", "workspace:plans:version", COORDINATOR, pk(plan_in_force)),
    Archetype(
        "plan-proposed",
        "workspace:plans:version",
        OTHER_LEADER,
        pk(addresses.proposed_version),
    ),
    Archetype("events", E + "list", COORDINATOR),
    Archetype("event-inside", E + "detail", COORDINATOR, pk(addresses.open_event)),
    Archetype("event-form", E + "change", COORDINATOR, pk(addresses.open_event)),
    Archetype("list", E + "registrations", COORDINATOR, pk(addresses.open_session)),
    Archetype("door", E + "attendance", COORDINATOR, pk(addresses.held_event), "?show=all"),
    Archetype("people", "workspace:people:list", DATA_OFFICER),
    Archetype("members", "workspace:members:list", ADMINISTRATOR),
    Archetype("figures", "workspace:reports:overview", LEADER),
    Archetype("plan-done", "workspace:reports:plan-done", LEADER),
    Archetype("report", "workspace:reports:month", LEADER, last_report),
]


def cookie_of(who):
    """The session of one who looks, as a cookie."""
    user = addresses.principal(who)
    if user is None:
        return {}
    client = Client()
    sign_in(client, user)
    return {"sessionid": client.cookies["sessionid"].value}
