"""Pages that anybody reads: the front door, the calendar, one event, the agreement, privacy."""

from datetime import date
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from nhipcau.careerdays.queries import day_of
from nhipcau.events import queries
from nhipcau.events.states import EventState
from nhipcau.fairs.queries import has_fair
from nhipcau.organisations.queries import communes
from nhipcau.people.queries import consent_texts
from nhipcau.programmes import queries as programme_queries
from nhipcau.programmes.models import Audience
from nhipcau.programmes.states import ProgrammeState
from nhipcau.reporting.queries import public_year_summary
from nhipcau.web.public.filters import FIRST_YEAR, LAST_YEAR, Filters
from nhipcau.web.public.months import spans_of
from nhipcau.web.public.standing import cards, offers_of, standing_of

PROVINCE = "Lạng Sơn"
ON_FRONT_PAGE = 3
ON_ONE_PAGE = 20


@require_safe
@login_not_required
def home(request):
    at = timezone.now()
    today = timezone.localdate(at)
    offered = list(communes())
    wanted = request.GET.get("commune", "")
    commune = next((one for one in offered if one.code == wanted), None)
    coming = [
        event
        for event in queries.public_events(at=at, first=today)
        if event.kind.takes_public_registration and event.state != EventState.CANCELLED
    ]
    near = [event for event in coming if commune and event.commune == commune]
    context = {
        "communes": offered,
        "commune": commune,
        "near_count": len(near),
        "cards": cards(sorted(coming, key=_nearness(commune))[:ON_FRONT_PAGE], at=at),
        "coming_count": len(coming),
        "units": coming[0].organisers if coming else (),
    }
    return render(request, "public/home.html", context)


def _nearness(commune):
    """The chosen commune first, then what needs no way at all, then by date."""

    def key(event):
        is_far = not (commune and event.commune == commune)
        return (is_far, bool(commune) and not event.kind.is_online, event.starts_at)

    return key


@require_safe
@login_not_required
def calendar(request):
    at = timezone.now()
    today = timezone.localdate(at)
    filters = Filters.read(request.GET)
    year = filters.year or today.year
    last = date(year if filters.year else year + 1, 12, 31)
    events = queries.public_events(at=at, first=date(year, 1, 1), last=last)
    found = [event for event in events if filters.covers(event, today=today)]
    found = [event for event in found if filters.accept(event)]
    spans = spans_of(events, year=year, today=today, chosen=filters.month)
    page = Paginator(cards(found, at=at), ON_ONE_PAGE).get_page(request.GET.get("page"))
    context = {
        "filters": filters,
        "year": year,
        "spans": [(span, filters.query(month=span.parameter)) for span in spans],
        "month_count": sum(1 for span in spans if span.event_count),
        "is_past_year": year < today.year,
        "previous_year": filters.query(year=year - 1) if year > FIRST_YEAR else "",
        "next_year": filters.query(year=year + 1) if year < LAST_YEAR else "",
        "all_coming": filters.query(),
        "whole_year": filters.query(year=year),
        "found_count": len(found),
        "page": page,
        "communes": communes(),
        "kinds": programme_queries.event_kinds(),
        "audiences": Audience.choices,
    }
    return render(request, "public/calendar.html", context)


@require_safe
@login_not_required
def event(request, pk):
    at = timezone.now()
    shown = queries.published_event(pk, at=at)
    if shown is None:
        raise Http404
    offers = offers_of(shown)
    can_register = any(offer.can_register for offer in offers)
    context = {
        "event": shown,
        "standing": standing_of(shown, at=at),
        "offers": offers,
        "only_offer": offers[0] if len(offers) == 1 else None,
        "can_register": can_register,
        "is_coming": shown.ends_at > at and shown.state != EventState.CANCELLED,
        "others": [] if can_register else _other_dates(shown, at),
        "map_url": map_url(shown),
        "has_fair": has_fair(shown, pk=pk),
        "has_day": day_of(shown, pk=pk) is not None,
    }
    return render(request, "public/event.html", context)


def _other_dates(shown, at):
    coming = queries.public_events(at=at, first=timezone.localdate(at))
    open_now = [one for one in coming if one.takes_registrations and one.id != shown.id]
    open_now.sort(key=lambda one: (one.kind != shown.kind, one.starts_at))
    return cards(open_now[:ON_FRONT_PAGE], at=at)


def map_url(shown):
    """A search on the public map: a plain link, nothing of theirs is loaded here."""
    if not shown.place or shown.kind.is_online:
        return ""
    where = ", ".join(str(part) for part in (shown.place, shown.commune, PROVINCE) if part)
    return "https://www.openstreetmap.org/search?" + urlencode({"query": where})


@require_safe
@login_not_required
def programme(request):
    today = timezone.localdate()
    signed = list(programme_queries.published_programmes())
    running = next(
        (
            one
            for one in signed
            if one.state == ProgrammeState.RUNNING and one.starts_on <= today <= one.ends_on
        ),
        signed[0] if signed else None,
    )
    rule = getattr(running, "cadence_rule", None)
    context = {
        "programme": running,
        "signed": signed,
        "rule": rule,
        "year": today.year,
        "summary": public_year_summary(running, today.year) if running and rule else None,
        "lines": programme_queries.public_plan(running, today.year) if running else [],
    }
    return render(request, "public/programme.html", context)


@require_safe
@login_not_required
def privacy(request):
    texts = consent_texts(timezone.localdate())
    return render(request, "public/privacy.html", {"texts": texts.values()})


@require_safe
@login_not_required
def robots(request):
    closed = ("/workspace/", "/account/", "/registrations/", "/my/", "/sessions/", "/language/")
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines.append("Allow: " + reverse("public:calendar"))
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
