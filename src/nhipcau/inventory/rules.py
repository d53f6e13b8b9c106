"""Who may answer, keep, share and read what somebody likes to do."""

from datetime import date, timedelta
from typing import Any

from nhipcau.inventory.models import WORK_WITH_CLASSES, Sheet, Sitting
from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import is_office_staff, partner_units_of
from nhipcau.people.models import YoungPerson
from nhipcau.people.rules import age_on
from nhipcau.shared.actors import actor_kind, is_system

SHEETS_KEPT = timedelta(days=730)
TYPED_KEPT = timedelta(days=30)


def may_forget_old(actor: Any) -> bool:
    return is_system(actor)


def may_load(actor: Any) -> bool:
    """Items and rules come from the installation's own files."""
    return is_system(actor)


def may_answer(actor: Any) -> bool:
    """Anybody, without an account and without a name."""
    return actor_kind(actor) in ("public", "system", "user")


def is_old_enough(person: YoungPerson, on: date, youngest: int) -> bool:
    return age_on(person.birth_on, on) >= youngest


def is_the_person(actor: Any, person: YoungPerson) -> bool:
    return bool(actor.pk) and not actor.is_staff_account and bool(actor.phone == person.phone)


def may_keep(actor: Any, person: YoungPerson) -> bool:
    """The person takes a sheet as the own one; nobody does so for somebody else."""
    return is_the_person(actor, person) or is_system(actor)


def may_answer_with(actor: Any, person: YoungPerson) -> bool:
    """Staff who work with people sit beside somebody whom their unit follows."""
    return (
        bool(actor.pk)
        and actor.is_staff_account
        and bool(partner_units_of(actor, *WORK_WITH_CLASSES))
        and YoungPerson.objects.visible_to(actor).filter(pk=person.pk).exists()
    )


def may_decide_over(actor: Any, sheet: Sheet) -> bool:
    """To share, to stop sharing, to delete: whoever owns it; of a sheet without a name whoever
    holds its code."""
    if sheet.young_person is None:
        return actor_kind(actor) in ("public", "user", "system")
    if not actor.pk:
        return is_system(actor)
    return (
        not actor.is_staff_account and Sheet.objects.visible_to(actor).filter(pk=sheet.pk).exists()
    )


def may_forget_all_of(actor: Any, person: YoungPerson) -> bool:
    """Whoever may withdraw the consent: the person, or any staff who see the record."""
    if not actor.pk:
        return is_system(actor)
    return YoungPerson.objects.visible_to(actor).filter(pk=person.pk).exists()


def may_see_shared(actor: Any) -> bool:
    """Counsellors of the two units."""
    return bool(actor.pk) and bool(partner_units_of(actor, Role.COUNSELLOR))


def may_work_with_classes(actor: Any) -> bool:
    return bool(actor.pk) and bool(partner_units_of(actor, *WORK_WITH_CLASSES))


def may_open_sitting(actor: Any, unit_id: int) -> bool:
    return is_system(actor) or unit_id in partner_units_of(actor, *WORK_WITH_CLASSES)


def may_work_on(actor: Any, sitting: Sitting) -> bool:
    return may_open_sitting(actor, sitting.unit_id)


def may_see_reliability(actor: Any) -> bool:
    """Figures about the questionnaire, no person: every office of the two units."""
    return bool(actor.pk) and is_office_staff(actor)


def may_count(actor: Any) -> bool:
    return is_system(actor) or may_work_with_classes(actor)
