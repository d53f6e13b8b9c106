from django.conf import settings
from django.db import models
from django.db.models import Q


class AuditEvent(models.Model):
    """Append-only: the site's role may not UPDATE or DELETE. Ids and field names, no values."""

    action = models.CharField(max_length=60)
    about_type = models.CharField(max_length=60)
    about_id = models.BigIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    actor_kind = models.CharField(max_length=8)
    at = models.DateTimeField()
    fields = models.JSONField(default=list, help_text="names of the fields that changed")

    class Meta:
        indexes = [models.Index(fields=["about_type", "about_id"], name="audit_about")]
        constraints = [
            models.CheckConstraint(
                condition=Q(actor_kind="user", by__isnull=False)
                | Q(actor_kind__in=["public", "system", "device", "desk"], by__isnull=True),
                name="audit_actor_known",
            )
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.about_type} {self.about_id}"


class IdempotencyKey(models.Model):
    """One write asked for once. Kept in the transaction of that write."""

    key = models.CharField(max_length=64, unique=True)
    fingerprint = models.CharField(max_length=64)
    result_type = models.CharField(max_length=60, blank=True)
    result_id = models.BigIntegerField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"key {self.pk}"


class RateWindow(models.Model):
    """How often one subject (kept as a keyed hash) used one budget in one window of time."""

    budget = models.CharField(max_length=40)
    subject_hash = models.CharField(max_length=64)
    window_starts_at = models.DateTimeField()
    used_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["budget", "subject_hash", "window_starts_at"], name="rate_window_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.budget}: {self.used_count}"


class ReferenceValue(models.Model):
    """A figure of law or practice: data with source and date, never a constant in code."""

    code = models.CharField(max_length=60)
    value = models.CharField(max_length=60)
    unit = models.CharField(max_length=30, blank=True)
    valid_from = models.DateField()
    source = models.CharField(max_length=300)
    evidence = models.CharField(max_length=10, help_text="S, S2, D, G or S-weak")
    confirmed_by = models.CharField(max_length=120, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"], name="reference_value_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} = {self.value}"


class StateChange(models.Model):
    """Append-only trace of one move. Each record with states has a table of its own."""

    from_state = models.CharField(max_length=16, blank=True)
    to_state = models.CharField(max_length=16)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
