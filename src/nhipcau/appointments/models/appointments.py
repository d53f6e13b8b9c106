"""Appointments. That nobody is booked twice at one time is a rule of the table itself."""

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from nhipcau.appointments.choices import Channel, Interpreter, Kind, Mode
from nhipcau.appointments.models.hours import AT_WORK, OfOwnUnits, Place
from nhipcau.appointments.states import (
    APPOINTMENT_TRANSITIONS,
    OCCUPYING,
    OPEN,
    AppointmentState,
)
from nhipcau.events.models import Session
from nhipcau.organisations.models import Organisation
from nhipcau.organisations.rules import partner_units_of
from nhipcau.people.followed import followed_by_units_of
from nhipcau.people.models import YoungPerson
from nhipcau.shared.models import StateChange

TALK_LENGTH = 300


class _Range(Func):
    """``[starts, ends)``: one talk may begin in the moment in which another one ends."""

    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


def never_twice(who, name):
    """No two appointments that take up time overlap for one ``who``."""
    return ExclusionConstraint(
        name=name,
        expressions=[
            (who, RangeOperators.EQUAL),
            (_Range("starts_at", "ends_at"), RangeOperators.OVERLAPS),
        ],
        condition=Q(state__in=sorted(OCCUPYING)),
    )


class BlockQuerySet(OfOwnUnits):
    def public(self):
        """A block is found by its own secret address, and by those who came to its event."""
        return self.filter(closed_at=None)


class Block(models.Model):
    """Times with one counsellor that only the people of one session may choose."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    counsellor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    where = models.CharField(_("room"), max_length=160)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(_("minutes each"))
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="block_ends_later"
            ),
            models.CheckConstraint(condition=Q(minutes__gte=5), name="block_long_enough"),
        ]

    def __str__(self) -> str:
        return f"block {self.pk}"


class AppointmentQuerySet(models.QuerySet):
    def occupying(self):
        return self.filter(state__in=OCCUPYING)

    def open(self):
        return self.filter(state__in=OPEN)

    def visible_to(self, actor):
        """The person, by the own phone; colleagues whose unit follows the person, those of the
        unit that counsels, in a role that works with people."""
        if not actor.is_authenticated:
            return self.none()
        if not actor.is_staff_account:
            return self.filter(
                Q(young_person__phone=actor.phone) | Q(kept_person__phone=actor.phone)
            )
        units = partner_units_of(actor, *AT_WORK)
        if not units:
            return self.none()
        return self.filter(Q(unit__in=units) | followed_by_units_of(actor, "young_person"))

    def of_person(self, person):
        """Under all records of one person."""
        return self.filter(kept_person=person.merged_into_id or person.pk)

    def for_list(self):
        return self.select_related("young_person", "counsellor", "unit", "place", "block")


class Appointment(models.Model):
    """One person meets one counsellor at one time.

    ``kept_person``: the record that speaks for the person, whatever was merged: by it the table
    knows that two records are one person. ``sequence``: grows with each change, for calendars.
    """

    TRANSITIONS = APPOINTMENT_TRANSITIONS

    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="appointments")
    kept_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="+")
    counsellor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    kind = models.CharField(_("type of counselling"), max_length=8, choices=Kind)
    mode = models.CharField(_("how"), max_length=6, choices=Mode)
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="+")
    online_address = models.URLField(blank=True)
    talk_about = models.CharField(
        _("what you want to talk about"), max_length=TALK_LENGTH, blank=True
    )
    interpreter = models.CharField(_("interpreter"), max_length=4, choices=Interpreter, blank=True)
    state = models.CharField(max_length=16, choices=AppointmentState)
    hold_expires_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    code = models.CharField(max_length=32, unique=True)
    channel = models.CharField(max_length=8, choices=Channel)
    booked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        null=True,
        help_text="the colleague who booked on behalf of the person",
    )
    block = models.ForeignKey(
        Block, models.PROTECT, null=True, blank=True, related_name="appointments"
    )
    created_at = models.DateTimeField()

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["counsellor", "starts_at"], name="appointment_of_counsellor"),
            models.Index(fields=["unit", "starts_at"], name="appointment_of_unit"),
            models.Index(
                fields=["hold_expires_at"],
                condition=Q(state=AppointmentState.ON_HOLD),
                name="appointment_holds_running",
            ),
            models.Index(
                fields=["starts_at"],
                condition=Q(state=AppointmentState.BOOKED),
                name="appointment_to_remind",
            ),
        ]
        constraints = [
            never_twice("counsellor", "appointment_one_of_counsellor"),
            never_twice("kept_person", "appointment_one_of_person"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="appointment_ends_later"
            ),
            models.CheckConstraint(
                condition=Q(state__in=AppointmentState.values), name="appointment_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=AppointmentState.ON_HOLD) | Q(hold_expires_at__isnull=False),
                name="appointment_hold_expires",
            ),
        ]

    def __str__(self) -> str:
        return f"appointment {self.pk}"


class AppointmentStateChange(StateChange):
    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="changes")


class BookingLinkQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(young_person__in=YoungPerson.objects.visible_to(actor))


class BookingLink(models.Model):
    """A link by which one person books without an account. What opens it is made from its number
    (``shared.secrets_of_links``), so that no table holds it."""

    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    objects = BookingLinkQuerySet.as_manager()

    def __str__(self) -> str:
        return f"booking link {self.pk}"
