from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from nhipcau.people.followed import followed_by_units_of
from nhipcau.people.models import SpokenLanguage, YoungPerson


class Interpreter(models.TextChoices):
    """Who interprets: what kind of person, and no name."""

    NOBODY = "NOBODY", _("nobody: we understand each other")
    OFFICER = "OFFICER", _("the colleague who writes")
    FAMILY = "FAMILY", _("somebody of the family")
    FRIEND = "FRIEND", _("a friend or neighbour")


class Place(models.TextChoices):
    HOME = "HOME", pgettext_lazy("talk", "at home")
    OFFICE = "OFFICE", pgettext_lazy("talk", "in the office of the commune or unit")
    PHONE = "PHONE", pgettext_lazy("talk", "on the phone")


class AssistedTalkQuerySet(models.QuerySet):
    def visible_to(self, actor):
        """Staff: of the people whom they see. A young person: the own ones."""
        if not actor.is_authenticated:
            return self.none()
        if not actor.is_staff_account:
            return self.filter(young_person__phone=actor.phone)
        return self.filter(followed_by_units_of(actor, "young_person", communes=True))

    def open(self):
        return self.filter(ended_at=None)


class AssistedTalk(models.Model):
    """One sits with a person and writes what the person says. No word of it is kept here: what
    was agreed to, wished and registered stands where it always stands."""

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="assisted_talks")
    language = models.CharField(_("language"), max_length=8, choices=SpokenLanguage)
    interpreter = models.CharField(_("who interprets"), max_length=8, choices=Interpreter)
    place = models.CharField(_("where"), max_length=8, choices=Place)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AssistedTalkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["officer"],
                condition=Q(ended_at=None),
                name="assisted_talk_one_open",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("began_at")),
                name="assisted_talk_ends_later",
            ),
            models.CheckConstraint(
                condition=(
                    Q(language=SpokenLanguage.NONE, interpreter=Interpreter.NOBODY)
                    | (~Q(language=SpokenLanguage.NONE) & ~Q(interpreter=Interpreter.NOBODY))
                ),
                name="assisted_talk_interpreter_fits",
            ),
        ]

    def __str__(self) -> str:
        return f"talk {self.pk}"
