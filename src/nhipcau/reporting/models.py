import json
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nhipcau.organisations.models import Organisation
from nhipcau.organisations.rules import OFFICE_ROLES, partner_units_of
from nhipcau.people.models import YoungPerson
from nhipcau.programmes.models import Programme
from nhipcau.reporting.states import (
    EXPORT_NEEDS_REASON,
    EXPORT_TRANSITIONS,
    PERIOD_NEEDS_REASON,
    PERIOD_TRANSITIONS,
    ExportState,
    PeriodState,
    SpanKind,
)
from nhipcau.shared.models import StateChange


class MonthlyReportQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(programme__in=Programme.objects.visible_to(actor))


class MonthlyReport(models.Model):
    """The words of a month's report. Its figures are never stored here: they are a query."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="monthly_reports")
    month = models.DateField(help_text="first day of the month")
    assessment = models.TextField(blank=True)
    proposals = models.TextField(blank=True)
    written_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    written_at = models.DateTimeField()

    objects = MonthlyReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "month"], name="monthly_report_once"),
            models.CheckConstraint(
                condition=Q(month__day=1), name="monthly_report_first_of_month"
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.month:%Y-%m}"


class ReportingPeriodQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(programme__in=Programme.objects.visible_to(actor))


class ReportingPeriod(models.Model):
    """The figures of a period, from open to closed by both units.

    ``pending``: the version that waits for the other unit; ``in_force``: the one both units
    confirmed last. Every version stays readable. Without a record, a period is open.
    """

    TRANSITIONS = PERIOD_TRANSITIONS
    NEEDS_REASON = PERIOD_NEEDS_REASON

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="periods")
    kind = models.CharField(max_length=12, choices=SpanKind)
    first = models.DateField()
    last = models.DateField()
    state = models.CharField(max_length=16, choices=PeriodState, default=PeriodState.OPEN)
    pending = models.OneToOneField(
        "reporting.Snapshot", models.PROTECT, null=True, blank=True, related_name="+"
    )
    in_force = models.OneToOneField(
        "reporting.Snapshot", models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ReportingPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["-last", "kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "first"], name="reporting_period_once"
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="reporting_period_forward"
            ),
            models.CheckConstraint(
                condition=Q(state=PeriodState.OPEN, pending=None, in_force=None)
                | Q(state=PeriodState.PROPOSED, pending__isnull=False, in_force=None)
                | Q(state=PeriodState.CONFIRMED)
                | Q(state=PeriodState.CLOSED, pending=None, in_force__isnull=False)
                | Q(state=PeriodState.AMENDING, pending__isnull=False, in_force__isnull=False),
                name="reporting_period_versions_fit_the_state",
            ),
        ]

    def __str__(self) -> str:
        return f"period {self.kind} {self.first}"


class ReportingPeriodStateChange(StateChange):
    reporting_period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="changes")


class OfPeriodQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(period__in=ReportingPeriod.objects.visible_to(actor))


class Snapshot(models.Model):
    """One version of the figures of a period, as one unit proposed them. Never changed: neither
    by the site's role nor, while its trigger stands, by anybody.

    ``content``: reports, counts and definitions as canonical JSON; ``content_hash`` is of exactly
    these bytes. ``rows_hash`` is of the rows behind them. ``previous_hash``: of the version that
    this one amends.
    """

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    content_hash = models.CharField(max_length=64)
    rows_hash = models.CharField(max_length=64)
    row_count = models.PositiveIntegerField()
    previous_hash = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    counted_at = models.DateTimeField()
    proposed_for = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = OfPeriodQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["period", "number"], name="snapshot_number_once"),
            models.CheckConstraint(
                condition=Q(previous_hash="") | ~Q(reason=""), name="snapshot_amends_with_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of period {self.period_id}"

    @property
    def told(self) -> dict[str, Any]:
        return json.loads(self.content)


class OfSnapshotQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(snapshot__in=Snapshot.objects.visible_to(actor))


class SnapshotConfirmation(models.Model):
    """The other unit stands for exactly this version. Append-only."""

    snapshot = models.OneToOneField(Snapshot, models.PROTECT, related_name="confirmation")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    objects = OfSnapshotQuerySet.as_manager()

    def __str__(self) -> str:
        return f"confirmation {self.pk}"


class SnapshotRow(models.Model):
    """One row behind the figures of a version, by numbers. Append-only.

    ``person``: a number within this version, so that people can be counted again when nothing
    tells any more who they were. ``told``: the values of the measure's dimensions, in their order.
    """

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="rows")
    measure = models.CharField(max_length=24)
    record = models.BigIntegerField()
    person = models.PositiveIntegerField(null=True)
    on_day = models.DateField()
    amount = models.IntegerField()
    told = ArrayField(models.CharField(max_length=120))

    objects = OfSnapshotQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["snapshot", "measure"], name="snapshot_row_of_measure")]

    def __str__(self) -> str:
        return f"row {self.pk}"


class SnapshotPerson(models.Model):
    """Who a number within a version is. Deleted when the person is erased: the counts stay."""

    snapshot = models.ForeignKey(Snapshot, models.PROTECT, related_name="people")
    number = models.PositiveIntegerField()
    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="+")

    objects = OfSnapshotQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people of closed figures"
        constraints = [
            models.UniqueConstraint(
                fields=["snapshot", "number"], name="snapshot_person_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"person {self.number} of version {self.snapshot_id}"


class ExportQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Who asked for it; whoever of the unit may approve it, never what is in it."""
        if not actor.is_authenticated or not actor.is_staff_account:
            return self.none()
        units = partner_units_of(actor, *OFFICE_ROLES)
        return self.filter(Q(asked_by=actor) | Q(unit__in=units))


class Export(models.Model):
    """A file with people in it that somebody asked for: for what, who agreed, until when."""

    TRANSITIONS = EXPORT_TRANSITIONS
    NEEDS_REASON = EXPORT_NEEDS_REASON

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    measure = models.CharField(max_length=24)
    first = models.DateField()
    last = models.DateField()
    narrowing = models.JSONField(default=dict)
    purpose = models.CharField(max_length=500)
    row_count = models.PositiveIntegerField()
    state = models.CharField(max_length=16, choices=ExportState, default=ExportState.ASKED)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    made_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField()
    mark = models.CharField(max_length=16, unique=True, help_text="stands on every page of it")

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(
                fields=["asked_at"],
                condition=Q(state=ExportState.APPROVED),
                name="export_to_make",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")),
                name="export_approved_by_a_second",
            ),
            models.CheckConstraint(condition=~Q(purpose=""), name="export_for_a_purpose"),
        ]

    def __str__(self) -> str:
        return f"export {self.pk}"


class ExportStateChange(StateChange):
    export = models.ForeignKey(Export, models.PROTECT, related_name="changes")


class ExportPart(models.Model):
    """A piece of the file, so that neither making nor fetching it needs all of it at once."""

    export = models.ForeignKey(Export, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["export", "number"], name="export_part_once")
        ]

    def __str__(self) -> str:
        return f"part {self.number} of export {self.export_id}"
