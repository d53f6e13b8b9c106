"""Vacancies for colleagues: the list, what waits to be checked, one vacancy with its checks."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.employers.models import Employer
from nhipcau.matching.rules import sees_suggestions
from nhipcau.shared.wording import fold
from nhipcau.vacancies import fees, listing, queries, rules, use_cases
from nhipcau.vacancies.codes import CostKind, Market
from nhipcau.vacancies.models import Vacancy
from nhipcau.vacancies.states import VacancyState
from nhipcau.vacancies.wording import wage_in_words
from nhipcau.web.answers import text_in
from nhipcau.web.vacancy_form import FIND, first_answers, form_of, initial_of
from nhipcau.web.workspace.history import history_of
from nhipcau.web.workspace.sending import send, sent, show
from nhipcau.web.workspace.vacancy_steps import steps_of
from nhipcau.web.workspace.vacancy_terms import TermsForm, initial_of_terms

ON_A_PAGE = 25
EMPLOYERS_SHOWN = 20
SORTS = {
    "": ("-created_at", "-pk"),
    "soon": ("closes_on", "pk"),
    "places": ("-headcount", "pk"),
    "employer": ("employer__folded_name", "pk"),
}


def vacancies_crumb():
    return _("Vacancies"), reverse("workspace:vacancies:list")


def seen(request):
    """Those who work in an office; everyone else finds no such page."""
    if not rules.may_see_vacancies(request.user):
        raise Http404


def visible_vacancy(request, pk):
    seen(request)
    vacancies = Vacancy.objects.visible_to(request.user).select_related(
        "employer", "commune", "occupation", "only_because", "age_because"
    )
    return get_object_or_404(vacancies, pk=pk)


def written_vacancy(request, pk):
    """A vacancy that this colleague writes."""
    vacancy = visible_vacancy(request, pk)
    if not rules.works_with(request.user, vacancy.employer):
        raise Http404
    return vacancy


class Narrowing(forms.Form):
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        choices=[("", gettext_lazy("all states")), *VacancyState.choices],
        required=False,
    )
    market = forms.ChoiceField(
        label=gettext_lazy("Where"),
        choices=[("", gettext_lazy("everywhere")), *Market.choices],
        required=False,
    )
    standing = forms.ChoiceField(
        label=gettext_lazy("Needs a look"),
        choices=[
            ("", gettext_lazy("all")),
            ("flagged", gettext_lazy("reported by somebody")),
            ("asked", gettext_lazy("employer asked, no answer yet")),
        ],
        required=False,
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Sort"),
        choices=[
            ("", gettext_lazy("newest first")),
            ("soon", gettext_lazy("closing soonest")),
            ("places", gettext_lazy("most places first")),
            ("employer", gettext_lazy("by employer")),
        ],
        required=False,
    )


@require_GET
def vacancy_list(request):
    seen(request)
    narrowing = Narrowing(request.GET)
    narrowing.is_valid()
    wanted = getattr(narrowing, "cleaned_data", {})
    typed = text_in(request, "q")
    rows = Vacancy.objects.visible_to(request.user).for_list()
    for word in fold(typed).split()[:8]:
        rows = rows.filter(folded_text__contains=word)
    for name in ("state", "market"):
        if wanted.get(name):
            rows = rows.filter(**{name: wanted[name]})
    if wanted.get("standing") == "flagged":
        rows = rows.filter(flagged_at__isnull=False)
    if wanted.get("standing") == "asked":
        rows = rows.filter(asked_at__isnull=False, state=VacancyState.PUBLISHED)
    rows = rows.order_by(*SORTS.get(wanted.get("sort", ""), SORTS[""]))
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    names = queries.places()
    context = {
        "page": page,
        "rows": [_row(one, names) for one in page],
        "filter": narrowing,
        "q": typed,
        "narrows": bool(typed or any(wanted.values())),
        "needs": queries.needs_counts(request.user),
        "may_write": rules.works_with_vacancies(request.user),
    }
    return render(request, "workspace/vacancies/list.html", context)


def _row(vacancy, names):
    return {"vacancy": vacancy, "wage": wage_in_words(vacancy), "place": names.of(vacancy)}


@require_GET
def queue(request):
    """What was sent in, the oldest first, each with what it does not tell yet."""
    seen(request)
    sent_in = (
        Vacancy.objects.visible_to(request.user)
        .filter(state=VacancyState.SUBMITTED)
        .for_list()
        .order_by("created_at", "pk")
    )
    page = Paginator(sent_in, ON_A_PAGE).get_page(request.GET.get("page"))
    names = queries.places()
    waiting = queries.waiting_to_be_checked(list(page), on=timezone.localdate())
    context = {
        "page": page,
        "rows": [{**_row(one.vacancy, names), "missing": one.missing} for one in waiting],
        "crumbs": [vacancies_crumb(), (_("To be checked"), "")],
    }
    return render(request, "workspace/vacancies/queue.html", context)


@require_GET
def detail(request, pk):
    vacancy = visible_vacancy(request, pk)
    on = timezone.localdate()
    looked = listing.look(vacancy, on=on)
    names = queries.places()
    works = rules.works_with(request.user, vacancy.employer)
    reports = queries.reports_of(vacancy, actor=request.user, at=timezone.now())
    public = Vacancy.objects.public(on).filter(pk=vacancy.pk).exists()
    context = {
        "vacancy": vacancy,
        "wage": wage_in_words(vacancy),
        "place": names.of(vacancy),
        "asked": list(
            filter(
                None,
                (
                    vacancy.get_education_display(),
                    vacancy.get_training_display(),
                    vacancy.get_experience_display(),
                ),
            )
        ),
        "seen": looked,
        "points": [
            {"point": one, "is_told": bool(one.is_told(looked))}
            for one in listing.points_of(looked)
        ],
        "missing": listing.missing(looked),
        "doubts": listing.doubts(looked),
        "above": listing.above(looked),
        "ceilings": [
            {
                "kind": CostKind(one.kind).label,
                "told": fees.in_words(one.told, one.currency),
                "most": fees.in_words(one.most, one.currency),
                "rule": str(one.rule) if one.rule else one.why,
                "source": one.rule.source if one.rule else "",
                "is_above": one.is_above,
            }
            for one in looked.ceilings()
        ],
        "reports": reports,
        "is_public": public,
        "is_hidden": vacancy.state == VacancyState.PUBLISHED and not public,
        "works": works,
        "may_change": rules.may_change(request.user, vacancy),
        "sees_suggestions": sees_suggestions(request.user),
        "steps": steps_of(request.user, vacancy),
        "history": history_of(vacancy),
        "crumbs": [vacancies_crumb(), (vacancy.title, "")],
    }
    return render(request, "workspace/vacancies/detail.html", context)


# --- writing -------------------------------------------------------------------------------------


@require_GET
def choose_employer(request):
    """Whose vacancy is it? A search among the employers of the own Centre."""
    if not rules.works_with_vacancies(request.user):
        raise Http404
    typed = text_in(request, "q")
    found = Employer.objects.visible_to(request.user)
    for word in fold(typed).split()[:6]:
        found = found.filter(folded_name__contains=word)
    found = [
        one
        for one in found.order_by("folded_name", "pk")[:EMPLOYERS_SHOWN]
        if rules.works_with(request.user, one)
    ]
    crumbs = [vacancies_crumb(), (_("Whose vacancy is it?"), "")]
    context = {"q": typed, "employers": found, "crumbs": crumbs}
    return render(request, "workspace/vacancies/employers.html", context)


def employer_written_for(request, pk):
    found = Employer.objects.visible_to(request.user)
    employer = get_object_or_404(found, pk=pk)
    if not rules.works_with(request.user, employer):
        raise Http404
    return employer


@require_http_methods(["GET", "POST"])
def add(request, pk):
    """A new vacancy of one employer, as a draft."""
    employer = employer_written_for(request, pk)
    form = form_of(request, initial=first_answers(employer))
    if request.method == "POST" and form.is_bound and form.is_valid():
        made = send(
            request, form, use_cases.enter_vacancy, employer=employer, details=form.details()
        )
        if form.is_done:
            return redirect("workspace:vacancies:detail", made.pk)
    return _form_page(
        request,
        form,
        title=_("A new vacancy"),
        kicker=employer.name,
        submit=_("Keep the draft"),
        back=reverse("workspace:vacancies:list"),
        crumbs=[vacancies_crumb(), (_("A new vacancy"), "")],
    )


@require_http_methods(["GET", "POST"])
def change(request, pk):
    vacancy = written_vacancy(request, pk)
    if not rules.may_change(request.user, vacancy):
        raise Http404
    form = form_of(request, initial=initial_of(vacancy), chosen=vacancy.occupation)
    if request.method == "POST" and form.is_bound and form.is_valid():
        send(request, form, use_cases.change_vacancy, vacancy=vacancy, details=form.details())
        if form.is_done:
            return redirect("workspace:vacancies:detail", vacancy.pk)
    back = reverse("workspace:vacancies:detail", args=[vacancy.pk])
    return _form_page(
        request,
        form,
        title=_("Change the vacancy"),
        kicker=vacancy.employer.name,
        submit=_("Keep"),
        back=back,
        crumbs=[vacancies_crumb(), (vacancy.title, back), (_("Change"), "")],
    )


def _form_page(request, form, **more):
    context = {"form": form, "is_looking": FIND in request.POST, **more}
    return show(request, "workspace/vacancies/form.html", context, form=form)


@require_http_methods(["GET", "POST"])
def terms(request, pk):
    """The terms of work abroad, with the costs."""
    vacancy = written_vacancy(request, pk)
    if vacancy.market != Market.OVERSEAS or not rules.may_change(request.user, vacancy):
        raise Http404
    on = timezone.localdate()
    looked = listing.look(vacancy, on=on)
    form = TermsForm(
        sent(request),
        vacancy=vacancy,
        on=on,
        initial=initial_of_terms(looked.terms, looked.costs),
    )
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.tell_terms, vacancy=vacancy, details=form.details())
        if form.is_done:
            return redirect("workspace:vacancies:detail", vacancy.pk)
    back = reverse("workspace:vacancies:detail", args=[vacancy.pk])
    context = {
        "form": form,
        "vacancy": vacancy,
        "title": _("Terms of work abroad"),
        "back": back,
        "licence": looked.licence,
        "crumbs": [vacancies_crumb(), (vacancy.title, back), (_("Terms"), "")],
    }
    return show(request, "workspace/vacancies/terms.html", context, form=form)
