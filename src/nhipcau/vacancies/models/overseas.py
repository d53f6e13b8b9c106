from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.vacancies.codes import Channel, CostKind, Payer
from nhipcau.vacancies.models.vacancies import Vacancy, seen_by


class OverseasTermsQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(seen_by(actor, "vacancy__"))


class OverseasTerms(models.Model):
    """What a vacancy abroad must tell: the 16 points of a safe listing (``vacancies.listing``)."""

    vacancy = models.OneToOneField(Vacancy, models.CASCADE, related_name="overseas")
    channel = models.CharField(_("channel"), max_length=10, choices=Channel)
    register_url = models.CharField(max_length=200, blank=True, help_text="list of licences")
    contract_number = models.CharField(_("contract registration"), max_length=60, blank=True)
    contract_on = models.DateField(null=True, blank=True)
    contract_valid_until = models.DateField(null=True, blank=True)
    contract_headcount = models.PositiveIntegerField(null=True, blank=True)
    foreign_employer = models.CharField(_("foreign employer"), max_length=200, blank=True)
    foreign_place = models.CharField(max_length=200, blank=True)
    visa_scheme = models.CharField(max_length=120, blank=True)
    fee_job = models.SlugField(max_length=40, blank=True, help_text="kind of job of a MoneyRule")
    term_months = models.PositiveSmallIntegerField(null=True, blank=True)
    hours_week = models.PositiveSmallIntegerField(null=True, blank=True)
    overtime_note = models.CharField(max_length=200, blank=True)
    deductions_note = models.CharField(max_length=300, blank=True)
    housing_note = models.CharField(max_length=200, blank=True)
    meals_note = models.CharField(max_length=200, blank=True)
    insurance_note = models.CharField(max_length=200, blank=True)
    paid_by_foreign_side = models.PositiveIntegerField(
        default=0, help_text="part of the service fee paid by the foreign side, in wage currency"
    )
    refund_rule = models.TextField(blank=True)
    language_need = models.CharField(max_length=120, blank=True)
    health_need = models.CharField(max_length=200, blank=True)
    height_from_cm = models.PositiveSmallIntegerField(null=True, blank=True)
    demands_checked_on = models.DateField(null=True, blank=True)
    demands_checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    support_note = models.CharField(max_length=300, blank=True)
    rights_note = models.TextField(blank=True)
    emergency_contact = models.CharField(max_length=200, blank=True)
    complaint_contact = models.CharField(max_length=200, blank=True)

    objects = OverseasTermsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "overseas terms"
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=Channel.values), name="overseas_terms_channel_known"
            )
        ]

    def __str__(self) -> str:
        return f"overseas terms {self.pk}"


class CostLine(models.Model):
    """One line of the cost table of a vacancy abroad: what, who pays, when, how much."""

    terms = models.ForeignKey(OverseasTerms, models.CASCADE, related_name="costs")
    kind = models.CharField(max_length=12, choices=CostKind)
    what = models.CharField(max_length=120, blank=True)
    payer = models.CharField(max_length=8, choices=Payer, default=Payer.WORKER)
    due = models.CharField(max_length=120, help_text="when it is paid")
    amount = models.PositiveIntegerField()
    currency = models.CharField(max_length=3, default="VND")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"cost line {self.pk}"
