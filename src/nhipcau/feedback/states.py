"""What may be answered, as data."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Useful(IntegerChoices):
    """How useful the day was."""

    VERY = 5, _("5: very useful")
    QUITE = 4, _("4: useful")
    SOME = 3, _("3: somewhat")
    LITTLE = 2, _("2: of little use")
    NOT = 1, _("1: of no use")


class NextStep(TextChoices):
    """Whether somebody learned what to do next."""

    YES = "YES", pgettext_lazy("did I learn what I can do next", "yes")
    PARTLY = "PARTLY", pgettext_lazy("did I learn what I can do next", "partly")
    NO = "NO", pgettext_lazy("did I learn what I can do next", "no")


class ComesAgain(TextChoices):
    """Whether an employer would come again."""

    YES = "YES", _("yes, gladly")
    MAYBE = "MAYBE", _("perhaps")
    NO = "NO", _("rather not")
