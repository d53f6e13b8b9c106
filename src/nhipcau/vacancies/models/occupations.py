from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import get_language


class Occupation(models.Model):
    """One row of the national list of occupations (VSCO 2020), five levels; data with a source."""

    code = models.CharField(max_length=5, unique=True)
    level = models.PositiveSmallIntegerField()
    name_vi = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    folded_name = models.CharField(max_length=300)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["code"]
        indexes = [
            GinIndex(fields=["folded_name"], opclasses=["gin_trgm_ops"], name="occupation_by_name")
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" and self.name_en else self.name_vi

    @property
    def official_code(self) -> str:
        return f"VSCO {self.code}"


class OccupationSynonym(models.Model):
    """An everyday word for an occupation, in Vietnamese or English: our own data."""

    occupation = models.ForeignKey(Occupation, models.CASCADE, related_name="synonyms")
    words = models.CharField(max_length=80)
    folded_words = models.CharField(max_length=80)
    language = models.CharField(max_length=2)
    sense = models.PositiveSmallIntegerField(
        default=1, help_text="words of one number mean the same work: a broad group has several"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occupation", "words"], name="occupation_synonym_once")
        ]
        indexes = [
            GinIndex(
                fields=["folded_words"],
                opclasses=["gin_trgm_ops"],
                name="occupation_by_synonym",
            )
        ]

    def __str__(self) -> str:
        return self.words


class Province(models.Model):
    """A province of the country, with its tile on the diagram of vacancies."""

    code = models.CharField(max_length=2, unique=True)
    name = models.CharField(max_length=60)
    sort_key = models.CharField(max_length=120)
    tile_row = models.PositiveSmallIntegerField()
    tile_column = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ["sort_key"]

    def __str__(self) -> str:
        return self.name


class Country(models.Model):
    """A country to which people go to work under contract, and its money."""

    code = models.CharField(max_length=2, unique=True)
    name_vi = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    currency = models.CharField(max_length=3)
    source = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "countries"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi


class LimitReasonQuerySet(models.QuerySet):
    def public(self):
        """The law is everybody's."""
        return self.all()


class LimitReason(models.Model):
    """Why the law lets a vacancy ask for one gender or an age. Without one, no such limit."""

    code = models.SlugField(max_length=40, unique=True)
    covers = models.CharField(max_length=6, choices=[("AGE", "age"), ("GENDER", "gender")])
    name_vi = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    source = models.CharField(max_length=200)
    evidence = models.CharField(max_length=10, help_text="S, S2, D, G or S-weak")

    objects = LimitReasonQuerySet.as_manager()

    class Meta:
        ordering = ["covers", "code"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi


class MoneyRule(models.Model):
    """What may be asked of a worker who goes abroad: by market and kind of job, from a day on.

    ``months_per_year``: months of basic wage for 12 months of contract; ``months_most``: never
    more, from a term of ``months_most_from_term`` months on. ``amount_most``: in đồng.
    """

    SERVICE_FEE, BROKERAGE, DEPOSIT = "SERVICE_FEE", "BROKERAGE", "DEPOSIT"

    code = models.SlugField(max_length=60)
    kind = models.CharField(max_length=12)
    country_code = models.CharField(max_length=2, blank=True)
    job = models.SlugField(max_length=40, blank=True)
    job_vi = models.CharField(max_length=120, blank=True)
    job_en = models.CharField(max_length=120, blank=True)
    months_per_year = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    months_most = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    months_most_from_term = models.PositiveSmallIntegerField(default=0)
    amount_most = models.PositiveIntegerField(null=True, blank=True)
    name_vi = models.CharField(max_length=250)
    name_en = models.CharField(max_length=250)
    valid_from = models.DateField()
    source = models.CharField(max_length=200)
    evidence = models.CharField(max_length=10, help_text="S, S2, D, G or S-weak")

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="money_rule_once_a_day"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["SERVICE_FEE", "BROKERAGE", "DEPOSIT"]),
                name="money_rule_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_vi

    @property
    def job_name(self) -> str:
        return self.job_en if get_language() == "en" else self.job_vi
