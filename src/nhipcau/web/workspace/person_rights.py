"""What a colleague does at the person's wish: put right, stop for now, go on."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from nhipcau.people.rules import may_open_record, may_see_people
from nhipcau.people.use_cases import correct_person
from nhipcau.rights import use_cases
from nhipcau.web.answers import NothingToAsk
from nhipcau.web.corrections import CorrectionForm, known_of
from nhipcau.web.workspace.people import people_crumb, visible_person
from nhipcau.web.workspace.sending import form_page, send, sent


def _followed(request, pk):
    person = visible_person(request, pk)
    if not (may_see_people(request.user) and may_open_record(request.user, person)):
        raise Http404
    return person.merged_into or person


def _crumbs(person, title):
    url = reverse("workspace:people:detail", args=[person.pk])
    return [people_crumb(), (person.full_name, url), (title, "")]


@require_http_methods(["GET", "POST"])
def correct(request, pk):
    person = _followed(request, pk)
    form = CorrectionForm(sent(request), person=person, initial=known_of(person))
    url = reverse("workspace:people:detail", args=[person.pk])
    if request.method == "POST" and form.is_valid():
        send(request, form, correct_person, young_person=person, told=form.all_fields())
        if form.is_done:
            messages.success(request, _("It is put right."))
            return redirect(url)
    return form_page(
        request,
        form,
        title=_("Put the record right"),
        kicker=person.full_name,
        consequences=[_("Name, birth date and phone: only after you have seen a paper.")],
        submit=_("Put it right"),
        back=url,
        crumbs=_crumbs(person, _("Put the record right")),
    )


@require_http_methods(["GET", "POST"])
def restrict(request, pk):
    person = _followed(request, pk)
    form = NothingToAsk(sent(request))
    url = reverse("workspace:people:detail", args=[person.pk])
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.restrict, young_person=person)
        if form.is_done:
            messages.success(request, _("From now on the data are only kept."))
            return redirect(url)
    return form_page(
        request,
        form,
        title=_("Stop using the data for now"),
        kicker=person.full_name,
        consequences=[
            _("At the person's wish: no messages, suggestions or introductions any more."),
            _("Open introductions end. Wishes and notes stay; all of it can come back."),
        ],
        submit=_("Stop for now"),
        danger=True,
        back=url,
        crumbs=_crumbs(person, _("Stop using the data for now")),
    )


class LiftForm(forms.Form):
    evidence = forms.CharField(
        label=gettext_lazy("How do we know that the person wants it?"),
        help_text=gettext_lazy("For example: folder 12, sheet 7."),
        max_length=80,
        error_messages={"required": gettext_lazy("Please write how we know.")},
    )


@require_http_methods(["GET", "POST"])
def lift(request, pk):
    person = _followed(request, pk)
    form = LiftForm(sent(request))
    url = reverse("workspace:people:detail", args=[person.pk])
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.lift_restriction, young_person=person, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("What was suspended is in force again."))
            return redirect(url)
    return form_page(
        request,
        form,
        title=_("Go on as before"),
        kicker=person.full_name,
        consequences=[_("What was agreed to before is agreed to anew, in the words of today.")],
        submit=_("Go on as before"),
        back=url,
        crumbs=_crumbs(person, _("Go on as before")),
    )
