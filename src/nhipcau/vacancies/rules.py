"""Who may write a vacancy, check and publish it, freeze it, and decide on what is reported."""

from datetime import timedelta
from typing import Any

from nhipcau.employers.models import Employer
from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.organisations.rules import is_office_staff, memberships_of, partner_units_of
from nhipcau.people.models import YoungPerson
from nhipcau.shared.actors import is_system
from nhipcau.vacancies.models import SavedSearch, Vacancy, VacancyList
from nhipcau.vacancies.states import Closing, VacancyState

ROLES_WITH_VACANCIES = (Role.COORDINATOR, Role.FOCAL_POINT, Role.COUNSELLOR)
BY_THE_EMPLOYER = frozenset({Closing.WITHDRAWN, Closing.FILLED})
UNDO_WITHIN = timedelta(days=7)
DRAFT_KEPT = timedelta(days=7)
ROWS_KEPT = timedelta(days=30)


def may_run_jobs(actor: Any) -> bool:
    return is_system(actor)


def may_load_reference_data(actor: Any) -> bool:
    return is_system(actor)


def is_desk_of(actor: Any, employer: Employer) -> bool:
    """The employer's own desk: an actor that carries ``employer_id``."""
    return getattr(actor, "employer_id", None) == employer.pk


def may_see_vacancies(actor: Any) -> bool:
    return is_office_staff(actor)


def works_with(actor: Any, employer: Employer) -> bool:
    """Counsellors and coordinators of the Centre that keeps the employer's record."""
    return is_system(actor) or employer.centre_id in partner_units_of(actor, *ROLES_WITH_VACANCIES)


def works_with_vacancies(actor: Any) -> bool:
    """Whether there is any Centre for which the actor writes vacancies."""
    return any(
        one.role in ROLES_WITH_VACANCIES
        and one.organisation.kind == OrganisationKind.EMPLOYMENT_CENTRE
        for one in memberships_of(actor)
    )


def may_enter(actor: Any, employer: Employer) -> bool:
    return works_with(actor, employer) or is_desk_of(actor, employer)


def may_change(actor: Any, vacancy: Vacancy) -> bool:
    """The Centre until it is closed; the employer as long as nobody checked it."""
    if works_with(actor, vacancy.employer):
        return vacancy.state != VacancyState.CLOSED
    return is_desk_of(actor, vacancy.employer) and vacancy.state == VacancyState.DRAFT


def may_send_in(actor: Any, vacancy: Vacancy) -> bool:
    return may_enter(actor, vacancy.employer)


def may_publish(actor: Any, vacancy: Vacancy) -> bool:
    """Publish, give back, refuse, freeze, let go on, reopen: the Centre alone."""
    return works_with(actor, vacancy.employer)


def may_freeze(actor: Any, vacancy: Vacancy) -> bool:
    return works_with(actor, vacancy.employer)


def may_close(actor: Any, vacancy: Vacancy, closing: str) -> bool:
    """The Centre for any reason; the employer by taking it back, or because it is filled."""
    if works_with(actor, vacancy.employer):
        return True
    return is_desk_of(actor, vacancy.employer) and closing in BY_THE_EMPLOYER


def may_count_places(actor: Any, vacancy: Vacancy) -> bool:
    return may_enter(actor, vacancy.employer)


def may_confirm_open(actor: Any, vacancy: Vacancy) -> bool:
    """Say that it is still open: the employer, or the Centre after asking."""
    return may_enter(actor, vacancy.employer)


def may_report(actor: Any, vacancy: Vacancy) -> bool:
    """Anybody, of what anybody may see."""
    return True


def may_decide_reports(actor: Any, vacancy: Vacancy) -> bool:
    return works_with(actor, vacancy.employer)


def may_save_search(actor: Any, young_person: YoungPerson) -> bool:
    """Whoever signed in with the person's own phone."""
    is_youth = bool(actor.pk) and not actor.is_staff_account
    return is_youth and bool(actor.phone) and actor.phone == young_person.phone


def may_stop_search(actor: Any, search: SavedSearch, code: str) -> bool:
    """Whoever holds the link, or signed in with the phone."""
    return code == search.code or may_save_search(actor, search.young_person)


def may_work_on_list(actor: Any, vacancy_list: VacancyList) -> bool:
    return may_enter(actor, vacancy_list.employer)
