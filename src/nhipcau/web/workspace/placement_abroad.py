"""The way to work abroad: one step after the other, and whom to call at home."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from nhipcau.people.details import GuardianDetails
from nhipcau.people.models import Purpose, Relation
from nhipcau.people.queries import consent_texts
from nhipcau.people.rules import agrees
from nhipcau.placements import rules, use_cases
from nhipcau.placements.models import DepartureStep, FamilyContact
from nhipcau.placements.states import DepartureStage
from nhipcau.web.answers import DayField
from nhipcau.web.keys import key_of
from nhipcau.web.workspace.placements import placement_crumbs, visible_placement
from nhipcau.web.workspace.sending import form_page, send, sent


def _abroad(request, pk):
    placement = visible_placement(request, pk)
    if not placement.is_abroad or not rules.may_accompany(
        request.user, placement.referral.young_person
    ):
        raise Http404
    return placement, reverse("workspace:placements:detail", args=[placement.pk])


class StepForm(forms.Form):
    planned_on = DayField(label=gettext_lazy("Planned for"), required=False)
    done_on = DayField(label=gettext_lazy("Done on"), required=False)
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)


@require_http_methods(["GET", "POST"])
def record_step(request, pk, stage):
    placement, url = _abroad(request, pk)
    if stage.upper() not in DepartureStage.values:
        raise Http404
    wanted = DepartureStage(stage.upper())
    steps = DepartureStep.objects.visible_to(request.user)
    known = steps.filter(placement=placement, stage=wanted).first()
    names = ("planned_on", "done_on", "note")
    initial = {name: getattr(known, name) for name in names} if known else {}
    form = StepForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.record_step,
            placement=placement,
            stage=wanted,
            **form.cleaned_data,
        )
        if form.is_done:
            messages.success(request, _("It is written down."))
            return redirect(url)
    return form_page(
        request,
        form,
        title=str(wanted.label).capitalize(),
        kicker=placement.referral.young_person.full_name,
        submit=_("Write it down"),
        back=url,
        crumbs=placement_crumbs(placement, (str(wanted.label), "")),
    )


class FamilyForm(forms.Form):
    guardian_name = forms.CharField(label=gettext_lazy("Full name"), max_length=200)
    guardian_phone = forms.CharField(
        label=gettext_lazy("Mobile number"),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("Who is this?"), choices=Relation.choices, widget=forms.RadioSelect
    )
    agrees_now = forms.BooleanField(required=False)

    def __init__(self, data=None, *, person, **options):
        super().__init__(data, **options)
        words = consent_texts(timezone.localdate()).get(Purpose.FAMILY)
        if agrees(person, Purpose.FAMILY) or words is None:
            del self.fields["agrees_now"]
        else:
            body = words.body_en if get_language() == "en" else words.body_vi
            self.fields["agrees_now"].label = body.strip()


@require_http_methods(["GET", "POST"])
def tell_family(request, pk):
    placement, url = _abroad(request, pk)
    person = placement.referral.young_person
    known = FamilyContact.objects.visible_to(request.user).filter(placement=placement).first()
    initial = (
        {
            "guardian_name": known.full_name,
            "guardian_phone": known.phone,
            "relation": known.relation,
        }
        if known
        else {}
    )
    form = FamilyForm(sent(request), person=person, initial=initial)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        family = GuardianDetails(told["guardian_name"], told["guardian_phone"], told["relation"])
        send(
            request,
            form,
            use_cases.tell_family,
            placement=placement,
            family=family,
            agrees_now=bool(told.get("agrees_now")),
            evidence=_("told to staff, %(key)s") % {"key": key_of(request)[:16]},
        )
        if form.is_done:
            messages.success(request, _("It is written down."))
            return redirect(url)
    return form_page(
        request,
        form,
        title=_("Whom we call at home"),
        kicker=person.full_name,
        lead=_("One relative whom the person has asked before."),
        submit=_("Write it down"),
        back=url,
        crumbs=placement_crumbs(placement, (_("Whom we call at home"), "")),
    )
