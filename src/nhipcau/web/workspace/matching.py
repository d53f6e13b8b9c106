"""Suggestions for a person and for a vacancy, with reasons; and “not this one, because …”."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.matching import rules, use_cases
from nhipcau.matching.models import Refusal
from nhipcau.matching.reading import occupations_read
from nhipcau.matching.suggestions import list_for, list_for_vacancy
from nhipcau.people.queries import record_is_open
from nhipcau.people.rules import age_on
from nhipcau.referrals.models import Referral
from nhipcau.referrals.rules import may_begin, may_introduce
from nhipcau.seekers.models import JobWish
from nhipcau.vacancies.models import Vacancy
from nhipcau.web.suggested import RefusalForm, cards_of
from nhipcau.web.workspace.people import people_crumb, visible_person
from nhipcau.web.workspace.sending import form_page, press, send, sent, show
from nhipcau.web.workspace.vacancies import vacancies_crumb


def _person_of_list(request, pk):
    """A person whose list this colleague may see; another one is not found."""
    person = visible_person(request, pk)
    person = person.merged_into or person
    if not rules.may_see_list(request.user, person):
        raise Http404
    return person


def _is_open(request, person):
    return record_is_open(request.user, person.pk, at=timezone.now())


def _wish(request, person):
    wishes = JobWish.objects.visible_to(request.user).of_person(person)
    return wishes.select_related("occupation").order_by("-told_at").first()


def _crumbs(person, *more):
    record = reverse("workspace:people:detail", args=[person.pk])
    return [people_crumb(), (person.full_name, record), *more]


@require_GET
def person_list(request, pk):
    person, at = _person_of_list(request, pk), timezone.now()
    if not _is_open(request, person):
        return redirect("workspace:people:detail", person.pk)
    wish = _wish(request, person)
    if wish is None:
        return redirect("workspace:people:wish", person.pk)
    told = list_for(request.user, wish, at=at)
    name = "introduce" if may_introduce(request.user) else "propose"
    open_ones = Referral.objects.visible_to(request.user).open().filter(young_person=person)
    page = {
        "person": person,
        "wish": wish,
        "age": age_on(person.birth_on, timezone.localdate(at)),
        "read": [] if wish.occupation else occupations_read(wish.title),
        "told": told,
        "cards": cards_of(told, told.lines, set(open_ones.values_list("vacancy", flat=True))),
        "aside": cards_of(told, told.put_aside),
        "name": name if may_begin(request.user, name, person) else "",
        "crumbs": _crumbs(person, (_("Suggested work"), "")),
    }
    return show(request, "workspace/matching/person.html", page)


@require_http_methods(["GET", "POST"])
def put_aside(request, pk, vacancy_pk):
    person = _person_of_list(request, pk)
    if not _is_open(request, person):
        return redirect("workspace:people:detail", person.pk)
    wish = _wish(request, person)
    if wish is None:
        raise Http404
    vacancies = Vacancy.objects.public(timezone.localdate()).select_related("employer")
    vacancy = get_object_or_404(vacancies, pk=vacancy_pk)
    back = reverse("workspace:matching:person", args=[person.pk])
    form = RefusalForm(sent(request), is_own=False)
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.put_aside, wish=wish, vacancy=vacancy, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("It is put aside, with your name and why."))
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Not this one"),
        kicker=f"{person.full_name} · {vacancy.title}",
        lead=vacancy.employer.name,
        consequences=[
            _("It leaves the list that colleagues see; below the list it can be taken back."),
            _("The young person still sees it, and the score of nothing changes."),
        ],
        submit=_("Put aside"),
        back=back,
        crumbs=_crumbs(person, (_("Suggested work"), back), (_("Not this one"), "")),
    )


@require_POST
def take_back(request, pk):
    others = Refusal.objects.visible_to(request.user).filter(is_own=False)
    refusal = get_object_or_404(others.select_related("wish__young_person"), pk=pk)
    if not rules.may_take_back(request.user, refusal):
        raise Http404
    press(request, use_cases.take_back, said=_("It stands in the list again."), refusal=refusal)
    person = refusal.wish.young_person
    return redirect("workspace:matching:person", person.merged_into_id or person.pk)


@require_GET
def vacancy_people(request, pk):
    """Who fits a vacancy: for staff, of the people whom their unit follows."""
    vacancies = Vacancy.objects.visible_to(request.user).select_related("employer", "commune")
    vacancy = get_object_or_404(vacancies, pk=pk)
    if not rules.may_see_fitting(request.user, vacancy):
        raise Http404
    at = timezone.now()
    told = list_for_vacancy(request.user, vacancy, at=at)
    today = timezone.localdate(at)
    cards = cards_of(told, told.lines)
    page = {
        "vacancy": vacancy,
        "told": told,
        "rows": [
            {"card": one, "person": person, "age": age_on(person.birth_on, today)}
            for one in cards
            for person in [one.line.wish.young_person.merged_into or one.line.wish.young_person]
        ],
        "crumbs": [
            vacancies_crumb(),
            (vacancy.title, reverse("workspace:vacancies:detail", args=[vacancy.pk])),
            (_("People who fit"), ""),
        ],
    }
    return show(request, "workspace/matching/vacancy.html", page)
