"""Booths: which employer comes, where it stands, whom it sends and what work it brings."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.employers.models import Employer
from nhipcau.fairs.models.fairs import Fair
from nhipcau.fairs.states import BOOTH_NEEDS_REASON, BOOTH_TRANSITIONS, BoothState
from nhipcau.shared.actors import desk_of
from nhipcau.shared.models import StateChange
from nhipcau.vacancies.models import Vacancy


class BoothQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Who may see the event; an employer at its desk: its own."""
        if desk := desk_of(actor):
            return self.filter(employer=desk.employer_id)
        return self.filter(fair__in=Fair.objects.visible_to(actor))

    def coming(self):
        return self.filter(state=BoothState.ACCEPTED)

    def for_list(self):
        return self.select_related("employer").order_by("number", "employer__name", "pk")


class Booth(models.Model):
    """One employer at one fair, from the invitation on. Written only by ``fairs.use_cases``.

    ``interviewers``: how many sit there in each slot; nobody in a break.
    """

    TRANSITIONS = BOOTH_TRANSITIONS
    NEEDS_REASON = BOOTH_NEEDS_REASON

    fair = models.ForeignKey(Fair, models.PROTECT, related_name="booths")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="booths")
    state = models.CharField(max_length=16, choices=BoothState, default=BoothState.INVITED)
    number = models.PositiveSmallIntegerField(_("number of the booth"), null=True, blank=True)
    row = models.PositiveSmallIntegerField(null=True, blank=True)
    column = models.PositiveSmallIntegerField(null=True, blank=True)
    interviewers = ArrayField(models.PositiveSmallIntegerField(), default=list)
    vacancies = models.ManyToManyField(Vacancy, through="fairs.BoothVacancy", related_name="+")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    invited_at = models.DateTimeField()

    objects = BoothQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["fair", "employer"], name="booth_once_an_employer"),
            models.UniqueConstraint(fields=["fair", "number"], name="booth_number_once"),
            models.UniqueConstraint(fields=["fair", "row", "column"], name="booth_cell_once"),
            models.CheckConstraint(
                condition=Q(state__in=BoothState.values), name="booth_state_known"
            ),
            models.CheckConstraint(
                condition=Q(row=None, column=None) | Q(row__isnull=False, column__isnull=False),
                name="booth_cell_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state=BoothState.ACCEPTED) | Q(number__isnull=False),
                name="booth_numbered_when_it_comes",
            ),
        ]

    def __str__(self) -> str:
        return f"booth {self.pk}"


class BoothStateChange(StateChange):
    booth = models.ForeignKey(Booth, models.PROTECT, related_name="changes")


class BoothVacancy(models.Model):
    """Work that an employer brings to a fair."""

    booth = models.ForeignKey(Booth, models.CASCADE, related_name="brought")
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booth", "vacancy"], name="booth_vacancy_once")
        ]

    def __str__(self) -> str:
        return f"vacancy {self.vacancy_id} at booth {self.booth_id}"
