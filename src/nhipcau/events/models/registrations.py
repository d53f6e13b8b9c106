"""The intention to come: one person, one session."""

from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from nhipcau.events.models.events import Event, EventStaff
from nhipcau.events.models.sessions import ReservedPlaces, Session
from nhipcau.events.states import LIVE, REGISTRATION_TRANSITIONS, GroupFit, RegistrationState
from nhipcau.organisations.models import Organisation
from nhipcau.organisations.rules import is_commune_officer
from nhipcau.people.followed import followed_by_units_of
from nhipcau.people.models import YoungPerson
from nhipcau.shared.models import StateChange


class RegistrationQuerySet(models.QuerySet):
    def live(self):
        return self.filter(state__in=LIVE)

    def of_person(self, young_person):
        """Of all records of one person, merged ones too."""
        return self.filter(young_person__in=YoungPerson.objects.same_as(young_person))

    def visible_to(self, actor):
        """Who may see the person may see the registration; a volunteer sees the own event's; an
        officer of a commune those of the own people for events that are open to all."""
        if not actor.is_authenticated:
            return self.none()
        if not actor.is_staff_account:
            return self.filter(young_person__phone=actor.phone)
        assigned = EventStaff.objects.filter(user=actor, event=OuterRef("session__event"))
        # Asked for each row of a list: ``young_person__in`` would gather the whole province first.
        followed = followed_by_units_of(actor, "young_person")
        listed = Q(session__event__in=Event.objects.visible_to(actor))
        if not is_commune_officer(actor):
            return self.filter(listed, followed | Exists(assigned))
        own = followed_by_units_of(actor, "young_person", communes=True)
        open_to_all = Q(session__event__in=Event.objects.open_to_all())
        return self.filter((listed & (followed | Exists(assigned))) | (open_to_all & own))

    def for_list(self):
        return self.select_related(
            "young_person__commune", "session__event__kind", "session__event__commune"
        ).order_by("pk")


class RegistrationGroupQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(session__in=Session.objects.visible_to(actor))


class RegistrationGroup(models.Model):
    """A class, a military unit or a family that comes together to one session."""

    session = models.ForeignKey(Session, models.PROTECT, related_name="groups")
    name = models.CharField(_("name of the group"), max_length=120)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    fit = models.CharField(max_length=8, choices=GroupFit)
    asks_each = models.BooleanField(
        default=False, help_text="every member confirms on a phone before the place is certain"
    )
    code = models.CharField(max_length=32, unique=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField()

    objects = RegistrationGroupQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(fit__in=GroupFit.values), name="registration_group_fit_known"
            )
        ]

    def __str__(self) -> str:
        return f"registration group {self.pk}"


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
    # What the QR ticket carries: not the code, which opens the registration's own page.
    ticket_id = models.UUIDField(db_default=RandomUUID(), unique=True)
    group = models.ForeignKey(
        RegistrationGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
    )
    reserved = models.ForeignKey(
        ReservedPlaces,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        help_text="the kept places from which the place was taken",
    )
    offer_expires_at = models.DateTimeField(null=True, blank=True)
    channel = models.CharField(max_length=8, choices=Channel)
    registered_at = models.DateTimeField()

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["session", "id"],
                condition=Q(state=RegistrationState.WAITING),
                name="registration_waiting_order",
            ),
            models.Index(
                fields=["offer_expires_at"],
                condition=Q(state=RegistrationState.OFFERED),
                name="registration_offers_running",
            ),
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
            models.CheckConstraint(
                condition=~Q(state=RegistrationState.OFFERED) | Q(offer_expires_at__isnull=False),
                name="registration_offer_expires",
            ),
        ]

    def __str__(self) -> str:
        return f"registration {self.pk}"


class RegistrationStateChange(StateChange):
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="changes")
