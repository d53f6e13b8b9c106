import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nhipcau.organisations.models import Commune, Organisation
from nhipcau.organisations.rules import OFFICE_ROLES, is_office_staff, partner_units_of
from nhipcau.programmes.states import (
    EDITABLE,
    PLAN_NEEDS_REASON,
    PLAN_TRANSITIONS,
    PROGRAMME_TRANSITIONS,
    PlanState,
    ProgrammeState,
)
from nhipcau.shared.models import StateChange


def in_language(vi: str, en: str) -> str:
    """The text of a bilingual record for the language of this page."""
    return en if get_language() == "en" and en else vi


class Audience(models.TextChoices):
    PUPILS = "PUPILS", _("school pupils")
    STUDENTS = "STUDENTS", _("vocational and college students")
    SOLDIERS = "SOLDIERS", _("soldiers before discharge")
    JOB_SEEKERS = "JOB_SEEKERS", _("young job seekers")
    UNION_MEMBERS = "UNION_MEMBERS", _("Youth Union members")


class EventKind(models.Model):
    """A kind of event, as data: its flags decide which rules apply. See docs/howto."""

    code = models.SlugField(max_length=40, unique=True)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    audience = models.CharField(max_length=16, choices=Audience)
    counts_for_cadence = models.BooleanField(default=True)
    takes_public_registration = models.BooleanField(default=True)
    hides_host = models.BooleanField(
        default=False, help_text="army: unit, place and numbers never leave the workspace"
    )
    is_in_school = models.BooleanField(
        default=False, help_text="no advertising; overseas jobs only with a recorded agreement"
    )
    is_online = models.BooleanField(default=False)
    report_order = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["report_order"]

    def __str__(self) -> str:
        return in_language(self.name_vi, self.name_en)


class ProgrammeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Staff of the two parties, but not who only helps at the gate."""
        units = partner_units_of(actor, *OFFICE_ROLES)
        return self.filter(parties__organisation__in=units).distinct()

    def public(self):
        return self.exclude(state=ProgrammeState.DRAFT)

    def running(self):
        return self.filter(state=ProgrammeState.RUNNING)


class Programme(models.Model):
    """The signed coordination agreement: parties, period, contents, renewal, closing."""

    TRANSITIONS = PROGRAMME_TRANSITIONS

    title_vi = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    starts_on = models.DateField()
    ends_on = models.DateField()
    signed_on = models.DateField(null=True, blank=True)
    signing_note = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=300)
    is_sample = models.BooleanField(default=False)
    renews = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="renewed_by"
    )
    closing_report = models.TextField(blank=True)
    state = models.CharField(max_length=16, choices=ProgrammeState, default=ProgrammeState.DRAFT)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gt=F("starts_on")), name="programme_period_forward"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ProgrammeState.values), name="programme_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=ProgrammeState.CLOSED) | ~Q(closing_report=""),
                name="programme_closed_with_report",
            ),
        ]

    def __str__(self) -> str:
        return in_language(self.title_vi, self.title_en)

    @property
    def title(self) -> str:
        return str(self)


class ProgrammeStateChange(StateChange):
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="changes")


class Party(models.Model):
    """One of the two units that signed, and whom it answers to."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="parties")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    supervised_by = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "organisation"], name="party_once")
        ]

    def __str__(self) -> str:
        return f"party {self.order} of programme {self.programme_id}"


class ProgrammeContent(models.Model):
    """One content both units promised, with the sentence of the agreement that says so."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="contents")
    number = models.PositiveSmallIntegerField()
    text_vi = models.TextField()
    text_en = models.TextField()
    source_sentence = models.TextField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="content_number_once")
        ]

    def __str__(self) -> str:
        return in_language(self.text_vi, self.text_en)


class CadenceRule(models.Model):
    """How often the parties promised to act: "once a month or more"."""

    programme = models.OneToOneField(Programme, models.PROTECT, related_name="cadence_rule")
    events_per_month = models.PositiveSmallIntegerField(default=1)
    warn_days_before_month_end = models.PositiveSmallIntegerField(default=10)
    source_sentence = models.TextField()

    def __str__(self) -> str:
        return f"{self.events_per_month} a month"


class CadenceExplanation(models.Model):
    """Why a month ended without the promised events. One unit writes it, both read it."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="explanations")
    month = models.DateField(help_text="first day of the month")
    text = models.TextField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "month"], name="explanation_once_a_month"
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="explanation_first_of_month"),
        ]

    def __str__(self) -> str:
        return f"explanation {self.month:%Y-%m}"


