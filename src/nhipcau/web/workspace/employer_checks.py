"""Looking an employer up, suspending it, closing and reopening it, and its whole history."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.employers import queries, rules, use_cases
from nhipcau.employers.details import CheckDetails
from nhipcau.employers.states import EmployerState, Finding, Register
from nhipcau.web.answers import DayField, ReasonForm
from nhipcau.web.workspace.employer_words import steps_of, words_of_lacking
from nhipcau.web.workspace.employers import employer_crumbs, visible_employer
from nhipcau.web.workspace.sending import form_page, send, sent


def capitalised(choices):
    return [(value, capfirst(label)) for value, label in choices]


class CheckForm(forms.Form):
    register = forms.ChoiceField(
        label=gettext_lazy("Where did you look it up?"),
        choices=capitalised(Register.choices),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose where you looked.")},
    )
    looked_up = forms.CharField(
        label=gettext_lazy("What did you look up?"),
        help_text=gettext_lazy("The tax code, the name, the number that you called."),
        max_length=200,
        error_messages={
            "required": gettext_lazy("Please write what you looked up, for example the tax code.")
        },
    )
    finding = forms.ChoiceField(
        label=gettext_lazy("What did you find?"),
        choices=capitalised(Finding.choices),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what you found.")},
    )
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        help_text=gettext_lazy(
            "Address of the page, number and day of the paper, or who said it on the phone."
        ),
        max_length=300,
        error_messages={
            "required": gettext_lazy(
                "Please write the evidence: address of the page, number of the paper, who."
            )
        },
    )
    checked_on = DayField(label=gettext_lazy("Checked on"))
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("Needed when something differs or was not found."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@require_http_methods(["GET", "POST"])
def check(request, pk):
    employer = visible_employer(request, pk, may=rules.may_check)
    if not rules.takes_changes(employer):
        raise Http404
    initial = {"checked_on": timezone.localdate(), "looked_up": employer.tax_code or employer.name}
    form = CheckForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.check_employer,
            employer=employer,
            check=CheckDetails(**form.cleaned_data),
        )
        if form.is_done:
            _say_what_follows(request, pk)
            return redirect("workspace:employers:detail", pk)
    checks = queries.checks_of_round(employer)
    return form_page(
        request,
        form,
        title=_("Check an employer"),
        kicker=employer.name,
        lead=employer.tax_code,
        consequences_heading=_("Still needed to verify it"),
        consequences=words_of_lacking(rules.lacking(employer.kind, checks)),
        submit=_("Keep the check"),
        back=reverse("workspace:employers:detail", args=[pk]),
        crumbs=employer_crumbs(employer, _("Check an employer")),
    )


def _say_what_follows(request, pk):
    employer = visible_employer(request, pk)
    checks = queries.checks_of_round(employer)
    if employer.state == EmployerState.VERIFIED and not checks:
        messages.success(request, _("Two colleagues have checked it: the employer is verified."))
        return
    lacking = words_of_lacking(rules.lacking(employer.kind, checks)) if checks else []
    messages.success(request, " ".join([_("Your check is kept."), *lacking]))


# The word of the address → use case, title, sentences, button, whether it takes something away.
STEPS = {
    "suspend": (
        use_cases.suspend_employer,
        lambda: _("Suspend this employer?"),
        lambda: [
            _("Its vacancies disappear from the public pages at once."),
            _("Nobody new is introduced to it. Its contacts see at their desk that it is so."),
            _("You can reopen it with a reason."),
        ],
        lambda: _("Suspend it"),
        True,
    ),
    "reopen": (
        use_cases.reopen_employer,
        lambda: _("Reopen this employer?"),
        lambda: [
            _("A suspended employer is verified again at once, while its verification holds."),
            _("A closed record begins anew: two colleagues check it first."),
        ],
        lambda: _("Reopen it"),
        False,
    ),
    "close": (
        use_cases.close_employer,
        lambda: _("Is this employer no longer active?"),
        lambda: [
            _("Its vacancies disappear from the public pages at once."),
            _("Its desk ends, and links that are on their way no longer work."),
            _("The record stays and can be reopened; then two colleagues check it again."),
        ],
        lambda: _("Close the record"),
        True,
    ),
}
OPEN_TO = {
    "suspend": {EmployerState.VERIFIED},
    "reopen": {EmployerState.SUSPENDED, EmployerState.CLOSED},
    "close": {EmployerState.REGISTERED, EmployerState.VERIFIED, EmployerState.SUSPENDED},
}


@require_http_methods(["GET", "POST"])
def step(request, pk, to):
    employer = visible_employer(request, pk, may=rules.may_check)
    if to not in STEPS or employer.state not in OPEN_TO[to]:
        raise Http404
    use_case, title, consequences, submit, danger = STEPS[to]
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_case, employer=employer, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("It is done, and stands in the history."))
            return redirect("workspace:employers:detail", pk)
    return form_page(
        request,
        form,
        title=title(),
        kicker=employer.name,
        consequences=consequences(),
        submit=submit(),
        danger=danger,
        back=reverse("workspace:employers:detail", args=[pk]),
        crumbs=employer_crumbs(employer, submit()),
    )


@require_GET
def history(request, pk):
    """All that happened to the record: states, checks, licences, changes of its details."""
    employer = visible_employer(request, pk)
    page = {
        "employer": employer,
        "steps": steps_of(queries.history_of(request.user, employer)),
        "crumbs": employer_crumbs(employer, _("History")),
    }
    return render(request, "workspace/employers/history.html", page)
