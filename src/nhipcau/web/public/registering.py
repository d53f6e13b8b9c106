"""Registering for a session, the page behind the secret link, and cancelling."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nhipcau.careerdays.queries import day_of
from nhipcau.careerdays.rules import is_there
from nhipcau.events import queries, use_cases
from nhipcau.events.errors import AlreadyRegistered, RegistrationClosed, SessionFull
from nhipcau.events.models import Session
from nhipcau.events.rush import CODE_LENGTH
from nhipcau.events.states import LIVE, EventState, RegistrationState
from nhipcau.fairs.queries import has_fair
from nhipcau.organisations.queries import commune_list
from nhipcau.people.queries import consent_texts
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import DomainError, KeyReused, TooManyAttempts
from nhipcau.shared.throttle import Budget, seconds_left, spend_each
from nhipcau.shared.wording import phone as written_phone
from nhipcau.web.addresses import client_address
from nhipcau.web.keys import key_of, new_key
from nhipcau.web.public.forms import CancelForm, RegistrationForm
from nhipcau.web.public.pages import map_url
from nhipcau.web.public.standing import standing_of

# A school, a commune office or a mobile network sends many people from one address.
BUDGET = Budget("registration", limit=120, per=timedelta(hours=1))
# A family shares a phone; nobody fills whole events with one.
BUDGET_OF_A_PHONE = Budget("registration-phone", limit=20, per=timedelta(days=1))
RESERVED = "reserved"


class SeeOther(HttpResponseRedirect):
    """After a form was taken: go and GET another page; going back sends nothing again."""

    status_code = 303


def asking(request):
    """The young person who signed in; anyone else comes as the public, staff too."""
    user = request.user
    return user if user.is_authenticated and not user.is_staff_account else PUBLIC


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def register(request, pk):
    at = timezone.now()
    if request.method == "POST":
        return _take(request, pk, at)
    session = _public_session(pk)
    event = queries.public_event(session.event, at=at)
    if not event.takes_registrations or not _has_room(session, request):
        return _nothing_to_take(request, session, event, at)
    return _page(request, session, event, _form(request, at), new_key())


def _take(request, pk, at):
    """A sent form. When all is well, nothing is asked of the database that need not be."""
    form, key = _form(request, at), key_of(request)
    session = queries.session_taking(pk)
    error = None
    if session and form.is_valid():
        try:
            _spend_budgets(request, form, at)
            made = _register(request, session, form, key, at)
            return SeeOther(reverse("public:registration", args=[made.code]))
        except DomainError as problem:
            error = problem
    session = _public_session(pk)
    event = queries.public_event(session.event, at=at)
    if event.kind.hides_host or not event.kind.takes_public_registration:
        return _nothing_to_take(request, session, event, at)
    return _refused(request, session, event, form, key, error, at)


def _public_session(pk):
    return get_object_or_404(
        Session.objects.public().select_related(
            "event__kind",
            "event__commune",
            "event__plan_line__lead",
            "event__plan_line__supporting",
        ),
        pk=pk,
    )


def _has_room(session, request):
    """Places kept for a school count for those who come with the school's link."""
    if request.GET.get(RESERVED) and session.reserved_count:
        return True
    return session.places_left > 0 or session.waiting_count < session.waiting_limit


def _spend_budgets(request, form, at):
    uses = [(BUDGET, client_address(request)), (BUDGET_OF_A_PHONE, form.cleaned_data["phone"])]
    if exceeded := spend_each(uses, at=at):
        seconds = seconds_left(exceeded, at=at)
        told = _too_many if exceeded == BUDGET else _too_many_by_phone
        raise TooManyAttempts(told(seconds), retry_after=seconds)


def _refused(request, session, event, form, key, error, at):
    """The page again with all that was typed, and what there is to put right."""
    status, retry_after, instead = 422, 0, []
    field = None
    if error is None and form.is_valid():
        error = RegistrationClosed(_("This event does not take registrations now."))
    if isinstance(error, TooManyAttempts):
        status, retry_after = 429, error.retry_after
    elif isinstance(error, KeyReused):
        key = new_key()
    elif isinstance(error, RegistrationClosed | SessionFull):
        status, instead = 409, queries.sessions_instead_of(session, at=at)
    elif isinstance(error, AlreadyRegistered):
        status = 409
    elif error and error.field in form.fields:
        field = error.field
    if error:
        form.add_error(field, str(error))
    more = {"instead": instead, "takes_this_one": status != 409 or not instead}
    response = _page(request, session, event, form, key, status=status, **more)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _page(request, session, event, form, key, *, status=200, instead=(), takes_this_one=True):
    context = {
        "form": form,
        "form_key": key,
        "session": session,
        "event": event,
        "is_full": session.places_left <= 0,
        "instead": instead,
        "takes_this_one": takes_this_one,
        "reserved_code": _reserved_code(request),
    }
    return render(request, "public/register.html", context, status=status)


def _reserved_code(request):
    """The school's part of the link, carried on by the form."""
    given = request.POST.get(RESERVED) or request.GET.get(RESERVED, "")
    return given if given.isalnum() and len(given) <= CODE_LENGTH else ""


