"""Read models of events shared by pages and reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce

from nhipcau.events import rules
from nhipcau.events.models import Event, EventStaff, Registration, RegistrationGroup, Session
from nhipcau.events.states import EventState, RegistrationState
from nhipcau.messaging.models import Message
from nhipcau.programmes.models import PlanLine
from nhipcau.shared.keeping import kept_briefly
from nhipcau.shared.models import AuditEvent


@dataclass(frozen=True)
class PublicEvent:
    """What the public may know of an event, and nothing more.

    Public pages, feeds and the search show this, never an ``Event``: an army event has no place,
    host, speakers or numbers here, a school event no advertising, and no jobs abroad without the
    education department's agreement.
    """

    id: int
    title: str
    kind: Any
    state: str
    state_label: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    place: str
    commune: Any
    online_address: str
    what_to_bring: str
    overseas_information: str
    sponsor_text: str
    registration_closes_at: datetime
    takes_registrations: bool
    shows_numbers: bool
    is_sample: bool
    organisers: tuple[Any, ...]
    sessions: tuple[Session, ...] = ()
    speakers: tuple[Any, ...] = ()
    places_left: int | None = None
    capacity: int | None = None
    revision: int = 0
    changed_at: datetime | None = None

    @property
    def taken(self) -> int:
        """Places taken, where numbers are shown."""
        return (self.capacity or 0) - (self.places_left or 0)


def public_event(event: Event, *, at: datetime, with_parts: bool = False) -> PublicEvent:
    """The public side of one event. ``with_parts``: with sessions and speakers (two queries)."""
    hidden = event.kind.hides_host
    takes_registrations = event.kind.takes_public_registration and rules.takes_registrations(
        event, at=at
    )
    parts_shown = with_parts and not hidden
    sessions = tuple(event.sessions.all()) if parts_shown else ()
    capacity = getattr(event, "capacity_sum", None)
    taken = getattr(event, "taken_sum", None)
    if sessions:
        capacity = sum(session.capacity for session in sessions)
        taken = sum(session.spoken_for for session in sessions)
    knows_numbers = capacity is not None and taken is not None and not hidden
    return PublicEvent(
        id=event.pk,
        title=str(event.kind) if hidden else event.title,
        kind=event.kind,
        state=event.state,
        state_label=event.get_state_display(),
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        summary="" if hidden else event.summary,
        place="" if hidden else event.place,
        commune=None if hidden else event.commune,
        online_address="" if hidden else event.online_address,
        what_to_bring="" if hidden else event.what_to_bring,
        overseas_information=(
            event.overseas_information if rules.shows_overseas_jobs(event) and not hidden else ""
        ),
        sponsor_text=event.sponsor_text if rules.shows_sponsors(event) else "",
        registration_closes_at=event.registration_closes_at,
        takes_registrations=takes_registrations,
        shows_numbers=knows_numbers,
        is_sample=event.is_sample,
        organisers=(event.plan_line.lead, event.plan_line.supporting),
        sessions=sessions,
        speakers=tuple(event.speakers.all()) if parts_shown else (),
        places_left=(capacity or 0) - (taken or 0) if knows_numbers else None,
        capacity=capacity if knows_numbers else None,
        revision=getattr(event, "revision", 0),
        changed_at=getattr(event, "changed_at", None) or event.created_at,
    )


def public_events(
    *, at: datetime, first: date | None = None, last: date | None = None
) -> list[PublicEvent]:
    """Public events by start, in one query; from day ``first`` to ``last``, both included."""
    events = with_places(Event.objects.public().for_list())
    if first:
        events = events.filter(starts_at__date__gte=first)
    if last:
        events = events.filter(starts_at__date__lte=last)
    return [public_event(event, at=at) for event in events]


def published_event(pk: int, *, at: datetime) -> PublicEvent | None:
    """The public side of one event with its sessions and speakers, if the public may see it."""
    event = with_revision(Event.objects.public().for_list()).filter(pk=pk).first()
    return public_event(event, at=at, with_parts=True) if event else None


def calendar_feed(*, at: datetime, first: date, last: date) -> list[PublicEvent]:
    """Public events from day ``first`` to ``last`` with their revision, in one query."""
    events = with_revision(Event.objects.public().for_list())
    return [public_event(event, at=at) for event in events.starting_between(first, last)]


def registration_of_code(code: str) -> Registration | None:
    """Whose secret link this is. Whoever holds the code may see that one registration."""
    return (
        Registration.objects.select_related(
            "young_person",
            "session__event__kind",
            "session__event__commune",
            "session__event__plan_line__lead",
            "session__event__plan_line__supporting",
        )
        .filter(code=code)
        .first()
    )


def ticket_holders(registrations: Any, *, at: datetime) -> list[Registration]:
    """Those among ``registrations`` who have a ticket now, by start, name and entry. One query."""
    found = registrations.filter(
        state=RegistrationState.CONFIRMED, session__ends_at__gt=at
    ).select_related(
        "young_person",
        "session__event__kind",
        "session__event__commune",
        "session__event__plan_line__lead",
        "session__event__plan_line__supporting",
    )
    ordered = found.order_by("session__starts_at", "young_person__folded_name", "pk")
    return [one for one in ordered if rules.has_ticket(one, at=at)]


def messages_about(event: Event, actor: Any) -> Any:
    """What was, or is to be, told to the people of an event, the newest first."""
    registrations = Registration.objects.filter(session__event=event)
    return (
        Message.objects.visible_to(actor)
        .filter(about_type=Registration._meta.label_lower, about_id__in=registrations.values("pk"))
        .order_by("-pk")
    )


def group_of_code(code: str) -> RegistrationGroup | None:
    """The group of a secret link. Whoever holds the code may see its members' names."""
    return (
        RegistrationGroup.objects.select_related(
            "organisation",
            "session__event__kind",
            "session__event__commune",
            "session__event__plan_line__lead",
            "session__event__plan_line__supporting",
        )
        .filter(code=code)
        .first()
    )


