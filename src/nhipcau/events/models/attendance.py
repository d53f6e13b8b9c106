"""The fact at the door, and its corrections."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from nhipcau.events.models.registrations import Registration
from nhipcau.events.models.sessions import Session
from nhipcau.events.states import AttendanceValue
from nhipcau.people.models import YoungPerson


class AttendanceQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(registration__in=Registration.objects.visible_to(actor))


class Attendance(models.Model):
    """The fact at the door. ``attendance`` rows are turns; distinct people in them are persons."""

    registration = models.OneToOneField(Registration, models.PROTECT, related_name="attendance")
    session = models.ForeignKey(Session, models.PROTECT, related_name="attendances")
    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="attendances")
    value = models.CharField(max_length=16, choices=AttendanceValue)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    recorded_at = models.DateTimeField()

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["session", "value", "young_person"], name="attendance_counting")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "young_person"], name="attendance_once_a_session"
            ),
            models.CheckConstraint(
                condition=Q(value__in=AttendanceValue.values), name="attendance_value_known"
            ),
        ]

    def __str__(self) -> str:
        return f"attendance {self.pk}"


class AttendanceCorrection(models.Model):
    """Append-only. What stood there before, what stands there now, and why."""

    attendance = models.ForeignKey(Attendance, models.PROTECT, related_name="corrections")
    from_value = models.CharField(max_length=16, choices=AttendanceValue)
    to_value = models.CharField(max_length=16, choices=AttendanceValue)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"correction {self.pk}"
