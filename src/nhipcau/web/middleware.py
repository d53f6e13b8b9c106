import re
from datetime import timedelta

from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import connection
from django.http import Http404, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from nhipcau.organisations.rules import memberships_of

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
STAFF_IDLE = timedelta(minutes=30)
CHANGING = re.compile(r"\b(INSERT|UPDATE|DELETE|MERGE)\b")
SEEN_EVERY = timedelta(minutes=1)


class WriteInReadOnlyRequest(RuntimeError):
    """A page asked for with GET tried to change the database: a fault of that page."""


class ClosedByDefaultMiddleware(LoginRequiredMiddleware):
    """Every view needs a signed-in user unless it says ``@login_not_required``."""

    def handle_no_permission(self, request, view_func):
        if request.path.startswith("/api/"):
            return JsonResponse({"code": "not_signed_in"}, status=401)
        return super().handle_no_permission(request, view_func)


class MembersOnlyMiddleware:
    """The workspace is for those who work in a unit; its desk tells everyone else where to go."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        address = request.resolver_match
        is_inside = address.namespaces[:1] == ["workspace"]
        if not is_inside or not request.user.is_authenticated:
            return
        if address.view_name != "workspace:desk" and not memberships_of(request.user):
            raise Http404


class ReadOnlyGetMiddleware:
    """While a page is made for GET or HEAD, only reading statements reach the database.

    Innermost of all: the session's own row is written outside, by the session middleware.
    """

    READING = ("SELECT", "WITH", "EXPLAIN", "SHOW", "SAVEPOINT", "RELEASE", "ROLLBACK", "DECLARE")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with connection.execute_wrapper(self.refuse_writes):
            return self.get_response(request)

    def refuse_writes(self, execute, sql, params, many, context):
        told = str(sql).lstrip("( \n").upper()
        if not told.startswith(self.READING) or (
            told.startswith("WITH") and CHANGING.search(told)
        ):
            raise WriteInReadOnlyRequest(str(sql)[:60])
        return execute(sql, params, many, context)


class IdleStaffMiddleware:
    """Signs staff out after half an hour without a request. Young people stay signed in."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if user.is_authenticated and user.is_staff_account:
            now = timezone.now().timestamp()
            seen = request.session.get("seen_at", now)
            if now - seen > STAFF_IDLE.total_seconds():
                logout(request)
                return redirect(reverse("account:sign-in"))
            if "seen_at" not in request.session or now - seen > SEEN_EVERY.total_seconds():
                request.session["seen_at"] = now
        return self.get_response(request)


class PrivateByDefaultMiddleware:
    """Headers for every answer; no page of a signed-in person stays in a cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            add_never_cache_headers(response)
        return response
