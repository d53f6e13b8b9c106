"""Who is to be reached in both units: contact members, deputies, who is away, hand-over."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.coordination import queries, rules, use_cases
from nhipcau.coordination.models import COORDINATION_ROLES
from nhipcau.coordination.presence import absences_seen_by, desks_of
from nhipcau.organisations.models import Organisation
from nhipcau.organisations.queries import colleagues
from nhipcau.programmes import use_cases as programmes
from nhipcau.programmes.models import FocalPoint, Programme
from nhipcau.programmes.rules import may_appoint, party_ids
from nhipcau.web.answers import DayField
from nhipcau.web.workspace.coordination_home import home_crumb, tabs_of
from nhipcau.web.workspace.programme import AppointForm
from nhipcau.web.workspace.sending import form_page, press, send, sent


def _crumbs(here):
    url = reverse("workspace:coordination:contacts")
    return [home_crumb(), (_("Contact members"), url), (here, "")]


def _home():
    return redirect("workspace:coordination:contacts")


@require_GET
def contact_list(request):
    user, today = request.user, timezone.localdate()
    if not rules.works_together(user):
        raise Http404
    desks = desks_of(queries.programmes_together(user)[:1], on=today)
    page = {
        "tabs": tabs_of("contacts"),
        "desks": [{"desk": desk, "may_appoint": may_appoint(user, desk.unit)} for desk in desks],
        "absences": absences_seen_by(user, [desk.unit.pk for desk in desks], on=today),
        "today": today,
        "user_pk": user.pk,
    }
    return render(request, "workspace/coordination/contacts.html", page)


class ContentForm(AppointForm):
    content = forms.ModelChoiceField(
        label=gettext_lazy("For which content of the agreement?"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("for the whole programme"),
    )
    field_order = ("content", "holder", "deputy")

    def __init__(self, *args, programme, **options):
        super().__init__(*args, **options)
        self.fields["content"].queryset = programme.contents.all()


def _programme(request, pk):
    if not rules.works_together(request.user):
        raise Http404
    return get_object_or_404(Programme.objects.visible_to(request.user), pk=pk)


@require_http_methods(["GET", "POST"])
def appoint(request, pk, unit_pk):
    """For the whole programme or for one content of it."""
    programme = _programme(request, pk)
    unit = get_object_or_404(
        Organisation.objects.visible_to(request.user).filter(pk__in=party_ids(programme)),
        pk=unit_pk,
    )
    if not may_appoint(request.user, unit):
        raise Http404
    form = ContentForm(
        sent(request), people=colleagues([unit.pk], *COORDINATION_ROLES), programme=programme
    )
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            programmes.appoint_focal_point,
            programme=programme,
            organisation=unit,
            **form.cleaned_data,
        )
        if form.is_done:
            messages.success(request, _("The contact member is appointed."))
            return _home()
    return form_page(
        request,
        form,
        title=_("Appoint the contact member of %(unit)s") % {"unit": unit.short_name},
        lead=_("Whoever was appointed before ends at this moment; the history keeps the name."),
        submit=_("Appoint"),
        back=reverse("workspace:coordination:contacts"),
        crumbs=_crumbs(_("Appoint")),
    )


class HandOverForm(AppointForm):
    note = forms.CharField(
        label=gettext_lazy("What should the next one know?"),
        help_text=gettext_lazy("What is open, whom to call. No name of a young person."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


@require_http_methods(["GET", "POST"])
def hand_over(request, pk):
    points = FocalPoint.objects.visible_to(request.user).current()
    point = get_object_or_404(points.select_related("organisation", "holder"), pk=pk)
    if not rules.works_together(request.user) or not rules.may_hand_over(request.user, point):
        raise Http404
    people = colleagues([point.organisation_id], *COORDINATION_ROLES)
    form = HandOverForm(sent(request), people=people.exclude(pk=point.holder_id))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.hand_over, point=point, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("Handed over. No day has moved."))
            return _home()
    return form_page(
        request,
        form,
        title=_("Hand over"),
        kicker=point.holder.full_name,
        consequences=[
            _("What the colleague had in hand goes back into the unit's queue, with its day."),
            _("The record of the hand-over says how much was open."),
        ],
        submit=_("Hand over"),
        back=reverse("workspace:coordination:contacts"),
        crumbs=_crumbs(_("Hand over")),
    )


class AbsenceForm(forms.Form):
    user = forms.ModelChoiceField(
        label=gettext_lazy("Who is away?"),
        queryset=None,
        empty_label=None,
        error_messages={"required": gettext_lazy("Please choose a colleague.")},
    )
    starts_on = DayField(label=gettext_lazy("From"))
    ends_on = DayField(label=gettext_lazy("Until"))

    def __init__(self, data=None, *, people, **options):
        super().__init__(data, **options)
        self.fields["user"].queryset = people
        self.fields["user"].label_from_instance = lambda user: user.full_name


@require_http_methods(["GET", "POST"])
def note_absence(request):
    user = request.user
    if not rules.works_together(user):
        raise Http404
    led = [one for one in rules.units_of(user) if rules.leads(user, one)]
    people = colleagues(led, *COORDINATION_ROLES) | colleagues(
        rules.units_of(user), *COORDINATION_ROLES
    ).filter(pk=user.pk)
    form = AbsenceForm(sent(request), people=people, initial={"user": user.pk})
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.note_absence, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("It is noted. Everything stays in the unit's queue."))
            return _home()
    return form_page(
        request,
        form,
        title=_("Away"),
        lead=_("The deputy stands in; what is yours is shown in the unit's queue; no day moves."),
        submit=_("Note it"),
        back=reverse("workspace:coordination:contacts"),
        crumbs=_crumbs(_("Away")),
    )


@require_POST
def end_absence(request, pk):
    user = request.user
    if not rules.works_together(user):
        raise Http404
    found = {one.pk: one for one in absences_seen_by(user, rules.units_of(user))}
    if pk not in found or not rules.may_end_absence(user, found[pk]):
        raise Http404
    said = _("Welcome back.")
    press(request, use_cases.end_absence, said=said, absence=found[pk])
    return _home()
