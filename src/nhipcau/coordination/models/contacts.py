from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nhipcau.programmes.models import FocalPoint


class ContactAbsenceQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class ContactAbsence(models.Model):
    """A contact member is away: the deputy stands in, and the unit's queue shows everything."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="contact_absences"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    objects = ContactAbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="contact_absence_forward"
            )
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"


class HandOver(models.Model):
    """A contact member's work went to the next one: what was open then, and a word about it."""

    before = models.ForeignKey(FocalPoint, models.PROTECT, related_name="+")
    after = models.ForeignKey(FocalPoint, models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    difficulty_count = models.PositiveIntegerField()
    promise_count = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"hand-over {self.pk}"
