"""Events, who speaks at them and who helps."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from nhipcau.events.states import (
    EVENT_NEEDS_REASON,
    EVENT_TRANSITIONS,
    PUBLIC_STATES,
    EventState,
)
from nhipcau.organisations.models import Commune, Organisation, Role
from nhipcau.organisations.rules import OFFICE_ROLES, partner_units_of
from nhipcau.programmes.models import EventKind, PlanLine
from nhipcau.shared.models import StateChange

ROLES_WITH_ARMY = (Role.LEADER, Role.COORDINATOR, Role.FOCAL_POINT, Role.COUNSELLOR)


def _run_by(units: set[int]) -> Q:
    return Q(plan_line__lead__in=units) | Q(plan_line__supporting__in=units)


class EventQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Staff of the two units that run the event together; a volunteer sees the assigned ones.

        An event with the army opens only to those who organise, counsel or lead.
        """
        if not partner_units_of(actor):
            return self.none()
        trusted = partner_units_of(actor, *ROLES_WITH_ARMY)
        seen = _run_by(trusted)
        if office := partner_units_of(actor, *OFFICE_ROLES) - trusted:
            seen |= _run_by(office) & Q(kind__hides_host=False)
        if door := partner_units_of(actor, Role.GATE_VOLUNTEER):
            assigned = EventStaff.objects.filter(user=actor, event=OuterRef("pk"))
            seen |= _run_by(door) & Q(Exists(assigned))
        return self.filter(seen)

    def announced(self):
        """Without drafts that were dropped: nobody outside ever heard of them."""
        dropped = EventStateChange.objects.filter(
            event=OuterRef("pk"), from_state=EventState.DRAFT, to_state=EventState.CANCELLED
        )
        return self.exclude(Q(state=EventState.CANCELLED) & Exists(dropped))

    def public(self):
        return self.filter(state__in=PUBLIC_STATES).announced()

    def open_to_all(self):
        """Public events to which everybody may come: none in a barracks or of one class alone."""
        return self.public().filter(kind__takes_public_registration=True, kind__hides_host=False)

    def starting_between(self, first, last):
        """Events that start on a day from ``first`` to ``last``, both included, local time."""
        return self.filter(starts_at__date__gte=first, starts_at__date__lte=last)

    def for_list(self):
        """With all that one row of a list shows, so that a list costs one query."""
        return self.select_related(
            "kind", "commune", "plan_line__lead", "plan_line__supporting"
        ).order_by("starts_at", "pk")


class Event(models.Model):
    """One dated activity on a line of the plan. Written only by ``events.use_cases``."""

    TRANSITIONS = EVENT_TRANSITIONS
    NEEDS_REASON = EVENT_NEEDS_REASON

    plan_line = models.ForeignKey(PlanLine, models.PROTECT, related_name="events")
    lineage = models.UUIDField(db_index=True, help_text="the promise it keeps, in any version")
    kind = models.ForeignKey(EventKind, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("what it is about"), blank=True)
    starts_at = models.DateTimeField(_("starts"), db_index=True)
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+")
    host = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="school or unit where it takes place",
    )
    online_address = models.URLField(_("online address"), blank=True)
    what_to_bring = models.TextField(_("what to bring"), blank=True)
    overseas_information = models.TextField(_("jobs abroad under contract"), blank=True)
    education_agreement = models.CharField(
        _("agreement of the education department"),
        max_length=200,
        blank=True,
        help_text="number and date of the letter that allows overseas jobs in this school event",
    )
    sponsor_text = models.CharField(_("words of sponsors"), max_length=300, blank=True)
    registration_closes_at = models.DateTimeField(_("registration closes"))
    is_sample = models.BooleanField(default=False)
    state = models.CharField(max_length=16, choices=EventState, default=EventState.DRAFT)
    created_at = models.DateTimeField()

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="event_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(registration_closes_at__lte=F("ends_at")),
                name="event_registration_closes_in_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=EventState.values), name="event_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"event {self.pk}"


class EventStateChange(StateChange):
    event = models.ForeignKey(Event, models.PROTECT, related_name="changes")


class Speaker(models.Model):
    """Someone who speaks in an official role; the name is published with the event."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="speakers")
    full_name = models.CharField(_("full name"), max_length=100)
    position = models.CharField(_("position"), max_length=160)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"speaker {self.pk}"


class EventStaff(models.Model):
    """A gate volunteer helps at one event and sees that event's list only."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="staff")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="event_staff_once")]

    def __str__(self) -> str:
        return f"event staff {self.pk}"
