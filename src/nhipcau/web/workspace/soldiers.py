"""Soldiers before and after discharge: the list, one person, the day of discharge."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.organisations.queries import commune_list
from nhipcau.shared.wording import fold
from nhipcau.soldiers import queries, rules, use_cases
from nhipcau.soldiers.models import MilitaryService
from nhipcau.soldiers.states import Hope, ServiceState
from nhipcau.web.answers import DayField, ReasonForm, text_in
from nhipcau.web.workspace.sending import form_page, send, sent

ON_A_PAGE = 25
MOST_AT_ONCE = 500


def soldiers_crumb():
    return _("Soldiers"), reverse("workspace:soldiers:list")


def service_crumbs(service, *more):
    url = reverse("workspace:soldiers:detail", args=[service.pk])
    return [soldiers_crumb(), (service.young_person.full_name, url), *more]


def visible_service(request, pk):
    """One soldier, for those whose work it is to follow people."""
    if not rules.works_with_soldiers(request.user):
        raise Http404
    found = MilitaryService.objects.visible_to(request.user).select_related("young_person")
    return get_object_or_404(found, pk=pk)


@require_GET
def soldier_list(request):
    if not rules.may_see_soldiers(request.user):
        raise Http404
    today = timezone.localdate()
    shows, commune, typed = (text_in(request, name) for name in ("show", "commune", "q"))
    shows = shows if shows in queries.SHOWS else ""
    found = queries.services_listed(
        request.user, shows=shows, commune=commune, typed=fold(typed), on=today
    )
    counts = queries.counts_of(request.user, today)
    page = {
        "page": Paginator(found, ON_A_PAGE).get_page(request.GET.get("page")),
        "counts": counts,
        "shows": shows,
        "chips": _chips(shows, commune, counts),
        "communes": [(one.code, str(one)) for one in commune_list()],
        "commune": commune,
        "q": typed,
        "is_narrowed": bool(commune or typed),
        "sessions": queries.sessions_to_take_from(request.user, on=today) if not shows else [],
        "may_follow": rules.works_with_soldiers(request.user),
        "may_type": rules.asks_at_home(request.user),
        "today": today,
    }
    return render(request, "workspace/soldiers/list.html", page)


def _chips(shows, commune, counts):
    labels = {
        "": _("all"),
        "serving": _("serving"),
        "due": _("to be asked now"),
        "help": _("ask for help"),
        "card": _("support ends soon"),
        "ended": _("year is over"),
    }
    base = reverse("workspace:soldiers:list")
    more = f"&commune={commune}" if commune else ""
    return [
        {
            "url": f"{base}?show={code}{more}",
            "label": label,
            "current": code == shows,
            "count": counts.get(code),
        }
        for code, label in labels.items()
    ]


@require_GET
def soldier_detail(request, pk):
    if not rules.may_see_soldiers(request.user):
        raise Http404
    service = queries.whole_service(request.user, pk)
    if service is None:
        raise Http404
    for change in service.changes.all():
        change.to_words = ServiceState(change.to_state).label
    today = timezone.localdate()
    state = service.state
    page = {
        "service": service,
        "person": service.young_person,
        "today": today,
        "may_follow": rules.works_with_soldiers(request.user),
        "may_ask": rules.asks_at_home(request.user),
        "is_serving": state == ServiceState.SERVING,
        "is_discharged": state == ServiceState.DISCHARGED,
        "days_left": (service.card_until - today).days if service.card_until else None,
        "steps": [
            {"name": name, "label": step.title}
            for name, step in STEPS.items()
            if state in step.from_states
        ],
        "crumbs": [soldiers_crumb(), (service.young_person.full_name, "")],
    }
    return render(request, "workspace/soldiers/detail.html", page)


class ServiceForm(forms.Form):
    expected_on = DayField(label=gettext_lazy("Expected day of discharge"))
    hope = forms.ChoiceField(
        label=gettext_lazy("What the person hopes to do afterwards"),
        choices=[("", gettext_lazy("not told")), *Hope.choices],
        required=False,
    )


@require_http_methods(["GET", "POST"])
def change(request, pk):
    service = visible_service(request, pk)
    known = {"expected_on": service.expected_on, "hope": service.hope}
    form = ServiceForm(sent(request), initial=known)
    if service.state != ServiceState.SERVING:
        form.fields["expected_on"].disabled = True
    url = reverse("workspace:soldiers:detail", args=[service.pk])
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.change_service, service=service, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("It is written down."))
            return redirect(url)
    return form_page(
        request,
        form,
        title=_("Change"),
        kicker=service.young_person.full_name,
        submit=_("Write it down"),
        back=url,
        crumbs=service_crumbs(service, (_("Change"), "")),
    )


class DischargeForm(forms.Form):
    discharged_on = DayField(label=gettext_lazy("Day of discharge"))


@require_http_methods(["GET", "POST"])
def discharge(request):
    """One day for all who were ticked in the list."""
    if not rules.works_with_soldiers(request.user):
        raise Http404
    told = request.POST if request.method == "POST" else request.GET
    wanted = [int(one) for one in told.getlist("who") if one.isascii() and one.isdigit()]
    services = list(
        MilitaryService.objects.visible_to(request.user)
        .filter(pk__in=[one for one in wanted[:MOST_AT_ONCE] if one < 2**62])
        .filter(state=ServiceState.SERVING)
        .select_related("young_person")
        .order_by("young_person__folded_name", "pk")
    )
    url = reverse("workspace:soldiers:list") + "?show=serving"
    if not services:
        messages.info(request, _("Please tick in the list who was discharged."))
        return redirect(url)
    form = DischargeForm(sent(request), initial={"discharged_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.discharge, services=services, **form.cleaned_data)
        if form.is_done:
            count = len(services)
            said = ngettext(
                "%(counter)s person was discharged: the year after begins.",
                "%(counter)s people were discharged: the year after begins.",
                count,
            )
            messages.success(request, said % {"counter": count})
            return redirect(reverse("workspace:soldiers:list"))
    return form_page(
        request,
        form,
        template="workspace/soldiers/discharge.html",
        title=_("Discharged"),
        services=services,
        consequences=[
            _("The months of the support for learning a trade count from this day."),
            _("After 3, 6, 9 and 11 months everybody is asked how it goes, if they agreed."),
        ],
        submit=_("Write it down"),
        back=url,
        crumbs=[soldiers_crumb(), (_("Discharged"), "")],
    )


class Step:
    """A step that only needs a reason."""

    def __init__(self, title, use_case, from_states, *, danger=False, follows=""):
        self.title, self.use_case, self.from_states = title, use_case, from_states
        self.danger, self.follows = danger, follows


STEPS = {
    "still-serving": Step(
        gettext_lazy("The discharge was a mistake"),
        use_cases.take_discharge_back,
        {ServiceState.DISCHARGED},
        follows=gettext_lazy("Questions that nobody answered are taken back."),
    ),
    "remove": Step(
        gettext_lazy("Take off the list"),
        use_cases.remove_service,
        {ServiceState.SERVING, ServiceState.DISCHARGED},
        danger=True,
        follows=gettext_lazy("Nobody is asked any more. It can be brought back."),
    ),
    "bring-back": Step(gettext_lazy("Bring back"), use_cases.bring_back, {ServiceState.REMOVED}),
}


@require_http_methods(["GET", "POST"])
def take_step(request, pk, step):
    wanted = STEPS.get(step)
    if wanted is None:
        raise Http404
    service = visible_service(request, pk)
    url = reverse("workspace:soldiers:detail", args=[service.pk])
    if request.method == "GET" and service.state not in wanted.from_states:
        return redirect(url)
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, wanted.use_case, service=service, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("It is written down."))
            return redirect(url)
    return form_page(
        request,
        form,
        title=wanted.title,
        kicker=service.young_person.full_name,
        consequences=[wanted.follows] if wanted.follows else [],
        submit=_("Write it down"),
        danger=wanted.danger,
        back=url,
        crumbs=service_crumbs(service, (wanted.title, "")),
    )
