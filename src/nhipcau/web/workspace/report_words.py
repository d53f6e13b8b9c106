"""The words of a report: what two units make of a month, and why a month was missed."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nhipcau.organisations.models import Organisation
from nhipcau.programmes.use_cases import explain_missed_month
from nhipcau.reporting import rules
from nhipcau.reporting.cadence import CadenceStatus, cadence_of_year
from nhipcau.reporting.queries import report_words
from nhipcau.reporting.use_cases import LONGEST, write_report
from nhipcau.shared import wording
from nhipcau.web.workspace.reports import programme_for
from nhipcau.web.workspace.sending import form_page, send


class WordsForm(forms.Form):
    assessment = forms.CharField(
        label=gettext_lazy("General assessment"),
        help_text=gettext_lazy("What went well, what did not, and why. One paragraph a line."),
        widget=forms.Textarea(attrs={"rows": 8}),
        required=False,
        max_length=LONGEST,
    )
    proposals = forms.CharField(
        label=gettext_lazy("Proposals"),
        help_text=gettext_lazy("What the two units ask of the Department or the Youth Union."),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=LONGEST,
    )


class ExplanationForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Why the month ended without the promised event"),
        help_text=gettext_lazy("Both units and the yearly review read this."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=2_000,
        error_messages={
            "required": gettext_lazy("Please write why the month ended without an event.")
        },
    )


def _acting_unit(request, programme):
    """The party for which this colleague writes; without one there is no such page."""
    units = rules.units_written_for(request.user, programme)
    return get_object_or_404(
        Organisation.objects.visible_to(request.user).filter(pk__in=units).order_by("pk")[:1]
    )


def _around(month, here):
    figures = reverse("workspace:reports:overview")
    back = reverse("workspace:reports:month", args=[month])
    return {
        "back": back,
        "crumbs": [
            (_("Figures"), f"{figures}?year={month.year}"),
            (_("Report of %(month)s") % {"month": wording.month(month.first)}, back),
            (here, ""),
        ],
    }


@require_http_methods(["GET", "POST"])
def write(request, month):
    """Assessment and proposals of a month, as they stand in the report."""
    programme = programme_for(request, month)
    unit = _acting_unit(request, programme)
    if not month.has_begun(timezone.now()):
        raise Http404
    written = report_words(programme, month)
    initial = {"assessment": written.assessment, "proposals": written.proposals} if written else {}
    form = WordsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        kept = send(
            request,
            form,
            write_report,
            programme=programme,
            month=month.first,
            organisation=unit,
            **form.cleaned_data,
        )
        if kept:
            messages.success(request, _("The words of the report are kept."))
            return redirect("workspace:reports:month", month)
    return form_page(
        request,
        form,
        title=_("Words of the report of %(month)s") % {"month": wording.month(month.first)},
        lead=_("The figures are counted by themselves; here stands what people make of them."),
        submit=_("Keep these words"),
        keep=f"report-{month.slug}",
        **_around(month, _("Words")),
    )


@require_http_methods(["GET", "POST"])
def explain(request, month):
    """Why a month ended without the promised event."""
    programme = programme_for(request, month)
    unit = _acting_unit(request, programme)
    missed = cadence_of_year(programme, month.year, at=timezone.now()).month(month.first)
    if missed.status not in (CadenceStatus.BREACH, CadenceStatus.EXPLAINED):
        raise Http404
    initial = {"text": missed.explanation.text} if missed.explanation else {}
    form = ExplanationForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        kept = send(
            request,
            form,
            explain_missed_month,
            programme=programme,
            organisation=unit,
            month=month.first,
            **form.cleaned_data,
        )
        if kept:
            messages.success(request, _("The month is explained; the report shows it."))
            return redirect("workspace:reports:month", month)
    return form_page(
        request,
        form,
        title=_("Explain %(month)s") % {"month": wording.month(month.first)},
        lead=missed.warning,
        submit=_("Keep the explanation"),
        keep=f"explain-{month.slug}",
        **_around(month, _("Explain")),
    )
