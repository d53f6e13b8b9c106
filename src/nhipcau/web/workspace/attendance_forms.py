"""Attendance that asks for more than one press: the whole list, a walk-in, a correction."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from nhipcau.events import rules, use_cases
from nhipcau.events.models import Attendance, Registration
from nhipcau.events.states import HOLDING, AttendanceValue
from nhipcau.shared import wording
from nhipcau.web.public.forms import RegistrationForm
from nhipcau.web.workspace.attendance import back_to_list, can_record, door_session
from nhipcau.web.workspace.registrations import crumbs_of, full_name_of, name_of, paper_form
from nhipcau.web.workspace.same_person_entry import who_is_it
from nhipcau.web.workspace.sending import form_page, send, sent, show

AT_ONCE = 200  # a form has at most 500 fields (DATA_UPLOAD_MAX_NUMBER_FIELDS)
V = AttendanceValue


class AllForm(forms.Form):
    """One value for everybody ticked."""

    value = forms.ChoiceField(
        label=gettext_lazy("Write for everybody ticked"),
        choices=AttendanceValue.choices,
        initial=AttendanceValue.ATTENDED,
        error_messages={"invalid_choice": gettext_lazy("Please choose one of the five values.")},
    )
    people = forms.TypedMultipleChoiceField(
        label=gettext_lazy("People of whom nothing is recorded yet"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": gettext_lazy("Please tick at least one person."),
            "invalid_choice": gettext_lazy(
                "The list has changed meanwhile. Please look through it once more."
            ),
        },
    )

    def __init__(self, *args, registrations, **options):
        super().__init__(*args, **options)
        self.fields["people"].choices = [
            (one.pk, f"{one.young_person.full_name} ({one.young_person.birth_on.year})")
            for one in registrations
        ]
        self.fields["people"].initial = [one.pk for one in registrations]


@require_http_methods(["GET", "POST"])
def mark_all(request, pk):
    """Look through everybody of whom nothing is recorded, then write one value for all ticked."""
    session = door_session(request, pk)
    unrecorded = (
        Registration.objects.visible_to(request.user)
        .filter(session=session, state__in=sorted(HOLDING))
        .select_related("young_person")
        .order_by("young_person__folded_name", "pk")
    )
    if request.method == "GET":
        unrecorded = unrecorded.filter(attendance=None)
    form = AllForm(
        sent(request),
        registrations=list(unrecorded[: AT_ONCE if request.method == "GET" else None]),
    )
    if request.method == "POST" and form.is_valid():
        value = V(form.cleaned_data["value"])
        chosen = form.cleaned_data["people"]
        send(
            request,
            form,
            use_cases.record_attendances,
            session=session,
            values=dict.fromkeys(chosen, value),
        )
        if form.is_done:
            said = ngettext(
                "%(count)s person: %(value)s.", "%(count)s people: %(value)s.", len(chosen)
            )
            messages.success(
                request, said % {"count": wording.number(len(chosen)), "value": value.label}
            )
            return back_to_list(request, session)
    url = f"{reverse('workspace:events:attendance', args=[session.event_id])}?session={session.pk}"
    context = {
        "form": form,
        "event": session.event,
        "session": session,
        "session_name": name_of(session),
        "back": url,
        "at_once": AT_ONCE,
        "is_empty": not form.fields["people"].choices,
        "crumbs": crumbs_of(session.event, _("Whole list")),
    }
    return show(request, "workspace/events/mark_all.html", context, form=form)


@require_http_methods(["GET", "POST"])
def walk_in(request, pk):
    """Someone came without registering."""
    session = door_session(request, pk)
    form = paper_form(request, RegistrationForm)
    back = (
        f"{reverse('workspace:events:attendance', args=[session.event_id])}?session={session.pk}"
    )
    question = None
    if request.method == "POST" and form.is_valid():
        person, question = who_is_it(request, form)
        admitted = person and send(
            request,
            form,
            use_cases.record_walk_in,
            session=session,
            person=person,
            purposes=form.purposes(),
            guardian=form.guardian(),
        )
        if admitted:
            messages.success(request, _("Welcome: entered, registered and marked as present."))
            return redirect(back)
    return form_page(
        request,
        form,
        template="workspace/events/register.html",
        title=_("Someone without a registration"),
        kicker=full_name_of(session),
        submit=_("Enter and mark as present"),
        back=back,
        crumbs=crumbs_of(session.event, _("At the door")),
        session=session,
        event=session.event,
        takes_registrations=True,
        is_walk_in=True,
        can_record=can_record(session),
        question=question,
    )


class CorrectionForm(forms.Form):
    value = forms.ChoiceField(
        label=gettext_lazy("What is right"),
        choices=AttendanceValue.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Please choose one of the five values."),
            "invalid_choice": gettext_lazy("Please choose one of the five values."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it is corrected"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Please write why it is corrected.")},
    )


@require_http_methods(["GET", "POST"])
def correct(request, pk):
    """Put a recorded value right; the old one and the reason stay."""
    recorded = get_object_or_404(
        Attendance.objects.visible_to(request.user).select_related(
            "young_person", "session__event__plan_line"
        ),
        pk=pk,
    )
    event = recorded.session.event
    if not rules.may_correct_attendance(request.user, event):
        raise Http404
    form = CorrectionForm(sent(request), initial={"value": recorded.value})
    back = (
        f"{reverse('workspace:events:attendance', args=[event.pk])}?session={recorded.session_id}"
    )
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.correct_attendance,
            attendance=recorded,
            value=V(form.cleaned_data["value"]),
            reason=form.cleaned_data["reason"],
        )
        if form.is_done:
            messages.success(request, _("Corrected. The old value and your reason are kept."))
            return redirect(f"{back}&show=all#door-list")
    return form_page(
        request,
        form,
        template="workspace/events/correct.html",
        title=_("Correct the attendance"),
        lead=recorded.young_person.full_name,
        kicker=full_name_of(recorded.session),
        submit=_("Save the correction"),
        back=back,
        crumbs=crumbs_of(event, _("Correction")),
        corrections=[
            {
                "from": V(one.from_value).label,
                "to": V(one.to_value).label,
                "reason": one.reason,
                "at": one.at,
                "by": one.by.full_name if one.by else "",
            }
            for one in recorded.corrections.select_related("by").order_by("-at")
        ],
        recorded=recorded,
    )
