"""The sheet of a class for its school: made once, read on the page, printed, or as a workbook."""

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.events.models import RegistrationGroup
from nhipcau.schools import queries, rules, use_cases
from nhipcau.schools.choices import Question, Wish
from nhipcau.schools.wording import heading_of, notes_of, tables_of
from nhipcau.schools.workbook import class_xlsx
from nhipcau.web.answers import CountField
from nhipcau.web.workspace.events import events_crumb
from nhipcau.web.workspace.sending import form_page, send, sent

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST = 2000


class SlipsForm(forms.Form):
    """Counts of slips without a name, and which finished class stands beside them."""

    is_done = False
    sitting = forms.ModelChoiceField(
        label=gettext_lazy("Interests of this class"),
        help_text=gettext_lazy("A class of this school that has finished the questionnaire."),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("not asked"),
    )

    def __init__(self, data=None, *, sittings):
        super().__init__(data)
        for prefix, codes in (("wish", Wish), ("question", Question)):
            for code in codes:
                self.fields[f"{prefix}_{code.value}"] = CountField(
                    label=code.label, min_value=0, max_value=MOST, initial=0
                )
        self.fields["sitting"].queryset = sittings
        self.fields["sitting"].label_from_instance = lambda one: one.name
        self.fields["wish_TRADE"].help_text = _(
            "After school, I want to …: how many slips say so? All 0 if there were no slips."
        )
        self.fields["question_SUITS"].help_text = _(
            "How many asked this? Only what ten or more asked will stand on the sheet."
        )
        self.order_fields([name for name in self.fields if name != "sitting"])

    def content(self):
        told = self.cleaned_data
        return {
            "wishes": {one.value: told[f"wish_{one.value}"] for one in Wish},
            "questions": {one.value: told[f"question_{one.value}"] for one in Question},
            "sitting": told["sitting"],
        }


def _crumbs(group, name):
    back = reverse("workspace:events:groups", args=[group.session_id])
    return [events_crumb(), (_("Groups and kept places"), back), (name, "")]


@require_http_methods(["GET", "POST"])
def make(request, pk):
    groups = RegistrationGroup.objects.visible_to(request.user).select_related(
        "organisation", "session__event__plan_line"
    )
    group = get_object_or_404(groups, pk=pk)
    if not rules.may_make(request.user, group):
        raise Http404
    form = SlipsForm(sent(request), sittings=queries.sittings_of_school(request.user, group))
    if request.method == "POST" and form.is_valid():
        made = send(request, form, use_cases.make_report, group=group, **form.content())
        if form.is_done:
            return redirect("workspace:schools:detail", made.pk)
    return form_page(
        request,
        form,
        title=_("Sheet of a class for its school"),
        kicker=f"{group.name} · {group.organisation}",
        lead=_("Count slips without a name; nobody's answer is typed here."),
        consequences=[
            _("The figures are made once and stay as they are."),
            _("Only numbers of ten people or more are told, and none from which fewer follow."),
            _("The counts that you type are not kept."),
        ],
        submit=_("Make the sheet"),
        back=reverse("workspace:events:groups", args=[group.session_id]),
        crumbs=_crumbs(group, _("Sheet of a class")),
    )


def _report(request, pk):
    return get_object_or_404(queries.report_listed(request.user), pk=pk)


@require_GET
def detail(request, pk):
    report = _report(request, pk)
    page = {
        "report": report,
        "heading": heading_of(report),
        "tables": tables_of(report),
        "notes": notes_of(report),
        "may_discard": rules.may_make(request.user, report.group),
        "crumbs": _crumbs(report.group, _("Sheet of a class")),
    }
    return render(request, "workspace/events/class_report.html", page)


@require_GET
def xlsx(request, pk):
    report = _report(request, pk)
    response = HttpResponse(class_xlsx(report), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="phieu-lop-{report.pk}.xlsx"'
    return response


@require_http_methods(["GET", "POST"])
def discard(request, pk):
    report = _report(request, pk)
    if not rules.may_make(request.user, report.group):
        raise Http404
    form = forms.Form(sent(request))
    form.is_done = False
    if request.method == "POST" and form.is_valid():
        group = send(request, form, use_cases.discard_report, report=report)
        if form.is_done:
            return redirect("workspace:schools:make", group.pk)
    return form_page(
        request,
        form,
        title=_("Discard this sheet?"),
        kicker=report.group.name,
        consequences=[
            _("Collect first what was handed out: two sheets side by side can tell of one pupil."),
            _("A new sheet may be made afterwards."),
        ],
        submit=_("Discard the sheet"),
        danger=True,
        back=reverse("workspace:schools:detail", args=[report.pk]),
        crumbs=_crumbs(report.group, _("Discard")),
    )
