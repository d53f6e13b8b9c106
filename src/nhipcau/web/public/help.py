"""“I need help”: whom to call in danger first, then one short form; and what becomes of it."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from nhipcau.coordination import queries, use_cases
from nhipcau.coordination.details import LONGEST, DifficultyDetails, Said
from nhipcau.coordination.models import Difficulty
from nhipcau.coordination.states import KINDS_OF_PERSON, KINDS_OF_SCHOOL, Kind
from nhipcau.events.queries import group_of_code
from nhipcau.placements.models import Placement
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import DomainError
from nhipcau.shared.reference_values import reference_value
from nhipcau.shared.throttle import Budget, spend
from nhipcau.web.addresses import client_address
from nhipcau.web.answers import ReasonForm, number_in
from nhipcau.web.keys import key_of
from nhipcau.web.public.own import chosen_person, for_young_people
from nhipcau.web.public.registering import SeeOther, asking, kept_to_its_owner, unknown_code

# Nobody guesses a link; whoever tries is slowed down all the same.
BUDGET = Budget("help-link", limit=60, per=timedelta(hours=1))


def numbers(at):
    """Whom to call in danger: data of the installation."""
    on = timezone.localdate(at)
    return {
        "danger_number": reference_value("help_danger_number", on=on),
        "child_number": reference_value("help_child_number", on=on),
    }


# What colleagues of the other unit lack is another thing than what somebody outside lacks.
WORDS = {Kind.INFORMATION: gettext_lazy("information from you is missing")}


def kinds(chosen):
    return [(kind.value, WORDS.get(kind, kind.label)) for kind in chosen]


class HelpForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=[],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what it is about.")},
    )
    in_danger = forms.BooleanField(
        label=gettext_lazy("I am in danger, or I am not allowed to leave"), required=False
    )
    what = forms.CharField(
        label=gettext_lazy("Do you want to write what happened?"),
        help_text=gettext_lazy("A few words are enough. We call you back."),
        required=False,
        max_length=LONGEST["what"],
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, data=None, *, chosen=KINDS_OF_PERSON, **options):
        super().__init__(data, **options)
        self.fields["kind"].choices = kinds(chosen)


@require_safe
@login_not_required
def help_page(request):
    """For everybody: numbers first, then the ways to us."""
    return render(request, "public/help.html", numbers(timezone.now()))


def _send(request, form, use_case, **content):
    """The record, or None; a refusal stands in the form."""
    form.wait = 0
    try:
        return use_case(at=timezone.now(), key=key_of(request), **content)
    except DomainError as problem:
        field = problem.field if problem.field in form.fields else None
        form.add_error(field, str(problem))
        form.wait = getattr(problem, "retry_after", 0)
    return None


def _page(request, template, context, form):
    refused = form.is_bound and bool(form.errors)
    wait = getattr(form, "wait", 0)
    context = {
        **numbers(timezone.now()),
        **context,
        "form": form,
        "form_key": key_of(request) if refused else "",
    }
    status = 429 if wait else 422 if refused else 200
    response = kept_to_its_owner(render(request, template, context, status=status))
    if wait:
        response["Retry-After"] = str(wait)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def help_link(request, token):
    """The link of a message. It shows nothing of the person and signs in nobody."""
    at = timezone.now()
    if request.method == "POST":
        spend(BUDGET, client_address(request), at=at)
    person = queries.person_of_link(token, at=at)
    if person is None:
        page = render(request, "public/help.html", {**numbers(at), "is_old": True}, status=404)
        return kept_to_its_owner(page)
    if "sent" in request.GET and request.method != "POST":
        return kept_to_its_owner(render(request, "public/help_sent.html", numbers(at)))
    form = HelpForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = _send(
            request,
            form,
            use_cases.ask_for_help_by_link,
            by=PUBLIC,
            young_person=person,
            token=token,
            **form.cleaned_data,
        )
        if made:
            return SeeOther(f"{reverse('public:help-link', args=[token])}?sent")
    return _page(request, "public/help_form.html", {}, form)


@require_http_methods(["GET", "POST"])
@for_young_people
def my_help(request, pk):
    """Signed in by phone; from a placement, about that work."""
    person = chosen_person(request, pk)
    placement = _placement(request)
    initial = {"kind": Kind.AT_WORK.value} if placement else {}
    form = HelpForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = _send(
            request,
            form,
            use_cases.ask_for_help,
            by=request.user,
            young_person=person,
            placement=placement,
            **form.cleaned_data,
        )
        if made:
            messages.success(request, _("We have it. Here you see what becomes of it."))
            return redirect("public:my-difficulty", made.pk)
    return _page(
        request, "public/help_form.html", {"placement": placement, "person": person}, form
    )


def _placement(request):
    pk = number_in(request, "placement")
    if pk is None:
        return None
    found = Placement.objects.visible_to(request.user).select_related(
        "referral__vacancy__employer", "referral__young_person"
    )
    placement = found.filter(pk=pk).first()
    if placement is None:
        raise Http404
    return placement


class AnswerForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Do you want to add something?"),
        max_length=LONGEST["what"],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please write something first.")},
    )


@require_http_methods(["GET", "POST"])
@for_young_people
def my_difficulty(request, pk):
    """What becomes of it: the state in plain words, what was written for the person, an answer."""
    difficulty = _own(request, pk)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        text = form.cleaned_data["text"]
        if _send(
            request, form, use_cases.comment, by=request.user, difficulty=difficulty, text=text
        ):
            messages.success(request, _("We have it. Thank you."))
            return redirect("public:my-difficulty", pk)
    context = {
        "difficulty": difficulty,
        "posts": queries.words_for_person(difficulty),
        "may_reopen": bool(queries.steps_for(request.user, difficulty, at=timezone.now())),
    }
    return _page(request, "public/my_difficulty.html", context, form)


def _own(request, pk):
    found = Difficulty.objects.visible_to(request.user).select_related(
        "young_person", "unit", "employer", "programme"
    )
    difficulty = found.filter(pk=pk).first()
    if difficulty is None:
        raise Http404
    return difficulty


@require_http_methods(["GET", "POST"])
@for_young_people
def reopen(request, pk):
    """It is not solved: the person says why, and it goes back into the queue."""
    difficulty = _own(request, pk)
    if not queries.steps_for(request.user, difficulty, at=timezone.now()):
        return redirect("public:my-difficulty", pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = Said(reason=form.cleaned_data["reason"])
        if _send(
            request,
            form,
            use_cases.take_step,
            by=request.user,
            difficulty=difficulty,
            name="reopen",
            said=said,
        ):
            messages.success(request, _("Thank you. We look at it again."))
            return redirect("public:my-difficulty", pk)
    return _page(request, "public/help_again.html", {"difficulty": difficulty}, form)


class SchoolForm(HelpForm):
    contact = forms.CharField(
        label=gettext_lazy("Whom do we call back?"),
        help_text=gettext_lazy("Your name and number."),
        max_length=LONGEST["contact"],
        error_messages={"required": gettext_lazy("Please write whom we call back.")},
    )

    def __init__(self, data=None, **options):
        super().__init__(data, chosen=KINDS_OF_SCHOOL, **options)
        del self.fields["in_danger"]
        what = self.fields["what"]
        what.label, what.required = _("What happened?"), True
        what.help_text = _("No names of pupils; we call you back.")
        what.error_messages["required"] = _("Please write what happened.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def group_help(request, code):
    """A teacher tells of a difficulty; the secret of the group's page is the permission."""
    group = group_of_code(code)
    if group is None:
        return unknown_code(request)
    form = SchoolForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = _send(
            request,
            form,
            use_cases.tell_as_school,
            by=asking(request),
            group=group,
            code=code,
            told=DifficultyDetails(**form.cleaned_data),
        )
        if made:
            messages.success(request, _("We have it and call you back."))
            return SeeOther(reverse("public:group", args=[code]))
    return _page(request, "public/help_form.html", {"group": group}, form)
