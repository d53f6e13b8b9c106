"""Who may say that somebody started, is still there, or is on the way abroad."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from nhipcau.organisations.models import OrganisationKind, Role
from nhipcau.organisations.rules import is_office_staff, memberships_of, partner_units_of
from nhipcau.people.models import YoungPerson
from nhipcau.placements.errors import LinkExpired, LinkForged
from nhipcau.placements.links import CHECK, START, read_link
from nhipcau.placements.models import Placement, StartWord, StayCheck
from nhipcau.placements.states import How, Side
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import Outcome, ReferralState
from nhipcau.shared.actors import is_system
from nhipcau.shared.reference_values import reference_value

CALLERS = (Role.COUNSELLOR, Role.COORDINATOR, Role.FOCAL_POINT)


def works_at_the_centre(actor: Any) -> bool:
    """Only the employment service centre confirms that somebody started."""
    return any(
        one.organisation.kind == OrganisationKind.EMPLOYMENT_CENTRE and one.role in CALLERS
        for one in memberships_of(actor)
    )


def sees(actor: Any, person: YoungPerson) -> bool:
    return YoungPerson.objects.visible_to(actor).filter(pk=person.pk).exists()


def is_the_person(actor: Any, person: YoungPerson) -> bool:
    return bool(actor.pk) and not actor.is_staff_account and bool(actor.phone == person.phone)


def was_taken_on(referral: Referral) -> bool:
    return referral.state == ReferralState.HIRED or referral.outcome == Outcome.STARTED


def may_record_start(actor: Any, referral: Referral, side: str) -> bool:
    """The Centre for both sides; the young person for the own one."""
    if is_system(actor):
        return True
    if is_the_person(actor, referral.young_person):
        return side == Side.PERSON
    return works_at_the_centre(actor) and sees(actor, referral.young_person)


def may_confirm_by_link(placement: Placement, token: str, *, at: datetime) -> bool:
    return _opens(token, START, placement.pk, at=at)


def may_record_check(actor: Any, check: StayCheck) -> bool:
    """Colleagues of both units who call, and the person on the own page."""
    person = check.placement.referral.young_person
    if is_system(actor) or is_the_person(actor, person):
        return True
    return bool(partner_units_of(actor, *CALLERS)) and sees(actor, person)


def may_answer_by_link(check: StayCheck, token: str, *, at: datetime) -> bool:
    return _opens(token, CHECK, check.pk, at=at)


def may_accompany(actor: Any, person: YoungPerson) -> bool:
    """Write down steps abroad, a relative's number, what a counsellor did."""
    return is_system(actor) or (bool(partner_units_of(actor, *CALLERS)) and sees(actor, person))


def may_tell_family(actor: Any, person: YoungPerson) -> bool:
    return may_accompany(actor, person) or is_the_person(actor, person)


def may_see_placements(actor: Any) -> bool:
    return bool(partner_units_of(actor, *CALLERS, Role.DATA_OFFICER))


def may_see_funnel(actor: Any) -> bool:
    return is_office_staff(actor)


def may_run_jobs(actor: Any) -> bool:
    return is_system(actor)


def is_certain(words: Iterable[StartWord]) -> bool:
    """Both sides said it; two calls noted by one and the same colleague are one word."""
    told = {word.side: word for word in words}
    if set(told) != set(Side):
        return False
    one, other = told.values()
    return not (one.how == other.how == How.CALL and one.by_id == other.by_id)


def check_days(on: date) -> list[int]:
    """Days after the first one on which somebody is asked."""
    return sorted(int(day) for day in reference_value("stay_check_days", on=on).split(","))


def overdue_days(on: date) -> int:
    return int(reference_value("stay_overdue_days", on=on))


def link_days(on: date) -> int:
    return int(reference_value("stay_link_days", on=on))


def task_days(on: date) -> int:
    return int(reference_value("counselling_task_days", on=on))


def _opens(token: str, kind: int, number: int, *, at: datetime) -> bool:
    if not token:
        return False
    try:
        link = read_link(token, at=at)
    except (LinkForged, LinkExpired):
        return False
    return (link.kind, link.number) == (kind, number)
