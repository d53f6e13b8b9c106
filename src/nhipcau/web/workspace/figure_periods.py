"""The figures of a period: proposed by one unit, confirmed by the other, amended later."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.organisations.models import Organisation
from nhipcau.reporting import rules
from nhipcau.reporting.closed import changes_of, differing_now, state_of, versions_of
from nhipcau.reporting.models import ReportingPeriod
from nhipcau.reporting.states import PENDING, PeriodState
from nhipcau.reporting.use_cases import (
    amend_period,
    confirm_period,
    give_back_period,
    propose_period,
)
from nhipcau.web.answers import NothingToAsk
from nhipcau.web.workspace.figure_spans import chosen_span
from nhipcau.web.workspace.sending import form_page, send


class WhyForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Both units read this, now and later."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        error_messages={"required": gettext_lazy("Please write why; the other unit reads it.")},
    )


@require_GET
def period(request, slug):
    programme, span = chosen_span(request, slug)
    kept = _kept(request, programme, span)
    units = rules.units_written_for(request.user, programme)
    pending = kept.pending if kept else None
    at = timezone.now()
    page = {
        "programme": programme,
        "span": span.slug,
        "title": _("Figures of %(period)s") % {"period": span.label},
        "period": kept,
        "state": state_of(kept),
        "is_over": span.period.is_over(at),
        "versions": versions_of(kept) if kept else [],
        "changes": changes_of(kept) if kept else [],
        "may_propose": bool(units) and span.period.is_over(at) and _is_open(kept),
        "may_confirm": bool(pending) and bool(units - {pending.proposed_for_id}),
        "may_give_back": bool(pending) and bool(units),
        "may_amend": bool(units) and kept is not None and kept.state == PeriodState.CLOSED,
        "waits": bool(kept) and kept.state in PENDING,
        "differing": differing_now(kept, span) if kept else [],
    }
    return render(request, "workspace/reports/period.html", page)


@require_http_methods(["GET", "POST"])
def propose(request, slug):
    programme, span = chosen_span(request, slug)
    unit = _own_unit(request, programme)
    kept = _kept(request, programme, span)
    if not _is_open(kept) or not span.period.is_over(timezone.now()):
        raise Http404
    form = NothingToAsk(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        told = {"programme": programme, "slug": slug, "organisation": unit}
        if send(request, form, propose_period, **told):
            messages.success(request, _("The figures are proposed. The other unit confirms them."))
            return redirect("workspace:reports:period", slug)
    return _page(
        request,
        form,
        slug,
        title=_("Propose the figures of %(period)s") % {"period": span.label},
        lead=_("They are frozen as they are now, with the rows behind them."),
        submit=_("Propose these figures"),
        consequences=[
            _("The other unit sees exactly these figures and confirms them, or gives them back."),
            _("What is corrected afterwards does not change them."),
        ],
    )


@require_http_methods(["GET", "POST"])
def confirm(request, slug):
    programme, span = chosen_span(request, slug)
    kept = _kept(request, programme, span)
    if kept is None or kept.pending is None:
        raise Http404
    unit = _own_unit(request, programme, but=kept.pending.proposed_for_id)
    form = ConfirmForm(request.POST or None, initial={"content_hash": kept.pending.content_hash})
    if request.method == "POST" and form.is_valid():
        told = {"period": kept, "organisation": unit, **form.cleaned_data}
        if send(request, form, confirm_period, **told):
            messages.success(request, _("Both units stand for these figures: they are closed."))
            return redirect("workspace:reports:period", slug)
    return _page(
        request,
        form,
        slug,
        title=_("Confirm the figures of %(period)s") % {"period": span.label},
        lead=_("Version %(number)s, proposed by %(unit)s.")
        % {"number": kept.pending.number, "unit": kept.pending.proposed_for.short_name},
        submit=_("Confirm and close"),
        consequences=[
            _("Your unit stands for these figures. They are closed and never change."),
            _("What turns out later becomes an amendment, with a reason."),
        ],
    )


class ConfirmForm(forms.Form):
    content_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)


@require_http_methods(["GET", "POST"])
def give_back(request, slug):
    programme, span = chosen_span(request, slug)
    kept = _kept(request, programme, span)
    if kept is None or kept.pending is None:
        raise Http404
    unit = _own_unit(request, programme)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {"period": kept, "organisation": unit, **form.cleaned_data}
        if send(request, form, give_back_period, **told):
            messages.success(
                request, _("The figures are given back; the reason stands with them.")
            )
            return redirect("workspace:reports:period", slug)
    return _page(
        request,
        form,
        slug,
        title=_("Give back the figures of %(period)s") % {"period": span.label},
        lead=_("They are not confirmed. What was closed before stays in force."),
        submit=_("Give them back"),
    )


@require_http_methods(["GET", "POST"])
def amend(request, slug):
    programme, span = chosen_span(request, slug)
    kept = _kept(request, programme, span)
    if kept is None or kept.state != PeriodState.CLOSED:
        raise Http404
    unit = _own_unit(request, programme)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = {"period": kept, "organisation": unit, **form.cleaned_data}
        if send(request, form, amend_period, **told):
            messages.success(request, _("The amendment is proposed. The other unit confirms it."))
            return redirect("workspace:reports:period", slug)
    return _page(
        request,
        form,
        slug,
        title=_("Amend the figures of %(period)s") % {"period": span.label},
        lead=_("A new version is counted from the rows as they are now."),
        submit=_("Propose the amendment"),
        consequences=[_("The closed version stays in force until the other unit confirms.")],
    )


def _page(request, form, slug, **told):
    back = reverse("workspace:reports:period", args=[slug])
    crumbs = [
        (_("Figures"), reverse("workspace:reports:catalogue")),
        (capfirst(told["title"]), ""),
    ]
    return form_page(request, form, back=back, crumbs=crumbs, **told)


def _is_open(kept):
    return kept is None or kept.state == PeriodState.OPEN


def _kept(request, programme, span):
    return (
        ReportingPeriod.objects.visible_to(request.user)
        .filter(programme=programme, kind=span.kind, first=span.period.first)
        .select_related("pending__proposed_for", "in_force", "programme")
        .first()
    )


def _own_unit(request, programme, *, but=None):
    """The party for which this colleague acts; without one there is no such page."""
    units = rules.units_written_for(request.user, programme) - {but}
    return get_object_or_404(
        Organisation.objects.visible_to(request.user).filter(pk__in=units).order_by("pk")[:1]
    )
