"""Around the safe channel: who reads it, its figures, and what may be taken up with a yes."""

from django import forms
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.concerns import queries, rules, use_cases
from nhipcau.concerns.models import Handover, Recipient
from nhipcau.concerns.states import Kind
from nhipcau.organisations.models import Role
from nhipcau.organisations.queries import colleagues
from nhipcau.organisations.rules import OFFICE_ROLES, partner_units_of
from nhipcau.web.workspace.concerns import ON_A_PAGE
from nhipcau.web.workspace.sending import press, send, sent, show


@require_GET
def figures(request):
    if not rules.may_see_figures(request.user):
        raise Http404
    today = timezone.localdate()
    found = queries.quarters(today)
    page = {
        "quarters": [f"{(start.month + 2) // 3}/{start.year}" for start, _figures in found],
        "rows": [(kind.label, [one.counts[kind.value] for _start, one in found]) for kind in Kind]
        + [(_("all together"), [one.total for _start, one in found])],
        "late_count": queries.late_elsewhere(request.user, today),
        "is_leader": bool(partner_units_of(request.user, Role.LEADER)),
        "crumbs": [(_("Safe channel in figures"), "")],
    }
    return render(request, "workspace/concerns/figures.html", page)


class RecipientForm(forms.Form):
    user = forms.ModelChoiceField(
        label=gettext_lazy("Colleague"),
        queryset=None,
        error_messages={"required": gettext_lazy("Please choose a colleague of this unit.")},
    )

    def __init__(self, *told, units, **more):
        super().__init__(*told, **more)
        self.fields["user"].queryset = colleagues([unit.pk for unit in units], *OFFICE_ROLES)
        self.fields["user"].label_from_instance = lambda user: user.full_name


@require_http_methods(["GET", "POST"])
def recipients(request):
    units = queries.units_led(request.user)
    if not units:
        raise Http404
    form = RecipientForm(sent(request), units=units)
    if request.method == "POST" and form.is_valid():
        user = form.cleaned_data["user"]
        unit = next((one for one in units if rules.works_in(user, one)), units[0])
        send(request, form, use_cases.name_recipient, unit=unit, user=user)
        if form.is_done:
            return redirect("workspace:concerns:recipients")
    page = {
        "form": form,
        "named": queries.recipients_listed(request.user),
        "crumbs": [(_("Who reads the safe channel"), "")],
    }
    return show(request, "workspace/concerns/recipients.html", page, form=form)


@require_POST
def end_recipient(request, pk):
    found = get_object_or_404(Recipient.objects.visible_to(request.user), pk=pk)
    press(request, use_cases.end_recipient, recipient=found)
    return redirect("workspace:concerns:recipients")


@require_GET
def handovers(request):
    return _handovers(request)


@require_POST
def handover(request, pk):
    found = get_object_or_404(Handover.objects.visible_to(request.user), pk=pk)
    if not press(request, use_cases.take_over, handover=found):
        return redirect("workspace:concerns:handovers")
    return _handovers(request, found)


def _handovers(request, opened=None):
    if not rules.may_take_over(request.user):
        raise Http404
    page = Paginator(queries.handovers_listed(request.user), ON_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "opened": opened,
        "crumbs": [(_("From the safe channel, with a yes"), "")],
    }
    return render(request, "workspace/concerns/handovers.html", context)
