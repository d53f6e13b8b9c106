"""Records that may be one employer: shown with the reasons, and decided."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.employers import rules, use_cases
from nhipcau.employers.models import PossibleSameEmployer
from nhipcau.employers.states import EmployerState
from nhipcau.shared import wording
from nhipcau.web.answers import NothingToAsk
from nhipcau.web.workspace.employer_words import words_of_reasons
from nhipcau.web.workspace.employers import employers_crumb
from nhipcau.web.workspace.sending import form_page, press, send, sent

ON_A_PAGE = 20


def _crumbs(here):
    url = reverse("workspace:employers:duplicates")
    return [employers_crumb(), (_("Recorded twice?"), url), (here, "")]


def _pair(request, pk):
    pairs = PossibleSameEmployer.objects.visible_to(request.user).select_related(
        "first__centre", "first__commune", "second__centre", "second__commune"
    )
    pair = get_object_or_404(pairs, pk=pk)
    pair.may_decide = all(rules.may_keep(request.user, one) for one in (pair.first, pair.second))
    return pair


@require_GET
def duplicates(request):
    if not rules.may_see_employers(request.user):
        raise Http404
    pairs = (
        PossibleSameEmployer.objects.visible_to(request.user)
        .undecided()
        .select_related("first", "second")
        .order_by("-found_at", "-pk")
    )
    page = Paginator(pairs, ON_A_PAGE).get_page(request.GET.get("page"))
    rows = [{"pair": pair, "reasons": words_of_reasons(pair.reasons)} for pair in page]
    context = {
        "page": page,
        "rows": rows,
        "crumbs": [employers_crumb(), (_("Recorded twice?"), "")],
    }
    return render(request, "workspace/employers/duplicates.html", context)


@require_GET
def compare(request, pk):
    pair = _pair(request, pk)
    both = (pair.first, pair.second)
    context = {
        "pair": pair,
        "both": both,
        "rows": _rows(both),
        "reasons": words_of_reasons(pair.reasons),
        "is_decided": bool(pair.decision),
        "may_decide": pair.may_decide and not pair.decision,
        "keepable": [one for one in both if one.state != EmployerState.CLOSED],
        "crumbs": _crumbs(_("Compare")),
    }
    return render(request, "workspace/employers/compare.html", context)


def _rows(both):
    def told(label, answer):
        answers = [answer(one) for one in both]
        agree = answers[0] == answers[1] if all(answers) else None
        named = [(one.name, said) for one, said in zip(both, answers, strict=True)]
        return {"label": label, "answers": named, "agree": agree}

    return [
        told(_("Name of the employer"), lambda one: one.name),
        told(_("Tax code"), lambda one: one.tax_code),
        told(_("State"), lambda one: one.get_state_display()),
        told(_("Address"), lambda one: f"{one.address}, {one.province}"),
        told(_("Phone"), lambda one: wording.phone(one.phone)),
        told(_("E-mail"), lambda one: one.email),
        told(_("Website"), lambda one: one.website),
        told(_("Bank account"), lambda one: f"{one.bank_name} {one.bank_account}".strip()),
        told(_("Registered on"), lambda one: wording.day(one.registered_at)),
    ]


@require_http_methods(["GET", "POST"])
def same(request, pk, kept_pk):
    """One employer: say which record goes on."""
    pair = _pair(request, pk)
    sides = {pair.first_id: (pair.first, pair.second), pair.second_id: (pair.second, pair.first)}
    if kept_pk not in sides or not pair.may_decide or pair.decision:
        raise Http404
    kept, other = sides[kept_pk]
    if kept.state == EmployerState.CLOSED:
        raise Http404
    form = NothingToAsk(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.decide_same, pair=pair, kept=kept)
        if form.is_done:
            messages.success(
                request, _("One employer: the other record is closed and points here.")
            )
            return redirect("workspace:employers:detail", kept.pk)
    return form_page(
        request,
        form,
        title=_("Keep this record?"),
        lead=kept.name,
        kicker=_("The same employer"),
        consequences=[
            _("The other record is closed: %(name)s. Its vacancies are no longer shown.")
            % {"name": other.name},
            _("Its desk ends. Whoever opens it here is led to the record that is kept."),
            _("Nothing is deleted or overwritten; reopening the closed record takes this back."),
        ],
        danger=other.state == EmployerState.VERIFIED,
        submit=_("The same employer"),
        back=reverse("workspace:employers:compare", args=[pk]),
        crumbs=_crumbs(_("The same employer")),
    )


@require_POST
def different(request, pk):
    pair = _pair(request, pk)
    if not pair.may_decide:
        raise Http404
    press(
        request,
        use_cases.decide_different,
        pair=pair,
        said=_("Two employers. We ask again only when there is a new reason."),
    )
    return redirect("workspace:employers:duplicates")
