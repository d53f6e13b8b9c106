"""Who prepares a day of careers, who lets questions through, and who sees to a follow-up."""

from datetime import timedelta
from typing import Any

from nhipcau.careerdays.models import CareerDay, FollowUp
from nhipcau.careerdays.states import FollowUpTopic
from nhipcau.events import rules as event_rules
from nhipcau.events.models import Event, Registration
from nhipcau.events.states import EventState, RegistrationState
from nhipcau.fairs.rules import has_interviews
from nhipcau.organisations.models import Organisation, OrganisationKind, Role
from nhipcau.organisations.rules import is_office_staff, partner_units_of
from nhipcau.people.models import YoungPerson
from nhipcau.people.rules import may_see_people, may_withdraw_consent
from nhipcau.shared.actors import is_system
from nhipcau.shared.throttle import keyed_hash

WORKERS = (Role.COUNSELLOR, Role.COORDINATOR, Role.FOCAL_POINT)
# The Centre helps to find work; the unit that leads the day sees to everything else.
OF_THE_CENTRE = frozenset({FollowUpTopic.WORK, FollowUpTopic.ELSEWHERE})
QUESTIONS_KEPT = timedelta(days=90)
BROWSERS_KEPT = timedelta(days=2)
NOTES_KEPT = timedelta(days=730)


def has_programme(event: Any) -> bool:
    """Public days at which employers and young people meet."""
    return has_interviews(event)


def may_run(actor: Any, event: Event) -> bool:
    """Write the programme, name employers, open the questions: who organises the event."""
    return event_rules.may_organise(actor, event.plan_line)


def may_see(actor: Any, event: Event) -> bool:
    return is_system(actor) or is_office_staff(actor)


def may_moderate(actor: Any, event: Event) -> bool:
    """Let questions through: whoever works at the event, of either unit."""
    line = event.plan_line
    units = {line.lead_id, line.supporting_id}
    return is_system(actor) or bool(units & partner_units_of(actor, *event_rules.DOOR))


def may_ask(actor: Any, day: CareerDay) -> bool:
    """Anybody: nobody is asked who it is."""
    return day.event.state != EventState.CANCELLED


def takes_questions(day: CareerDay) -> bool:
    return day.takes_questions and day.event.state not in (EventState.DRAFT, EventState.CANCELLED)


def browser_hash(question_id: int, browser: str) -> str:
    """A browser is another one to each question: nobody is followed through an evening."""
    return keyed_hash(f"{question_id}:{browser}")


def may_want(actor: Any, registration: Registration, code: str) -> bool:
    """Say that somebody wants to hear more: the holder of the registration's code, the phone's
    owner, or colleagues who work with people at the event."""
    return event_rules.may_speak_for(actor, registration, code) or (
        may_see_people(actor) and may_moderate(actor, registration.session.event)
    )


def is_there(registration: Registration) -> bool:
    return registration.state == RegistrationState.CONFIRMED


def may_end(actor: Any, follow_up: FollowUp) -> bool:
    """Colleagues with people of the unit that sees to it."""
    return is_system(actor) or follow_up.owner_id in partner_units_of(actor, *WORKERS)


def may_drop(actor: Any, person: YoungPerson) -> bool:
    """Whoever may withdraw the consent that it rests on."""
    return may_withdraw_consent(actor, person)


def may_forget(actor: Any) -> bool:
    return is_system(actor)


def owner_of(event: Event, about: str) -> Organisation:
    """Which unit sees to a wish to hear more."""
    units = (event.plan_line.lead, event.plan_line.supporting)
    if about in OF_THE_CENTRE:
        for unit in units:
            if unit.kind == OrganisationKind.EMPLOYMENT_CENTRE:
                return unit
    return units[0]
