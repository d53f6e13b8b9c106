"""Signing in and out. What allauth does for staff is told here afterwards, for the audit trail."""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from nhipcau.accounts import rules
from nhipcau.accounts.errors import AccountClosed, CodeOver, CodeWrong, LinkOver
from nhipcau.accounts.models import SignInCode, SignInLink, User
from nhipcau.shared import audit
from nhipcau.shared.errors import DomainError, InvalidValue, KeyReused, TooManyAttempts
from nhipcau.shared.fields import clean_mobile
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require
from nhipcau.shared.sms import send_sms
from nhipcau.shared.throttle import Budget, is_used_up, keyed_hash, spend

CODE_LIFE = timedelta(minutes=5)
CODE_TRIES = 5
CODE_KEPT = timedelta(days=1)
LINK_LIFE = timedelta(hours=12)

A_DAY = timedelta(days=1)
AN_HOUR = timedelta(hours=1)
CODES_BY_NUMBER = Budget("code-number", 5, A_DAY)
# A school or a mobile network sends many phones from one address.
CODES_BY_ADDRESS = Budget("code-address", 120, AN_HOUR)
MESSAGES = Budget("code-messages", 200, AN_HOUR)
MESSAGES_NOT_SENT = Budget("code-messages-not-sent", 2**31 - 1, AN_HOUR)
TRIES_BY_ADDRESS = Budget("code-tries-address", 100, AN_HOUR)
STAFF_BY_ACCOUNT = Budget("staff-account", 20, AN_HOUR)
STAFF_BY_ADDRESS = Budget("staff-address", 100, AN_HOUR)


def request_code(
    *, by: Any, at: datetime, phone: str, request_token: str, address: str, is_known: bool
) -> SignInCode:
    """Send a code to a phone. A number that nobody registered with gets none, but everything else
    is the same: the row, the budgets, the answer.

    ``request_token`` is the secret of the asking browser; the same token sends once.

    Raises:
        InvalidValue: not a Vietnamese mobile number.
        TooManyAttempts: the budget of the number, the address or the installation is used up.
        KeyReused: the token was used before for another request.
    """
    require(rules.may_sign_in(by), _("Please sign out first."))
    phone = clean_mobile(phone)
    if not 20 <= len(request_token) <= 64:
        raise InvalidValue(_("Please open this page again and send it once more."))
    try:
        row, digits = _new_code(by, at, phone, request_token, address, is_known)
    except IntegrityError:
        return _same_request(request_token, phone, at)  # sent twice in one moment
    if digits:
        text = _("Nhịp Cầu: your sign-in code is %(code)s. It is good for 5 minutes. Tell nobody.")
        send_sms(to=phone, text=text % {"code": digits}, really=is_known)
    return row


@transaction.atomic
def _new_code(
    by: Any, at: datetime, phone: str, request_token: str, address: str, is_known: bool
) -> tuple[SignInCode, str]:
    if SignInCode.objects.filter(request_token=request_token).exists():
        return _same_request(request_token, phone, at), ""
    if is_used_up(MESSAGES, "all", at=at):
        raise TooManyAttempts(
            _("Too many messages are on their way just now. Please try again in an hour."),
            retry_after=int(AN_HOUR.total_seconds()),
        )
    spend(CODES_BY_ADDRESS, address, at=at)
    spend(CODES_BY_NUMBER, phone, at=at)
    spend(MESSAGES if is_known else MESSAGES_NOT_SENT, "all", at=at)
    digits = f"{secrets.randbelow(10**6):06}"
    row = SignInCode.objects.create(
        request_token=request_token,
        phone=phone,
        code_hash=_code_hash(request_token, digits if is_known else secrets.token_hex(16)),
        sent_at=at,
        expires_at=at + CODE_LIFE,
    )
    audit.record("sign_in_code.requested", about=row, by=by, at=at)
    SignInCode.objects.filter(sent_at__lt=at - CODE_KEPT).delete()
    return row, digits


def _same_request(request_token: str, phone: str, at: datetime) -> SignInCode:
    earlier = SignInCode.objects.get(request_token=request_token)
    if earlier.phone != phone or earlier.used_at or at >= earlier.expires_at:
        raise KeyReused(_("This page is too old. Please send your number once more."))
    return earlier


def redeem_code(*, by: Any, at: datetime, request_token: str, code: str, address: str) -> User:
    """Turn a code into the user who signs in. Each try counts, also a wrong one: it is committed
    before the refusal is raised, so this must not run inside another transaction.

    Raises:
        CodeWrong: another code, or no such request.
        CodeOver: the code is too old, was used, or was tried five times.
        AccountClosed: this number may not sign in any more.
        TooManyAttempts: too many tries from one address.
    """
    require(rules.may_sign_in(by), _("Please sign out first."))
    with transaction.atomic(durable=True):
        spend(TRIES_BY_ADDRESS, address, at=at)
        outcome = _try_code(by, at, request_token, "".join(code.split()))
    if isinstance(outcome, DomainError):
        raise outcome
    return outcome


