"""The day itself: what desks marked, once each, and what came of an interview."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from nhipcau.fairs.models.booths import Booth
from nhipcau.fairs.models.candidates import Candidate
from nhipcau.fairs.states import (
    MEETING_TRANSITIONS,
    InterviewResult,
    MarkKind,
    MarkOutcome,
    MeetingState,
)
from nhipcau.referrals.models import Referral
from nhipcau.shared.models import StateChange


class OfBoothQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(booth__in=Booth.objects.visible_to(actor))


class Meeting(models.Model):
    """A candidate at a booth on the day, whatever the timetable says by now.

    ``referral``: the introduction that the result became; ``blocked``: why it is none yet.
    """

    TRANSITIONS = MEETING_TRANSITIONS

    booth = models.ForeignKey(Booth, models.PROTECT, related_name="meetings")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="meetings")
    state = models.CharField(max_length=16, choices=MeetingState, default=MeetingState.EXPECTED)
    called_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=8, choices=InterviewResult, blank=True)
    told = models.JSONField(default=dict, blank=True, help_text="day, place or reason told")
    referral = models.ForeignKey(
        Referral, models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    blocked = models.CharField(max_length=300, blank=True)

    objects = OfBoothQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booth", "candidate"], name="meeting_once"),
            models.CheckConstraint(
                condition=Q(state__in=MeetingState.values), name="meeting_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.HELD) ^ Q(result=""),
                name="meeting_result_when_held",
            ),
        ]

    def __str__(self) -> str:
        return f"meeting {self.pk}"


class MeetingStateChange(StateChange):
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="changes")


class DeskMark(models.Model):
    """Append-only. What one phone told of one interview, once for each number it made up."""

    mark_id = models.UUIDField(unique=True)
    booth = models.ForeignKey(Booth, models.PROTECT, related_name="marks")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="marks")
    kind = models.CharField(max_length=8, choices=MarkKind)
    result = models.CharField(max_length=8, choices=InterviewResult, blank=True)
    outcome = models.CharField(max_length=8, choices=MarkOutcome)
    actor_kind = models.CharField(max_length=8)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    marked_at = models.DateTimeField(help_text="by the phone, not later than received")
    received_at = models.DateTimeField()

    objects = OfBoothQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["booth", "id"], name="desk_mark_of_booth")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=MarkKind.values), name="desk_mark_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=MarkOutcome.values), name="desk_mark_outcome_known"
            ),
        ]

    def __str__(self) -> str:
        return f"mark {self.mark_id}"
