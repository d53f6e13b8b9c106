"""Cases: what is coded, agreed, handed on, and opened in an emergency."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from nhipcau.appointments.models import Appointment
from nhipcau.counselling.states import (
    CASE_NEEDS_REASON,
    CASE_TRANSITIONS,
    LIVE_CASES,
    TRANSFER_TRANSITIONS,
    Advice,
    CaseState,
    Channel,
    ClosingReason,
    CounsellingKind,
    Doer,
    Interpreter,
    Need,
    Result,
    StepState,
    TransferState,
)
from nhipcau.organisations.models import Organisation, Role
from nhipcau.organisations.rules import partner_units_of
from nhipcau.people.models import YoungPerson
from nhipcau.shared.models import StateChange

# Who works on cases; the coordinator of a unit is the supervisor of its counsellors.
CASE_ROLES = (Role.COUNSELLOR, Role.COORDINATOR)
SUPERVISORS = (Role.COORDINATOR,)


def _somebody(**options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, **options
    )


class CaseQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The record of a case, never its notes: those who work on cases in the unit that is
        responsible, is asked to be, or gets the case back. A young person: the own ones."""
        if not actor.is_authenticated:
            return self.none()
        if not actor.is_staff_account:
            return self.filter(young_person__phone=actor.phone)
        units = partner_units_of(actor, *CASE_ROLES)
        if not units:
            return self.none()
        concerned = Transfer.objects.live().filter(
            Q(to_unit__in=units) | Q(from_unit__in=units), case=OuterRef("pk")
        )
        return self.filter(Q(unit__in=units) | Exists(concerned))

    def live(self):
        return self.filter(state__in=LIVE_CASES)


class Case(models.Model):
    """A young person is counselled. A unit is always responsible: a counsellor, or its queue.

    What figures need are plain codes. Whatever else was said stands in sealed notes.
    """

    TRANSITIONS = CASE_TRANSITIONS
    NEEDS_REASON = CASE_NEEDS_REASON

    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="cases")
    kind = models.CharField(max_length=8, choices=CounsellingKind)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="cases")
    counsellor = _somebody(blank=True)
    state = models.CharField(max_length=8, choices=CaseState, default=CaseState.OPEN)
    needs = ArrayField(models.CharField(max_length=16, choices=Need), default=list)
    advice = ArrayField(models.CharField(max_length=16, choices=Advice), default=list)
    result = models.CharField(max_length=12, choices=Result, blank=True)
    closing_reason = models.CharField(max_length=20, choices=ClosingReason, blank=True)
    interpreter = models.CharField(max_length=6, choices=Interpreter, blank=True)
    opened_at = models.DateTimeField()
    contacted_on = models.DateField(help_text="day of the last contact, or of the opening")
    closed_at = models.DateTimeField(null=True, blank=True)
    key_version = models.PositiveIntegerField(default=1)
    rotation = models.PositiveIntegerField(
        default=0, help_text="last change of keys it took part in"
    )

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "counsellor"],
                condition=Q(state__in=sorted(LIVE_CASES)),
                name="case_live_of_unit",
            ),
            models.Index(fields=["rotation", "id"], name="case_to_rotate"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["young_person", "kind"],
                condition=Q(state__in=sorted(LIVE_CASES)),
                name="case_one_live_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(state__in=CaseState.values), name="case_state_known"
            ),
            models.CheckConstraint(
                condition=Q(~Q(closing_reason=""), state=CaseState.CLOSED, closed_at__isnull=False)
                | Q(state__in=sorted(LIVE_CASES), closed_at=None, closing_reason=""),
                name="case_closed_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE_CASES


class CaseStateChange(StateChange):
    case = models.ForeignKey(Case, models.PROTECT, related_name="changes")


class OfCaseQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(case__in=Case.objects.visible_to(actor))


class Contact(models.Model):
    """That somebody was met, when and how; what was said stands in a note."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="contacts")
    held_on = models.DateField(_("day"))
    channel = models.CharField(max_length=8, choices=Channel)
    has_note = models.BooleanField(default=False)
    appointment = models.OneToOneField(
        Appointment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="contact",
        help_text="the talk that was booked and kept",
    )
    by = _somebody()
    at = models.DateTimeField()

    objects = OfCaseQuerySet.as_manager()

    def __str__(self) -> str:
        return f"contact {self.pk}"


class StepQuerySet(OfCaseQuerySet):
    def open(self):
        return self.filter(state=StepState.AGREED, case__state__in=LIVE_CASES)


class Step(models.Model):
    """What was agreed: who does what, by when. The person reads these words, and prints them."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    what = models.CharField(_("what was agreed"), max_length=200)
    who = models.CharField(max_length=12, choices=Doer)
    due_on = models.DateField(_("by when"))
    state = models.CharField(max_length=8, choices=StepState, default=StepState.AGREED)
    reason = models.CharField(_("why it was dropped"), max_length=200, blank=True)
    by = _somebody()
    at = models.DateTimeField()
    ended_by = _somebody(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    objects = StepQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["due_on", "id"], condition=Q(state=StepState.AGREED), name="step_due"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=StepState.AGREED, ended_at=None)
                | Q(state=StepState.DONE, ended_at__isnull=False)
                | Q(~Q(reason=""), state=StepState.DROPPED, ended_at__isnull=False),
                name="step_dropped_with_a_reason",
            )
        ]

    def __str__(self) -> str:
        return f"step {self.pk}"


