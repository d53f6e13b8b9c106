"""What pages show of messages and notices."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from nhipcau.messaging import rules
from nhipcau.messaging.bounces import hash_of
from nhipcau.messaging.models import (
    ChannelHealth,
    DeadAddress,
    Letter,
    Message,
    StaffChoice,
    UnitNotice,
    WayChoice,
)
from nhipcau.messaging.states import MessageState, Outcome, Rhythm, Route
from nhipcau.people.models import YoungPerson

SHOWN_FOR = timedelta(days=30)


def person_of_link(pk: int) -> YoungPerson | None:
    """The record of a link whose secret the page has checked; nothing once it is erased."""
    person = YoungPerson.objects.select_related("merged_into").filter(pk=pk).first()
    if person is None:
        return None
    kept = rules.kept_record(person)
    return kept if kept.pk == pk and kept.full_name else None


def chosen_ways(person: YoungPerson) -> dict[str, bool]:
    choice = WayChoice.objects.filter(young_person=person).first()
    if choice is None:
        return {"by_phone": True, "by_mail": True, "at_once": False}
    return {
        "by_phone": choice.by_phone,
        "by_mail": choice.by_mail,
        "at_once": choice.at_once,
    }


def chosen_rhythm(user: Any) -> str:
    chosen = StaffChoice.objects.filter(user=user).values_list("rhythm", flat=True).first()
    return chosen or Rhythm.DIGEST.value


def notices_listed(actor: Any, *, at: datetime) -> QuerySet[UnitNotice]:
    """What the actor's units were told lately, the newest first."""
    return (
        UnitNotice.objects.visible_to(actor)
        .filter(created_at__gt=at - 2 * SHOWN_FOR)
        .select_related("unit")
        .order_by("-created_at", "-pk")
    )


def undelivered(actor: Any, *, at: datetime) -> QuerySet[Message]:
    """Messages of the last weeks that did not arrive, of people whom the actor sees."""
    failed = Q(state=MessageState.FAILED) | Q(
        state=MessageState.WITHDRAWN, outcome__in=[Outcome.BOUNCED, Outcome.NO_ADDRESS]
    )
    return (
        Message.objects.visible_to(actor)
        .filter(failed, ended_at__gt=at - SHOWN_FOR)
        .select_related("young_person__merged_into", "letter")
        .order_by("-ended_at", "-pk")
    )


def nothing() -> QuerySet[Message]:
    return Message.objects.none()


def dead_among(addresses: set[str]) -> set[str]:
    """Which of these e-mail addresses take no mail; one statement."""
    by_hash = {hash_of(one): one for one in addresses if one}
    dead = DeadAddress.objects.filter(address_hash__in=by_hash)
    return {by_hash[found] for found in dead.values_list("address_hash", flat=True)}


@dataclass(frozen=True)
class Jam:
    """A channel that does not answer, and how many letters wait for their turn."""

    name: str
    since: datetime | None
    again_at: datetime | None


def jams(*, at: datetime) -> list[Jam]:
    """Channels that are left alone now."""
    found = ChannelHealth.objects.filter(open_until__gt=at).order_by("name")
    return [Jam(one.name, one.succeeded_at, one.open_until) for one in found]


def waiting_letters() -> int:
    return Letter.objects.filter(state=MessageState.SENDING).count()


def failed_to_colleagues(actor: Any, *, at: datetime) -> QuerySet[Letter]:
    """Letters to colleagues of the units that the actor administers, which did not arrive."""
    from_units = rules.administered(actor)
    return (
        Letter.objects.filter(
            state=MessageState.FAILED,
            route=Route.MAIL,
            ended_at__gt=at - SHOWN_FOR,
            to_staff__user__memberships__organisation__in=from_units,
            to_staff__user__memberships__ended_at=None,
        )
        .select_related("to_staff__user")
        .order_by("-ended_at", "-pk")
        .distinct()
    )
