"""Vacancies at an employer's desk: written, sent in, kept open, closed; the Centre publishes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from nhipcau.vacancies import listing, queries, rules, use_cases
from nhipcau.vacancies.models import Vacancy
from nhipcau.vacancies.states import Closing, VacancyState
from nhipcau.vacancies.wording import wage_in_words
from nhipcau.web.answers import NothingToAsk
from nhipcau.web.employers.desk import desk_page
from nhipcau.web.employers.keys import at_the_desk
from nhipcau.web.employers.sending import answer, send_as, sent
from nhipcau.web.public.registering import SeeOther
from nhipcau.web.vacancy_form import (
    FIND,
    FilledForm,
    StillOpenForm,
    closing_field,
    first_answers,
    form_of,
    initial_of,
)

S = VacancyState


class CloseForm(forms.Form):
    closing = closing_field(
        [
            (Closing.FILLED.value, Closing.FILLED.label),
            (Closing.WITHDRAWN.value, gettext_lazy("we no longer look for anybody")),
        ]
    )


@dataclass(frozen=True)
class Step:
    """``sources``: states from which the employer may take it alone."""

    name: str
    label: Any
    sources: frozenset[str]
    use_case: Callable[..., Any]
    said: Any
    form: type[forms.Form] = NothingToAsk
    lead: Any = ""


STEPS = {
    one.name: one
    for one in (
        Step(
            "send-in",
            gettext_lazy("Send it to the Centre"),
            frozenset({S.DRAFT}),
            use_cases.send_in,
            gettext_lazy("Sent. The Centre checks it and then shows it to everybody."),
            lead=gettext_lazy("From then on the Centre alone changes it, until it is checked."),
        ),
        Step(
            "still-open",
            gettext_lazy("It is still open"),
            frozenset({S.PUBLISHED}),
            use_cases.confirm_open,
            gettext_lazy("Thank you. It stays open."),
            StillOpenForm,
        ),
        Step(
            "filled",
            gettext_lazy("Count filled places"),
            frozenset({S.PUBLISHED, S.FROZEN}),
            use_cases.count_filled,
            gettext_lazy("The number is kept."),
            FilledForm,
            gettext_lazy("With the last place the vacancy is closed."),
        ),
        Step(
            "close",
            gettext_lazy("Close the vacancy"),
            frozenset({S.DRAFT, S.PUBLISHED, S.FROZEN}),
            use_cases.close,
            gettext_lazy("The vacancy is closed."),
            CloseForm,
            gettext_lazy("Nobody new is introduced. Who was introduced waits for your answer."),
        ),
    )
}


def _own_vacancy(request, pk):
    vacancies = Vacancy.objects.visible_to(request.at_desk).select_related(
        "employer", "commune", "occupation", "only_because", "age_because"
    )
    return get_object_or_404(vacancies, pk=pk)


@at_the_desk
@require_safe
def vacancy(request, pk):
    found = _own_vacancy(request, pk)
    looked = listing.look(found, on=timezone.localdate())
    last = found.changes.order_by("-at", "-pk").first()
    is_given_back = found.state == S.DRAFT and last and last.from_state == S.SUBMITTED
    page = desk_page(
        request,
        "",
        title=found.title,
        vacancy=found,
        wage=wage_in_words(found),
        place=queries.places().of(found),
        missing=listing.missing(looked) if found.state in (S.DRAFT, S.SUBMITTED) else [],
        reason=last.reason if is_given_back or (last and found.state == S.FROZEN) else "",
        may_change=rules.may_change(request.at_desk, found),
        steps=[one for one in STEPS.values() if found.state in one.sources],
    )
    return render(request, "employers/vacancy.html", page)


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def add(request):
    employer = request.desk.employer
    form = form_of(request, initial=first_answers(employer))
    if request.method == "POST" and form.is_bound and form.is_valid():
        made = send_as(
            request.at_desk,
            request,
            form,
            use_cases.enter_vacancy,
            employer=employer,
            details=form.details(),
        )
        if form.is_done:
            messages.success(request, _("The draft is kept. Look through it and send it in."))
            return SeeOther(reverse("employers:vacancy", args=[made.pk]))
    back = reverse("employers:desk")
    return _form_page(request, form, title=_("A new vacancy"), back=back)


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    found = _own_vacancy(request, pk)
    if not rules.may_change(request.at_desk, found):
        raise Http404
    form = form_of(request, initial=initial_of(found), chosen=found.occupation)
    back = reverse("employers:vacancy", args=[pk])
    if request.method == "POST" and form.is_bound and form.is_valid():
        send_as(
            request.at_desk,
            request,
            form,
            use_cases.change_vacancy,
            vacancy=found,
            details=form.details(),
        )
        if form.is_done:
            return SeeOther(back)
    return _form_page(request, form, title=_("Change the vacancy"), back=back)


def _form_page(request, form, *, title, back):
    page = desk_page(request, "", title=title, back=back, is_looking=FIND in request.POST)
    return answer(request, "employers/vacancy_form.html", page, form=form)


@at_the_desk
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, pk, step):
    found, chosen = _own_vacancy(request, pk), STEPS.get(step)
    if chosen is None:
        raise Http404
    back = reverse("employers:vacancy", args=[pk])
    if found.state not in chosen.sources:
        messages.warning(
            request,
            _("This step does not follow “%(now)s”.") % {"now": found.get_state_display()},
        )
        return SeeOther(back)
    form = chosen.form(sent(request), initial={"filled_count": found.filled_count})
    if request.method == "POST" and form.is_valid():
        send_as(
            request.at_desk, request, form, chosen.use_case, vacancy=found, **form.cleaned_data
        )
        if form.is_done:
            messages.success(request, chosen.said)
            return SeeOther(back)
    page = desk_page(
        request, "", title=chosen.label, lead=chosen.lead, submit=chosen.label, back=back
    )
    return answer(request, "employers/form.html", page, form=form)
