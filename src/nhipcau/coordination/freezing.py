"""What is taken out of sight when a right of somebody may be violated."""

from datetime import datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from nhipcau.coordination.models import Difficulty
from nhipcau.coordination.states import Kind, Told
from nhipcau.employers import use_cases as employers
from nhipcau.shared.actors import PUBLIC, SYSTEM
from nhipcau.shared.errors import DomainError
from nhipcau.vacancies import use_cases as vacancies
from nhipcau.vacancies.codes import Suspicion
from nhipcau.vacancies.models import Vacancy
from nhipcau.vacancies.states import VacancyState

TRUSTED = frozenset({Told.STAFF, Told.OFFICER})
SUSPICIONS = {
    Kind.DEPOSIT_TAKEN: Suspicion.MONEY,
    Kind.CONTRACT_DIFFERS: Suspicion.FALSE,
}


def published(difficulty: Difficulty) -> Any:
    """The vacancy it is about, or all of the employer's, as far as people see them now."""
    if difficulty.employer_id is None:
        return Vacancy.objects.none()
    found = Vacancy.objects.filter(
        employer=difficulty.employer_id, state=VacancyState.PUBLISHED
    ).select_related("employer")
    if difficulty.vacancy_id:
        found = found.filter(pk=difficulty.vacancy_id)
    return found.order_by("pk")


def protect(difficulty: Difficulty, *, by: Any, at: datetime) -> int:
    """Freeze at once on the word of a colleague; on that of a person or a school report it, which
    freezes work abroad. How many vacancies are frozen. An employer's word freezes nothing."""
    is_colleague = bool(by.pk) and by.is_staff_account
    if difficulty.told_by in TRUSTED or is_colleague:
        return freeze(difficulty, by=SYSTEM, at=at)
    if difficulty.told_by == Told.EMPLOYER:
        return 0
    return sum(_report(one, difficulty, at=at) for one in published(difficulty))


def freeze(difficulty: Difficulty, *, by: Any, at: datetime) -> int:
    frozen = list(published(difficulty))
    for vacancy in frozen:
        vacancies.freeze(by=by, at=at, vacancy=vacancy, reason=_why(difficulty))
    return len(frozen)


def suspend(difficulty: Difficulty, *, by: Any, at: datetime, reason: str) -> None:
    assert difficulty.employer
    employers.suspend_employer(by=by, at=at, employer=difficulty.employer, reason=reason)


def _report(vacancy: Vacancy, difficulty: Difficulty, *, at: datetime) -> bool:
    try:
        report = vacancies.report_vacancy(
            by=PUBLIC,
            at=at,
            vacancy=vacancy,
            suspicion=SUSPICIONS.get(Kind(difficulty.kind), Suspicion.OTHER),
            text=_why(difficulty),
            # Whoever tells many things in a day freezes no more by each of them.
            sender=f"difficulty {difficulty.young_person_id or difficulty.event_id}",
        )
    except DomainError:  # the budget of the day is spent: colleagues look at it all the same
        return False
    return report.has_frozen


def _why(difficulty: Difficulty) -> str:
    with translation.override("vi"):
        return _("A right may be violated: see difficulty %(number)d.") % {"number": difficulty.pk}
