"""Events, sessions, who registered and who came."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from nhipcau.events.models import Attendance, Channel, Event, Registration, Session
from nhipcau.events.states import LIVE, PRESENT, AttendanceValue, EventState
from nhipcau.organisations.models import OrganisationKind
from nhipcau.reporting.counting import people_once
from nhipcau.reporting.indicators import EVENTS, PERSONS, REGISTRATIONS, SESSIONS, TURNS
from nhipcau.reporting.measures.base import Measure, Scope, local_day, rows_of
from nhipcau.reporting.measures.parts import only_when

EVENT = "session__event__"
LINE = f"{EVENT}plan_line__"
OF_EVENT = ("unit", "kind", "audience", "place", "school", "event")


def _of_programme(scope: Scope, way: str = "") -> dict[str, Any]:
    return {
        f"{way}plan_line__version__year_plan__programme": scope.programme,
        **scope.within(f"{way}starts_at"),
    }


def _event_values(way: str = "", event: str = "") -> dict[str, Any]:
    school = only_when(Q(**{f"{way}host__kind": OrganisationKind.SCHOOL}), f"{way}host_id")
    return {
        "unit": f"{way}plan_line__lead_id",
        "day": local_day(f"{way}starts_at"),
        "kind": f"{way}kind_id",
        "audience": f"{way}plan_line__audience",
        "place": f"{way}commune_id",
        "school": school,
        "event": event or "pk",
    }


def _events(state: str) -> Any:
    def rows(scope: Scope) -> Any:
        found = Event.objects.announced().filter(**_of_programme(scope), state=state)
        return rows_of(found, **_event_values())

    return rows


def _sessions(scope: Scope) -> Any:
    found = Session.objects.filter(**_of_programme(scope, "event__"), event__state=EventState.HELD)
    return rows_of(found, **_event_values("event__", "event_id"))


def _turns(scope: Scope) -> Any:
    held = Attendance.objects.filter(**_of_programme(scope, EVENT))
    held = held.filter(session__event__state=EventState.HELD)
    found = people_once(held, value__in=sorted(PRESENT))
    return rows_of(found, person="person_id", **_event_values(EVENT, f"{EVENT[:-2]}_id"))


def _registered(scope: Scope) -> Any:
    return _registrations(scope, ~Q(channel=Channel.WALK_IN))


def _walk_ins(scope: Scope) -> Any:
    return _registrations(scope, Q(channel=Channel.WALK_IN))


def _no_shows(scope: Scope) -> Any:
    # Who did not come under one record may have come under another one of the same person.
    came = Attendance.objects.filter(session=OuterRef("session"), value__in=sorted(PRESENT))
    came = came.filter(
        Q(young_person__merged_into=OuterRef("young_person"))
        | Q(young_person__merged_into__merged_from=OuterRef("young_person"))
    )
    absent = Q(attendance__value=AttendanceValue.ABSENT, session__event__state=EventState.HELD)
    return _registrations(scope, absent & ~Exists(came))


def _registrations(scope: Scope, wanted: Any) -> Any:
    all_of_them = Registration.objects.filter(**_of_programme(scope, EVENT)).exclude(
        session__event__state=EventState.CANCELLED
    )
    found = people_once(all_of_them, state__in=sorted(LIVE)).filter(wanted)
    return rows_of(found, person="person_id", **_event_values(EVENT, f"{EVENT[:-2]}_id"))


_EVENTS = _("events of the programme by the day on which they start")
_REGISTRATIONS = _("registrations for events that were not cancelled")

MEASURES = (
    Measure(
        code="events",
        label=_("Events held"),
        formula=_("events in state “held”"),
        source=_EVENTS,
        model=Event,
        rows=_events(EventState.HELD),
        turns=EVENTS,
        of_row=OF_EVENT,
    ),
    Measure(
        code="events_cancelled",
        label=_("Events cancelled"),
        formula=_("events in state “cancelled”"),
        source=_EVENTS,
        model=Event,
        rows=_events(EventState.CANCELLED),
        turns=EVENTS,
        of_row=OF_EVENT,
    ),
    Measure(
        code="sessions",
        label=_("Sessions held"),
        formula=_("sessions of events held"),
        source=_EVENTS,
        model=Session,
        rows=_sessions,
        turns=SESSIONS,
        of_row=OF_EVENT,
    ),
    Measure(
        code="turns",
        label=_("Attendance"),
        formula=_("one turn for each person attending one session"),
        source=_("attendance of events that were held, as last corrected"),
        model=Attendance,
        rows=_turns,
        turns=TURNS,
        persons=PERSONS,
        of_row=OF_EVENT,
    ),
    Measure(
        code="registered",
        label=_("Registered ahead"),
        formula=_("confirmed and waiting registrations, without those made at the door"),
        source=_REGISTRATIONS,
        model=Registration,
        rows=_registered,
        turns=REGISTRATIONS,
        persons=PERSONS,
        of_row=OF_EVENT,
    ),
    Measure(
        code="walk_ins",
        label=_("Came without registering"),
        formula=_("registrations made at the door"),
        source=_REGISTRATIONS,
        model=Registration,
        rows=_walk_ins,
        turns=REGISTRATIONS,
        persons=PERSONS,
        of_row=OF_EVENT,
    ),
    Measure(
        code="no_shows",
        label=_("Registered and did not come"),
        formula=_("attendance “absent” at events held"),
        source=_REGISTRATIONS,
        model=Registration,
        rows=_no_shows,
        turns=REGISTRATIONS,
        persons=PERSONS,
        of_row=OF_EVENT,
    ),
)
