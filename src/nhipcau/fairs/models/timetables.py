"""Timetables in versions, each with its bound, and the interviews in them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from nhipcau.fairs.models.booths import Booth
from nhipcau.fairs.models.candidates import Candidate, OfFairQuerySet
from nhipcau.fairs.models.fairs import Fair
from nhipcau.fairs.states import TIMETABLE_TRANSITIONS, TimetableState
from nhipcau.shared.models import StateChange

SOLVED = (TimetableState.DRAFT, TimetableState.PUBLISHED)


class Timetable(models.Model):
    """One version. ``case`` and ``proof`` let anybody check rules and bound again.

    ``base``: the timetable people were told, of which as much as can be is kept.
    ``from_slot``: slots before it had begun when it was asked for; they stay as they were.
    """

    TRANSITIONS = TIMETABLE_TRANSITIONS

    fair = models.ForeignKey(Fair, models.PROTECT, related_name="timetables")
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=TimetableState, default=TimetableState.ASKED)
    base = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repaired_by"
    )
    why = models.CharField(max_length=200, blank=True)
    from_slot = models.PositiveSmallIntegerField(default=0)
    seconds_most = models.PositiveSmallIntegerField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    asked_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    tried_count = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=40, blank=True, help_text="how far the computing came")
    reached_weight = models.BigIntegerField(null=True, blank=True)
    reached_bound = models.BigIntegerField(null=True, blank=True)
    covered = models.PositiveIntegerField(null=True, blank=True)
    weight = models.BigIntegerField(null=True, blank=True)
    bound_covered = models.PositiveIntegerField(null=True, blank=True)
    bound_weight = models.BigIntegerField(null=True, blank=True)
    is_exact = models.BooleanField(default=False)
    kept = models.PositiveIntegerField(null=True, blank=True)
    moved = models.PositiveIntegerField(null=True, blank=True)
    dropped = models.PositiveIntegerField(null=True, blank=True)
    seconds = models.FloatField(null=True, blank=True)
    case = models.JSONField(default=dict, blank=True)
    proof = models.JSONField(default=dict, blank=True)
    problem = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = OfFairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fair", "version"], name="timetable_version_once"),
            models.UniqueConstraint(
                fields=["fair"],
                condition=Q(state=TimetableState.PUBLISHED),
                name="timetable_one_published",
            ),
            models.CheckConstraint(
                condition=Q(state__in=TimetableState.values), name="timetable_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SOLVED)
                | Q(weight__isnull=False, bound_weight__gte=models.F("weight")),
                name="timetable_below_its_bound",
            ),
        ]

    def __str__(self) -> str:
        return f"timetable {self.pk}"

    @property
    def gap(self):
        """What the weight could still gain at most, as a share of its bound."""
        if not self.bound_weight or self.weight is None:
            return 0.0
        return (self.bound_weight - self.weight) / self.bound_weight


class TimetableStateChange(StateChange):
    timetable = models.ForeignKey(Timetable, models.PROTECT, related_name="changes")


class InterviewQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(candidate__in=Candidate.objects.visible_to(actor))

    def published(self):
        return self.filter(timetable__state=TimetableState.PUBLISHED)


class Interview(models.Model):
    """A candidate meets an employer in a slot: a line of one version."""

    timetable = models.ForeignKey(Timetable, models.CASCADE, related_name="interviews")
    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="interviews")
    booth = models.ForeignKey(Booth, models.PROTECT, related_name="interviews")
    slot = models.PositiveSmallIntegerField()
    added_at = models.DateTimeField(
        null=True, blank=True, help_text="given at once to a walk-in, after the computing"
    )

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["slot", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["timetable", "candidate", "booth"], name="interview_once"
            ),
            models.UniqueConstraint(
                fields=["timetable", "candidate", "slot"], name="interview_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"interview {self.pk}"
