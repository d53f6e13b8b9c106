from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.organisations.models import Commune, Organisation
from nhipcau.people.followed import followed_by_units_of


class Gender(models.TextChoices):
    FEMALE = "FEMALE", _("female")
    MALE = "MALE", _("male")
    OTHER = "OTHER", pgettext_lazy("gender", "other")


class Ethnicity(models.TextChoices):
    """The short list for screens in the province; reports ask only: Kinh or minority."""

    NUNG = "NUNG", "Nùng"
    TAY = "TAY", "Tày"
    KINH = "KINH", "Kinh"
    DAO = "DAO", "Dao"
    HOA = "HOA", "Hoa"
    SAN_CHAY = "SAN_CHAY", "Sán Chay"
    MONG = "MONG", "Mông"
    OTHER = "OTHER", pgettext_lazy("ethnicity", "other")


class SpokenLanguage(models.TextChoices):
    """The language in which somebody interprets; none is needed when all speak Vietnamese."""

    NONE = "NONE", _("Vietnamese, without an interpreter")
    TAY = "TAY", "Tày"
    NUNG = "NUNG", "Nùng"
    DAO = "DAO", "Dao"
    MONG = "MONG", "Mông"
    OTHER = "OTHER", pgettext_lazy("spoken language", "another language")


class YoungPersonQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Staff: whom their unit follows, in a role that works with people; an officer of a
        commune: of these, who lives there. A young person: all who share the phone that signed in.
        Leaders and administrators see figures, no persons."""
        if not actor.is_authenticated:
            return self.none()
        if not actor.is_staff_account:
            return self.filter(phone=actor.phone)
        return self.filter(followed_by_units_of(actor, communes=True))

    def followed_by_units_of(self, actor):
        """The part of ``visible_to`` that does without merges: quick for the newest of many."""
        return self.filter(followed_by_units_of(actor, merged=False, communes=True))

    def kept(self):
        """Without the records that were merged into another one: each person once."""
        return self.filter(merged_into=None)

    def same_as(self, person):
        """All records of one person: the kept one and those merged into it."""
        kept_id = person.merged_into_id or person.pk
        return self.filter(Q(pk=kept_id) | Q(merged_into=kept_id))


class YoungPerson(models.Model):
    """Someone the programme is for. A phone may be a whole family's: it does not tell who."""

    full_name = models.CharField(_("full name"), max_length=100)
    folded_name = models.CharField(max_length=100)
    birth_on = models.DateField(_("date of birth"))
    phone = models.CharField(_("phone"), max_length=16, db_index=True)
    email = models.EmailField(_("e-mail"), blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, null=True, blank=True, related_name="young_people"
    )
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        db_index=False,  # a part of an index below: most records are not merged
        related_name="merged_from",
        help_text="the record that is kept: both are one person",
    )
    gender = models.CharField(_("gender"), max_length=8, choices=Gender, blank=True)
    ethnicity = models.CharField(_("ethnic group"), max_length=10, choices=Ethnicity, blank=True)
    is_union_member = models.BooleanField(_("Youth Union member"), null=True, blank=True)
    followed_by = models.ManyToManyField(
        Organisation, through="people.Following", related_name="young_people"
    )
    created_at = models.DateTimeField()

    objects = YoungPersonQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(
                fields=["folded_name"], opclasses=["gin_trgm_ops"], name="young_person_by_name"
            ),
            models.Index(fields=["birth_on", "folded_name"], name="young_person_by_birth"),
            # Few records are merged: what counts people once reads this small part alone.
            models.Index(
                fields=["merged_into"],
                condition=Q(merged_into__isnull=False),
                include=["id"],
                name="young_person_merged",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["phone", "folded_name", "birth_on"], name="young_person_once"
            ),
            models.CheckConstraint(
                condition=~Q(merged_into=F("id")), name="young_person_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"young person {self.pk}"


class Following(models.Model):
    """A unit works with a young person, and so may see the record."""

    young_person = models.ForeignKey(YoungPerson, models.CASCADE, related_name="followings")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="followings")
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["young_person", "organisation"], name="following_once")
        ]

    def __str__(self) -> str:
        return f"following {self.pk}"


class Responsibility(models.Model):
    """A unit answers for somebody who is counselled, by a colleague or by its queue, and so sees
    the record. What is true now, alone: the history stands with the cases."""

    young_person = models.ForeignKey(YoungPerson, models.CASCADE, related_name="responsibilities")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation"], name="responsibility_of_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["young_person", "organisation", "user"],
                nulls_distinct=False,
                name="responsibility_once",
            )
        ]

    def __str__(self) -> str:
        return f"responsibility {self.pk}"


class PersonMergeQuerySet(models.QuerySet):
    def visible_to(self, actor):
        if not actor.is_authenticated or not actor.is_staff_account:
            return self.none()
        return self.filter(followed_by_units_of(actor, "kept"))

    def in_force(self):
        return self.filter(undone_at=None)


