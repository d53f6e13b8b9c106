from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import YoungPerson
from nhipcau.vacancies.models import Market, Occupation


class OfPersonQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(young_person__in=YoungPerson.objects.visible_to(actor))


class JobWish(models.Model):
    """The work one young person looks for: forms 01 and 01a, one row a person, asked once."""

    young_person = models.OneToOneField(YoungPerson, models.PROTECT, related_name="job_wish")
    title = models.CharField(_("wished work"), max_length=150, blank=True)
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    market = models.CharField(_("where"), max_length=16, choices=Market, blank=True)
    wage_from = models.PositiveIntegerField(_("wage from"), null=True, blank=True)
    told_at = models.DateTimeField()

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "job wishes"

    def __str__(self) -> str:
        return f"wish {self.pk}"
