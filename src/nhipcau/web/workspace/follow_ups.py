"""Who wants to hear more: the list of the own unit, and words written for somebody."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.careerdays import queries, rules, use_cases
from nhipcau.careerdays.models import FollowUp
from nhipcau.careerdays.states import FollowUpState
from nhipcau.events.models import Registration
from nhipcau.organisations.rules import partner_units_of
from nhipcau.people.models import Purpose
from nhipcau.people.rules import agrees, may_see_people
from nhipcau.web.answers import ReasonForm, text_in
from nhipcau.web.follow_up_form import FollowUpForm
from nhipcau.web.sending import press
from nhipcau.web.workspace.careerdays import crumbs_of, moderated_day
from nhipcau.web.workspace.registered import registered
from nhipcau.web.workspace.sending import form_page, send, sent, show

ON_A_PAGE = 25


@require_GET
def follow_ups(request):
    """What waits for the own unit, the oldest first; or what was done."""
    if not partner_units_of(request.user, *rules.WORKERS):
        raise Http404
    state = text_in(request, "state")
    state = state if state in FollowUpState.values else FollowUpState.WAITING.value
    base = reverse("workspace:follow-ups:list")
    found = queries.follow_ups_of(request.user, state=state)
    page = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "state": state,
        "tabs": [
            {"label": label, "url": f"{base}?state={value}", "current": value == state}
            for value, label in FollowUpState.choices
        ],
        "crumbs": [(_("Want to hear more"), "")],
    }
    return show(request, "workspace/careerdays/follow_ups.html", page)


def _own(request, pk):
    rows = FollowUp.objects.visible_to(request.user).select_related("registration__young_person")
    found = get_object_or_404(rows, pk=pk)
    if not rules.may_end(request.user, found):
        raise Http404
    return found


@require_POST
def done(request, pk):
    press(
        request,
        use_cases.end_follow_up,
        said=_("Noted: you have talked."),
        follow_up=_own(request, pk),
        to=FollowUpState.DONE.value,
    )
    return redirect("workspace:follow-ups:list")


@require_http_methods(["GET", "POST"])
def drop(request, pk):
    found = _own(request, pk)
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.end_follow_up,
            follow_up=found,
            to=FollowUpState.DROPPED.value,
            **form.cleaned_data,
        )
        if form.is_done:
            return redirect("workspace:follow-ups:list")
    list_url = reverse("workspace:follow-ups:list")
    return form_page(
        request,
        form,
        title=_("Not wished any more?"),
        kicker=found.registration.young_person.full_name,
        lead=found.get_about_display(),
        submit=_("Take it off the list"),
        back=list_url,
        crumbs=[(_("Want to hear more"), list_url), (_("Not wished any more?"), "")],
    )


@require_GET
def find(request, pk):
    """Somebody at the desk wants to hear more: who is it?"""
    day = moderated_day(request, pk)
    if not may_see_people(request.user):
        raise Http404
    words, found = registered(request, day.event)
    page = {
        "event": day.event,
        "words": words,
        "rows": [
            {"registration": one, "url": reverse("workspace:follow-ups:write", args=[one.pk])}
            for one in found
        ],
        "title": _("Who wants to hear more?"),
        "crumbs": crumbs_of(day.event, (_("Who wants to hear more?"), "")),
    }
    return show(request, "workspace/registered.html", page)


@require_http_methods(["GET", "POST"])
def write(request, pk):
    """Written down for somebody who stands at the desk."""
    registrations = Registration.objects.visible_to(request.user).select_related(
        "young_person", "session__event__plan_line", "session__event__kind"
    )
    registration = get_object_or_404(registrations, pk=pk)
    day = moderated_day(request, registration.session.event_id)
    if not may_see_people(request.user):
        raise Http404
    person = registration.young_person
    form = FollowUpForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.want_follow_up,
            day=day,
            registration=registration,
            **form.cleaned_data,
        )
        if form.is_done:
            messages.success(request, _("It is on the list of the unit that sees to it."))
            return redirect("workspace:careerdays:overview", day.event_id)
    is_agreed = agrees(person, Purpose.CONTACT)
    return form_page(
        request,
        form,
        title=_("Wants to hear more"),
        kicker=person.full_name,
        lead=""
        if is_agreed
        else _(
            "This person has not agreed to be contacted. The own page of"
            " the registration asks for it."
        ),
        submit=_("Keep"),
        back=reverse("workspace:careerdays:overview", args=[day.event_id]),
        crumbs=crumbs_of(day.event, (_("Wants to hear more"), "")),
    )
