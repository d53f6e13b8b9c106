from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nhipcau.inventory.choices import Form, Mode, Way
from nhipcau.organisations.models import Organisation, Role
from nhipcau.organisations.rules import partner_units_of
from nhipcau.people.models import Gender, YoungPerson, followed_by_units_of
from nhipcau.vacancies.models import Occupation

WORK_WITH_CLASSES = (Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT)


def answers_field(**options):
    """One number an item, in the order of the sheet; nothing where an item was left open."""
    return ArrayField(models.PositiveSmallIntegerField(null=True), **options)


class ItemSet(models.Model):
    """One version of the activities that are asked about. Answered once, it is never changed."""

    version = models.PositiveSmallIntegerField(unique=True)
    valid_from = models.DateField()
    source = models.CharField(max_length=200)
    evidence = models.CharField(max_length=10, help_text="S, S2, D, G or S-weak")
    norms = models.CharField(max_length=60, help_text="none: then no percentile is told")

    def __str__(self) -> str:
        return f"items, version {self.version}"


class Item(models.Model):
    """One activity of one area."""

    item_set = models.ForeignKey(ItemSet, models.PROTECT, related_name="items")
    code = models.CharField(max_length=2)
    text_vi = models.CharField(max_length=120)
    text_en = models.CharField(max_length=120)
    place = models.PositiveSmallIntegerField(
        help_text="on the sheet; the short form has the first"
    )

    class Meta:
        ordering = ["item_set", "place"]
        constraints = [
            models.UniqueConstraint(fields=["item_set", "code"], name="item_once_in_a_version"),
            models.UniqueConstraint(fields=["item_set", "place"], name="item_place_once"),
        ]

    def __str__(self) -> str:
        return self.text_en if get_language() == "en" else self.text_vi

    @property
    def scale(self) -> str:
        return self.code[0]


class RuleSet(models.Model):
    """The figures by which sheets are judged, each with its source, as one version."""

    version = models.PositiveSmallIntegerField(unique=True)
    valid_from = models.DateField()
    figures = models.JSONField(help_text="name → value, unit, source, evidence")

    def __str__(self) -> str:
        return f"rules, version {self.version}"


class Suggestion(models.Model):
    """An occupation to explore for two areas together, with the usual ways there."""

    version = models.PositiveSmallIntegerField()
    pair = models.CharField(max_length=2, help_text="two areas in the order RIASEC")
    occupation = models.ForeignKey(Occupation, models.PROTECT, related_name="+")
    name_vi = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    ways = ArrayField(models.CharField(max_length=12, choices=Way))
    place = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "occupation"], name="suggestion_once")
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi


class SittingQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """The unit that works with the class, in a role that works with people."""
        if not actor.is_authenticated or not actor.is_staff_account:
            return self.none()
        return self.filter(unit__in=partner_units_of(actor, *WORK_WITH_CLASSES))


