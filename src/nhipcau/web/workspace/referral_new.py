"""Introduce or propose somebody: choose the vacancy, ask for the consent, then do it."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.people.models import Guardian, Purpose, YoungPerson
from nhipcau.people.queries import consent_texts
from nhipcau.people.rules import age_on, needs_guardian
from nhipcau.referrals import queries, responses, rules, use_cases
from nhipcau.vacancies.models import Market, Vacancy
from nhipcau.web.answers import text_in
from nhipcau.web.workspace.capped import CappedPaginator
from nhipcau.web.workspace.own_rows import with_own_rows
from nhipcau.web.workspace.people import people_crumb
from nhipcau.web.workspace.referrals import inbox_crumb
from nhipcau.web.workspace.sending import form_page, send, sent

ON_A_PAGE = 20


def followed_person(request, pk):
    """A person whom this colleague may introduce or propose; and which of the two it is."""
    user = request.user
    if not rules.sees_referrals(user):
        raise Http404
    people = YoungPerson.objects.visible_to(user).select_related("commune", "merged_into")
    person = get_object_or_404(people, pk=pk)
    name = "introduce" if rules.may_introduce(user) else "propose"
    if not rules.may_begin(user, name, person):
        raise Http404
    return person.merged_into or person, name


@require_GET
def choose(request, pk):
    """Open vacancies for one person, with how often each employer answers."""
    person, name = followed_person(request, pk)
    now = timezone.now()
    typed, market = text_in(request, "q"), request.GET.get("market", "")
    found = queries.vacancies_for(request.user, person, typed=typed, market=market, at=now)
    page = CappedPaginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    answered = responses.responses_of({one.employer_id for one in page}, now)
    context = {
        "person": person,
        "age": age_on(person.birth_on, timezone.localdate(now)),
        "name": name,
        "page": page,
        "rows": [(one, answered.get(one.employer_id)) for one in page],
        "q": typed,
        "market": market,
        "markets": Market.choices,
        "is_narrowed": bool(typed or market),
        "consent": queries.consent_in_force(person),
        "crumbs": [people_crumb(), (person.full_name, _record(person)), (_("Choose"), "")],
    }
    return render(request, "workspace/referrals/choose.html", context)


def _record(person):
    return reverse("workspace:people:detail", args=[person.pk])


class BeginForm(forms.Form):
    """With the question for consent, while there is none."""

    agrees = forms.BooleanField(
        error_messages={
            "required": gettext_lazy("Without this agreement nobody may be introduced.")
        }
    )
    guardian = forms.ModelChoiceField(
        label=gettext_lazy("Parent or guardian who agreed as well"),
        queryset=None,
        empty_label=gettext_lazy("Choose …"),
        error_messages={"required": gettext_lazy("Please choose who agreed for the child.")},
    )
    evidence = forms.CharField(
        label=gettext_lazy("Where is the signed sheet?"),
        help_text=gettext_lazy("For example: folder 12/2026, sheet 31."),
        max_length=120,
        error_messages={"required": gettext_lazy("Please write where the signed paper is kept.")},
    )
    comment = forms.CharField(
        label=gettext_lazy("Remark"),
        help_text=gettext_lazy(
            "For colleagues of both units. Neither the young person nor the employer reads it."
        ),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, guardians, text, is_child, asks, **options):
        super().__init__(*args, **options)
        self.fields["guardian"].queryset = guardians
        self.fields["agrees"].label = text
        if not asks:
            for name in ("agrees", "evidence"):
                del self.fields[name]
        if not (asks and is_child):
            del self.fields["guardian"]


@require_http_methods(["GET", "POST"])
@with_own_rows
def begin(request, pk, vacancy_pk):
    person, name = followed_person(request, pk)
    today = timezone.localdate()
    vacancies = Vacancy.objects.visible_to(request.user).open(today).select_related("employer")
    vacancy = get_object_or_404(vacancies, pk=vacancy_pk)
    text = consent_texts(today)[Purpose.INTRODUCTION]
    asks = queries.consent_in_force(person) is None
    form = BeginForm(
        sent(request),
        guardians=Guardian.objects.visible_to(request.user).filter(young_person=person),
        text=(text.body_en if get_language() == "en" else text.body_vi).strip(),
        is_child=needs_guardian(person.birth_on, on=today),
        asks=asks,
    )
    if request.method == "POST" and form.is_valid():
        made = _begin(request, form, person, vacancy, name)
        if form.is_done:
            said = (
                _("The slip is issued, and the employer is asked to answer.")
                if name == "introduce"
                else _("The Centre has your proposal.")
            )
            messages.success(request, said)
            return redirect("workspace:referrals:detail", made.pk)
    title = _("Introduce") if name == "introduce" else _("Propose to the Centre")
    return form_page(
        request,
        form,
        title=title,
        kicker=f"{person.full_name} · {vacancy.title}",
        lead=vacancy.employer.name,
        consequences=_consequences(name),
        submit=title,
        back=reverse("workspace:referrals:choose", args=[person.pk]),
        crumbs=[inbox_crumb(), (person.full_name, _record(person)), (title, "")],
    )


def _begin(request, form, person, vacancy, name):
    """Consent and introduction stand or fall together; what was typed stays in the form."""
    given = form.cleaned_data
    return send(
        request,
        form,
        getattr(use_cases, name),
        young_person=person,
        vacancy=vacancy,
        comment=given["comment"],
        evidence=given.get("evidence", ""),
        guardian=given.get("guardian"),
    )


def _consequences(name):
    shown = _("The employer sees name, year of birth, phone and commune; nothing else.")
    if name == "introduce":
        return [
            _("The employer is asked to answer by a link, and reminded by working days."),
            shown,
            _("The young person is told, and again at every step."),
        ]
    return [
        _("The Centre decides, and may read this record from now on."),
        shown,
        _("The young person is told."),
    ]
