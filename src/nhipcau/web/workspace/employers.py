"""Employers in the workspace: find one, see all of it, enter it and change it."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.employers import queries, rules, use_cases
from nhipcau.employers.models import Branch, Employer, EmployerContact, SendingLicence
from nhipcau.employers.regions import PROVINCES
from nhipcau.employers.states import EmployerState, LicenceStanding
from nhipcau.organisations.models import Organisation, OrganisationKind
from nhipcau.referrals import responses
from nhipcau.referrals import rules as referral_rules
from nhipcau.referrals.queries import introduced_to_employer
from nhipcau.vacancies.models import Vacancy
from nhipcau.web.answers import text_in
from nhipcau.web.employers.entrance import RegisterForm
from nhipcau.web.employers.forms import BankForm, told_of
from nhipcau.web.workspace.sending import form_page, send, sent

ON_A_PAGE = 25
MOST_VACANCIES = 20
MOST_INTRODUCTIONS = 20
ALIKE, TO_CHECK, AGAIN, SENDING = "alike", "to-check", "again", "sending"
LICENCE_TONES = {
    LicenceStanding.IN_FORCE: "success",
    LicenceStanding.ENDS_SOON: "warning",
    LicenceStanding.LAPSED: "danger",
    LicenceStanding.WITHDRAWN: "danger",
    LicenceStanding.NOT_YET: "neutral",
}
SORTS = {
    "name": (gettext_lazy("by name"), ("folded_name", "pk")),
    "newest": (gettext_lazy("newest first"), ("-registered_at", "-pk")),
    "due": (
        gettext_lazy("verification that ends first"),
        (F("verify_again_on").asc(nulls_last=True), "pk"),
    ),
}


def employers_crumb():
    return _("Employers"), reverse("workspace:employers:list")


def employer_crumbs(employer, here):
    url = reverse("workspace:employers:detail", args=[employer.pk])
    return [employers_crumb(), (employer.name, url), (here, "")]


def visible_employer(request, pk, *, may=None):
    """An employer of the list; 404 also for those who may not do what the page is for."""
    employers = Employer.objects.visible_to(request.user).select_related("centre", "commune")
    employer = get_object_or_404(employers, pk=pk)
    if may is not None and not may(request.user, employer):
        raise Http404
    return employer


class EmployerFilter(forms.Form):
    """What narrows the list. A value that is not known narrows nothing."""

    q = forms.CharField(
        label=gettext_lazy("Name, tax code or phone"), required=False, max_length=100
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            ("", gettext_lazy("all states")),
            *((value, capfirst(label)) for value, label in EmployerState.choices),
        ],
    )
    province = forms.ChoiceField(
        label=gettext_lazy("Province"),
        required=False,
        choices=[("", gettext_lazy("all provinces")), *PROVINCES.items()],
    )
    show = forms.ChoiceField(
        label=gettext_lazy("Show only"),
        required=False,
        choices=[
            ("", gettext_lazy("everything")),
            (TO_CHECK, gettext_lazy("to be verified")),
            (AGAIN, gettext_lazy("to be verified again")),
            (ALIKE, gettext_lazy("may be recorded twice")),
            (SENDING, gettext_lazy("with a licence to send abroad")),
        ],
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("In which order"),
        required=False,
        choices=[
            ("" if name == "name" else name, label) for name, (label, _order) in SORTS.items()
        ],
    )

    def narrow(self, employers, *, on):
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        if given.get("q"):
            employers = queries.searched(employers, given["q"])
        if given.get("state"):
            employers = employers.filter(state=given["state"])
        if given.get("province"):
            employers = employers.filter(province_code=given["province"])
        employers = {
            TO_CHECK: lambda: queries.waiting_for_verification(employers),
            AGAIN: lambda: employers.to_verify_again(on),
            ALIKE: lambda: employers.filter(has_alike=True),
            SENDING: lambda: employers.filter(has_licence=True),
        }.get(given.get("show"), lambda: employers)()
        _label, order = SORTS.get(given.get("sort"), SORTS["name"])
        return employers.order_by(*order)

    @property
    def has_more(self):
        """Whether more than the words of the search are given: then their fields stand open."""
        given = getattr(self, "cleaned_data", {})
        return any(given.get(name) for name in ("state", "province", "show", "sort"))

    @property
    def is_narrow(self):
        given = getattr(self, "cleaned_data", {})
        return any(given.get(name) for name in ("q", "state", "province", "show"))


@require_GET
def employer_list(request):
    if not rules.may_see_employers(request.user):
        raise Http404
    today = timezone.localdate()
    employers = queries.with_undecided(Employer.objects.visible_to(request.user)).annotate(
        has_licence=queries.may_send_abroad(today, employer="pk")
    )
    narrowing = EmployerFilter({**request.GET.dict(), "q": text_in(request, "q")})
    found = narrowing.narrow(employers.select_related("commune"), on=today)
    page = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "filter": narrowing,
        "today": today,
        "may_enter": bool(entering_centres(request)),
    }
    return render(request, "workspace/employers/list.html", page)


def entering_centres(request):
    """The Centres for which this colleague enters employers; one for almost everybody."""
    kept = rules.kept_units(request.user)
    return list(
        Organisation.objects.visible_to(request.user)
        .filter(pk__in=kept, kind=OrganisationKind.EMPLOYMENT_CENTRE)
        .order_by("pk")
    )


@require_GET
def employer_detail(request, pk):
    employer = visible_employer(request, pk)
    user, today = request.user, timezone.localdate()
    checks = queries.checks_of_round(employer)
    may_check = rules.may_check(user, employer)
    sees_referrals = referral_rules.sees_referrals(user)
    months = responses.months_of(employer.pk, timezone.now())
    page = {
        "employer": employer,
        "months": months,
        "response": responses.together(told for _month, told in months),
        "sees_referrals": sees_referrals,
        "introductions": introduced_to_employer(user, employer.pk)[:MOST_INTRODUCTIONS]
        if sees_referrals
        else [],
        "sections": employer.named_sections(),
        "services": employer.named_services(),
        "checks": checks,
        "lacking": rules.lacking(employer.kind, checks) if checks else [],
        "is_due": bool(employer.verify_again_on and employer.verify_again_on <= today),
        "contacts": EmployerContact.objects.visible_to(user)
        .active()
        .filter(employer=employer)
        .order_by("-is_main", "full_name", "pk"),
        "branches": Branch.objects.visible_to(user)
        .active()
        .filter(employer=employer)
        .select_related("commune")
        .order_by("pk"),
        "licences": licences_told(user, employer, today),
        "pairs": queries.pairs_of(user, employer),
        "same_as": employer.same_as_id and visible_employer(request, employer.same_as_id),
        "vacancies": Vacancy.objects.visible_to(user)
        .filter(employer=employer)
        .order_by("-created_at", "-pk")[:MOST_VACANCIES],
        "may_keep": rules.may_keep(user, employer),
        "may_check": may_check,
        "is_open": rules.takes_changes(employer),
        "has_desk": queries.open_desks_of([employer], at=timezone.now()).exists(),
        "crumbs": [employers_crumb(), (employer.name, "")],
    }
    return render(request, "workspace/employers/detail.html", page)


def licences_told(user, employer, today):
    """Licences with the word that their days say today."""
    warned = rules.licence_warned_days(today)
    rows = (
        SendingLicence.objects.visible_to(user)
        .filter(employer=employer)
        .select_related("checked_by")
        .order_by("-expires_on", "-pk")
    )
    found = []
    for one in rows:
        standing = one.standing(on=today, warned_days=warned)
        found.append({"licence": one, "word": standing.label, "tone": LICENCE_TONES[standing]})
    return found


class EntryForm(BankForm, RegisterForm):
    """Form 03 as a colleague enters it, with its contact."""

    PARTS = (*BankForm.PARTS[:-1], RegisterForm.CONTACT, BankForm.PARTS[-1])


@require_http_methods(["GET", "POST"])
def enter(request):
    centres = entering_centres(request)
    if not centres:
        raise Http404
    form = EntryForm(sent(request))
    if request.method == "POST" and form.is_valid():
        employer = send(
            request,
            form,
            use_cases.register_employer,
            centre=centres[0],
            details=form.details(),
            contact=form.contact(),
        )
        if form.is_done:
            messages.success(request, _("The employer is entered. Two colleagues check it now."))
            return redirect("workspace:employers:detail", employer.pk)
    return form_page(
        request,
        form,
        template="workspace/employers/form.html",
        title=_("Enter an employer"),
        lead=_("Form 03. It offers nothing to anybody before two colleagues have checked it."),
        submit=_("Enter the employer"),
        keep="employer",
        back=reverse("workspace:employers:list"),
        crumbs=[employers_crumb(), (_("Enter an employer"), "")],
    )


@require_http_methods(["GET", "POST"])
def change(request, pk):
    employer = visible_employer(request, pk, may=rules.may_keep)
    form = BankForm(sent(request), initial=told_of(employer))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.change_employer, employer=employer, details=form.details())
        if form.is_done:
            messages.success(request, _("The changes are kept."))
            return redirect("workspace:employers:detail", employer.pk)
    is_verified = employer.state == EmployerState.VERIFIED
    return form_page(
        request,
        form,
        template="workspace/employers/form.html",
        title=_("Change an employer"),
        kicker=employer.name,
        consequences=[
            _(
                "A new name, kind or tax code must be checked again by two colleagues; until then"
                " its vacancies are not shown."
            )
        ]
        if is_verified
        else [],
        submit=_("Keep"),
        back=reverse("workspace:employers:detail", args=[employer.pk]),
        crumbs=employer_crumbs(employer, _("Change an employer")),
    )
