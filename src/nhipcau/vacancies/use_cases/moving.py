"""The steps of a vacancy: sent in, published, frozen, closed, open again; and its places."""

from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.employers.models import Occasion
from nhipcau.employers.noting import write_to_employer
from nhipcau.shared import audit
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import move
from nhipcau.vacancies import rules
from nhipcau.vacancies.errors import NoPlaceLeft, VacancyMoved
from nhipcau.vacancies.models import Vacancy
from nhipcau.vacancies.publishing import end, last_day, locked, show
from nhipcau.vacancies.states import Closing, VacancyState


@write
def send_in(*, by: Any, at: datetime, vacancy: Vacancy) -> Vacancy:
    """The draft is done: the Centre may check it.

    Raises:
        NotAllowed: neither the employer's desk nor its Centre.
        IllegalTransition: it is no draft.
    """
    require(rules.may_send_in(by, vacancy), _("You do not write vacancies of this employer."))
    vacancy = locked(vacancy)
    move(vacancy, VacancyState.SUBMITTED, by=by, at=at)
    return vacancy


@write
def publish(*, by: Any, at: datetime, vacancy: Vacancy) -> Vacancy:
    """Show it to everybody; whoever does so has looked at it.

    Raises:
        NotAllowed: ``by`` is not of the Centre that keeps the employer's record.
        EmployerNotVerified, LicenceNotInForce, VacancyIncomplete, FeeAboveCeiling, NoPlaceLeft:
        see ``publishing.require_publishable``.
        IllegalTransition: it is published, frozen or closed.
    """
    require(rules.may_publish(by, vacancy), _("The Centre alone publishes vacancies."))
    vacancy = locked(vacancy)
    if vacancy.state not in (VacancyState.DRAFT, VacancyState.SUBMITTED):
        raise VacancyMoved(_("Somebody was faster: this vacancy has moved on."))
    _tell_the_desk(vacancy, Occasion.PUBLISHED, by=by, at=at)
    show(vacancy, by=by, at=at)
    return vacancy


@write
def give_back(*, by: Any, at: datetime, vacancy: Vacancy, reason: str) -> Vacancy:
    """Back to the employer as a draft, with what to mend.

    Raises:
        NotAllowed: ``by`` is not of the Centre that keeps the employer's record.
        ReasonMissing: ``reason`` is empty.
    """
    require(rules.may_publish(by, vacancy), _("The Centre alone checks vacancies."))
    vacancy = locked(vacancy)
    _tell_the_desk(vacancy, Occasion.GIVEN_BACK, by=by, at=at)
    move(vacancy, VacancyState.DRAFT, by=by, at=at, reason=reason)
    return vacancy


def _tell_the_desk(vacancy: Vacancy, occasion: Occasion, *, by: Any, at: datetime) -> None:
    """Who sent it in from a desk waits to hear of it; what a colleague wrote is known there."""
    last = vacancy.changes.order_by("-at", "-pk").first()
    if last is not None and last.to_state == VacancyState.SUBMITTED and last.by_id is None:
        write_to_employer(vacancy.employer_id, occasion, by=by, at=at)


@write
def freeze(*, by: Any, at: datetime, vacancy: Vacancy, reason: str) -> Vacancy:
    """Take it from everybody's sight until somebody has looked at it.

    Raises:
        NotAllowed: ``by`` is not of the Centre that keeps the employer's record.
        ReasonMissing: ``reason`` is empty.
    """
    require(rules.may_freeze(by, vacancy), _("The Centre alone freezes vacancies."))
    vacancy = locked(vacancy)
    move(vacancy, VacancyState.FROZEN, by=by, at=at, reason=reason)
    return vacancy


@write
def unfreeze(*, by: Any, at: datetime, vacancy: Vacancy, reason: str) -> Vacancy:
    """Let it go on; what is not fit to be published stays frozen.

    Raises:
        NotAllowed: ``by`` is not of the Centre that keeps the employer's record.
        ReasonMissing: ``reason`` is empty.
        EmployerNotVerified, LicenceNotInForce, VacancyIncomplete, FeeAboveCeiling, NoPlaceLeft:
        see ``publishing.require_publishable``.
    """
    require(rules.may_publish(by, vacancy), _("The Centre alone publishes vacancies."))
    vacancy = locked(vacancy)
    if vacancy.state != VacancyState.FROZEN:
        raise VacancyMoved(_("Somebody was faster: this vacancy has moved on."))
    show(vacancy, by=by, at=at, reason=reason)
    return vacancy


