"""Lines of an open plan version: add, change, remove, and let the units change places."""

from dataclasses import fields, replace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.programmes import rules, use_cases
from nhipcau.programmes.details import LineDetails
from nhipcau.programmes.models import PlanLine
from nhipcau.shared import wording
from nhipcau.web.answers import NothingToAsk
from nhipcau.web.workspace.plan_forms import LineForm
from nhipcau.web.workspace.plans import plans_crumb, visible_version
from nhipcau.web.workspace.sending import form_page, press, send, sent


def _editable(request, version):
    """Whoever may not plan finds nothing; an approved version is said to be closed."""
    if not rules.may_plan(request.user, version.year_plan.programme):
        raise Http404
    if version.is_editable:
        return None
    messages.error(
        request, _("This version can no longer be changed. Open a new version instead.")
    )
    return redirect("workspace:plans:version", version.pk)


def _visible_line(request, pk):
    lines = PlanLine.objects.visible_to(request.user).select_related(
        "version__year_plan__programme", "lead", "supporting", "kind", "content", "commune"
    )
    return get_object_or_404(lines, pk=pk)


def _crumbs(version, here):
    url = reverse("workspace:plans:version", args=[version.pk])
    name = _("Plan %(year)d, version %(number)d") % {
        "year": version.year_plan.year,
        "number": version.number,
    }
    return {"back": url, "crumbs": [plans_crumb(), (name, url), (here, "")]}


@require_http_methods(["GET", "POST"])
def add_line(request, pk):
    version = visible_version(request, pk)
    closed = _editable(request, version)
    if closed:
        return closed
    form = LineForm(sent(request), version=version)
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.save_plan_line, version=version, details=form.details())
        if form.is_done:
            messages.success(request, _("The line is in the plan."))
            return redirect("workspace:plans:version", version.pk)
    return form_page(
        request,
        form,
        title=_("Add a line to the plan"),
        submit=_("Add the line"),
        keep=f"plan-{version.pk}-new",
        **_crumbs(version, _("New line")),
    )


@require_http_methods(["GET", "POST"])
def change_line(request, pk):
    line = _visible_line(request, pk)
    closed = _editable(request, line.version)
    if closed:
        return closed
    form = LineForm(sent(request), version=line.version, line=line)
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.save_plan_line,
            version=line.version,
            details=form.details(),
            line=line,
        )
        if form.is_done:
            messages.success(request, _("The line is changed."))
            return redirect("workspace:plans:version", line.version_id)
    return form_page(
        request,
        form,
        title=_("Change a line of the plan"),
        submit=_("Save the line"),
        **_crumbs(line.version, _("Change a line")),
    )


@require_POST
def swap_units(request, pk):
    """The supporting unit leads and the leading one supports."""
    line = _visible_line(request, pk)
    closed = _editable(request, line.version)
    if closed:
        return closed
    now = LineDetails(**{one.name: getattr(line, one.name) for one in fields(LineDetails)})
    press(
        request,
        use_cases.save_plan_line,
        version=line.version,
        line=line,
        details=replace(now, lead=line.supporting, supporting=line.lead),
        said=_("%(unit)s leads this line now.") % {"unit": line.supporting.short_name},
    )
    return redirect(f"{reverse('workspace:plans:version', args=[line.version_id])}#line-{line.pk}")


@require_http_methods(["GET", "POST"])
def remove_line(request, pk):
    """Ask first, on a page of its own, then take the line out."""
    line = _visible_line(request, pk)
    closed = _editable(request, line.version)
    if closed:
        return closed
    form = NothingToAsk(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.remove_plan_line, line=line)
        if form.is_done:
            messages.success(request, _("The line is out of this version."))
            return redirect("workspace:plans:version", line.version_id)
    return form_page(
        request,
        form,
        title=_("Remove this line?"),
        lead=f"{capfirst(wording.month(line.month))} · {line.title}",
        consequences=[
            _("The line goes out of this version only."),
            _("The version in force keeps it until both units approve this one."),
        ],
        submit=_("Remove the line"),
        danger=True,
        **_crumbs(line.version, _("Remove a line")),
    )
