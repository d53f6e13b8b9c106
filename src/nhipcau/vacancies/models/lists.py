from django.conf import settings
from django.db import models
from django.db.models import Q

from nhipcau.employers.models import Employer
from nhipcau.shared.models import StateChange
from nhipcau.vacancies.models.vacancies import Vacancy, seen_by
from nhipcau.vacancies.states import (
    LIST_NEEDS_REASON,
    LIST_TRANSITIONS,
    ListState,
    RowOutcome,
    RowVerdict,
)


class VacancyListQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(seen_by(actor))


class VacancyList(models.Model):
    """One list of vacancies as an employer sent it. The file itself is not kept."""

    TRANSITIONS = LIST_TRANSITIONS
    NEEDS_REASON = LIST_NEEDS_REASON

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="vacancy_lists")
    file_name = models.CharField(max_length=120)
    file_digest = models.CharField(max_length=64, db_index=True)
    sheets = models.JSONField(
        default=list, help_text="of each sheet: name, header row, header words, column → field"
    )
    closes_on = models.DateField(help_text="for rows without a last day of their own")
    state = models.CharField(max_length=16, choices=ListState, default=ListState.DRAFT)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = VacancyListQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ListState.values), name="vacancy_list_state_known"
            )
        ]

    def __str__(self) -> str:
        return f"vacancy list {self.pk}"


class VacancyListStateChange(StateChange):
    vacancy_list = models.ForeignKey(VacancyList, models.PROTECT, related_name="changes")


class VacancyRowQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(seen_by(actor, "vacancy_list__"))


class VacancyRow(models.Model):
    """One row of the file: what stood there, how it is read, and what is said of it."""

    vacancy_list = models.ForeignKey(VacancyList, models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField(help_text="running number in the file, from 0")
    sheet = models.PositiveSmallIntegerField(help_text="place in the list's sheets")
    number = models.PositiveIntegerField(help_text="row number as the sender sees it")
    cells = models.JSONField(default=list)
    typed = models.JSONField(default=dict, help_text="what staff wrote in place of a cell")
    read = models.JSONField(default=dict, help_text="field of the vacancy → value as it is read")
    verdict = models.CharField(max_length=12, choices=RowVerdict)
    reasons = models.JSONField(default=list, help_text="code, column and what it is about")
    vacancy = models.ForeignKey(
        Vacancy, models.SET_NULL, null=True, blank=True, related_name="list_rows"
    )
    outcome = models.CharField(max_length=12, choices=RowOutcome, blank=True)

    objects = VacancyRowQuerySet.as_manager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["vacancy_list", "place"], name="vacancy_row_once"),
            models.CheckConstraint(
                condition=Q(verdict__in=RowVerdict.values), name="vacancy_row_verdict_known"
            ),
        ]

    def __str__(self) -> str:
        return f"vacancy row {self.pk}"
