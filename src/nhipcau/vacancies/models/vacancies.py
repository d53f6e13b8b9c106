from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from nhipcau.employers.models import Employer, SendingLicence
from nhipcau.employers.states import EmployerState
from nhipcau.organisations.models import Commune
from nhipcau.organisations.rules import OFFICE_ROLES, partner_units_of
from nhipcau.programmes.models import Party
from nhipcau.shared.models import StateChange
from nhipcau.vacancies.codes import (
    WITHOUT_LICENCE,
    ContractKind,
    Education,
    Experience,
    Gender,
    Market,
    Meals,
    Position,
    Training,
    WageKind,
    WagePeriod,
    WorkingTime,
)
from nhipcau.vacancies.models.occupations import LimitReason, Occupation
from nhipcau.vacancies.states import (
    VACANCY_NEEDS_REASON,
    VACANCY_TRANSITIONS,
    Closing,
    VacancyState,
)


def seen_by(actor: Any, path: str = "") -> Q:
    """Office staff: employers of the Centre, or of the Centre that a programme ties their unit
    to. The desk of an employer: its own. ``path``: the way to the employer, with ``__``."""
    if own := getattr(actor, "employer_id", None):
        return Q(**{f"{path}employer": own})
    units = partner_units_of(actor, *OFFICE_ROLES)
    tied = Party.objects.filter(programme__parties__organisation__in=units)
    return Q(**{f"{path}employer__centre__in": units}) | Q(
        **{f"{path}employer__centre__in": tied.values("organisation")}
    )


def with_licence(on: date) -> Q:
    """At home or in another province; abroad only with what the law asks of the sender."""
    licences = SendingLicence.objects.in_force(on).filter(employer=OuterRef("employer"))
    sender = Q(overseas__channel__in=sorted(WITHOUT_LICENCE)) | Q(Exists(licences))
    contract = Q(overseas__contract_valid_until__gte=on)
    return ~Q(market=Market.OVERSEAS) | (sender & contract)


class VacancyQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Office staff of the two units, each of its own; an employer's desk the own ones."""
        return self.filter(seen_by(actor))

    def public(self, on):
        """What everybody may see that day: published, by a verified employer, and abroad only
        while licence and contract are in force."""
        return self.filter(
            with_licence(on),
            state=VacancyState.PUBLISHED,
            employer__state=EmployerState.VERIFIED,
            closes_on__gte=on,
        )

    def open(self, on):
        """Public and still taking people on that day."""
        return self.public(on).filter(filled_count__lt=F("headcount"))

    def without_licence(self, on):
        """Published work abroad whose sender may not send any more, or whose contract ran out."""
        return self.filter(state=VacancyState.PUBLISHED).exclude(with_licence(on))

    def for_list(self):
        """With all that one row of a list shows."""
        return self.select_related("employer", "commune", "occupation")


class Vacancy(models.Model):
    """Posts of one kind at one employer, a count and a last day: form 03a."""

    TRANSITIONS = VACANCY_TRANSITIONS
    NEEDS_REASON = VACANCY_NEEDS_REASON

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="vacancies")
    title = models.CharField(_("title"), max_length=150)
    folded_text = models.TextField(
        help_text="what search reads: title, employer, place and words of the occupation, folded"
    )
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, blank=True, related_name="vacancies"
    )
    occupation_code = models.CharField(max_length=5, blank=True, help_text="its group: a prefix")
    position = models.CharField(max_length=8, choices=Position, default=Position.STAFF)
    market = models.CharField(_("where"), max_length=16, choices=Market, default=Market.HOME)
    province_code = models.CharField(max_length=2, blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="vacancies"
    )
    country_code = models.CharField(max_length=2, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    headcount = models.PositiveIntegerField(_("places"))
    filled_count = models.PositiveIntegerField(default=0)
    wage_kind = models.CharField(max_length=8, choices=WageKind, default=WageKind.RANGE)
    wage_from = models.PositiveIntegerField(_("wage from"), null=True, blank=True)
    wage_to = models.PositiveIntegerField(_("wage to"), null=True, blank=True)
    wage_period = models.CharField(max_length=8, choices=WagePeriod, default=WagePeriod.MONTH)
    wage_currency = models.CharField(max_length=3, default="VND")
    monthly_vnd = models.PositiveIntegerField(
        null=True, blank=True, help_text="about so much a month in đồng: to filter and sort by"
    )
    wage_note = models.CharField(max_length=200, blank=True)
    benefits = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    benefit_note = models.CharField(max_length=300, blank=True)
    meals = models.CharField(max_length=8, choices=Meals, blank=True)
    conditions = models.JSONField(default=dict, help_text="condition of work → answer, see codes")
    education = models.CharField(max_length=16, choices=Education, blank=True)
    training = models.CharField(max_length=16, choices=Training, blank=True)
    major = models.CharField(max_length=120, blank=True)
    skill = models.CharField(max_length=120, blank=True, help_text="trade skill and its grade")
    languages = models.CharField(max_length=120, blank=True)
    computing = models.CharField(max_length=120, blank=True)
    soft_skills = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    experience = models.CharField(max_length=10, choices=Experience, blank=True)
    contract_kind = models.CharField(max_length=12, choices=ContractKind, blank=True)
    working_time = models.CharField(max_length=8, choices=WorkingTime, blank=True)
    has_shifts = models.BooleanField(default=False)
    hours_note = models.CharField(max_length=120, blank=True)
    ways = ArrayField(models.CharField(max_length=16), default=list, blank=True)
    starts_note = models.CharField(max_length=120, blank=True, help_text="when work begins")
    only_for = models.CharField(max_length=8, choices=Gender, blank=True)
    only_because = models.ForeignKey(
        LimitReason, models.PROTECT, null=True, blank=True, related_name="+"
    )
    age_from = models.PositiveSmallIntegerField(null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(null=True, blank=True)
    age_because = models.ForeignKey(
        LimitReason, models.PROTECT, null=True, blank=True, related_name="+"
    )
    description = models.TextField(_("description"), blank=True)
    closes_on = models.DateField(_("last day"))
    state = models.CharField(max_length=10, choices=VacancyState, default=VacancyState.DRAFT)
    closing = models.CharField(max_length=10, choices=Closing, blank=True)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(
        null=True, blank=True, help_text="the employer was asked whether it is still open"
    )
    flagged_at = models.DateTimeField(
        null=True, blank=True, help_text="reported by somebody, not yet decided"
    )
    is_sample = models.BooleanField(default=False)

    objects = VacancyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "vacancies"
        indexes = [
            GinIndex(fields=["folded_text"], opclasses=["gin_trgm_ops"], name="vacancy_by_text"),
            models.Index(fields=["state", "market", "closes_on"], name="vacancy_by_state"),
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(state=VacancyState.PUBLISHED),
                name="vacancy_newest",
            ),
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
                condition=Q(age_to=None) | Q(age_from=None) | Q(age_to__gte=F("age_from")),
                name="vacancy_age_in_order",
            ),
            models.CheckConstraint(
                condition=Q(state=VacancyState.CLOSED) ^ Q(closing=""), name="vacancy_closing_told"
            ),
            models.CheckConstraint(
                condition=Q(market=Market.OVERSEAS) | Q(country_code=""),
                name="vacancy_country_when_abroad",
            ),
            models.CheckConstraint(
                condition=Q(only_for="") | Q(only_because__isnull=False),
                name="vacancy_gender_limit_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(age_from=None, age_to=None) | Q(age_because__isnull=False),
                name="vacancy_age_limit_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def places_left(self) -> int:
        return self.headcount - self.filled_count


class VacancyStateChange(StateChange):
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="changes")
