"""What is counted, in which unit, by which formula, from which rows."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

EVENTS = pgettext_lazy("unit of a figure", "events")
SESSIONS = pgettext_lazy("unit of a figure", "sessions")
TURNS = pgettext_lazy("unit of a figure", "turns")
PERSONS = pgettext_lazy("unit of a figure", "persons")
MONTHS = pgettext_lazy("unit of a figure", "months")
REGISTRATIONS = pgettext_lazy("unit of a figure", "registrations")
PER_THOUSAND = pgettext_lazy("unit of a figure", "per 1,000 young people")

# Cells of so few people could tell who they are: public and passed-on tables do not show them.
SMALL_CELL_BELOW = 5


@dataclass(frozen=True)
class Indicator:
    """One figure. ``formula`` and ``source`` are shown beside the report, in plain words."""

    code: str
    label: Any
    unit: Any
    formula: Any
    source: Any


_EVENTS_SOURCE = _("events of the programme by the month in which they start, local time")
_ATTENDANCE_SOURCE = _("attendance of events that were held, as last corrected")
_REGISTRATION_SOURCE = _("registrations for events that were not cancelled")
_PERSON_SOURCE = _("what the young people said of themselves and agreed to have counted")

EVENTS_HELD = Indicator(
    "events", _("Events held"), EVENTS, _("events in state “held”"), _EVENTS_SOURCE
)
EVENTS_CANCELLED = Indicator(
    "events_cancelled",
    _("Events cancelled"),
    EVENTS,
    _("events in state “cancelled”"),
    _EVENTS_SOURCE,
)
SESSIONS_HELD = Indicator(
    "sessions", _("Sessions held"), SESSIONS, _("sessions of events held"), _EVENTS_SOURCE
)
MONTHS_FULFILLED = Indicator(
    "cadence",
    _("Months with the promised event"),
    MONTHS,
    _("months with at least as many events held as the agreement asks for"),
    _("the cadence rule of the agreement"),
)
TURNS_DONE = Indicator(
    "turns",
    _("Turns of attendance"),
    TURNS,
    _("one turn for each person attending one session, on time or late"),
    _ATTENDANCE_SOURCE,
)
PERSONS_DONE = Indicator(
    "persons",
    _("Persons, each counted once"),
    PERSONS,
    _("different young people among the turns of the period"),
    _ATTENDANCE_SOURCE,
)
WOMEN = Indicator("women", _("Women"), TURNS, _("gender “female”"), _PERSON_SOURCE)
MINORITY = Indicator(
    "minority",
    _("Ethnic minorities"),
    TURNS,
    _("ethnic group stated and not Kinh"),
    _PERSON_SOURCE,
)
UNION = Indicator(
    "union",
    pgettext_lazy("row of a report", "Youth Union members"),
    TURNS,
    _("answered yes to membership"),
    _PERSON_SOURCE,
)
GENDER_NOT_STATED = Indicator(
    "women_not_stated", _("Gender not stated"), TURNS, _("no gender on record"), _PERSON_SOURCE
)
ETHNICITY_NOT_STATED = Indicator(
    "minority_not_stated",
    _("Ethnic group not stated"),
    TURNS,
    _("no ethnic group on record"),
    _PERSON_SOURCE,
)
UNION_NOT_STATED = Indicator(
    "union_not_stated",
    _("Union membership not stated"),
    TURNS,
    _("no answer about membership on record"),
    _PERSON_SOURCE,
)
REGISTERED = Indicator(
    "registered",
    _("Registered ahead"),
    REGISTRATIONS,
    _("confirmed and waiting registrations, without those made at the door"),
    _REGISTRATION_SOURCE,
)
WAITING = Indicator(
    "waiting",
    _("On the waiting list"),
    REGISTRATIONS,
    _("registrations in state “waiting”"),
    _REGISTRATION_SOURCE,
)
WALK_INS = Indicator(
    "walk_ins",
    _("Came without registering"),
    REGISTRATIONS,
    _("registrations made at the door"),
    _REGISTRATION_SOURCE,
)
NO_SHOWS = Indicator(
    "no_shows",
    _("Registered and did not come"),
    REGISTRATIONS,
    _("attendance “absent” at events held"),
    _ATTENDANCE_SOURCE,
)
UNRECORDED = Indicator(
    "unrecorded",
    _("Attendance not recorded"),
    REGISTRATIONS,
    _("confirmed registrations of events held without an attendance value"),
    _REGISTRATION_SOURCE,
)
REACH = Indicator(
    "reach",
    _("Reach"),
    PER_THOUSAND,
    _("persons of the year living in a commune × 1,000 ÷ young people living there"),
    _("attendance, and the number of young people of each commune"),
)

INDICATORS = (
    *(EVENTS_HELD, SESSIONS_HELD, EVENTS_CANCELLED, MONTHS_FULFILLED, TURNS_DONE, PERSONS_DONE),
    *(WOMEN, MINORITY, UNION, GENDER_NOT_STATED, ETHNICITY_NOT_STATED, UNION_NOT_STATED),
    *(REGISTERED, WAITING, WALK_INS, NO_SHOWS, UNRECORDED, REACH),
)


@dataclass(frozen=True)
class AgeBand:
    """Full years from ``youngest`` to ``oldest``, both included; ``None`` is open."""

    code: str
    label: Any
    youngest: int | None
    oldest: int | None


AGE_BANDS = (
    AgeBand("under_16", _("Under 16 years"), None, 15),
    AgeBand("16_17", _("16 to 17 years"), 16, 17),
    AgeBand("18_24", _("18 to 24 years"), 18, 24),
    AgeBand("25_30", _("25 to 30 years"), 25, 30),
    AgeBand("over_30", _("Over 30 years"), 31, None),
)


def suppress_small(value: int) -> int | str:
    """The value for a public or passed-on table: cells of 1 to 4 people are shown as ``<5``."""
    return f"<{SMALL_CELL_BELOW}" if 0 < value < SMALL_CELL_BELOW else value