def _form(request, at):
    today = timezone.localdate(at)
    offered = {"communes": commune_list(), "texts": consent_texts(today), "today": today}
    if request.method == "POST":
        return RegistrationForm(request.POST, **offered)
    known = getattr(asking(request), "phone", "") or ""
    initial = {"phone": written_phone(known).replace("\N{NO-BREAK SPACE}", " ")}
    return RegistrationForm(initial=initial, **offered)


def _register(request, session, form, key, at):
    return use_cases.register(  # type: ignore[call-arg]  # `key` is taken by @write
        by=asking(request),
        at=at,
        session=session,
        person=form.person(),
        purposes=form.purposes(),
        guardian=form.guardian(),
        evidence=f"web form {key}".strip(),
        reserved_code=_reserved_code(request),
        key=key,
    )


def _too_many(retry_after):
    minutes = -(-retry_after // 60)
    return ngettext(
        "Many registrations came from your network just now. What you typed is still here:"
        " please send it again in %(minutes)d minute.",
        "Many registrations came from your network just now. What you typed is still here:"
        " please send it again in %(minutes)d minutes.",
        minutes,
    ) % {"minutes": minutes}


def _too_many_by_phone(retry_after):
    hours = -(-retry_after // 3600)
    return ngettext(
        "Many registrations were made with this phone number today. What you typed is still here:"
        " please send it again in %(hours)d hour, or call the organisers.",
        "Many registrations were made with this phone number today. What you typed is still here:"
        " please send it again in %(hours)d hours, or call the organisers.",
        hours,
    ) % {"hours": hours}


def _nothing_to_take(request, session, event, at):
    hidden = event.kind.hides_host
    context = {
        "event": event,
        "standing": standing_of(event, at=at),
        "is_full": event.takes_registrations,
        "instead": [] if hidden else queries.sessions_instead_of(session, at=at),
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "public/register_closed.html", context, status=status)


@require_safe
@login_not_required
@never_cache
def registration(request, code):
    at = timezone.now()
    found = queries.registration_of_code(code)
    if found is None:
        return unknown_code(request)
    page = {**_shown(found, at), "has_fair": has_fair(found.session.event)}
    page["has_day"] = day_of(found.session.event) is not None and is_there(found)
    return kept_to_its_owner(render(request, "public/registration.html", page))


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def confirm(request, code):
    """Take the offered place; whoever comes by a link reads the page first and presses there."""
    found = queries.registration_of_code(code)
    if found is None:
        return unknown_code(request)
    if request.method == "POST":
        try:
            use_cases.confirm_offer(  # type: ignore[call-arg]  # `key`, as above
                by=asking(request),
                at=timezone.now(),
                registration=found,
                code=code,
                key=key_of(request),
            )
        except DomainError as error:
            messages.error(request, str(error))
    return SeeOther(reverse("public:registration", args=[code]))


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def cancel(request, code):
    at = timezone.now()
    found = queries.registration_of_code(code)
    if found is None:
        return unknown_code(request)
    context = _shown(found, at)
    if not context["can_cancel"]:
        return SeeOther(reverse("public:registration", args=[code]))
    form = CancelForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                use_cases.cancel_registration(  # type: ignore[call-arg]  # `key`, as above
                    by=asking(request),
                    at=at,
                    registration=found,
                    code=code,
                    reason=form.cleaned_data["reason"],
                    key=key_of(request),
                )
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                return SeeOther(reverse("public:registration", args=[code]))
    page = render(
        request,
        "public/cancel.html",
        {**context, "form": form, "form_key": key_of(request)},
        status=status,
    )
    return kept_to_its_owner(page)


def _shown(found, at):
    event = queries.public_event(found.session.event, at=at)
    hidden = event.kind.hides_host
    is_live = found.state in LIVE and event.state != EventState.CANCELLED
    starts_at = event.starts_at if hidden else found.session.starts_at
    ends_at = event.ends_at if hidden else found.session.ends_at
    return {
        "registration": found,
        "event": event,
        "session": None if hidden else found.session,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "is_over": ends_at <= at,
        "is_live": is_live,
        "can_cancel": is_live and ends_at > at,
        "can_register_again": event.takes_registrations,
        "is_offered": is_live and found.state == RegistrationState.OFFERED,
        "position": queries.waiting_position(found),
        "reference": f"{found.code[:4]} {found.code[4:8]}".upper(),
        "map_url": map_url(event),
        "online_url": _room_address(found, event),
    }


def _room_address(found, event):
    """Whoever has a place gets the way into the online room; a link of another kind is none."""
    given = event.online_address
    is_link = given.startswith(("https://", "http://"))
    return given if is_link and found.state == RegistrationState.CONFIRMED else ""


def unknown_code(request):
    page = render(request, "public/unknown_code.html", status=404)
    return kept_to_its_owner(page)


def kept_to_its_owner(response):
    """The address is the key. Other sites are told nothing of it; within this site the forms
    need a true origin, which `no-referrer` would take from them."""
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store, private"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
