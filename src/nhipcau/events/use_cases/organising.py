"""An event from the line of the plan to the day it is held."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.accounts.models import User
from nhipcau.events import places, rules, telling, waiting
from nhipcau.events.details import EventDetails, SessionDetails
from nhipcau.events.ending import end_registration
from nhipcau.events.errors import CapacityTaken, EventIncomplete, EventNotChangeable, TooEarly
from nhipcau.events.models import (
    Attendance,
    Event,
    EventStaff,
    Registration,
    Session,
    Speaker,
)
from nhipcau.events.states import (
    CHANGEABLE_STATES,
    AttendanceValue,
    EventState,
    RegistrationState,
)
from nhipcau.messaging.outbox import put_each
from nhipcau.programmes.models import PlanLine
from nhipcau.programmes.states import PlanState
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue
from nhipcau.shared.fields import clean_name
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import begin, move

# When one of these changes, everyone who registered is told.
CHANGES_TOLD = frozenset({"starts_at", "place", "room"})


@write
def plan_event(
    *,
    by: Any,
    at: datetime,
    plan_line: PlanLine,
    details: EventDetails,
    sessions: Sequence[SessionDetails],
) -> Event:
    """Make a draft event on a line of a plan in force, with its sessions.

    Raises:
        NotAllowed: ``by`` organises for neither unit of the line.
        EventIncomplete: the line's plan is not in force, or there is no session.
        InvalidValue: times contradict each other.
    """
    require(rules.may_organise(by, plan_line), _("Your role does not organise this event."))
    if plan_line.version.state != PlanState.APPROVED:
        raise EventIncomplete(_("Both units approve the plan before its events are prepared."))
    if not sessions:
        raise EventIncomplete(_("An event needs at least one session."))
    _check_times(details)
    event = Event(
        plan_line=plan_line, lineage=plan_line.lineage, kind=plan_line.kind, created_at=at
    )
    _fill(event, details)
    event.save()
    _keep_speakers(event, details)
    for session in sessions:
        _check_session(event, session)
        Session.objects.create(event=event, **_values(session))
    begin(event, by=by, at=at)
    return event


@write
def change_event(*, by: Any, at: datetime, event: Event, details: EventDetails) -> Event:
    """Change what is told about an event that is not over. Its sessions move with its times.

    Raises:
        NotAllowed: ``by`` organises for neither unit.
        EventNotChangeable: it was held or cancelled.
        InvalidValue: times contradict each other, or a session does not fit into them.
    """
    require(rules.may_organise(by, event.plan_line), _("Your role does not organise this event."))
    event = _changeable(event)
    _check_times(details)
    _move_sessions(event, details, by=by, at=at)
    told = _fill(event, details)
    event.save()
    _keep_speakers(event, details)
    if CHANGES_TOLD & set(told):
        put_each(telling.event_changed_notes(event), at=at)
    audit.record("event.changed", about=event, by=by, at=at, fields=told)
    return event


@write
def save_session(
    *,
    by: Any,
    at: datetime,
    event: Event,
    details: SessionDetails,
    session: Session | None = None,
) -> Session:
    """Add a session to an event that is not over, or change one.

    Raises:
        NotAllowed: ``by`` organises for neither unit.
        EventNotChangeable: it was held or cancelled.
        CapacityTaken: fewer places, or a shorter waiting list, than are taken.
        InvalidValue: it lies outside the event's times.
    """
    require(rules.may_organise(by, event.plan_line), _("Your role does not organise this event."))
    event = _changeable(event)
    _check_session(event, details)
    if session is None:
        saved = Session.objects.create(event=event, **_values(details))
    else:
        saved = places.locked(event.sessions.get(pk=session.pk).pk)
        _check_capacity(saved, details.capacity)
        if details.waiting_limit < saved.waiting_count:
            raise CapacityTaken(
                _("%(waiting)d people wait already; the list cannot be shorter.")
                % {"waiting": saved.waiting_count},
                field="waiting_limit",
            )
        changed = {
            name: value
            for name, value in _values(details).items()
            if getattr(saved, name) != value
        }
        for name, value in changed.items():
            setattr(saved, name, value)
        saved.save(update_fields=sorted(changed))
        if CHANGES_TOLD & set(changed):
            put_each(telling.event_changed_notes(event, session=saved), at=at)
        waiting.promote(saved, by=by, at=at)
    audit.record("session.saved", about=saved, by=by, at=at)
    return saved


@write
def change_capacity(*, by: Any, at: datetime, session: Session, capacity: int) -> Session:
    """Give a session more or fewer places; new places go to the waiting list first.

    Raises:
        NotAllowed: ``by`` organises for neither unit.
        EventNotChangeable: it was held or cancelled.
        CapacityTaken: fewer places than are taken.
    """
    require(
        rules.may_organise(by, session.event.plan_line),
        _("Your role does not organise this event."),
    )
    _changeable(session.event)
    session = places.locked(session.pk)
    _check_capacity(session, capacity)
    session.capacity = capacity
    session.save(update_fields=["capacity"])
    waiting.promote(session, by=by, at=at)
    audit.record("session.capacity", about=session, by=by, at=at, fields=["capacity"])
    return session


@write
def move_event(*, by: Any, at: datetime, event: Event, to: EventState, reason: str = "") -> Event:
    """Take an event one step on: publish, open, close, hold, cancel, or back with a reason.

    Cancelling marks every confirmed person "cancelled by us", so that nobody counts as absent, and
    ends the waiting list and every offer.

    Raises:
        NotAllowed: ``by`` organises for neither unit.
        IllegalTransition, ReasonMissing: see ``shared.transitions.move``.
        EventIncomplete: it may not be published as it is.
        TooEarly: it cannot have been held before it started.
    """
    require(rules.may_organise(by, event.plan_line), _("Your role does not organise this event."))
    event = _locked(event)
    list(
        event.sessions.select_for_update(no_key=True)
    )  # whoever registers now waits, or was first
    if to == EventState.PUBLISHED:
        _check_complete(event)
    if to == EventState.HELD and localdate(at) < localdate(event.starts_at):
        raise TooEarly(_("An event can be marked as held from its day on."))
    move(event, to, by=by, at=at, reason=reason)
    if to == EventState.CANCELLED:
        put_each(telling.event_changed_notes(event), at=at)
        _mark_cancelled_by_us(event, by=by, at=at)
        _end_waiting(event, by=by, at=at, reason=reason)
    return event


@write
def assign_volunteer(*, by: Any, at: datetime, event: Event, user: User) -> EventStaff:
    """Let a gate volunteer help at one event.

    Raises:
        NotAllowed: ``by`` organises for neither unit.
    """
    require(rules.may_organise(by, event.plan_line), _("Your role does not organise this event."))
    assigned, _created = EventStaff.objects.get_or_create(
        event=event, user=user, defaults={"assigned_at": at}
    )
    audit.record("event.volunteer_assigned", about=assigned, by=by, at=at)
    return assigned


@write
def release_volunteer(*, by: Any, at: datetime, assignment: EventStaff) -> Event:
    """End a volunteer's help at an event; the list is closed to them from now on.

    Raises:
        NotAllowed: ``by`` organises for neither unit.
    """
    require(
        rules.may_organise(by, assignment.event.plan_line),
        _("Your role does not organise this event."),
    )
    audit.record("event.volunteer_released", about=assignment, by=by, at=at)
    event = assignment.event
    assignment.delete()
    return event


def _values(details: SessionDetails) -> dict[str, Any]:
    return {field.name: getattr(details, field.name) for field in fields(details)}


def _fill(event: Event, details: EventDetails) -> list[str]:
    names = [field.name for field in fields(details) if field.name != "speakers"]
    changed = [name for name in names if getattr(event, name, None) != getattr(details, name)]
    for name in changed:
        setattr(event, name, getattr(details, name))
    return changed


def _keep_speakers(event: Event, details: EventDetails) -> None:
    event.speakers.all().delete()
    Speaker.objects.bulk_create(
        [
            Speaker(
                event=event,
                full_name=clean_name(one.full_name, field="speakers"),
                position=one.position,
            )
            for one in details.speakers
        ]
    )


def _locked(event: Event) -> Event:
    return (
        Event.objects.select_for_update(of=("self",), no_key=True)
        .select_related("kind", "plan_line")
        .get(pk=event.pk)
    )


def _changeable(event: Event) -> Event:
    event = _locked(event)
    if event.state not in CHANGEABLE_STATES:
        raise EventNotChangeable(_("This event is over. Its record can no longer be changed."))
    return event


def _move_sessions(event: Event, details: EventDetails, *, by: Any, at: datetime) -> None:
    """A session as long as the event keeps to it; another that no longer fits moves along."""
    later = details.starts_at - event.starts_at
    for session in event.sessions.select_for_update(no_key=True):
        if (session.starts_at, session.ends_at) == (event.starts_at, event.ends_at):
            starts_at, ends_at = details.starts_at, details.ends_at
        elif details.starts_at <= session.starts_at and session.ends_at <= details.ends_at:
            continue
        else:
            starts_at, ends_at = session.starts_at + later, session.ends_at + later
        if starts_at < details.starts_at or ends_at > details.ends_at:
            raise InvalidValue(
                _("A session does not fit into these times. Make that session shorter first."),
                field="starts_at",
            )
        if (starts_at, ends_at) != (session.starts_at, session.ends_at):
            session.starts_at, session.ends_at = starts_at, ends_at
            session.save(update_fields=["starts_at", "ends_at"])
            audit.record(
                "session.moved", about=session, by=by, at=at, fields=["starts_at", "ends_at"]
            )


def _check_times(details: EventDetails) -> None:
    if details.ends_at <= details.starts_at:
        raise InvalidValue(_("The end comes after the start."), field="ends_at")
    if details.registration_closes_at > details.ends_at:
        raise InvalidValue(
            _("Registration closes before the event ends."), field="registration_closes_at"
        )


def _check_session(event: Event, details: SessionDetails) -> None:
    if details.ends_at <= details.starts_at:
        raise InvalidValue(_("The end comes after the start."), field="ends_at")
    if details.starts_at < event.starts_at or details.ends_at > event.ends_at:
        raise InvalidValue(_("The session lies within the event's times."), field="starts_at")


def _check_capacity(session: Session, capacity: int) -> None:
    if capacity < session.taken_count + session.reserved_count:
        raise CapacityTaken(
            _("%(taken)d places are taken or kept already; the number cannot be smaller.")
            % {"taken": session.taken_count + session.reserved_count},
            field="capacity",
        )


def _check_complete(event: Event) -> None:
    kind = event.kind
    if kind.is_in_school and event.sponsor_text:
        raise EventIncomplete(
            _("A school event carries no advertising. Please remove the words of sponsors."),
            field="sponsor_text",
        )
    if kind.is_in_school and event.overseas_information and not event.education_agreement:
        raise EventIncomplete(
            _(
                "Jobs abroad may be told in a school only with the education department's"
                " agreement. Record the letter, or remove that part."
            ),
            field="education_agreement",
        )


def _mark_cancelled_by_us(event: Event, *, by: Any, at: datetime) -> None:
    confirmed = Registration.objects.filter(
        session__event=event, state=RegistrationState.CONFIRMED, attendance=None
    )
    marked = Attendance.objects.bulk_create(
        [
            Attendance(
                registration=one,
                session_id=one.session_id,
                young_person_id=one.young_person_id,
                value=AttendanceValue.CANCELLED_BY_US,
                recorded_by=user_or_none(by),
                recorded_at=at,
            )
            for one in confirmed
        ],
        1000,
    )
    audit.record_each("attendance.cancelled_by_us", about=marked, by=by, at=at)


def _end_waiting(event: Event, *, by: Any, at: datetime, reason: str) -> None:
    waiting_rows = Registration.objects.filter(
        session__event=event, state__in=[RegistrationState.WAITING, RegistrationState.OFFERED]
    ).order_by("pk")
    for registration in waiting_rows.select_for_update(of=("self",), no_key=True):
        end_registration(registration, RegistrationState.CANCELLED, by=by, at=at, reason=reason)
