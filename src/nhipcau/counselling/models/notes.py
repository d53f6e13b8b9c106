"""What is sealed, and the keys that open it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from nhipcau.counselling.models.cases import Case, Contact
from nhipcau.counselling.states import Scope


class Note(models.Model):
    """What was said, sealed with a key of the case and of the person. Nobody searches in it."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    contact = models.OneToOneField(Contact, models.PROTECT, null=True, related_name="note")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"note {self.pk}"


class CaseKey(models.Model):
    """The secret of a case in the box of one reader; without a reader, of the custodians."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="keys")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", null=True, blank=True
    )
    scope = models.CharField(max_length=3, choices=Scope, default=Scope.ALL)
    version = models.PositiveIntegerField(help_text="of the secret of the case")
    reader_version = models.PositiveIntegerField(help_text="of the reader's pair of keys")
    box = models.BinaryField()
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "user"], nulls_distinct=False, name="case_key_one_a_reader"
            )
        ]

    def __str__(self) -> str:
        return f"key {self.pk}"


class ReaderKey(models.Model):
    """A pair of keys of one reader, the newest in force; the private one is wrapped by a master
    key. An earlier pair is there only while a change of keys is under way."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    public = models.BinaryField()
    wrapped = models.BinaryField()
    master_version = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "version"], name="reader_key_version_once")
        ]

    def __str__(self) -> str:
        return f"pair of keys {self.pk}"


class CustodianKey(models.Model):
    """The public key of the custodians. Two of the three who hold shares find the private one."""

    version = models.PositiveIntegerField(unique=True)
    public = models.BinaryField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"key of custodians {self.version}"


class KeyRotation(models.Model):
    """One change of all keys: how far it is, so that it goes on where it was stopped."""

    master_version = models.PositiveIntegerField(help_text="the master key it leads to")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    note_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ended_at"],
                condition=Q(ended_at=None),
                nulls_distinct=False,
                name="key_rotation_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"change of keys {self.pk}"
