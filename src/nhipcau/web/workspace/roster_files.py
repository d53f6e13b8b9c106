"""Files of a list: the empty template, rows to mend, sheets for guardians to sign."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nhipcau.organisations.rules import is_partner_staff
from nhipcau.rosters import exports
from nhipcau.rosters.guardian_sheets import guardian_sheets, guardian_sheets_pdf
from nhipcau.web.workspace.roster_preview import name_of, roster_crumbs, visible_roster

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _file(content, kind, name):
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def template(request):
    """An empty list with the right column names."""
    if not is_partner_staff(request.user):
        raise Http404
    return _file(exports.template_xlsx(), XLSX, "danh-sach-mau.xlsx")


def _file_name(roster):
    return slugify(roster.organisation.code) or "danh-sach"


@require_GET
def problems_xlsx(request, pk):
    roster = visible_roster(request, pk)
    return _file(exports.problems_xlsx(roster), XLSX, f"can-sua-{_file_name(roster)}.xlsx")


@require_GET
def problems_csv(request, pk):
    roster = visible_roster(request, pk)
    kind = "text/csv; charset=utf-8"
    return _file(exports.problems_csv(roster), kind, f"can-sua-{_file_name(roster)}.csv")


def _sheets(request, pk):
    roster = visible_roster(request, pk)
    return guardian_sheets(roster, today=timezone.localdate())


@require_GET
def sheets(request, pk):
    """One page a child to print from the browser."""
    told = _sheets(request, pk)
    page = {
        "roster": told.roster,
        "event": told.roster.session.event,
        "children": told.children,
        "texts": [(purpose.label, version, body) for purpose, version, body in told.texts],
        "age": told.age,
        "kicker": name_of(told.roster),
        "crumbs": roster_crumbs(told.roster, _("Sheets for guardians")),
    }
    return render(request, "workspace/rosters/sheets.html", page)


@require_GET
def sheets_pdf(request, pk):
    told = _sheets(request, pk)
    if not told.children:
        raise Http404
    name = f"phieu-dong-y-{_file_name(told.roster)}.pdf"
    return _file(guardian_sheets_pdf(told), "application/pdf", name)
