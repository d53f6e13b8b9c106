"""Licences to send workers abroad under contract. Their days decide; nothing switches them."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.employers.models.employers import Employer, OfEmployerQuerySet
from nhipcau.employers.states import LicenceFinding, LicenceStanding


class SendingLicenceQuerySet(OfEmployerQuerySet):
    def in_force(self, on):
        """Valid on that day and not withdrawn."""
        return self.filter(issued_on__lte=on, expires_on__gte=on).filter(
            Q(withdrawn_on=None) | Q(withdrawn_on__gt=on)
        )


class SendingLicence(models.Model):
    """The licence of an enterprise that sends workers abroad under contract."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="licences")
    number = models.CharField(_("licence number"), max_length=60)
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("expires on"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawn_reason = models.CharField(max_length=300, blank=True)
    scope = models.CharField(_("scope"), max_length=200, help_text="markets and kinds of work")
    source = models.CharField(_("source"), max_length=200)
    checked_on = models.DateField(_("checked on"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = SendingLicenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="sending_licence_once"),
            models.CheckConstraint(
                condition=Q(expires_on__gte=models.F("issued_on")), name="sending_licence_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def standing(self, *, on: date, warned_days: int) -> LicenceStanding:
        """What the days of the licence say on one day."""
        if self.withdrawn_on is not None and self.withdrawn_on <= on:
            return LicenceStanding.WITHDRAWN
        if self.expires_on < on:
            return LicenceStanding.LAPSED
        if on < self.issued_on:
            return LicenceStanding.NOT_YET
        is_soon = self.expires_on <= on + timedelta(days=warned_days)
        return LicenceStanding.ENDS_SOON if is_soon else LicenceStanding.IN_FORCE


class LicenceCheckQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(licence__employer__in=Employer.objects.visible_to(actor))


class LicenceCheck(models.Model):
    """Append-only. Who looked a licence up, when and where, and what stood there."""

    licence = models.ForeignKey(SendingLicence, models.PROTECT, related_name="checks")
    source = models.CharField(max_length=200)
    finding = models.CharField(max_length=12, choices=LicenceFinding)
    checked_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = LicenceCheckQuerySet.as_manager()

    def __str__(self) -> str:
        return f"licence check {self.pk}"
