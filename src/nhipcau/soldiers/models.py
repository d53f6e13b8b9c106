from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from nhipcau.events.models import Session
from nhipcau.people.followed import followed_by_units_of
from nhipcau.people.models import YoungPerson
from nhipcau.shared.models import StateChange
from nhipcau.soldiers.states import (
    LIVE,
    SERVICE_NEEDS_REASON,
    SERVICE_TRANSITIONS,
    Card,
    Hope,
    How,
    ServiceState,
    Situation,
)


def seen_by(actor, person):
    """Staff: of the people whom they see. Nobody of the public: where and how many
    serve is no public matter. A young person: the own one."""
    if not actor.is_authenticated:
        return Q(pk__in=())
    if not actor.is_staff_account:
        return Q(**{f"{person}__phone": actor.phone})
    return followed_by_units_of(actor, person, communes=True)


class MilitaryServiceQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(seen_by(actor, "young_person"))

    def live(self):
        return self.filter(state__in=LIVE)


class MilitaryService(models.Model):
    """One young person's time as a soldier, and the year after it. Neither unit nor place: the
    programme does not need them."""

    TRANSITIONS = SERVICE_TRANSITIONS
    NEEDS_REASON = SERVICE_NEEDS_REASON

    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="services")
    state = models.CharField(max_length=12, choices=ServiceState, default=ServiceState.SERVING)
    expected_on = models.DateField(_("expected day of discharge"))
    discharged_on = models.DateField(_("day of discharge"), null=True, blank=True)
    card_until = models.DateField(
        null=True,
        blank=True,
        help_text="last day of the support for training, as the rule then was",
    )
    hope = models.CharField(max_length=12, choices=Hope, blank=True)
    session = models.ForeignKey(
        Session, models.PROTECT, null=True, blank=True, related_name="+", help_text="where we met"
    )
    created_at = models.DateTimeField()

    objects = MilitaryServiceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "expected_on", "id"],
                condition=Q(state__in=sorted(LIVE)),
                name="service_live",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["young_person"],
                condition=Q(state__in=sorted(LIVE)),
                name="service_one_live",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ServiceState.values), name="service_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ServiceState.REMOVED)
                | Q(state=ServiceState.SERVING, discharged_on=None, card_until=None)
                | Q(
                    state__in=[ServiceState.DISCHARGED, ServiceState.ENDED],
                    discharged_on__isnull=False,
                    card_until__gt=F("discharged_on"),
                ),
                name="service_days_fit_the_state",
            ),
        ]

    def __str__(self) -> str:
        return f"service {self.pk}"


class MilitaryServiceStateChange(StateChange):
    military_service = models.ForeignKey(MilitaryService, models.PROTECT, related_name="changes")


class HomeCheckQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(seen_by(actor, "service__young_person"))

    def open(self):
        """Nobody answered yet, and the person is still followed."""
        return self.filter(
            Q(situation="") | Q(situation=Situation.NOT_REACHED),
            service__state=ServiceState.DISCHARGED,
        )


class HomeCheck(models.Model):
    """How somebody is some months after discharge: asked by a message, or by whoever follows the
    person at the home commune."""

    service = models.ForeignKey(MilitaryService, models.PROTECT, related_name="checks")
    month = models.PositiveSmallIntegerField(help_text="months after discharge")
    due_on = models.DateField()
    asked_at = models.DateTimeField(null=True, blank=True)
    situation = models.CharField(max_length=12, choices=Situation, blank=True)
    card = models.CharField(max_length=12, choices=Card, blank=True)
    wants_help = models.BooleanField(default=False)
    helped_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=8, choices=How, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )

    objects = HomeCheckQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on", "id"],
                condition=Q(situation__in=["", Situation.NOT_REACHED]),
                name="home_check_open",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["service", "month"], name="home_check_once_a_month"),
            models.CheckConstraint(
                condition=Q(situation="", answered_at=None)
                | (~Q(situation="") & Q(answered_at__isnull=False)),
                name="home_check_answered_at",
            ),
        ]

    def __str__(self) -> str:
        return f"home check {self.pk}"
