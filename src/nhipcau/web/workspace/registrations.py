"""Who is on the list of a session; people entered with their form on paper; places given back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.events import rules, use_cases
from nhipcau.events.models import Channel, Registration, Session
from nhipcau.events.states import HOLDING, RegistrationState
from nhipcau.organisations.queries import communes
from nhipcau.people.queries import consent_texts, matching
from nhipcau.people.rules import may_see_people
from nhipcau.web.answers import ReasonForm, text_in
from nhipcau.web.public.forms import RegistrationForm, TypedText
from nhipcau.web.workspace.events import events_crumb, may_register
from nhipcau.web.workspace.same_person_entry import who_is_it
from nhipcau.web.workspace.sending import form_page, send, sent

ON_A_PAGE = 25


def visible_session(request, pk):
    sessions = Session.objects.visible_to(request.user).select_related(
        "event__kind", "event__commune", "event__plan_line__lead", "event__plan_line__supporting"
    )
    return get_object_or_404(sessions, pk=pk)


def listed_session(request, pk):
    """A session whose list of names this colleague may see."""
    session = visible_session(request, pk)
    if not rules.may_see_registrations(request.user, session.event):
        raise Http404
    return session


def name_of(session):
    """The title of a session, when it says more than that of its event."""
    return "" if session.title == session.event.title else session.title


def full_name_of(session):
    return " · ".join(filter(None, (session.event.title, name_of(session))))


def crumbs_of(event, here):
    url = reverse("workspace:events:detail", args=[event.pk])
    return [events_crumb(), (event.title, url), (here, "")]


@require_GET
def registration_list(request, pk):
    session = listed_session(request, pk)
    typed = text_in(request, "q")
    state = request.GET.get("state", "")
    may_open_people = may_see_people(request.user)
    registrations = (
        Registration.objects.visible_to(request.user)
        .filter(session=session)
        .select_related("young_person__commune", "attendance")
        .order_by("pk")
    )
    if typed:
        registrations = registrations.filter(
            matching(typed, path="young_person__", whole_phones=may_open_people)
        )
    if state in RegistrationState.values:
        registrations = registrations.filter(state=state)
    page = {
        "session": session,
        "session_name": name_of(session),
        "event": session.event,
        "page": Paginator(registrations, ON_A_PAGE).get_page(request.GET.get("page")),
        "q": typed,
        "state": state,
        "states": RegistrationState.choices,
        "may_open_people": may_open_people,
        "may_cancel": rules.may_organise(request.user, session.event.plan_line),
        "may_register": may_register(request.user, session.event)
        and rules.takes_registrations(session.event, at=timezone.now()),
        "crumbs": crumbs_of(session.event, _("List of people")),
    }
    return render(request, "workspace/events/registrations.html", page)


@require_GET
def print_list(request, pk):
    """The list on paper, for the door: confirmed people in the order of their names."""
    session = listed_session(request, pk)
    registrations = (
        Registration.objects.visible_to(request.user)
        .filter(session=session, state__in=sorted(HOLDING))
        .select_related("young_person__commune", "attendance")
        .order_by("young_person__folded_name", "pk")
    )
    page = {
        "session": session,
        "session_name": name_of(session),
        "event": session.event,
        "registrations": registrations,
        "crumbs": crumbs_of(session.event, _("List for the door")),
    }
    return render(request, "workspace/events/print_list.html", page)


class PaperForm(RegistrationForm):
    """The public form, filled in together with the person; the signed paper is the proof."""

    evidence = TypedText(
        label=gettext_lazy("Where the signed form is kept"),
        help_text=gettext_lazy("For example: folder 12/2026, sheet 14."),
        longest=120,
        error_messages={"required": gettext_lazy("Please say where the signed form is kept.")},
    )


def paper_form(request, form_class=PaperForm):
    return form_class(
        sent(request),
        communes=list(communes()),
        texts=consent_texts(timezone.localdate()),
        today=timezone.localdate(),
    )


@require_http_methods(["GET", "POST"])
def register(request, pk):
    """Enter one person for a session, sitting beside the person."""
    session = visible_session(request, pk)
    if not may_register(request.user, session.event):
        raise Http404
    form = paper_form(request)
    question = None
    if request.method == "POST" and form.is_valid():
        person, question = who_is_it(request, form)
        registration = person and send(
            request,
            form,
            use_cases.register,
            session=session,
            person=person,
            purposes=form.purposes(),
            guardian=form.guardian(),
            channel=Channel.STAFF,
            evidence=form.cleaned_data["evidence"],
        )
        if registration:
            waits = registration.state == RegistrationState.WAITING
            messages.success(
                request,
                _("On the waiting list: this session is full.")
                if waits
                else _("Registered, with a place."),
            )
            return redirect("workspace:events:registrations", session.pk)
    return form_page(
        request,
        form,
        template="workspace/events/register.html",
        title=_("Register a person"),
        kicker=full_name_of(session),
        submit=_("Register"),
        back=reverse("workspace:events:registrations", args=[session.pk]),
        crumbs=crumbs_of(session.event, _("Register a person")),
        session=session,
        event=session.event,
        takes_registrations=rules.takes_registrations(session.event, at=timezone.now()),
        question=question,
    )


@require_http_methods(["GET", "POST"])
def cancel(request, pk):
    """Give a place back on behalf of the person, with the reason."""
    registrations = Registration.objects.visible_to(request.user).select_related(
        "young_person", "session__event__plan_line"
    )
    registration = get_object_or_404(registrations, pk=pk)
    event = registration.session.event
    if not rules.may_organise(request.user, event.plan_line):
        raise Http404
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.cancel_registration,
            registration=registration,
            **form.cleaned_data,
        )
        if form.is_done:
            messages.success(request, _("The place is given back."))
            return redirect("workspace:events:registrations", registration.session_id)
    return form_page(
        request,
        form,
        title=_("Cancel this registration?"),
        lead=registration.young_person.full_name,
        kicker=full_name_of(registration.session),
        consequences=[
            _("The person gives the place back."),
            _("The first on the waiting list is asked at once."),
        ],
        submit=_("Cancel the registration"),
        danger=True,
        back=reverse("workspace:events:registrations", args=[registration.session_id]),
        crumbs=crumbs_of(event, _("Cancel a registration")),
    )
