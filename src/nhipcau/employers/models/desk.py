"""The desk of an employer: a one-time link by e-mail opens it for some hours. No password.

Whatever the installation writes to an employer holds such a link: the answer is one step away.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nhipcau.employers.models.employers import Employer, EmployerContact, OfEmployerQuerySet
from nhipcau.shared.throttle import keyed_hash


class Occasion(models.TextChoices):
    """Why a link is sent; it chooses the words of the letter and how long the link is good."""

    ASKED_FOR = "ASKED_FOR", _("asked for")
    VERIFIED = "VERIFIED", _("the employer was verified")
    SUSPENDED = "SUSPENDED", _("the employer was suspended")
    STILL_OPEN = "STILL_OPEN", _("are the vacancies still open?")
    PUBLISHED = "PUBLISHED", _("a vacancy is shown to everybody")
    GIVEN_BACK = "GIVEN_BACK", _("a vacancy needs to be mended")
    FAIR = "FAIR", _("invited to a job fair")
    FAIR_TOLD = "FAIR_TOLD", _("the timetable of a fair")
    FAIR_OVER = "FAIR_OVER", _("how a day with young people was")


class DeskLink(models.Model):
    """A link to be sent to a contact; the row is its own place in the outbox.

    Its token is derived from ``reference`` under the installation's key and kept as a hash alone:
    whoever reads the table learns no token.
    """

    reference = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="desk_links")
    contact = models.ForeignKey(EmployerContact, models.PROTECT, related_name="desk_links")
    token_hash = models.CharField(max_length=64, unique=True)
    occasion = models.CharField(
        max_length=10, choices=Occasion, default=Occasion.ASKED_FOR, db_default="ASKED_FOR"
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    try_at = models.DateTimeField(null=True, help_text="when to send, or to try again")
    tried_count = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OfEmployerQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["try_at"], condition=~Q(try_at=None), name="desk_link_to_send")
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(occasion__in=Occasion.values), name="desk_link_occasion_known"
            )
        ]

    def __str__(self) -> str:
        return f"desk link {self.pk}"

    @property
    def token(self) -> str:
        return keyed_hash(f"desk-link:{self.reference}")


class DeskSession(models.Model):
    """An open desk: known by a key in the browser, kept as a hash; ends after some hours."""

    employer = models.ForeignKey(Employer, models.PROTECT, related_name="desk_sessions")
    contact = models.ForeignKey(EmployerContact, models.PROTECT, related_name="desk_sessions")
    link = models.OneToOneField(DeskLink, models.PROTECT, related_name="session")
    key_hash = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = OfEmployerQuerySet.as_manager()

    def __str__(self) -> str:
        return f"desk session {self.pk}"
