from django.conf import settings
from django.db import models
from django.db.models import Q

from nhipcau.organisations.models import Organisation
from nhipcau.programmes.models import Programme


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
