"""Who has work to offer, where it sits and whom to reach there."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.employers.regions import PROVINCES
from nhipcau.employers.states import (
    EMPLOYER_NEEDS_REASON,
    EMPLOYER_TRANSITIONS,
    EmployerState,
)
from nhipcau.organisations.models import Commune, Organisation
from nhipcau.organisations.rules import OFFICE_ROLES, partner_units_of
from nhipcau.programmes.models import Party
from nhipcau.shared.actors import desk_of
from nhipcau.shared.models import StateChange


class EmployerKind(models.TextChoices):
    ENTERPRISE = "ENTERPRISE", _("enterprise with a tax code")
    PERSON = "PERSON", _("household or single person")


class Ownership(models.TextChoices):
    STATE = "STATE", _("state-owned")
    DOMESTIC = "DOMESTIC", _("domestic, not of the state")
    FOREIGN = "FOREIGN", _("with foreign capital")


class Section(models.TextChoices):
    """The 21 sections of the national classification of economic activities (VSIC)."""

    A = "A", _("agriculture, forestry and fishing")
    B = "B", _("mining and quarrying")
    C = "C", _("manufacturing")
    D = "D", _("electricity, gas, hot water")
    E = "E", _("water supply and waste")
    F = "F", _("construction")
    G = "G", _("trade and repair of vehicles")
    H = "H", _("transport and storage")
    I = "I", _("lodging and food")  # noqa: E741 - the letter of the section
    J = "J", _("information and communication")
    K = "K", _("finance, banking and insurance")
    L = "L", _("real estate")
    M = "M", _("professional, scientific and technical work")
    N = "N", _("administration and support services")
    O = "O", _("public administration and defence")  # noqa: E741 - as above
    P = "P", _("education and training")
    Q = "Q", _("health and social help")
    R = "R", _("arts, sport and recreation")
    S = "S", _("other services")
    T = "T", _("work in households")
    U = "U", _("international organisations")


class SizeBand(models.TextChoices):
    UNDER_10 = "0-9", _("fewer than 10")
    TO_50 = "10-50", _("10 to 50")
    TO_100 = "51-100", _("51 to 100")
    TO_200 = "101-200", _("101 to 200")
    TO_500 = "201-500", _("201 to 500")
    TO_1000 = "501-1000", _("501 to 1,000")
    TO_3000 = "1001-3000", _("1,001 to 3,000")
    TO_10000 = "3001-10000", _("3,001 to 10,000")
    OVER_10000 = "10001-", _("more than 10,000")


class Service(models.TextChoices):
    POLICY = "POLICY", _("advice on labour policy and law")
    RECRUITING = "RECRUITING", _("advice on recruiting")
    STAFF = "STAFF", _("advice on using and keeping staff")
    INTRODUCTION = "INTRODUCTION", _("introduction and supply of workers")
    OTHER = "OTHER", _("another service")


class Entered(models.TextChoices):
    WEB = "WEB", _("by the employer on the website")
    STAFF = "STAFF", _("by a colleague")


def centres_of(actor):
    """Ids of the units that keep employers and work with the actor's own units, as a query."""
    units = partner_units_of(actor, *OFFICE_ROLES)
    together = Party.objects.filter(programme__parties__organisation__in=units)
    return Q(centre__in=units) | Q(centre__in=together.values("organisation"))


class EmployerQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Office staff of the Centre that keeps the record and of its partner; a desk its own."""
        desk = desk_of(actor)
        if desk is not None:
            return self.filter(pk=desk.employer_id)
        if not actor.is_authenticated or not actor.is_staff_account:
            return self.none()
        if not partner_units_of(actor, *OFFICE_ROLES):
            return self.none()
        return self.filter(centres_of(actor))

    def public(self):
        """Employers whose vacancies may be shown to everybody."""
        return self.filter(state=EmployerState.VERIFIED)

    def kept(self):
        """Without records that were found to be another employer's."""
        return self.filter(same_as=None)

    def to_verify_again(self, on):
        """Verified, but too long ago."""
        return self.filter(state=EmployerState.VERIFIED, verify_again_on__lte=on)


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
    representative = models.CharField(max_length=100, blank=True)
    ownership = models.CharField(max_length=10, choices=Ownership, blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="employers"
    )
    province_code = models.CharField(max_length=2, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    industrial_zone = models.CharField(max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.CharField(_("website"), max_length=120, blank=True)
    domains = ArrayField(
        models.CharField(max_length=120),
        default=list,
        blank=True,
        help_text="of mail and website, without those that anybody may have",
    )
    bank_name = models.CharField(max_length=100, blank=True)
    bank_account = models.CharField(max_length=24, blank=True)
    sections = ArrayField(models.CharField(max_length=1, choices=Section), default=list)
    products = models.CharField(max_length=200, blank=True)
    size_band = models.CharField(max_length=10, choices=SizeBand, blank=True)
    wanted_count = models.PositiveIntegerField(null=True, blank=True)
    services = ArrayField(models.CharField(max_length=16, choices=Service), default=list)
    other_service = models.CharField(max_length=200, blank=True)
    state = models.CharField(
        max_length=10, choices=EmployerState, default=EmployerState.REGISTERED
    )
    registered_at = models.DateTimeField()
    entered = models.CharField(max_length=5, choices=Entered, default=Entered.STAFF)
    check_round = models.PositiveSmallIntegerField(
        default=1, help_text="one more after each verification: its checks count no longer"
    )
    verified_on = models.DateField(null=True, blank=True)
    verify_again_on = models.DateField(null=True, blank=True)
    same_as = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="also_recorded_as"
    )

    objects = EmployerQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["folded_name"], opclasses=["gin_trgm_ops"], name="employer_by_name"),
            GinIndex(fields=["domains"], name="employer_by_domain"),
            models.Index(fields=["tax_code"], name="employer_by_tax_code"),
            models.Index(fields=["phone"], name="employer_by_phone"),
        ]
        constraints = [
            # Somebody may register under a foreign tax code; only one of them is ever verified.
            models.UniqueConstraint(
                fields=["tax_code"],
                condition=Q(state__in=[EmployerState.VERIFIED, EmployerState.SUSPENDED])
                & ~Q(tax_code=""),
                name="employer_verified_once_a_tax_code",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EmployerState.values), name="employer_state_known"
            ),
            models.CheckConstraint(
                condition=Q(same_as=None) | Q(state=EmployerState.CLOSED),
                name="employer_same_as_another_is_closed",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def named_sections(self) -> list[str]:
        return [str(Section(one).label) for one in self.sections if one in Section.values]

    def named_services(self) -> list[str]:
        named = [str(Service(one).label) for one in self.services if one in Service.values]
        return [*named, self.other_service] if self.other_service else named

    @property
    def province(self) -> str:
        return PROVINCES.get(self.province_code, "")


class EmployerStateChange(StateChange):
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="changes")


class OfEmployerQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(employer__in=Employer.objects.visible_to(actor))


class PartOfEmployerQuerySet(OfEmployerQuerySet):
    def active(self):
        return self.filter(ended_at=None)


class EmployerContact(models.Model):
    """Whom to reach at an employer; answers go to the first of them."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="contacts")
    full_name = models.CharField(_("full name"), max_length=100)
    position = models.CharField(_("position"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=16, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    other_way = models.CharField(max_length=100, blank=True)
    is_main = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PartOfEmployerQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["email"], name="employer_contact_by_email")]
        constraints = [
            models.UniqueConstraint(
                fields=["employer"],
                condition=Q(is_main=True, ended_at=None),
                name="employer_contact_one_main",
            )
        ]

    def __str__(self) -> str:
        return f"contact {self.pk}"


class Branch(models.Model):
    """A place of work of an employer beside its seat."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="branches")
    name = models.CharField(max_length=200)
    tax_code = models.CharField(max_length=14, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+")
    province_code = models.CharField(max_length=2, blank=True)
    address = models.CharField(max_length=200)
    phone = models.CharField(max_length=16, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = PartOfEmployerQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "branches"

    def __str__(self) -> str:
        return self.name
