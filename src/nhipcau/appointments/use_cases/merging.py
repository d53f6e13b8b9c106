"""Two records of one person become one: nobody sits in two talks at one time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.appointments import seating, telling
from nhipcau.appointments.models import Appointment
from nhipcau.appointments.rules import is_ahead
from nhipcau.appointments.slots import Span
from nhipcau.appointments.states import OCCUPYING, AppointmentState
from nhipcau.events import use_cases as events
from nhipcau.messaging import outbox
from nhipcau.people import use_cases as people
from nhipcau.people.models import PersonMerge, YoungPerson
from nhipcau.people.rules import may_merge
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.transitions import move

A = AppointmentState


@write
def merge_people(*, by: Any, at: datetime, kept: YoungPerson, merged: YoungPerson) -> PersonMerge:
    """Say that two records are one person. Of two appointments ahead at one time the one that was
    made later is cancelled; registrations: see ``events.use_cases.merge_people``.

    Raises:
        NotAllowed, AlreadyMerged, KeepTheOther: see ``people.use_cases.merge_records``.
    """
    require(may_merge(by, kept, merged), _("Your unit does not follow both of these people."))
    merge = events.merge_people(by=by, at=at, kept=kept, merged=merged)
    records = YoungPerson.objects.same_as(merge.kept)
    ours = list(
        Appointment.objects.filter(young_person__in=records)
        .select_related("young_person", "place", "block")
        .order_by("created_at", "pk")
    )
    stays: list[Span] = []
    apart: list[int] = []
    for one in ours:
        span = Span(one.starts_at, one.ends_at)
        if one.state not in OCCUPYING:
            continue
        if not any(span.overlaps(other) for other in stays):
            stays.append(span)
        elif is_ahead(one, at=at):
            _give_up(one, by=by, at=at)
        else:
            apart.append(one.pk)  # what is past stays as it was written down
    _set_kept(records, leaves_out=apart)
    return merge


@write
def undo_merge(*, by: Any, at: datetime, merge: PersonMerge, reason: str) -> PersonMerge:
    """Take a merge back, see ``people.use_cases.undo_merge``; a cancelled appointment stays so.

    Raises:
        NotAllowed, ReasonMissing, AlreadyMerged: see ``people.use_cases.undo_merge``.
    """
    require(
        may_merge(by, merge.kept, merge.merged),
        _("Your unit does not follow both of these people."),
    )
    together = YoungPerson.objects.same_as(merge.kept)
    before = list(together.values_list("pk", flat=True))
    undone = people.undo_merge(by=by, at=at, merge=merge, reason=reason)
    _set_kept(YoungPerson.objects.filter(pk__in=before))
    return undone


def _give_up(appointment: Appointment, *, by: Any, at: datetime) -> None:
    also = seating.changed(appointment, at=at)
    reason = _("one person was booked twice; the records were merged")
    move(appointment, A.CANCELLED, by=by, at=at, reason=reason, also=also)
    outbox.put(telling.cancelled_note(appointment), at=at)


def _set_kept(records: Any, *, leaves_out: Sequence[int] = ()) -> None:
    for one in records:
        kept_id = one.merged_into_id or one.pk
        theirs = Appointment.objects.filter(young_person=one).exclude(pk__in=leaves_out)
        theirs.exclude(kept_person=kept_id).update(kept_person=kept_id)
