"""What the clock does: freeze work abroad without a licence, close what is over or stale."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.employers.models import Occasion
from nhipcau.employers.noting import write_to_employer
from nhipcau.shared import audit
from nhipcau.shared.idempotency import write
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import move
from nhipcau.vacancies import rules
from nhipcau.vacancies.models import Vacancy
from nhipcau.vacancies.publishing import end, locked
from nhipcau.vacancies.states import Closing, VacancyState


@write
def freeze_unlicensed(*, by: Any, at: datetime) -> int:
    """Freeze published work abroad whose sender may not send any more; how many.

    Nobody sees it from the first second on (``Vacancy.objects.public``): this leaves the trace
    and the reason, and puts it before the colleagues.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this."))
    frozen, on = 0, localdate(at)
    for vacancy in Vacancy.objects.without_licence(on).order_by("pk"):
        vacancy = locked(vacancy)
        if vacancy.state != VacancyState.PUBLISHED:
            continue
        with translation.override("vi"):  # the reason is read by colleagues in their language
            reason = _("The licence of the sender or the contract registration is not in force.")
        move(vacancy, VacancyState.FROZEN, by=by, at=at, reason=reason)
        frozen += 1
    return frozen


@write
def close_over(*, by: Any, at: datetime) -> int:
    """Close what was open until yesterday, and drafts nobody sent in by then; how many.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this."))
    over = Vacancy.objects.filter(
        state__in=[VacancyState.PUBLISHED, VacancyState.FROZEN], closes_on__lt=localdate(at)
    )
    return _close_each(over, Closing.EXPIRED, by=by, at=at)


@write
def ask_whether_open(*, by: Any, at: datetime) -> int:
    """Ask the employers of vacancies that nobody confirmed for long; how many vacancies.

    One letter an employer. Whoever has no e-mail is called: the list of vacancies shows which
    were asked about and have no answer yet.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this."))
    on = localdate(at)
    stale = int(reference_value("vacancy_stale_days", on=on))
    ahead = int(reference_value("vacancy_asked_days_before", on=on))
    due = Vacancy.objects.filter(
        state=VacancyState.PUBLISHED,
        asked_at=None,
        confirmed_at__lt=at - timedelta(days=stale - ahead),
        closes_on__gte=on,
    ).order_by("pk")
    asked = 0
    for vacancy in due:
        vacancy = locked(vacancy)
        if vacancy.state != VacancyState.PUBLISHED or vacancy.asked_at is not None:
            continue
        vacancy.asked_at = at
        vacancy.save(update_fields=["asked_at"])
        audit.record("vacancy.asked", about=vacancy, by=by, at=at, fields=["asked_at"])
        write_to_employer(vacancy.employer_id, Occasion.STILL_OPEN, by=by, at=at)
        asked += 1
    return asked


@write
def close_stale(*, by: Any, at: datetime) -> int:
    """Close what nobody confirmed although it was asked in time; how many.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this."))
    on = localdate(at)
    stale = timedelta(days=int(reference_value("vacancy_stale_days", on=on)))
    ahead = timedelta(days=int(reference_value("vacancy_asked_days_before", on=on)))
    unanswered = Vacancy.objects.filter(
        state=VacancyState.PUBLISHED, confirmed_at__lt=at - stale, asked_at__lte=at - ahead
    )
    return _close_each(unanswered, Closing.STALE, by=by, at=at)


def _close_each(vacancies: Any, closing: Closing, *, by: Any, at: datetime) -> int:
    closed = 0
    expected = vacancies.values_list("pk", "state").order_by("pk")
    for pk, state in list(expected):
        vacancy = locked(Vacancy(pk=pk))
        if vacancy.state == state:
            end(vacancy, closing, by=by, at=at)
            closed += 1
    return closed
