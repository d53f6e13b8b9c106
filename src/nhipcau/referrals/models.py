from django.conf import settings
from django.db import models
from django.db.models import Q

from nhipcau.people.models import YoungPerson, followed_by_units_of
from nhipcau.referrals.states import OPEN, Outcome, ReferralState
from nhipcau.vacancies.models import Vacancy


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Staff: of the people whom their unit follows. A young person: the own ones."""
        if not actor.is_authenticated:
            return self.none()
        if not actor.is_staff_account:
            return self.filter(young_person__phone=actor.phone)
        return self.filter(followed_by_units_of(actor, "young_person"))

    def open(self):
        return self.filter(state__in=OPEN)


class Referral(models.Model):
    """One young person introduced to one vacancy. Written only by ``referrals.use_cases``."""

    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="referrals")
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="referrals")
    state = models.CharField(max_length=10, choices=ReferralState)
    outcome = models.CharField(max_length=14, choices=Outcome, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    issued_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["young_person", "vacancy"],
                condition=Q(state__in=sorted(OPEN)),
                name="referral_one_open_per_person_and_vacancy",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ReferralState.values), name="referral_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ReferralState.CLOSED) ^ Q(outcome=""),
                name="referral_outcome_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"
