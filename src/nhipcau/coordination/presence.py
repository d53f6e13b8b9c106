"""Who of a unit's contact members is there on a day; the unit's queue is there always."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q

from nhipcau.coordination.models import COORDINATION_ROLES, ContactAbsence
from nhipcau.counselling.models import Absence
from nhipcau.organisations.models import Membership, Organisation
from nhipcau.programmes.models import FocalPoint, Party, Programme


def absent_on(day: date, users: Collection[int]) -> set[int]:
    """Ids of those who said that they are away, here or for their cases."""
    away = ContactAbsence.objects.on(day).filter(user__in=users).values_list("user")
    return {
        pk
        for (pk,) in away.union(Absence.objects.on(day).filter(user__in=users).values_list("user"))
    }


def working_in(unit_id: int, users: Collection[int]) -> set[int]:
    """Ids of those who still work on what the units share, in this unit."""
    found = Membership.objects.active().filter(
        user__in=users, organisation=unit_id, role__in=COORDINATION_ROLES
    )
    return set(found.values_list("user", flat=True))


def is_there(user_id: int, unit_id: int, *, on: date) -> bool:
    """Whether a colleague still works in the unit and is not away."""
    return user_id in working_in(unit_id, [user_id]) and user_id not in absent_on(on, [user_id])


def handler_is_gone(on: date) -> Q:
    """Difficulties that nobody holds who is there: what a unit's queue shows."""
    works = Membership.objects.active().filter(
        user=OuterRef("handler"), organisation=OuterRef("unit"), role__in=COORDINATION_ROLES
    )
    away = ContactAbsence.objects.on(on).filter(user=OuterRef("handler"))
    away_too = Absence.objects.on(on).filter(user=OuterRef("handler"))
    return Q(handler=None) | Q(~Exists(works)) | Q(Exists(away)) | Q(Exists(away_too))


@dataclass(frozen=True)
class Seat:
    """One appointment: who holds it, who stands in, and whether they are there."""

    point: FocalPoint
    holder_is_there: bool
    deputy_is_there: bool

    @property
    def somebody_is_there(self) -> bool:
        return self.holder_is_there or self.deputy_is_there


@dataclass(frozen=True)
class Desk:
    """One party of a programme and its contact members; ``is_empty``: nobody is there."""

    programme: Programme
    unit: Organisation
    seats: tuple[Seat, ...]

    @property
    def is_empty(self) -> bool:
        return not any(seat.somebody_is_there for seat in self.seats)

    @property
    def has_nobody_for_all(self) -> bool:
        """Nobody is appointed for the whole programme."""
        return not any(seat.point.content_id is None for seat in self.seats)


def desks_of(programmes: Iterable[Programme], *, on: date) -> list[Desk]:
    """The parties of programmes with their contact members on a day; four queries."""
    programmes = list(programmes)
    parties = (
        Party.objects.filter(programme__in=programmes)
        .select_related("organisation", "programme")
        .order_by("programme", "order")
    )
    points: dict[tuple[int, int], list[FocalPoint]] = {}
    for point in (
        FocalPoint.objects.current()
        .filter(programme__in=programmes)
        .select_related("holder", "deputy", "content")
        .order_by("content__number", "pk")
    ):
        points.setdefault((point.programme_id, point.organisation_id), []).append(point)
    users = {
        user
        for found in points.values()
        for point in found
        for user in (point.holder_id, point.deputy_id)
        if user
    }
    here = _there(users, on)
    return [
        Desk(
            party.programme,
            party.organisation,
            tuple(
                _seat(point, here)
                for point in points.get((party.programme_id, party.organisation_id), [])
            ),
        )
        for party in parties
    ]


def _there(users: Collection[int], on: date) -> set[tuple[Any, Any]]:
    """(unit, user) of those who work there and are not away."""
    away = absent_on(on, users) if users else set()
    works = Membership.objects.active().filter(user__in=users, role__in=COORDINATION_ROLES)
    return {
        (unit, user)
        for unit, user in works.values_list("organisation", "user")
        if user not in away
    }


def _seat(point: FocalPoint, here: set[tuple[Any, Any]]) -> Seat:
    return Seat(
        point,
        (point.organisation_id, point.holder_id) in here,
        bool(point.deputy_id) and (point.organisation_id, point.deputy_id) in here,
    )


def absences_seen_by(
    actor: Any, units: Collection[int], *, on: date | None = None
) -> list[ContactAbsence]:
    """Who of these units is away, from a day on if one is given; both units read that."""
    works = Membership.objects.active().filter(
        user=OuterRef("user"), organisation__in=units, role__in=COORDINATION_ROLES
    )
    found = ContactAbsence.objects.filter(Q(Exists(works)) | Q(user=actor.pk))
    if on is not None:
        found = found.filter(ends_on__gte=on)
    return list(found.select_related("user").order_by("starts_on", "pk")[:50])