class FocalPointQuerySet(models.QuerySet):
    def current(self):
        return self.filter(ended_at=None)

    def visible_to(self, actor):
        return self.filter(programme__in=Programme.objects.visible_to(actor))


class FocalPoint(models.Model):
    """The contact member whom a party appoints for a programme, and the deputy.

    ``content``: for one content of the agreement alone; empty: for the whole programme.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="focal_points")
    content = models.ForeignKey(
        ProgrammeContent, models.PROTECT, null=True, blank=True, related_name="focal_points"
    )
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = FocalPointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "organisation", "content"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="focal_point_one_current",
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("holder")),
                name="focal_point_deputy_is_another",
            ),
        ]

    def __str__(self) -> str:
        return f"focal point {self.pk}"


class YearPlan(models.Model):
    """The plan of one year of a programme. Its content is in its versions."""

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="year_plans")
    year = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["year"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "year"], name="year_plan_once")
        ]

    def __str__(self) -> str:
        return f"plan {self.year}"


class PlanVersionQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(year_plan__programme__in=Programme.objects.visible_to(actor))

    def public(self):
        return self.filter(state=PlanState.APPROVED)


class PlanVersion(models.Model):
    """One version of a year plan; in force once both units approved it."""

    TRANSITIONS = PLAN_TRANSITIONS
    NEEDS_REASON = PLAN_NEEDS_REASON

    year_plan = models.ForeignKey(YearPlan, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, choices=PlanState, default=PlanState.DRAFT)
    note = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField()

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["year_plan", "number"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["year_plan"],
                condition=Q(state=PlanState.APPROVED),
                name="plan_version_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PlanState.values), name="plan_version_state_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year_plan}, version {self.number}"

    @property
    def is_editable(self) -> bool:
        return self.state in EDITABLE


class PlanVersionStateChange(StateChange):
    plan_version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="changes")


class PlanApproval(models.Model):
    """One unit's leader agreed to one version, as it stood when proposed."""

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="approvals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "organisation"], name="approval_once_a_unit"
            )
        ]

    def __str__(self) -> str:
        return f"approval {self.pk}"


class PlanSource(models.TextChoices):
    OWN_PLAN = "OWN_PLAN", _("a unit's own plan")
    JOINT = "JOINT", _("joint plan")
    DEPARTMENT = "DEPARTMENT", _("requested by the Department")
    YOUTH_UNION = "YOUTH_UNION", _("requested by the Provincial Youth Union")


class PlanLineQuerySet(models.QuerySet):
    def visible_to(self, actor):
        if not is_office_staff(actor):
            return self.none()
        return self.filter(version__in=PlanVersion.objects.visible_to(actor))

    def in_force(self):
        return self.filter(version__state=PlanState.APPROVED)

    def public(self):
        return self.in_force()


class PlanLine(models.Model):
    """One promise of the plan: what, by whom, when, where, for whom, how many, at what cost.

    ``lineage`` stays the same from version to version, so that an event hangs on the promise and
    not on one wording of it.
    """

    version = models.ForeignKey(PlanVersion, models.CASCADE, related_name="lines")
    lineage = models.UUIDField(default=uuid.uuid4, db_index=True)
    number = models.PositiveSmallIntegerField()
    title = models.CharField(_("what"), max_length=200)
    kind = models.ForeignKey(EventKind, models.PROTECT, related_name="+")
    content = models.ForeignKey(ProgrammeContent, models.PROTECT, related_name="plan_lines")
    lead = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    supporting = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    month = models.DateField(help_text="first day of the month")
    place = models.CharField(_("place"), max_length=160)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+")
    audience = models.CharField(_("audience"), max_length=16, choices=Audience)
    target_turns = models.PositiveIntegerField(_("target, turns"))
    target_persons = models.PositiveIntegerField(_("target, persons"))
    budget_vnd = models.PositiveBigIntegerField(_("budget, đồng"), default=0)
    source = models.CharField(_("source"), max_length=12, choices=PlanSource)

    objects = PlanLineQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="plan_line_number_once"),
            models.UniqueConstraint(fields=["version", "lineage"], name="plan_line_lineage_once"),
            models.CheckConstraint(condition=Q(month__day=1), name="plan_line_first_of_month"),
            models.CheckConstraint(
                condition=~Q(lead=F("supporting")), name="plan_line_two_different_units"
            ),
            models.CheckConstraint(
                condition=Q(target_persons__lte=F("target_turns")),
                name="plan_line_persons_within_turns",
            ),
        ]

    def __str__(self) -> str:
        return f"plan line {self.number}"
