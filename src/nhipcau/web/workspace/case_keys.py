"""Notes are read here alone, each time with a trace; and what was opened in an emergency."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.counselling import queries, rules, use_cases
from nhipcau.counselling.models import EmergencyOpening
from nhipcau.shared.errors import DomainError
from nhipcau.web.workspace.cases import case_crumbs, cases_crumb, visible_case
from nhipcau.web.workspace.sending import form_page, press, send, sent

ON_A_PAGE = 25


@require_POST
@sensitive_variables("opened")
def notes(request, pk):
    """The answer to one press of a button: a page that is reloaded leaves another trace."""
    case = visible_case(request, pk)
    now = timezone.now()
    if not rules.may_read_notes(request.user, case, at=now):
        raise Http404
    try:
        opened = use_cases.read_notes(by=request.user, at=now, case=case)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("workspace:cases:detail", case.pk)
    page = {
        "case": case,
        "person": case.young_person,
        "notes": opened,
        "in_emergency": not rules.may_handle(request.user, case),
        "crumbs": case_crumbs(case, (_("Notes"), "")),
    }
    return render(request, "workspace/cases/notes.html", page)


class EmergencyForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why can this not wait for the counsellor?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": gettext_lazy("Please write the reason; others will read it.")},
    )


@require_http_methods(["GET", "POST"])
def emergency(request, pk):
    case = visible_case(request, pk)
    if not rules.may_open_in_emergency(request.user, case):
        raise Http404
    form = EmergencyForm(sent(request))
    url = reverse("workspace:cases:detail", args=[case.pk])
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        send(request, form, use_cases.open_in_emergency, case=case, reason=reason)
        if form.is_done:
            messages.success(request, _("Open for an hour. The supervisor has been told."))
            return redirect(url)
    return form_page(
        request,
        form,
        title=_("Open in an emergency"),
        kicker=case.young_person.full_name,
        lead=_("When somebody is in danger and the counsellor cannot be reached."),
        consequences=[
            _("For one hour you may read the notes of this case."),
            _("The supervisor and the data officer of the unit are told at once, with your name."),
            _("Each reading leaves a trace. The reason stands in a list that they look through."),
        ],
        submit=_("Open for an hour"),
        danger=True,
        back=url,
        crumbs=case_crumbs(case, (_("Emergency"), "")),
    )


@require_GET
def opening_list(request):
    if not rules.may_see_openings(request.user):
        raise Http404
    page = Paginator(queries.openings_listed(request.user), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    for opening in page:
        opening.told = list(opening.notices.all())
        opening.is_unseen = any(
            one.user_id == request.user.pk and one.seen_at is None for one in opening.told
        )
    sees_cases = rules.may_see_cases(request.user)
    context = {
        "page": page,
        "sees_cases": sees_cases,
        "crumbs": [cases_crumb(), (_("Emergency openings"), "")] if sees_cases else [],
    }
    return render(request, "workspace/cases/openings.html", context)


@require_POST
def acknowledge(request, pk):
    found = get_object_or_404(EmergencyOpening.objects.visible_to(request.user).distinct(), pk=pk)
    press(request, use_cases.acknowledge, said=_("Noted as seen."), opening=found)
    return redirect("workspace:cases:emergencies")
