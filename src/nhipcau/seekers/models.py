from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.employers.models import Ownership
from nhipcau.organisations.models import Commune
from nhipcau.people.followed import followed_by_units_of
from nhipcau.people.models import Ethnicity, YoungPerson
from nhipcau.seekers.choices import (
    Aim,
    Benefit,
    ContractKind,
    ExperienceLength,
    Level,
    Lifting,
    Position,
    Priority,
    Ready,
    Schooling,
    Service,
    SoftSkill,
    Surroundings,
    Training,
    WorkTime,
)
from nhipcau.vacancies.models import Market, Occupation


def many_of(choices, label):
    return ArrayField(
        models.CharField(max_length=16, choices=choices),
        verbose_name=label,
        default=list,
        blank=True,
    )


def one_of(choices, label):
    return models.CharField(label, max_length=16, choices=choices, blank=True)


class OfPersonQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Staff: of the people whom their unit follows. A young person: of the own phone."""
        if not actor.is_authenticated:
            return self.none()
        if not actor.is_staff_account:
            merged = YoungPerson.objects.filter(phone=actor.phone, merged_into__isnull=False)
            own = YoungPerson.objects.filter(
                Q(phone=actor.phone) | Q(pk__in=merged.values("merged_into"))
            )
            return self.filter(young_person__in=own.values("pk"))
        return self.filter(followed_by_units_of(actor, "young_person", communes=True))

    def of_person(self, person):
        """The rows of all records of one person."""
        kept_id = person.merged_into_id or person.pk
        # Records first: an "or" over two tables would read the rows of everybody.
        records = YoungPerson.objects.filter(Q(pk=kept_id) | Q(merged_into=kept_id))
        return self.filter(young_person__in=records.values("pk"))


class JobWish(models.Model):
    """The work one young person looks for and what it brings: forms 01 and 01a, asked once.

    Only ``title``, ``market``, ``wage_from`` and ``ready`` are asked in the first step; the rest
    may stay open. ``stopped_at``: the person looks for nothing now.
    """

    young_person = models.OneToOneField(YoungPerson, models.PROTECT, related_name="job_wish")
    title = models.CharField(_("wished work"), max_length=150, blank=True)
    occupation = models.ForeignKey(
        Occupation, models.PROTECT, null=True, blank=True, related_name="+"
    )
    market = models.CharField(_("where"), max_length=16, choices=Market, blank=True)
    commune = models.ForeignKey(Commune, models.PROTECT, null=True, blank=True, related_name="+")
    wage_from = models.PositiveIntegerField(_("wage from"), null=True, blank=True)
    ready = one_of(Ready, _("can begin"))
    # training
    schooling = one_of(Schooling, _("general schooling"))
    training = one_of(Training, _("training for a trade"))
    speciality = models.CharField(_("subject of the training"), max_length=120, blank=True)
    trade_skill = models.CharField(
        _("skill of a trade, and its grade"), max_length=120, blank=True
    )
    # skills
    office_level = one_of(Level, _("office programs"))
    computer_other = models.CharField(_("other computer skills"), max_length=120, blank=True)
    soft_skills = many_of(SoftSkill, _("soft skills"))
    # experience
    experience = one_of(ExperienceLength, _("experience"))
    abroad = models.CharField(_("experience abroad"), max_length=200, blank=True)
    # readiness and conditions
    work_time = one_of(WorkTime, _("working time"))
    contract = one_of(ContractKind, _("kind of contract"))
    aim = one_of(Aim, _("aim"))
    position = one_of(Position, _("position"))
    ownership = one_of(Ownership, _("kind of employer"))
    takes_shifts = models.BooleanField(_("shift work"), null=True, blank=True)
    travels = models.BooleanField(_("travelling for work"), null=True, blank=True)
    first_place = models.CharField(_("wished place 1"), max_length=100, blank=True)
    second_place = models.CharField(_("wished place 2"), max_length=100, blank=True)
    surroundings = one_of(Surroundings, _("surroundings"))
    lifting = one_of(Lifting, _("can lift"))
    benefits = many_of(Benefit, _("wished benefits"))
    services = many_of(Service, _("wished services"))
    told_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)

    objects = OfPersonQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "job wishes"
        indexes = [models.Index(fields=["market", "told_at"], name="job_wish_by_market")]

    def __str__(self) -> str:
        return f"wish {self.pk}"


class OfWishQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(wish__in=JobWish.objects.visible_to(actor))


class LanguageSkill(models.Model):
    """One of at most two foreign languages."""

    wish = models.ForeignKey(JobWish, models.CASCADE, related_name="languages")
    language = models.CharField(_("language"), max_length=60)
    certificate = models.CharField(_("certificate"), max_length=60, blank=True)
    level = one_of(Level, _("level"))

    objects = OfWishQuerySet.as_manager()

    def __str__(self) -> str:
        return f"language {self.pk}"


class WorkExperience(models.Model):
    """Where somebody worked before."""

    wish = models.ForeignKey(JobWish, models.CASCADE, related_name="experiences")
    employer = models.CharField(_("employer"), max_length=120)
    position = models.CharField(_("work done there"), max_length=120, blank=True)
    duration = models.CharField(_("from when to when"), max_length=60, blank=True)

    objects = OfWishQuerySet.as_manager()

    def __str__(self) -> str:
        return f"experience {self.pk}"


class NeedsQuerySet(OfWishQuerySet):
    def visible_to(self, actor):
        """Not to the officer of a commune, who is a neighbour."""
        seen = super().visible_to(actor)
        if not actor.is_authenticated or not actor.is_staff_account:
            return seen
        return seen.filter(followed_by_units_of(actor, "wish__young_person"))


class SpecialNeeds(models.Model):
    """What is told freely, under a consent of its own, and deleted when that is withdrawn."""

    wish = models.OneToOneField(JobWish, models.CASCADE, related_name="needs")
    ethnicity = models.CharField(_("ethnic group"), max_length=10, choices=Ethnicity, blank=True)
    priorities = many_of(Priority, _("priority groups"))
    priority_other = models.CharField(_("other circumstances"), max_length=200, blank=True)
    health = models.CharField(_("needs of health or disability"), max_length=500, blank=True)
    told_at = models.DateTimeField()

    objects = NeedsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "special needs"

    def __str__(self) -> str:
        return f"needs {self.pk}"


class WishChange(models.Model):
    """What stood in a wish before it was changed, and who changed it; needs leave names only."""

    wish = models.ForeignKey(JobWish, models.CASCADE, related_name="changes")
    step = models.CharField(max_length=16)
    before = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    on_behalf = models.BooleanField(default=False, help_text="staff wrote what the person said")
    at = models.DateTimeField()

    objects = OfWishQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"change {self.pk}"
