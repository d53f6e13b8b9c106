"""What a session knows about how its user signed in."""

from django.conf import settings
from django.contrib.auth import login
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SIGNED_IN_AT = "signed_in_at"
SECOND_FACTOR = "second_factor_of"
DEMO_LINK = "demo_link_of"
CODE_REQUEST = "sign_in_code_request"


def begin_session(request, user):
    """Sign in with a new session id, so that an id known to another before is worthless."""
    login(request, user, backend=BACKEND)


def note_time(request):
    request.session[SIGNED_IN_AT] = timezone.now().timestamp()


def note_second_factor(request, user):
    request.session[SECOND_FACTOR] = user.pk


def forget_second_factor(request):
    request.session.pop(SECOND_FACTOR, None)


def note_demo_link(request, user):
    request.session[DEMO_LINK] = user.pk


def is_fully_signed_in(request):
    """Whether a member of staff gave the second factor in this session."""
    own = request.user.pk
    return request.session.get(SECOND_FACTOR) == own or (
        settings.DEMO and request.session.get(DEMO_LINK) == own
    )


def landing_url(user):
    """The first page after signing in."""
    name = "workspace:desk" if user.is_staff_account else "public:my-registrations"
    try:
        return reverse(name)
    except NoReverseMatch:
        return reverse("account:profile")


def next_url(request):
    """Where the person wanted to go, when that is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return ""


def next_query(request):
    wanted = next_url(request)
    return f"?{urlencode({'next': wanted})}" if wanted else ""
