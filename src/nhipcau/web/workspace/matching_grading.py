"""Grading by two counsellors, what follows from it, and whether everybody gets something."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.matching import rules, use_cases
from nhipcau.matching.errors import SheetRefused
from nhipcau.matching.models import GradingRound
from nhipcau.matching.queries import SMALL_BELOW, measured, parity
from nhipcau.matching.sheets import file_name, grades_in, sheet_xlsx
from nhipcau.web.workspace.rosters import FileField, tables_in
from nhipcau.web.workspace.sending import press, send, sent, show

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _crumbs(*more):
    return [(_("Suggestions"), reverse("workspace:matching:overview")), *more]


def _seen(request):
    if not rules.may_see_grading(request.user):
        raise Http404


def _round(request, pk):
    _seen(request)
    return get_object_or_404(GradingRound.objects.visible_to(request.user), pk=pk)


@require_GET
def rounds(request):
    _seen(request)
    page = {
        "rounds": GradingRound.objects.visible_to(request.user).select_related("made_by")[:20],
        "shares": {
            name: [one for one in rows if one.thousandth is not None]
            for name, rows in parity().items()
        },
        "small": SMALL_BELOW,
        "may_prepare": rules.may_prepare_grading(request.user),
        "crumbs": _crumbs((_("Grading and fairness"), "")),
    }
    return show(request, "workspace/matching/rounds.html", page)


@require_POST
def prepare(request):
    if not rules.may_prepare_grading(request.user):
        raise Http404
    press(request, use_cases.prepare_round, said=_("The sheet is ready to download."))
    return redirect("workspace:matching:rounds")


@require_GET
def round_detail(request, pk):
    grading_round = _round(request, pk)
    title = _("Grading round %(number)d") % {"number": grading_round.pk}
    page = {
        "round": grading_round,
        "title": title,
        "measured": measured(grading_round),
        "may_grade": rules.may_grade(request.user),
        "crumbs": _crumbs(
            (_("Grading and fairness"), reverse("workspace:matching:rounds")), (title, "")
        ),
    }
    return show(request, "workspace/matching/round.html", page)


@require_GET
def sheet(request, pk):
    grading_round = _round(request, pk)
    name = file_name(grading_round)
    return HttpResponse(
        sheet_xlsx(grading_round, language=get_language() or "vi"),
        headers={
            "Content-Type": XLSX,
            "Content-Disposition": f'attachment; filename="{name}"',
        },
    )


class GradesForm(forms.Form):
    is_done = False  # set by ``send``
    file = FileField()


@require_http_methods(["GET", "POST"])
def grade(request, pk):
    """Read a filled sheet; all of it is taken over, or nothing and a sentence says why."""
    grading_round = _round(request, pk)
    if not rules.may_grade(request.user):
        raise Http404
    form = GradesForm(sent(request), request.FILES or None)
    back = reverse("workspace:matching:round", args=[grading_round.pk])
    if request.method == "POST" and form.is_valid() and (grades := _grades(form)) is not None:
        send(request, form, use_cases.take_grades, grading_round=grading_round, grades=grades)
        if form.is_done:
            messages.success(request, _("Your grades are kept."))
            return redirect(back)
    title = _("Hand in a filled sheet")
    page = {
        "form": form,
        "title": title,
        "lead": _("What you hand in takes the place of what you handed in before."),
        "submit": _("Hand in"),
        "back": back,
        "crumbs": _crumbs(
            (_("Grading and fairness"), reverse("workspace:matching:rounds")), (title, "")
        ),
    }
    return show(request, "workspace/matching/grade.html", page, form=form)


def _grades(form):
    tables = tables_in(form)
    if tables is None:
        return None
    try:
        return grades_in(tables)
    except SheetRefused as refusal:
        form.add_error("file", str(refusal))
        return None
