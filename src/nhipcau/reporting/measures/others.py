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
        code="booths",
        label=_("Employers at fairs"),
        formula=_("booths that came, one for each employer and fair"),
        source=_FAIRS,
        model=Booth,
        rows=_booths,
        turns=EMPLOYERS,
        of_row=("unit", "event", "section"),
    ),
    Measure(
        code="candidates",
        label=_("Candidates at fairs"),
        formula=_("people with wishes for interviews"),
        source=_FAIRS,
        model=Candidate,
        rows=_candidates,
        turns=TURNS,
        persons=PERSONS,
        of_row=("unit", "event"),
    ),
    Measure(
        code="interviews",
        label=_("Interviews at fairs"),
        formula=_("interviews held, with their result"),
        source=_FAIRS,
        model=Meeting,
        rows=_interviews,
        turns=INTERVIEWS,
        persons=PERSONS,
        of_row=("unit", "event", "result"),
    ),
    Measure(
        code="discharged",
        label=_("Soldiers discharged"),
        formula=_("days of discharge that lie in the period"),
        source=_HOME,
        model=MilitaryService,
        rows=_discharged,
        turns=TURNS,
        persons=PERSONS,
    ),
    Measure(
        code="home_checks",
        label=_("Soldiers asked at home"),
        formula=_("answers given in the period"),
        source=_HOME,
        model=HomeCheck,
        rows=_home_checks,
        turns=ANSWERS,
        persons=PERSONS,
        of_row=("situation",),
    ),
    Measure(
        code="sheets",
        label=_("Interest sheets answered"),
        formula=_("sheets ended in the period, as a number"),
        source=_("sheets of what people like to do; never whose, never what they said"),
        model=Sheet,
        rows=_sheets,
        turns=SHEETS,
        of_row=("form",),
    ),
)
