"""Somebody reports that something is wrong: work abroad is frozen at once, until it is decided."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.shared import audit
from nhipcau.shared.actors import SYSTEM, user_or_none
from nhipcau.shared.errors import DomainError, InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.row_security import acting
from nhipcau.shared.rules import require
from nhipcau.shared.throttle import Budget, spend, spend_each
from nhipcau.shared.transitions import move
from nhipcau.vacancies import rules
from nhipcau.vacancies.codes import Decision, Market, Suspicion
from nhipcau.vacancies.errors import VacancyMoved
from nhipcau.vacancies.models import Vacancy, VacancyReport
from nhipcau.vacancies.publishing import locked, show
from nhipcau.vacancies.states import VacancyState

A_DAY = timedelta(days=1)
# Whoever saw three swindles in a day is welcome; whoever wants to empty the board is not.
REPORTS_OF_ONE = Budget("reports of vacancies by one address", 10, A_DAY)
FREEZES_OF_ONE = Budget("vacancies frozen by one address", 3, A_DAY)


@write
def report_vacancy(
    *,
    by: Any,
    at: datetime,
    vacancy: Vacancy,
    suspicion: str,
    text: str = "",
    contact: str = "",
    sender: str,
) -> VacancyReport:
    """Keep a report. Work abroad is frozen at once; other work is put before the colleagues.

    ``sender``: the address the request came from, for the budget alone: it is not kept. After the
    budget, and for some days after a report of the same vacancy was found untrue, a report is
    kept and shown, and freezes nothing.

    Raises:
        TooManyAttempts: too many reports from one address in a day.
        InvalidValue: “something else” without a word on what.
    """
    require(rules.may_report(by, vacancy), _("You cannot report this."))
    if suspicion not in Suspicion.values:
        raise InvalidValue(_("Please choose what is wrong."), field="suspicion")
    if suspicion == Suspicion.OTHER and not text.strip():
        raise InvalidValue(_("Please write in a few words what happened."), field="text")
    spend(REPORTS_OF_ONE, sender, at=at)
    vacancy = locked(vacancy)
    freezes = (
        vacancy.market == Market.OVERSEAS
        and vacancy.state == VacancyState.PUBLISHED
        and not _found_untrue_lately(vacancy, at)
        and spend_each([(FREEZES_OF_ONE, sender)], at=at) is None
    )
    with acting(SYSTEM, at=at):
        report = VacancyReport.objects.create(
            vacancy=vacancy,
            suspicion=suspicion,
            text=text.strip(),
            contact=contact.strip(),
            has_frozen=freezes,
            created_at=at,
        )
    audit.record("vacancyreport.made", about=report, by=by, at=at)
    if vacancy.flagged_at is None:
        vacancy.flagged_at = at
        vacancy.save(update_fields=["flagged_at"])
    if freezes:
        with translation.override("vi"):
            reason = _("Reported: %(what)s") % {"what": Suspicion(suspicion).label}
        move(vacancy, VacancyState.FROZEN, by=by, at=at, reason=reason)
    return report


@write
def decide_report(
    *, by: Any, at: datetime, report: VacancyReport, decision: str, note: str
) -> VacancyReport:
    """Say what was found. Untrue: the vacancy goes on, if it may. True: it is and stays frozen.

    Raises:
        NotAllowed: ``by`` is not of the Centre that keeps the employer's record.
        InvalidValue: no decision, or no word on what was found.
        VacancyMoved: somebody else decided it.
    """
    require(
        rules.may_decide_reports(by, report.vacancy), _("The Centre alone decides on reports.")
    )
    if decision not in Decision.values:
        raise InvalidValue(_("Please choose what was found."), field="decision")
    if not note.strip():
        raise InvalidValue(
            _("Please write what you looked at and found; others will read it later."),
            field="note",
        )
    vacancy = locked(report.vacancy)
    with acting(SYSTEM, at=at):
        report = VacancyReport.objects.select_for_update().get(pk=report.pk)
        if report.decided_at is not None:
            raise VacancyMoved(_("Somebody was faster: this report is decided."))
        report.decision, report.decision_note = decision, note.strip()
        report.decided_at, report.decided_by = at, user_or_none(by)
        report.save()
        is_last = not vacancy.reports.undecided().exists()
        was_frozen = _was_frozen_by_reports(vacancy)
    audit.record("vacancyreport.decided", about=report, by=by, at=at, fields=["decision"])
    if is_last:
        vacancy.flagged_at = None
        vacancy.save(update_fields=["flagged_at"])
    if decision == Decision.UPHELD and vacancy.state == VacancyState.PUBLISHED:
        move(vacancy, VacancyState.FROZEN, by=by, at=at, reason=note)
    if decision == Decision.UNFOUNDED and is_last and was_frozen:
        _let_go_on(vacancy, by=by, at=at, reason=note)
    return report


def _found_untrue_lately(vacancy: Vacancy, at: datetime) -> bool:
    days = int(reference_value("report_again_days", on=localdate(at)))
    with acting(SYSTEM, at=at):
        return vacancy.reports.filter(
            decision=Decision.UNFOUNDED, decided_at__gt=at - timedelta(days=days)
        ).exists()


def _was_frozen_by_reports(vacancy: Vacancy) -> bool:
    """Frozen by a report, by nothing else since, and no report of it was found true."""
    if vacancy.state != VacancyState.FROZEN:
        return False
    if vacancy.reports.filter(decision=Decision.UPHELD).exists():
        return False
    frozen = vacancy.changes.filter(to_state=VacancyState.FROZEN).order_by("-at", "-pk").first()
    return (
        frozen is not None
        and vacancy.reports.filter(has_frozen=True, created_at=frozen.at).exists()
    )


def _let_go_on(vacancy: Vacancy, *, by: Any, at: datetime, reason: str) -> None:
    try:
        show(vacancy, by=by, at=at, reason=reason)
    except DomainError:  # its licence lapsed meanwhile, say: a colleague sees why when trying
        return
