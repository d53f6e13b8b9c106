"""Who runs a fair, who answers for a booth, and what a wish is worth."""

from datetime import datetime
from typing import Any

from nhipcau.events import rules as event_rules
from nhipcau.events.models import Event, Registration
from nhipcau.events.states import EventState, RegistrationState
from nhipcau.fairs.models import Booth, Candidate, Fair
from nhipcau.fairs.states import Interest
from nhipcau.organisations.rules import is_office_staff, partner_units_of
from nhipcau.people.rules import may_see_people
from nhipcau.shared.actors import is_desk_of, is_system

# The dearest wish is worth most; what both sides want is worth more; at most 1000 in all.
DEAREST, STEP, LEAST = 600, 70, 110
INTEREST = {None: 0, Interest.MAYBE: 0, Interest.YES: 200, Interest.SURELY: 300}
BEST_FIT = 100
WITH_INTERVIEWS = frozenset({"job-fair", "career-opportunities"})
BEFORE_THE_END = frozenset(
    {EventState.DRAFT, EventState.PUBLISHED, EventState.OPEN, EventState.CLOSED}
)


def has_interviews(event: Any) -> bool:
    """Kinds of event at which employers interview: no school, no barracks, not online."""
    return event.kind.code in WITH_INTERVIEWS


def may_run(actor: Any, event: Event) -> bool:
    """Invite, draw the hall, ask for a timetable and publish it: who organises the event."""
    return event_rules.may_organise(actor, event.plan_line)


def may_see(actor: Any, event: Event) -> bool:
    """Employers, hall and figures: whoever works in an office of the two units."""
    return is_system(actor) or is_office_staff(actor)


def may_see_candidates(actor: Any) -> bool:
    """Names: whose work is with people."""
    return may_see_people(actor)


def may_answer(actor: Any, booth: Booth) -> bool:
    """Say whether an employer comes, with whom and what: its desk, or a colleague it called."""
    return is_desk_of(actor, booth.employer_id) or may_run(actor, booth.fair.event)


def may_mark(actor: Any, booth: Booth) -> bool:
    """Call people and tell results: the employer's desk, or who records attendance."""
    event = booth.fair.event
    return is_desk_of(actor, booth.employer_id) or _works_there(actor, event)


def _works_there(actor: Any, event: Event) -> bool:
    line = event.plan_line
    units = {line.lead_id, line.supporting_id}
    return is_system(actor) or bool(units & partner_units_of(actor, *event_rules.DOOR))


def may_place(actor: Any, fair: Fair) -> bool:
    """Give somebody who came without wishes the slots that are free: who works at the event."""
    return _works_there(actor, fair.event)


def may_wish(actor: Any, registration: Registration, code: str) -> bool:
    """Whoever holds the secret code of the registration, the phone's owner, or the organisers."""
    return event_rules.may_cancel_registration(actor, registration, code)


def may_solve(actor: Any) -> bool:
    return is_system(actor)


def takes_wishes(fair: Fair, *, at: datetime) -> bool:
    return fair.event.state in BEFORE_THE_END and at < fair.wishes_close_at


def may_have_interviews(registration: Registration) -> bool:
    return registration.state == RegistrationState.CONFIRMED


def weight_of(rank: int, interest: int | None, fit: int = 0) -> int:
    """What one interview is worth, 1 to 1000: the person's rank, the employer's interest, and how
    well matching says the two fit (0 to 100)."""
    wish = max(LEAST, DEAREST - STEP * (rank - 1))
    found = Interest(interest) if interest is not None else None
    return min(1000, wish + INTEREST.get(found, 0) + max(0, min(BEST_FIT, fit)))


def slots_of(candidate: Candidate, *, fair: Fair) -> list[bool]:
    """In which slots a candidate is there: own hours, and the bus they come and leave with."""
    bus = candidate.bus
    return [
        candidate.from_slot <= slot < candidate.to_slot
        and (
            bus is None
            or (bus.arrives_at <= fair.starts(slot) and fair.starts(slot + 1) <= bus.leaves_at)
        )
        for slot in range(fair.slots_count)
    ]


def current_slot(fair: Fair, *, at: datetime) -> int:
    """The first slot that has not begun; 0 before the day, ``slots_count`` after it."""
    passed = (at - fair.first_slot_at).total_seconds()
    if passed < 0:
        return 0
    return min(fair.slots_count, int(passed // (fair.slot_minutes * 60)) + 1)
