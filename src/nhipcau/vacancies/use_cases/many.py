"""Many vacancies at once: the same rules as for one, a handful of statements for all."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.employers.models import Employer
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin_each, move_each
from nhipcau.vacancies import rules
from nhipcau.vacancies.details import VacancyDetails, check
from nhipcau.vacancies.errors import VacancyMoved
from nhipcau.vacancies.folding import fill_computed
from nhipcau.vacancies.models import Vacancy
from nhipcau.vacancies.publishing import locked_each, require_publishable
from nhipcau.vacancies.queries import checked_each
from nhipcau.vacancies.states import VacancyState

AT_ONCE = 500


@write
def enter_vacancies(
    *,
    by: Any,
    at: datetime,
    told: Sequence[tuple[Employer, VacancyDetails]],
    is_sample: bool = False,
) -> list[Vacancy]:
    """Write each as a draft, in the order given.

    Raises:
        NotAllowed, InvalidValue: as ``enter_vacancy``, for any of them; then none is written.
    """
    require(
        all(rules.may_enter(by, one) for one in {employer for employer, _details in told}),
        _("You do not write vacancies of this employer."),
    )
    on = localdate(at)
    made = []
    for employer, details in told:
        vacancy = Vacancy(
            employer=employer, created_at=at, is_sample=is_sample, **check(details, on=on)
        )
        fill_computed(vacancy, on=on)
        made.append(vacancy)
    Vacancy.objects.bulk_create(made, AT_ONCE)
    begin_each(made, by=by, at=at)
    return made


@write
def send_in_each(*, by: Any, at: datetime, vacancies: Sequence[Vacancy]) -> list[Vacancy]:
    """The drafts are done: the Centre may check them.

    Raises:
        NotAllowed, VacancyMoved: as ``send_in``, for any of them.
    """
    require(
        all(rules.may_send_in(by, vacancy) for vacancy in _one_an_employer(vacancies)),
        _("You do not write vacancies of this employer."),
    )
    held = _held(vacancies, VacancyState.DRAFT)
    move_each(held, VacancyState.SUBMITTED, by=by, at=at)
    Vacancy.objects.bulk_update(held, ["state"], AT_ONCE)
    return held


@write
def publish_each(*, by: Any, at: datetime, vacancies: Sequence[Vacancy]) -> list[Vacancy]:
    """Show drafts to everybody; whoever does so has looked at each.

    Raises:
        NotAllowed, VacancyMoved, EmployerNotVerified, LicenceNotInForce, VacancyIncomplete,
        FeeAboveCeiling, NoPlaceLeft: as ``publish``, for any of them; then none is shown.
    """
    require(
        all(rules.may_publish(by, vacancy) for vacancy in _one_an_employer(vacancies)),
        _("The Centre alone publishes vacancies."),
    )
    held, on = _held(vacancies, VacancyState.DRAFT), localdate(at)
    for seen in checked_each(held, on=on):
        require_publishable(seen.vacancy, on=on, seen=seen)
    for one in held:
        one.published_at = one.confirmed_at = at
        one.asked_at = None
    move_each(held, VacancyState.PUBLISHED, by=by, at=at)
    Vacancy.objects.bulk_update(
        held, ["state", "published_at", "confirmed_at", "asked_at"], AT_ONCE
    )
    return held


def _one_an_employer(vacancies: Sequence[Vacancy]) -> Iterable[Vacancy]:
    """The right follows from the employer: asked once for each."""
    return {one.employer_id: one for one in vacancies}.values()


def _held(vacancies: Sequence[Vacancy], state: VacancyState) -> list[Vacancy]:
    held = locked_each(vacancies)
    if any(one.state != state for one in held):
        raise VacancyMoved(_("Somebody was faster: this vacancy has moved on."))
    return held
