"""How allauth behaves here: no sign-up, our budgets, our words, our pages."""

import base64
import hashlib

import segno
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from nhipcau.accounts import queries, use_cases
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import TooManyAttempts
from nhipcau.web.account.sessions import is_fully_signed_in, landing_url
from nhipcau.web.addresses import client_address

# allauth names its messages by template; those that are not here are not shown.
MESSAGES = {
    "account/messages/password_set.txt": _("Your password is set."),
    "account/messages/password_changed.txt": _("Your password is changed."),
    "mfa/messages/totp_activated.txt": _("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": _("The passkey is set up."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
    "mfa/messages/recovery_codes_generated.txt": _(
        "You have new recovery codes. Please keep them in a safe place."
    ),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account can no longer sign in."),
        "email_password_mismatch": _(
            "E-mail and password do not belong together. Please check both."
        ),
        "enter_current_password": _("Please write your present password."),
        "incorrect_password": _("This is not your present password. Please try again."),
        "too_many_login_attempts": _("Too many attempts. Please wait five minutes."),
        "rate_limited": _("Too many attempts. Please wait five minutes."),
        "incorrect_code": _("This code is not right. Please write the one you see now."),
    }

    def is_open_for_signup(self, request):
        return False

    def get_client_ip(self, request):
        return client_address(request)

    def pre_authenticate(self, request, **credentials):
        try:
            use_cases.count_staff_attempt(
                by=PUBLIC,
                at=timezone.now(),
                email=credentials.get("email", ""),
                address=client_address(request),
            )
        except TooManyAttempts as refused:
            raise ValidationError(str(refused)) from refused
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request, **credentials):
        use_cases.record_failed_sign_in(by=PUBLIC, at=timezone.now())

    def is_reauthentication_required(self, *, app, **more):
        """Not for the very first factor: such a session reaches nothing but this set-up."""
        if not queries.has_second_factor(context.request.user):
            return False
        return super().is_reauthentication_required(app=app, **more)

    def get_reauthentication_methods(self, user):
        """The passkey before a code: who has one rarely has the other at hand."""
        ways = super().get_reauthentication_methods(user)
        return sorted(ways, key=lambda way: way["id"] == "mfa_reauthenticate")

    def get_login_redirect_url(self, request):
        return landing_url(request.user)

    def get_password_change_redirect_url(self, request):
        page = "account:profile" if is_fully_signed_in(request) else "account:secure"
        return reverse(page)

    def add_message(
        self,
        request,
        level,
        message_template=None,
        message_context=None,
        extra_tags="",
        message=None,
    ):
        text = message or MESSAGES.get(message_template)
        if text:
            messages.add_message(request, level, text, extra_tags=extra_tags)


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _(
            "This is your only second factor. Please set up another one first."
        ),
        "incorrect_code": _("This code is not right. Please write the one you see now."),
    }

    def encrypt(self, text):
        return _secret_box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return _secret_box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator):
        return len(queries.second_factors_of(authenticator.user)) > 1

    def build_totp_svg(self, url):
        return str(segno.make(url, micro=False).svg_inline(scale=5, border=4, light="#fff"))

    def get_public_key_credential_user_entity(self, user):
        entity = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.full_name or user.email}

    def generate_authenticator_name(self, user, type):
        return str(_("My passkey"))


def _secret_box():
    """Secrets of authenticator apps rest encrypted; a new SECRET_KEY still opens the old ones."""
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    digests = [hashlib.sha256(f"second-factor:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
