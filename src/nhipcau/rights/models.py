from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q

from nhipcau.organisations.models import Membership, Organisation, Role
from nhipcau.people.models import YoungPerson
from nhipcau.rights.states import (
    OPEN_REQUESTS,
    REQUEST_NEEDS_REASON,
    REQUEST_TRANSITIONS,
    RequestKind,
    RequestState,
)
from nhipcau.shared.models import StateChange


class DataRequestQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The data officers of the unit that answers for it; the person, by the own phone."""
        if not actor.is_authenticated:
            return self.none()
        if not actor.is_staff_account:
            return self.filter(young_person__phone=actor.phone)
        return self.filter(
            Exists(
                Membership.objects.active().filter(
                    user=actor, role=Role.DATA_OFFICER, organisation=OuterRef("units__unit")
                )
            )
        ).distinct()

    def open(self):
        return self.filter(state__in=OPEN_REQUESTS)


class DataRequest(models.Model):
    """Somebody asks about the own data. The days by which it is answered are those of the law,
    as they stood when it was asked."""

    TRANSITIONS = REQUEST_TRANSITIONS
    NEEDS_REASON = REQUEST_NEEDS_REASON

    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="data_requests")
    kind = models.CharField(max_length=10, choices=RequestKind)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.RECEIVED)
    words = models.CharField(max_length=500, blank=True, help_text="what the person asks, or how")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    confirmation = models.CharField(
        max_length=64, blank=True, help_text="keyed hash of the code request that confirmed it"
    )
    reply_due_on = models.DateField()
    answer_due_on = models.DateField()
    cooling_until = models.DateField(null=True, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DataRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["young_person", "kind"],
                condition=Q(state__in=sorted(OPEN_REQUESTS)),
                name="data_request_one_open_of_a_kind",
            ),
            models.UniqueConstraint(
                fields=["confirmation"],
                condition=~Q(confirmation=""),
                name="data_request_confirmed_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RequestState.values), name="data_request_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN_REQUESTS), ended_at=None)
                | (~Q(state__in=sorted(OPEN_REQUESTS)) & Q(ended_at__isnull=False)),
                name="data_request_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"data request {self.pk}"


class RestrictionQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(ended_at=None)

    def visible_to(self, actor):
        """Staff who see the person, so that they know why nothing happens; the person."""
        return self.filter(young_person__in=YoungPerson.objects.visible_to(actor))


class Restriction(models.Model):
    """For now nothing is done with somebody's data but keeping them: every consent but that to
    take part is suspended, and comes back as it was when the person says so."""

    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="restrictions")
    purposes = models.JSONField(default=list, help_text="codes of the suspended consents")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = RestrictionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["young_person"],
                condition=Q(ended_at=None),
                name="restriction_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"restriction {self.pk}"


class Tombstone(models.Model):
    """Somebody was erased: the numbers of the records, and nothing else. Kept outside the backups
    as well, so that a restored one forgets the person again."""

    record_ids = models.JSONField(help_text="numbers of all records of the person")
    at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, help_text="when the file outside was told")

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(written_at=None), name="tombstone_unwritten")
        ]

    def __str__(self) -> str:
        return f"tombstone {self.pk}"


class DataRequestStateChange(StateChange):
    data_request = models.ForeignKey(DataRequest, models.PROTECT, related_name="changes")


class RequestUnit(models.Model):
    """A unit that followed the person when the request came: its data officers answer for it, also
    when nobody follows the person any more."""

    data_request = models.ForeignKey(DataRequest, models.CASCADE, related_name="units")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["data_request", "unit"], name="request_unit_once")
        ]

    def __str__(self) -> str:
        return f"unit {self.unit_id} of request {self.data_request_id}"
