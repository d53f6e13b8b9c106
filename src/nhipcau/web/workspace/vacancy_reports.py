"""What people report of vacancies, and what colleagues found."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.vacancies import rules, use_cases
from nhipcau.vacancies.codes import Decision
from nhipcau.vacancies.models import VacancyReport
from nhipcau.web.workspace.own_rows import with_own_rows
from nhipcau.web.workspace.sending import form_page, send, sent
from nhipcau.web.workspace.vacancies import seen, vacancies_crumb

ON_A_PAGE = 25


@require_GET
@with_own_rows
def report_list(request):
    """Those that wait first, the oldest of them first; then what was decided."""
    seen(request)
    chosen = request.GET.get("decided") == "1"
    reports = VacancyReport.objects.visible_to(request.user).select_related(
        "vacancy__employer", "decided_by"
    )
    if chosen:
        rows = reports.exclude(decided_at=None).order_by("-decided_at", "-pk")
    else:
        rows = reports.undecided().order_by("created_at", "pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    address = reverse("workspace:vacancies:reports")
    context = {
        "page": page,
        "chips": [
            {"url": address, "label": _("to be decided"), "current": not chosen},
            {"url": f"{address}?decided=1", "label": _("decided"), "current": chosen},
        ],
        "crumbs": [vacancies_crumb(), (_("Reports"), "")],
    }
    return render(request, "workspace/vacancies/reports.html", context)


class DecideForm(forms.Form):
    decision = forms.ChoiceField(
        label=gettext_lazy("What did you find?"),
        choices=Decision.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what was found.")},
    )
    note = forms.CharField(
        label=gettext_lazy("What you looked at and found"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy(
                "Please write what you looked at and found; others will read it later."
            )
        },
    )


@require_http_methods(["GET", "POST"])
@with_own_rows
def decide(request, pk):
    reports = VacancyReport.objects.visible_to(request.user).undecided()
    report = get_object_or_404(reports.select_related("vacancy__employer"), pk=pk)
    if not rules.may_decide_reports(request.user, report.vacancy):
        raise Http404
    form = DecideForm(sent(request))
    back = reverse("workspace:vacancies:detail", args=[report.vacancy_id])
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.decide_report, report=report, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("Decided; the vacancy shows it in its history."))
            return redirect(back)
    return form_page(
        request,
        form,
        template="workspace/vacancies/decide.html",
        title=_("Decide on a report"),
        kicker=report.vacancy.title,
        lead=report.vacancy.employer.name,
        report=report,
        consequences=[
            _("True: the vacancy is frozen, or stays so; close it if nothing can be mended."),
            _("Not confirmed: the vacancy goes on, if nothing else is wrong with it."),
        ],
        submit=_("Decide"),
        back=back,
        crumbs=[
            vacancies_crumb(),
            (_("Reports"), reverse("workspace:vacancies:reports")),
            (_("Decide"), ""),
        ],
    )
