"""Events in the workspace: find one, see all of it, prepare it from the plan, change it."""

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from nhipcau.events import rules, use_cases
from nhipcau.events.models import Event
from nhipcau.events.queries import lines_without_event, with_places
from nhipcau.events.states import CHANGEABLE_STATES, PRESENT, EventState
from nhipcau.fairs.rules import has_interviews
from nhipcau.organisations.models import Role
from nhipcau.organisations.queries import colleagues, communes, holiday_within
from nhipcau.organisations.rules import is_office_staff, is_partner_staff, partner_units_of
from nhipcau.people.rules import may_see_people
from nhipcau.programmes.models import PlanLine
from nhipcau.programmes.queries import event_kinds
from nhipcau.programmes.states import PlanState
from nhipcau.rosters.rules import works_on
from nhipcau.shared import wording
from nhipcau.web.answers import text_in
from nhipcau.web.workspace import event_steps
from nhipcau.web.workspace.event_forms import EventForm, NewEventForm
from nhipcau.web.workspace.history import history_of
from nhipcau.web.workspace.sending import form_page, send, sent

ON_A_PAGE = 25
COMING, PAST, ALL = "coming", "past", "all"


def events_crumb():
    return _("Events"), reverse("workspace:events:list")


class EventFilter(forms.Form):
    """What narrows the list. A value that is not known narrows nothing."""

    month = forms.ChoiceField(label=gettext_lazy("Month"), required=False)
    kind = forms.ModelChoiceField(
        label=gettext_lazy("Kind"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("all kinds"),
    )
    commune = forms.ModelChoiceField(
        label=gettext_lazy("Commune"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("all communes"),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", gettext_lazy("all states")), *EventState.choices],
    )
    q = forms.CharField(
        label=gettext_lazy("Words in title or place"), required=False, max_length=100
    )

    def __init__(self, *args, months, **options):
        super().__init__(*args, **options)
        self.fields["month"].choices = [
            ("", _("all months")),
            *((f"{month:%Y-%m}", wording.month(month)) for month in months),
        ]
        self.fields["kind"].queryset = event_kinds()
        self.fields["commune"].queryset = communes()

    def narrow(self, events):
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        if given.get("month"):
            year, month = given["month"].split("-")
            events = events.filter(starts_at__year=year, starts_at__month=month)
        for name in ("kind", "commune", "state"):
            if given.get(name):
                events = events.filter(**{name: given[name]})
        if given.get("q"):
            events = events.filter(Q(title__icontains=given["q"]) | Q(place__icontains=given["q"]))
        return events

    @property
    def is_narrow(self):
        return any(getattr(self, "cleaned_data", {}).values())


@require_GET
def event_list(request):
    if not is_partner_staff(request.user):
        raise Http404
    today = timezone.localdate()
    visible = Event.objects.visible_to(request.user)
    months = visible.datetimes("starts_at", "month", order="DESC")
    narrowing = EventFilter(request.GET, months=months)
    events = narrowing.narrow(with_places(visible.for_list()))
    span = text_in(request, "span") or (ALL if narrowing.is_narrow else COMING)
    if span == COMING:
        events = events.filter(ends_at__date__gte=today)
    elif span == PAST:
        events = events.filter(ends_at__date__lt=today).order_by("-starts_at", "-pk")
    page = Paginator(events, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "filter": narrowing,
        "span": span,
        "spans": _spans(request, span),
        "may_organise": bool(partner_units_of(request.user, *rules.ORGANISERS)),
    }
    return render(request, "workspace/events/list.html", context)


def _spans(request, span):
    query = request.GET.copy()
    query.pop("page", None)

    def link(value):
        query["span"] = value
        return f"?{query.urlencode()}"

    words = ((COMING, _("Coming")), (PAST, _("Past")), (ALL, _("All")))
    return [
        {"label": label, "url": link(value), "current": value == span} for value, label in words
    ]


def visible_event(request, pk):
    events = Event.objects.visible_to(request.user).select_related(
        "kind", "commune", "host", "plan_line__lead", "plan_line__supporting",
        "plan_line__version__year_plan", "plan_line__content",
    )  # fmt: skip
    return get_object_or_404(events, pk=pk)


@require_GET
def event_detail(request, pk):
    event = visible_event(request, pk)
    at = timezone.now()
    user = request.user
    may_organise = rules.may_organise(user, event.plan_line)
    sees_lists = rules.may_see_registrations(user, event)
    page = {
        "event": event,
        "line": event.plan_line,
        "sees_plan": is_office_staff(user),
        "holiday": holiday_within(
            timezone.localdate(event.starts_at), timezone.localdate(event.ends_at)
        ),
        "sessions": _sessions(event),
        "speakers": event.speakers.all(),
        "staff": event.staff.select_related("user").order_by("user__full_name"),
        "history": history_of(event),
        "may_organise": may_organise,
        "may_change": may_organise and event.state in CHANGEABLE_STATES,
        "sees_lists": sees_lists,
        "sees_messages": may_see_people(user),
        "sees_attendance": event.state in event_steps.AT_THE_DOOR
        and rules.may_record_attendance(user, event),
        "next_step": event_steps.next_step(event, at=at) if may_organise else None,
        "other_steps": event_steps.other_steps(event, at=at) if may_organise else [],
        "takes_registrations": rules.takes_registrations(event, at=at)
        and may_register(user, event),
        "has_fair": has_interviews(event) and is_office_staff(user),
        "works_on_rosters": works_on(user, event),
        "crumbs": [events_crumb(), (event.title, "")],
    }
    return render(request, "workspace/events/detail.html", page)


def may_register(user, event):
    """Whether a colleague may enter people for the sessions of this event."""
    units = partner_units_of(user, *rules.ORGANISERS, Role.COUNSELLOR)
    return bool({event.plan_line.lead_id, event.plan_line.supporting_id} & units)


def _sessions(event):
    """Sessions with the count of people on the list and of those who came."""
    came = Count("attendances", filter=Q(attendances__value__in=PRESENT))
    return event.sessions.annotate(came_count=came).order_by("starts_at", "pk")


@require_GET
def choose_line(request):
    """From which line of the plan an event is prepared: those without an event first."""
    if not partner_units_of(request.user, *rules.ORGANISERS):
        raise Http404
    today = timezone.localdate()
    year_end = today.replace(month=12, day=31)
    bare = list(lines_without_event(request.user, first=today, last=year_end))
    other = (
        PlanLine.objects.visible_to(request.user)
        .in_force()
        .filter(version__year_plan__year__gte=today.year)
        .exclude(pk__in=[line.pk for line in bare])
        .select_related("kind", "lead", "supporting", "commune", "version__year_plan")
        .order_by("month", "number")
    )
    page = {
        "bare": bare,
        "other": other,
        "crumbs": [events_crumb(), (_("Prepare an event"), "")],
    }
    return render(request, "workspace/events/choose_line.html", page)


@require_http_methods(["GET", "POST"])
def create(request, line_pk):
    """Prepare an event from a line of the plan in force."""
    lines = PlanLine.objects.visible_to(request.user).select_related(
        "kind", "lead", "supporting", "commune", "version"
    )
    line = get_object_or_404(lines, pk=line_pk)
    if not rules.may_organise(request.user, line) or line.version.state != PlanState.APPROVED:
        raise Http404
    form = NewEventForm(sent(request), kind=line.kind, actor=request.user, line=line)
    if request.method == "POST" and form.is_valid():
        event = send(
            request,
            form,
            use_cases.plan_event,
            plan_line=line,
            details=form.details(),
            sessions=form.sessions(),
        )
        if form.is_done:
            messages.success(
                request, _("The event is prepared as a draft. Nobody outside sees it.")
            )
            return redirect("workspace:events:detail", event.pk)
    return form_page(
        request,
        form,
        template="workspace/events/form.html",
        title=_("Prepare an event"),
        kicker=f"{capfirst(wording.month(line.month))} · {line.title}",
        kind=line.kind,
        submit=_("Save as a draft"),
        back=reverse("workspace:events:choose-line"),
        crumbs=[
            events_crumb(),
            (_("Prepare an event"), reverse("workspace:events:choose-line")),
            (line.title, ""),
        ],
        keep=f"event-line-{line.pk}",
    )


@require_http_methods(["GET", "POST"])
def change(request, pk):
    """Change what is told about an event."""
    event = visible_event(request, pk)
    if not rules.may_organise(request.user, event.plan_line):
        raise Http404
    form = EventForm(sent(request), kind=event.kind, actor=request.user, event=event)
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.change_event, event=event, details=form.details())
        if form.is_done:
            messages.success(request, _("The event is changed."))
            return redirect("workspace:events:detail", event.pk)
    return form_page(
        request,
        form,
        template="workspace/events/form.html",
        title=_("Change the event"),
        kicker=event.title,
        kind=event.kind,
        submit=_("Save the changes"),
        **around(event, _("Change")),
    )


def around(event, here):
    url = reverse("workspace:events:detail", args=[event.pk])
    return {"back": url, "crumbs": [events_crumb(), (event.title, url), (here, "")]}


def volunteers_to_choose(event):
    """Gate volunteers of both units who do not help at this event yet."""
    units = (event.plan_line.lead_id, event.plan_line.supporting_id)
    return colleagues(units, Role.GATE_VOLUNTEER).exclude(
        pk__in=event.staff.values_list("user", flat=True)
    )
