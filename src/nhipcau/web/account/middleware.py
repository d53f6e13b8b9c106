from datetime import timedelta

from django.contrib.auth import logout
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from nhipcau.web.account.sessions import SIGNED_IN_AT, is_fully_signed_in

STAFF_SESSION = timedelta(hours=12)

# All that a member of staff without a second factor can reach.
BEFORE_SECOND_FACTOR = frozenset(
    {
        "account:secure",
        "account:sign-out",
        "account:accept-invitation",
        "account:demo-link",
        "account_set_password",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "set_language",
        "healthz",
    }
)

# Whoever signs in by phone has no password and no passkey to manage.
FOR_STAFF_ACCOUNTS = frozenset(
    {
        "account:secure",
        "account_reauthenticate",
        "account_set_password",
        "account_change_password",
        "mfa_index",
        "mfa_list_webauthn",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_add_webauthn",
        "mfa_remove_webauthn",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
    }
)


class SecondFactorMiddleware:
    """Staff work with a passkey or a second factor, without exception, twelve hours at most."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and user.is_staff_account and self.is_over(request):
            logout(request)
            return redirect("account:sign-in")
        return self.get_response(request)

    def is_over(self, request):
        signed_in_at = request.session.get(SIGNED_IN_AT, 0)
        return timezone.now().timestamp() - signed_in_at > STAFF_SESSION.total_seconds()

    def process_view(self, request, view_func, view_args, view_kwargs):
        user = request.user
        if not user.is_authenticated:
            return None
        if not user.is_staff_account:
            if request.resolver_match.view_name in FOR_STAFF_ACCOUNTS:
                raise Http404
            return None
        if is_fully_signed_in(request):
            return None
        if request.resolver_match.view_name in BEFORE_SECOND_FACTOR:
            return None
        if request.path.startswith("/api/"):
            return JsonResponse({"code": "second_factor_missing"}, status=403)
        return redirect("account:secure")
