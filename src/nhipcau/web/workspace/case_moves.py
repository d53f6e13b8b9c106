"""Waiting, closing, opening again; and who has a case: taken, assigned, lent, given away."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.counselling import queries, rules, use_cases
from nhipcau.counselling.models import Transfer
from nhipcau.counselling.states import CHOSEN_REASONS, ClosingReason, Result
from nhipcau.web.answers import DayField, ReasonForm
from nhipcau.web.workspace.cases import case_crumbs, cases_crumb, own_case, visible_case
from nhipcau.web.workspace.sending import form_page, press, send, sent


def _to(case):
    return redirect("workspace:cases:detail", case.pk)


def _page(request, form, case, *, title, submit="", **more):
    return form_page(
        request,
        form,
        title=title,
        kicker=case.young_person.full_name,
        submit=submit or _("Write it down"),
        back=reverse("workspace:cases:detail", args=[case.pk]),
        crumbs=case_crumbs(case, (title, "")),
        **more,
    )


@require_http_methods(["GET", "POST"])
def wait(request, pk):
    case = own_case(request, pk)
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        send(request, form, use_cases.wait, case=case, reason=reason)
        if form.is_done:
            messages.success(request, _("The case waits."))
            return _to(case)
    return _page(
        request,
        form,
        case,
        title=_("Let the case wait"),
        consequences=[_("Colleagues of the unit read the reason: no health, no family.")],
    )


@require_POST
def go_on(request, pk):
    case = own_case(request, pk)
    press(request, use_cases.go_on, said=_("The case goes on."), case=case)
    return _to(case)


class CloseForm(forms.Form):
    result = forms.ChoiceField(
        label=gettext_lazy("What came of it?"),
        choices=Result.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what came of it.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Why does it end?"),
        choices=[(one.value, one.label) for one in CHOSEN_REASONS],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose why it ends.")},
    )


@require_http_methods(["GET", "POST"])
def close(request, pk):
    case = own_case(request, pk)
    form = CloseForm(sent(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        send(
            request,
            form,
            use_cases.close_case,
            case=case,
            reason=ClosingReason(told["reason"]),
            result=Result(told["result"]),
        )
        if form.is_done:
            messages.success(request, _("The case is closed."))
            return _to(case)
    days = rules.reopen_days(timezone.localdate())
    return _page(
        request,
        form,
        case,
        title=_("Close the case"),
        submit=_("Close the case"),
        consequences=[
            _("What was agreed and is not done is dropped."),
            _("A case that was lent goes back to its unit."),
            _("Within %(days)d days it can be opened again.") % {"days": days},
        ],
    )


@require_http_methods(["GET", "POST"])
def reopen(request, pk):
    case = visible_case(request, pk)
    if not rules.works_in(request.user, case.unit_id):
        raise Http404
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        send(request, form, use_cases.reopen_case, case=case, reason=reason)
        if form.is_done:
            messages.success(request, _("The case is open again."))
            return _to(case)
    return _page(request, form, case, title=_("Open the case again"), submit=_("Open it again"))


@require_POST
def take(request, pk):
    case = visible_case(request, pk)
    press(request, use_cases.take_case, said=_("You follow this person now."), case=case)
    return _to(case)


@require_POST
def queue(request, pk):
    case = own_case(request, pk)
    said = _("The case is in the queue of your unit.")
    press(request, use_cases.put_into_queue, said=said, case=case)
    return _to(case)


class AssignForm(forms.Form):
    counsellor = forms.ModelChoiceField(
        label=gettext_lazy("Who follows the person from now on?"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("nobody yet: the unit's queue"),
    )

    def __init__(self, data=None, *, units, **options):
        super().__init__(data, **options)
        self.fields["counsellor"].queryset = queries.possible_counsellors(units)
        self.fields["counsellor"].label_from_instance = lambda one: one.full_name


@require_http_methods(["GET", "POST"])
def assign(request, pk):
    case = visible_case(request, pk)
    if not rules.may_assign(request.user, case):
        raise Http404
    form = AssignForm(
        sent(request), units=[case.unit_id], initial={"counsellor": case.counsellor_id}
    )
    if request.method == "POST" and form.is_valid():
        counsellor = form.cleaned_data["counsellor"]
        send(request, form, use_cases.assign_case, case=case, counsellor=counsellor)
        if form.is_done:
            messages.success(request, _("The case is assigned."))
            return _to(case)
    return _page(request, form, case, title=_("Assign the case"), submit=_("Assign"))


class TransferForm(forms.Form):
    to_unit = forms.ModelChoiceField(
        label=gettext_lazy("To which unit?"), queryset=None, empty_label=None
    )
    to_counsellor = forms.ModelChoiceField(
        label=gettext_lazy("To whom?"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("whoever of the unit takes it"),
    )
    until = DayField(
        label=gettext_lazy("Until when?"),
        help_text=gettext_lazy("The case comes back by itself after this day. Empty: for good."),
        required=False,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("The other colleague reads it: no health, no family."),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please write why.")},
    )

    def __init__(self, data=None, **options):
        super().__init__(data, **options)
        units = queries.partner_units()
        self.fields["to_unit"].queryset = units
        self.fields["to_counsellor"].queryset = queries.possible_counsellors(
            units.values_list("pk", flat=True)
        )
        self.fields["to_counsellor"].label_from_instance = lambda one: one.full_name


@require_http_methods(["GET", "POST"])
def transfer(request, pk):
    case = own_case(request, pk)
    form = TransferForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.ask_transfer, case=case, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The colleague is asked. Until then the case is yours."))
            return _to(case)
    return _page(
        request,
        form,
        case,
        title=_("Hand the case on"),
        submit=_("Ask"),
        consequences=[
            _("Nothing changes before it is accepted."),
            _("Whoever accepts reads all notes; you go on reading your own."),
        ],
    )


def _visible_transfer(request, pk):
    if not rules.may_see_cases(request.user):
        raise Http404
    found = Transfer.objects.visible_to(request.user).select_related(
        "case__young_person", "to_unit", "from_unit"
    )
    return get_object_or_404(found, pk=pk)


@require_POST
def accept(request, pk):
    found = _visible_transfer(request, pk)
    if not rules.may_answer_transfer(request.user, found):
        raise Http404
    said = _("The case is yours now.")
    press(request, use_cases.accept_transfer, said=said, transfer=found)
    return _to(found.case)


@require_http_methods(["GET", "POST"])
def decline(request, pk):
    found = _visible_transfer(request, pk)
    if not rules.may_answer_transfer(request.user, found):
        raise Http404
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"][:300]
        send(request, form, use_cases.decline_transfer, transfer=found, reason=reason)
        if form.is_done:
            messages.success(request, _("The case stays where it is."))
            return redirect("workspace:cases:list")
    return _page(request, form, found.case, title=_("Decline the case"), submit=_("Decline"))


@require_POST
def take_back(request, pk):
    found = _visible_transfer(request, pk)
    if not rules.may_take_back(request.user, found):
        raise Http404
    said = _("The request is taken back.")
    press(request, use_cases.take_back_transfer, said=said, transfer=found)
    return _to(found.case)


@require_POST
def give_back(request, pk):
    found = _visible_transfer(request, pk)
    said = _("The case is back.")
    press(request, use_cases.give_back, said=said, transfer=found)
    return _to(found.case)


class AbsenceForm(forms.Form):
    user = forms.ModelChoiceField(label=gettext_lazy("Who is away?"), queryset=None)
    starts_on = DayField(label=gettext_lazy("First day away"))
    ends_on = DayField(label=gettext_lazy("Last day away"))

    def __init__(self, data=None, *, actor, **options):
        super().__init__(data, **options)
        field = self.fields["user"]
        field.queryset = queries.who_may_be_noted_away(actor)
        field.label_from_instance = lambda one: one.full_name
        field.initial = actor.pk
        field.empty_label = None


@require_http_methods(["GET", "POST"])
def note_absence(request):
    if not rules.may_see_cases(request.user):
        raise Http404
    form = AbsenceForm(sent(request), actor=request.user)
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.note_absence, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("It is noted. The queue shows the cases meanwhile."))
            return redirect("workspace:cases:absence")
    return form_page(
        request,
        form,
        title=_("Away"),
        lead=_("Meanwhile the unit's queue shows the cases, and a colleague may take one."),
        submit=_("Write it down"),
        back=reverse("workspace:cases:list"),
        template="workspace/cases/absence.html",
        absences=queries.absences_of(request.user, timezone.localdate()),
        own=request.user.pk,
        crumbs=[cases_crumb(), (_("Away"), "")],
    )


@require_POST
def end_absence(request, pk):
    found = queries.absences_of(request.user, timezone.localdate())
    absence = get_object_or_404(found, pk=pk)
    if not rules.may_note_absence(request.user, absence.user):
        raise Http404
    press(request, use_cases.end_absence, said=_("Welcome back."), absence=absence)
    return redirect("workspace:cases:absence")
