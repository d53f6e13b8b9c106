"""The agreement: what was promised, who is responsible, how it begins, goes on and ends."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.organisations.models import Organisation, Role
from nhipcau.organisations.queries import colleagues
from nhipcau.organisations.rules import OFFICE_ROLES, has_role
from nhipcau.programmes import rules, use_cases
from nhipcau.programmes.models import FocalPoint, Programme
from nhipcau.programmes.states import ProgrammeState
from nhipcau.web.answers import DayField
from nhipcau.web.workspace.history import history_of
from nhipcau.web.workspace.sending import form_page, send, sent

CONTACT_ROLES = (Role.LEADER, Role.COORDINATOR, Role.COUNSELLOR, Role.FOCAL_POINT)


@require_GET
def current(request):
    """The programme of today, else the newest one that this colleague may see."""
    if not has_role(request.user, *OFFICE_ROLES):
        raise Http404
    today = timezone.localdate()
    programmes = list(Programme.objects.visible_to(request.user).order_by("-starts_on"))
    if not programmes:
        return render(request, "workspace/programme/none.html")
    running = [one for one in programmes if one.starts_on <= today <= one.ends_on]
    return redirect("workspace:programme:detail", (running or programmes)[0].pk)


def _visible(request, pk):
    programmes = Programme.objects.visible_to(request.user).select_related(
        "renews", "renewed_by", "cadence_rule"
    )
    return get_object_or_404(programmes, pk=pk)


@require_GET
def detail(request, pk):
    programme = _visible(request, pk)
    may_manage = rules.may_manage_programme(request.user, programme)
    renewed_by = getattr(programme, "renewed_by", None)
    today = timezone.localdate()
    page = {
        "programme": programme,
        "period": f"{programme.starts_on.year} \N{EN DASH} {programme.ends_on.year}",
        "cadence": getattr(programme, "cadence_rule", None),
        "contents": programme.contents.all(),
        "parties": _parties(request.user, programme),
        "renewed_by": renewed_by,
        "history": history_of(programme),
        "may_manage": may_manage,
        "may_close": programme.state == ProgrammeState.RUNNING and today > programme.ends_on,
        "may_renew": programme.state != ProgrammeState.DRAFT and renewed_by is None,
        "others": _sisters(request.user, programme),
    }
    return render(request, "workspace/programme/detail.html", page)


def _parties(user, programme):
    current_ones = {
        one.organisation_id: one
        for one in FocalPoint.objects.visible_to(user)
        .current()
        .filter(programme=programme, content=None)
        .select_related("holder", "deputy")
    }
    parties = list(programme.parties.select_related("organisation", "supervised_by"))
    for party in parties:
        party.focal_point = current_ones.get(party.organisation_id)
        party.may_appoint = programme.state != ProgrammeState.CLOSED and rules.may_appoint(
            user, party.organisation
        )
    return parties


def _sisters(user, programme):
    programmes = list(Programme.objects.visible_to(user).order_by("starts_on"))
    if len(programmes) < 2:
        return []
    return [
        {
            "label": f"{one.starts_on.year}\N{EN DASH}{one.ends_on.year}",
            "url": reverse("workspace:programme:detail", args=[one.pk]),
            "current": one.pk == programme.pk,
        }
        for one in programmes
    ]


class AppointForm(forms.Form):
    holder = forms.ModelChoiceField(
        label=gettext_lazy("Contact member"),
        queryset=None,
        error_messages={
            "required": gettext_lazy("Please choose a colleague."),
            "invalid_choice": gettext_lazy("Please choose a colleague from the list."),
        },
    )
    deputy = forms.ModelChoiceField(
        label=gettext_lazy("Deputy"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("no deputy"),
        error_messages={
            "invalid_choice": gettext_lazy("Please choose a colleague from the list.")
        },
    )

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        for name in ("holder", "deputy"):
            self.fields[name].queryset = people
            self.fields[name].label_from_instance = lambda user: user.full_name


@require_http_methods(["GET", "POST"])
def appoint(request, pk, unit_pk):
    """Name a unit's contact member and deputy."""
    programme = _visible(request, pk)
    unit = get_object_or_404(
        Organisation.objects.visible_to(request.user).filter(pk__in=rules.party_ids(programme)),
        pk=unit_pk,
    )
    if not rules.may_appoint(request.user, unit) or programme.state == ProgrammeState.CLOSED:
        raise Http404
    form = AppointForm(sent(request), people=colleagues([unit.pk], *CONTACT_ROLES))
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.appoint_focal_point,
            programme=programme,
            organisation=unit,
            **form.cleaned_data,
        )
        if form.is_done:
            messages.success(request, _("The contact member is appointed."))
            return redirect("workspace:programme:detail", programme.pk)
    return form_page(
        request,
        form,
        title=_("Appoint the contact member of %(unit)s") % {"unit": unit.short_name},
        lead=_("Whoever was appointed before ends at this moment; the history keeps the name."),
        submit=_("Appoint"),
        **_around(programme, _("Appoint")),
    )


