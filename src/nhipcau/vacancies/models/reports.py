from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.vacancies.codes import Decision, Suspicion
from nhipcau.vacancies.models.vacancies import Vacancy, seen_by


class VacancyReportQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Office staff; an employer does not read who complained of it."""
        if getattr(actor, "employer_id", None):
            return self.none()
        return self.filter(seen_by(actor, "vacancy__"))

    def undecided(self):
        return self.filter(decided_at=None)


class VacancyReport(models.Model):
    """Somebody tells that something is wrong with a vacancy. No name is asked for."""

    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="reports")
    suspicion = models.CharField(_("what is wrong"), max_length=10, choices=Suspicion)
    text = models.TextField(_("what happened"), blank=True)
    contact = models.CharField(_("contact, if you wish"), max_length=120, blank=True)
    has_frozen = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    decision = models.CharField(max_length=10, choices=Decision, blank=True)
    decision_note = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = VacancyReportQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["vacancy"], condition=Q(decided_at=None), name="vacancy_report_undecided"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None)
                | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="vacancy_report_decided_once",
            )
        ]

    def __str__(self) -> str:
        return f"vacancy report {self.pk}"
