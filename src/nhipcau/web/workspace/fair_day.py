"""The day in the workspace: booths at a glance, walk-ins, results that wait for a counsellor."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from nhipcau.fairs import queries, rules, today, use_cases
from nhipcau.fairs.models import Candidate, Meeting
from nhipcau.referrals import rules as referral_rules
from nhipcau.web import fair_marks
from nhipcau.web.fair_desk import desk_page
from nhipcau.web.sending import press
from nhipcau.web.workspace.fairs import crumbs_of, seen_booth, seen_fair
from nhipcau.web.workspace.sending import show


@require_GET
def day(request, pk):
    """Every booth now, counts by hour, and results that are no introduction yet."""
    fair, at = seen_fair(request, pk), timezone.now()
    sees = rules.may_see_candidates(request.user)
    page = {
        "fair": fair,
        "event": fair.event,
        "now": at,
        "booths": today.screen(fair, at=at),
        "desks": list(fair.booths.coming().for_list()),
        "hours": today.by_hour(fair),
        "waiting": queries.waiting_for_introduction(fair) if sees else [],
        "sees_candidates": sees,
        "may_introduce": referral_rules.may_introduce(request.user),
        "may_place": rules.may_place(request.user, fair),
        "crumbs": crumbs_of(fair.event, (_("On the day"), "")),
    }
    return show(request, "workspace/fairs/day.html", page)


def _marked_booth(request, pk):
    booth = seen_booth(request, pk)
    if not rules.may_mark(request.user, booth):
        raise Http404
    return booth


@require_GET
@csp_update({"worker-src": [SELF]})  # type: ignore[arg-type]  # typed for views of one argument
def desk(request, pk):
    """The desk of a booth, for a colleague who sits there."""
    booth = _marked_booth(request, pk)
    marks_url = reverse("workspace:fairs:marks", args=[pk])
    page = desk_page(booth, timezone.now(), marks_url, "/workspace/fairs/booths/")
    page |= {"crumbs": crumbs_of(booth.fair.event, (booth.employer.name, ""))}
    return show(request, "workspace/fairs/desk.html", page)


@require_POST
def marks(request, pk):
    booth = _marked_booth(request, pk)
    back = reverse("workspace:fairs:desk", args=[pk])
    return fair_marks.take(request, request.user, booth, back)


@require_POST
def place(request, pk):
    """The best free slots for a walk-in, at once."""
    candidates = Candidate.objects.visible_to(request.user).select_related(
        "fair__event__plan_line", "registration"
    )
    candidate = get_object_or_404(candidates, pk=pk)
    event = candidate.fair.event
    if not rules.may_place(request.user, candidate.fair):
        raise Http404
    if press(request, use_cases.place_walk_in, candidate=candidate):
        count = len(queries.interviews_of_candidate(candidate))
        told = ngettext("%(count)d interview now.", "%(count)d interviews now.", count)
        messages.success(request, told % {"count": count})
    return redirect("workspace:fairs:candidates", event.pk)


@require_POST
def introduce(request, pk):
    """A result becomes an introduction, by a counsellor of the Centre."""
    meetings = Meeting.objects.visible_to(request.user).select_related(
        "booth__fair__event", "candidate__registration__young_person"
    )
    meeting = get_object_or_404(meetings, pk=pk)
    if not referral_rules.may_introduce(request.user):
        raise Http404
    press(
        request,
        use_cases.introduce_met,
        said=_("The introduction is made, with the employer's answer."),
        meeting=meeting,
    )
    return redirect("workspace:fairs:day", meeting.booth.fair.event_id)
