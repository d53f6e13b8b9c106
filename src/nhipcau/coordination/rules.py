"""Who may open, see and lead on what the two units share."""

from datetime import datetime
from typing import Any

from nhipcau.coordination.links import person_of
from nhipcau.coordination.models import (
    COORDINATION_ROLES,
    ContactAbsence,
    Difficulty,
    JointMeeting,
    Notice,
    PlanRequest,
    Promise,
    Thread,
)
from nhipcau.coordination.states import Told
from nhipcau.coordination.step import Who
from nhipcau.coordination.table import OWN_STEPS, STEPS
from nhipcau.employers import rules as employer_rules
from nhipcau.employers.models import Employer
from nhipcau.events.models import RegistrationGroup
from nhipcau.organisations.models import Membership, Organisation, Role
from nhipcau.organisations.rules import (
    is_commune_officer,
    memberships_of,
    partner_units_of,
)
from nhipcau.people.models import YoungPerson
from nhipcau.programmes.models import FocalPoint, Programme
from nhipcau.programmes.rules import PLANNERS, is_of_a_party, may_appoint, party_ids
from nhipcau.shared.actors import is_desk_of, is_system
from nhipcau.vacancies import rules as vacancy_rules


def units_of(actor: Any) -> set[int]:
    """Ids of the units for which the colleague works on what is shared."""
    return partner_units_of(actor, *COORDINATION_ROLES)


def works_together(actor: Any) -> bool:
    return bool(units_of(actor))


def leads(actor: Any, unit_id: int) -> bool:
    return unit_id in partner_units_of(actor, Role.LEADER)


def may_tell(actor: Any) -> bool:
    """A colleague of either unit, or an officer of a commune."""
    return is_system(actor) or works_together(actor) or is_commune_officer(actor)


def may_tell_as_employer(actor: Any, employer: Employer) -> bool:
    return is_desk_of(actor, employer.pk)


def may_tell_as_school(group: RegistrationGroup, code: str) -> bool:
    """Whoever holds the secret address of the group."""
    return bool(code) and group.code == code


def may_ask_for_help(actor: Any, young_person: YoungPerson) -> bool:
    """Whoever signed in with the person's own phone."""
    is_youth = bool(actor.pk) and not actor.is_staff_account
    return is_youth and bool(actor.phone) and actor.phone == young_person.phone


def may_ask_by_link(young_person: YoungPerson, token: str, *, at: datetime) -> bool:
    return person_of(token, at=at) == young_person.pk


def is_owner(actor: Any, difficulty: Difficulty) -> bool:
    return difficulty.unit_id in units_of(actor)


def is_party(actor: Any, programme: Programme) -> bool:
    return bool(units_of(actor) & party_ids(programme))


def told_it(actor: Any, difficulty: Difficulty) -> bool:
    """The young person who asked for help, by the own phone."""
    return (
        difficulty.told_by == Told.PERSON
        and difficulty.young_person is not None
        and may_ask_for_help(actor, difficulty.young_person)
    )


def may_take(actor: Any, name: str, difficulty: Difficulty) -> bool:
    """Whether a row of the table is for the actor. Whether it can be taken now: ``taking``."""
    if name not in STEPS or not STEPS[name].sources:
        return False
    who = STEPS[name].who
    if is_system(actor):
        return Who.CLOCK in who
    if told_it(actor, difficulty):
        return Who.PERSON in who and name in OWN_STEPS
    if Who.CENTRE in who:
        return _acts_for_the_centre(actor, name, difficulty)
    if Who.OWNER in who and is_owner(actor, difficulty):
        return True
    return Who.PARTNER in who and is_party(actor, difficulty.programme)


def _acts_for_the_centre(actor: Any, name: str, difficulty: Difficulty) -> bool:
    employer = difficulty.employer
    if employer is None or not is_party(actor, difficulty.programme):
        return False
    if name == "suspend":
        return employer_rules.may_check(actor, employer)
    return vacancy_rules.works_with(actor, employer)


def may_write(actor: Any, difficulty: Difficulty) -> bool:
    """In the thread that both units read; the person who told it writes there too."""
    return is_party(actor, difficulty.programme) or told_it(actor, difficulty)


def may_write_internally(actor: Any, difficulty: Difficulty, unit: Organisation) -> bool:
    return unit.pk in units_of(actor) and unit.pk in party_ids(difficulty.programme)


def may_open_thread(actor: Any, programme: Programme) -> bool:
    return is_party(actor, programme)


def may_post(actor: Any, thread: Thread) -> bool:
    """Who sees the thread, and so the thing it hangs on."""
    return Thread.objects.visible_to(actor).filter(pk=thread.pk).exists()


def may_end_promise(actor: Any, promise: Promise) -> bool:
    """The unit that gave it says whether it was kept."""
    return promise.unit_id in units_of(actor)


def may_see_notice(actor: Any, notice: Notice) -> bool:
    return Notice.objects.visible_to(actor).filter(pk=notice.pk).exists()


def may_enter_request(actor: Any, programme: Programme) -> bool:
    return is_of_a_party(actor, programme, *PLANNERS, Role.LEADER)


def may_answer_request_of(actor: Any, programme: Programme) -> bool:
    return is_of_a_party(actor, programme, *PLANNERS)


def may_answer_request(actor: Any, request: PlanRequest) -> bool:
    return may_answer_request_of(actor, request.programme)


def may_hold_meetings(actor: Any, programme: Programme) -> bool:
    return is_of_a_party(actor, programme, *PLANNERS, Role.LEADER)


def may_write_minutes(actor: Any, meeting: JointMeeting) -> bool:
    return may_hold_meetings(actor, meeting.programme)


def may_note_absence(actor: Any, user: Any) -> bool:
    """The own one; of a colleague, whoever appoints contact members of the unit."""
    if not actor.pk:
        return False
    if actor.pk == user.pk:
        return works_together(actor)
    units = Membership.objects.active().filter(user=user, role__in=COORDINATION_ROLES)
    return any(
        one.organisation_id in set(units.values_list("organisation", flat=True))
        for one in memberships_of(actor)
        if one.role in (Role.LEADER, Role.ADMINISTRATOR)
    )


def may_end_absence(actor: Any, absence: ContactAbsence) -> bool:
    return may_note_absence(actor, absence.user)


def may_hand_over(actor: Any, point: FocalPoint) -> bool:
    return may_appoint(actor, point.organisation)


def may_see_contacts(actor: Any) -> bool:
    return works_together(actor) or any(
        one.role == Role.ADMINISTRATOR for one in memberships_of(actor)
    )


def may_run_jobs(actor: Any) -> bool:
    return is_system(actor)


def may_load_reference_data(actor: Any) -> bool:
    return is_system(actor)