@write
def close(
    *, by: Any, at: datetime, vacancy: Vacancy, closing: Closing, reason: str = ""
) -> Vacancy:
    """End it, with why.

    Raises:
        NotAllowed: neither the employer's desk nor its Centre; only the Centre refuses.
        ReasonMissing: it was sent in, and is refused without a reason.
    """
    require(rules.may_close(by, vacancy, closing), _("You cannot close this vacancy in this way."))
    vacancy = locked(vacancy)
    end(vacancy, closing, by=by, at=at, reason=reason)
    return vacancy


@write
def reopen(*, by: Any, at: datetime, vacancy: Vacancy, closes_on: date, reason: str) -> Vacancy:
    """Show a closed vacancy again until another day.

    Raises:
        NotAllowed: ``by`` is not of the Centre that keeps the employer's record.
        ReasonMissing: ``reason`` is empty.
        InvalidValue: the day is over, or too far away.
        EmployerNotVerified, LicenceNotInForce, VacancyIncomplete, FeeAboveCeiling, NoPlaceLeft:
        see ``publishing.require_publishable``.
    """
    require(rules.may_publish(by, vacancy), _("The Centre alone publishes vacancies."))
    vacancy = locked(vacancy)
    if vacancy.state != VacancyState.CLOSED:
        raise VacancyMoved(_("Somebody was faster: this vacancy has moved on."))
    vacancy.closes_on = last_day(closes_on, on=localdate(at))
    vacancy.closing = ""
    show(vacancy, by=by, at=at, reason=reason)
    return vacancy


@write
def confirm_open(
    *, by: Any, at: datetime, vacancy: Vacancy, closes_on: date | None = None
) -> Vacancy:
    """The employer says that it is still open, perhaps for longer.

    Raises:
        NotAllowed: neither the employer's desk nor its Centre.
        VacancyMoved: it is not published any more.
        InvalidValue: the day is over, or too far away.
    """
    require(rules.may_confirm_open(by, vacancy), _("You do not write vacancies of this employer."))
    vacancy = locked(vacancy)
    if vacancy.state != VacancyState.PUBLISHED:
        raise VacancyMoved(_("This vacancy is not open any more."))
    if closes_on is not None:
        vacancy.closes_on = last_day(closes_on, on=localdate(at))
    vacancy.confirmed_at, vacancy.asked_at = at, None
    vacancy.save(update_fields=["closes_on", "confirmed_at", "asked_at"])
    audit.record("vacancy.confirmed", about=vacancy, by=by, at=at, fields=["confirmed_at"])
    return vacancy


@write
def count_filled(*, by: Any, at: datetime, vacancy: Vacancy, filled_count: int) -> Vacancy:
    """How many places are filled; a published one is closed by the last of them.

    Raises:
        NotAllowed: neither the employer's desk nor its Centre.
        InvalidValue: more than there are.
    """
    require(rules.may_count_places(by, vacancy), _("You do not count places of this vacancy."))
    vacancy = locked(vacancy)
    if not 0 <= filled_count <= vacancy.headcount:
        raise InvalidValue(
            _("There are %(count)d places in all.") % {"count": vacancy.headcount},
            field="filled_count",
        )
    _count(vacancy, filled_count, by=by, at=at)
    return vacancy


@write
def take_place(*, by: Any, at: datetime, vacancy: Vacancy) -> Vacancy:
    """Somebody was hired: one place less. Called by the use case that records it.

    Raises:
        NotAllowed: neither the employer's desk nor its Centre.
        NoPlaceLeft: all places are filled.
    """
    require(rules.may_count_places(by, vacancy), _("You do not count places of this vacancy."))
    vacancy = locked(vacancy)
    if vacancy.places_left < 1:
        raise NoPlaceLeft(_("All places of this vacancy are filled."))
    _count(vacancy, vacancy.filled_count + 1, by=by, at=at)
    return vacancy


@write
def give_place_back(*, by: Any, at: datetime, vacancy: Vacancy) -> Vacancy:
    """Somebody who was hired did not start, or it was undone: one place more."""
    require(rules.may_count_places(by, vacancy), _("You do not count places of this vacancy."))
    vacancy = locked(vacancy)
    _count(vacancy, max(0, vacancy.filled_count - 1), by=by, at=at)
    return vacancy


def _count(vacancy: Vacancy, filled_count: int, *, by: Any, at: datetime) -> None:
    vacancy.filled_count = filled_count
    vacancy.save(update_fields=["filled_count"])
    audit.record("vacancy.places", about=vacancy, by=by, at=at, fields=["filled_count"])
    if vacancy.places_left == 0 and vacancy.state == VacancyState.PUBLISHED:
        end(vacancy, Closing.FILLED, by=by, at=at)
