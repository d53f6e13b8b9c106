"""Files with people in them: asked for, agreed to by a second colleague, fetched, gone."""

from datetime import date

from django import forms
from django.contrib import messages
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.organisations.models import Organisation
from nhipcau.reporting import rules
from nhipcau.reporting.measures import BY_CODE
from nhipcau.reporting.models import Export
from nhipcau.reporting.rendering import FORMATS
from nhipcau.reporting.states import ExportState
from nhipcau.reporting.use_cases import (
    approve_export,
    ask_export,
    fetch_export,
    refuse_export,
)
from nhipcau.shared.errors import DomainError
from nhipcau.web.answers import ReasonForm, text_in
from nhipcau.web.workspace.figure_spans import chosen_span
from nhipcau.web.workspace.reports import programmes_for
from nhipcau.web.workspace.sending import form_page, press, send

SHOWN = 100


class PurposeForm(forms.Form):
    purpose = forms.CharField(
        label=gettext_lazy("What this file is for"),
        help_text=gettext_lazy("Stands on every page of it, with your name."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": gettext_lazy("Please write what this file is for.")},
    )


@require_GET
def export_list(request):
    programmes_for(request)
    exports = list(
        Export.objects.visible_to(request.user).select_related("asked_by", "unit", "approved_by")[
            :SHOWN
        ]
    )
    at = timezone.now()
    page = {
        "rows": [
            {
                "export": one,
                "measure": BY_CODE[one.measure].label,
                "may_decide": one.state == ExportState.ASKED
                and rules.may_decide_export(request.user, one),
                "may_fetch": one.state == ExportState.READY
                and one.expires_at > at
                and rules.may_fetch_export(request.user, one),
            }
            for one in exports
        ]
    }
    return render(request, "workspace/reports/exports.html", page)


@require_http_methods(["GET", "POST"])
def ask(request, slug):
    """Ask for the list behind a figure, told by the address."""
    programme, span = chosen_span(request, slug)
    measure = BY_CODE.get(text_in(request, "measure") or "turns")
    if measure is None or not rules.may_see_small_cells(request.user):
        raise Http404
    units = rules.units_written_for(request.user, programme)
    unit = get_object_or_404(
        Organisation.objects.visible_to(request.user).filter(pk__in=units).order_by("pk")[:1]
    )
    narrowing = {
        name: text_in(request, name) for name in measure.dimensions if name in request.GET
    }
    form = PurposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {
            "programme": programme,
            "organisation": unit,
            "measure": measure.code,
            "period": _period(request, span),
            "narrowing": narrowing,
        }
        if send(request, form, ask_export, **told, **form.cleaned_data):
            messages.success(request, _("The file is asked for. It stands in this list."))
            return redirect("workspace:reports:exports")
    return form_page(
        request,
        form,
        title=_("Ask for a list: %(what)s") % {"what": measure.label},
        lead=_("You get what you may see yourself, as a workbook that carries your name."),
        submit=_("Ask for this file"),
        back=reverse("workspace:reports:catalogue"),
        consequences=[
            _("A long list is made only when a second colleague of your unit agrees."),
            _("The file can be fetched by you alone, for a few days, and is then deleted."),
        ],
    )


def _period(request, span):
    try:
        first = date.fromisoformat(text_in(request, "first"))
        last = date.fromisoformat(text_in(request, "last"))
    except ValueError:
        return span.period
    inside = (span.until, span.period)
    return next((one for one in inside if (one.first, one.last) == (first, last)), span.period)


@require_POST
def approve(request, pk):
    export = _one(request, pk)
    press(request, approve_export, export=export, said=_("The file will be made."))
    return redirect("workspace:reports:exports")


@require_http_methods(["GET", "POST"])
def refuse(request, pk):
    export = _one(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        send(request, form, refuse_export, export=export, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The file is refused; the reason stands with it."))
            return redirect("workspace:reports:exports")
    return form_page(
        request,
        form,
        title=_("Refuse this file"),
        lead=export.purpose,
        submit=_("Refuse"),
        back=reverse("workspace:reports:exports"),
    )


def _one(request, pk):
    """A file that this colleague may decide about."""
    export = get_object_or_404(
        Export.objects.visible_to(request.user).select_related("unit"), pk=pk
    )
    if export.state != ExportState.ASKED or not rules.may_decide_export(request.user, export):
        raise Http404
    return export


@require_POST
def fetch(request, pk):
    export = get_object_or_404(
        Export.objects.visible_to(request.user).select_related("unit"), pk=pk
    )
    if not rules.may_fetch_export(request.user, export):
        raise Http404
    try:
        fetch_export(by=request.user, at=timezone.now(), export=export)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("workspace:reports:exports")
    parts = export.parts.order_by("number").values_list("content", flat=True)
    response = StreamingHttpResponse(
        (bytes(one) for one in parts.iterator(chunk_size=4)),
        content_type=FORMATS["xlsx"].content_type,
    )
    response["Content-Disposition"] = f'attachment; filename="danh-sach-{export.mark}.xlsx"'
    return response
