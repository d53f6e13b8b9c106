from django.conf import settings
from django.db import models
from django.db.models import Q

from nhipcau.events.models import RegistrationGroup
from nhipcau.inventory.models import WORK_WITH_CLASSES, Sitting
from nhipcau.organisations.rules import partner_units_of


class ClassReportQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Colleagues of the two units that run the event, in a role that works with classes. A
        school has no account: they hand the sheet over."""
        units = partner_units_of(actor, *WORK_WITH_CLASSES)
        line = "group__session__event__plan_line"
        return self.filter(
            Q(**{f"{line}__lead__in": units}) | Q(**{f"{line}__supporting__in": units})
        )


class ClassReport(models.Model):
    """The figures of one class, made once: figures that moved with a correction would tell whose
    it was. Nothing is kept here that may not be told."""

    group = models.OneToOneField(RegistrationGroup, models.PROTECT, related_name="class_report")
    sitting = models.ForeignKey(Sitting, models.PROTECT, null=True, blank=True, related_name="+")
    figures = models.JSONField(help_text="parts of ten people or more; nothing where fewer")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = ClassReportQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"class report {self.pk}"
