from django.db import models
from django.db.models import Q

from nhipcau.people.models import YoungPerson
from nhipcau.vacancies.codes import Frequency


class SavedSearchQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever signed in with the phone of the person; nobody else, staff neither."""
        if not actor.is_authenticated or actor.is_staff_account:
            return self.none()
        return self.filter(young_person__in=YoungPerson.objects.visible_to(actor))

    def public(self):
        """For whoever holds the link of one: look it up by ``code`` alone."""
        return self.select_related("young_person")

    def running(self):
        return self.filter(stopped_at=None)


class SavedSearch(models.Model):
    """A job search of one person, told again by message when something new fits."""

    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="saved_searches")
    query = models.JSONField(default=dict, help_text="the filters, as the address has them")
    frequency = models.CharField(max_length=8, choices=Frequency)
    code = models.CharField(max_length=43, unique=True, help_text="in the link that stops it")
    seen_until = models.DateTimeField(help_text="what was published before is not told again")
    next_at = models.DateTimeField()
    created_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "saved searches"
        indexes = [
            models.Index(fields=["next_at"], condition=Q(stopped_at=None), name="saved_search_due")
        ]

    def __str__(self) -> str:
        return f"saved search {self.pk}"
