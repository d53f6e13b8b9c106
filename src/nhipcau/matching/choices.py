"""The words of suggestions that are chosen from a list."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Side(TextChoices):
    """Whose list a suggestion stands in: the vacancies of a person, or the people of a vacancy."""

    PERSON = "PERSON", _("vacancies for a person")
    VACANCY = "VACANCY", _("people for a vacancy")


class Because(TextChoices):
    """Why a suggestion is put aside."""

    WORK = "WORK", _("another kind of work")
    PLACE = "PLACE", _("too far away, or no way to get there")
    WAGE = "WAGE", _("the wage is too low")
    HOURS = "HOURS", _("the working hours do not fit")
    SKILL = "SKILL", _("something that is needed is missing")
    EMPLOYER = "EMPLOYER", _("not with this employer")
    TALKED = "TALKED", _("already talked about")
    OTHER = "OTHER", pgettext_lazy("why a suggestion is put aside", "other")


class RecordKind(TextChoices):
    """What changed, so that lists have to be looked at again."""

    WISH = "WISH", _("a wish")
    VACANCY = "VACANCY", _("a vacancy")