def members_of(group: RegistrationGroup) -> Any:
    """The registrations of a group in the order of its list."""
    return group.registrations.select_related("young_person").order_by("pk")


@partial(kept_briefly, at_most=2)
def session_taking(pk: int) -> Session | None:
    """The session of an open event with what its use case needs; up to two seconds old.

    Whether the event takes registrations, and whether a place is left, the use case asks again
    behind its lock.
    """
    return (
        Session.objects.filter(pk=pk, event__state=EventState.OPEN)
        .select_related("event__kind", "event__plan_line")
        .first()
    )


def waiting_position(registration: Registration) -> int:
    """Counted from 1 in the order of the waiting list; 0 when the person does not wait."""
    if registration.state != RegistrationState.WAITING:
        return 0
    ahead = Registration.objects.filter(
        session_id=registration.session_id,
        state=RegistrationState.WAITING,
        pk__lt=registration.pk,
    )
    return ahead.count() + 1


def registrations_of(actor: Any) -> Any:
    """What a young person asked for, newest session first, each with ``ahead_count``: how many
    stand before it on the waiting list. One query."""
    ahead = (
        Registration.objects.filter(
            session_id=OuterRef("session_id"),
            state=RegistrationState.WAITING,
            pk__lt=OuterRef("pk"),
        )
        .order_by()
        .values("session_id")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return (
        Registration.objects.visible_to(actor)
        .select_related(
            "young_person",
            "attendance",
            "session__event__kind",
            "session__event__commune",
            "session__event__plan_line__lead",
            "session__event__plan_line__supporting",
        )
        .annotate(ahead_count=Coalesce(Subquery(ahead), 0))
        .order_by("-session__starts_at", "-pk")
    )


def sessions_instead_of(session: Session, *, at: datetime, most: int = 3) -> list[Session]:
    """Sessions with free places that somebody may take when ``session`` cannot be had."""
    sessions = (
        Session.objects.filter(
            event__state=EventState.OPEN,
            event__registration_closes_at__gt=at,
            event__kind__takes_public_registration=True,
            event__kind__hides_host=False,
            taken_count__lt=F("capacity") - F("reserved_count"),
            starts_at__gt=at,
        )
        .exclude(pk=session.pk)
        .select_related("event__kind", "event__commune")
        .order_by("starts_at", "pk")[:20]
    )
    return sorted(
        sessions,
        key=lambda one: (
            one.event_id != session.event_id,
            one.event.kind_id != session.event.kind_id,
        ),
    )[:most]


def with_revision(events: Any) -> Any:
    """Events with ``revision``, which grows with every step and change, and ``changed_at``."""
    trace = (
        AuditEvent.objects.filter(about_type="events.event", about_id=OuterRef("pk"))
        .order_by()
        .values("about_id")
    )
    return events.annotate(
        revision=Coalesce(Subquery(trace.annotate(n=Count("pk")).values("n")), 0),
        changed_at=Subquery(trace.annotate(last=Max("at")).values("last")),
    )


def with_places(events: Any) -> Any:
    """Events with ``capacity_sum`` and ``taken_sum`` over their sessions; kept places count."""
    return events.annotate(
        capacity_sum=Coalesce(Sum("sessions__capacity"), 0),
        taken_sum=Coalesce(Sum("sessions__taken_count") + Sum("sessions__reserved_count"), 0),
    )


def events_of_lineages(lineages: Iterable[Any]) -> Any:
    """Events that keep the given promises, whatever plan version they were made under."""
    return Event.objects.filter(lineage__in=lineages).exclude(state=EventState.CANCELLED)


def events_to_staff(actor: Any) -> Any:
    """Events to which a gate volunteer is assigned."""
    return Event.objects.visible_to(actor).filter(
        pk__in=EventStaff.objects.filter(user=actor).values("event")
    )


def with_unfinished(events: Any) -> Any:
    """Events with ``unrecorded_count``, confirmed people of whom nobody wrote whether they came,
    and ``waiting_sum``, people on the waiting lists."""
    unrecorded = (
        Registration.objects.filter(
            session__event=OuterRef("pk"), state=RegistrationState.CONFIRMED, attendance=None
        )
        .order_by()
        .values("session__event")
        .annotate(count=Count("pk"))
        .values("count")
    )
    waiting = (
        Session.objects.filter(event=OuterRef("pk"))
        .order_by()
        .values("event")
        .annotate(sum=Sum("waiting_count"))
        .values("sum")
    )
    return events.annotate(
        unrecorded_count=Coalesce(Subquery(unrecorded), 0),
        waiting_sum=Coalesce(Subquery(waiting), 0),
    )


def lines_without_event(actor: Any, *, first: date, last: date) -> Any:
    """Promises in force, of the months from ``first`` to ``last``, that no event keeps."""
    kept = Event.objects.filter(lineage=OuterRef("lineage")).exclude(state=EventState.CANCELLED)
    return (
        PlanLine.objects.visible_to(actor)
        .in_force()
        .filter(month__gte=first.replace(day=1), month__lte=last)
        .filter(~Exists(kept))
        .select_related("kind", "lead", "supporting", "commune")
        .order_by("month", "number")
    )
