"""Booking on behalf of a person, sending a link, and receiving whoever walks in."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.appointments import use_cases
from nhipcau.appointments.states import AppointmentState
from nhipcau.organisations.models import Organisation
from nhipcau.people.models import YoungPerson
from nhipcau.people.queries import matching
from nhipcau.people.use_cases import enter_person
from nhipcau.shared.wording import clock_time, when
from nhipcau.web.answers import text_in
from nhipcau.web.appointment_forms import ForSomebodyForm, KindForm, WalkInForm
from nhipcau.web.appointment_times import choice_of, offered
from nhipcau.web.workspace.appointments import appointments_crumb, staff_only
from nhipcau.web.workspace.registrations import paper_form
from nhipcau.web.workspace.same_person_entry import who_is_it
from nhipcau.web.workspace.sending import form_page, send, sent, show

FOUND_MOST = 12


def _person(request, pk):
    staff_only(request)
    people = YoungPerson.objects.visible_to(request.user).select_related("merged_into")
    person = get_object_or_404(people, pk=pk)
    return person.merged_into or person


@require_GET
def choose(request, pk):
    """Days and times for somebody whom the unit follows."""
    person = _person(request, pk)
    base = reverse("workspace:appointments:choose", args=[person.pk])
    target = reverse("workspace:appointments:book", args=[person.pk])
    page = {
        "person": person,
        "crumbs": [appointments_crumb(), (_("Book for somebody"), "")],
        **offered(choice_of(request), base, at=timezone.now(), is_staff=True, target=target),
    }
    return render(request, "workspace/appointments/choose.html", page)


@require_http_methods(["GET", "POST"])
def book(request, pk):
    person = _person(request, pk)
    choice = choice_of(request)
    base = reverse("workspace:appointments:choose", args=[person.pk])
    if choice.starts_at is None:
        return redirect(choice.address(base))
    form = ForSomebodyForm(sent(request))
    if request.method == "POST" and form.is_valid():
        made = send(
            request,
            form,
            use_cases.book,
            young_person=person,
            wanted=choice.wanted(**form.told()),
            asks_person=form.cleaned_data["asks_person"],
        )
        if form.is_done:
            messages.success(request, _("Booked; the person gets a message."))
            return redirect("workspace:appointments:detail", made.pk)
    back = choice.address(base, starts="", place="", on=timezone.localdate(choice.starts_at))
    return form_page(
        request,
        form,
        title=_("Book for somebody"),
        lead=person.full_name,
        kicker=when(choice.starts_at, None),
        submit=_("Book"),
        back=back,
        crumbs=[appointments_crumb(), (_("Book for somebody"), "")],
    )


@require_http_methods(["GET", "POST"])
def send_link(request, pk):
    """The person chooses the time, by a link that needs no account."""
    person = _person(request, pk)
    form = KindForm(sent(request))
    back = reverse("workspace:people:detail", args=[person.pk])
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.send_booking_link, young_person=person, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The link is on its way."))
            return redirect(back)
    return form_page(
        request,
        form,
        title=_("Send a link to choose a time"),
        lead=person.full_name,
        consequences=[
            _("The person gets a message with a link, good for a week and one booking."),
            _("Whoever holds the link can book for the person, and sees nothing else."),
        ],
        submit=_("Send the link"),
        back=back,
        crumbs=[appointments_crumb(), (_("Send a link"), "")],
    )


@require_GET
def walk_in(request):
    """Who is it? Known people by a part of the name or the phone; everybody else is entered."""
    staff_only(request)
    typed = text_in(request, "q")
    found = []
    if typed:
        people = YoungPerson.objects.visible_to(request.user).kept().select_related("commune")
        listed = people.filter(matching(typed, whole_phones=True)).order_by("folded_name", "pk")
        found = Paginator(listed, FOUND_MOST).get_page(1)
    page = {
        "q": typed,
        "found": found,
        "crumbs": [appointments_crumb(), (_("Somebody walks in"), "")],
    }
    return render(request, "workspace/appointments/walk_in.html", page)


def _receive(request, form, person):
    """Received now, or booked for the next free time of today; None after a refusal."""
    unit = (
        Organisation.objects.visible_to(request.user)
        .filter(pk__in=staff_only(request))
        .order_by("pk")[0]
    )
    made = send(
        request,
        form,
        use_cases.walk_in,
        young_person=person,
        unit=unit,
        kind=form.cleaned_data["kind"],
        with_me=form.cleaned_data["with_me"],
        **form.told(),
    )
    if made is None:
        return None
    told = {"name": made.counsellor.full_name, "clock": clock_time(made.starts_at)}
    if made.state == AppointmentState.CAME:
        messages.success(request, _("%(name)s receives the person now.") % told)
    else:
        messages.success(request, _("Booked with %(name)s at %(clock)s today.") % told)
    return redirect("workspace:appointments:day")


@require_http_methods(["GET", "POST"])
def receive(request, pk):
    person = _person(request, pk)
    form = WalkInForm(sent(request))
    if request.method == "POST" and form.is_valid():
        done = _receive(request, form, person)
        if done:
            return done
    return form_page(
        request,
        form,
        title=_("Somebody walks in"),
        lead=person.full_name,
        submit=_("Receive"),
        back=reverse("workspace:appointments:walk-in"),
        crumbs=[appointments_crumb(), (_("Somebody walks in"), "")],
    )


@require_http_methods(["GET", "POST"])
def enter(request):
    """Somebody new: entered together with the person, then received."""
    units = staff_only(request)
    form = paper_form(request)
    question = None
    if request.method == "POST" and form.is_valid():
        details, question = who_is_it(request, form)
        person = details and send(
            request,
            form,
            enter_person,
            details=details,
            followed_by=list(Organisation.objects.visible_to(request.user).filter(pk__in=units)),
            purposes=form.purposes(),
            guardian=form.guardian(),
            channel="PAPER",
            evidence=form.cleaned_data["evidence"],
        )
        if person:
            return redirect("workspace:appointments:receive", person.pk)
    return show(
        request,
        "workspace/appointments/enter.html",
        {
            "form": form,
            "question": question,
            "title": _("Enter somebody new"),
            "submit": _("Enter"),
            "back": reverse("workspace:appointments:walk-in"),
            "crumbs": [appointments_crumb(), (_("Enter somebody new"), "")],
        },
        form=form,
    )
