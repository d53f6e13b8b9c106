"""The timed parts of an event, with their places."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nhipcau.events.models.events import Event
from nhipcau.organisations.models import Commune, Organisation


class SessionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(event__in=Event.objects.visible_to(actor))

    def public(self):
        return self.filter(event__in=Event.objects.public())


class Session(models.Model):
    """A timed part of an event in one room, with its places.

    ``taken_count`` is changed only by the conditional statements of ``events.places``.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="sessions")
    title_vi = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160, blank=True)
    room = models.CharField(_("room"), max_length=80, blank=True)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    capacity = models.PositiveIntegerField(_("places"))
    taken_count = models.PositiveIntegerField(default=0)
    reserved_count = models.PositiveIntegerField(
        default=0, help_text="places kept for a school or commune and not taken yet"
    )
    waiting_limit = models.PositiveIntegerField(_("places on the waiting list"), default=50)
    waiting_count = models.PositiveIntegerField(default=0)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__gte=F("taken_count") + F("reserved_count")),
                name="session_never_oversold",
            ),
            models.CheckConstraint(
                condition=Q(waiting_count__lte=F("waiting_limit")), name="session_waiting_limit"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"session {self.pk}"

    @property
    def title(self) -> str:
        return self.title_en if get_language() == "en" and self.title_en else self.title_vi

    @property
    def spoken_for(self) -> int:
        """Places taken or kept for somebody."""
        return self.taken_count + self.reserved_count

    @property
    def places_left(self) -> int:
        """Places that anyone may take: neither taken nor kept for somebody."""
        return self.capacity - self.taken_count - self.reserved_count


class ReservedPlacesQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(session__in=Session.objects.visible_to(actor))

    def kept(self):
        return self.filter(released_at=None)


class ReservedPlaces(models.Model):
    """Places of a session kept for one school or for the people of one commune.

    Whoever comes with ``code`` (the school's link) or lives in ``commune`` takes these first.
    When they are released, what is left goes to everybody. Counted by ``events.places`` alone.
    """

    session = models.ForeignKey(Session, models.PROTECT, related_name="reservations")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+")
    code = models.CharField(max_length=32, unique=True)
    places_count = models.PositiveIntegerField(_("places"))
    taken_count = models.PositiveIntegerField(default=0)
    release_at = models.DateTimeField(_("released to everybody at"))
    released_at = models.DateTimeField(null=True, blank=True)

    objects = ReservedPlacesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_count__lte=F("places_count")), name="reserved_never_oversold"
            ),
            models.CheckConstraint(
                condition=Q(organisation=None, commune__isnull=False)
                | Q(organisation__isnull=False, commune=None),
                name="reserved_for_one",
            ),
            models.UniqueConstraint(
                fields=["session", "organisation"],
                condition=Q(released_at=None, organisation__isnull=False),
                name="reserved_once_a_school",
            ),
            models.UniqueConstraint(
                fields=["session", "commune"],
                condition=Q(released_at=None, commune__isnull=False),
                name="reserved_once_a_commune",
            ),
        ]

    def __str__(self) -> str:
        return f"reserved places {self.pk}"

    @property
    def left(self) -> int:
        return self.places_count - self.taken_count
