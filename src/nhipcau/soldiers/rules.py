"""Who may enter and follow soldiers; the days that follow from a discharge."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from nhipcau.events.models import Session
from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import partner_units_of
from nhipcau.people.models import YoungPerson
from nhipcau.placements.errors import LinkExpired, LinkForged
from nhipcau.placements.links import read_link
from nhipcau.programmes.models import Audience
from nhipcau.shared.actors import is_system
from nhipcau.shared.reference_values import reference_value
from nhipcau.soldiers.models import HomeCheck

FOLLOWERS = (Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT)
# The kind of link, beside those of placements.
HOME_LINK = 3


# An officer of the commune goes to see them at home, and types what they signed.
AT_HOME = (*FOLLOWERS, Role.COMMUNE_OFFICER)


def units_of(actor: Any) -> set[int]:
    """Ids of the units for which the actor follows soldiers."""
    return partner_units_of(actor, *FOLLOWERS)


def works_with_soldiers(actor: Any) -> bool:
    return bool(units_of(actor))


def units_at_home(actor: Any) -> set[int]:
    """Ids of the units for which the actor asks at home and types signed sheets."""
    return partner_units_of(actor, *AT_HOME)


def asks_at_home(actor: Any) -> bool:
    return bool(units_at_home(actor))


def may_see_soldiers(actor: Any) -> bool:
    return bool(partner_units_of(actor, *AT_HOME, Role.DATA_OFFICER))


def may_follow(actor: Any, person: YoungPerson) -> bool:
    """Colleagues of both units, of the people whom their unit follows."""
    if is_system(actor):
        return True
    seen = YoungPerson.objects.visible_to(actor).filter(pk=person.pk)
    return works_with_soldiers(actor) and seen.exists()


def may_follow_all(actor: Any, people: Sequence[YoungPerson]) -> bool:
    return all(may_follow(actor, one) for one in people)


def may_answer(actor: Any, person: YoungPerson) -> bool:
    """Colleagues and officers of the commune who called or went there; the person."""
    if is_the_person(actor, person) or may_follow(actor, person):
        return True
    seen = YoungPerson.objects.visible_to(actor).filter(pk=person.pk)
    return bool(actor.pk) and asks_at_home(actor) and seen.exists()


def may_take_over(actor: Any, session: Session) -> bool:
    """Take the soldiers of a session into the list: those who run its event."""
    units = units_of(actor)
    line = session.event.plan_line
    return is_system(actor) or bool(units & {line.lead_id, line.supporting_id})


def is_the_person(actor: Any, person: YoungPerson) -> bool:
    return bool(actor.pk) and not actor.is_staff_account and bool(actor.phone == person.phone)


def may_let_go(actor: Any, person: YoungPerson) -> bool:
    """Whoever may withdraw the consent: the person, and staff who see the record."""
    seen = YoungPerson.objects.visible_to(actor).filter(pk=person.pk)
    return is_system(actor) or is_the_person(actor, person) or seen.exists()


def may_answer_by_link(check: HomeCheck, token: str, *, at: datetime) -> bool:
    try:
        link = read_link(token, at=at)
    except (LinkForged, LinkExpired):
        return False
    return (link.kind, link.number) == (HOME_LINK, check.pk)


def may_run_jobs(actor: Any) -> bool:
    return is_system(actor)


def is_for_soldiers(session: Session) -> bool:
    return session.event.kind.audience == Audience.SOLDIERS


def check_months(on: date) -> list[int]:
    """Months after discharge in which somebody is asked."""
    return sorted(int(one) for one in reference_value("soldier_check_months", on=on).split(","))


def card_months(on: date) -> int:
    """For how many months after discharge training is supported."""
    return int(reference_value("training_card_months", on=on))


def link_days(on: date) -> int:
    return int(reference_value("soldier_link_days", on=on))


def service_months(on: date) -> int:
    """The longest service, with its extension: no discharge is expected later than that."""
    return int(reference_value("military_service_months_max", on=on))


def months_after(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where that day is missing."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
