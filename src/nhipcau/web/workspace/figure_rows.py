"""Behind a figure: the list that it counts, as far as this reader may see it."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models.expressions import RawSQL
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nhipcau.reporting import rules
from nhipcau.reporting.dimensions import BY_CODE as DIMENSIONS
from nhipcau.reporting.dimensions import value_words
from nhipcau.reporting.measures import BY_CODE, scope_of
from nhipcau.reporting.models import Snapshot
from nhipcau.reporting.tallying import records_behind, tally
from nhipcau.shared.wording import day
from nhipcau.web.answers import text_in
from nhipcau.web.workspace.figure_spans import chosen_span
from nhipcau.web.workspace.reports import programmes_for

A_PAGE = 50
PERSON = "workspace:people:detail"


@require_GET
def behind(request, slug):
    """Of a figure as it is counted now."""
    programme, span = chosen_span(request, slug)
    measure, narrowing = _asked(request)
    period = span.until if text_in(request, "whose") == "until" else span.period
    scope = scope_of(programme, period)
    split = tuple(sorted(narrowing))
    found = tally(measure, scope, [split] if len(split) > 1 else split)
    counted = found.total
    if split:
        values = tuple(narrowing[name] for name in split)
        counted = found.of(split, values) if len(split) > 1 else found.of(split[0], values[0])
    sql, told = records_behind(measure, scope, **narrowing)
    seen = _visible(request, measure).filter(pk__in=RawSQL(sql, told))
    page = {
        "back": reverse("workspace:reports:catalogue"),
        "when": capfirst(_days(scope.period)),
        "export_url": _export_url(measure, narrowing, span, scope)
        if rules.units_written_for(request.user, programme)
        and rules.may_see_small_cells(request.user)
        else "",
    }
    return _show(request, measure, narrowing, counted, seen, page)


@require_GET
def version_behind(request, pk):
    """Of a figure as it was closed: the rows that were kept with it."""
    programmes_for(request)
    snapshot = get_object_or_404(
        Snapshot.objects.visible_to(request.user).select_related("period"), pk=pk
    )
    measure, narrowing = _asked(request)
    told = snapshot.told
    names = told["dimensions"].get(measure.code)
    if names is None or text_in(request, "whose") == "until":
        raise Http404
    rows = snapshot.rows.filter(measure=measure.code)
    for name, value in narrowing.items():
        if name not in names:
            raise Http404
        rows = rows.filter(**{f"told__{names.index(name)}": value})
    counted = _Counted(sum(rows.values_list("amount", flat=True)), _persons(rows))
    seen = _visible(request, measure).filter(pk__in=rows.values("record"))
    period = rules.span_of_period(snapshot.period).period
    page = {
        "back": reverse("workspace:reports:period", args=[_slug(snapshot)]),
        "when": capfirst(_days(period)),
        "snapshot": snapshot,
    }
    return _show(request, measure, narrowing, counted, seen, page)


def _export_url(measure, narrowing, span, scope):
    first, last = scope.period.first.isoformat(), scope.period.last.isoformat()
    told = {**narrowing, "measure": measure.code, "first": first, "last": last}
    return f"{reverse('workspace:reports:ask-export', args=[span.slug])}?{urlencode(told)}"


class _Counted:
    def __init__(self, turns, persons):
        self.turns, self.persons = turns, persons


def _persons(rows):
    return rows.exclude(person=None).values("person").distinct().count()


def _slug(snapshot):
    return rules.span_of_period(snapshot.period).slug


def _asked(request):
    measure = BY_CODE.get(text_in(request, "measure") or "turns")
    if measure is None:
        raise Http404
    narrowing = {
        name: text_in(request, name) for name in measure.dimensions if name in request.GET
    }
    return measure, narrowing


def _visible(request, measure):
    return measure.model.objects.visible_to(request.user)


def may_open(user, asked):
    """A split by what people are opens for who works with people: of two such figures, somebody
    else could work out a third one."""
    is_personal = any(name in DIMENSIONS and DIMENSIONS[name].is_personal for name in asked)
    return not is_personal or rules.may_see_small_cells(user)


def _show(request, measure, narrowing, counted, seen, page):
    if not may_open(request.user, narrowing):
        raise Http404
    shown = ROWS.get(measure.model._meta.label)
    seen = seen.select_related(*shown[0]).order_by("pk") if shown else seen.none()
    listed = Paginator(seen, A_PAGE).get_page(request.GET.get("page"))
    page |= {
        "measure": measure,
        "counted": counted,
        "narrowing": [
            (DIMENSIONS[name].label, _word(name, value)) for name, value in narrowing.items()
        ],
        "title": capfirst(str(measure.label)),
        "listed": listed,
        "rows": [shown[1](one) for one in listed] if shown else [],
        "sees": listed.paginator.count,
        "nobody": not shown,
    }
    return render(request, "workspace/reports/behind.html", page)


def _word(name, value):
    return value_words(name).get(value, value)


def _days(period):
    return _("%(first)s to %(last)s") % {"first": day(period.first), "last": day(period.last)}


# --- how a record stands in the list -------------------------------------------------------------


def _row(title, detail, name="", pk=None):
    return {"title": title, "detail": detail, "url": reverse(name, args=[pk]) if name else ""}


def _person(person, detail):
    return _row(person.full_name, detail, PERSON, person.pk)


# Model → what to read with it, and how one record is told: title, detail, address.
ROWS = {
    "events.Event": (
        ("kind",),
        lambda one: _row(one.title, day(one.starts_at), "workspace:events:detail", one.pk),
    ),
    "events.Session": (
        ("event",),
        lambda one: _row(
            one.event.title, day(one.starts_at), "workspace:events:detail", one.event_id
        ),
    ),
    "events.Attendance": (
        ("young_person", "session__event"),
        lambda one: _person(one.young_person, one.session.event.title),
    ),
    "events.Registration": (
        ("young_person", "session__event"),
        lambda one: _person(one.young_person, one.session.event.title),
    ),
    "counselling.Case": (
        ("young_person",),
        lambda one: _row(
            one.young_person.full_name,
            one.get_kind_display(),
            "workspace:cases:detail",
            one.pk,
        ),
    ),
    "counselling.Contact": (
        ("case__young_person",),
        lambda one: _row(
            one.case.young_person.full_name,
            day(one.held_on),
            "workspace:cases:detail",
            one.case_id,
        ),
    ),
    "appointments.Appointment": (
        ("young_person",),
        lambda one: _row(
            one.young_person.full_name,
            day(one.starts_at),
            "workspace:appointments:detail",
            one.pk,
        ),
    ),
    "vacancies.Vacancy": (
        ("employer",),
        lambda one: _row(one.title, one.employer.name, "workspace:vacancies:detail", one.pk),
    ),
    "seekers.JobWish": (
        ("young_person",),
        lambda one: _person(one.young_person, one.title),
    ),
    "referrals.Referral": (
        ("young_person", "vacancy"),
        lambda one: _row(
            one.young_person.full_name,
            one.vacancy.title,
            "workspace:referrals:detail",
            one.pk,
        ),
    ),
    "placements.Placement": (
        ("referral__young_person", "referral__vacancy"),
        lambda one: _placed(one),
    ),
    "placements.StayCheck": (
        ("placement__referral__young_person", "placement__referral__vacancy"),
        lambda one: _placed(one.placement),
    ),
    "placements.DepartureStep": (
        ("placement__referral__young_person", "placement__referral__vacancy"),
        lambda one: _placed(one.placement),
    ),
    "fairs.Booth": (
        ("employer", "fair"),
        lambda one: _row(one.employer.name, "", "workspace:fairs:detail", one.fair_id),
    ),
    "fairs.Candidate": (
        ("registration__young_person", "fair"),
        lambda one: _person(one.young_person, _("number %(number)s") % {"number": one.number}),
    ),
    "fairs.Meeting": (
        ("booth__employer", "booth__fair"),
        lambda one: _row(
            one.booth.employer.name,
            one.get_result_display(),
            "workspace:fairs:detail",
            one.booth.fair_id,
        ),
    ),
    "soldiers.MilitaryService": (
        ("young_person",),
        lambda one: _row(
            one.young_person.full_name,
            day(one.discharged_on),
            "workspace:soldiers:detail",
            one.pk,
        ),
    ),
    "soldiers.HomeCheck": (
        ("service__young_person",),
        lambda one: _row(
            one.service.young_person.full_name,
            one.get_situation_display(),
            "workspace:soldiers:detail",
            one.service_id,
        ),
    ),
}


def _placed(placement):
    return _row(
        placement.referral.young_person.full_name,
        placement.referral.vacancy.title,
        "workspace:placements:detail",
        placement.pk,
    )
