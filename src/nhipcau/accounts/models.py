from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager):
    def get_by_natural_key(self, username):
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Someone who signs in: staff by e-mail with a second factor, a young person by phone.

    Rights come from memberships (``organisations``), never from this row.
    """

    full_name = models.CharField(_("full name"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=16, unique=True, null=True, blank=True)
    language = models.CharField(_("language"), max_length=5, default="vi")
    is_active = models.BooleanField(_("may sign in"), default=True)
    session_epoch = models.PositiveIntegerField(
        default=0, help_text="one more, and every session opened before is over"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=False) ^ Q(phone__isnull=False),
                name="user_is_staff_or_youth",
            )
        ]

    def __str__(self) -> str:
        return f"user {self.pk}"

    @property
    def is_staff_account(self) -> bool:
        return self.email is not None

    def has_usable_password(self) -> bool:
        return bool(self.password) and super().has_usable_password()

    def _get_session_auth_hash(self, secret=None):
        """Django compares this at each request, so a new epoch ends all sessions at once."""
        about = f"{self.password}:{self.session_epoch}"
        return salted_hmac(
            "accounts.User.session", about, secret=secret, algorithm="sha256"
        ).hexdigest()


class SignInCode(models.Model):
    """A six-digit code sent to a phone; kept as a keyed hash, single use, bound to its request."""

    request_token = models.CharField(max_length=64, unique=True)
    phone = models.CharField(max_length=16)
    code_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tried_count = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["phone", "sent_at"], name="signin_code_by_phone")]

    def __str__(self) -> str:
        return f"sign-in code {self.pk}"


class SignInLink(models.Model):
    """A one-time link that signs its user in; made for the demo only. Kept as a hash."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_in_links")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"sign-in link {self.pk}"
