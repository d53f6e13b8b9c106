"""When and where counsellors may be met."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nhipcau.appointments.choices import Mode
from nhipcau.organisations.models import Organisation, Role
from nhipcau.organisations.rules import partner_units_of

# Who works with appointments of the own unit.
AT_WORK = (Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT)
WEEKDAYS = 7


class OfOwnUnits(models.QuerySet):
    def visible_to(self, actor):
        """Colleagues of the unit, in a role that works with people."""
        if not actor.is_authenticated or not actor.is_staff_account:
            return self.none()
        return self.filter(unit__in=partner_units_of(actor, *AT_WORK))


class Place(models.Model):
    """A room in which people are counselled. Its name and address are public."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(_("name of the place"), max_length=120)
    address = models.CharField(_("address"), max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = OfOwnUnits.as_manager()

    class Meta:
        ordering = ["unit", "name"]

    def __str__(self) -> str:
        return self.name


class Hours(models.Model):
    """One line of a counsellor's week, from a day on and perhaps up to a day."""

    counsellor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField(help_text="Monday is 0")
    starts = models.TimeField(_("begins"))
    ends = models.TimeField(_("ends"))
    modes = ArrayField(models.CharField(max_length=6, choices=Mode))
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    online_address = models.URLField(_("address of the online room"), blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True, help_text="the last day")

    objects = OfOwnUnits.as_manager()

    class Meta:
        ordering = ["weekday", "starts", "pk"]
        verbose_name_plural = "hours"
        indexes = [models.Index(fields=["counsellor", "weekday"], name="hours_of_counsellor")]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="hours_end_later"),
            models.CheckConstraint(condition=Q(weekday__lt=WEEKDAYS), name="hours_weekday_known"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="hours_valid_forward",
            ),
            models.CheckConstraint(
                condition=~Q(modes__contains=[Mode.PLACE]) | Q(place__isnull=False),
                name="hours_say_where",
            ),
        ]

    def __str__(self) -> str:
        return f"hours {self.pk}"


class Absence(models.Model):
    """A stretch of time in which a counsellor cannot be booked. Why is nobody's business."""

    counsellor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = OfOwnUnits.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="absence_ends_later"
            )
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"
