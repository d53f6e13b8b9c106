"""A fair in the workspace: set up, employers, booths, buses, candidates, what came of it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.events.models import Registration
from nhipcau.fairs import queries, rules, today, use_cases
from nhipcau.fairs.cases import fits_of
from nhipcau.fairs.models import Booth, Bus, Candidate, Fair
from nhipcau.fairs.states import BoothState
from nhipcau.feedback.queries import answers_of, views_of
from nhipcau.web.answers import ReasonForm
from nhipcau.web.booth_form import BoothForm
from nhipcau.web.fair_wishes import WishesForm
from nhipcau.web.workspace.events import events_crumb, visible_event
from nhipcau.web.workspace.fair_forms import BusForm, FairForm, InviteForm
from nhipcau.web.workspace.registered import registered
from nhipcau.web.workspace.sending import form_page, send, sent, show

ON_A_PAGE = 50


def crumbs_of(event, *more):
    return [
        events_crumb(),
        (event.title, reverse("workspace:events:detail", args=[event.pk])),
        (_("Job fair"), reverse("workspace:fairs:overview", args=[event.pk])),
        *more,
    ]


def seen_fair(request, pk):
    """The fair of an event, for whoever works in an office."""
    fairs = Fair.objects.visible_to(request.user).select_related(
        "event__kind", "event__plan_line__lead", "event__plan_line__supporting"
    )
    fair = get_object_or_404(fairs, event=pk)
    if not rules.may_see(request.user, fair.event):
        raise Http404
    return fair


def run_fair(request, pk):
    """The same for who organises it; nobody else finds it here."""
    fair = seen_fair(request, pk)
    if not rules.may_run(request.user, fair.event):
        raise Http404
    return fair


def seen_booth(request, pk):
    booths = Booth.objects.visible_to(request.user).select_related(
        "employer", "fair__event__kind", "fair__event__plan_line"
    )
    booth = get_object_or_404(booths, pk=pk)
    if not rules.may_see(request.user, booth.fair.event):
        raise Http404
    return booth


@require_GET
def overview(request, pk):
    """What stands, what waits and what is next."""
    event = visible_event(request, pk)
    if not rules.may_see(request.user, event):
        raise Http404
    fair = Fair.objects.visible_to(request.user).filter(event=event).first()
    may_run = rules.may_run(request.user, event)
    crumbs = [*crumbs_of(event)[:-1], (_("Job fair"), "")]
    page = {"event": event, "fair": fair, "may_run": may_run, "crumbs": crumbs}
    if fair:
        fair.event = event
        booths = list(fair.booths.for_list())
        page |= {
            "booths": booths,
            "coming": sum(one.state == BoothState.ACCEPTED for one in booths),
            "open_answers": sum(one.state == BoothState.INVITED for one in booths),
            "buses": fair.buses.order_by("arrives_at", "name"),
            "figures": queries.figures(fair),
            "timetables": fair.timetables.order_by("-version")[:5],
            "sees_candidates": rules.may_see_candidates(request.user),
            "screen_url": request.build_absolute_uri(
                reverse("public:screen", args=[fair.screen_code])
            ),
        }
    return show(request, "workspace/fairs/overview.html", page)


@require_http_methods(["GET", "POST"])
def set_up(request, pk):
    event = visible_event(request, pk)
    if not rules.may_run(request.user, event):
        raise Http404
    fair = Fair.objects.visible_to(request.user).filter(event=event).first()
    form = FairForm(sent(request), event=event, fair=fair)
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.set_up_fair, event=event, details=form.details())
        if form.is_done:
            messages.success(request, _("The fair is kept. Now invite employers."))
            return redirect("workspace:fairs:overview", event.pk)
    return form_page(
        request,
        form,
        title=_("Set the fair up"),
        kicker=event.title,
        submit=_("Keep"),
        back=reverse("workspace:fairs:overview", args=[event.pk]),
        crumbs=crumbs_of(event, (_("Set the fair up"), "")),
    )


@require_http_methods(["GET", "POST"])
def invite(request, pk):
    fair = run_fair(request, pk)
    form = InviteForm(sent(request), actor=request.user, fair=fair)
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.invite_employer, fair=fair, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The invitation is on its way to the first contact."))
            return redirect("workspace:fairs:overview", pk)
    return form_page(
        request,
        form,
        title=_("Invite an employer"),
        kicker=fair.event.title,
        submit=_("Send the invitation"),
        back=reverse("workspace:fairs:overview", args=[pk]),
        crumbs=crumbs_of(fair.event, (_("Invite an employer"), "")),
    )


@require_GET
def booth(request, pk):
    """One booth: hours, work, and who wishes to come."""
    found = seen_booth(request, pk)
    fair = found.fair
    page = {
        "booth": found,
        "fair": fair,
        "event": fair.event,
        "hours": _hours(fair, found),
        "work": queries.brought(fair).get(found.pk, []),
        "applicants": queries.applicants_of(found)
        if rules.may_see_candidates(request.user)
        else [],
        "changes": found.changes.select_related("by").order_by("-pk"),
        "may_run": rules.may_run(request.user, fair.event),
        "may_mark": rules.may_mark(request.user, found),
        "crumbs": crumbs_of(fair.event, (found.employer.name, "")),
    }
    return show(request, "workspace/fairs/booth.html", page)


def _hours(fair, found):
    return [
        {"starts_at": fair.starts(slot), "count": count}
        for slot, count in enumerate(found.interviewers[: fair.slots_count])
    ]


@require_http_methods(["GET", "POST"])
def change_booth(request, pk):
    """What an employer told by phone: that it comes, with whom and what."""
    found = seen_booth(request, pk)
    if not rules.may_run(request.user, found.fair.event):
        raise Http404
    form = BoothForm(sent(request), booth=found, on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.answer_invitation,
            booth=found,
            comes=True,
            details=form.details(),
        )
        if form.is_done:
            messages.success(request, _("Hours and work are kept."))
            return redirect("workspace:fairs:booth", pk)
    return form_page(
        request,
        form,
        title=_("Hours and work of the booth"),
        kicker=found.employer.name,
        submit=_("Keep"),
        **_around_booth(found, _("Hours and work")),
    )


@require_http_methods(["GET", "POST"])
def give_up(request, pk):
    found = seen_booth(request, pk)
    if not rules.may_run(request.user, found.fair.event):
        raise Http404
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.give_up_booth, booth=found, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The booth is given up. Ask for a new timetable."))
            return redirect("workspace:fairs:booth", pk)
    return form_page(
        request,
        form,
        title=_("Does this employer not come?"),
        kicker=found.employer.name,
        consequences=[
            _("Its place in the hall is free again."),
            _("Its interviews fall with the next timetable; then its candidates are told."),
        ],
        submit=_("Give the booth up"),
        danger=True,
        **_around_booth(found, _("Give up")),
    )


def _around_booth(found, here):
    url = reverse("workspace:fairs:booth", args=[found.pk])
    crumbs = crumbs_of(found.fair.event, (found.employer.name, url), (here, ""))
    return {"back": url, "crumbs": crumbs}


@require_http_methods(["GET", "POST"])
def add_bus(request, pk):
    return _bus_page(request, run_fair(request, pk), None)


@require_http_methods(["GET", "POST"])
def change_bus(request, pk):
    found = _bus(request, pk)
    return _bus_page(request, found.fair, found)


def _bus(request, pk):
    buses = Bus.objects.visible_to(request.user).select_related("fair__event__plan_line")
    found = get_object_or_404(buses, pk=pk)
    if not rules.may_run(request.user, found.fair.event):
        raise Http404
    return found


def _bus_page(request, fair, found):
    event = fair.event
    initial = None
    if found:
        initial = {
            "name": found.name,
            "arrives_at": timezone.localtime(found.arrives_at).time(),
            "leaves_at": timezone.localtime(found.leaves_at).time(),
        }
    form = BusForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.save_bus, fair=fair, bus=found, **form.told(fair))
        if form.is_done:
            messages.success(request, _("The bus is noted. Interviews follow when you ask."))
            return redirect("workspace:fairs:overview", event.pk)
    return form_page(
        request,
        form,
        title=_("A bus"),
        kicker=event.title,
        submit=_("Keep"),
        back=reverse("workspace:fairs:overview", args=[event.pk]),
        crumbs=crumbs_of(event, (_("A bus"), "")),
    )


@require_GET
def candidates(request, pk):
    """Who wants interviews, how many wishes, how many interviews were told."""
    fair = seen_fair(request, pk)
    if not rules.may_see_candidates(request.user):
        raise Http404
    found = (
        Candidate.objects.visible_to(request.user)
        .filter(fair=fair)
        .select_related("registration__young_person", "bus")
        .prefetch_related("wishes")
        .order_by("number")
    )
    page_of = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    told = queries.told_counts(page_of.object_list)
    page = {
        "fair": fair,
        "event": fair.event,
        "page": page_of,
        "rows": [{"candidate": one, "told": told.get(one.pk, 0)} for one in page_of.object_list],
        "may_place": rules.may_place(request.user, fair),
        "may_run": rules.may_run(request.user, fair.event),
        "crumbs": crumbs_of(fair.event, (_("Candidates"), "")),
    }
    return show(request, "workspace/fairs/candidates.html", page)


@require_GET
def add_candidate(request, pk):
    """Somebody at the desk, or on the phone, wants interviews: who is it?"""
    fair = run_fair(request, pk)
    words, found = registered(request, fair.event)
    page = {
        "event": fair.event,
        "words": words,
        "rows": [
            {"registration": one, "url": reverse("workspace:fairs:wishes", args=[one.pk])}
            for one in found
        ],
        "title": _("Wishes for somebody"),
        "crumbs": crumbs_of(fair.event, (_("Wishes for somebody"), "")),
    }
    return show(request, "workspace/registered.html", page)


@require_http_methods(["GET", "POST"])
def wishes(request, pk):
    """Wishes of somebody with a place, as told to a colleague; also of a walk-in."""
    registrations = Registration.objects.visible_to(request.user).select_related(
        "young_person", "session__event__plan_line", "session__event__kind"
    )
    registration = get_object_or_404(registrations, pk=pk)
    event = registration.session.event
    fair = run_fair(request, event.pk)
    candidate = (
        Candidate.objects.visible_to(request.user).filter(registration=registration).first()
    )
    person = registration.young_person_id
    fits = {work: fit for (one, work), fit in fits_of(fair).items() if one == person}
    form = WishesForm(sent(request), fair=fair, candidate=candidate, fits=fits)
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.tell_wishes,
            fair=fair,
            registration=registration,
            told=form.told(),
        )
        if form.is_done:
            messages.success(request, _("The wishes are kept."))
            return redirect("workspace:fairs:candidates", event.pk)
    return form_page(
        request,
        form,
        title=_("Whom to meet"),
        kicker=registration.young_person.full_name,
        submit=_("Keep the wishes"),
        back=reverse("workspace:fairs:candidates", args=[event.pk]),
        crumbs=crumbs_of(event, (_("Whom to meet"), "")),
    )


@require_GET
def outcomes(request, pk):
    """What came of a fair: the funnel in people and interviews, and by hour."""
    fair = seen_fair(request, pk)
    page = {
        "fair": fair,
        "event": fair.event,
        "figures": queries.figures(fair),
        "hours": today.by_hour(fair),
        "answers": answers_of(fair.event),
        "views": views_of(fair.event),
        "crumbs": crumbs_of(fair.event, (_("What came of it"), "")),
    }
    return show(request, "workspace/fairs/outcomes.html", page)
