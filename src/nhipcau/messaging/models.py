from django.db import models
from django.utils.translation import gettext_lazy as _

from nhipcau.people.models import Purpose, YoungPerson


class Topic(models.TextChoices):
    """Why a message is sent. ``PURPOSES`` says under which consent."""

    REGISTRATION = "REGISTRATION", _("answer to a registration")
    OFFER = "OFFER", _("a place became free")
    CHANGE = "CHANGE", _("an event changed")
    REMINDER = "REMINDER", _("reminder of an event")


PURPOSES = {
    Topic.REGISTRATION: Purpose.PARTICIPATION,
    Topic.OFFER: Purpose.PARTICIPATION,
    Topic.CHANGE: Purpose.PARTICIPATION,
    Topic.REMINDER: Purpose.CONTACT,
}


class MessageQuerySet(models.QuerySet):
    def visible_to(self, actor):
        return self.filter(young_person__in=YoungPerson.objects.visible_to(actor))


class Message(models.Model):
    """One thing to be told to one person: written in the transaction of what it tells of."""

    young_person = models.ForeignKey(YoungPerson, models.PROTECT, related_name="messages")
    topic = models.CharField(max_length=16, choices=Topic)
    text = models.CharField(max_length=300)
    path = models.CharField(max_length=200, blank=True, help_text="page of the site, no host")
    about_type = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    send_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = MessageQuerySet.as_manager()

    def __str__(self) -> str:
        return f"message {self.pk}"
