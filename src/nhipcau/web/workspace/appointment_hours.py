"""Hours, absences and places: kept by counsellors themselves, or by the coordinator for all."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.appointments import queries, rules, use_cases
from nhipcau.appointments.details import HoursDetails
from nhipcau.appointments.models import Absence, Hours, Place
from nhipcau.organisations.models import Organisation
from nhipcau.web.answers import moment_of, number_in
from nhipcau.web.appointment_forms import (
    WEEKDAYS,
    AbsenceForm,
    HoursForm,
    LastDayForm,
    PlaceForm,
)
from nhipcau.web.workspace.appointments import appointments_crumb, staff_only
from nhipcau.web.workspace.sending import form_page, press, send, sent


def hours_crumb():
    return (_("Hours"), reverse("workspace:appointments:hours"))


def _counsellor(request):
    """Whose hours: the own ones, or of a colleague named in the address."""
    found = queries.counsellors_of(staff_only(request))
    wanted = number_in(request, "who") or request.user.pk
    chosen = next((one for one in found if one.user_id == wanted), None)
    if chosen is None and found and not number_in(request, "who"):
        chosen = found[0]
    if chosen is None and found:
        raise Http404
    return chosen, found


def _may_keep(request, membership):
    return membership is not None and rules.may_keep_hours(
        request.user, membership.user_id, membership.organisation_id
    )


def _address(user_id):
    return f"{reverse('workspace:appointments:hours')}?who={user_id}"


@require_GET
def hours(request):
    at = timezone.now()
    chosen, found = _counsellor(request)
    lines = queries.hours_of(chosen.user_id, on=timezone.localdate(at)) if chosen else []
    page = {
        "chosen": chosen,
        "colleagues": [
            {
                "url": _address(one.user_id),
                "label": one.user.full_name,
                "current": one == chosen,
            }
            for one in found
        ],
        "weekdays": [
            {"name": name, "lines": [one for one in lines if one.weekday == number]}
            for number, name in WEEKDAYS
        ],
        "has_hours": bool(lines),
        "absences": queries.absences_of(chosen.user_id, at=at) if chosen else [],
        "in_the_way": queries.in_the_way(request.user, chosen.user_id, at=at) if chosen else [],
        "places": queries.places_of(staff_only(request)),
        "may_keep": _may_keep(request, chosen),
        "may_keep_places": any(
            rules.may_keep_places(request.user, unit) for unit in staff_only(request)
        ),
        "crumbs": [appointments_crumb(), (_("Hours"), "")],
    }
    return render(request, "workspace/appointments/hours.html", page)


@require_http_methods(["GET", "POST"])
def add_hours(request):
    chosen, _found = _counsellor(request)
    if not _may_keep(request, chosen):
        raise Http404
    places = queries.places_of([chosen.organisation_id])
    today = timezone.localdate()
    form = HoursForm(sent(request), places=places, initial={"valid_from": today})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        details = HoursDetails(**{**told, "modes": tuple(told["modes"])})
        send(
            request,
            form,
            use_cases.add_hours,
            counsellor=chosen.user,
            unit=chosen.organisation,
            details=details,
        )
        if form.is_done:
            messages.success(request, _("Added: these times can be booked from now on."))
            return redirect(_address(chosen.user_id))
    return form_page(
        request,
        form,
        title=_("Add hours"),
        lead=chosen.user.full_name,
        submit=_("Add"),
        back=_address(chosen.user_id),
        crumbs=[appointments_crumb(), hours_crumb(), (_("Add hours"), "")],
    )


def _line(request, pk):
    found = Hours.objects.visible_to(request.user).select_related("counsellor", "unit")
    line = get_object_or_404(found, pk=pk)
    if not rules.may_keep_hours(request.user, line.counsellor_id, line.unit_id):
        raise Http404
    return line


@require_http_methods(["GET", "POST"])
def end_hours(request, pk):
    line = _line(request, pk)
    back = _address(line.counsellor_id)
    form = LastDayForm(sent(request), initial={"last_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.end_hours, hours=line, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("These hours end on that day."))
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("End these hours"),
        lead=line.counsellor.full_name,
        consequences=[
            _("After that day nobody can book them."),
            _("Appointments that are booked stay; move or cancel them one by one."),
        ],
        submit=_("End them"),
        back=back,
        crumbs=[appointments_crumb(), hours_crumb(), (_("End these hours"), "")],
    )


@require_http_methods(["GET", "POST"])
def add_absence(request):
    chosen, _found = _counsellor(request)
    if not _may_keep(request, chosen):
        raise Http404
    form = AbsenceForm(sent(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        send(
            request,
            form,
            use_cases.add_absence,
            counsellor=chosen.user,
            unit=chosen.organisation,
            starts_at=moment_of(told["first_day"], told["starts"]),
            ends_at=moment_of(told["last_day"], told["ends"]),
        )
        if form.is_done:
            return redirect(_address(chosen.user_id))
    return form_page(
        request,
        form,
        title=_("Away for a while"),
        lead=chosen.user.full_name,
        consequences=[
            _("Nobody can book this time."),
            _("What is booked already stays and is listed, so that you can move it."),
        ],
        submit=_("Close this time"),
        back=_address(chosen.user_id),
        crumbs=[appointments_crumb(), hours_crumb(), (_("Away for a while"), "")],
    )


@require_POST
def remove_absence(request, pk):
    found = Absence.objects.visible_to(request.user)
    absence = get_object_or_404(found, pk=pk)
    press(
        request,
        use_cases.remove_absence,
        said=_("Open again: this time can be booked."),
        absence=absence,
    )
    return redirect(_address(absence.counsellor_id))


@require_http_methods(["GET", "POST"])
def add_place(request):
    units = [unit for unit in staff_only(request) if rules.may_keep_places(request.user, unit)]
    if not units:
        raise Http404
    unit = Organisation.objects.visible_to(request.user).filter(pk__in=units).order_by("pk")[0]
    form = PlaceForm(sent(request))
    back = reverse("workspace:appointments:hours")
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.add_place, unit=unit, **form.cleaned_data)
        if form.is_done:
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Add a place"),
        lead=unit,
        submit=_("Add"),
        back=back,
        crumbs=[appointments_crumb(), hours_crumb(), (_("Add a place"), "")],
    )


@require_POST
def close_place(request, pk):
    place = get_object_or_404(Place.objects.visible_to(request.user), pk=pk)
    press(request, use_cases.close_place, said=_("The place is closed."), place=place)
    return redirect("workspace:appointments:hours")
