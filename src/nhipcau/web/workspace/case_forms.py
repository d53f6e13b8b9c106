"""What is written down in a case: its opening, the coded record, contacts, agreed steps."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.counselling import queries, rules, use_cases
from nhipcau.counselling.details import CaseFacts
from nhipcau.counselling.models import Step
from nhipcau.counselling.states import (
    Advice,
    Channel,
    CounsellingKind,
    Doer,
    Interpreter,
    Need,
)
from nhipcau.people.models import Guardian, Purpose
from nhipcau.people.queries import consent_texts
from nhipcau.people.rules import agrees, needs_guardian
from nhipcau.web.answers import DayField, ReasonForm, text_in
from nhipcau.web.workspace.cases import case_crumbs, cases_crumb, own_case
from nhipcau.web.workspace.own_rows import with_own_rows
from nhipcau.web.workspace.people import visible_person
from nhipcau.web.workspace.sending import form_page, press, send, sent

LONGEST_NOTE = 15_000


class RecordForm(forms.Form):
    needs = forms.MultipleChoiceField(
        label=gettext_lazy("What does the person come with?"),
        choices=Need.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose what the person comes with.")},
    )
    advice = forms.MultipleChoiceField(
        label=gettext_lazy("What was advised?"),
        choices=Advice.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    interpreter = forms.ChoiceField(
        label=gettext_lazy("Does somebody interpret?"),
        choices=[("", gettext_lazy("no, not needed")), *Interpreter.choices],
        required=False,
    )

    def facts(self):
        told = self.cleaned_data
        return CaseFacts(
            needs=tuple(told["needs"]),
            advice=tuple(told["advice"]),
            interpreter=told["interpreter"],
        )


class OpenForm(RecordForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Which counselling?"),
        help_text=gettext_lazy("The law counts the three kinds apart."),
        choices=CounsellingKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose which counselling it is.")},
    )
    unit = forms.ChoiceField(label=gettext_lazy("Unit"))
    paper = forms.CharField(
        label=gettext_lazy("Where the signed consent to counselling is kept"),
        help_text=gettext_lazy("For example: folder 12/2026, sheet 14."),
        max_length=120,
        error_messages={"required": gettext_lazy("Without a signed consent no case is opened.")},
    )
    guardian = forms.ModelChoiceField(
        label=gettext_lazy("Which guardian signed as well?"),
        queryset=None,
        error_messages={"required": gettext_lazy("Under 16, a guardian signs as well.")},
    )
    to_queue = forms.BooleanField(
        label=gettext_lazy("Put it into the unit's queue: I do not follow this case myself"),
        required=False,
    )
    field_order = ["kind", "needs", "advice", "interpreter", "unit", "paper", "guardian"]

    def __init__(self, data=None, *, user, person, **options):
        super().__init__(data, **options)
        self.units = {str(one.pk): one for one in queries.case_units(user)}
        self.fields["unit"].choices = [(pk, str(one)) for pk, one in self.units.items()]
        self.agrees = agrees(person, Purpose.COUNSELLING)
        if self.agrees:
            del self.fields["paper"]
        if self.agrees or not needs_guardian(person.birth_on, on=timezone.localdate()):
            del self.fields["guardian"]
        else:
            known = Guardian.objects.visible_to(user).filter(young_person=person)
            self.fields["guardian"].queryset = known
            self.fields["guardian"].label_from_instance = lambda one: one.full_name


@require_http_methods(["GET", "POST"])
@with_own_rows
def open_case(request, pk):
    if not rules.may_see_cases(request.user):
        raise Http404
    person = visible_person(request, pk)
    person = person.merged_into or person
    told_kind = text_in(request, "kind")
    form = OpenForm(
        sent(request),
        user=request.user,
        person=person,
        initial={"kind": told_kind if told_kind in CounsellingKind.values else ""},
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        made = send(
            request,
            form,
            use_cases.open_case,
            young_person=person,
            unit=form.units[told["unit"]],
            kind=CounsellingKind(told["kind"]),
            facts=form.facts(),
            to_queue=told["to_queue"],
            paper=told.get("paper", ""),
            guardian=told.get("guardian"),
        )
        if form.is_done:
            messages.success(request, _("The case is open."))
            return redirect("workspace:cases:detail", made.pk)
    text = consent_texts(timezone.localdate()).get(Purpose.COUNSELLING)
    words = (text.body_en if get_language() == "en" else text.body_vi).strip() if text else ""
    return form_page(
        request,
        form,
        title=_("Open a case"),
        kicker=person.full_name,
        consequences_heading=_("The person has signed these words"),
        consequences=[] if form.agrees else [words],
        submit=_("Open the case"),
        back=reverse("workspace:people:detail", args=[person.pk]),
        keep=f"case-{person.pk}",
        crumbs=[cases_crumb(), (_("Open a case"), "")],
    )


@require_http_methods(["GET", "POST"])
def record(request, pk):
    case = own_case(request, pk)
    form = RecordForm(
        sent(request),
        initial={
            "needs": case.needs,
            "advice": case.advice,
            "interpreter": case.interpreter,
        },
    )
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.change_record, case=case, facts=form.facts())
        if form.is_done:
            messages.success(request, _("It is written down."))
            return redirect("workspace:cases:detail", case.pk)
    return _page(request, form, case, title=_("Need and advice"))


class ContactForm(forms.Form):
    held_on = DayField(label=gettext_lazy("Day"))
    channel = forms.ChoiceField(
        label=gettext_lazy("How did you meet?"),
        choices=Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose how you met.")},
    )
    text = forms.CharField(
        label=gettext_lazy("What was said"),
        help_text=gettext_lazy("Encrypted. Only you, the counsellor and the supervisor read it."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
    )


@require_http_methods(["GET", "POST"])
def contact(request, pk):
    case = own_case(request, pk)
    form = ContactForm(sent(request), initial={"held_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        send(
            request,
            form,
            use_cases.write_contact,
            case=case,
            held_on=told["held_on"],
            channel=Channel(told["channel"]),
            text=told["text"],
        )
        if form.is_done:
            messages.success(request, _("It is written down, under lock."))
            return redirect("workspace:cases:detail", case.pk)
    # Nothing of a note is kept in the browser: no ``keep`` here.
    return _page(request, form, case, title=_("A contact"))


class StepForm(forms.Form):
    what = forms.CharField(
        label=gettext_lazy("What was agreed?"),
        help_text=gettext_lazy(
            "The person reads these words, and whoever shares the phone: no health, no family."
        ),
        max_length=200,
        error_messages={"required": gettext_lazy("Please write what was agreed.")},
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Who does it?"),
        choices=Doer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose who does it.")},
    )
    due_on = DayField(label=gettext_lazy("By when?"))


@require_http_methods(["GET", "POST"])
def add_step(request, pk):
    case = own_case(request, pk)
    form = StepForm(sent(request))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        send(
            request,
            form,
            use_cases.agree_step,
            case=case,
            what=told["what"],
            who=Doer(told["who"]),
            due_on=told["due_on"],
        )
        if form.is_done:
            messages.success(request, _("The step is agreed."))
            return redirect("workspace:cases:detail", case.pk)
    return _page(request, form, case, title=_("Agree on a step"), keep=f"step-{case.pk}")


def _own_step(request, pk):
    steps = Step.objects.visible_to(request.user).select_related("case__young_person")
    step = get_object_or_404(steps, pk=pk)
    own_case(request, step.case_id)
    return step


@require_POST
def step_done(request, pk):
    step = _own_step(request, pk)
    said = _("Well done: the step is carried out.")
    press(request, use_cases.end_step, said=said, step=step, is_done=True)
    return redirect("workspace:cases:detail", step.case_id)


@require_http_methods(["GET", "POST"])
def drop_step(request, pk):
    step = _own_step(request, pk)
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"][:200]
        send(request, form, use_cases.end_step, step=step, is_done=False, reason=reason)
        if form.is_done:
            messages.success(request, _("The step is dropped."))
            return redirect("workspace:cases:detail", step.case_id)
    return _page(request, form, step.case, title=_("Drop this step"), lead=step.what)


def _page(request, form, case, *, title, **more):
    return form_page(
        request,
        form,
        title=title,
        kicker=case.young_person.full_name,
        submit=_("Write it down"),
        back=reverse("workspace:cases:detail", args=[case.pk]),
        crumbs=case_crumbs(case, (title, "")),
        **more,
    )
