"""The ticket behind a secret link: on the page, as PDF and as a picture; a family's, a class's."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from nhipcau.events import queries, rules
from nhipcau.events.models import Registration
from nhipcau.events.states import EventState, RegistrationState
from nhipcau.web.public import ticket_pictures as pictures


@require_safe
@login_not_required
@never_cache
def ticket(request, code):
    at = timezone.now()
    found = queries.registration_of_code(code)
    if found is None:
        return _kept(render(request, "public/unknown_code.html", status=404))
    has_ticket = rules.has_ticket(found, at=at)
    event = queries.public_event(found.session.event, at=at)
    hidden = event.kind.hides_host
    context = {
        "registration": found,
        "event": event,
        "session": None if hidden else found.session,
        "starts_at": event.starts_at if hidden else found.session.starts_at,
        "ends_at": event.ends_at if hidden else found.session.ends_at,
        "reference": pictures.reference_of(found),
        "has_ticket": has_ticket,
        "why_not": "" if has_ticket else _why_not(found),
        # Drawn by us from capital letters and digits alone.
        "qr": mark_safe(pictures.qr_svg(found)) if has_ticket else "",
    }
    return _kept(render(request, "public/ticket.html", context))


@require_safe
@login_not_required
@never_cache
def ticket_pdf(request, code):
    return _file_of_one(request, code, "pdf")


@require_safe
@login_not_required
@never_cache
def ticket_png(request, code):
    return _file_of_one(request, code, "png")


@require_safe
@login_not_required
@never_cache
def group_pdf(request, code):
    """All tickets of a group, for whoever holds the group's link."""
    at = timezone.now()
    group = queries.group_of_code(code)
    holders = queries.ticket_holders(group.registrations.all(), at=at) if group else []
    if group is None or not holders:
        return _kept(render(request, "public/unknown_code.html", status=404))
    return _file(pictures.tickets_pdf(holders, at=at), "pdf", f"nhipcau-{group.pk}")


@require_safe
@login_not_required
@never_cache
def my_pdf(request):
    """Everybody of the phone that signed in, on one sheet."""
    user = request.user
    if not user.is_authenticated:
        wanted = urlencode({"next": reverse("public:my-tickets")})
        return redirect(f"{reverse('account:phone')}?{wanted}")
    if user.is_staff_account:
        return redirect("public:my-registrations")
    at = timezone.now()
    holders = queries.ticket_holders(Registration.objects.visible_to(user), at=at)
    if not holders:
        return redirect("public:my-registrations")
    return _file(pictures.tickets_pdf(holders, at=at), "pdf", "nhipcau")


def _file_of_one(request, code, kind):
    at = timezone.now()
    found = queries.registration_of_code(code)
    if found is None:
        return _kept(render(request, "public/unknown_code.html", status=404))
    if not rules.has_ticket(found, at=at):
        return _kept(redirect("public:ticket", code=code))
    name = f"nhipcau-{pictures.reference_of(found).replace(' ', '-')}"
    if kind == "png":
        return _file(pictures.ticket_png(found, at=at), kind, name)
    return _file(pictures.tickets_pdf([found], at=at), kind, name)


def _why_not(found):
    if found.session.event.state == EventState.CANCELLED:
        return "cancelled-event"
    return {
        RegistrationState.WAITING: "waiting",
        RegistrationState.OFFERED: "offered",
        RegistrationState.EXPIRED: "expired",
        RegistrationState.CANCELLED: "cancelled",
    }.get(RegistrationState(found.state), "over")


def _file(content, kind, name):
    types = {"pdf": "application/pdf", "png": "image/png"}
    response = HttpResponse(content, content_type=types[kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return _kept(response)


def _kept(response):
    """The address is the key, as on the registration's own page."""
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
