"""The home of a contact member: what the other unit, a person or the clock asks of us now."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nhipcau.coordination import queries, rules, use_cases
from nhipcau.coordination.models import Notice
from nhipcau.coordination.presence import desks_of
from nhipcau.web.workspace.sending import press

SHOWN = 10
NOTICES_SHOWN = 6


def home_crumb():
    return _("Together"), reverse("workspace:coordination:home")


def tabs_of(current):
    """Sister pages of what both units share."""
    pages = (
        ("home", _("What needs us")),
        ("list", _("Difficulties")),
        ("threads", _("Threads")),
        ("promises", _("Promises")),
        ("meetings", _("Meetings")),
        ("requests", _("Requests")),
        ("contacts", _("Contact members")),
    )
    return [
        {
            "url": reverse(f"workspace:coordination:{name}"),
            "label": label,
            "current": name == current,
        }
        for name, label in pages
    ]


@require_GET
def home(request):
    user, now = request.user, timezone.now()
    if not rules.works_together(user):
        raise Http404
    today = timezone.localdate(now)
    programmes = queries.programmes_together(user)
    ours = list(queries.difficulties_listed(user, "ours", on=today)[:SHOWN])
    promises = list(queries.promises_listed(user, shows="ours", on=today)[:SHOWN])
    page = {
        "tabs": tabs_of("home"),
        "today": today,
        "counts": queries.open_counts(user, on=today),
        "difficulties": queries.with_names(user, ours),
        "promises": promises,
        "notices": noticed(queries.notices_listed(user)[:NOTICES_SHOWN]),
        "meeting": queries.next_meeting_of(user, at=now),
        "empty_desks": [one for one in desks_of(programmes[:1], on=today) if one.is_empty],
        "has_programme": bool(programmes),
        "requests": list(queries.requests_listed(user, is_open=True)[:SHOWN]),
    }
    return render(request, "workspace/coordination/home.html", page)


def noticed(notices):
    """Each notice with the way to what it is about."""
    found = list(notices)
    for one in found:
        if one.difficulty_id:
            one.url = reverse("workspace:coordination:detail", args=[one.difficulty_id])
            one.about = one.difficulty.title
        elif one.thread_id:
            one.url = thread_url(one.thread)
            one.about = one.thread.subject
        elif one.promise_id:
            one.url = reverse("workspace:coordination:promises")
            one.about = one.promise.what
        else:
            one.url = reverse("workspace:coordination:meeting", args=[one.meeting_id])
            one.about = one.meeting.place
    return found


def thread_url(thread):
    """The words of a difficulty stand on its own page."""
    if thread.difficulty_id:
        return reverse("workspace:coordination:detail", args=[thread.difficulty_id])
    return reverse("workspace:coordination:thread", args=[thread.pk])


@require_POST
def seen(request, pk):
    notice = get_object_or_404(Notice.objects.visible_to(request.user), pk=pk)
    press(request, use_cases.acknowledge, notice=notice)
    return redirect("workspace:coordination:home")
