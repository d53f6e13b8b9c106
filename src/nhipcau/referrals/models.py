import uuid

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.organisations.models import Organisation
from nhipcau.people.followed import followed_by_units_of
from nhipcau.people.models import YoungPerson
from nhipcau.referrals.states import (
    AFTER_ISSUING,
    ANSWERED,
    ASKED,
    BEFORE_ISSUING,
    OPEN,
    Chased,
    Freeze,
    Outcome,
    ReferralState,
    SpokenFor,
    WaitsFor,
)
from nhipcau.referrals.table import STEPS, UNDO, transitions
from nhipcau.vacancies.models import Vacancy

ISSUED = sorted(OPEN - {ReferralState.PROPOSED})


class ReferralQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Staff: of the people whom their unit follows. A young person: the own ones."""
        if not actor.is_authenticated:
            return self.none()
        if not actor.is_staff_account:
            return self.filter(young_person__phone=actor.phone)
        return self.filter(followed_by_units_of(actor, "young_person", probes=True))

    def open(self):
        return self.filter(state__in=OPEN)

    def for_list(self):
        """With all that one row of a list shows."""
        return self.select_related("young_person", "vacancy__employer")


class Referral(models.Model):
    """One young person introduced to one vacancy. Written only by ``referrals.use_cases``.

    Every column that a step changes is in ``TOLD``; the log of steps gives each of them again.
    ``shown``: what the employer sees of the person, as agreed; emptied some time after the end.
    ``answer_due_on``: an answer until this day is one in time.
    ``due_on``: the day by which ``waits_for`` should have acted; past it, it is overdue.
    """

    TRANSITIONS = transitions()
    TOLD = (
        *("state", "outcome", "waits_for", "issued_at", "valid_until", "answer_due_on"),
        *("answered_at", "interview_at", "interview_place", "starts_on", "clock_from", "chased"),
        *("due_on", "frozen_at", "freeze", "closed_at"),
    )

    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="referrals")
    vacancy = models.ForeignKey(Vacancy, models.PROTECT, related_name="referrals")
    proposed_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="the unit that proposed it; empty when the Centre began by itself",
    )
    state = models.CharField(max_length=10, choices=ReferralState)
    outcome = models.CharField(max_length=14, choices=Outcome, blank=True)
    waits_for = models.CharField(max_length=10, choices=WaitsFor, default=WaitsFor.CENTRE)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    issued_at = models.DateTimeField(null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    answer_due_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    interview_at = models.DateTimeField(_("interview"), null=True, blank=True)
    interview_place = models.CharField(_("where"), max_length=200, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    clock_from = models.DateField(null=True, blank=True, help_text="the employer's days run from")
    chased = models.CharField(max_length=10, choices=Chased, blank=True)
    due_on = models.DateField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    freeze = models.CharField(max_length=8, choices=Freeze, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    shown = models.JSONField(default=dict, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["waits_for", "due_on", "id"], name="referral_inbox"),
            models.Index(
                fields=["due_on", "id"],
                condition=Q(waits_for__in=[WaitsFor.CENTRE, WaitsFor.BOTH_UNITS]),
                name="referral_ours",
            ),
            models.Index(
                fields=["due_on", "id"], condition=Q(state__in=sorted(OPEN)), name="referral_due"
            ),
            models.Index(fields=["-id", "state"], name="referral_newest"),
        ]
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
                condition=Q(outcome__in=["", *Outcome.values]), name="referral_outcome_known"
            ),
            models.CheckConstraint(
                condition=Q(state=ReferralState.CLOSED) ^ Q(outcome=""),
                name="referral_outcome_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(state=ReferralState.CLOSED) ^ Q(closed_at=None),
                name="referral_closed_at_when_closed",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=ReferralState.PROPOSED, issued_at=None)
                    | Q(state__in=ISSUED, issued_at__isnull=False, valid_until__isnull=False)
                    | Q(outcome__in=sorted(AFTER_ISSUING), issued_at__isnull=False)
                    | Q(outcome__in=sorted(BEFORE_ISSUING), issued_at=None)
                    | Q(outcome__in=[Outcome.WITHDRAWN, Outcome.VACANCY_CLOSED])
                ),
                name="referral_issued_from_issuing_on",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(ANSWERED)) | Q(answered_at__isnull=False),
                name="referral_answered_at_when_answered",
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None) | Q(issued_at__isnull=False),
                name="referral_answered_after_issuing",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReferralState.INTERVIEW) | Q(interview_at__isnull=False),
                name="referral_interview_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ReferralState.OFFERED, ReferralState.HIRED])
                | Q(starts_on__isnull=False),
                name="referral_offer_has_a_first_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ASKED)) ^ Q(clock_from=None),
                name="referral_clock_runs_while_asked",
            ),
            models.CheckConstraint(
                condition=Q(freeze="", frozen_at=None)
                | Q(~Q(freeze=""), frozen_at__isnull=False, state__in=sorted(OPEN)),
                name="referral_frozen_with_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(OPEN)) | Q(due_on__isnull=False),
                name="referral_due_while_open",
            ),
        ]

    def __str__(self) -> str:
        return f"referral {self.pk}"


class OfReferralQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(referral__in=Referral.objects.visible_to(actor))


class AnswerLinkQuerySet(OfReferralQuerySet):
    def live(self, at):
        return self.filter(revoked_at=None, expires_at__gt=at)


class AnswerLink(models.Model):
    """The address by which one employer answers one introduction without an account.

    What opens it is made from ``reference`` with the installation's key; here is its hash alone.
    """

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="links")
    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    answer_hash = models.CharField(
        max_length=64, blank=True, help_text="of the last answer: the same again changes nothing"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = AnswerLinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["referral"], condition=Q(revoked_at=None), name="answer_link_one_live"
            )
        ]

    def __str__(self) -> str:
        return f"answer link {self.pk}"


class ReferralStep(models.Model):
    """One line of the log: append-only. Read in order, the lines give the introduction again."""

    referral = models.ForeignKey(Referral, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField(help_text="1, 2, 3 … of its introduction")
    name = models.CharField(max_length=20, help_text="row of the table of steps, or undo")
    from_state = models.CharField(max_length=10, choices=ReferralState, blank=True)
    to_state = models.CharField(max_length=10, choices=ReferralState)
    outcome = models.CharField(max_length=14, choices=Outcome, blank=True)
    actor_kind = models.CharField(max_length=8)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    link = models.ForeignKey(AnswerLink, models.PROTECT, null=True, related_name="steps")
    spoken_for = models.CharField(max_length=8, choices=SpokenFor, blank=True)
    spoken_with = models.CharField(max_length=100, blank=True, help_text="who said so")
    spoken_at = models.DateTimeField(null=True, blank=True, help_text="when that was")
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, blank=True)
    comment = models.CharField(max_length=500, blank=True)
    undoes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="undone_by"
    )
    changed = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    snapshot = models.JSONField(
        default=dict, encoder=DjangoJSONEncoder, help_text="vacancy, employer and terms then"
    )

    objects = OfReferralQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["referral", "number"], name="referral_step_once"),
            models.CheckConstraint(
                condition=Q(name__in=[*STEPS, UNDO]), name="referral_step_known"
            ),
            models.CheckConstraint(
                condition=Q(name=UNDO) ^ Q(undoes=None), name="referral_step_undo_names_its_step"
            ),
            models.CheckConstraint(
                condition=Q(to_state=ReferralState.CLOSED) ^ Q(outcome=""),
                name="referral_step_outcome_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"step {self.number} of referral {self.referral_id}"
