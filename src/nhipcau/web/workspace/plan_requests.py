"""What the Department or the Youth Union asks for, until it stands in the plan."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.coordination import queries, rules, use_cases
from nhipcau.coordination.models import PlanRequest
from nhipcau.coordination.models.exchange import FROM_ABOVE
from nhipcau.coordination.states import PlanRequestState
from nhipcau.programmes.models import PlanVersion
from nhipcau.programmes.states import EDITABLE
from nhipcau.web.answers import DayField, ReasonForm, text_in
from nhipcau.web.workspace.coordination_home import home_crumb, tabs_of
from nhipcau.web.workspace.plan_forms import LineForm
from nhipcau.web.workspace.sending import form_page, send, sent

ON_A_PAGE = 25


def _crumbs(here):
    url = reverse("workspace:coordination:requests")
    return [home_crumb(), (_("Requests"), url), (here, "")]


@require_GET
def request_list(request):
    user = request.user
    if not rules.works_together(user):
        raise Http404
    is_open = text_in(request, "show") != "ended"
    found = queries.requests_listed(user, is_open=is_open)
    base = reverse("workspace:coordination:requests")
    programmes = queries.programmes_together(user)
    context = {
        "tabs": tabs_of("requests"),
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "chips": [
            {"url": base, "label": _("to be answered"), "current": is_open},
            {
                "url": f"{base}?show=ended",
                "label": pgettext("difficulties", "ended"),
                "current": not is_open,
            },
        ],
        "may_enter": bool(programmes) and rules.may_enter_request(user, programmes[0]),
        "may_answer": bool(programmes) and rules.may_answer_request_of(user, programmes[0]),
        "today": timezone.localdate(),
    }
    return render(request, "workspace/coordination/requests.html", context)


class RequestForm(forms.Form):
    source = forms.ChoiceField(
        label=gettext_lazy("Who asks?"),
        choices=[(one.value, one.label) for one in FROM_ABOVE],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose who asks.")},
    )
    what = forms.CharField(
        label=gettext_lazy("What is asked for?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Please write what is asked for.")},
    )
    reference = forms.CharField(
        label=gettext_lazy("Letter"),
        help_text=gettext_lazy("Number and date, if there is one."),
        max_length=120,
        required=False,
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Which unit answers?"),
        queryset=None,
        empty_label=None,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose one of the two units.")},
    )
    received_on = DayField(label=gettext_lazy("Received on"))
    due_on = DayField(label=gettext_lazy("To be answered by"))

    def __init__(self, data=None, *, programme, **options):
        super().__init__(data, **options)
        self.fields["unit"].queryset = queries.parties(programme)


@require_http_methods(["GET", "POST"])
def enter(request):
    programmes = queries.programmes_together(request.user)
    if not programmes or not rules.may_enter_request(request.user, programmes[0]):
        raise Http404
    initial = {"received_on": timezone.localdate()}
    form = RequestForm(sent(request), programme=programmes[0], initial=initial)
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.enter_request, programme=programmes[0], **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The request is entered."))
            return redirect("workspace:coordination:requests")
    return form_page(
        request,
        form,
        title=_("Enter a request"),
        lead=_("From the Department or the Youth Union. It becomes a line of the plan."),
        submit=_("Enter it"),
        back=reverse("workspace:coordination:requests"),
        crumbs=_crumbs(_("Enter a request")),
    )


def _to_answer(request, pk):
    found = PlanRequest.objects.visible_to(request.user).select_related("programme", "unit")
    asked = get_object_or_404(found, pk=pk)
    if not rules.may_answer_request(request.user, asked):
        raise Http404
    return asked


@require_http_methods(["GET", "POST"])
def plan(request, pk):
    """The line of the plan that it becomes, in the version that is open."""
    asked = _to_answer(request, pk)
    versions = PlanVersion.objects.visible_to(request.user).filter(
        year_plan__programme=asked.programme, state__in=EDITABLE
    )
    version = versions.select_related("year_plan__programme").order_by("-year_plan__year").first()
    if version is None or asked.state != PlanRequestState.RECEIVED:
        messages.info(request, _("Open a version of the plan first; then it takes the request."))
        return redirect("workspace:plans:list")
    initial = {"title": asked.what[:200], "source": asked.source}
    form = LineForm(sent(request), version=version, initial=initial)
    form.fields["source"].choices = [(asked.source, asked.get_source_display())]
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.plan_request,
            request=asked,
            version=version,
            details=form.details(),
        )
        if form.is_done:
            messages.success(request, _("It stands in the plan, with its source."))
            return redirect("workspace:plans:version", version.pk)
    return form_page(
        request,
        form,
        title=_("Take it into the plan"),
        kicker=asked.what,
        submit=_("Add the line"),
        back=reverse("workspace:coordination:requests"),
        crumbs=_crumbs(_("Take it into the plan")),
    )


@require_http_methods(["GET", "POST"])
def decline(request, pk):
    asked = _to_answer(request, pk)
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        send(request, form, use_cases.decline_request, request=asked, reason=reason)
        if form.is_done:
            return redirect("workspace:coordination:requests")
    return form_page(
        request,
        form,
        title=_("Answer without a plan line"),
        kicker=asked.what,
        submit=_("Answer"),
        back=reverse("workspace:coordination:requests"),
        crumbs=_crumbs(_("Answer without a plan line")),
    )
