"""Addresses of the interface. Who may is decided by the key of the device, not by a cookie."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError

from nhipcau.api.v1.docs import docs_page
from nhipcau.api.v1.gate import router
from nhipcau.gate.errors import DeviceRevoked
from nhipcau.shared.errors import DomainError, NotAllowed, TooManyAttempts

STATUS = {NotAllowed: 403, DeviceRevoked: 403, TooManyAttempts: 429}

# Read by makers of scanners, in English.
ABOUT: dict[str, Any] = {
    "title": "Nhịp Cầu: gate",
    "version": "1.0",
    "description": (
        "For scanners at the door of one event. Scans are facts: (device, sequence) is kept once "
        "and never changed; what they mean is computed from the whole set. All moments are "
        "milliseconds since 1970."
    ),
}
api = NinjaAPI(**ABOUT, docs_url=None, urls_namespace="api-v1")
api.add_router("/gate", router)


@api.exception_handler(DomainError)
def refused(request, problem):
    response = JsonResponse(
        {"code": problem.code, "message": str(problem), "field": problem.field},
        status=STATUS.get(type(problem), 422),
    )
    if isinstance(problem, TooManyAttempts):
        response["Retry-After"] = str(problem.retry_after)
    return response


@api.exception_handler(AuthenticationError)
def unknown_device(request, problem):
    return JsonResponse({"code": "device_unknown", "message": "", "field": None}, status=401)


@api.exception_handler(ValidationError)
def unreadable(request, problem):
    """Says where it is wrong, never what was sent: it may name a person."""
    where = [".".join(str(part) for part in one["loc"]) for one in problem.errors]
    return JsonResponse(
        {"code": "unreadable", "message": "; ".join(where)[:500], "field": None}, status=422
    )


def _open(patterns):
    """Not behind the sign-in of people: a device has no session."""
    for pattern in patterns:
        if pattern.name == "openapi-json":
            pattern.callback = require_safe(pattern.callback)
        pattern.callback = login_not_required(pattern.callback)
    return patterns


app_name = "api-v1"
urlpatterns = [
    *_open(api.urls[0]),
    path("docs/", login_not_required(docs_page(api)), name="docs"),
]
