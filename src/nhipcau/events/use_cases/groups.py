"""A class, a unit or a family registers together; places kept for a school or a commune."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.crypto import get_random_string
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from nhipcau.events import places, rules, telling, waiting
from nhipcau.events.ending import end_registration, locked_registration
from nhipcau.events.errors import (
    AlreadyRegistered,
    CapacityTaken,
    RegistrationClosed,
    SessionFull,
)
from nhipcau.events.models import (
    Channel,
    Registration,
    RegistrationGroup,
    ReservedPlaces,
    Session,
)
from nhipcau.events.rush import CODE_LENGTH
from nhipcau.events.states import FILLING_STATES, LIVE, GroupFit, RegistrationState
from nhipcau.messaging import outbox
from nhipcau.organisations.models import Commune, Organisation
from nhipcau.people.models import YoungPerson
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.idempotency import write
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin_each

# However long members may take to confirm, the last day before the session is for the next ones.
CERTAIN_BEFORE = timedelta(days=1)


@dataclass(frozen=True)
class Split:
    """How many of a group get places kept for them, free places, and waiting places."""

    kept: int
    free: int
    waiting: int


@write
def register_group(
    *,
    by: Any,
    at: datetime,
    session: Session,
    name: str,
    people: Sequence[YoungPerson],
    fit: GroupFit,
    organisation: Organisation | None = None,
    asks_each: bool = False,
) -> RegistrationGroup:
    """Register people who are entered already as one group.

    Whoever has a live registration for the session keeps that one and is not registered again.
    ``fit``: all together, or as many as fit; who does not fit waits, a group that comes together
    waits together. ``asks_each``: every member confirms on a phone before the place is certain.

    Raises:
        NotAllowed: ``by`` neither organises nor counsels at the event.
        RegistrationClosed: the event is over or cancelled.
        AlreadyRegistered: every one of them is registered already.
        SessionFull: neither places nor waiting places are left for them.
    """
    require(rules.may_register_groups(by, session), _("Your role does not register groups here."))
    if not name.strip():
        raise InvalidValue(
            _("Please give the group a name, for example: class 12A3."), field="name"
        )
    session = places.locked(session.pk)
    if session.event.state not in FILLING_STATES or at >= session.ends_at:
        raise RegistrationClosed(_("This event does not take registrations now."))
    new = _not_registered(session, people)
    if not new:
        raise AlreadyRegistered(_("Everybody on this list is registered already."))
    group = RegistrationGroup.objects.create(
        session=session,
        name=name.strip(),
        organisation=organisation,
        fit=fit,
        asks_each=asks_each,
        code=get_random_string(CODE_LENGTH),
        created_by=user_or_none(by),
        created_at=at,
    )
    reserved = (
        session.reservations.kept().filter(organisation=organisation).first()
        if organisation
        else None
    )
    split = _split(session, reserved, len(new), fit)
    if reserved and split.kept:
        places.take_reserved(reserved, split.kept)
    if (split.free and not places.take_places(session, split.free)) or (
        split.waiting and not places.take_waiting_places(session, split.waiting)
    ):
        raise SessionFull(
            _("Neither places nor the waiting list have room for this group. Nothing was kept.")
        )
    until = _confirm_until(session, at) if asks_each else None
    state = RegistrationState.OFFERED if until else RegistrationState.CONFIRMED
    parts = (
        (split.kept, state, reserved, until),
        (split.free, state, None, until),
        (split.waiting, RegistrationState.WAITING, None, None),
    )
    done = 0
    for count, given, kept, expires_at in parts:
        made = Registration.objects.bulk_create(
            [
                Registration(
                    session=session,
                    young_person=person,
                    state=given,
                    code=get_random_string(CODE_LENGTH),
                    channel=Channel.STAFF,
                    registered_at=at,
                    group=group,
                    reserved=kept,
                    offer_expires_at=expires_at,
                )
                for person in new[done : done + count]
            ],
            2000,
        )
        done += count
        begin_each(made, by=by, at=at)
        outbox.put_each([telling.registration_note(one) for one in made], at=at)
    audit.record("registration_group.created", about=group, by=by, at=at)
    return group


@write
def cancel_group(
    *, by: Any, at: datetime, group: RegistrationGroup, code: str = "", reason: str = ""
) -> RegistrationGroup:
    """Cancel every live registration of a group; its places go to the waiting list.

    Raises:
        NotAllowed: ``by`` neither holds the group's code nor organises the event.
        RegistrationClosed: the event was held or cancelled.
    """
    require(rules.may_manage_group(by, group, code), _("This group belongs to somebody else."))
    session = places.locked(group.session_id)
    if session.event.state not in FILLING_STATES:
        raise RegistrationClosed(_("This event is over; its registrations stay as they are."))
    live = group.registrations.filter(state__in=LIVE, attendance=None).order_by("pk")
    for one in list(live):
        end_registration(
            locked_registration(one), RegistrationState.CANCELLED, by=by, at=at, reason=reason
        )
    audit.record("registration_group.cancelled", about=group, by=by, at=at)
    waiting.promote(session, by=by, at=at)
    return group


@write
def reserve_places(
    *,
    by: Any,
    at: datetime,
    session: Session,
    places_count: int,
    release_at: datetime,
    organisation: Organisation | None = None,
    commune: Commune | None = None,
) -> ReservedPlaces:
    """Keep free places for one school, or for the people of one commune, until a moment.

    Raises:
        NotAllowed: ``by`` organises for neither unit.
        InvalidValue: not one of school and commune; no place; or the moment lies wrong.
        CapacityTaken: fewer places are free.
        AlreadyRegistered: places are kept for them already.
    """
    require(
        rules.may_organise(by, session.event.plan_line),
        _("Your role does not organise this event."),
    )
    if bool(organisation) == bool(commune):
        raise InvalidValue(
            _("Choose a school or a commune, one of the two."), field="organisation"
        )
    if places_count < 1:
        raise InvalidValue(_("Keep at least one place."), field="places_count")
    session = places.locked(session.pk)
    if not at < release_at <= session.starts_at:
        raise InvalidValue(
            _("The places are released between now and the start of the session."),
            field="release_at",
        )
    theirs = session.reservations.kept().filter(organisation=organisation, commune=commune)
    if theirs.exists():
        raise AlreadyRegistered(_("Places are kept for them already. Release those first."))
    if not places.keep_places(session, places_count):
        raise CapacityTaken(
            _("Only %(left)d places are free.") % {"left": session.places_left},
            field="places_count",
        )
    reserved = ReservedPlaces.objects.create(
        session=session,
        organisation=organisation,
        commune=commune,
        code=get_random_string(CODE_LENGTH),
        places_count=places_count,
        release_at=release_at,
    )
    audit.record("reserved_places.kept", about=reserved, by=by, at=at)
    waiting.promote(session, by=by, at=at)
    return reserved


@write
def release_places(*, by: Any, at: datetime, reserved: ReservedPlaces) -> ReservedPlaces:
    """Give what is left of kept places to everybody, the waiting list first.

    Raises:
        NotAllowed: ``by`` organises for neither unit.
    """
    require(
        rules.may_organise(by, reserved.session.event.plan_line),
        _("Your role does not organise this event."),
    )
    session = places.locked(reserved.session_id)
    reserved = ReservedPlaces.objects.select_for_update(of=("self",), no_key=True).get(
        pk=reserved.pk
    )
    if reserved.released_at is None:
        places.release(reserved, at=at)
        audit.record("reserved_places.released", about=reserved, by=by, at=at)
        waiting.promote(session, by=by, at=at)
    return reserved


@write
def release_reserved_places(*, by: Any, at: datetime) -> None:
    """Release all kept places whose moment has come.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this."))
    due = ReservedPlaces.objects.kept().filter(release_at__lte=at).order_by("session", "pk")
    for reserved in due.select_related("session__event__plan_line"):
        release_places(by=by, at=at, reserved=reserved)


def _not_registered(session: Session, people: Sequence[YoungPerson]) -> list[YoungPerson]:
    live = session.registrations.live().filter(
        Q(young_person__in=people) | Q(young_person__merged_into__in=people)
    )
    known = set(live.values_list(Coalesce("young_person__merged_into", "young_person"), flat=True))
    unique = {person.pk: person for person in people}
    return [person for pk, person in unique.items() if pk not in known]


def _split(session: Session, reserved: ReservedPlaces | None, count: int, fit: GroupFit) -> Split:
    kept, free = (reserved.left if reserved else 0), max(0, session.places_left)
    if fit == GroupFit.ALL and kept + free < count:
        return Split(0, 0, count)
    from_kept = min(kept, count)
    from_free = min(free, count - from_kept)
    return Split(from_kept, from_free, count - from_kept - from_free)


def _confirm_until(session: Session, at: datetime) -> datetime | None:
    days = int(reference_value("group_confirm_days", on=localtime(at).date()))
    until = min(at + timedelta(days=days), session.starts_at - CERTAIN_BEFORE)
    return until if until - at >= waiting.SHORTEST_OFFER else None
