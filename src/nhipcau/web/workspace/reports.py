"""Figures of the programme: a year in pictures, every promise, the report of a month."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nhipcau.events.rules import ORGANISERS
from nhipcau.events.states import EventState
from nhipcau.organisations.rules import partner_units_of
from nhipcau.programmes.models import Programme
from nhipcau.programmes.queries import lines_in_force
from nhipcau.reporting import queries, rules
from nhipcau.reporting.cadence import CadenceStatus
from nhipcau.reporting.document import monthly_docx
from nhipcau.reporting.indicators import INDICATORS
from nhipcau.reporting.monthly import monthly_figures
from nhipcau.reporting.periods import month_after, month_before, year_period
from nhipcau.reporting.workbook import monthly_xlsx
from nhipcau.shared import wording
from nhipcau.web.answers import number_in, text_in
from nhipcau.web.workspace import report_pictures

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class ChosenYear:
    programme: Programme | None
    year: int
    years: list[int]

    def links(self, address):
        return [
            {"label": str(year), "url": f"{address}?year={year}", "current": year == self.year}
            for year in self.years
        ]


def programmes_for(request):
    """Who may see figures gets the programmes of the own unit; everyone else finds no page."""
    if not rules.may_see_figures(request.user):
        raise Http404
    return queries.programmes_with_figures(request.user)


def programme_for(request, month):
    """The programme that the month belongs to, with all months outside it not found."""
    programme = queries.programme_of(programmes_for(request), month)
    if programme is None:
        raise Http404
    return programme


def chosen_year(request):
    """The year in the address; without one, this year, or the nearest that has a programme."""
    programmes = programmes_for(request)
    years = queries.years_of(programmes)
    today = timezone.localdate().year
    nearest = min(years, key=lambda year: (abs(year - today), -year), default=today)
    year = number_in(request, "year")
    year = year if year and 2000 <= year <= 2099 else nearest
    return ChosenYear(queries.programme_of(programmes, year_period(year)), year, years)


def event_list_url(**narrowing):
    return f"{reverse('workspace:events:list')}?{urlencode({**narrowing, 'span': 'all'})}"


# --- a year in pictures --------------------------------------------------------------------------


@require_GET
def overview(request):
    chosen = chosen_year(request)
    page = {"chosen": chosen, "years": chosen.links(reverse("workspace:reports:overview"))}
    if chosen.programme is None:
        return render(request, "workspace/reports/no_programme.html", page)
    at = timezone.now()
    figures = queries.year_figures(chosen.programme, chosen.year, at=at)
    due = figures.cadence.due_count(timezone.localdate(at))
    page |= {
        "figures": figures,
        "at": at,
        "finding": report_pictures.year_finding(figures, at=at),
        "kept": f"{figures.cadence.fulfilled_count}/{due}",
        "plan_url": f"{reverse('workspace:reports:plan-done')}?year={chosen.year}",
        "cadence_finding": report_pictures.cadence_finding(figures, at=at),
        "cadence_drawing": report_pictures.cadence_drawing(figures, at=at),
        "audience_finding": report_pictures.audience_finding(figures),
        "audience_drawing": report_pictures.audience_drawing(figures),
        "commune_finding": report_pictures.commune_finding(figures),
        "commune_drawing": report_pictures.commune_drawing(figures),
        "breakdowns": report_pictures.breakdowns(figures.counts),
        "may_organise": bool(partner_units_of(request.user, *ORGANISERS)),
        "may_explain": bool(rules.units_written_for(request.user, chosen.programme)),
        "months": [
            {
                "figures": month,
                "tone": report_pictures.TONES[month.status],
                "has_report": bool(month.required) and month.period.has_begun(at),
            }
            for month in figures.cadence.months
        ],
        "held_url": event_list_url(state=EventState.HELD),
    }
    return render(request, "workspace/reports/overview.html", page)


# --- every promise -------------------------------------------------------------------------------


@require_GET
def plan_done(request):
    chosen = chosen_year(request)
    here = reverse("workspace:reports:plan-done")
    page = {"chosen": chosen, "years": chosen.links(here)}
    if chosen.programme is None:
        return render(request, "workspace/reports/no_programme.html", page)
    at = timezone.now()
    lines = list(lines_in_force(chosen.programme, chosen.year))
    every = queries.line_progress(chosen.programme, chosen.year, at=at, lines=lines)
    lead, status = number_in(request, "lead"), text_in(request, "status")
    units = {line.lead_id: line.lead for line in lines}
    rows = [
        row
        for row in every
        if (not lead or row.line.lead_id == lead) and (not status or row.status == status)
    ]

    def chips(name, now, choices):
        kept = {"year": chosen.year, "lead": lead or "", "status": status}
        return [
            {
                "label": label,
                "url": f"{here}?{urlencode({**kept, name: value})}",
                "current": str(value) == str(now or ""),
            }
            for value, label in [("", _("All")), *choices]
        ]

    page |= {
        "rows": [(row, *report_pictures.LINE_STATUS[row.status]) for row in rows],
        "has_lines": bool(lines),
        "leads": chips(
            "lead",
            lead,
            sorted(
                (
                    (pk, _("Led by %(unit)s") % {"unit": unit.short_name})
                    for pk, unit in units.items()
                ),
                key=lambda pair: pair[0],
            ),
        ),
        "statuses": chips(
            "status",
            status,
            [
                (code, f"{label} ({count})")
                for code, (label, _tone) in report_pictures.LINE_STATUS.items()
                if (count := sum(row.status == code for row in every))
            ],
        ),
        "target": sum(row.line.target_turns for row in rows),
        "done": sum(row.done.turns for row in rows),
        "finding": report_pictures.plan_finding(every, chosen.year),
        "crumbs": [
            (_("Figures"), f"{reverse('workspace:reports:overview')}?year={chosen.year}"),
            (_("Plan and done"), ""),
        ],
    }
    return render(request, "workspace/reports/plan_done.html", page)


# --- the report of a month -----------------------------------------------------------------------


@require_GET
def month_report(request, month):
    programmes = programmes_for(request)
    programme = queries.programme_of(programmes, month)
    if programme is None:
        raise Http404
    at = timezone.now()
    figures = monthly_figures(programme, month, at=at)
    writers = rules.units_written_for(request.user, programme)
    before, after = month_before(month), month_after(month)
    missed = figures.cadence.status in (CadenceStatus.BREACH, CadenceStatus.EXPLAINED)
    links = {
        "events": event_list_url(month=month.slug, state=EventState.HELD),
        "events_cancelled": event_list_url(month=month.slug, state=EventState.CANCELLED),
    }
    title = _("Report of %(month)s") % {"month": wording.month(month.first)}
    page = {
        "figures": figures,
        "title": title,
        "month": month,
        "before": before if queries.programme_of(programmes, before) else None,
        "after": after
        if after.has_begun(at) and queries.programme_of(programmes, after)
        else None,
        "may_write": bool(writers) and month.has_begun(at),
        "may_explain": bool(writers) and missed,
        "rows": [(row, links.get(row.code)) for row in figures.rows],
        "indicators": INDICATORS,
        "year_url": f"{reverse('workspace:reports:overview')}?year={month.year}",
        "crumbs": [
            (_("Figures"), f"{reverse('workspace:reports:overview')}?year={month.year}"),
            (title, ""),
        ],
    }
    return render(request, "workspace/reports/month.html", page)


@require_GET
def month_docx(request, month):
    figures = monthly_figures(programme_for(request, month), month, at=timezone.now())
    return _file(monthly_docx(figures), DOCX, f"bao-cao-thang-{month.slug}.docx")


@require_GET
def month_xlsx(request, month):
    figures = monthly_figures(programme_for(request, month), month, at=timezone.now())
    return _file(monthly_xlsx(figures), XLSX, f"bao-cao-thang-{month.slug}.xlsx")


def _file(content, kind, name):
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