class PersonMerge(models.Model):
    """Somebody said: these two records are one person. The trace stays when it is undone.

    ``kept`` and ``merged`` are as they were said; where a record belongs now is its own
    ``merged_into``, which follows from all merges in force.
    """

    kept = models.ForeignKey(YoungPerson, models.PROTECT, related_name="merges")
    merged = models.ForeignKey(YoungPerson, models.PROTECT, related_name="merges_away")
    score = models.PositiveSmallIntegerField(help_text="how alike the two were then")
    reasons = models.JSONField(default=list, help_text="codes of the findings, with their points")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    undone_at = models.DateTimeField(null=True)
    undo_reason = models.CharField(max_length=500, blank=True)

    objects = PersonMergeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged"], condition=Q(undone_at=None), name="person_merge_one_in_force"
            ),
            models.CheckConstraint(condition=~Q(kept=F("merged")), name="person_merge_of_two"),
        ]

    def __str__(self) -> str:
        return f"merge {self.pk}"


class PossibleDuplicateQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Both people have to be visible: nobody learns here whom another unit follows."""
        if not actor.is_authenticated or not actor.is_staff_account:
            return self.none()
        return self.filter(
            followed_by_units_of(actor, "first"),
            followed_by_units_of(actor, "second"),
        )

    def unanswered(self):
        """Neither said to be different people nor one person by now."""
        return self.annotate(
            first_kept=Coalesce("first__merged_into", "first"),
            second_kept=Coalesce("second__merged_into", "second"),
        ).filter(~Q(first_kept=F("second_kept")), different_at=None)


class PossibleDuplicate(models.Model):
    """Two records so alike that somebody should look. Said to be different, never asked again."""

    first = models.ForeignKey(YoungPerson, models.CASCADE, related_name="+")
    second = models.ForeignKey(YoungPerson, models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list, help_text="codes of the findings, with their points")
    found_at = models.DateTimeField()
    different_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    different_at = models.DateTimeField(null=True)

    objects = PossibleDuplicateQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["-score", "id"],
                condition=Q(different_at=None),
                name="possible_duplicate_open",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="possible_duplicate_once"),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="possible_duplicate_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"possible duplicate {self.pk}"


class Relation(models.TextChoices):
    MOTHER = "MOTHER", _("mother")
    FATHER = "FATHER", _("father")
    GRANDPARENT = "GRANDPARENT", _("grandparent")
    GUARDIAN = "GUARDIAN", _("legal guardian")


class GuardianQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(young_person__in=YoungPerson.objects.visible_to(actor))


class Guardian(models.Model):
    """Agrees for a child under 16, beside the child."""

    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="guardians")
    full_name = models.CharField(_("full name"), max_length=100)
    phone = models.CharField(_("phone"), max_length=16)
    relation = models.CharField(_("relation"), max_length=12, choices=Relation)
    created_at = models.DateTimeField()

    objects = GuardianQuerySet.as_manager()

    def __str__(self) -> str:
        return f"guardian {self.pk}"


class Purpose(models.TextChoices):
    PARTICIPATION = "PARTICIPATION", _("take part in activities")
    CONTACT = "CONTACT", _("be reminded and told of later activities")
    STATISTICS = "STATISTICS", _("be counted by gender, ethnic group and union membership")
    INTRODUCTION = "INTRODUCTION", _("be introduced to an employer")
    JOB_SEARCH = "JOB_SEARCH", _("be helped to find work and asked how it goes")
    SUPPORT = "SUPPORT", _("be supported in what is special about me")
    FAMILY = "FAMILY", _("reach my family while I work abroad")
    INVENTORY = "INVENTORY", _("keep what I like to do, to think about occupations")
    COUNSELLING = "COUNSELLING", _("be counselled, and have it written down under lock")


# What is asked when somebody registers for an event; the others are asked where they are needed.
EVENT_PURPOSES = (Purpose.PARTICIPATION, Purpose.CONTACT, Purpose.STATISTICS)


class ConsentText(models.Model):
    """The exact words agreed to. Never changed: new words are a new version."""

    purpose = models.CharField(max_length=16, choices=Purpose)
    version = models.PositiveSmallIntegerField()
    body_vi = models.TextField()
    body_en = models.TextField()
    valid_from = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="consent_text_version")
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.version}"


class ConsentChannel(models.TextChoices):
    WEB = "WEB", _("web form")
    PAPER = "PAPER", _("signed paper")
    SAMPLE = "SAMPLE", _("sample data")


class ConsentQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(withdrawn_at=None)

    def visible_to(self, actor):
        return self.filter(young_person__in=YoungPerson.objects.visible_to(actor))


class Consent(models.Model):
    """One person agreed to one purpose in exact words; the evidence says how we know."""

    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="consents")
    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="consents")
    guardian = models.ForeignKey(
        Guardian, models.PROTECT, null=True, blank=True, related_name="consents"
    )
    channel = models.CharField(max_length=8, choices=ConsentChannel)
    evidence = models.CharField(max_length=120, help_text="form key or paper reference")
    given_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["young_person", "text"],
                condition=Q(withdrawn_at=None),
                name="consent_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"
