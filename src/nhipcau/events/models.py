"""Events, their sessions, registrations and attendance."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nhipcau.events.states import (
    EVENT_NEEDS_REASON,
    EVENT_TRANSITIONS,
    LIVE,
    PUBLIC_STATES,
    REGISTRATION_TRANSITIONS,
    AttendanceValue,
    EventState,
    RegistrationState,
)
from nhipcau.organisations.models import Commune, Organisation, Role
from nhipcau.organisations.rules import OFFICE_ROLES, partner_units_of
from nhipcau.people.models import Following, YoungPerson
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
    waiting_limit = models.PositiveIntegerField(_("places on the waiting list"), default=50)
    waiting_count = models.PositiveIntegerField(default=0)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_count__lte=F("capacity")), name="session_never_oversold"
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
    def places_left(self) -> int:
        return self.capacity - self.taken_count


class RegistrationQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state__in=LIVE)

    def visible_to(self, actor):
        """Who may see the person may see the registration; a volunteer sees the own event's."""
        if not actor.is_authenticated:
            return self.none()
        if not actor.is_staff_account:
            return self.filter(young_person__phone=actor.phone)
        assigned = EventStaff.objects.filter(user=actor, event=OuterRef("session__event"))
        # Asked for each row of a list: ``young_person__in`` would gather the whole province first.
        followed = Following.objects.of_units_of(actor).filter(
            young_person=OuterRef("young_person")
        )
        return self.filter(
            Q(session__event__in=Event.objects.visible_to(actor)),
            Exists(followed) | Exists(assigned),
        )

    def for_list(self):
        return self.select_related(
            "young_person__commune", "session__event__kind", "session__event__commune"
        ).order_by("pk")


class Channel(models.TextChoices):
    WEB = "WEB", _("public page")
    STAFF = "STAFF", _("entered by staff")
    WALK_IN = "WALK_IN", _("at the door")


class Registration(models.Model):
    """One person intends to come to one session: at most one live row for both."""

    TRANSITIONS = REGISTRATION_TRANSITIONS

    session = models.ForeignKey(Session, models.PROTECT, related_name="registrations")
    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="registrations")
    state = models.CharField(max_length=16, choices=RegistrationState)
    code = models.CharField(max_length=32, unique=True)
    channel = models.CharField(max_length=8, choices=Channel)
    registered_at = models.DateTimeField()

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["session", "id"],
                condition=Q(state=RegistrationState.WAITING),
                name="registration_waiting_order",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "young_person"],
                condition=Q(state__in=sorted(LIVE)),
                name="registration_one_live",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RegistrationState.values), name="registration_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"registration {self.pk}"


class RegistrationStateChange(StateChange):
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="changes")


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