def _around(programme, here):
    url = reverse("workspace:programme:detail", args=[programme.pk])
    return {"back": url, "crumbs": [(_("Programme"), url), (here, "")]}


class StartForm(forms.Form):
    signed_on = DayField(label=gettext_lazy("Day of signing"))
    signing_note = forms.CharField(
        label=gettext_lazy("Where and by whom"), max_length=300, required=False
    )


class CloseForm(forms.Form):
    closing_report = forms.CharField(
        label=gettext_lazy("Closing report"),
        help_text=gettext_lazy("What was reached, what was learned, what goes on."),
        widget=forms.Textarea(attrs={"rows": 12}),
        max_length=20_000,
        error_messages={"required": gettext_lazy("Please write the closing report.")},
    )


class RenewForm(forms.Form):
    title_vi = forms.CharField(
        label=gettext_lazy("Title in Vietnamese"),
        max_length=300,
        error_messages={"required": gettext_lazy("Please write the title.")},
    )
    title_en = forms.CharField(
        label=gettext_lazy("Title in English"),
        max_length=300,
        error_messages={"required": gettext_lazy("Please write the title.")},
    )
    starts_on = DayField(label=gettext_lazy("First day"))
    ends_on = DayField(label=gettext_lazy("Last day"))
    source = forms.CharField(
        label=gettext_lazy("On what it rests"),
        help_text=gettext_lazy("Minutes or decision, with number and date."),
        max_length=300,
        error_messages={"required": gettext_lazy("Please say on what the renewal rests.")},
    )

    def clean(self):
        given = super().clean()
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last <= first:
            self.add_error("ends_on", _("The last day comes after the first day."))
        return given


def _leading(request, pk):
    programme = _visible(request, pk)
    if not rules.may_manage_programme(request.user, programme):
        raise Http404
    return programme


@require_http_methods(["GET", "POST"])
def start(request, pk):
    programme = _leading(request, pk)
    form = StartForm(sent(request), initial={"signed_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.start_programme, programme=programme, **form.cleaned_data)
        if form.is_done:
            messages.success(
                request, _("The programme runs. Now open the plan of its first year.")
            )
            return redirect("workspace:programme:detail", programme.pk)
    return form_page(
        request,
        form,
        title=_("Start the programme"),
        lead=programme.title,
        consequences=[_("Both units can plan its years and the public sees the programme.")],
        submit=_("Start the programme"),
        **_around(programme, _("Start")),
    )


@require_http_methods(["GET", "POST"])
def close(request, pk):
    programme = _leading(request, pk)
    form = CloseForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.close_programme, programme=programme, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The programme is closed, with its report."))
            return redirect("workspace:programme:detail", programme.pk)
    return form_page(
        request,
        form,
        title=_("Close the programme"),
        lead=programme.title,
        consequences=[
            _("A closed programme is not opened again; its plans and events stay readable."),
        ],
        submit=_("Close the programme"),
        danger=True,
        keep=f"close-{programme.pk}",
        **_around(programme, pgettext("a programme", "Close")),
    )


@require_http_methods(["GET", "POST"])
def renew(request, pk):
    programme = _leading(request, pk)
    form = RenewForm(sent(request))
    if request.method == "POST" and form.is_valid():
        renewed = send(
            request, form, use_cases.renew_programme, programme=programme, **form.cleaned_data
        )
        if form.is_done:
            messages.success(request, _("The next programme is prepared as a draft."))
            return redirect("workspace:programme:detail", renewed.pk)
    return form_page(
        request,
        form,
        title=_("Renew the programme"),
        lead=programme.title,
        consequences=[
            _("Parties, contents and rhythm are taken over."),
            _("It begins as a draft and runs once both units have signed."),
        ],
        submit=_("Prepare the next programme"),
        **_around(programme, _("Renew")),
    )
