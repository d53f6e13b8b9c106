"""Jobs for you: the own list with its reasons, and a way to say “not for me”."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.matching import use_cases
from nhipcau.matching.models import Refusal
from nhipcau.matching.reading import occupations_read
from nhipcau.matching.suggestions import list_for
from nhipcau.seekers.models import JobWish
from nhipcau.seekers.rules import may_seek
from nhipcau.seekers.use_cases import tell_wish
from nhipcau.vacancies.models import Vacancy
from nhipcau.web.answers import text_in
from nhipcau.web.public.own import chosen_person, for_young_people
from nhipcau.web.public.registering import SeeOther
from nhipcau.web.sending import press, send, sent, show
from nhipcau.web.suggested import OccupationForm, RefusalForm, cards_of


def _own_wish(request, person):
    wishes = JobWish.objects.visible_to(request.user).of_person(person)
    return wishes.select_related("occupation").order_by("-told_at").first()


@require_safe
@for_young_people
def jobs_for_me(request, pk):
    person, at = chosen_person(request, pk), timezone.now()
    wish = _own_wish(request, person)
    if wish is None or not may_seek(person, timezone.localdate(at)):
        return redirect("public:wish", person.pk)
    told = list_for(request.user, wish, at=at)
    page = {
        "person": person,
        "wish": wish,
        "read": [] if wish.occupation else occupations_read(wish.title),
        "told": told,
        "cards": cards_of(told, told.lines),
        "aside": cards_of(told, told.put_aside),
    }
    return show(request, "public/my_jobs.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@for_young_people
def not_for_me(request, pk, vacancy_pk):
    person = chosen_person(request, pk)
    wish = _own_wish(request, person)
    if wish is None:
        raise Http404
    vacancies = Vacancy.objects.public(timezone.localdate()).select_related("employer")
    vacancy = get_object_or_404(vacancies, pk=vacancy_pk)
    form = RefusalForm(sent(request), is_own=True)
    back = reverse("public:my-jobs", args=[person.pk])
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.put_aside, wish=wish, vacancy=vacancy, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("It is put aside. Below the list you can take it back."))
            return SeeOther(back)
    page = {"person": person, "vacancy": vacancy, "form": form, "back": back}
    return show(request, "public/not_for_me.html", page, form=form)


@require_POST
@for_young_people
def take_back(request, pk):
    own = Refusal.objects.visible_to(request.user).filter(is_own=True)
    refusal = get_object_or_404(own.select_related("wish"), pk=pk)
    press(
        request,
        use_cases.take_back,
        said=_("It may stand in your list again."),
        refusal=refusal,
    )
    return SeeOther(reverse("public:my-jobs", args=[refusal.wish.young_person_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@for_young_people
def occupation(request, pk):
    person = chosen_person(request, pk)
    wish = _own_wish(request, person)
    if wish is None or not may_seek(person, timezone.localdate()):
        return redirect("public:wish", person.pk)
    typed = text_in(request, "q")
    form = OccupationForm(sent(request), wish=wish, typed=typed)
    if request.method == "POST" and form.is_valid():
        told = {"title": wish.title, "occupation": form.chosen()}
        send(request, form, tell_wish, young_person=person, told=told)
        if form.is_done:
            messages.success(request, _("It is kept. Your list follows within a minute."))
            return SeeOther(reverse("public:my-jobs", args=[person.pk]))
    page = {"person": person, "wish": wish, "form": form, "q": typed}
    return show(request, "public/my_occupation.html", page, form=form)
