from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from nhipcau.algorithms.matching.criteria import Parts, Weights
from nhipcau.matching.choices import Because, RecordKind, Side
from nhipcau.organisations.models import OrganisationKind
from nhipcau.organisations.rules import OFFICE_ROLES, memberships_of
from nhipcau.seekers.models import JobWish
from nhipcau.vacancies.models import Vacancy

PARTS = Parts._fields
TOP = 30
SHOWN = 10


class OfOfficesQuerySet(models.QuerySet):
    """Rules and figures without anybody's name: for the offices of both units."""

    def visible_to(self, actor):
        works = any(one.role in OFFICE_ROLES for one in memberships_of(actor))
        return self.all() if works else self.none()


class MatchingWeights(models.Model):
    """How much each of the eight parts counts, from a day on: data of the Centre, in versions.

    ``exposure_cap``: no vacancy is shown to more than so many times the mean; empty: no cap.
    A version is never changed; lists name the one by which they were made.
    """

    version = models.PositiveIntegerField(unique=True)
    occupation = models.PositiveSmallIntegerField()
    skills = models.PositiveSmallIntegerField()
    text = models.PositiveSmallIntegerField()
    wage = models.PositiveSmallIntegerField()
    place = models.PositiveSmallIntegerField()
    education = models.PositiveSmallIntegerField()
    experience = models.PositiveSmallIntegerField()
    start = models.PositiveSmallIntegerField()
    exposure_cap = models.PositiveSmallIntegerField(null=True, blank=True)
    valid_from = models.DateField()
    reason = models.CharField(max_length=300)
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    set_at = models.DateTimeField()

    objects = OfOfficesQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "matching weights"
        ordering = ["-version"]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    occupation=100
                    - F("skills")
                    - F("text")
                    - F("wage")
                    - F("place")
                    - F("education")
                    - F("experience")
                    - F("start")
                ),
                name="matching_weights_are_100",
            ),
            models.CheckConstraint(
                condition=Q(exposure_cap=None) | Q(exposure_cap__gte=1),
                name="matching_cap_from_1",
            ),
        ]

    def __str__(self) -> str:
        return f"weights {self.version}"

    @property
    def weights(self) -> Weights:
        return Weights(**{name: getattr(self, name) for name in PARTS})


class OfWishQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Staff: of the people whom their unit follows. A young person: the own ones."""
        return self.filter(wish__in=JobWish.objects.visible_to(actor))


class Suggestion(models.Model):
    """One line of a stored list, with the eight parts of its score.

    ``is_held_back``: the cap on exposure gives this place to the next one of the list.
    """

    side = models.CharField(max_length=8, choices=Side)
    wish = models.ForeignKey(JobWish, models.CASCADE, related_name="suggestions")
    vacancy = models.ForeignKey(Vacancy, models.CASCADE, related_name="suggestions")
    rank = models.PositiveSmallIntegerField()
    score = models.PositiveIntegerField()
    parts = ArrayField(models.PositiveSmallIntegerField(), size=8)
    weights = models.ForeignKey(MatchingWeights, models.PROTECT, related_name="+")
    is_held_back = models.BooleanField(default=False)
    computed_at = models.DateTimeField()

    objects = OfWishQuerySet.as_manager()

    class Meta:
        ordering = ["rank"]
        indexes = [models.Index(fields=["vacancy", "side", "rank"], name="suggestion_of_vacancy")]
        constraints = [
            models.UniqueConstraint(
                fields=["wish", "vacancy", "side"], name="suggestion_once_a_list"
            ),
            models.CheckConstraint(
                condition=Q(rank__gte=1, rank__lte=TOP, score__lte=100_000),
                name="suggestion_in_range",
            ),
            models.CheckConstraint(condition=Q(parts__len=8), name="suggestion_has_eight_parts"),
        ]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"


class RefusalQuerySet(OfWishQuerySet):
    def in_force(self):
        return self.filter(undone_at=None)


class Refusal(models.Model):
    """“Not this one, because …”: hides a line of a list, and never changes a score.

    What a colleague puts aside leaves the colleagues' lists; the own word of the young person
    (``is_own``) counts in both.
    """

    wish = models.ForeignKey(JobWish, models.CASCADE, related_name="refusals")
    vacancy = models.ForeignKey(Vacancy, models.CASCADE, related_name="+")
    because = models.CharField(max_length=8, choices=Because)
    word = models.CharField(max_length=200, blank=True)
    is_own = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = RefusalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wish", "vacancy", "is_own"],
                condition=Q(undone_at=None),
                name="refusal_one_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"refusal {self.pk}"


class Change(models.Model):
    """A wish or a vacancy that may be another one than the lists know. Written by the database
    itself, in the transaction of whoever changed it (migration 0002), so that no way is forgotten.

    ``generation``: the state of the lists that has it; empty while it waits.
    """

    kind = models.CharField(max_length=8, choices=RecordKind)
    record_id = models.BigIntegerField()
    at = models.DateTimeField()
    generation = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(generation=None), name="change_waiting"),
            models.Index(fields=["generation"], name="change_by_generation"),
        ]

    def __str__(self) -> str:
        return f"change {self.pk}"


class ListState(models.Model):
    """The one row that says what the stored lists are: whoever writes them holds it.

    ``day``: the ages and last days by which they were made.
    """

    generation = models.BigIntegerField(default=0)
    weights = models.ForeignKey(MatchingWeights, models.PROTECT, related_name="+", null=True)
    day = models.DateField(null=True)
    changed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"lists {self.generation}"


class ExposureMeasure(models.Model):
    """How evenly vacancies are shown, measured on the stored lists with and without a cap.

    Shares in thousandths. ``price``: the part of the score that the shown lists lose by the cap.
    """

    at = models.DateTimeField()
    weights = models.ForeignKey(MatchingWeights, models.PROTECT, related_name="+")
    cap = models.PositiveSmallIntegerField()
    list_count = models.PositiveIntegerField()
    vacancy_count = models.PositiveIntegerField()
    gini = models.PositiveSmallIntegerField()
    gini_capped = models.PositiveSmallIntegerField()
    never_shown = models.PositiveSmallIntegerField()
    never_shown_capped = models.PositiveSmallIntegerField()
    price = models.PositiveSmallIntegerField()

    objects = OfOfficesQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"measure {self.pk}"


class OfCounsellorsQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Whoever works for an employment service centre with people; no names stand in it."""
        works = any(
            one.role in OFFICE_ROLES
            and one.organisation.kind == OrganisationKind.EMPLOYMENT_CENTRE
            for one in memberships_of(actor)
        )
        return self.all() if works else self.none()


class GradingRound(models.Model):
    """Pairs that two counsellors grade without knowing what the algorithm thinks of them.

    ``is_invented``: made on sample data; its figures say nothing of real people.
    """

    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    weights = models.ForeignKey(MatchingWeights, models.PROTECT, related_name="+")
    is_invented = models.BooleanField()

    objects = OfCounsellorsQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"round {self.pk}"


class GradingPair(models.Model):
    """One line of a sheet. ``rank``: in the person's list; empty when it was drawn at random."""

    round = models.ForeignKey(GradingRound, models.CASCADE, related_name="pairs")
    wish = models.ForeignKey(JobWish, models.CASCADE, related_name="+")
    vacancy = models.ForeignKey(Vacancy, models.CASCADE, related_name="+")
    place = models.PositiveIntegerField(help_text="where it stands in the sheet")
    rank = models.PositiveSmallIntegerField(null=True, blank=True)
    score = models.PositiveIntegerField(null=True, blank=True)

    objects = OfWishQuerySet.as_manager()

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "wish", "vacancy"], name="grading_pair_once_a_round"
            )
        ]

    def __str__(self) -> str:
        return f"pair {self.pk}"


class OfPairQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(pair__round__in=GradingRound.objects.visible_to(actor))


class Grade(models.Model):
    """What one counsellor thinks of one pair: 0 does not fit … 3 fits very well."""

    pair = models.ForeignKey(GradingPair, models.CASCADE, related_name="grades")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    value = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    objects = OfPairQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair", "by"], name="grade_once_a_counsellor"),
            models.CheckConstraint(condition=Q(value__lte=3), name="grade_0_to_3"),
        ]

    def __str__(self) -> str:
        return f"grade {self.pk}"
