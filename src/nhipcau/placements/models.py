from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nhipcau.organisations.models import Commune
from nhipcau.organisations.rules import is_office_staff
from nhipcau.people.models import Relation
from nhipcau.placements.states import (
    AT_WORK,
    PLACEMENT_NEEDS_REASON,
    PLACEMENT_TRANSITIONS,
    DepartureStage,
    How,
    LeavingReason,
    PlacementState,
    Side,
    StayAnswer,
)
from nhipcau.programmes.models import Audience
from nhipcau.referrals.models import Referral
from nhipcau.seekers.choices import ContractKind
from nhipcau.shared.models import StateChange
from nhipcau.vacancies.models import Market


class OfReferralQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Staff: of the people whom their unit follows. A young person: the own ones."""
        return self.filter(referral__in=Referral.objects.visible_to(actor))

    def at_work(self):
        return self.filter(state__in=AT_WORK)


class Placement(models.Model):
    """Somebody began to work on a day, and is followed from then on.

    ``starts_on`` is the first day; while somebody prepares to leave for abroad, the planned one.
    """

    TRANSITIONS = PLACEMENT_TRANSITIONS
    NEEDS_REASON = PLACEMENT_NEEDS_REASON

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="placement")
    state = models.CharField(
        max_length=12, choices=PlacementState, default=PlacementState.REPORTED
    )
    starts_on = models.DateField(_("first day"))
    contract = models.CharField(
        _("kind of contract"), max_length=12, choices=ContractKind, blank=True
    )
    wage = models.PositiveIntegerField(_("wage a month"), null=True, blank=True)
    hours_per_week = models.PositiveSmallIntegerField(_("hours a week"), null=True, blank=True)
    probation_until = models.DateField(_("probation until"), null=True, blank=True)
    left_on = models.DateField(_("last day"), null=True, blank=True)
    leaving_reason = models.CharField(max_length=12, choices=LeavingReason, blank=True)
    created_at = models.DateTimeField()

    objects = OfReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=PlacementState.values), name="placement_state_known"
            ),
            models.CheckConstraint(
                condition=Q(left_on=None) | Q(left_on__gte=F("starts_on")),
                name="placement_leaves_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(state=PlacementState.LEFT, left_on__isnull=False)
                | (~Q(state=PlacementState.LEFT) & Q(left_on=None)),
                name="placement_left_on_when_left",
            ),
            models.CheckConstraint(
                condition=Q(probation_until=None) | Q(probation_until__gte=F("starts_on")),
                name="placement_probation_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"placement {self.pk}"

    @property
    def is_abroad(self) -> bool:
        return self.referral.vacancy.market == Market.OVERSEAS


class PlacementStateChange(StateChange):
    placement = models.ForeignKey(Placement, models.PROTECT, related_name="changes")


class OfPlacementQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(placement__referral__in=Referral.objects.visible_to(actor))


class StartWord(models.Model):
    """One side says that somebody started: who, when, and how we know."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="words")
    side = models.CharField(max_length=8, choices=Side)
    how = models.CharField(max_length=8, choices=How)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    objects = OfPlacementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placement", "side"], name="start_word_once_a_side")
        ]

    def __str__(self) -> str:
        return f"word {self.pk}"


class StayCheckQuerySet(OfPlacementQuerySet):
    def open(self):
        """Nobody answered yet, and the person is still at work as far as we know."""
        return self.filter(
            Q(answer="") | Q(answer=StayAnswer.NOT_REACHED), placement__state__in=AT_WORK
        )


class StayCheck(models.Model):
    """Whether somebody is still there, asked on a day counted from the first one."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="checks")
    day = models.PositiveSmallIntegerField(help_text="days after the first day")
    due_on = models.DateField()
    asked_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=12, choices=StayAnswer, blank=True)
    reason = models.CharField(max_length=12, choices=LeavingReason, blank=True)
    how = models.CharField(max_length=8, choices=How, blank=True)
    note = models.CharField(max_length=300, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = StayCheckQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                condition=Q(answer__in=["", StayAnswer.NOT_REACHED]),
                name="stay_check_open",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["placement", "day"], name="stay_check_once_a_day"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="stay_check_answered_at",
            ),
        ]

    def __str__(self) -> str:
        return f"check {self.pk}"


class CounsellingTask(models.Model):
    """A counsellor should speak with somebody who left a job early."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="tasks")
    reason = models.CharField(max_length=12, choices=LeavingReason, blank=True)
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    note = models.CharField(max_length=500, blank=True)

    objects = OfPlacementQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on", "id"], condition=Q(done_at=None), name="counselling_task_open"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["placement"],
                condition=Q(done_at=None),
                name="counselling_task_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"


class DepartureStep(models.Model):
    """One step of the way to work abroad: the day it is planned for and the day it was done."""

    placement = models.ForeignKey(Placement, models.PROTECT, related_name="steps")
    stage = models.CharField(max_length=12, choices=DepartureStage)
    planned_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    objects = OfPlacementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["placement", "stage"], name="departure_step_once"),
            models.CheckConstraint(
                condition=Q(stage__in=DepartureStage.values), name="departure_stage_known"
            ),
        ]

    def __str__(self) -> str:
        return f"step {self.pk}"


class FamilyContact(models.Model):
    """Whom to call when somebody who works abroad cannot be reached; with consent alone."""

    placement = models.OneToOneField(Placement, models.PROTECT, related_name="family")
    full_name = models.CharField(_("full name"), max_length=100)
    phone = models.CharField(_("phone"), max_length=16)
    relation = models.CharField(_("relation"), max_length=12, choices=Relation)
    told_at = models.DateTimeField()

    objects = OfPlacementQuerySet.as_manager()

    def __str__(self) -> str:
        return f"family contact {self.pk}"


class FunnelCellQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Office staff of the two units: figures without names."""
        if not actor.is_authenticated or not actor.is_staff_account or not is_office_staff(actor):
            return self.none()
        return self.all()


DIRECT = "DIRECT"


class FunnelCell(models.Model):
    """How many people of one year, month, commune and cohort reached each stage; counted anew by
    the clock. Everybody stands in one cell of a year for each ``market`` and for all (empty)."""

    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    commune = models.ForeignKey(Commune, models.CASCADE, null=True, related_name="+")
    cohort = models.CharField(max_length=16, choices=[*Audience.choices, (DIRECT, DIRECT)])
    market = models.CharField(max_length=16, choices=Market, blank=True)
    attended_count = models.PositiveIntegerField(default=0)
    registered_count = models.PositiveIntegerField(default=0)
    introduced_count = models.PositiveIntegerField(default=0)
    interviewed_count = models.PositiveIntegerField(default=0)
    hired_count = models.PositiveIntegerField(default=0)
    still_there_count = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField()

    objects = FunnelCellQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["year", "market"], name="funnel_by_year")]

    def __str__(self) -> str:
        return f"cell {self.pk}"