class Sitting(models.Model):
    """A class that answers at one occasion. Its figures are frozen when it is closed: figures that
    moved with each sheet would tell what the last one said."""

    name = models.CharField(_("class"), max_length=80)
    school = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    item_set = models.ForeignKey(ItemSet, models.PROTECT, related_name="+")
    form = models.CharField(_("form"), max_length=5, choices=Form)
    code = models.CharField(max_length=8, unique=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    figures = models.JSONField(default=dict, blank=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return f"sitting {self.pk}"


class SheetQuerySet(models.QuerySet):
    def public(self):
        """Sheets that belong to nobody: whoever holds the code of one may read it."""
        return self.filter(young_person=None)

    def visible_to(self, actor):
        """The person, by the own phone; counsellors who follow the person, what was shared."""
        if not actor.is_authenticated:
            return self.none()
        if not actor.is_staff_account:
            merged = YoungPerson.objects.filter(phone=actor.phone, merged_into__isnull=False)
            return self.filter(
                Q(young_person__phone=actor.phone)
                | Q(young_person__in=merged.values("merged_into"))
            )
        if not partner_units_of(actor, Role.COUNSELLOR):
            return self.none()
        return self.filter(followed_by_units_of(actor, "young_person"), shared_at__isnull=False)

    def of_person(self, person):
        """Under all records of one person."""
        kept_id = person.merged_into_id or person.pk
        return self.filter(Q(young_person=kept_id) | Q(young_person__merged_into=kept_id))


class Sheet(models.Model):
    """The answers of one person on one occasion. Without a name until the person keeps it."""

    code = models.CharField(max_length=24, unique=True)
    young_person = models.ForeignKey(
        YoungPerson, models.PROTECT, null=True, blank=True, related_name="interest_sheets"
    )
    sitting = models.ForeignKey(
        Sitting, models.PROTECT, null=True, blank=True, related_name="sheets"
    )
    item_set = models.ForeignKey(ItemSet, models.PROTECT, related_name="sheets")
    form = models.CharField(max_length=5, choices=Form)
    mode = models.CharField(max_length=8, choices=Mode)
    answers = answers_field()
    gender = models.CharField(_("gender"), max_length=8, choices=Gender, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField()
    milliseconds = models.PositiveIntegerField(
        null=True, blank=True, help_text="spent answering; unknown on paper"
    )
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    shared_at = models.DateTimeField(
        null=True, blank=True, help_text="since when counsellors may see the result"
    )

    objects = SheetQuerySet.as_manager()

    class Meta:
        ordering = ["-ended_at", "-pk"]
        indexes = [models.Index(fields=["item_set", "form"], name="sheet_by_form")]
        constraints = [
            models.CheckConstraint(
                condition=Q(shared_at=None) | Q(young_person__isnull=False),
                name="sheet_shared_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(form=Form.SHORT, answers__len=24) | Q(form=Form.LONG, answers__len=48),
                name="sheet_as_long_as_its_form",
            ),
        ]

    def __str__(self) -> str:
        return f"sheet {self.pk}"


class Result(models.Model):
    """What a sheet said when it was answered, with the version of the rules and the tie band that
    counted then: a later version does not change what somebody was told."""

    sheet = models.OneToOneField(Sheet, models.CASCADE, related_name="result")
    rule_set = models.ForeignKey(RuleSet, models.PROTECT, related_name="+")
    tie_points = models.PositiveSmallIntegerField()
    scores = models.JSONField(help_text="area → points of 8–40, to one decimal, or nothing")
    missing = models.JSONField(help_text="area → items left open")
    groups = ArrayField(models.CharField(max_length=6), blank=True)
    code = models.CharField(max_length=12, blank=True)
    flags = ArrayField(models.CharField(max_length=10), blank=True)
    scored_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"result of sheet {self.sheet_id}"


class PaperSheetQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(sitting__in=Sitting.objects.visible_to(actor))


class PaperSheet(models.Model):
    """A numbered sheet of paper. Typed twice before it counts; the first typing is forgotten then.

    ``code`` stands on the strip that the pupil keeps; staff know the number alone.
    """

    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="papers")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=24, unique=True)
    first_answers = answers_field(null=True, blank=True)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    first_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    objects = PaperSheetQuerySet.as_manager()

    class Meta:
        ordering = ["sitting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "number"], name="paper_number_once")
        ]

    def __str__(self) -> str:
        return f"paper {self.pk}"


class ReliabilityStudy(models.Model):
    """How reliable the answers to one form were when they were counted. Figures, no persons."""

    item_set = models.ForeignKey(ItemSet, models.PROTECT, related_name="studies")
    form = models.CharField(max_length=5, choices=Form)
    counted_at = models.DateTimeField()
    sheet_count = models.PositiveIntegerField(help_text="valid sheets")
    left_out_count = models.PositiveIntegerField(help_text="alike everywhere, or too fast")
    scales = models.JSONField(default=dict, help_text="area → alpha, interval, error, items")
    parts = models.JSONField(default=list, help_text="groups with enough sheets")
    tie_points = models.PositiveSmallIntegerField(
        null=True, help_text="from the observed error; nothing while sheets are too few"
    )

    class Meta:
        ordering = ["-counted_at", "-pk"]
        verbose_name_plural = "reliability studies"

    def __str__(self) -> str:
        return f"study {self.pk}"
