"""Young people whom the unit follows. Reading one record leaves a trace: see ``open_record``."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.appointments.queries import of_person
from nhipcau.appointments.rules import may_work_with_appointments
from nhipcau.assistance.rules import assists
from nhipcau.counselling.models import Case
from nhipcau.counselling.queries import cases_of_person
from nhipcau.counselling.rules import may_see_cases
from nhipcau.events.models import Registration
from nhipcau.inventory.queries import sheets_of
from nhipcau.inventory.rules import may_work_with_classes
from nhipcau.matching.rules import sees_suggestions
from nhipcau.organisations.queries import communes
from nhipcau.people import queries, rules, use_cases
from nhipcau.people.likeness import Reason
from nhipcau.people.models import Consent, Guardian, PersonMerge, Purpose, YoungPerson
from nhipcau.people.points import WEIGHTS
from nhipcau.people.queries import matching, record_is_open
from nhipcau.referrals.queries import introductions_of_person
from nhipcau.referrals.rules import may_begin
from nhipcau.rights.queries import restriction_of
from nhipcau.rights.rules import is_data_officer
from nhipcau.rights.use_cases import withdraw
from nhipcau.seekers.models import JobWish
from nhipcau.soldiers.queries import service_of
from nhipcau.soldiers.rules import works_with_soldiers
from nhipcau.web.answers import NothingToAsk, text_in
from nhipcau.web.workspace.own_rows import with_own_rows
from nhipcau.web.workspace.sending import form_page, press, send, sent

ON_A_PAGE = 25
TALKS_SHOWN = 5
SHORTEST_SEARCH = 2
MOST_MERGED_FOUND = 200


def people_crumb():
    return _("People"), reverse("workspace:people:list")


class CommuneFilter(forms.Form):
    commune = forms.ModelChoiceField(
        label=gettext_lazy("Commune"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("all communes"),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["commune"].queryset = communes()


@require_GET
def people_list(request):
    """A search, or the newest; a list of phone numbers is never shown."""
    if not rules.may_read_records(request.user):
        raise Http404
    typed = text_in(request, "q")
    narrowing = CommuneFilter(request.GET)
    narrowing.is_valid()
    commune = getattr(narrowing, "cleaned_data", {}).get("commune")
    searches = len(typed) >= SHORTEST_SEARCH
    people = queries.people_listed(request.user, searches=searches)
    if commune:
        people = people.filter(commune=commune)
    if searches:
        found = matching(typed, whole_phones=True)
        # What was merged finds the record that is kept for it.
        merged = YoungPerson.objects.visible_to(request.user).filter(
            found, merged_into__isnull=False
        )
        kept = list(merged.values_list("merged_into", flat=True)[:MOST_MERGED_FOUND])
        people = people.filter(found | Q(pk__in=kept) if kept else found)
        page = Paginator(people.order_by("folded_name", "pk"), ON_A_PAGE)
        page = page.get_page(request.GET.get("page"))
    else:
        newest = people.order_by("-pk")
        page = Paginator(list(newest[:ON_A_PAGE]), ON_A_PAGE).page(1)
    context = {
        "page": page,
        "q": typed,
        "searches": searches,
        "too_short": bool(typed) and not searches,
        "filter": narrowing,
        "commune": commune,
        "may_merge": rules.may_see_people(request.user),
    }
    return render(request, "workspace/people/list.html", context)


def visible_person(request, pk):
    if not rules.may_read_records(request.user):
        raise Http404
    people = YoungPerson.objects.visible_to(request.user).select_related("commune")
    return get_object_or_404(people, pk=pk)


@require_POST
def open_record(request, pk):
    """Leave the trace, then show the record."""
    person = visible_person(request, pk)
    person = person.merged_into or person
    press(request, use_cases.open_record, young_person=person)
    return redirect("workspace:people:detail", person.pk)


@require_GET
@with_own_rows
def person_detail(request, pk):
    person = visible_person(request, pk)
    if person.merged_into_id:
        return redirect("workspace:people:detail", person.merged_into_id)
    if not record_is_open(request.user, person.pk, at=timezone.now()):
        page = {"person": person, "crumbs": [people_crumb(), (_("Open a record"), "")]}
        return render(request, "workspace/people/closed.html", page)
    records = YoungPerson.objects.visible_to(request.user).same_as(person)
    merges = list(
        PersonMerge.objects.visible_to(request.user)
        .in_force()
        .filter(merged__in=records)
        .select_related("merged", "by")
        .order_by("-at", "-pk")
    )
    # Most people have one record: then its id spares the database the looking up.
    same = records.values("pk") if merges else [person.pk]
    consents = (
        Consent.objects.visible_to(request.user)
        .filter(young_person__in=same)
        .select_related("text", "guardian", "recorded_by")
        .order_by("-given_at", "-pk")
    )
    registrations = (
        Registration.objects.visible_to(request.user)
        .filter(young_person__in=same)
        .select_related("session__event", "attendance__recorded_by")
        .prefetch_related(Prefetch("attendance__corrections"))
        .order_by("-session__starts_at", "-pk")
    )
    today = timezone.localdate()
    page = {
        "person": person,
        "age": rules.age_on(person.birth_on, today),
        "guardians": Guardian.objects.visible_to(request.user)
        .filter(young_person__in=same)
        .order_by("created_at"),
        "merges": [{"merge": one, "reasons": reasons_told(one.reasons)} for one in merges],
        "consents": [_consent(one) for one in consents],
        "registrations": registrations,
        "introductions": introductions_of_person(request.user, same),
        "may_introduce": may_begin(request.user, "introduce", person),
        "may_propose": may_begin(request.user, "propose", person),
        "restriction": restriction_of(person),
        "service": service_of(request.user, person),
        "may_enter_service": works_with_soldiers(request.user),
        "wish": JobWish.objects.visible_to(request.user).of_person(person).first(),
        "sees_suggestions": sees_suggestions(request.user),
        "may_book_talks": may_work_with_appointments(request.user),
        "talks": of_person(request.user, person)[:TALKS_SHOWN],
        "is_data_officer": is_data_officer(request.user),
        "shared_interests": sheets_of(request.user, person),
        "may_answer_with": may_work_with_classes(request.user),
        **_counselling(request.user, person),
        "is_colleague": rules.may_see_people(request.user),
        "may_assist": assists(request.user),
        "crumbs": [people_crumb(), (person.full_name, "")],
    }
    return render(request, "workspace/people/detail.html", page)


def _counselling(user, person):
    """Who counsels the person: told to both units; the page of a case opens for its own."""
    cases = list(cases_of_person(person))
    return {
        "cases": cases,
        "open_to": set(
            Case.objects.visible_to(user)
            .filter(pk__in=[one.pk for one in cases])
            .values_list("pk", flat=True)
        ),
        "may_counsel": may_see_cases(user),
    }


def reasons_told(plain):
    """Findings as they were told then; what the table of points no longer knows is left out."""
    return [Reason(code, points) for code, points in plain if code in WEIGHTS]


def _consent(consent):
    return {
        "consent": consent,
        "purpose": Purpose(consent.text.purpose).label,
        "words": consent.text.body_en if get_language() == "en" else consent.text.body_vi,
        "purpose_code": consent.text.purpose.lower(),
    }


@require_http_methods(["GET", "POST"])
def withdraw_consent(request, pk, purpose):
    """The person asked for it: end one consent, after a page that says what follows."""
    person = visible_person(request, pk)
    if purpose.upper() not in Purpose.values:
        raise Http404
    if not rules.may_withdraw_consent(request.user, person):
        raise Http404
    wanted = Purpose(purpose.upper())
    form = NothingToAsk(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, withdraw, young_person=person, purpose=wanted)
        if form.is_done:
            messages.success(request, _("The consent is withdrawn from this moment on."))
            return redirect("workspace:people:detail", person.pk)
    follows = {
        Purpose.PARTICIPATION: _(
            "Tell the person: places already taken can be given back as well."
        ),
        Purpose.CONTACT: _("We no longer remind the person or tell of later activities."),
        Purpose.STATISTICS: _("Gender, ethnic group and union membership are emptied at once."),
        Purpose.INTRODUCTION: _(
            "Every open introduction ends at once, and employers' links stop working."
        ),
        Purpose.JOB_SEARCH: _("What the person looks for is deleted at once; nobody introduces."),
        Purpose.SUPPORT: _("What was told of special circumstances is deleted at once."),
        Purpose.FAMILY: _("The relative's name and number are deleted at once."),
        Purpose.INVENTORY: _("The person's answers about interests are deleted at once."),
        Purpose.COUNSELLING: _(
            "Cases end, notes are deleted at once, and the key that opens every copy is destroyed."
        ),
    }
    url = reverse("workspace:people:detail", args=[person.pk])
    return form_page(
        request,
        form,
        title=_("Withdraw a consent"),
        kicker=wanted.label,
        consequences=[
            _("Do this only when the person, or the guardian of a child, asks for it."),
            follows[wanted],
            _("The words once agreed to stay in the record, with the day of withdrawal."),
        ],
        submit=_("Withdraw the consent"),
        danger=True,
        back=url,
        crumbs=[people_crumb(), (_("Record"), url), (_("Withdraw a consent"), "")],
    )
