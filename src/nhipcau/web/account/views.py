"""Our own pages of signing in; those that allauth serves are named in ``engine.py``."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.accounts import queries, use_cases
from nhipcau.organisations import queries as organisation_queries
from nhipcau.organisations import use_cases as organisation_use_cases
from nhipcau.organisations.rules import may_set_up_sign_in, memberships_of
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import DomainError
from nhipcau.web.account import sessions
from nhipcau.web.account.forms import LanguageForm


@require_GET
@login_not_required
@never_cache
def sign_in(request):
    """Who are you: a young person with a phone, or staff of a unit."""
    if request.user.is_authenticated:
        return redirect(sessions.landing_url(request.user))
    return render(request, "account/sign_in.html", {"next_query": sessions.next_query(request)})


@require_POST
@login_not_required
@never_cache
def sign_out(request):
    if request.user.is_authenticated:
        use_cases.sign_out(by=request.user, at=timezone.now())
        logout(request)
        messages.success(request, _("You are signed out on all your devices."))
    return redirect("account:sign-in")


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
def accept_invitation(request, token):
    """Shown before it is used: programs that look into mail must not burn the link."""
    invitation = organisation_queries.invitation_of(token)
    problem = organisation_queries.problem_of(invitation, at=timezone.now())
    if request.method == "POST" and invitation and not problem:
        try:
            user = organisation_use_cases.accept_invitation(
                by=PUBLIC, at=timezone.now(), token=token
            )
        except DomainError as error:
            problem = str(error)
        else:
            return _after_invitation(request, user, invitation.organisation)
    context = {"invitation": invitation, "problem": problem}
    status = 200 if not problem else 410 if invitation else 404
    return render(request, "account/invitation.html", context, status=status)


def _after_invitation(request, user, organisation):
    if not queries.has_second_factor(user) and may_set_up_sign_in(organisation, user):
        sessions.begin_session(request, user)
        return redirect("account:secure")
    # A link in a mailbox is no second factor, and no key to what the user does for another unit.
    if request.user.is_authenticated:
        logout(request)
    messages.success(
        request,
        _(
            "Your new role is set. Please sign in as usual. If you cannot,"
            " your own unit's administrator resets your sign-in."
        ),
    )
    return redirect("account_login")


@require_GET
@never_cache
def secure(request):
    """The first thing after an invitation: a passkey, or a password and an authenticator app."""
    if not request.user.is_staff_account or sessions.is_fully_signed_in(request):
        return redirect("account:profile")
    context = {"has_password": request.user.has_usable_password()}
    return render(request, "account/secure.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def profile(request):
    user = request.user
    form = LanguageForm(request.POST or None, initial={"language": user.language})
    if request.method == "POST" and form.is_valid():
        language = form.cleaned_data["language"]
        use_cases.choose_language(by=user, at=timezone.now(), language=language)
        messages.success(request, _("Your language is saved."))
        response = redirect("account:profile")
        _remember_language(response, language)
        return response
    factors = queries.second_factors_of(user) if user.is_staff_account else []
    context = {
        "form": form,
        "memberships": memberships_of(user),
        "factors": factors,
        "passkeys": [one.wrap() for one in factors if one.type == "webauthn"],
        "app": next((one for one in factors if one.type == "totp"), None),
        "may_remove": len(factors) > 1,
        "landing": sessions.landing_url(user),
    }
    return render(request, "account/profile.html", context)


def _remember_language(response, language):
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
def demo_link(request, token):
    """One-time sign-in of the demonstration; does not exist anywhere else."""
    if not settings.DEMO:
        raise Http404
    link = queries.demo_link(token, at=timezone.now())
    problem = ""
    if request.method == "POST":
        try:
            user = use_cases.use_sign_in_link(by=PUBLIC, at=timezone.now(), token=token)
        except DomainError as error:
            problem = str(error)
        else:
            sessions.begin_session(request, user)
            sessions.note_demo_link(request, user)
            return redirect(sessions.landing_url(user))
    context = {
        "link": link,
        "memberships": memberships_of(link.user) if link else [],
        "problem": problem,
    }
    return render(request, "account/demo_link.html", context, status=200 if link else 410)
