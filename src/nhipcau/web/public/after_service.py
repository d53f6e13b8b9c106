"""The page behind the link of a message to a discharged soldier. No account."""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from nhipcau.placements.errors import LinkExpired, LinkForged
from nhipcau.placements.links import link_of
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import DomainError
from nhipcau.shared.throttle import Budget, spend
from nhipcau.soldiers import use_cases
from nhipcau.soldiers.queries import asked_by, is_answered, services_of_phone
from nhipcau.soldiers.rules import HOME_LINK
from nhipcau.soldiers.states import Card, ServiceState, Situation
from nhipcau.soldiers.use_cases.asking import HomeAnswer
from nhipcau.web.addresses import client_address
from nhipcau.web.keys import key_of
from nhipcau.web.public.registering import SeeOther, kept_to_its_owner

# Nobody guesses a link; whoever tries is slowed down all the same.
BUDGET = Budget("home-link", limit=60, per=timedelta(hours=1))
OWN_SITUATIONS = [(one.value, one.label) for one in Situation if one != Situation.NOT_REACHED]


class OwnHomeCheckForm(forms.Form):
    situation = forms.ChoiceField(
        label=gettext_lazy("What are you doing now?"),
        choices=OWN_SITUATIONS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what fits best.")},
    )
    card = forms.ChoiceField(
        label=gettext_lazy("Support for learning a trade"),
        choices=Card.choices,
        required=False,
    )
    wants_help = forms.BooleanField(
        label=gettext_lazy("I would like a counsellor to call me"), required=False
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def home_check(request, token):
    at = timezone.now()
    try:
        if request.method == "POST":
            spend(BUDGET, client_address(request), at=at)
        check = asked_by(token, at=at)
    except LinkExpired as problem:
        return _closed(request, str(problem), status=410)
    except LinkForged:
        check = None
    if check is None:
        return _closed(request, "", status=404)
    form = OwnHomeCheckForm(request.POST if request.method == "POST" else None)
    error, status = "", 200
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            use_cases.answer_by_link(  # type: ignore[call-arg]  # `key` is taken by @write
                by=PUBLIC,
                at=at,
                check=check,
                token=token,
                answer=HomeAnswer(told["situation"], told["card"], told["wants_help"]),
                key=key_of(request),
            )
        except DomainError as problem:
            error, status = str(problem), 409
        else:
            return SeeOther(reverse("public:home-check", args=[token]))
    elif request.method == "POST":
        status = 422
    page = {
        "check": check,
        "card_until": check.service.card_until,
        "is_answered": is_answered(check) or check.service.state != ServiceState.DISCHARGED,
        "wants_help": check.wants_help and check.helped_at is None,
        "form": form,
        "error": error,
        "form_key": key_of(request) if status == 422 else "",
    }
    return kept_to_its_owner(render(request, "public/home_check.html", page, status=status))


def _closed(request, why, *, status):
    page = render(request, "public/stay_closed.html", {"why": why}, status=status)
    return kept_to_its_owner(page)


def own_services(user, today):
    """For the own page: who serves or came home under this phone, and what is asked now."""
    found = []
    for service in services_of_phone(user):
        due = [one for one in getattr(service, "open_checks", []) if one.due_on <= today]
        found.append(
            {
                "service": service,
                # Good all of today, however late it is answered.
                "link": link_of(HOME_LINK, due[0].pk, last_day=today) if due else "",
            }
        )
    return found
