"""Write down what is offered: form 03a, and the terms of work abroad."""

from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.employers.models import Employer
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin
from nhipcau.vacancies import rules
from nhipcau.vacancies.codes import Market
from nhipcau.vacancies.details import (
    OverseasDetails,
    VacancyDetails,
    check,
    check_terms,
)
from nhipcau.vacancies.errors import FeeAboveCeiling, VacancyMoved
from nhipcau.vacancies.folding import fill_computed
from nhipcau.vacancies.listing import above, look
from nhipcau.vacancies.models import CostLine, OverseasTerms, Vacancy
from nhipcau.vacancies.publishing import locked, require_publishable
from nhipcau.vacancies.states import VacancyState


@write
def enter_vacancy(
    *,
    by: Any,
    at: datetime,
    employer: Employer,
    details: VacancyDetails,
    is_sample: bool = False,
) -> Vacancy:
    """Write a vacancy as a draft.

    Raises:
        NotAllowed: ``by`` works neither for the employer's Centre nor at the employer's desk.
        InvalidValue: something told cannot be right; it says what.
    """
    require(rules.may_enter(by, employer), _("You do not write vacancies of this employer."))
    told = check(details, on=localdate(at))
    vacancy = Vacancy(employer=employer, created_at=at, is_sample=is_sample, **told)
    fill_computed(vacancy, on=localdate(at))
    vacancy.save()
    begin(vacancy, by=by, at=at)
    return vacancy


@write
def change_vacancy(*, by: Any, at: datetime, vacancy: Vacancy, details: VacancyDetails) -> Vacancy:
    """Write it anew. What is published must stay fit to be published.

    Raises:
        NotAllowed: not of this employer; or it was sent in, and ``by`` is the employer.
        InvalidValue: something told cannot be right; it says what.
        VacancyIncomplete, LicenceNotInForce, FeeAboveCeiling: it is published, and could not be.
    """
    require(rules.may_change(by, vacancy), _("This vacancy cannot be changed by you now."))
    vacancy = locked(vacancy)
    if not rules.may_change(by, vacancy):
        raise VacancyMoved(_("Somebody was faster: this vacancy has moved on."))
    on = localdate(at)
    # A day that was right when it was written may be over by now; it is judged when it is changed.
    kept = details.closes_on == vacancy.closes_on
    told = check(details, on=min(on, vacancy.closes_on) if kept else on)
    if told["headcount"] < vacancy.filled_count:
        raise InvalidValue(
            _("%(count)d of these places are filled already.") % {"count": vacancy.filled_count},
            field="headcount",
        )
    changed = [name for name, value in told.items() if getattr(vacancy, name) != value]
    for name, value in told.items():
        setattr(vacancy, name, value)
    fill_computed(vacancy, on=on)
    vacancy.save()
    if vacancy.state == VacancyState.PUBLISHED:
        require_publishable(vacancy, on=on)
    elif vacancy.market == Market.OVERSEAS:
        _require_fees(vacancy, at=at)
    audit.record("vacancy.changed", about=vacancy, by=by, at=at, fields=changed)
    return vacancy


@write
def tell_terms(
    *, by: Any, at: datetime, vacancy: Vacancy, details: OverseasDetails
) -> OverseasTerms:
    """Write the terms of work abroad, with the table of costs.

    Raises:
        NotAllowed: ``by`` may not change the vacancy now.
        InvalidValue: it is no vacancy abroad, or something told cannot be right.
        FeeAboveCeiling: more is asked of the worker than this market allows.
        VacancyIncomplete, LicenceNotInForce: it is published, and could not be.
    """
    require(rules.may_change(by, vacancy), _("This vacancy cannot be changed by you now."))
    vacancy = locked(vacancy)
    if not rules.may_change(by, vacancy):
        raise VacancyMoved(_("Somebody was faster: this vacancy has moved on."))
    if vacancy.market != Market.OVERSEAS:
        raise InvalidValue(_("These terms belong to work abroad."))
    told = check_terms(details)
    terms = OverseasTerms.objects.filter(vacancy=vacancy).first() or OverseasTerms(vacancy=vacancy)
    changed = [name for name, value in told.items() if getattr(terms, name) != value]
    for name, value in told.items():
        setattr(terms, name, value)
    _note_check(terms, details, vacancy, by=by, at=at)
    terms.save()
    terms.costs.all().delete()
    CostLine.objects.bulk_create(
        CostLine(
            terms=terms,
            kind=one.kind,
            what=one.what,
            payer=one.payer,
            due=one.due,
            amount=one.amount,
            currency=one.currency,
        )
        for one in details.costs
    )
    _require_fees(vacancy, at=at)
    if vacancy.state == VacancyState.PUBLISHED:
        require_publishable(vacancy, on=localdate(at))
    audit.record("vacancy.terms", about=vacancy, by=by, at=at, fields=[*changed, "costs"])
    return terms


def _note_check(
    terms: OverseasTerms, details: OverseasDetails, vacancy: Vacancy, *, by: Any, at: datetime
) -> None:
    """Who looked at the demands, and when: the Centre alone."""
    if not details.demands_checked:
        terms.demands_checked_on = terms.demands_checked_by = None
    elif terms.demands_checked_on is None and rules.works_with(by, vacancy.employer):
        terms.demands_checked_on = localdate(at)
        terms.demands_checked_by = user_or_none(by)


def _require_fees(vacancy: Vacancy, *, at: datetime) -> None:
    """What is certainly too much is refused at once; what cannot be computed yet may wait."""
    seen = look(vacancy, on=localdate(at))
    if any(one.is_above for one in seen.ceilings()):
        raise FeeAboveCeiling(" ".join(above(seen)))
