from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nhipcau.employers.models import Employer
from nhipcau.employers.states import EmployerState
from nhipcau.organisations.models import Commune
from nhipcau.organisations.rules import is_office_staff
from nhipcau.shared.actors import desk_of
from nhipcau.shared.models import StateChange
from nhipcau.vacancies.states import (
    VACANCY_NEEDS_REASON,
    VACANCY_TRANSITIONS,
    Closing,
    VacancyState,
)


class Occupation(models.Model):
    """One row of the national list of occupations (VSCO 2020), five levels; data with a source."""

    code = models.CharField(max_length=5, unique=True)
    level = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    folded_name = models.CharField(max_length=300)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["code"]
        indexes = [
            GinIndex(fields=["folded_name"], opclasses=["gin_trgm_ops"], name="occupation_by_name")
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name_vi


class Market(models.TextChoices):
    HOME = "HOME", _("in the province")
    OTHER_PROVINCE = "OTHER_PROVINCE", _("in another province")
    OVERSEAS = "OVERSEAS", _("abroad under contract")


class VacancyQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Office staff of the two units; the desk of an employer its own."""
        if desk := desk_of(actor):
            return self.filter(employer_id=desk.employer_id)
        if not actor.is_authenticated or not actor.is_staff_account or not is_office_staff(actor):
            return self.none()
        return self.all()

    def public(self):
        """What everybody may see: published, by a verified employer."""
        return self.filter(state=VacancyState.PUBLISHED, employer__state=EmployerState.VERIFIED)

    def open(self, on):
        """Public and still taking people on that day."""
        return self.public().filter(closes_on__gte=on, filled_count__lt=F("headcount"))


class Vacancy(models.Model):
    """Posts of one kind at one employer, a count and a last day: form 03a."""

    TRANSITIONS = VACANCY_TRANSITIONS
    NEEDS_REASON = VACANCY_NEEDS_REASON

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="vacancies")
    title = models.CharField(_("title"), max_length=150)
    folded_text = models.TextField(help_text="what search reads: title, employer, place, folded")
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, blank=True, related_name="vacancies"
    )
    market = models.CharField(_("where"), max_length=16, choices=Market, default=Market.HOME)
    province_code = models.CharField(max_length=2, blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="vacancies"
    )
    country_code = models.CharField(max_length=2, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    headcount = models.PositiveIntegerField(_("places"))
    filled_count = models.PositiveIntegerField(default=0)
    wage_from = models.PositiveIntegerField(_("wage from"), null=True, blank=True)
    wage_to = models.PositiveIntegerField(_("wage to"), null=True, blank=True)
    description = models.TextField(_("description"), blank=True)
    closes_on = models.DateField(_("last day"))
    state = models.CharField(max_length=10, choices=VacancyState, default=VacancyState.DRAFT)
    closing = models.CharField(max_length=10, choices=Closing, blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = VacancyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "vacancies"
        indexes = [
            GinIndex(fields=["folded_text"], opclasses=["gin_trgm_ops"], name="vacancy_by_text"),
            models.Index(fields=["state", "market", "closes_on"], name="vacancy_by_state"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=VacancyState.values), name="vacancy_state_known"
            ),
            models.CheckConstraint(condition=Q(headcount__gte=1), name="vacancy_has_a_place"),
            models.CheckConstraint(
                condition=Q(filled_count__lte=F("headcount")), name="vacancy_not_overfilled"
            ),
            models.CheckConstraint(
                condition=Q(wage_to=None) | Q(wage_from=None) | Q(wage_to__gte=F("wage_from")),
                name="vacancy_wage_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state=VacancyState.CLOSED) ^ Q(closing=""), name="vacancy_closing_told"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def places_left(self) -> int:
        return self.headcount - self.filled_count


class VacancyStateChange(StateChange):
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="changes")
