"""A booked talk that was kept, written down as a contact of a case."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nhipcau.appointments.models import Appointment
from nhipcau.counselling import rules, use_cases
from nhipcau.shared.wording import long_day
from nhipcau.web.workspace.case_forms import LONGEST_NOTE
from nhipcau.web.workspace.cases import case_crumbs, own_case, talks_with_moves
from nhipcau.web.workspace.sending import form_page, send, sent


class TalkForm(forms.Form):
    is_done = False
    text = forms.CharField(
        label=gettext_lazy("What was said"),
        help_text=gettext_lazy("Encrypted. Only you, the counsellor and the supervisor read it."),
        max_length=LONGEST_NOTE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off"}),
    )


@require_http_methods(["GET", "POST"])
def write_talk(request, pk, appointment_pk):
    """The person is here or was: one press for the appointment, the contact and its note."""
    case = own_case(request, pk)
    seen = Appointment.objects.visible_to(request.user).of_person(case.young_person)
    one = get_object_or_404(seen, pk=appointment_pk)
    if not rules.may_handle(request.user, case):
        raise Http404
    back = reverse("workspace:cases:detail", args=[case.pk])
    form = TalkForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.write_appointment,
            case=case,
            appointment=one,
            text=form.cleaned_data["text"],
        )
        if form.is_done:
            messages.success(request, _("It is written down, under lock."))
            return redirect(back)
    elif not any(
        talk.pk == one.pk and talk.may_write
        for talk in talks_with_moves(request.user, case, may_write=case.is_live, at=timezone.now())
    ):
        return redirect(back)
    # Nothing of a note is kept in the browser: no ``keep`` here.
    return form_page(
        request,
        form,
        title=_("This talk as a contact"),
        kicker=case.young_person.full_name,
        lead=long_day(one.starts_at),
        consequences=[
            _("The appointment is noted as kept, and the talk as a contact of the case.")
        ],
        submit=_("Write it down"),
        back=back,
        crumbs=case_crumbs(case, (_("This talk as a contact"), "")),
    )
