"""Licences of enterprises that send workers abroad: entered, looked up again, withdrawn."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nhipcau.employers import rules, use_cases
from nhipcau.employers.models import EmployerKind, SendingLicence
from nhipcau.employers.states import LicenceFinding
from nhipcau.web.answers import DayField
from nhipcau.web.workspace.employers import employer_crumbs, visible_employer
from nhipcau.web.workspace.sending import form_page, send, sent


class SourceForm(forms.Form):
    source = forms.CharField(
        label=gettext_lazy("Where did you look it up?"),
        help_text=gettext_lazy("The public list of the Department: dolab.gov.vn, with the page."),
        max_length=200,
        error_messages={
            "required": gettext_lazy(
                "Please write where you looked it up, for example the address of the list."
            )
        },
    )
    checked_on = DayField(label=gettext_lazy("Looked up on"))


class LicenceForm(SourceForm):
    number = forms.CharField(
        label=gettext_lazy("Number of the licence"),
        max_length=60,
        error_messages={
            "required": gettext_lazy("Please write the number of the licence as it stands there.")
        },
    )
    issued_on = DayField(label=gettext_lazy("Issued on"))
    expires_on = DayField(label=gettext_lazy("Last day of the licence"))
    scope = forms.CharField(
        label=gettext_lazy("Scope"),
        help_text=gettext_lazy("Markets and kinds of work that the licence names."),
        max_length=200,
        error_messages={
            "required": gettext_lazy(
                "Please write the markets and kinds of work that the licence names."
            )
        },
    )
    field_order = ("number", "issued_on", "expires_on", "scope", "source", "checked_on")


class LookUpForm(SourceForm):
    finding = forms.ChoiceField(
        label=gettext_lazy("What did you find?"),
        choices=[(value, capfirst(label)) for value, label in LicenceFinding.choices],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what you found.")},
    )
    expires_on = DayField(
        label=gettext_lazy("Last day of the licence"),
        help_text=gettext_lazy("As it stands there now."),
    )
    field_order = ("finding", "expires_on", "source", "checked_on")


class WithdrawForm(forms.Form):
    withdrawn_on = DayField(label=gettext_lazy("Withdrawn on"))
    reason = forms.CharField(
        label=gettext_lazy("Who withdrew it, and why"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please write who withdrew it and why.")},
    )


def _kept_licence(request, pk):
    licences = SendingLicence.objects.visible_to(request.user).select_related("employer__centre")
    licence = get_object_or_404(licences, pk=pk)
    if not rules.may_keep(request.user, licence.employer):
        raise Http404
    return licence


def _page(request, form, employer, title, submit, **more):
    return form_page(
        request,
        form,
        title=title,
        kicker=employer.name,
        submit=submit,
        back=reverse("workspace:employers:detail", args=[employer.pk]),
        crumbs=employer_crumbs(employer, title),
        **more,
    )


@require_http_methods(["GET", "POST"])
def enter(request, pk):
    employer = visible_employer(request, pk, may=rules.may_keep)
    if employer.kind != EmployerKind.ENTERPRISE or not rules.takes_changes(employer):
        raise Http404
    form = LicenceForm(sent(request), initial={"checked_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.enter_licence, employer=employer, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The licence is kept."))
            return redirect("workspace:employers:detail", employer.pk)
    consequences = [
        _("From its last day on, what hangs on this licence stops by itself, without a delay."),
        _("We remind the Centre beforehand."),
    ]
    title = _("Enter a licence to send workers abroad")
    return _page(request, form, employer, title, _("Keep"), consequences=consequences)


@require_http_methods(["GET", "POST"])
def look_up(request, pk):
    licence = _kept_licence(request, pk)
    initial = {
        "checked_on": timezone.localdate(),
        "expires_on": licence.expires_on,
        "source": licence.source,
    }
    form = LookUpForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.check_licence, licence=licence, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The look-up is kept."))
            return redirect("workspace:employers:detail", licence.employer_id)
    consequences = [
        _("A licence that does not stand in the list counts as withdrawn from that day on.")
    ]
    return _page(
        request,
        form,
        licence.employer,
        _("Look the licence up again"),
        _("Keep"),
        lead=licence.number,
        consequences=consequences,
    )


@require_http_methods(["GET", "POST"])
def withdraw(request, pk):
    licence = _kept_licence(request, pk)
    if licence.withdrawn_on:
        raise Http404
    form = WithdrawForm(sent(request), initial={"withdrawn_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.withdraw_licence, licence=licence, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The licence counts as withdrawn."))
            return redirect("workspace:employers:detail", licence.employer_id)
    consequences = [_("What hangs on this licence stops at once: work abroad is shown no more.")]
    return _page(
        request,
        form,
        licence.employer,
        _("Was this licence withdrawn?"),
        _("Withdraw it"),
        lead=licence.number,
        danger=True,
        consequences=consequences,
    )
