"""Fairs, soldiers on their way home, and what people like to do (as numbers alone)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.events.states import EventState
from nhipcau.fairs.models import Booth, Candidate, Meeting
from nhipcau.fairs.states import BoothState, MeetingState
from nhipcau.inventory.models import Sheet
from nhipcau.reporting.indicators import PERSONS, TURNS
from nhipcau.reporting.measures.base import Measure, Scope, local_day, rows_of
from nhipcau.reporting.measures.jobs import ANSWERS, EMPLOYERS
from nhipcau.soldiers.models import HomeCheck, MilitaryService
from nhipcau.soldiers.states import ServiceState

INTERVIEWS = pgettext_lazy("unit of a figure", "interviews")
SHEETS = pgettext_lazy("unit of a figure", "sheets")
_FAIRS = _("fairs of the programme that were held")
_HOME = _("soldiers whom the two units follow, without their unit or place")


def _of_fair(scope: Scope, way: str) -> dict[str, Any]:
    event = f"{way}event__"
    return {
        f"{event}plan_line__version__year_plan__programme": scope.programme,
        f"{event}state": EventState.HELD,
        **scope.within(f"{event}starts_at"),
    }


def _fair_values(way: str) -> dict[str, Any]:
    return {
        "unit": f"{way}event__plan_line__lead_id",
        "day": local_day(f"{way}event__starts_at"),
        "event": f"{way}event_id",
    }


def _booths(scope: Scope) -> Any:
    found = Booth.objects.filter(**_of_fair(scope, "fair__"), state=BoothState.ACCEPTED)
    return rows_of(found, **_fair_values("fair__"), section="employer__sections__0")


def _candidates(scope: Scope) -> Any:
    found = Candidate.objects.filter(**_of_fair(scope, "fair__"), ended_at=None)
    return rows_of(found, person="registration__young_person_id", **_fair_values("fair__"))


def _interviews(scope: Scope) -> Any:
    found = Meeting.objects.filter(**_of_fair(scope, "booth__fair__"), state=MeetingState.HELD)
    return rows_of(
        found,
        person="candidate__registration__young_person_id",
        **_fair_values("booth__fair__"),
        result="result",
    )


def _discharged(scope: Scope) -> Any:
    found = MilitaryService.objects.filter(
        state__in=[ServiceState.DISCHARGED, ServiceState.ENDED],
        **scope.on_days("discharged_on"),
    )
    return rows_of(found, person="young_person_id", day="discharged_on")


def _home_checks(scope: Scope) -> Any:
    found = HomeCheck.objects.filter(**scope.within("answered_at")).exclude(situation="")
    return rows_of(
        found,
        person="service__young_person_id",
        day=local_day("answered_at"),
        situation="situation",
    )


def _sheets(scope: Scope) -> Any:
    """Whose they are is nobody's business here: no person, no class, no result."""
    found = Sheet.objects.filter(**scope.within("ended_at"))
    return rows_of(found, day=local_day("ended_at"), form="form")


MEASURES = (
    Measure(
        *(
            "booths",
            _("Employers at fairs"),
            _("booths that came, one for each employer and fair"),
        ),
        _FAIRS,
        Booth,
        _booths,
        EMPLOYERS,
        "",
        ("unit", "event", "section"),
    ),
    Measure(
        "candidates",
        _("Candidates at fairs"),
        _("people with wishes for interviews"),
        _FAIRS,
        Candidate,
        _candidates,
        TURNS,
        PERSONS,
        ("unit", "event"),
    ),
    Measure(
        "interviews",
        _("Interviews at fairs"),
        _("interviews held, with their result"),
        _FAIRS,
        Meeting,
        _interviews,
        INTERVIEWS,
        PERSONS,
        ("unit", "event", "result"),
    ),
    Measure(
        "discharged",
        _("Soldiers discharged"),
        _("days of discharge that lie in the period"),
        _HOME,
        MilitaryService,
        _discharged,
        TURNS,
        PERSONS,
    ),
    Measure(
        "home_checks",
        _("Soldiers asked at home"),
        _("answers given in the period"),
        _HOME,
        HomeCheck,
        _home_checks,
        ANSWERS,
        PERSONS,
        ("situation",),
    ),
    Measure(
        "sheets",
        _("Interest sheets answered"),
        _("sheets ended in the period, as a number"),
        _("sheets of what people like to do; never whose, never what they said"),
        Sheet,
        _sheets,
        SHEETS,
        "",
        ("form",),
    ),
)
