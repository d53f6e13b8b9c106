"""The steps of a vacancy: which may follow, what each asks and does, one form each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nhipcau.vacancies import listing, rules, use_cases
from nhipcau.vacancies.models import Vacancy
from nhipcau.vacancies.states import Closing, VacancyState
from nhipcau.web.answers import DayField, NothingToAsk, ReasonForm
from nhipcau.web.vacancy_form import FilledForm, StillOpenForm, closing_field
from nhipcau.web.workspace.sending import form_page, send, sent

S = VacancyState
DONE = gettext_lazy("Done.")


class CloseForm(forms.Form):
    closing = closing_field(
        [
            (one.value, one.label)
            for one in (Closing.FILLED, Closing.WITHDRAWN, Closing.REFUSED, Closing.STALE)
        ]
    )
    reason = forms.CharField(
        label=gettext_lazy("A word on it"),
        help_text=gettext_lazy("Needed when it was sent in and is refused."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReopenForm(ReasonForm):
    closes_on = DayField(label=gettext_lazy("New last day"))


@dataclass(frozen=True)
class Step:
    """``sources``: states from which it may follow."""

    name: str
    label: Any
    sources: frozenset[str]
    use_case: Callable[..., Any]
    form: type[forms.Form] = NothingToAsk
    consequences: tuple[Any, ...] = ()
    is_danger: bool = False
    said: Any = DONE


STEPS = {
    one.name: one
    for one in (
        Step(
            "send-in",
            gettext_lazy("Send in to be checked"),
            frozenset({S.DRAFT}),
            use_cases.send_in,
            consequences=(gettext_lazy("It stands in the queue until a colleague publishes it."),),
        ),
        Step(
            "publish",
            gettext_lazy("Publish"),
            frozenset({S.DRAFT, S.SUBMITTED}),
            use_cases.publish,
            consequences=(
                gettext_lazy("Everybody can read it, and search engines find it."),
                gettext_lazy("You have looked at the points and doubts shown with it."),
            ),
            said=gettext_lazy("The vacancy is published."),
        ),
        Step(
            "give-back",
            gettext_lazy("Give back to be mended"),
            frozenset({S.SUBMITTED}),
            use_cases.give_back,
            ReasonForm,
            (gettext_lazy("The employer reads the reason and may send it in again."),),
        ),
        Step(
            "freeze",
            gettext_lazy("Freeze"),
            frozenset({S.PUBLISHED}),
            use_cases.freeze,
            ReasonForm,
            (gettext_lazy("Nobody outside sees it until somebody lets it go on."),),
            is_danger=True,
        ),
        Step(
            "unfreeze",
            gettext_lazy("Let it go on"),
            frozenset({S.FROZEN}),
            use_cases.unfreeze,
            ReasonForm,
            (gettext_lazy("Everything is asked again that is asked before publishing."),),
        ),
        Step(
            "still-open",
            gettext_lazy("It is still open"),
            frozenset({S.PUBLISHED}),
            use_cases.confirm_open,
            StillOpenForm,
            (gettext_lazy("You asked the employer, today."),),
        ),
        Step(
            "filled",
            gettext_lazy("Count filled places"),
            frozenset({S.PUBLISHED, S.FROZEN}),
            use_cases.count_filled,
            FilledForm,
            (gettext_lazy("With the last place the vacancy is closed."),),
        ),
        Step(
            "close",
            gettext_lazy("Close"),
            frozenset({S.DRAFT, S.SUBMITTED, S.PUBLISHED, S.FROZEN}),
            use_cases.close,
            CloseForm,
            (gettext_lazy("It leaves the public pages; it can be opened again."),),
            is_danger=True,
        ),
        Step(
            "reopen",
            gettext_lazy("Open again"),
            frozenset({S.CLOSED}),
            use_cases.reopen,
            ReopenForm,
            (gettext_lazy("Everything is asked again that is asked before publishing."),),
        ),
    )
}


def steps_of(user, vacancy):
    """What this colleague may do now, with its address; what takes away comes last."""
    if not rules.works_with(user, vacancy.employer):
        return []
    found = [
        {
            "name": one.name,
            "label": one.label,
            "url": reverse("workspace:vacancies:step", args=[vacancy.pk, one.name]),
            "is_danger": one.is_danger,
        }
        for one in STEPS.values()
        if vacancy.state in one.sources
    ]
    return sorted(found, key=lambda one: one["is_danger"])


@require_http_methods(["GET", "POST"])
def step(request, pk, step):
    """Say what the step will do and what is missing, then do it."""
    vacancies = Vacancy.objects.visible_to(request.user).select_related(
        "employer", "commune", "occupation", "only_because", "age_because"
    )
    vacancy = get_object_or_404(vacancies, pk=pk)
    chosen = STEPS.get(step)
    if chosen is None or not rules.works_with(request.user, vacancy.employer):
        raise Http404
    back = reverse("workspace:vacancies:detail", args=[vacancy.pk])
    if vacancy.state not in chosen.sources:
        messages.warning(
            request,
            _("This step does not follow “%(now)s”.") % {"now": vacancy.get_state_display()},
        )
        return redirect(back)
    form = chosen.form(sent(request), initial=_initial(chosen, vacancy))
    if request.method == "POST" and form.is_valid():
        send(request, form, chosen.use_case, vacancy=vacancy, **form.cleaned_data)
        if form.is_done:
            messages.success(request, chosen.said)
            return redirect(back)
    shows = chosen.name in ("publish", "unfreeze", "reopen")
    looked = listing.look(vacancy, on=timezone.localdate()) if shows else None
    return form_page(
        request,
        form,
        template="workspace/vacancies/step.html",
        title=chosen.label,
        kicker=vacancy.title,
        lead=vacancy.employer.name,
        consequences=chosen.consequences,
        missing=listing.missing(looked) if looked else [],
        above=listing.above(looked) if looked else [],
        doubts=listing.doubts(looked) if looked else [],
        submit=chosen.label,
        danger=chosen.is_danger,
        back=back,
        crumbs=[
            (_("Vacancies"), reverse("workspace:vacancies:list")),
            (vacancy.title, back),
            (chosen.label, ""),
        ],
    )


def _initial(chosen, vacancy):
    return {"filled_count": vacancy.filled_count} if chosen.name == "filled" else {}
