import secrets

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from nhipcau.concerns.states import (
    LIVE,
    TRANSITIONS,
    WAITING,
    About,
    Closing,
    ConcernState,
    HandoverState,
    Kind,
    Side,
)
from nhipcau.organisations.models import PARTNER_KINDS, Membership, Organisation, Role
from nhipcau.organisations.rules import memberships_of, partner_units_of
from nhipcau.shared.models import StateChange

HANDED_TO = (Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT)


def any_number() -> int:
    """A number by which nobody tells what was written before what."""
    return secrets.randbelow(2**52)


class RecipientQuerySet(models.QuerySet):
    def current(self):
        """Named, and still working in the unit."""
        works = Membership.objects.active().filter(
            user=OuterRef("user"),
            organisation=OuterRef("unit"),
            organisation__kind__in=PARTNER_KINDS,
        )
        return self.filter(Exists(works), ended_at=None, user__is_active=True)

    def visible_to(self, actor):
        """Leaders of the unit, who name them."""
        return self.filter(unit__in=partner_units_of(actor, Role.LEADER))


class Recipient(models.Model):
    """A colleague whom the unit's leader named to read concerns."""

    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RecipientQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "user"], condition=Q(ended_at=None), name="recipient_named_once"
            )
        ]

    def __str__(self) -> str:
        return f"recipient {self.pk}"


class ConcernQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Its named readers. Nobody who works for the unit that it is about, in any role."""
        if not actor.pk:
            return self.none()
        own = [one.organisation_id for one in memberships_of(actor)]
        reads = Recipient.objects.current().filter(user=actor, unit=OuterRef("unit"))
        return self.filter(Exists(reads)).exclude(about_unit__in=own)

    def live(self):
        return self.filter(state__in=LIVE)

    def late(self, day):
        return self.filter(state__in=WAITING, due_on__lt=day)


class Concern(models.Model):
    """What somebody told without a name: codes and days alone, never a moment. The words stand in
    sealed entries; the number tells no order."""

    TRANSITIONS = TRANSITIONS

    id = models.BigIntegerField(primary_key=True, default=any_number, editable=False)
    kind = models.CharField(max_length=12, choices=Kind)
    about = models.CharField(max_length=8, choices=About)
    about_unit = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="concerns")
    state = models.CharField(max_length=8, choices=ConcernState, default=ConcernState.RECEIVED)
    receipt_hash = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001
    received_on = models.DateField()
    due_on = models.DateField(help_text="by when the unit does its next step")
    late_told_on = models.DateField(null=True, blank=True)
    has_news = models.BooleanField(default=True, help_text="the readers were not told yet")
    closed_on = models.DateField(null=True, blank=True)
    closing = models.CharField(max_length=12, choices=Closing, blank=True)
    is_erased = models.BooleanField(default=False)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "state", "due_on"], name="concern_of_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ConcernState.values), name="concern_state_known"
            ),
            models.CheckConstraint(
                condition=Q(~Q(closing=""), state=ConcernState.CLOSED, closed_on__isnull=False)
                | Q(state__in=sorted(LIVE), closed_on=None, closing=""),
                name="concern_closed_with_a_word",
            ),
            models.CheckConstraint(
                condition=Q(about=About.UNIT, about_unit__isnull=False)
                | (~Q(about=About.UNIT) & Q(about_unit=None)),
                name="concern_about_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(about_unit=None) | ~Q(about_unit=models.F("unit")),
                name="concern_not_read_by_whom_it_is_about",
            ),
        ]

    def __str__(self) -> str:
        return "concern"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE


class ConcernStateChange(StateChange):
    """``at`` is the beginning of the day, whoever did it."""

    id = models.BigIntegerField(primary_key=True, default=any_number, editable=False)
    concern = models.ForeignKey(Concern, models.PROTECT, related_name="changes")


class Entry(models.Model):
    """One word of the talk, sealed for the named readers and for who holds the receipt."""

    id = models.BigIntegerField(primary_key=True, default=any_number, editable=False)
    concern = models.ForeignKey(Concern, models.CASCADE, related_name="entries")
    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=6, choices=Side)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    written_on = models.DateField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["concern", "number"], name="entry_number_once"),
            models.CheckConstraint(
                condition=Q(side=Side.WRITER, author=None)
                | Q(side=Side.READER, author__isnull=False),
                name="entry_of_the_writer_names_nobody",
            ),
        ]

    def __str__(self) -> str:
        return "entry"


class ConcernKey(models.Model):
    """The secret of a concern in the box of one reader; without a reader, of who holds the
    receipt."""

    id = models.BigIntegerField(primary_key=True, default=any_number, editable=False)
    concern = models.ForeignKey(Concern, models.CASCADE, related_name="keys")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    reader_version = models.PositiveIntegerField(default=0)
    box = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["concern", "user"], nulls_distinct=False, name="concern_key_one_a_reader"
            )
        ]

    def __str__(self) -> str:
        return "key"


class HandoverQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """What the writer agreed to: those who work on such matters in the unit, never one who
        works for the unit that it is about."""
        own = [one.organisation_id for one in memberships_of(actor)]
        units = partner_units_of(actor, *HANDED_TO)
        agreed = self.filter(state=HandoverState.AGREED, concern__unit__in=units)
        return agreed.exclude(words="").exclude(concern__about_unit__in=own)


class Handover(models.Model):
    """May this become an ordinary matter? The very words that would be passed on are shown to the
    writer; they are sealed until the writer says yes."""

    id = models.BigIntegerField(primary_key=True, default=any_number, editable=False)
    concern = models.OneToOneField(Concern, models.PROTECT, related_name="handover")
    state = models.CharField(max_length=8, choices=HandoverState, default=HandoverState.ASKED)
    sealed = models.BinaryField(default=bytes)
    words = models.TextField(blank=True, help_text="plain, and only after the yes")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=HandoverState.AGREED) | Q(words=""),
                name="handover_sealed_until_the_yes",
            )
        ]

    def __str__(self) -> str:
        return "handover"
