"""How somebody is told, behind the link that messages carry: it signs nobody in."""

from datetime import timedelta

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from nhipcau.messaging import queries, use_cases
from nhipcau.messaging.rules import ways_secret
from nhipcau.shared.actors import PUBLIC
from nhipcau.shared.errors import DomainError
from nhipcau.shared.throttle import Budget, spend
from nhipcau.web.addresses import client_address
from nhipcau.web.keys import key_of
from nhipcau.web.public.registering import kept_to_its_owner

BUDGET = Budget("ways-link", limit=60, per=timedelta(hours=1))


class WaysForm(forms.Form):
    by_phone = forms.BooleanField(label=_("By phone: Zalo or text message"), required=False)
    by_mail = forms.BooleanField(label=_("By e-mail"), required=False)
    at_once = forms.BooleanField(
        label=_("Tell me each thing at once, also what could wait"), required=False
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
def ways(request, pk, secret):
    at = timezone.now()
    if request.method == "POST":
        spend(BUDGET, client_address(request), at=at)
    if not constant_time_compare(secret, ways_secret(pk)):
        raise Http404
    person = queries.person_of_link(pk)
    if person is None:
        raise Http404
    form = WaysForm(
        request.POST if request.method == "POST" else None,
        initial=queries.chosen_ways(person),
    )
    is_done = False
    if request.method == "POST" and form.is_valid():
        try:
            use_cases.choose_ways(  # type: ignore[call-arg]  # `key` is taken by @write
                by=PUBLIC,
                at=at,
                young_person=person,
                secret=secret,
                key=key_of(request),
                **form.cleaned_data,
            )
            is_done = True
        except DomainError as problem:
            form.add_error(problem.field if problem.field in form.fields else None, str(problem))
    status = 422 if form.is_bound and form.errors else 200
    page = {
        "form": form,
        "is_done": is_done,
        "has_mail": bool(person.email),
        "form_key": key_of(request) if status == 422 else "",
    }
    return kept_to_its_owner(render(request, "public/ways.html", page, status=status))