def _try_code(by: Any, at: datetime, request_token: str, code: str) -> User | DomainError:
    row = SignInCode.objects.select_for_update().filter(request_token=request_token).first()
    if row is None or row.used_at or at >= row.expires_at or row.tried_count >= CODE_TRIES:
        return CodeOver(_("This code is no longer good. Please ask for a new one."), field="code")
    row.tried_count += 1
    if not hmac.compare_digest(row.code_hash, _code_hash(request_token, code)):
        row.save(update_fields=["tried_count"])
        audit.record("sign_in_code.wrong", about=row, by=by, at=at)
        return _wrong(CODE_TRIES - row.tried_count)
    row.used_at = at
    row.save(update_fields=["tried_count", "used_at"])
    user, _created = User.objects.get_or_create(phone=row.phone, defaults={"created_at": at})
    if not user.is_active:
        return AccountClosed(_("This number can no longer sign in. Please ask at the centre."))
    audit.record("sign_in_code.redeemed", about=row, by=user, at=at)
    return user


def _wrong(left: int) -> DomainError:
    if not left:
        return CodeOver(
            _("This code was tried five times. Please ask for a new one."), field="code"
        )
    return CodeWrong(
        _("This is not the code we sent. Please check it; tries left: %(left)d.") % {"left": left},
        field="code",
    )


def _code_hash(request_token: str, code: str) -> str:
    return keyed_hash(f"{request_token}:{code}")


@write
def make_sign_in_link(
    *, by: Any, at: datetime, token: str, user: User | None = None, phone: str = ""
) -> SignInLink:
    """A link of the demonstration for a user, or for the young person with a phone.

    Raises:
        NotAllowed: this is no demonstration.
    """
    require(rules.may_make_demo_links(by), _("Sign-in links exist in the demonstration alone."))
    if user is None:
        user, _created = User.objects.get_or_create(phone=phone, defaults={"created_at": at})
    return SignInLink.objects.create(
        user=user, token_hash=keyed_hash(token), expires_at=at + LINK_LIFE
    )


@write
def use_sign_in_link(*, by: Any, at: datetime, token: str) -> User:
    """The user of an unused link. Holding the token is the permission, in the demonstration.

    Raises:
        NotAllowed: this is no demonstration.
        LinkOver: unknown, used or older than twelve hours.
    """
    require(rules.may_use_demo_links(by), _("Sign-in links exist in the demonstration alone."))
    link = (
        SignInLink.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(token_hash=keyed_hash(token), used_at=None, expires_at__gt=at)
        .first()
    )
    if link is None or not link.user.is_active:
        raise LinkOver(
            _("This link was used already or is too old. Start the demo again for new links.")
        )
    link.used_at = at
    link.save(update_fields=["used_at"])
    audit.record("sign_in_link.used", about=link, by=link.user, at=at)
    return link.user


@write
def forget_sign_in_codes(*, by: Any, at: datetime) -> int:
    """Delete the codes of the day before; how many."""
    require(rules.may_clean_up(by), _("Only the installation cleans up."))
    return SignInCode.objects.filter(sent_at__lt=at - CODE_KEPT).delete()[0]


@write
def forget_sign_in_links(*, by: Any, at: datetime) -> int:
    """Delete the links that ended a day ago; how many."""
    require(rules.may_clean_up(by), _("Only the installation cleans up."))
    return SignInLink.objects.filter(expires_at__lt=at - CODE_KEPT).delete()[0]


@write
def count_staff_attempt(*, by: Any, at: datetime, email: str, address: str) -> None:
    """Before a password is looked at: the budget of the account and of the address.

    Raises:
        TooManyAttempts: one of them is used up.
    """
    require(rules.may_sign_in(by), _("Please sign out first."))
    spend(STAFF_BY_ADDRESS, address, at=at)
    spend(STAFF_BY_ACCOUNT, email.strip().lower(), at=at)


@write
def record_failed_sign_in(*, by: Any, at: datetime) -> None:
    """A wrong e-mail or password. Neither is kept: what was typed may be someone's password."""
    require(rules.may_sign_in(by), _("Please sign out first."))
    audit.record("user.sign_in_failed", about=User(), by=by, at=at)


@write
def record_sign_in(*, by: User, at: datetime) -> None:
    require(rules.may_change_own_account(by), _("Please sign in."))
    audit.record("user.signed_in", about=by, by=by, at=at)


@write
def record_factor_change(*, by: User, at: datetime, factor: Any, is_added: bool) -> None:
    """A passkey, an authenticator app or recovery codes came or went."""
    require(rules.may_change_own_account(by), _("Please sign in."))
    audit.record(
        "factor.added" if is_added else "factor.removed",
        about=factor,
        by=by,
        at=at,
        fields=[factor.type],
    )


@write
def record_password_change(*, by: User, at: datetime) -> None:
    require(rules.may_change_own_account(by), _("Please sign in."))
    audit.record("user.password_changed", about=by, by=by, at=at, fields=["password"])


@write
def sign_out(*, by: User, at: datetime) -> None:
    """End every session of the user, on all devices."""
    require(rules.may_change_own_account(by), _("Please sign in."))
    User.objects.filter(pk=by.pk).update(session_epoch=F("session_epoch") + 1)
    audit.record("user.signed_out", about=by, by=by, at=at)


@write
def choose_language(*, by: User, at: datetime, language: str) -> None:
    require(rules.may_change_own_account(by), _("Please sign in."))
    if language not in ("vi", "en"):
        raise InvalidValue(_("Please choose Vietnamese or English."), field="language")
    by.language = language
    by.save(update_fields=["language"])
