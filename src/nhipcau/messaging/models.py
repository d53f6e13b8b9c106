import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.messaging.states import OVER, MessageState, Outcome, Rhythm, Route
from nhipcau.organisations.models import Organisation, Role
from nhipcau.organisations.rules import memberships_of
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


class WayChoice(models.Model):
    """How a young person wants to be told. Without a row: phone and e-mail, once a day what can
    wait. Something urgent comes all the same."""

    young_person = models.OneToOneField(YoungPerson, models.CASCADE, related_name="way_choice")
    by_phone = models.BooleanField(default=True)
    by_mail = models.BooleanField(default=True)
    at_once = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(by_phone=True) | Q(by_mail=True), name="way_choice_leaves_one_way"
            )
        ]

    def __str__(self) -> str:
        return f"choice {self.pk}"


class DeadAddress(models.Model):
    """An e-mail address that its server refused: kept as a keyed hash, so that nothing more is
    sent there until a colleague asked for another one or wants it tried again."""

    address_hash = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"dead address {self.pk}"


class ChannelHealth(models.Model):
    """Whether a channel answers. After some failures in a row it is left alone for a while."""

    name = models.CharField(max_length=16, unique=True)
    failure_count = models.PositiveIntegerField(default=0)
    open_until = models.DateTimeField(null=True, blank=True, help_text="nothing is sent before")
    succeeded_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.failure_count}"


# --- units and their colleagues ------------------------------------------------------------------


class UnitTopic(models.TextChoices):
    """What a unit is told of."""

    CONCERN = "CONCERN", _("the safe channel")
    DIFFICULTY = "DIFFICULTY", _("difficulties")
    PROMISE = "PROMISE", _("promises between the units")
    MEETING = "MEETING", _("meetings")
    EXCHANGE = "EXCHANGE", _("exchange between the units")
    DELIVERY = "DELIVERY", _("messages that did not arrive")
    OTHER = "OTHER", _("other notices")


class UnitNoticeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Notices of the units in which the actor works now, for the own roles or oneself."""
        own = Q(pk=None)
        for one in memberships_of(actor):
            own |= Q(unit=one.organisation_id, user=None, roles__contains=[one.role])
            own |= Q(unit=one.organisation_id, user=actor)
        return self.filter(own)


class UnitNotice(models.Model):
    """One thing that a unit is told: whoever works there in one of the roles. It names no person
    and holds nothing of a case: its page asks for the sign-in."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="notices")
    topic = models.CharField(max_length=12, choices=UnitTopic)
    text = models.CharField(max_length=200)
    path = models.CharField(max_length=200, blank=True, help_text="page of the site, no host")
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_urgent = models.BooleanField(default=False)
    effect = models.CharField(max_length=120, null=True, blank=True, unique=True)
    about_type = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)

    objects = UnitNoticeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "created_at"], name="unit_notice_by_day")]

    def __str__(self) -> str:
        return f"notice {self.pk}"


class StaffLetter(models.Model):
    """A letter to a colleague: the digest of a day, or something urgent."""

    letter = models.OneToOneField(Letter, models.CASCADE, related_name="to_staff")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    day = models.DateField()
    is_digest = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day"],
                condition=Q(is_digest=True),
                name="staff_letter_one_digest_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"staff letter {self.pk}"


class NoticeTold(models.Model):
    """That a notice travels, or travelled, in a letter to one colleague."""

    notice = models.ForeignKey(UnitNotice, models.CASCADE, related_name="told")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    staff_letter = models.ForeignKey(StaffLetter, models.CASCADE, related_name="told")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "user"], name="notice_told_once")]

    def __str__(self) -> str:
        return f"told {self.pk}"


class StaffChoice(models.Model):
    """How often a colleague wants a mail. Without a row: one digest a day."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choice"
    )
    rhythm = models.CharField(max_length=8, choices=Rhythm, default=Rhythm.DIGEST)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"choice {self.pk}"
