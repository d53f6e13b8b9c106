"""Soldiers are entered: from the list of a session, from signed sheets, from a record."""

from pathlib import Path

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.events.models import Session
from nhipcau.organisations.queries import communes_to_enter
from nhipcau.people.details import PersonDetails
from nhipcau.people.models import Purpose, YoungPerson
from nhipcau.people.queries import consent_texts
from nhipcau.people.rules import agrees
from nhipcau.shared.typesetting import typeset
from nhipcau.shared.wording import day
from nhipcau.soldiers import queries, rules, use_cases
from nhipcau.soldiers.details import SoldierDetails
from nhipcau.soldiers.states import Hope
from nhipcau.web.answers import DayField
from nhipcau.web.workspace.sending import form_page, send, sent
from nhipcau.web.workspace.soldiers import ServiceForm, soldiers_crumb

_SHEET = Path(__file__).with_name("soldier_sheet.typ")
LONGEST_EVIDENCE = 80


class TakeOverForm(forms.Form):
    expected_on = DayField(label=gettext_lazy("Expected day of discharge"))
    evidence = forms.CharField(
        label=gettext_lazy("Where are the signed sheets?"),
        help_text=gettext_lazy("For example: folder 12, sheets 1–40."),
        max_length=LONGEST_EVIDENCE,
        error_messages={"required": gettext_lazy("Please write where the signed sheets are.")},
    )
    who = forms.MultipleChoiceField(
        label=gettext_lazy("Who signed a sheet?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please tick who signed a sheet.")},
    )

    def __init__(self, *args, people, **options):
        super().__init__(*args, **options)
        self.people = {str(one.pk): one for one in people}
        self.fields["who"].choices = [
            (number, f"{one.full_name}, {day(one.birth_on)}")
            for number, one in self.people.items()
        ]

    def chosen(self):
        return [self.people[number] for number in self.cleaned_data["who"]]


@require_http_methods(["GET", "POST"])
def take_over(request, pk):
    sessions = Session.objects.visible_to(request.user)
    sessions = sessions.select_related("event__kind", "event__plan_line")
    session = get_object_or_404(sessions, pk=pk)
    if not rules.may_take_over(request.user, session) or not rules.is_for_soldiers(session):
        raise Http404
    people = queries.not_followed_yet(session)
    form = TakeOverForm(sent(request), people=people)
    url = reverse("workspace:soldiers:list")
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        send(
            request,
            form,
            use_cases.enter_services,
            session=session,
            expected_on=told["expected_on"],
            people=form.chosen(),
            evidence=told["evidence"],
        )
        if form.is_done:
            count = len(told["who"])
            said = ngettext(
                "%(counter)s soldier is on the list.",
                "%(counter)s soldiers are on the list.",
                count,
            )
            messages.success(request, said % {"counter": count})
            return redirect(url + "?show=serving")
    return form_page(
        request,
        form,
        title=_("Take soldiers from a session"),
        kicker=session.title,
        lead=_("Only those who signed that we may ask how it goes afterwards."),
        submit=_("Put them on the list"),
        back=url,
        crumbs=[soldiers_crumb(), (_("Take soldiers from a session"), "")],
    )


class PersonServiceForm(ServiceForm):
    evidence = forms.CharField(
        label=gettext_lazy("Where is the signed sheet?"),
        help_text=gettext_lazy("For example: folder 12, sheet 7."),
        max_length=LONGEST_EVIDENCE,
        required=False,
    )


@require_http_methods(["GET", "POST"])
def enter_person(request, pk):
    """Somebody whom the unit knows already serves."""
    found = YoungPerson.objects.visible_to(request.user).kept()
    person = get_object_or_404(found, pk=pk)
    if not rules.works_with_soldiers(request.user):
        raise Http404
    form = PersonServiceForm(sent(request))
    if agrees(person, Purpose.JOB_SEARCH):
        del form.fields["evidence"]
    url = reverse("workspace:people:detail", args=[person.pk])
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        service = send(
            request,
            form,
            use_cases.enter_service,
            young_person=person,
            expected_on=told["expected_on"],
            hope=told["hope"],
            agrees_now=bool(told.get("evidence")),
            evidence=told.get("evidence", ""),
        )
        if form.is_done:
            messages.success(request, _("It is written down."))
            return redirect("workspace:soldiers:detail", service.pk)
    return form_page(
        request,
        form,
        title=_("Serves as a soldier"),
        kicker=person.full_name,
        submit=_("Write it down"),
        back=url,
        crumbs=[soldiers_crumb(), (_("Serves as a soldier"), "")],
    )


