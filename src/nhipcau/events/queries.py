"""Read models of events shared by pages and reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Coalesce

from nhipcau.events import rules
from nhipcau.events.models import Event, EventStaff, Session
from nhipcau.events.states import EventState


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
        taken = sum(session.taken_count for session in sessions)
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


def with_places(events: Any) -> Any:
    """Events with ``capacity_sum`` and ``taken_sum`` over their sessions."""
    return events.annotate(
        capacity_sum=Coalesce(Sum("sessions__capacity"), 0),
        taken_sum=Coalesce(Sum("sessions__taken_count"), 0),
    )


def events_of_lineages(lineages: Iterable[Any]) -> Any:
    """Events that keep the given promises, whatever plan version they were made under."""
    return Event.objects.filter(lineage__in=lineages).exclude(state=EventState.CANCELLED)


def events_to_staff(actor: Any) -> Any:
    """Events to which a gate volunteer is assigned."""
    return Event.objects.visible_to(actor).filter(
        pk__in=EventStaff.objects.filter(user=actor).values("event")
    )
