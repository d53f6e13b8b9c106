"""What pupils write on slips without a name, as codes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Wish(TextChoices):
    """What somebody wants to do after school."""

    TRADE = "TRADE", pgettext_lazy("after school", "learn a trade")
    STUDY = "STUDY", pgettext_lazy("after school", "go on studying")
    WORK = "WORK", pgettext_lazy("after school", "go to work")
    NOT_YET = "NOT_YET", pgettext_lazy("after school", "does not know yet")


class Question(TextChoices):
    """What pupils ask about, as often as they ask it."""

    SUITS = "SUITS", _("Which work suits me?")
    TRAINING = "TRAINING", _("Where do I learn it, and how long?")
    COSTS = "COSTS", _("What does it cost, and who helps?")
    EARNS = "EARNS", _("What does one earn, and is there work?")
    AT_ONCE = "AT_ONCE", _("Can I work right after school?")
    ABROAD = "ABROAD", _("How does work abroad go, and what is safe?")
    HOME = "HOME", _("Do I have to leave home?")
    FAMILY = "FAMILY", _("What if my family wishes something else?")
