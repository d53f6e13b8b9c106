"""Whether a vacancy may be shown to everybody on a day; asked by every step that shows it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.employers.states import EmployerState
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.transitions import move
from nhipcau.vacancies.errors import (
    EmployerNotVerified,
    FeeAboveCeiling,
    LicenceNotInForce,
    NoPlaceLeft,
    VacancyIncomplete,
    VacancyMoved,
)
from nhipcau.vacancies.listing import Checked, above, look, missing
from nhipcau.vacancies.models import Vacancy
from nhipcau.vacancies.states import VacancyState


def locked(vacancy: Vacancy) -> Vacancy:
    """The vacancy as it stands, held until the transaction ends."""
    return (
        Vacancy.objects.select_for_update(of=("self",), no_key=True)
        .select_related("employer", "commune", "occupation", "only_because", "age_because")
        .get(pk=vacancy.pk)
    )


def locked_each(vacancies: Sequence[Vacancy]) -> list[Vacancy]:
    """``locked`` for several, in the order of their numbers."""
    return list(
        Vacancy.objects.select_for_update(of=("self",), no_key=True)
        .select_related("employer", "commune", "occupation", "only_because", "age_because")
        .filter(pk__in=[one.pk for one in vacancies])
        .order_by("pk")
    )


def require_publishable(vacancy: Vacancy, *, on: date, seen: Checked | None = None) -> None:
    """Stop unless everybody may see it that day. ``seen``: when it was looked up already.

    Raises:
        EmployerNotVerified: two people have not looked at the employer yet.
        LicenceNotInForce: work abroad, and the sender has no licence in force on that day.
        VacancyIncomplete: a required point is not told; ``missing`` has each in words.
        FeeAboveCeiling: more is asked of the worker than the rule allows, or that is unknown.
        NoPlaceLeft: all places are filled.
    """
    if vacancy.employer.state != EmployerState.VERIFIED:
        raise EmployerNotVerified(_("This employer is not verified, or is suspended."))
    if vacancy.places_left < 1:
        raise NoPlaceLeft(_("All places of this vacancy are filled."))
    seen = seen or look(vacancy, on=on)
    if seen.is_abroad and seen.terms and seen.needs_licence and seen.licence is None:
        raise LicenceNotInForce(_("The sending enterprise has no licence in force on this day."))
    if points := missing(seen):
        told = _("Not yet told: %(points)s.") % {"points": "; ".join(points)}
        raise VacancyIncomplete(told, missing=points)
    if too_much := above(seen):
        raise FeeAboveCeiling(" ".join(too_much))


def end(vacancy: Vacancy, closing: str, *, by: Any, at: datetime, reason: str = "") -> None:
    """Close a vacancy that is held. The database asks for state and reason in one statement."""
    if vacancy.state == VacancyState.CLOSED:
        raise VacancyMoved(_("This vacancy is closed already."))
    vacancy.closing = str(closing)
    also = ("closing",)
    move(vacancy, VacancyState.CLOSED, by=by, at=at, reason=reason, also=also)


def last_day(day: date, *, on: date) -> date:
    """A day until which a vacancy may be open.

    Raises:
        InvalidValue: it is over, or too far away.
    """
    most = int(reference_value("vacancy_open_days_most", on=on))
    if day < on:
        raise InvalidValue(_("This day is over. Please choose a later one."), field="closes_on")
    if (day - on).days > most:
        raise InvalidValue(
            _("A vacancy stays open for %(days)d days at most; it can be renewed.")
            % {"days": most},
            field="closes_on",
        )
    return day


def show(vacancy: Vacancy, *, by: Any, at: datetime, reason: str = "") -> None:
    """Show a vacancy that is held to everybody; see ``require_publishable`` for what stops it."""
    require_publishable(vacancy, on=localdate(at))
    vacancy.published_at = vacancy.published_at or at
    vacancy.confirmed_at, vacancy.asked_at = at, None
    also = ("published_at", "confirmed_at", "asked_at", "closing", "closes_on")
    move(vacancy, VacancyState.PUBLISHED, by=by, at=at, reason=reason, also=also)
