from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.referrals.models import Referral


class OfReferralQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(referral__in=Referral.objects.visible_to(actor))


class Placement(models.Model):
    """Somebody began to work on a day, and is followed from then on."""

    referral = models.OneToOneField(Referral, models.PROTECT, related_name="placement")
    starts_on = models.DateField(_("first day"))
    created_at = models.DateTimeField()

    objects = OfReferralQuerySet.as_manager()

    def __str__(self) -> str:
        return f"placement {self.pk}"
