"""Who sees suggestions, who puts one aside, and who decides how they are made."""

from typing import Any

from nhipcau.matching.models import Refusal
from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.organisations.rules import memberships_of, partner_units_of
from nhipcau.people.models import YoungPerson
from nhipcau.seekers.models import JobWish
from nhipcau.shared.actors import is_system
from nhipcau.vacancies.models import Vacancy

WITH_WISHES = (Role.COUNSELLOR, Role.COORDINATOR, Role.FOCAL_POINT)


def may_run_jobs(actor: Any) -> bool:
    return is_system(actor)


def sees_suggestions(actor: Any) -> bool:
    """Staff who work with what people look for; which people, ``visible_to`` says."""
    return bool(partner_units_of(actor, *WITH_WISHES))


def may_see_list(actor: Any, person: YoungPerson) -> bool:
    """The person by the own phone, or staff who work with wishes and follow this one."""
    if not actor.pk:
        return False
    if not actor.is_staff_account:
        return bool(actor.phone == person.phone)
    return (
        sees_suggestions(actor)
        and YoungPerson.objects.visible_to(actor).filter(pk=person.pk).exists()
    )


def may_see_fitting(actor: Any, vacancy: Vacancy) -> bool:
    """Who fits a vacancy is for staff: an employer's desk never sees it."""
    return (
        bool(actor.pk)
        and sees_suggestions(actor)
        and Vacancy.objects.visible_to(actor).filter(pk=vacancy.pk).exists()
    )


def may_refuse(actor: Any, wish: JobWish) -> bool:
    """Whoever sees the list may put a line of it aside."""
    return (
        bool(actor.pk)
        and (not actor.is_staff_account or sees_suggestions(actor))
        and JobWish.objects.visible_to(actor).filter(pk=wish.pk).exists()
    )


def may_take_back(actor: Any, refusal: Refusal) -> bool:
    """The own word the person alone; a colleague's word any colleague who sees the list."""
    if bool(actor.pk) and refusal.is_own == bool(actor.is_staff_account):
        return False
    return may_refuse(actor, refusal.wish)


def may_weigh(actor: Any) -> bool:
    """The leaders of an employment service centre; the installation for the first version."""
    return is_system(actor) or any(
        one.role == Role.LEADER and one.organisation.kind == OrganisationKind.EMPLOYMENT_CENTRE
        for one in memberships_of(actor)
    )


def may_prepare_grading(actor: Any) -> bool:
    """Coordinators and counsellors of an employment service centre."""
    return is_system(actor) or _works_at_centre(actor, Role.COORDINATOR, Role.COUNSELLOR)


def may_grade(actor: Any) -> bool:
    """Counsellors of an employment service centre, who know people and work."""
    return _works_at_centre(actor, Role.COUNSELLOR)


def may_see_grading(actor: Any) -> bool:
    return may_prepare_grading(actor) or may_weigh(actor)


def _works_at_centre(actor: Any, *roles: Role) -> bool:
    return any(
        one.role in roles and one.organisation.kind == OrganisationKind.EMPLOYMENT_CENTRE
        for one in memberships_of(actor)
    )
