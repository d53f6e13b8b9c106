"""A fair: the event it belongs to, its slots and its hall."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.events.models import Event
from nhipcau.fairs.states import Goal
from nhipcau.shared.actors import desk_of

MOST_SLOTS = 96
MOST_SIDE = 30


class FairQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Who may see the event; an employer at its desk: the fairs it is asked to."""
        if desk := desk_of(actor):
            return self.filter(booths__employer=desk.employer_id)
        return self.filter(event__in=Event.objects.visible_to(actor))

    def public(self):
        return self.filter(event__in=Event.objects.public(), event__kind__hides_host=False)


class Fair(models.Model):
    """Interviews at one event: equal slots from ``first_slot_at`` on, and a hall of squares."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="fair")
    first_slot_at = models.DateTimeField(_("first interview at"))
    slot_minutes = models.PositiveSmallIntegerField(_("minutes of one interview"))
    slots_count = models.PositiveSmallIntegerField(_("how many slots"))
    most_interviews = models.PositiveSmallIntegerField(_("interviews for one person at most"))
    goal = models.CharField(_("what counts most"), max_length=6, choices=Goal)
    wishes_close_at = models.DateTimeField(_("wishes may be told until"))
    hall = models.TextField(blank=True, help_text="rows of signs, see states.Cell")
    screen_code = models.CharField(max_length=32, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField()

    objects = FairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(slot_minutes__gte=5, slot_minutes__lte=120), name="fair_slot_length"
            ),
            models.CheckConstraint(
                condition=Q(slots_count__gte=1, slots_count__lte=MOST_SLOTS),
                name="fair_slots_count",
            ),
            models.CheckConstraint(
                condition=Q(most_interviews__gte=1, most_interviews__lte=12),
                name="fair_most_interviews",
            ),
            models.CheckConstraint(condition=Q(goal__in=Goal.values), name="fair_goal_known"),
        ]

    def __str__(self) -> str:
        return f"fair {self.pk}"

    def starts(self, slot):
        """When a slot begins; ``slots_count`` gives the end of the last one."""
        return self.first_slot_at + timedelta(minutes=self.slot_minutes * slot)

    @property
    def ends_at(self):
        return self.starts(self.slots_count)

    @property
    def rows(self):
        """The plan as rows of signs, all of one length."""
        return self.hall.splitlines()
