"""The key of an open desk travels in a cookie of its own; nobody signs in."""

import functools

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache

from nhipcau.employers.queries import actor_at, desk_of_key

LONGEST_KEY = 128


def desk_in(request):
    """The open desk of this browser, if there is one."""
    key = request.COOKIES.get(settings.DESK_COOKIE_NAME, "")
    if not key or len(key) > LONGEST_KEY:
        return None
    return desk_of_key(key, at=timezone.now())


def at_the_desk(view):
    """The view gets the open desk and who acts there; without one the way is to ask for a link."""

    @functools.wraps(view)
    def shown(request, *args, **kwargs):
        desk = desk_in(request)
        if desk is None:
            return redirect("employers:ask")
        request.desk, request.at_desk = desk, actor_at(desk)
        return view(request, *args, **kwargs)

    return never_cache(login_not_required(shown))


def keep_key(response, key, *, until):
    response.set_cookie(
        settings.DESK_COOKIE_NAME,
        key,
        max_age=max(0, int((until - timezone.now()).total_seconds())),
        path="/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def drop_key(response):
    response.delete_cookie(settings.DESK_COOKIE_NAME, path="/", samesite="Lax")
