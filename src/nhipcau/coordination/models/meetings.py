from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.coordination.models.difficulties import programmes_of
from nhipcau.coordination.states import AgendaKind, JointMeetingState
from nhipcau.organisations.models import Organisation
from nhipcau.programmes.models import Programme


class JointMeetingQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(programme__in=programmes_of(actor))


class JointMeeting(models.Model):
    """Both units meet. ``pack``: what lay on the table, kept as it was when the minutes closed."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="meetings")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    place = models.CharField(_("place"), max_length=160)
    state = models.CharField(
        max_length=10, choices=JointMeetingState, default=JointMeetingState.SET
    )
    reason = models.CharField(max_length=300, blank=True)
    present = models.TextField(_("who was there"), blank=True)
    pack = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = JointMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=JointMeetingState.SET, ended_at=None)
                | (~Q(state=JointMeetingState.SET) & Q(ended_at__isnull=False)),
                name="joint_meeting_ends_once",
            )
        ]

    def __str__(self) -> str:
        return f"meeting {self.pk}"


class AgendaItemQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(meeting__programme__in=programmes_of(actor))


class AgendaItem(models.Model):
    """One point of a meeting, and what was said about it."""

    meeting = models.ForeignKey(JointMeeting, models.PROTECT, related_name="items")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12, choices=AgendaKind, blank=True)
    title = models.CharField(_("point"), max_length=160)
    minutes = models.TextField(_("what was said"), blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="agenda_item_number_once")
        ]

    def __str__(self) -> str:
        return f"point {self.number}"
