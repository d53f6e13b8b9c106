"""Joint meetings: set, prepared, written down, closed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.coordination import clock, rules, telling
from nhipcau.coordination.errors import AlreadyEnded
from nhipcau.coordination.models import AgendaItem, Decision, JointMeeting, Promise
from nhipcau.coordination.promising import decide, promise
from nhipcau.coordination.queries.meetings import next_meeting_due
from nhipcau.coordination.states import AgendaKind, JointMeetingState, Topic
from nhipcau.organisations.models import Organisation
from nhipcau.programmes.models import Programme
from nhipcau.shared import audit
from nhipcau.shared.actors import user_or_none
from nhipcau.shared.errors import InvalidValue, ReasonMissing
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require

LONGEST = {"place": 160, "title": 160, "minutes": 4000, "present": 1000, "reason": 300}
MOST_ITEMS = 30


@write
def set_meeting(
    *,
    by: Any,
    at: datetime,
    programme: Programme,
    unit: Organisation,
    starts_at: datetime,
    place: str,
) -> JointMeeting:
    """Set the next meeting; both units are told. Its usual points stand on the agenda.

    Raises:
        NotAllowed: ``by`` neither plans for nor leads a party.
        InvalidValue: the time is over, the place is missing, or the host is no party.
    """
    require(rules.may_hold_meetings(by, programme), _("Your role does not set meetings."))
    units = telling.parties_of(programme)
    if unit not in units:
        raise InvalidValue(_("Please choose one of the two units."), field="unit")
    if starts_at <= at:
        raise InvalidValue(_("Please choose a time ahead."), field="starts_on")
    meeting = JointMeeting.objects.create(
        programme=programme,
        unit=unit,
        starts_at=starts_at,
        place=_text(place, "place", _("Please write where.")),
        by=user_or_none(by),
        at=at,
    )
    with translation.override("vi"):
        AgendaItem.objects.bulk_create(
            AgendaItem(meeting=meeting, number=number, kind=kind, title=str(kind.label))
            for number, kind in enumerate(AgendaKind, start=1)
        )
    telling.tell_units(units, Topic.MEETING, at=at, meeting=meeting)
    audit.record("joint_meeting.set", about=meeting, by=by, at=at)
    return meeting


@write
def cancel_meeting(*, by: Any, at: datetime, meeting: JointMeeting, reason: str) -> JointMeeting:
    """It does not take place.

    Raises:
        NotAllowed: ``by`` neither plans for nor leads a party.
        AlreadyEnded: it was held or cancelled.
        ReasonMissing: without a reason.
    """
    require(rules.may_write_minutes(by, meeting), _("Your role does not set meetings."))
    meeting = _open_meeting(meeting)
    if not reason.strip():
        raise ReasonMissing(_("Please write the reason; both units read it."), field="reason")
    meeting.reason = _text(reason, "reason")
    _end(meeting, JointMeetingState.CANCELLED, by=by, at=at)
    telling.tell_units(
        telling.parties_of(meeting.programme), Topic.MEETING, at=at, meeting=meeting
    )
    return meeting


@write
def add_point(*, by: Any, at: datetime, meeting: JointMeeting, title: str) -> AgendaItem:
    """One more point on the agenda, also while the meeting is being held.

    Raises:
        NotAllowed: ``by`` neither plans for nor leads a party.
        AlreadyEnded: the minutes are closed.
        InvalidValue: nothing was written, or there are too many points.
    """
    require(rules.may_write_minutes(by, meeting), _("Your role does not set meetings."))
    meeting = _open_meeting(meeting)
    last = meeting.items.aggregate(last=Max("number"))["last"] or 0
    if last >= MOST_ITEMS:
        raise InvalidValue(_("So many points fit into no meeting."), field="title")
    item = AgendaItem.objects.create(
        meeting=meeting,
        number=last + 1,
        title=_text(title, "title", _("Please write the point.")),
    )
    audit.record("agenda_item.added", about=item, by=by, at=at)
    return item


@write
def write_minutes(*, by: Any, at: datetime, item: AgendaItem, minutes: str) -> AgendaItem:
    """What was said about one point; written again, it replaces the first.

    Raises:
        NotAllowed: ``by`` neither plans for nor leads a party.
        AlreadyEnded: the minutes are closed.
        InvalidValue: too long.
    """
    require(rules.may_write_minutes(by, item.meeting), _("Your role does not write minutes."))
    _open_meeting(item.meeting)
    item.minutes = _text(minutes, "minutes")
    item.save(update_fields=["minutes"])
    audit.record("agenda_item.written", about=item, by=by, at=at, fields=["minutes"])
    return item


@write
def decide_in_meeting(*, by: Any, at: datetime, item: AgendaItem, what: str) -> Decision:
    """What was decided about a point.

    Raises:
        NotAllowed, AlreadyEnded: as ``write_minutes``.
        InvalidValue: nothing was written, or too much.
    """
    require(rules.may_write_minutes(by, item.meeting), _("Your role does not write minutes."))
    _open_meeting(item.meeting)
    return decide(what, item=item, by=by, at=at)


@write
def promise_in_meeting(
    *, by: Any, at: datetime, item: AgendaItem, unit: Organisation, what: str, due_on: Any
) -> Promise:
    """What a unit promised about a point: a dated task in its queue.

    Raises:
        NotAllowed, AlreadyEnded: as ``write_minutes``.
        InvalidValue: nothing was written, the day is over, or the unit is no party.
    """
    require(rules.may_write_minutes(by, item.meeting), _("Your role does not write minutes."))
    _open_meeting(item.meeting)
    programme = item.meeting.programme
    return promise(what, unit, due_on, programme=programme, item=item, by=by, at=at)


@write
def record_point(
    *,
    by: Any,
    at: datetime,
    item: AgendaItem,
    minutes: str,
    decision: str = "",
    unit: Organisation | None = None,
    what: str = "",
    due_on: date | None = None,
) -> AgendaItem:
    """All that came of one point in one act: words, perhaps a decision, perhaps a promise.

    Raises:
        as ``write_minutes``, ``decide_in_meeting`` and ``promise_in_meeting``.
    """
    require(rules.may_write_minutes(by, item.meeting), _("Your role does not write minutes."))
    write_minutes(by=by, at=at, item=item, minutes=minutes)
    if decision.strip():
        decide_in_meeting(by=by, at=at, item=item, what=decision)
    if unit is not None and due_on is not None:
        promise_in_meeting(by=by, at=at, item=item, unit=unit, what=what, due_on=due_on)
    return item


@write
def close_minutes(
    *, by: Any, at: datetime, meeting: JointMeeting, present: str, pack: Sequence[Any]
) -> JointMeeting:
    """The minutes are complete; what lay on the table is kept as it was.

    ``pack``: of ``reporting.meeting_pack``, which stands above this app.

    Raises:
        NotAllowed: ``by`` neither plans for nor leads a party.
        AlreadyEnded: they are closed, or the meeting was cancelled.
        InvalidValue: nobody was there, or it has not begun.
    """
    require(rules.may_write_minutes(by, meeting), _("Your role does not write minutes."))
    meeting = _open_meeting(meeting)
    if at < meeting.starts_at:
        raise InvalidValue(_("The meeting has not begun yet."))
    meeting.present = _text(present, "present", _("Please write who was there."))
    meeting.pack = list(pack)
    _end(meeting, JointMeetingState.HELD, by=by, at=at)
    return meeting


@write
def remind_of_meetings(*, by: Any, at: datetime) -> int:
    """Tell both units when the rhythm asks for a meeting and none is set; how many programmes.

    Raises:
        NotAllowed: ``by`` is not the installation.
    """
    require(rules.may_run_jobs(by), _("Only the installation does this."))
    today = localdate(at)
    ahead = today + timedelta(days=clock.figure("meeting_remind_days", today))
    told = 0
    for programme, due_on, last in next_meeting_due(today):
        was_told = last is not None and last.notices.filter(topic=Topic.MEETING_DUE).exists()
        if last is None or due_on > ahead or was_told:
            continue
        once = f"meeting-due-{last.pk}"
        units = telling.parties_of(programme)
        telling.tell_units(units, Topic.MEETING_DUE, at=at, meeting=last, once=once)
        told += 1
    return told


def _open_meeting(meeting: JointMeeting) -> JointMeeting:
    meeting = (
        JointMeeting.objects.select_for_update(of=("self",))
        .select_related("programme")
        .get(pk=meeting.pk)
    )
    if meeting.state != JointMeetingState.SET:
        raise AlreadyEnded(_("The minutes of this meeting are closed."))
    return meeting


def _end(meeting: JointMeeting, state: JointMeetingState, *, by: Any, at: datetime) -> None:
    meeting.state, meeting.ended_at, meeting.ended_by = state, at, user_or_none(by)
    meeting.save()
    audit.record(f"joint_meeting.{state.lower()}", about=meeting, by=by, at=at)


def _text(text: str, name: str, missing: Any = "") -> str:
    words = text.strip()
    if missing and not words:
        raise InvalidValue(missing, field=name)
    if len(words) > LONGEST[name]:
        raise InvalidValue(
            _("At most %(most)d characters fit here. Please shorten it.")
            % {"most": LONGEST[name]},
            field=name,
        )
    return words