# Asked and not answered, or accepted until a day that has not ended it yet.
LIVE_TRANSFER = Q(state=TransferState.ASKED) | Q(state=TransferState.ACCEPTED, until__isnull=False)


class TransferQuerySet(OfCaseQuerySet):
    def live(self):
        return self.filter(LIVE_TRANSFER)


class Transfer(models.Model):
    """A case goes to another colleague or unit, for good or until a day. The rows are history."""

    TRANSITIONS = TRANSFER_TRANSITIONS

    case = models.ForeignKey(Case, models.PROTECT, related_name="transfers")
    from_unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    from_counsellor = _somebody(blank=True)
    to_unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    to_counsellor = _somebody(blank=True)
    until = models.DateField(null=True, blank=True, help_text="empty: for good")
    state = models.CharField(max_length=12, choices=TransferState, default=TransferState.ASKED)
    reason = models.CharField(max_length=300)
    asked_by = _somebody()
    asked_at = models.DateTimeField()
    answered_by = _somebody(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=LIVE_TRANSFER,
                name="transfer_one_live_of_a_case",
            ),
            models.CheckConstraint(
                condition=Q(state=TransferState.ASKED, answered_at=None)
                | (~Q(state=TransferState.ASKED) & Q(answered_at__isnull=False)),
                name="transfer_answered_once",
            ),
        ]

    def __str__(self) -> str:
        return f"transfer {self.pk}"


class TransferStateChange(StateChange):
    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="changes")


class AbsenceQuerySet(models.QuerySet):
    def on(self, day):
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Absence(models.Model):
    """A colleague is away: meanwhile the unit's queue shows the cases."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    at = models.DateTimeField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"absence {self.pk}"


class EmergencyOpeningQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Supervisors and data officers of the unit; who opened, the own ones."""
        if not actor.is_authenticated or not actor.is_staff_account:
            return self.none()
        units = partner_units_of(actor, *SUPERVISORS, Role.DATA_OFFICER)
        return self.filter(Q(case__unit__in=units) | Q(unit__in=units) | Q(by=actor))

    def in_force(self, at):
        return self.filter(opened_at__lte=at, until__gt=at)


class EmergencyOpening(models.Model):
    """Somebody opened the notes of a case that is not theirs, for an hour, and wrote down why."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="emergency_openings")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    until = models.DateTimeField()

    objects = EmergencyOpeningQuerySet.as_manager()

    def __str__(self) -> str:
        return f"emergency opening {self.pk}"


class EmergencyNotice(models.Model):
    """One who has to know of it, and when the notice was seen."""

    opening = models.ForeignKey(EmergencyOpening, models.CASCADE, related_name="notices")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opening", "user"], name="emergency_notice_once")
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"
