"""The page behind the secret address of one appointment: read, confirm, move, cancel."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.appointments import queries, rules, use_cases
from nhipcau.appointments.calendar_file import NAME, calendar_of
from nhipcau.appointments.states import AppointmentState
from nhipcau.shared.errors import DomainError
from nhipcau.web.appointment_times import MODE_ICONS, choice_of, offered
from nhipcau.web.keys import key_of
from nhipcau.web.public.forms import CancelForm
from nhipcau.web.public.registering import SeeOther, asking, kept_to_its_owner, unknown_code


def shown(appointment, *, at):
    """What pages say about one appointment to its person."""
    is_ahead = rules.is_ahead(appointment, at=at)
    return {
        "appointment": appointment,
        "is_ahead": is_ahead,
        "can_move": is_ahead and appointment.block_id is None,
        "is_held": is_ahead and appointment.state == AppointmentState.ON_HOLD,
        "is_over": appointment.ends_at <= at,
        "mode_icon": MODE_ICONS[appointment.mode],
        "reference": f"{appointment.code[:4]} {appointment.code[4:8]}".upper(),
    }


@require_safe
@login_not_required
@never_cache
def appointment(request, code):
    found = queries.appointment_of_code(code)
    if found is None:
        return unknown_code(request)
    page = shown(found, at=timezone.now())
    return kept_to_its_owner(render(request, "public/appointments/appointment.html", page))


@require_safe
@login_not_required
@never_cache
def appointment_ics(request, code):
    found = queries.appointment_of_code(code)
    if found is None:
        return unknown_code(request)
    response = HttpResponse(calendar_of(found), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{NAME}"'
    return kept_to_its_owner(response)


@require_POST
@login_not_required
@never_cache
def confirm(request, code):
    found = queries.appointment_of_code(code)
    if found is None:
        return unknown_code(request)
    try:
        use_cases.confirm_hold(  # type: ignore[call-arg]  # `key` is taken by @write
            by=asking(request),
            at=timezone.now(),
            appointment=found,
            code=code,
            key=key_of(request),
        )
    except DomainError as error:
        messages.error(request, str(error))
    return SeeOther(reverse("public:appointment", args=[code]))


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def cancel(request, code):
    at = timezone.now()
    found = queries.appointment_of_code(code)
    if found is None:
        return unknown_code(request)
    page = shown(found, at=at)
    if not page["is_ahead"]:
        return SeeOther(reverse("public:appointment", args=[code]))
    form = CancelForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                use_cases.cancel_appointment(  # type: ignore[call-arg]  # `key`, as above
                    by=asking(request),
                    at=at,
                    appointment=found,
                    code=code,
                    reason=form.cleaned_data["reason"],
                    key=key_of(request),
                )
            except DomainError as error:
                form.add_error(None, str(error))
            else:
                return SeeOther(reverse("public:appointment", args=[code]))
    context = {**page, "form": form, "form_key": key_of(request)}
    answer = render(request, "public/appointments/cancel.html", context, status=status)
    return kept_to_its_owner(answer)


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def move(request, code):
    """Another day, another time: a tap on the time moves it."""
    at = timezone.now()
    found = queries.appointment_of_code(code)
    if found is None:
        return unknown_code(request)
    page = shown(found, at=at)
    here = reverse("public:appointment", args=[code])
    if not page["can_move"]:
        return SeeOther(here)
    mode = request.GET.get("mode", "") or found.mode
    choice = choice_of(request, kind=found.kind)
    choice = type(choice)(choice.kind, mode, choice.on, choice.starts_at, choice.place_id)
    if request.method == "POST" and choice.starts_at is not None:
        try:
            use_cases.move_appointment(  # type: ignore[call-arg]  # `key`, as above
                by=asking(request),
                at=at,
                appointment=found,
                code=code,
                wanted=choice.wanted(),
                key=key_of(request),
            )
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Your appointment is moved."))
            return SeeOther(here)
    base = reverse("public:move-appointment", args=[code])
    page |= offered(choice, base, at=at, ignoring=found)
    return kept_to_its_owner(render(request, "public/appointments/move.html", page))
