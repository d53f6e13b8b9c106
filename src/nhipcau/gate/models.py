"""Gates, the phones that stand at them, what the phones saw, and what people said of it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.events.models import Event, Registration
from nhipcau.gate.states import DoubleReason, ScanKind, ScanVerdict

# A late batch still counts; then the phone forgets everything and so does its key.
KEY_GOOD_AFTER_END = timedelta(days=3)


class OfVisibleEvents(models.QuerySet):
    def visible_to(self, actor):
        """Who may see the event may know of its gates."""
        return self.filter(event__in=Event.objects.visible_to(actor))


class Gate(models.Model):
    """A door of one event."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="gates")
    name = models.CharField(_("name of the gate"), max_length=40)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField()

    objects = OfVisibleEvents.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="gate_once")]

    def __str__(self) -> str:
        return f"gate {self.pk}"


class GateDevice(models.Model):
    """A volunteer's phone at one gate of one event.

    Paired with a code of one use; afterwards known by a key that the phone made and that is kept
    here only as a keyed hash. It ends with its event, or when an organiser revokes it.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="gate_devices")
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="devices")
    label = models.CharField(_("whose phone"), max_length=60)
    pairing_hash = models.CharField(max_length=64, unique=True)
    pairing_expires_at = models.DateTimeField()
    key_hash = models.CharField(max_length=64, unique=True, null=True)  # noqa: DJ001 - none yet
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField()
    paired_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    last_seen_at = models.DateTimeField(null=True)
    clock_offset_ms = models.BigIntegerField(
        null=True, help_text="server minus phone, as last measured"
    )
    queued_count = models.PositiveIntegerField(
        default=0, help_text="scans the phone still kept when it was last seen"
    )

    objects = OfVisibleEvents.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(key_hash=None, paired_at=None)
                | Q(key_hash__isnull=False, paired_at__isnull=False),
                name="gate_device_paired_with_a_key",
            )
        ]

    def __str__(self) -> str:
        return f"gate device {self.pk}"

    @property
    def expires_at(self) -> datetime:
        """Three days after the event, also when the event is moved."""
        return self.event.ends_at + KEY_GOOD_AFTER_END


class Scan(models.Model):
    """Append-only. What one phone saw and did, once for each (device, sequence)."""

    # The constraint and the index below find these; one index more would be written at every scan.
    device = models.ForeignKey(GateDevice, models.PROTECT, related_name="scans", db_index=False)
    sequence = models.PositiveIntegerField()
    event = models.ForeignKey(Event, models.PROTECT, related_name="scans", db_index=False)
    gate = models.ForeignKey(Gate, models.PROTECT, related_name="scans", db_index=False)
    kind = models.CharField(max_length=8, choices=ScanKind)
    registration = models.ForeignKey(Registration, models.PROTECT, null=True, related_name="scans")
    unknown_hash = models.CharField(
        max_length=64, blank=True, help_text="keyed hash of a text that is no ticket of this event"
    )
    phone_at = models.DateTimeField(help_text="by the phone's own clock")
    offset_ms = models.BigIntegerField(help_text="server minus phone, as the phone knew it")
    measured_ms = models.BigIntegerField(help_text="server minus phone, measured at receipt")
    corrected_at = models.DateTimeField()
    received_at = models.DateTimeField()
    shown = models.CharField(max_length=16, choices=ScanVerdict)
    admits = models.BooleanField(help_text="somebody was let in")
    is_decision = models.BooleanField(
        default=False, help_text="let in by the volunteer's decision, without a place"
    )
    is_online = models.BooleanField(
        default=False, help_text="the server was asked before anybody was let in"
    )

    objects = OfVisibleEvents.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["event", "id"], name="scan_news"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["device", "sequence"], name="scan_once"),
            # Four gates that ask for one ticket at once: the database lets one of them in.
            models.UniqueConstraint(
                fields=["registration"],
                condition=Q(is_online=True, admits=True),
                name="scan_one_online_admission",
            ),
            models.CheckConstraint(condition=Q(kind__in=ScanKind.values), name="scan_kind_known"),
            models.CheckConstraint(
                condition=Q(shown__in=ScanVerdict.values), name="scan_verdict_known"
            ),
        ]

    def __str__(self) -> str:
        return f"scan {self.pk}"


class DoubleAnswer(models.Model):
    """Append-only. What staff found out about a double admission.

    It speaks of the scans it names. A scan that arrives later opens the question again.
    """

    event = models.ForeignKey(Event, models.PROTECT, related_name="double_answers")
    registration = models.ForeignKey(Registration, models.PROTECT, related_name="double_answers")
    scans = ArrayField(models.BigIntegerField())
    reason = models.CharField(max_length=16, choices=DoubleReason)
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    objects = OfVisibleEvents.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reason__in=DoubleReason.values), name="double_answer_known"
            )
        ]

    def __str__(self) -> str:
        return f"double answer {self.pk}"