class SheetForm(forms.Form):
    """In the order of the sheet, so that one types without looking up."""

    evidence = forms.CharField(
        label=gettext_lazy("Number of the sheet"),
        max_length=LONGEST_EVIDENCE,
        error_messages={"required": gettext_lazy("Please write the number of the sheet.")},
    )
    full_name = forms.CharField(
        label=gettext_lazy("Full name"),
        max_length=100,
        error_messages={"required": gettext_lazy("Please write the name.")},
    )
    birth_on = forms.DateField(
        label=gettext_lazy("Date of birth"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("Please choose the day."),
            "invalid": gettext_lazy(
                "This day does not exist. Write day/month/year, for example 12/12/2026."
            ),
        },
    )
    phone = forms.CharField(
        label=gettext_lazy("Phone after the service, or of the family"),
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
        error_messages={"required": gettext_lazy("Please write a phone number.")},
    )
    commune = forms.ModelChoiceField(
        label=gettext_lazy("Home commune"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("not told"),
    )
    expected_on = DayField(label=gettext_lazy("Expected day of discharge"))
    hope = forms.ChoiceField(
        label=gettext_lazy("What the person hopes to do afterwards"),
        choices=[("", gettext_lazy("not told")), *Hope.choices],
        required=False,
    )
    may_contact = forms.BooleanField(
        label=gettext_lazy("Also agreed to be told of later activities"), required=False
    )

    def __init__(self, *args, user, **options):
        super().__init__(*args, **options)
        self.fields["commune"].queryset = communes_to_enter(user)

    def told(self):
        given = self.cleaned_data
        person = PersonDetails(
            full_name=given["full_name"],
            birth_on=given["birth_on"],
            phone=given["phone"],
            commune=given["commune"],
        )
        return SoldierDetails(
            person=person,
            expected_on=given["expected_on"],
            sheet=given["evidence"],
            hope=given["hope"],
            may_contact=given["may_contact"],
        )


@require_http_methods(["GET", "POST"])
def enter_from_paper(request):
    """One sheet after the other: the day of discharge of the last one stays."""
    if not rules.asks_at_home(request.user):
        raise Http404
    form = SheetForm(
        sent(request), user=request.user, initial={"expected_on": request.GET.get("day", "")}
    )
    if request.method == "POST" and form.is_valid():
        service = send(request, form, use_cases.enter_from_paper, told=form.told())
        if form.is_done:
            said = _("%(name)s is on the list. The next sheet, please.")
            messages.success(request, said % {"name": service.young_person.full_name})
            last = f"{service.expected_on:%Y-%m-%d}"
            return redirect(f"{reverse('workspace:soldiers:enter')}?day={last}")
    return form_page(
        request,
        form,
        title=_("Type a signed sheet"),
        lead=_("In the order of the paper. Neither unit nor place of service is written down."),
        submit=_("Keep, and the next one"),
        back=reverse("workspace:soldiers:list"),
        crumbs=[soldiers_crumb(), (_("Type a signed sheet"), "")],
    )


@require_GET
def sheet_pdf(request):
    """The empty sheet for a session without phones, with the exact words of the consents."""
    if not rules.asks_at_home(request.user):
        raise Http404
    with override("vi"):
        texts = consent_texts(timezone.localdate())
        wanted = (Purpose.PARTICIPATION, Purpose.JOB_SEARCH, Purpose.CONTACT)
        told = {
            "hopes": [str(label).capitalize() for _value, label in Hope.choices],
            "consents": [texts[one].body_vi for one in wanted if one in texts],
        }
        content = typeset(_SHEET, told)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={"Content-Disposition": 'inline; filename="phieu-quan-nhan.pdf"'},
    )
