from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.coordination.states import (
    ENDED,
    OPEN,
    DifficultyState,
    Kind,
    Level,
    Result,
    Severity,
    Told,
)
from nhipcau.employers.models import Employer
from nhipcau.events.models import Event
from nhipcau.organisations.models import Organisation, Role
from nhipcau.organisations.rules import is_commune_officer, partner_units_of
from nhipcau.people.models import YoungPerson
from nhipcau.placements.models import Placement
from nhipcau.programmes.models import Party, Programme, in_language
from nhipcau.referrals.models import Referral
from nhipcau.shared.actors import desk_of
from nhipcau.vacancies.models import Vacancy

# Who works on what the two units share. Data officers and administrators have pages of their own.
COORDINATION_ROLES = (Role.LEADER, Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT)


def programmes_of(actor):
    """Ids of the programmes that a unit of the colleague is party to, as a subquery."""
    units = partner_units_of(actor, *COORDINATION_ROLES)
    return Party.objects.filter(organisation__in=units).values("programme")


def _somebody(**options):
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, **options
    )


def _about(model):
    return models.ForeignKey(
        model, models.PROTECT, related_name="difficulties", null=True, blank=True
    )


class DifficultyQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Colleagues of both units; whoever told it, the own ones. Whose name stands behind it is
        asked of the person's record."""
        desk = desk_of(actor)
        if desk is not None:
            return self.filter(employer=desk.employer_id, told_by=Told.EMPLOYER)
        if not actor.is_authenticated:
            return self.none()
        if not actor.is_staff_account:
            return self.filter(young_person__phone=actor.phone, told_by=Told.PERSON)
        if partner_units_of(actor, *COORDINATION_ROLES):
            return self.filter(programme__in=programmes_of(actor))
        if is_commune_officer(actor):
            return self.filter(opened_by=actor)
        return self.none()

    def open(self):
        return self.filter(state__in=OPEN)


class Difficulty(models.Model):
    """Something that two units solve together, in the queue of one of them, by a day.

    ``handler`` says who has taken it; it is addressed to the unit all the same.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="difficulties")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="difficulties")
    handler = _somebody(blank=True)
    kind = models.CharField(max_length=16, choices=Kind)
    severity = models.CharField(max_length=8, choices=Severity)
    state = models.CharField(max_length=8, choices=DifficultyState, default=DifficultyState.NEW)
    level = models.CharField(max_length=8, choices=Level, default=Level.CONTACT)
    title = models.CharField(_("in one line"), max_length=120)
    what = models.TextField(_("what happened"))
    told_by = models.CharField(max_length=8, choices=Told)
    told_unit = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", null=True, blank=True
    )
    contact = models.CharField(_("whom to call back"), max_length=120, blank=True)
    young_person = _about(YoungPerson)
    event = _about(Event)
    employer = _about(Employer)
    vacancy = _about(Vacancy)
    referral = _about(Referral)
    placement = _about(Placement)
    told_on = models.DateField(help_text="from this day the working days are counted")
    due_on = models.DateField()
    next_on = models.DateField(null=True, blank=True, help_text="when the clock looks again")
    waits_until = models.DateField(null=True, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=16, choices=Result, blank=True)
    done = models.TextField(_("what was done for the person"), blank=True)
    opened_by = _somebody(blank=True)
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = DifficultyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["unit", "due_on", "id"],
                condition=Q(state__in=sorted(OPEN)),
                name="difficulty_by_clock",
            ),
            models.Index(
                fields=["next_on", "id"],
                condition=Q(next_on__isnull=False),
                name="difficulty_of_the_clock",
            ),
            models.Index(fields=["programme", "-opened_at"], name="difficulty_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False), name="difficulty_has_a_unit_queue"
            ),
            models.CheckConstraint(
                condition=Q(state__in=DifficultyState.values), name="difficulty_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(OPEN), ended_at=None)
                | Q(state__in=sorted(ENDED), ended_at__isnull=False, next_on=None),
                name="difficulty_ends_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ENDED))
                | Q(level=Level.LEADERS)
                | Q(next_on__isnull=False),
                name="difficulty_clock_runs",
            ),
            models.CheckConstraint(
                condition=Q(state=DifficultyState.WAITING, waits_until__isnull=False)
                | (~Q(state=DifficultyState.WAITING) & Q(waits_until=None)),
                name="difficulty_waits_until_a_day",
            ),
            models.CheckConstraint(
                condition=(~Q(state=DifficultyState.SOLVED) & Q(result=""))
                | (Q(state=DifficultyState.SOLVED) & ~Q(result="")),
                name="difficulty_solved_with_a_result",
            ),
            models.CheckConstraint(
                condition=~Q(state=DifficultyState.IN_HAND) | Q(handler__isnull=False),
                name="difficulty_in_somebodys_hand",
            ),
        ]

    def __str__(self) -> str:
        return f"difficulty {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class DifficultyStep(models.Model):
    """One line of the log, append-only: what was done, and how it stood then."""

    difficulty = models.ForeignKey(Difficulty, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=16)
    from_state = models.CharField(max_length=8, blank=True)
    to_state = models.CharField(max_length=8)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    due_on = models.DateField()
    level = models.CharField(max_length=8, choices=Level)
    severity = models.CharField(max_length=8, choices=Severity)
    reason = models.CharField(max_length=500, blank=True)
    actor_kind = models.CharField(max_length=8)
    by = _somebody()
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["difficulty", "number"], name="difficulty_step_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"step {self.pk}"


class InternalNote(models.Model):
    """What colleagues of one unit write for each other. A table of its own, under row-level
    security: the other unit's rows are handed out to nobody."""

    difficulty = models.ForeignKey(Difficulty, models.PROTECT, related_name="internal_notes")
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    text = models.TextField()
    by = _somebody()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"internal note {self.pk}"


class LegalPointer(models.Model):
    """Where a right stands in the law, and whom to turn to. Data with its source and mark."""

    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    order = models.PositiveSmallIntegerField()
    text_vi = models.TextField()
    text_en = models.TextField(blank=True)
    help_vi = models.CharField(max_length=300, blank=True)
    help_en = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300)
    evidence = models.CharField(max_length=10, help_text="S, S2, D, G or S-weak")
    valid_from = models.DateField()

    class Meta:
        ordering = ["kind", "order"]

    def __str__(self) -> str:
        return in_language(self.text_vi, self.text_en)

    @property
    def whom(self) -> str:
        return in_language(self.help_vi, self.help_en)

    @property
    def is_verified(self) -> bool:
        return self.evidence == "S"
