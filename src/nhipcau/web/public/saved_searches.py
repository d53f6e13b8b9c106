"""Job searches that a person keeps: what is new comes as a message, with the way to stop it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nhipcau.people.models import YoungPerson
from nhipcau.shared.errors import DomainError
from nhipcau.vacancies import queries, use_cases
from nhipcau.vacancies.codes import Frequency
from nhipcau.vacancies.models import SavedSearch
from nhipcau.vacancies.searching import JobFilter, found
from nhipcau.vacancies.telling import search_in_words, searches_in_words
from nhipcau.web.keys import key_of
from nhipcau.web.public.jobs import cards_of

SHOWN = 10


class SaveForm(forms.Form):
    young_person: forms.ModelChoiceField = forms.ModelChoiceField(
        label=gettext_lazy("For whom?"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose for whom.")},
    )
    frequency = forms.ChoiceField(
        label=gettext_lazy("How often may we write?"),
        choices=Frequency.choices,
        widget=forms.RadioSelect,
        initial=Frequency.WEEKLY,
        error_messages={"required": gettext_lazy("Please choose how often.")},
    )

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        field: Any = self.fields["young_person"]
        field.queryset = people
        field.label_from_instance = lambda person: person.full_name
        known = list(people[:2])
        if len(known) == 1:
            field.initial = known[0]


def _sign_in(request):
    wanted = urlencode({"next": request.get_full_path()})
    return redirect(f"{reverse('account:phone')}?{wanted}")


def _people(request):
    return (
        YoungPerson.objects.visible_to(request.user)
        .filter(phone=request.user.phone)
        .order_by("birth_on", "pk")
    )


@require_http_methods(["GET", "POST"])
@login_not_required
@never_cache
def save_search(request):
    """Keep the search of the address; whoever is not signed in does so by phone first."""
    if not request.user.is_authenticated:
        return _sign_in(request)
    if request.user.is_staff_account:
        return render(request, "public/mine_for_staff.html")
    wanted = JobFilter.read(request.GET)
    form = SaveForm(request.POST if request.method == "POST" else None, people=_people(request))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                use_cases.save_search(  # type: ignore[call-arg]  # `key` is taken by @write
                    by=request.user,
                    at=timezone.now(),
                    key=key_of(request),
                    query=wanted.as_query(),
                    **form.cleaned_data,
                )
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            else:
                messages.success(request, _("We write to you when something new fits."))
                return redirect("public:my-searches")
    context = {
        "form": form,
        "form_key": key_of(request) if status != 200 else "",
        "wanted": wanted,
        "words": search_in_words(wanted.as_query()),
        "back": reverse("public:jobs") + wanted.address(),
    }
    return render(request, "public/jobs/save.html", context, status=status)


@require_safe
@login_not_required
@never_cache
def my_searches(request):
    if not request.user.is_authenticated:
        return _sign_in(request)
    if request.user.is_staff_account:
        return render(request, "public/mine_for_staff.html")
    kept = SavedSearch.objects.visible_to(request.user).running().select_related("young_person")
    searches = list(kept.order_by("-created_at"))
    words = searches_in_words([one.query for one in searches])
    told = [_told(one, text) for one, text in zip(searches, words, strict=True)]
    context = {"searches": told}
    return render(request, "public/jobs/searches.html", context)


def _told(search, words):
    return {
        "search": search,
        "words": words,
        "address": reverse("public:jobs") + JobFilter.read(search.query).address(),
    }


def _of_code(code):
    """Holding the link is the permission, as with a registration."""
    return get_object_or_404(SavedSearch.objects.public(), code=code)


@require_safe
@login_not_required
@never_cache
def search(request, code):
    """What fits a kept search now, and the way to stop its messages."""
    kept = _of_code(code)
    wanted = JobFilter.read(kept.query)
    names = queries.places()
    rows = found(wanted, on=timezone.localdate()).select_related("employer", "commune")[:SHOWN]
    context = {
        **_told(kept, search_in_words(kept.query)),
        "cards": cards_of(rows, names),
    }
    return render(request, "public/jobs/search.html", context)


@require_POST
@login_not_required
@never_cache
def stop_search(request, code):
    kept = _of_code(code)
    try:
        use_cases.stop_search(  # type: ignore[call-arg]  # `key` is taken by @write
            by=request.user, at=timezone.now(), key=key_of(request), search=kept, code=code
        )
    except DomainError as error:
        raise Http404 from error
    messages.success(request, _("Stopped. You get no more messages about this search."))
    return redirect("public:search", code)
