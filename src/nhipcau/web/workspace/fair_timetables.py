"""Timetables: ask, wait, look at bound and gap, publish; papers and the certificate."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.fairs import queries, rules, use_cases
from nhipcau.fairs.cases import is_outdated
from nhipcau.fairs.models import Bus, Timetable
from nhipcau.fairs.states import TimetableState
from nhipcau.web.answers import NothingToAsk
from nhipcau.web.fair_papers import booth_paper, bus_paper
from nhipcau.web.workspace.fair_forms import AskForm
from nhipcau.web.workspace.fairs import crumbs_of, run_fair, seen_booth
from nhipcau.web.workspace.sending import form_page, send, sent, show

RUNNING = (TimetableState.ASKED, TimetableState.SOLVING)


@require_http_methods(["GET", "POST"])
def ask(request, pk):
    fair = run_fair(request, pk)
    base = queries.published(fair)
    form = AskForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = send(request, form, use_cases.ask_timetable, fair=fair, **form.cleaned_data)
        if form.is_done:
            return redirect("workspace:fairs:timetable", made.pk)
    if base:
        told = [
            _("Everybody keeps what was told, wherever that is possible."),
            _("Nobody is told anything until you publish it."),
        ]
    else:
        told = [
            _("The computer looks for the best timetable and says how good the best could be."),
            _("Nobody is told anything until you publish it."),
        ]
    return form_page(
        request,
        form,
        title=_("Repair the timetable") if base else _("Make the timetable"),
        kicker=fair.event.title,
        consequences=told,
        submit=_("Compute"),
        back=reverse("workspace:fairs:overview", args=[pk]),
        crumbs=crumbs_of(fair.event, (_("Timetable"), "")),
    )


def _timetable(request, pk, *, runs=True):
    found = get_object_or_404(
        Timetable.objects.visible_to(request.user).select_related(
            "fair__event__plan_line", "fair__event__kind", "base", "asked_by"
        ),
        pk=pk,
    )
    may = rules.may_run if runs else rules.may_see
    if not may(request.user, found.fair.event):
        raise Http404
    return found


@require_GET
def timetable(request, pk):
    """One version: how far it came, how good it is, booth by booth and slot by slot."""
    found = _timetable(request, pk, runs=False)
    fair = found.fair
    is_running = found.state in RUNNING
    page = {
        "timetable": found,
        "fair": fair,
        "event": fair.event,
        "is_running": is_running,
        "is_outdated": found.state == TimetableState.DRAFT and is_outdated(fair, found),
        "gap": f"{found.gap:.3%}",
        "slots": [fair.starts(slot) for slot in range(fair.slots_count)],
        "grid": [] if is_running else queries.grid(found),
        "may_run": rules.may_run(request.user, fair.event),
        "crumbs": crumbs_of(
            fair.event, (_("Timetable %(version)s") % {"version": found.version}, "")
        ),
    }
    return show(request, "workspace/fairs/timetable.html", page)


@require_http_methods(["GET", "POST"])
def publish(request, pk):
    found = _timetable(request, pk)
    event = found.fair.event
    form = NothingToAsk(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.publish_timetable, timetable=found)
        if form.is_done:
            messages.success(request, _("It is told. Whoever is touched hears of it."))
            return redirect("workspace:fairs:timetable", pk)
    count = queries.touched_count(found)
    return form_page(
        request,
        form,
        title=_("Publish this timetable?"),
        kicker=event.title,
        consequences=[
            _("%(count)d people get a message, with a link to their own page.") % {"count": count},
            _("Whose interviews stay as they were hears nothing."),
        ],
        submit=_("Publish"),
        back=reverse("workspace:fairs:timetable", args=[pk]),
        crumbs=crumbs_of(event, (_("Publish"), "")),
    )


@require_http_methods(["GET", "POST"])
def discard(request, pk):
    found = _timetable(request, pk)
    event = found.fair.event
    form = NothingToAsk(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.discard_timetable, timetable=found)
        if form.is_done:
            messages.success(request, _("It is put aside."))
            return redirect("workspace:fairs:overview", event.pk)
    return form_page(
        request,
        form,
        title=_("Put this timetable aside?"),
        kicker=event.title,
        submit=_("Put aside"),
        danger=True,
        back=reverse("workspace:fairs:timetable", args=[pk]),
        crumbs=crumbs_of(event, (_("Put aside"), "")),
    )


@require_GET
def certificate(request, pk):
    """What was asked and what was found, with the prices that prove the bound: numbers alone."""
    found = _timetable(request, pk)
    if found.state not in (TimetableState.DRAFT, TimetableState.PUBLISHED) or not found.case:
        raise Http404
    return JsonResponse(queries.certificate(found), json_dumps_params={"ensure_ascii": False})


@require_GET
def booth_pdf(request, pk):
    found = seen_booth(request, pk)
    if not rules.may_see_candidates(request.user):
        raise Http404
    return booth_paper(found)


@require_GET
def bus_pdf(request, pk):
    buses = Bus.objects.visible_to(request.user).select_related("fair__event__plan_line")
    found = get_object_or_404(buses, pk=pk)
    if not rules.may_see_candidates(request.user):
        raise Http404
    return bus_paper(found)
