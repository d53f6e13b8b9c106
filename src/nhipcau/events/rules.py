"""Who may do what with an event, and what its kind asks for."""

from datetime import datetime
from typing import Any

from nhipcau.events.models import Event, EventStaff, Registration, RegistrationGroup, Session
from nhipcau.events.states import EventState, RegistrationState
from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import is_commune_officer, partner_units_of
from nhipcau.people.followed import ROLES_WITH_PEOPLE
from nhipcau.programmes.models import PlanLine
from nhipcau.shared.actors import is_gate_of, is_system

ORGANISERS = (Role.COORDINATOR, Role.FOCAL_POINT)
DOOR = (Role.COORDINATOR, Role.FOCAL_POINT, Role.COUNSELLOR)


def _runs(actor: Any, line: PlanLine, *roles: Role) -> bool:
    return bool({line.lead_id, line.supporting_id} & partner_units_of(actor, *roles))


def may_organise(actor: Any, line: PlanLine) -> bool:
    """Coordinators and contact members of the unit that leads or supports the line."""
    return is_system(actor) or _runs(actor, line, *ORGANISERS)


def may_register(actor: Any, session: Session) -> bool:
    """Anyone, where the kind takes public registration, the officer of a commune too; organisers
    for every kind."""
    line = session.event.plan_line
    if is_system(actor) or _runs(actor, line, *ORGANISERS, Role.COUNSELLOR):
        return True
    is_outside = not actor.pk or not actor.is_staff_account or is_commune_officer(actor)
    return is_outside and session.event.kind.takes_public_registration


def may_cancel_registration(actor: Any, registration: Registration, code: str) -> bool:
    """Whoever holds the secret code of the link, the phone's owner, or the organisers."""
    if code and code == registration.code:
        return True
    if not actor.pk:
        return is_system(actor)
    if not actor.is_staff_account:
        return bool(actor.phone == registration.young_person.phone)
    return may_organise(actor, registration.session.event.plan_line)


def may_speak_for(actor: Any, registration: Registration, code: str) -> bool:
    """Say yes for the person of a registration: whoever holds its secret code, or the phone's
    owner. No colleague: what was said on paper has its own way."""
    if code and code == registration.code:
        return True
    if not actor.pk or actor.is_staff_account:
        return False
    return bool(actor.phone == registration.young_person.phone)


def may_register_groups(actor: Any, session: Session) -> bool:
    """Organisers and counsellors of both units."""
    return is_system(actor) or _runs(actor, session.event.plan_line, *ORGANISERS, Role.COUNSELLOR)


def may_manage_group(actor: Any, group: RegistrationGroup, code: str) -> bool:
    """Whoever holds the group's secret code, or the organisers."""
    return bool(code and code == group.code) or may_register_groups(actor, group.session)


def may_run_jobs(actor: Any) -> bool:
    return is_system(actor)


def may_record_attendance(actor: Any, event: Event) -> bool:
    """Organisers and counsellors of both units, volunteers assigned to this event, its gates."""
    if is_system(actor) or is_gate_of(actor, event.pk) or _runs(actor, event.plan_line, *DOOR):
        return True
    return (
        _runs(actor, event.plan_line, Role.GATE_VOLUNTEER)
        and EventStaff.objects.filter(event=event, user=actor).exists()
    )


def may_correct_attendance(actor: Any, event: Event) -> bool:
    return is_system(actor) or _runs(actor, event.plan_line, *ORGANISERS)


def may_see_registrations(actor: Any, event: Event) -> bool:
    """Whose work is with people, in either unit; and the volunteers assigned to this event."""
    return _runs(actor, event.plan_line, *ROLES_WITH_PEOPLE) or may_record_attendance(actor, event)


def takes_registrations(event: Event, *, at: datetime) -> bool:
    return event.state == EventState.OPEN and at < event.registration_closes_at


def shows_overseas_jobs(event: Event) -> bool:
    """In a school only with the recorded agreement of the education department."""
    return not event.kind.is_in_school or bool(event.education_agreement)


def shows_sponsors(event: Event) -> bool:
    """School events carry no advertising; army events neither."""
    return not event.kind.is_in_school and not event.kind.hides_host


def has_ticket(registration: Registration, *, at: datetime) -> bool:
    """A confirmed place of an event that takes place and is not over."""
    session = registration.session
    return (
        registration.state == RegistrationState.CONFIRMED
        and session.event.state != EventState.CANCELLED
        and at < session.ends_at
    )
