"""The page behind the link of a message: one tap says how it goes at work. No account."""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nhipcau.placements import use_cases
from nhipcau.placements.errors import LinkExpired, LinkForged
from nhipcau.placements.models import Placement
from nhipcau.placements.queries import asked_by, is_answered
from nhipcau.placements.states import AT_WORK, LeavingReason, Side, StayAnswer
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import DomainError
from nhipcau.shared.throttle import Budget, spend
from nhipcau.web.addresses import client_address
from nhipcau.web.keys import key_of
from nhipcau.web.public.registering import SeeOther, kept_to_its_owner

# Nobody guesses a link; whoever tries is slowed down all the same.
BUDGET = Budget("stay-link", limit=60, per=timedelta(hours=1))
ANSWERS = {
    "still-there": StayAnswer.STILL_THERE,
    "changed": StayAnswer.CHANGED_JOB,
    "left": StayAnswer.LEFT,
}


class ReasonForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why did you leave?"),
        choices=LeavingReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose the reason that fits best.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def answer(request, token):
    at = timezone.now()
    try:
        if request.method == "POST":
            spend(BUDGET, client_address(request), at=at)
        asked = asked_by(token, at=at)
    except LinkExpired as problem:
        return _closed(request, str(problem), status=410)
    except LinkForged:
        asked = None
    if asked is None:
        return _closed(request, "", status=404)
    if isinstance(asked, Placement):
        return _start(request, asked, token, at)
    return _check(request, asked, token, at)


def _closed(request, why, *, status):
    page = render(request, "public/stay_closed.html", {"why": why}, status=status)
    return kept_to_its_owner(page)


def _start(request, placement, token, at):
    is_told = placement.words.filter(side=Side.PERSON).exists()
    error = ""
    if request.method == "POST":
        try:
            use_cases.confirm_start_by_link(  # type: ignore[call-arg]  # `key` is taken by @write
                by=PUBLIC, at=at, placement=placement, token=token, key=key_of(request)
            )
        except DomainError as problem:
            error = str(problem)
        else:
            return SeeOther(reverse("public:stay", args=[token]))
    page = {
        "placement": placement,
        "employer": placement.referral.vacancy.employer.name,
        "is_told": is_told or placement.state not in AT_WORK,
        "error": error,
    }
    return _page(request, "public/stay_start.html", page, status=409 if error else 200)


def _check(request, check, token, at):
    wanted = request.POST.get("answer", request.GET.get("answer", ""))
    asks_why = wanted == "left" and not is_answered(check)
    form = ReasonForm(request.POST if request.method == "POST" and asks_why else None)
    error, status = "", 200
    if request.method == "POST" and wanted in ANSWERS and (not asks_why or form.is_valid()):
        reason = form.cleaned_data["reason"] if asks_why else ""
        try:
            use_cases.answer_by_link(  # type: ignore[call-arg]  # `key`, as above
                by=PUBLIC,
                at=at,
                check=check,
                token=token,
                answer=ANSWERS[wanted],
                reason=reason,
                key=key_of(request),
            )
        except DomainError as problem:
            error, status = str(problem), 409
        else:
            return SeeOther(reverse("public:stay", args=[token]))
    elif request.method == "POST":
        status = 422
    placement = check.placement
    page = {
        "check": check,
        "placement": placement,
        "employer": placement.referral.vacancy.employer.name,
        "is_answered": is_answered(check) or placement.state not in AT_WORK,
        "asks_why": asks_why,
        "form": form,
        "error": error,
    }
    return _page(request, "public/stay.html", page, status=status)


def _page(request, template, page, *, status):
    context = {**page, "form_key": key_of(request) if status == 422 else ""}
    return kept_to_its_owner(render(request, template, context, status=status))
