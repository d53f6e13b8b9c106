"""Calls that ask how it goes, what was a mistake, and the talks that follow an early leaving."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.placements import queries, rules, use_cases
from nhipcau.placements.models import CounsellingTask, StayCheck
from nhipcau.placements.states import LeavingReason, PlacementState, StayAnswer
from nhipcau.web.answers import DayField, ReasonForm, text_in
from nhipcau.web.workspace.placements import (
    ON_A_PAGE,
    placement_crumbs,
    placements_crumb,
    visible_placement,
)
from nhipcau.web.workspace.sending import form_page, send, sent


class CheckForm(forms.Form):
    answer = forms.ChoiceField(
        label=gettext_lazy("What was said?"),
        choices=StayAnswer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what was said.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why, if the job was left"),
        choices=[("", gettext_lazy("not left")), *LeavingReason.choices],
        required=False,
    )
    left_on = DayField(label=gettext_lazy("Last day, if known"), required=False)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)


@require_http_methods(["GET", "POST"])
def record_check(request, pk):
    checks = StayCheck.objects.visible_to(request.user).select_related(
        "placement__referral__young_person", "placement__referral__vacancy__employer"
    )
    check = get_object_or_404(checks, pk=pk)
    placement = check.placement
    if not rules.may_accompany(request.user, placement.referral.young_person):
        raise Http404
    form = CheckForm(sent(request))
    url = reverse("workspace:placements:detail", args=[placement.pk])
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        send(
            request,
            form,
            use_cases.record_check,
            check=check,
            answer=StayAnswer(told["answer"]),
            reason=told["reason"],
            left_on=told["left_on"],
            note=told["note"],
        )
        if form.is_done:
            messages.success(request, _("The call is written down."))
            return redirect(url)
    return form_page(
        request,
        form,
        title=_("A call on day %(day)d") % {"day": check.day},
        kicker=placement.referral.young_person.full_name,
        lead=f"{placement.referral.vacancy.title} · {placement.referral.vacancy.employer.name}",
        consequences=[
            _("Left: a task for a counsellor is opened."),
            _("Not reached: the check stays open, and is called again."),
        ],
        submit=_("Write it down"),
        back=url,
        crumbs=placement_crumbs(placement, (_("Call"), "")),
    )


@require_http_methods(["GET", "POST"])
def reopen(request, pk):
    placement = visible_placement(request, pk)
    if not rules.may_accompany(request.user, placement.referral.young_person):
        raise Http404
    form = ReasonForm(sent(request))
    url = reverse("workspace:placements:detail", args=[placement.pk])
    if request.method == "GET" and placement.state != PlacementState.LEFT:
        return redirect(url)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        send(request, form, use_cases.reopen, placement=placement, reason=reason)
        if form.is_done:
            messages.success(request, _("It is put right: still at work."))
            return redirect(url)
    return form_page(
        request,
        form,
        title=_("It was a mistake: still at work"),
        kicker=placement.referral.young_person.full_name,
        submit=_("Put it right"),
        back=url,
        crumbs=placement_crumbs(placement, (_("Put it right"), "")),
    )


@require_GET
def task_list(request):
    if not rules.may_see_placements(request.user):
        raise Http404
    is_done = text_in(request, "show") == "done"
    found = queries.tasks_listed(request.user, is_done=is_done)
    base = reverse("workspace:placements:tasks")
    page = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "is_done": is_done,
        "tabs": [
            {"url": base, "label": _("open"), "current": not is_done},
            {"url": f"{base}?show=done", "label": _("done"), "current": is_done},
        ],
        "today": timezone.localdate(),
        "crumbs": [placements_crumb(), (_("Talks to have"), "")],
    }
    return render(request, "workspace/placements/tasks.html", page)


class TaskForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("What came of it?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please write in a few words what came of it.")},
    )


@require_http_methods(["GET", "POST"])
def end_task(request, pk):
    tasks = CounsellingTask.objects.visible_to(request.user).select_related(
        "placement__referral__young_person", "placement__referral__vacancy__employer"
    )
    task = get_object_or_404(tasks, pk=pk)
    if not rules.may_accompany(request.user, task.placement.referral.young_person):
        raise Http404
    form = TaskForm(sent(request))
    url = reverse("workspace:placements:tasks")
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.end_task, task=task, note=form.cleaned_data["note"])
        if form.is_done:
            messages.success(request, _("The talk is written down."))
            return redirect(url)
    return form_page(
        request,
        form,
        title=_("The talk took place"),
        kicker=task.placement.referral.young_person.full_name,
        lead=task.get_reason_display().capitalize(),
        submit=_("Write it down"),
        back=url,
        crumbs=[placements_crumb(), (_("Talks to have"), url), (_("The talk took place"), "")],
    )
