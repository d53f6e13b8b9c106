"""Links that ask, answers that nobody is tied to. Written only by ``feedback.use_cases``."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.employers.models import Employer
from nhipcau.events.models import Event
from nhipcau.feedback.states import ComesAgain, NextStep, Useful
from nhipcau.people.models import YoungPerson
from nhipcau.shared.actors import desk_of

LONGEST = 300


class OfEventQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(event__in=Event.objects.visible_to(actor))


class FeedbackLink(models.Model):
    """One person who came is asked once. ``is_answered`` without a time: who answered when, beside
    answers in the order of time, would say who answered what."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="feedback_links")
    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="feedback_links")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    is_answered = models.BooleanField(default=False)

    objects = OfEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "young_person"], name="feedback_link_once")
        ]

    def __str__(self) -> str:
        return f"feedback link {self.pk}"


class FeedbackAnswer(models.Model):
    """Three answers about an event: by nobody, at no time, in no order."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="feedback_answers")
    useful = models.PositiveSmallIntegerField(choices=Useful)
    next_step = models.CharField(max_length=8, choices=NextStep)
    words = models.CharField(max_length=LONGEST, blank=True)

    objects = OfEventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(useful__in=Useful.values), name="feedback_useful_known"
            ),
            models.CheckConstraint(
                condition=Q(next_step__in=NextStep.values), name="feedback_next_step_known"
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"


class EmployerViewQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Who may see the event; an employer at its desk: its own."""
        if desk := desk_of(actor):
            return self.filter(employer=desk.employer_id)
        return self.filter(event__in=Event.objects.visible_to(actor))


class EmployerView(models.Model):
    """How one employer found a day. Asked by its own link; may be changed for a month."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="employer_views")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="event_views")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    suitable_count = models.PositiveSmallIntegerField(
        _("young people who suit you"), null=True, blank=True
    )
    comes_again = models.CharField(max_length=8, choices=ComesAgain, blank=True)
    words = models.CharField(max_length=LONGEST, blank=True)

    objects = EmployerViewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "employer"], name="employer_view_once"),
            models.CheckConstraint(
                condition=Q(answered_at=None, suitable_count=None, comes_again="")
                | Q(
                    answered_at__isnull=False,
                    suitable_count__isnull=False,
                    comes_again__in=ComesAgain.values,
                ),
                name="employer_view_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"view {self.pk}"
