"""Pages of a young person who signed in by phone: one person of those who share the number."""

import functools

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache

from nhipcau.people.models import YoungPerson


def for_young_people(view):
    """Everybody else is led to the own page, which asks for the phone or says whose it is."""

    @functools.wraps(view)
    def guarded(request, *args, **options):
        user = request.user
        if not user.is_authenticated or user.is_staff_account:
            return redirect("public:my-registrations")
        return view(request, *args, **options)

    return login_not_required(never_cache(guarded))


def chosen_person(request, pk):
    """One of those who share the phone; anybody else is not found."""
    people = YoungPerson.objects.visible_to(request.user).select_related("commune", "merged_into")
    return get_object_or_404(people, pk=pk)


def shares_phone(request):
    """Whether others sign in with the same number: then what is sensitive is not shown back."""
    return YoungPerson.objects.visible_to(request.user).kept().count() > 1
