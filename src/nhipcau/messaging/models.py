import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.messaging.states import OVER, MessageState, Outcome, Route
from nhipcau.people.models import Purpose, YoungPerson


class Topic(models.TextChoices):
    """Why a message is sent. ``PURPOSES`` says under which consent."""

    REGISTRATION = "REGISTRATION", _("answer to a registration")
    OFFER = "OFFER", _("a place became free")
    CHANGE = "CHANGE", _("an event changed")
    REMINDER = "REMINDER", _("reminder of an event")
    JOBS = "JOBS", _("new work for a saved search")
    INTRODUCTION = "INTRODUCTION", _("what became of an introduction")
    ANSWER = "ANSWER", _("an employer is asked to answer")
    STAY = "STAY", _("how it goes at work")
    HOME = "HOME", _("how it goes after the service")
    APPOINTMENT = "APPOINTMENT", _("an appointment with a counsellor")
    COUNSELLING = "COUNSELLING", _("something agreed with the counsellor")
    FEEDBACK = "FEEDBACK", _("how a day was")


PURPOSES = {
    Topic.REGISTRATION: Purpose.PARTICIPATION,
    Topic.OFFER: Purpose.PARTICIPATION,
    Topic.CHANGE: Purpose.PARTICIPATION,
    Topic.REMINDER: Purpose.CONTACT,
    Topic.JOBS: Purpose.CONTACT,
    Topic.INTRODUCTION: Purpose.INTRODUCTION,
    Topic.ANSWER: Purpose.INTRODUCTION,
    Topic.STAY: Purpose.JOB_SEARCH,
    Topic.HOME: Purpose.JOB_SEARCH,
    Topic.APPOINTMENT: Purpose.PARTICIPATION,
    Topic.COUNSELLING: Purpose.COUNSELLING,
    Topic.FEEDBACK: Purpose.CONTACT,
}


class Letter(models.Model):
    """What leaves at once to one address: one message, or several joined.

    ``try_at``: when a letter that is being sent may be taken up again: the end of the lease of
    whoever sends it now, or of the pause after a gateway failed.
    """

    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    route = models.CharField(max_length=8, choices=Route)
    address = models.CharField(max_length=254)
    state = models.CharField(
        max_length=16, choices=MessageState, default=MessageState.SENDING.value
    )
    channel = models.CharField(max_length=16, blank=True)
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    tried_count = models.PositiveSmallIntegerField(default=0)
    channels_refused = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["try_at"], condition=Q(state=MessageState.SENDING), name="letter_to_try"
            ),
            models.Index(fields=["address", "created_at"], name="letter_budget"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MessageState.values) & ~Q(state=MessageState.PENDING),
                name="letter_state_known",
            ),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENDING, ended_at=None)
                | Q(state__in=sorted(OVER), ended_at__isnull=False),
                name="letter_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class MessageQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(young_person__in=YoungPerson.objects.visible_to(actor))

    def due(self, at):
        return self.filter(state=MessageState.PENDING, send_at__lte=at)


class Message(models.Model):
    """One thing to be told to one person: written in the transaction of what it tells of.

    ``effect``: what may happen once only; a second message of the same effect is not kept.
    ``to_address``: another one than the person's own, as of an employer that is asked to answer;
    the person's consent decides all the same.
    """

    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="messages")
    topic = models.CharField(max_length=16, choices=Topic)
    route = models.CharField(max_length=8, choices=Route, default=Route.PHONE.value)
    to_address = models.CharField(max_length=254, blank=True)
    effect = models.CharField(max_length=120, null=True, blank=True)  # noqa: DJ001
    text = models.CharField(max_length=300)
    path = models.CharField(max_length=200, blank=True, help_text="page of the site, no host")
    about_type = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    state = models.CharField(
        max_length=16, choices=MessageState, default=MessageState.PENDING.value
    )
    outcome = models.CharField(max_length=16, choices=Outcome, blank=True)
    letter = models.ForeignKey(
        Letter, models.PROTECT, null=True, blank=True, related_name="messages"
    )
    send_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["send_at", "id"],
                condition=Q(state=MessageState.PENDING),
                name="message_due",
            ),
            models.Index(fields=["about_type", "about_id"], name="message_about"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["effect", "route"], name="message_effect_once"),
            models.CheckConstraint(
                condition=Q(state__in=MessageState.values), name="message_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[MessageState.PENDING, MessageState.SENDING], ended_at=None)
                | Q(state__in=sorted(OVER), ended_at__isnull=False),
                name="message_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"
