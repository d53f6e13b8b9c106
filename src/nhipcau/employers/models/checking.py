"""What colleagues found out about employers, and which records may be one employer."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from nhipcau.employers.models.employers import Employer, OfEmployerQuerySet
from nhipcau.employers.states import Finding, Register, Sameness


class EmployerCheck(models.Model):
    """Append-only. What one colleague looked up, where, with which evidence."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="checks")
    round = models.PositiveSmallIntegerField()
    register = models.CharField(max_length=10, choices=Register)
    looked_up = models.CharField(max_length=200)
    finding = models.CharField(max_length=10, choices=Finding)
    evidence = models.CharField(max_length=300)
    note = models.CharField(max_length=500, blank=True)
    checked_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = OfEmployerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finding__in=Finding.values), name="employer_check_finding_known"
            ),
            models.CheckConstraint(
                condition=~Q(evidence="") & ~Q(looked_up=""), name="employer_check_has_evidence"
            ),
        ]

    def __str__(self) -> str:
        return f"check {self.pk}"


class PossibleSameEmployerQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever may see both records. A desk never sees whom its own is likened to."""
        if not actor.is_authenticated:
            return self.none()
        seen = Employer.objects.visible_to(actor)
        return self.filter(first__in=seen, second__in=seen)

    def undecided(self):
        """Both records are still kept for themselves, and nobody has said what they are."""
        return self.filter(decision="", first__same_as=None, second__same_as=None)


class PossibleSameEmployer(models.Model):
    """Two records that may be one employer, why, and what was decided."""

    first = models.ForeignKey(Employer, models.PROTECT, related_name="+")
    second = models.ForeignKey(Employer, models.PROTECT, related_name="+")
    reasons = models.JSONField(default=list, help_text="pairs of a code and what is the same")
    found_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Sameness, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = PossibleSameEmployerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["second"], name="same_employer_by_second")]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="same_employer_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="same_employer_in_order"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None)
                | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="same_employer_decided_once",
            ),
        ]

    def __str__(self) -> str:
        return f"possible same employer {self.pk}"
