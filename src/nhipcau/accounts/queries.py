"""What pages show about signing in."""

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator

from nhipcau.accounts.models import SignInCode, SignInLink
from nhipcau.shared.throttle import keyed_hash

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def second_factors_of(user: Any) -> list[Authenticator]:
    """Passkeys and authenticator apps of a user; recovery codes are no factor of their own."""
    return list(Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).order_by("pk"))


def has_second_factor(user: Any) -> bool:
    return Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS).exists()


def code_waited_for(request_token: str) -> SignInCode | None:
    """The code that this browser asked for, whatever became of it."""
    return SignInCode.objects.filter(request_token=request_token).first()


def demo_link(token: str, *, at: datetime) -> SignInLink | None:
    """A link that may still be used."""
    return (
        SignInLink.objects.filter(token_hash=keyed_hash(token), used_at=None, expires_at__gt=at)
        .select_related("user")
        .first()
    )
