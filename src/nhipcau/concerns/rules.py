"""Who reads a concern, who never does, and by when something happens."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils.timezone import localdate, make_aware

from nhipcau.concerns.models import HANDED_TO, Concern, Handover, Recipient
from nhipcau.concerns.states import WAITING, About
from nhipcau.organisations.models import Membership, Organisation, Role
from nhipcau.organisations.rules import has_role, partner_units_of
from nhipcau.organisations.working_days import working_days_after
from nhipcau.programmes.models import Party
from nhipcau.programmes.queries import programme_running_on
from nhipcau.shared.actors import PUBLIC, is_system
from nhipcau.shared.reference_values import reference_value

WORDS_MOST = 5000


def may_write(actor: Any) -> bool:
    """Nobody by name: also who is signed in writes as anybody."""
    return actor is PUBLIC


def may_read(actor: Any, concern: Concern) -> bool:
    return Concern.objects.visible_to(actor).filter(pk=concern.pk).exists()


def is_recipient(actor: Any) -> bool:
    return bool(actor.pk) and Recipient.objects.current().filter(user=actor).exists()


def may_name(actor: Any, unit: Organisation) -> bool:
    """The unit's leader; the installation for its sample."""
    return is_system(actor) or (
        unit.pk in partner_units_of(actor, Role.LEADER)
        and has_role(actor, Role.LEADER, organisation=unit)
    )


def may_see_figures(actor: Any) -> bool:
    """Leaders of both units, and who reads concerns."""
    return bool(partner_units_of(actor, Role.LEADER)) or is_recipient(actor)


def may_see_handover(actor: Any, handover: Handover) -> bool:
    return Handover.objects.visible_to(actor).filter(pk=handover.pk).exists()


def may_take_over(actor: Any) -> bool:
    return bool(partner_units_of(actor, *HANDED_TO))


def is_late(concern: Concern, day: date) -> bool:
    return concern.state in WAITING and concern.due_on < day


def may_run_jobs(actor: Any) -> bool:
    return is_system(actor)


def works_in(user: Any, unit: Organisation) -> bool:
    """Asked of the database: somebody else than who acts."""
    return Membership.objects.active().filter(user=user, organisation=unit).exists()


# --- where it goes -------------------------------------------------------------------------------


def units_of_today(day: date) -> list[Organisation]:
    """The two units of the programme in force."""
    programme = programme_running_on(day)
    if programme is None:
        return []
    parties = programme.parties.select_related("organisation").order_by("order")
    return [party.organisation for party in parties]


def partner_of(unit: Organisation) -> Organisation | None:
    """The other unit of the newest programme of this one."""
    own = Party.objects.filter(organisation=unit).values("programme")
    other = (
        Party.objects.filter(programme__in=own)
        .exclude(organisation=unit)
        .select_related("organisation")
        .order_by("-programme__starts_on", "order")
        .first()
    )
    return other.organisation if other else None


def reader_units(
    about: str, about_unit: Organisation | None, units: Sequence[Organisation], day: date
) -> list[Organisation]:
    """Which units may read it, first choice first: never the one that it is about."""
    if about == About.UNIT:
        return [unit for unit in units if about_unit is not None and unit.pk != about_unit.pk]
    first = reference_value(f"concern_reader_{about.lower()}", on=day)
    return sorted(units, key=lambda unit: unit.kind != first)


def escalates_to(concern: Concern) -> Organisation:
    """Whose leaders are told that a concern waits too long: the other unit's; if it is about that
    one, the own leaders'."""
    other = partner_of(concern.unit)
    return concern.unit if other is None or other.pk == concern.about_unit_id else other


# --- days ----------------------------------------------------------------------------------------


def start_of(day: date) -> datetime:
    """The only moment of a day that a concern's rows know."""
    return make_aware(datetime.combine(day, time.min))


def read_by(day: date) -> date:
    return working_days_after(day, int(reference_value("concern_read_days", on=day)))


def answer_by(day: date) -> date:
    return working_days_after(day, int(reference_value("concern_answer_days", on=day)))


def kept_days(day: date) -> int:
    return int(reference_value("concern_kept_days", on=day))


def day_of(at: datetime) -> date:
    return localdate(at)
