"""Events for the calendar on one's phone (RFC 5545). Built from what the public may know."""

import uuid
from datetime import UTC, timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from icalendar import Calendar
from icalendar import Event as Entry

from nhipcau.events import queries
from nhipcau.events.models import Session
from nhipcau.events.states import EventState

KEPT_BEFORE = timedelta(days=92)
TOLD_AHEAD = timedelta(days=400)
FRESH_FOR = 15 * 60
# Ids that stay the same whatever name the site is reached by.
_NAMESPACE = uuid.UUID("8f0d4b52-5c0e-4f3e-9c7b-6a2f1d9c0b17")


@require_safe
@login_not_required
@conditional_page
@cache_control(public=True, max_age=FRESH_FOR)
def feed(request):
    at = timezone.now()
    today = timezone.localdate(at)
    events = queries.calendar_feed(at=at, first=today - KEPT_BEFORE, last=today + TOLD_AHEAD)
    entries = [_event_entry(request, event) for event in events]
    return _answer(entries, "nhipcau.ics", name=_("Nhịp Cầu: events for young people"))


@require_safe
@login_not_required
@conditional_page
@cache_control(public=True, max_age=FRESH_FOR)
def event_ics(request, pk):
    event = queries.published_event(pk, at=timezone.now())
    if event is None:
        raise Http404
    return _answer([_event_entry(request, event)], f"nhipcau-{pk}.ics")


@require_safe
@login_not_required
@conditional_page
@cache_control(public=True, max_age=FRESH_FOR)
def session_ics(request, pk):
    """One session with its own times; of an event that hides its parts, there is none."""
    event_id = Session.objects.public().filter(pk=pk).values_list("event_id", flat=True).first()
    event = queries.published_event(event_id, at=timezone.now()) if event_id else None
    session = next((one for one in event.sessions if one.pk == pk), None) if event else None
    if event is None or session is None:
        raise Http404
    entry = _entry(
        request,
        event,
        name=f"session {pk}",
        title=f"{event.title}: {session.title}",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        room=session.room,
    )
    return _answer([entry], f"nhipcau-{event.id}-{pk}.ics")


def _event_entry(request, event):
    return _entry(
        request,
        event,
        name=f"event {event.id}",
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
    )


def _entry(request, event, *, name, title, starts_at, ends_at, room=""):
    address = request.build_absolute_uri(reverse("public:event", args=[event.id]))
    entry = Entry()
    entry.add("uid", f"{uuid.uuid5(_NAMESPACE, name)}@nhipcau")
    entry.add("sequence", event.revision)
    entry.add("dtstamp", event.changed_at.astimezone(UTC))
    entry.add("last-modified", event.changed_at.astimezone(UTC))
    entry.add("dtstart", starts_at.astimezone(UTC))
    entry.add("dtend", ends_at.astimezone(UTC))
    entry.add("summary", title)
    entry.add("url", address)
    entry.add("description", "\n\n".join(filter(None, [*_told(event), address])))
    where = ", ".join(str(part) for part in (room, event.place, event.commune) if part)
    if where:
        entry.add("location", where)
    is_cancelled = event.state == EventState.CANCELLED
    entry.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    return entry


def _told(event):
    if event.summary:
        yield event.summary
    if event.what_to_bring:
        yield _("Bring with you: %(things)s") % {"things": event.what_to_bring}


def _answer(entries, filename, *, name=""):
    book = Calendar()
    book.add("prodid", "-//Nhip Cau//nhipcau//VI")
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    book.add("calscale", "GREGORIAN")
    if name:
        book.add("x-wr-calname", name)
        book.add("x-wr-timezone", "Asia/Ho_Chi_Minh")
        book.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    for entry in entries:
        book.add_component(entry)
    response = HttpResponse(book.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    return response
