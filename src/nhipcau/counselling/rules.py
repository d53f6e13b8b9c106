"""Who may do what with a case, its notes and its transfers."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.counselling.errors import CaseEnded
from nhipcau.counselling.models import (
    CASE_ROLES,
    SUPERVISORS,
    Absence,
    Case,
    EmergencyOpening,
    Transfer,
)
from nhipcau.counselling.states import LIVE_CASES
from nhipcau.organisations.models import PARTNER_KINDS, Membership, Organisation, Role
from nhipcau.organisations.rules import partner_units_of
from nhipcau.people.models import YoungPerson
from nhipcau.shared.actors import is_system
from nhipcau.shared.reference_values import reference_value

OPEN_IN_EMERGENCY = timedelta(hours=1)


def may_see_cases(actor: Any) -> bool:
    return bool(partner_units_of(actor, *CASE_ROLES))


def may_see_openings(actor: Any) -> bool:
    """Supervisors, data officers, and who opened something."""
    return bool(partner_units_of(actor, *CASE_ROLES, Role.DATA_OFFICER))


def works_in(actor: Any, unit_id: int) -> bool:
    """Whether the actor works on cases in this unit now."""
    return unit_id in partner_units_of(actor, *CASE_ROLES)


def is_supervisor(actor: Any, unit_id: int) -> bool:
    return unit_id in partner_units_of(actor, *SUPERVISORS)


def is_case_worker(user: Any, unit_id: int) -> bool:
    """The same of somebody else than who acts, asked of the database."""
    return (
        user is not None
        and Membership.objects.active()
        .filter(
            user=user,
            organisation=unit_id,
            role__in=CASE_ROLES,
            organisation__kind__in=PARTNER_KINDS,
        )
        .exists()
    )


def may_open_case(actor: Any, young_person: YoungPerson, unit: Organisation) -> bool:
    """Whoever works on cases of the unit and sees the person; the installation its sample."""
    return is_system(actor) or (
        works_in(actor, unit.pk)
        and YoungPerson.objects.visible_to(actor).filter(pk=young_person.pk).exists()
    )


def may_handle(actor: Any, case: Case) -> bool:
    """Write into a case: its counsellor while working in the unit, and the unit's supervisors."""
    if is_system(actor):
        return True
    if not works_in(actor, case.unit_id):
        return False
    return case.counsellor_id == actor.pk or is_supervisor(actor, case.unit_id)


def may_take(actor: Any, case: Case, *, at: datetime) -> bool:
    """A case of the unit's queue: nobody has it, or who has it left or is away."""
    return works_in(actor, case.unit_id) and is_in_queue(case, on=localdate(at))


def is_in_queue(case: Case, *, on: date) -> bool:
    if case.counsellor_id is None or not is_case_worker(case.counsellor_id, case.unit_id):
        return True
    return Absence.objects.on(on).filter(user=case.counsellor_id).exists()


def may_assign(actor: Any, case: Case) -> bool:
    return is_supervisor(actor, case.unit_id)


def may_transfer(actor: Any, case: Case) -> bool:
    return may_handle(actor, case) and not is_system(actor)


def may_answer_transfer(actor: Any, transfer: Transfer) -> bool:
    """Who is asked; of a unit's queue, everybody who works on cases there."""
    if not works_in(actor, transfer.to_unit_id):
        return False
    return transfer.to_counsellor_id in (None, actor.pk) or is_supervisor(
        actor, transfer.to_unit_id
    )


def may_take_back(actor: Any, transfer: Transfer) -> bool:
    return transfer.asked_by_id == actor.pk or is_supervisor(actor, transfer.from_unit_id)


def reads_every_note(actor: Any, case: Case, *, at: datetime) -> bool:
    """The counsellor, the unit's supervisors, and who opened the case in an emergency."""
    if not actor.pk or not works_in(actor, case.unit_id):
        return False
    return (
        case.counsellor_id == actor.pk
        or is_supervisor(actor, case.unit_id)
        or opened_in_emergency(actor, case, at=at)
    )


def opened_in_emergency(actor: Any, case: Case, *, at: datetime) -> bool:
    return EmergencyOpening.objects.in_force(at).filter(case=case, by=actor).exists()


def may_read_notes(actor: Any, case: Case, *, at: datetime) -> bool:
    """All notes, or the own ones: an author who still works on cases reads those."""
    return reads_every_note(actor, case, at=at) or (
        bool(actor.pk) and may_see_cases(actor) and has_written_in(actor, case)
    )


def has_written_in(actor: Any, case: Case) -> bool:
    return case.contacts.filter(by=actor, has_note=True).exists()


def may_open_in_emergency(actor: Any, case: Case) -> bool:
    """Staff of the unit who work on cases, and could not read the notes otherwise."""
    return bool(actor.pk) and works_in(actor, case.unit_id) and not may_handle(actor, case)


def may_acknowledge(actor: Any, opening: EmergencyOpening) -> bool:
    return bool(actor.pk) and opening.notices.filter(user=actor).exists()


def may_note_absence(actor: Any, user: Any) -> bool:
    """The own one; of a colleague, the supervisor of a unit in which both work."""
    if not actor.pk:
        return False
    if actor.pk == user.pk:
        return may_see_cases(actor)
    return any(is_case_worker(user, unit) for unit in partner_units_of(actor, *SUPERVISORS))


def may_keep_keys(actor: Any) -> bool:
    return is_system(actor)


def may_erase_cases(actor: Any) -> bool:
    """Data officers, whom the erasure has asked already whether they answer for the person."""
    return is_system(actor) or bool(partner_units_of(actor, Role.DATA_OFFICER))


def may_run_jobs(actor: Any) -> bool:
    return is_system(actor)


def check_live(case: Case) -> None:
    """Stop when the case is closed.

    Raises:
        CaseEnded: with what to do instead.
    """
    if case.state not in LIVE_CASES:
        raise CaseEnded(_("This case is closed. Open it again first."))


def silent_days(on: date) -> int:
    return int(reference_value("case_silent_days", on=on))


def reopen_days(on: date) -> int:
    return int(reference_value("case_reopen_days", on=on))


def reminder_days(on: date) -> int:
    return int(reference_value("step_reminder_days", on=on))


def transfer_days_most(on: date) -> int:
    return int(reference_value("case_lent_days_most", on=on))
