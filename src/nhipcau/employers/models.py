from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.employers.states import (
    EMPLOYER_NEEDS_REASON,
    EMPLOYER_TRANSITIONS,
    EmployerState,
)
from nhipcau.organisations.models import Commune, Organisation
from nhipcau.organisations.rules import is_office_staff
from nhipcau.shared.models import StateChange


class EmployerKind(models.TextChoices):
    ENTERPRISE = "ENTERPRISE", _("enterprise with a tax code")
    PERSON = "PERSON", _("household or single person")


class Ownership(models.TextChoices):
    STATE = "STATE", _("state")
    DOMESTIC = "DOMESTIC", _("domestic, not of the state")
    FOREIGN = "FOREIGN", _("with foreign capital")


class EmployerQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Office staff of the two units."""
        if not actor.is_authenticated or not actor.is_staff_account or not is_office_staff(actor):
            return self.none()
        return self.all()

    def public(self):
        """Employers whose vacancies may be shown to everybody."""
        return self.filter(state=EmployerState.VERIFIED)


class Employer(models.Model):
    """Who has work to offer: form 03. What it may do follows from its state and its checks."""

    TRANSITIONS = EMPLOYER_TRANSITIONS
    NEEDS_REASON = EMPLOYER_NEEDS_REASON

    centre = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="employers",
        help_text="the employment service centre that keeps the record",
    )
    kind = models.CharField(max_length=12, choices=EmployerKind, default=EmployerKind.ENTERPRISE)
    name = models.CharField(_("name"), max_length=200)
    folded_name = models.CharField(max_length=200)
    tax_code = models.CharField(_("tax code"), max_length=14, blank=True)
    ownership = models.CharField(max_length=10, choices=Ownership, blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="employers"
    )
    province_code = models.CharField(max_length=2, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.CharField(_("website"), max_length=120, blank=True)
    state = models.CharField(
        max_length=10, choices=EmployerState, default=EmployerState.REGISTERED
    )
    registered_at = models.DateTimeField()

    objects = EmployerQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["folded_name"], opclasses=["gin_trgm_ops"], name="employer_by_name")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["tax_code"], condition=~Q(tax_code=""), name="employer_once_a_tax_code"
            ),
            models.CheckConstraint(
                condition=Q(state__in=EmployerState.values), name="employer_state_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EmployerStateChange(StateChange):
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="changes")


class OfEmployerQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(employer__in=Employer.objects.visible_to(actor))


class EmployerContact(models.Model):
    """Whom to reach at an employer; answers go to the first of them."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="contacts")
    full_name = models.CharField(_("full name"), max_length=100)
    position = models.CharField(_("position"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    is_main = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfEmployerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["employer"],
                condition=Q(is_main=True, ended_at=None),
                name="employer_contact_one_main",
            )
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class SendingLicenceQuerySet(OfEmployerQuerySet):
    def in_force(self, on):
        """Valid on that day and not withdrawn."""
        return self.filter(issued_on__lte=on, expires_on__gte=on, withdrawn_on=None)


class SendingLicence(models.Model):
    """The licence of an enterprise that sends workers abroad under contract."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="licences")
    number = models.CharField(_("licence number"), max_length=60)
    issued_on = models.DateField(_("issued on"))
    expires_on = models.DateField(_("expires on"))
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
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
