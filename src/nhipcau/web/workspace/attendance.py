"""At the door: who came. One button a person, on a phone, in a crowd."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from nhipcau.events import rules, use_cases
from nhipcau.events.models import Registration
from nhipcau.events.states import HOLDING, LIVE, PRESENT, AttendanceValue, RegistrationState
from nhipcau.people.queries import matching
from nhipcau.shared import wording
from nhipcau.web.answers import number_in, text_in
from nhipcau.web.workspace.event_steps import AT_THE_DOOR
from nhipcau.web.workspace.events import visible_event
from nhipcau.web.workspace.registrations import name_of, visible_session
from nhipcau.web.workspace.sending import press

ON_A_PAGE = 40
V = AttendanceValue
MISSING, CAME, NOT_THERE, EVERYONE = "missing", "present", "absent", "all"
ICONS = {
    V.ATTENDED: "check",
    V.LATE: "clock",
    V.EXCUSED: "mail",
    V.ABSENT: "cross",
    V.CANCELLED_BY_US: "stop",
}
TONES = {
    V.ATTENDED: "success",
    V.LATE: "success",
    V.EXCUSED: "neutral",
    V.ABSENT: "danger",
    V.CANCELLED_BY_US: "neutral",
}

HELD = sorted(HOLDING)


def _at_the_door(request, event):
    if not rules.may_record_attendance(request.user, event):
        raise Http404
    return event


def door_session(request, pk):
    session = visible_session(request, pk)
    _at_the_door(request, session.event)
    return session


@require_GET
def attendance(request, pk):
    """The list of one session of an event, those still to come first."""
    event = _at_the_door(request, visible_event(request, pk))
    sessions = list(event.sessions.all())
    wanted = number_in(request, "session")
    session = next((one for one in sessions if one.pk == wanted), None)
    if session is None and wanted is not None:
        raise Http404
    session = session or _session_of_now(sessions)
    if session is None:
        return render(request, "workspace/events/attendance_none.html", {"event": event})
    session.event = event
    listed = Registration.objects.visible_to(request.user).filter(
        session=session, state__in=sorted(LIVE)
    )
    counts = _counts(listed)
    typed = text_in(request, "q")
    shown = request.GET.get("show", "")
    if shown not in (MISSING, CAME, NOT_THERE, EVERYONE):
        shown = EVERYONE if typed or not counts[MISSING] else MISSING
    rows = _narrow(listed, shown, typed)
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "event": event,
        "session": session,
        "session_name": "" if len(sessions) > 1 else name_of(session),
        "sessions": _session_links(event, sessions, session),
        "counts": counts,
        "page": page,
        "rows": [_row(registration) for registration in page],
        "shown": shown,
        "tiles": _tiles(request, session, counts, shown),
        "q": typed,
        "can_record": can_record(session),
        "may_correct": rules.may_correct_attendance(request.user, event),
        "values": [(value, V(value).label, ICONS[V(value)]) for value in V.values],
        "here": request.get_full_path(),
        "crumbs": [
            (event.title, reverse("workspace:events:detail", args=[event.pk])),
            (_("Attendance"), ""),
        ],
    }
    return render(request, "workspace/events/attendance.html", context)


def _session_of_now(sessions):
    """The one that is not over yet, else the last."""
    now = timezone.now()
    return next(
        (one for one in sessions if one.ends_at >= now), sessions[-1] if sessions else None
    )


def can_record(session):
    has_come = timezone.localdate() >= timezone.localdate(session.starts_at)
    return has_come and session.event.state in AT_THE_DOOR


def _counts(listed):
    return listed.aggregate(
        all=Count("pk"),
        confirmed=Count("pk", filter=Q(state__in=HELD)),
        present=Count("pk", filter=Q(attendance__value__in=PRESENT)),
        absent=Count("pk", filter=Q(attendance__isnull=False) & ~Q(attendance__value__in=PRESENT)),
        missing=Count("pk", filter=Q(attendance=None, state__in=HELD)),
    )


def _narrow(listed, shown, typed):
    if shown == MISSING:
        listed = listed.filter(attendance=None)
    elif shown == CAME:
        listed = listed.filter(attendance__value__in=PRESENT)
    elif shown == NOT_THERE:
        listed = listed.filter(attendance__isnull=False).exclude(attendance__value__in=PRESENT)
    if typed:
        listed = listed.filter(matching(typed, path="young_person__", whole_phones=False))
    return listed.select_related("young_person__commune", "attendance__recorded_by").order_by(
        "young_person__folded_name", "pk"
    )


def _row(registration):
    recorded = getattr(registration, "attendance", None)
    return {
        "registration": registration,
        "person": registration.young_person,
        "attendance": recorded,
        "waits": registration.state == RegistrationState.WAITING,
        "tone": TONES[V(recorded.value)] if recorded else "",
    }


def _session_links(event, sessions, current):
    if len(sessions) < 2:
        return []
    url = reverse("workspace:events:attendance", args=[event.pk])
    return [
        {
            "label": f"{one.title}, {wording.time_range(one.starts_at, one.ends_at)}",
            "url": f"{url}?session={one.pk}",
            "current": one.pk == current.pk,
        }
        for one in sessions
    ]


def _tiles(request, session, counts, shown):
    """The counts, each a way to its part of the list."""
    query = request.GET.copy()
    for name in ("page", "q"):
        query.pop(name, None)
    query["session"] = session.pk

    def link(value):
        query["show"] = value
        return f"?{query.urlencode()}"

    words = (
        (EVERYONE, _("on the list"), "all"),
        (CAME, _("here"), "success"),
        (NOT_THERE, _("not here"), "plain"),
        (MISSING, _("not yet"), "warning"),
    )
    return [
        {
            "label": label,
            "url": link(value),
            "current": value == shown,
            "count": counts[value],
            "tone": tone,
        }
        for value, label, tone in words
    ]


def back_to_list(request, session, anchor=""):
    """To the list as it was narrowed; the address comes back from our own form."""
    url = reverse("workspace:events:attendance", args=[session.event_id])
    here = request.POST.get("here", "")
    if here != url and not here.startswith(f"{url}?"):
        here = f"{url}?session={session.pk}"
    return redirect(f"{here}{anchor}")


@require_POST
def mark(request, pk):
    """One press at the door."""
    registrations = Registration.objects.visible_to(request.user).select_related(
        "young_person", "session__event__plan_line"
    )
    registration = get_object_or_404(registrations, pk=pk)
    _at_the_door(request, registration.session.event)
    value = request.POST.get("value", "")
    if value not in V.values:
        messages.error(request, _("Please press one of the buttons of the list."))
    else:
        press(
            request,
            use_cases.record_attendance,
            registration=registration,
            value=V(value),
            said=_("%(name)s: %(value)s")
            % {"name": registration.young_person.full_name, "value": V(value).label},
        )
    return back_to_list(request, registration.session, "#door-list")
