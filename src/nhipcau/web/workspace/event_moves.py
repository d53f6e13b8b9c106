"""Steps of an event, its sessions and its helpers: one form, one use case each."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from nhipcau.events import rules, use_cases
from nhipcau.events.models import Session
from nhipcau.events.states import CHANGEABLE_STATES, EVENT_NEEDS_REASON, EventState
from nhipcau.web.answers import CountField
from nhipcau.web.workspace import event_steps
from nhipcau.web.workspace.event_forms import SessionForm
from nhipcau.web.workspace.events import around, visible_event, volunteers_to_choose
from nhipcau.web.workspace.sending import form_page, press, send, sent


def organised_event(request, pk):
    event = visible_event(request, pk)
    if not rules.may_organise(request.user, event.plan_line):
        raise Http404
    return event


@require_http_methods(["GET", "POST"])
def move(request, pk, to):
    """Say what the step will do, then do it."""
    event = organised_event(request, pk)
    to = event_steps.state_named(to)
    if to not in event.TRANSITIONS[event.state]:
        return event_steps.not_from_here(request, event)
    needs_reason = (event.state, to) in EVENT_NEEDS_REASON
    form = event_steps.StepForm(sent(request), needs_reason=needs_reason)
    if not needs_reason:
        del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.move_event,
            event=event,
            to=to,
            reason=form.cleaned_data.get("reason", ""),
        )
        if form.is_done:
            messages.success(
                request, _("The event is now: %(state)s.") % {"state": EventState(to).label}
            )
            return redirect("workspace:events:detail", event.pk)
    label = event_steps.label_of(event.state, to)
    return form_page(
        request,
        form,
        title=label,
        kicker=event.title,
        consequences=event_steps.consequences(event, to),
        submit=label,
        danger=to == EventState.CANCELLED,
        **around(event, label),
    )


def organised_session(request, pk):
    sessions = Session.objects.visible_to(request.user).select_related(
        "event__kind", "event__plan_line__lead", "event__plan_line__supporting"
    )
    session = get_object_or_404(sessions, pk=pk)
    if not rules.may_organise(request.user, session.event.plan_line):
        raise Http404
    return session


def _over(request, event):
    """A held or cancelled event is not changed: say so where its record stands."""
    if event.state in CHANGEABLE_STATES:
        return None
    messages.error(request, _("This event is over. Its record can no longer be changed."))
    return redirect("workspace:events:detail", event.pk)


@require_http_methods(["GET", "POST"])
def add_session(request, pk):
    event = organised_event(request, pk)
    over = _over(request, event)
    if over:
        return over
    form = SessionForm(sent(request), event=event)
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.save_session, event=event, details=form.details())
        if form.is_done:
            messages.success(request, _("The session is added."))
            return redirect("workspace:events:detail", event.pk)
    return form_page(
        request,
        form,
        template="workspace/events/session_form.html",
        title=_("Add a session"),
        kicker=event.title,
        submit=_("Add the session"),
        **around(event, _("New session")),
    )


@require_http_methods(["GET", "POST"])
def change_session(request, pk):
    session = organised_session(request, pk)
    over = _over(request, session.event)
    if over:
        return over
    form = SessionForm(sent(request), event=session.event, session=session)
    if request.method == "POST" and form.is_valid():
        send(
            request,
            form,
            use_cases.save_session,
            event=session.event,
            session=session,
            details=form.details(),
        )
        if form.is_done:
            messages.success(request, _("The session is changed."))
            return redirect("workspace:events:detail", session.event_id)
    return form_page(
        request,
        form,
        template="workspace/events/session_form.html",
        title=_("Change the session"),
        kicker=session.event.title,
        submit=_("Save the session"),
        **around(session.event, session.title),
    )


class CapacityForm(forms.Form):
    capacity = CountField(label=gettext_lazy("Places"), min_value=1)


@require_http_methods(["GET", "POST"])
def change_capacity(request, pk):
    session = organised_session(request, pk)
    over = _over(request, session.event)
    if over:
        return over
    form = CapacityForm(sent(request), initial={"capacity": session.capacity})
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.change_capacity, session=session, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The number of places is changed."))
            return redirect("workspace:events:detail", session.event_id)
    return form_page(
        request,
        form,
        title=_("Change the number of places"),
        kicker=session.event.title,
        lead="" if session.title == session.event.title else session.title,
        consequences=[
            _("%(taken)d places are taken, %(waiting)d people wait.")
            % {"taken": session.taken_count, "waiting": session.waiting_count},
            _("New places go to the waiting list first, in its order."),
        ],
        submit=_("Change the places"),
        **around(session.event, _("Places")),
    )


class VolunteerForm(forms.Form):
    user = forms.ModelChoiceField(
        label=gettext_lazy("Volunteer"),
        queryset=None,
        error_messages={
            "required": gettext_lazy("Please choose a volunteer."),
            "invalid_choice": gettext_lazy("Please choose a volunteer from the list."),
        },
    )

    def __init__(self, *args, volunteers, **options):
        super().__init__(*args, **options)
        self.fields["user"].queryset = volunteers
        self.fields["user"].label_from_instance = lambda user: user.full_name


@require_http_methods(["GET", "POST"])
def assign_volunteer(request, pk):
    event = organised_event(request, pk)
    form = VolunteerForm(sent(request), volunteers=volunteers_to_choose(event))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.assign_volunteer, event=event, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The volunteer can open the list of this event now."))
            return redirect("workspace:events:detail", event.pk)
    return form_page(
        request,
        form,
        title=_("Let a volunteer help at the door"),
        kicker=event.title,
        consequences=[
            _("A volunteer sees the list of this event alone and records who came."),
            _("Volunteers are members with that role; the unit's administrator invites them."),
        ],
        consequences_heading=_("Good to know"),
        submit=_("Let them help"),
        **around(event, _("Volunteer")),
    )


@require_POST
def release_volunteer(request, pk, staff_pk):
    event = organised_event(request, pk)
    assignment = get_object_or_404(event.staff.select_related("event__plan_line"), pk=staff_pk)
    press(
        request,
        use_cases.release_volunteer,
        assignment=assignment,
        said=_("The volunteer no longer sees the list."),
    )
    return redirect("workspace:events:detail", event.pk)
