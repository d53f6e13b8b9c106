"""The pages that allauth serves, under our addresses. Only those that are needed exist."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.recovery_codes.internal.flows import view_recovery_codes as codes_of
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from django.views.generic import RedirectView

from nhipcau.accounts import queries


class AddPasskey(webauthn.AddWebAuthnView):
    def get_success_url(self):
        """Recovery codes stand in for an app, beside a password; a passkey has no use for them."""
        has_password = self.request.user.has_usable_password()
        return super().get_success_url() if has_password else reverse("account:profile")

    def get_context_data(self, **more):
        """The device keeps the key and asks for finger, face or PIN: it signs in alone."""
        return {
            **super().get_context_data(**more),
            "js_data": {"creation_options": auth.begin_registration(self.request.user, True)},
        }


add_passkey = AddPasskey.as_view()


def set_up_app(request):
    """An authenticator app is the second of two factors: the password comes first."""
    if request.user.is_authenticated and not request.user.has_usable_password():
        return redirect("account_set_password")
    return totp.activate_totp(request)


@require_http_methods(["GET", "POST"])
def remove_passkey(request, pk):
    if len(queries.second_factors_of(request.user)) < 2:
        messages.error(
            request, _("This is your only second factor. Please set up another one first.")
        )
        return redirect("account:profile")
    return webauthn.remove_webauthn(request, pk=pk)


@require_http_methods(["GET", "POST"])
@never_cache
def recovery_codes(request):
    """Codes are shown when asked for by POST: allauth notes that they were seen."""
    codes: list[str] = []
    if request.method == "POST":
        found, _may_view = codes_of(request)
        codes = found.get_unused_codes() if found else []
    return render(request, "mfa/recovery_codes/index.html", {"codes": codes})


def in_one_transaction(view):
    """What the view writes and what the audit trail says of it are saved together."""
    return form_page(transaction.atomic(view))


def form_page(view):
    """GET shows, POST sends. For HEAD allauth would count a try, which a read must not."""
    return require_http_methods(["GET", "POST"])(view)


to_profile = require_GET(RedirectView.as_view(pattern_name="account:profile"))

urlpatterns = [
    path("staff/", form_page(account.login), name="account_login"),
    path("staff/second-step/", form_page(mfa.authenticate), name="mfa_authenticate"),
    path("staff/passkey/", form_page(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("staff/closed/", account.account_inactive, name="account_inactive"),
    path("confirm/", form_page(account.reauthenticate), name="account_reauthenticate"),
    path("confirm/code/", form_page(mfa.reauthenticate), name="mfa_reauthenticate"),
    path(
        "confirm/passkey/",
        form_page(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("password/", in_one_transaction(account.password_set), name="account_set_password"),
    path(
        "password/change/",
        in_one_transaction(account.password_change),
        name="account_change_password",
    ),
    path("methods/", to_profile, name="mfa_index"),
    path("methods/passkeys/", to_profile, name="mfa_list_webauthn"),
    path("methods/app/", in_one_transaction(set_up_app), name="mfa_activate_totp"),
    path(
        "methods/app/remove/", in_one_transaction(totp.deactivate_totp), name="mfa_deactivate_totp"
    ),
    path("methods/passkeys/add/", in_one_transaction(add_passkey), name="mfa_add_webauthn"),
    path(
        "methods/passkeys/<int:pk>/remove/",
        in_one_transaction(remove_passkey),
        name="mfa_remove_webauthn",
    ),
    path("methods/recovery-codes/", recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "methods/recovery-codes/new/",
        in_one_transaction(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
]
