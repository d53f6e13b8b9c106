"""A teacher's page: who of the class has a place. The secret address is the key."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nhipcau.events import queries, use_cases
from nhipcau.events.states import FILLING_STATES, HOLDING, LIVE, RegistrationState
from nhipcau.shared.errors import DomainError
from nhipcau.web.keys import key_of
from nhipcau.web.public.forms import CancelForm
from nhipcau.web.public.registering import SeeOther, asking, kept_to_its_owner, unknown_code


@require_safe
@login_not_required
@never_cache
def group(request, code):
    found = queries.group_of_code(code)
    if found is None:
        return unknown_code(request)
    return kept_to_its_owner(render(request, "public/group.html", _shown(found)))


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def confirm(request, code):
    found = queries.group_of_code(code)
    if found is None:
        return unknown_code(request)
    if request.method == "POST":
        _press(request, use_cases.confirm_group, found, said=_("The places are confirmed."))
    return SeeOther(reverse("public:group", args=[code]))


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def cancel(request, code):
    found = queries.group_of_code(code)
    if found is None:
        return unknown_code(request)
    context = _shown(found)
    if not context["can_cancel"]:
        return SeeOther(reverse("public:group", args=[code]))
    form = CancelForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        _press(
            request,
            use_cases.cancel_group,
            found,
            said=_("The whole group is cancelled."),
            reason=form.cleaned_data["reason"],
        )
        return SeeOther(reverse("public:group", args=[code]))
    status = 422 if form.is_bound else 200
    context |= {"form": form, "form_key": key_of(request)}
    return kept_to_its_owner(render(request, "public/cancel_group.html", context, status=status))


def _press(request, use_case, found, *, said, **content):
    try:
        use_case(
            by=asking(request),
            at=timezone.now(),
            group=found,
            code=found.code,
            key=key_of(request),
            **content,
        )
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)


def _shown(found):
    """Who is in the group and what became of each: no phone, no date of birth."""
    at = timezone.now()
    event = queries.public_event(found.session.event, at=at)
    members = list(queries.members_of(found))
    live = [one for one in members if one.state in LIVE]
    return {
        "group": found,
        "event": event,
        "session": None if event.kind.hides_host else found.session,
        "members": members,
        "place_count": sum(one.state in HOLDING for one in members),
        "offered_count": sum(one.state == RegistrationState.OFFERED for one in members),
        "waiting_count": sum(one.state == RegistrationState.WAITING for one in members),
        "confirm_until": min(
            (one.offer_expires_at for one in members if one.state == RegistrationState.OFFERED),
            default=None,
        ),
        "can_cancel": bool(live) and event.state in FILLING_STATES and event.ends_at > at,
    }
