"""Meetings of both units, and by when the rhythm asks for the next one."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.timezone import localdate

from nhipcau.coordination.clock import figure
from nhipcau.coordination.models import JointMeeting
from nhipcau.coordination.states import JointMeetingState
from nhipcau.programmes.models import Programme
from nhipcau.programmes.states import ProgrammeState


def meetings_listed(actor: Any) -> QuerySet[JointMeeting]:
    return (
        JointMeeting.objects.visible_to(actor)
        .select_related("unit", "programme")
        .order_by("-starts_at", "-pk")
    )


def whole_meeting(actor: Any, pk: int) -> JointMeeting | None:
    """One meeting with its points, decisions and promises; four queries."""
    return (
        JointMeeting.objects.visible_to(actor)
        .select_related("unit", "programme", "ended_by")
        .prefetch_related("items__decisions", "items__promises__unit")
        .filter(pk=pk)
        .first()
    )


def last_meeting(programme: Programme, *, before: Any = None) -> JointMeeting | None:
    """The meeting held last, before a moment if one is given."""
    held = JointMeeting.objects.filter(programme=programme, state=JointMeetingState.HELD)
    if before is not None:
        held = held.filter(starts_at__lt=before)
    return held.order_by("-starts_at", "-pk").first()


def next_meeting_of(actor: Any, *, at: Any) -> JointMeeting | None:
    """The meeting that is set and not closed, nearest first."""
    found = JointMeeting.objects.visible_to(actor).filter(state=JointMeetingState.SET)
    return found.select_related("unit").order_by("starts_at", "pk").first()


def due_on(last: JointMeeting, on: date) -> date:
    """The last day of the month by which the rhythm (``meeting_every_months``) asks again."""
    months = figure("meeting_every_months", on)
    begun = localdate(last.starts_at)
    month = begun.month - 1 + months + 1
    after = date(begun.year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(after.toordinal() - 1)


def next_meeting_due(
    on: date, *, among: Sequence[Programme] | None = None
) -> list[tuple[Programme, date, JointMeeting | None]]:
    """Running programmes without a meeting ahead: by when one is due, and the one held last."""
    programmes = Programme.objects.all()
    if among is not None:
        programmes = programmes.filter(pk__in=[one.pk for one in among])
    ahead = JointMeeting.objects.filter(programme=OuterRef("pk"), state=JointMeetingState.SET)
    running = programmes.filter(state=ProgrammeState.RUNNING, ends_on__gte=on)
    found = []
    for programme in running.exclude(Exists(ahead)):
        last = last_meeting(programme)
        found.append((programme, due_on(last, on) if last else on, last))
    return found
