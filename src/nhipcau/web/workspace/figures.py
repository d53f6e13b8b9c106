"""Reports of any period: the screen, and the same as Word, Excel, PDF and JSON."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nhipcau.reporting import rules
from nhipcau.reporting.closed import report_of, state_of, versions_of
from nhipcau.reporting.models import ReportingPeriod, Snapshot
from nhipcau.reporting.rendering import FORMATS, rendered
from nhipcau.reporting.report import protected
from nhipcau.reporting.reports import BY_CODE, KINDS, Counting, make
from nhipcau.reporting.reports.base import PERIOD, UNTIL
from nhipcau.reporting.spans import WHOLE, span_of, spans_of_year
from nhipcau.reporting.states import SpanKind
from nhipcau.web.workspace import figure_pictures, figure_rows
from nhipcau.web.workspace.figure_spans import chosen_span
from nhipcau.web.workspace.reports import chosen_year, programmes_for

LANGUAGE = "vi"


def for_reader(report, user):
    """What this reader may see of it: on the screen and in every file alike."""
    if rules.may_see_small_cells(user):
        return report
    note = _("* not shown: so few that somebody could be guessed.")
    return protected(report, note)


# --- which reports there are ---------------------------------------------------------------------


@require_GET
def catalogue(request):
    chosen = chosen_year(request)
    address = reverse("workspace:reports:catalogue")
    page = {"chosen": chosen, "years": chosen.links(address), "kinds": KINDS}
    if chosen.programme is None:
        return render(request, "workspace/reports/no_programme.html", page)
    at = timezone.now()
    spans = [
        one for one in spans_of_year(chosen.programme, chosen.year) if one.period.has_begun(at)
    ]
    spans.append(span_of(WHOLE, chosen.programme))
    periods = {
        (one.kind, one.first): one
        for one in ReportingPeriod.objects.visible_to(request.user)
        .filter(programme=chosen.programme)
        .select_related("pending", "in_force")
    }
    page["groups"] = [
        {
            "label": capfirst(kind.label),
            "rows": [
                {
                    "label": capfirst(span.label),
                    "span": span.slug,
                    "state": state_of(periods.get((span.kind, span.period.first))),
                    "is_over": span.period.is_over(at),
                }
                for span in spans
                if span.kind == kind
            ],
        }
        for kind in (
            *(SpanKind.MONTH, SpanKind.QUARTER, SpanKind.HALF, SpanKind.YEAR),
            SpanKind.PROGRAMME,
        )
    ]
    return render(request, "workspace/reports/catalogue.html", page)


# --- one report ----------------------------------------------------------------------------------


@require_GET
def report(request, code, slug):
    programme, span = chosen_span(request, slug)
    if code not in BY_CODE:
        raise Http404
    told = for_reader(make(code, Counting(programme, span, timezone.now())), request.user)
    period = _period_of(request, programme, span)
    page = {
        "programme": programme,
        "span": span.slug,
        "period": period,
        "state": state_of(period),
        "kinds": [
            {
                "label": one.title,
                "url": reverse("workspace:reports:report", args=[one.code, span.slug]),
                "current": one.code == code,
            }
            for one in KINDS
        ],
        "files": [
            (one, reverse("workspace:reports:report-file", args=[code, span.slug, one]))
            for one in FORMATS
        ],
        "period_url": reverse("workspace:reports:period", args=[span.slug]),
    }
    behind = reverse("workspace:reports:behind", args=[span.slug])
    return _show(request, told, page, behind, (PERIOD, UNTIL))


@require_GET
def report_file(request, code, slug, form):
    programme, span = chosen_span(request, slug)
    if code not in BY_CODE or form not in FORMATS:
        raise Http404
    with translation.override(LANGUAGE):
        told = for_reader(make(code, Counting(programme, span, timezone.now())), request.user)
    return _file(told, form)


@require_GET
def version(request, pk, code):
    """A report as it stands in a version of closed figures."""
    snapshot = _version(request, pk, code)
    told = for_reader(report_of(snapshot, code), request.user)
    page = {
        "programme": snapshot.period.programme,
        "span": told.span,
        "period": snapshot.period,
        "state": state_of(snapshot.period),
        "snapshot": snapshot,
        "versions": versions_of(snapshot.period),
        "kinds": [
            {
                "label": one.title,
                "url": reverse("workspace:reports:version", args=[pk, one.code]),
                "current": one.code == code,
            }
            for one in KINDS
        ],
        "files": [
            (one, reverse("workspace:reports:version-file", args=[pk, code, one]))
            for one in FORMATS
        ],
        "period_url": reverse("workspace:reports:period", args=[told.span]),
    }
    behind = reverse("workspace:reports:version-behind", args=[pk])
    # The rows that were kept are those of the period, not of the year before it.
    return _show(request, told, page, behind, (PERIOD,))


@require_GET
def version_file(request, pk, code, form):
    snapshot = _version(request, pk, code)
    if form not in FORMATS:
        raise Http404
    with translation.override(LANGUAGE):
        told = for_reader(report_of(snapshot, code), request.user)
    return _file(told, form)


def _version(request, pk, code):
    programmes_for(request)
    snapshot = get_object_or_404(
        Snapshot.objects.visible_to(request.user).select_related(
            "period__programme", "period__in_force", "period__pending", "proposed_for"
        ),
        pk=pk,
    )
    if code not in snapshot.told["reports"]:
        raise Http404
    return snapshot


def _period_of(request, programme, span):
    return (
        ReportingPeriod.objects.visible_to(request.user)
        .filter(programme=programme, kind=span.kind, first=span.period.first)
        .select_related("pending", "in_force")
        .first()
    )


def _show(request, told, page, behind, whose):
    """``whose``: over which days a figure opens to its list."""

    def address(cell):
        if not cell.behind or not cell.value or cell.is_hidden or cell.whose not in whose:
            return ""
        if not figure_rows.may_open(request.user, cell.behind):
            return ""
        return f"{behind}?{urlencode({**cell.behind, 'whose': cell.whose})}"

    # Closed figures are kept in the language in which both units signed them.
    is_foreign = "snapshot" in page and translation.get_language() != LANGUAGE
    name = _("Version of closed figures")
    page |= {
        "report": told,
        "title": name if is_foreign else f"{told.title}: {told.heading.period}",
        "heading": name if is_foreign else told.title,
        "lead": "" if is_foreign else told.heading.period,
        "spoken": LANGUAGE if is_foreign else translation.get_language(),
        "sections": [
            {
                "heading": section.heading,
                "lines": section.lines,
                "tables": [_table(table, address) for table in section.tables],
            }
            for section in told.sections
        ],
    }
    return render(request, "workspace/reports/report.html", page)


def _table(table, address):
    return {
        "told": table,
        "drawing": figure_pictures.drawing_of(table),
        "rows": [
            {
                "told": row,
                "cells": [
                    {"written": cell.written(column.kind), "url": address(cell)}
                    for cell, column in zip(row.cells, table.columns, strict=False)
                ],
                "missing": len(table.columns) - len(row.cells),
            }
            for row in table.rows
        ],
        "width": len(table.columns) + (1 if table.with_units else 0),
    }


def _file(told, form):
    response = HttpResponse(rendered(told, form), content_type=FORMATS[form].content_type)
    name = f"bao-cao-{told.code}-{told.span}.{form}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
