"""Counselling, its three types apart: cases, talks in them, appointments.

Every figure here rests on plain codes; what was said stays sealed and is read by no figure.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.appointments.models import Appointment
from nhipcau.appointments.states import AppointmentState
from nhipcau.counselling.models import Case, Contact
from nhipcau.reporting.indicators import PERSONS, TURNS
from nhipcau.reporting.measures.base import Measure, Scope, local_day, rows_of

CASES = pgettext_lazy("unit of a figure", "cases")
TALKS = pgettext_lazy("unit of a figure", "talks")
_RECORDS = _("records of counselling of the two units, never their notes")
_BOOK = _("appointments with counsellors of the two units")


def _opened(scope: Scope) -> Any:
    found = Case.objects.filter(unit__in=scope.units, **scope.within("opened_at"))
    return _case_rows(found, "opened_at")


def _closed(scope: Scope) -> Any:
    found = Case.objects.filter(unit__in=scope.units, **scope.within("closed_at"))
    return _case_rows(found, "closed_at", result="result")


def _case_rows(found: Any, moment: str, **values: Any) -> Any:
    return rows_of(
        found,
        person="young_person_id",
        unit="unit_id",
        day=local_day(moment),
        counselling="kind",
        **values,
    )


def _talks(scope: Scope) -> Any:
    found = Contact.objects.filter(case__unit__in=scope.units, **scope.on_days("held_on"))
    return rows_of(
        found,
        person="case__young_person_id",
        unit="case__unit_id",
        day="held_on",
        counselling="case__kind",
        channel="channel",
    )


def _appointments(state: str) -> Any:
    def rows(scope: Scope) -> Any:
        found = Appointment.objects.filter(
            unit__in=scope.units, state=state, **scope.within("starts_at")
        )
        return rows_of(
            found,
            person="kept_person_id",
            unit="unit_id",
            day=local_day("starts_at"),
            counselling="kind",
            channel="mode",
        )

    return rows


OF_TALK = ("unit", "counselling", "channel")

MEASURES = (
    Measure(
        code="cases_opened",
        label=_("Counselling begun"),
        formula=_("cases opened in the period"),
        source=_RECORDS,
        model=Case,
        rows=_opened,
        turns=CASES,
        persons=PERSONS,
        of_row=("unit", "counselling"),
    ),
    Measure(
        code="talks",
        label=_("Counselling talks"),
        formula=_("talks written down, by the day they were held"),
        source=_RECORDS,
        model=Contact,
        rows=_talks,
        turns=TALKS,
        persons=PERSONS,
        of_row=OF_TALK,
    ),
    Measure(
        code="cases_closed",
        label=_("Counselling ended"),
        formula=_("cases closed in the period"),
        source=_RECORDS,
        model=Case,
        rows=_closed,
        turns=CASES,
        persons=PERSONS,
        of_row=("unit", "counselling", "result"),
    ),
    Measure(
        code="appointments_kept",
        label=_("Appointments kept"),
        formula=_("appointments to which the person came"),
        source=_BOOK,
        model=Appointment,
        rows=_appointments(AppointmentState.CAME),
        turns=TURNS,
        persons=PERSONS,
        of_row=OF_TALK,
    ),
    Measure(
        code="appointments_missed",
        label=_("Appointments missed"),
        formula=_("appointments to which the person did not come"),
        source=_BOOK,
        model=Appointment,
        rows=_appointments(AppointmentState.NO_SHOW),
        turns=TURNS,
        persons=PERSONS,
        of_row=OF_TALK,
    ),
)
