"""Groups of a session and the places kept for schools and communes."""

from django import forms
from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from nhipcau.events import rules, use_cases
from nhipcau.events.models import RegistrationGroup, ReservedPlaces
from nhipcau.events.states import CHANGEABLE_STATES, HOLDING, RegistrationState
from nhipcau.organisations.models import Organisation, OrganisationKind
from nhipcau.organisations.queries import communes
from nhipcau.rosters.rules import works_on
from nhipcau.schools.queries import groups_with_report
from nhipcau.schools.rules import is_of_school
from nhipcau.web.answers import ClockField, CountField, DayField, ReasonForm, moment_of
from nhipcau.web.workspace.event_moves import organised_session
from nhipcau.web.workspace.registrations import crumbs_of, full_name_of, listed_session, name_of
from nhipcau.web.workspace.sending import form_page, press, send, sent

# Who sends classes and units.
SENDING = (OrganisationKind.SCHOOL, OrganisationKind.MILITARY_UNIT)


@require_GET
def group_list(request, pk):
    session = listed_session(request, pk)
    holding = Count("registrations", filter=Q(registrations__state__in=sorted(HOLDING)))
    waiting = Count("registrations", filter=Q(registrations__state=RegistrationState.WAITING))
    may_organise = rules.may_organise(request.user, session.event.plan_line)
    groups = list(
        RegistrationGroup.objects.visible_to(request.user)
        .filter(session=session)
        .select_related("organisation")
        .annotate(place_count=holding, waiting_count=waiting, member_count=Count("registrations"))
        .order_by("name", "pk")
    )
    is_over = works_on(request.user, session) and timezone.now() >= session.ends_at
    reports = groups_with_report(request.user, session.pk) if is_over else {}
    for group in groups:
        group.report_pk = reports.get(group.pk)
        group.takes_report = is_over and is_of_school(group)
    page = {
        "session": session,
        "session_name": name_of(session),
        "event": session.event,
        "groups": groups,
        "kept": ReservedPlaces.objects.visible_to(request.user)
        .filter(session=session)
        .select_related("organisation", "commune")
        .order_by("released_at", "pk"),
        "may_organise": may_organise,
        "may_change": may_organise and session.event.state in CHANGEABLE_STATES,
        "crumbs": crumbs_of(session.event, _("Groups and kept places")),
    }
    return render(request, "workspace/events/groups.html", page)


class ReserveForm(forms.Form):
    """For one school or one commune; the two are told apart by their kind in one list."""

    whose = forms.ChoiceField(
        label=gettext_lazy("For whom"),
        help_text=gettext_lazy("A school or unit gets a link of its own; a commune needs none."),
        error_messages={
            "required": gettext_lazy("Please choose a school, a unit or a commune."),
            "invalid_choice": gettext_lazy("Please choose from the list."),
        },
    )
    places_count = CountField(label=gettext_lazy("Places"), min_value=1)
    release_on = DayField(
        label=gettext_lazy("Kept until"),
        help_text=gettext_lazy("After that, what is left goes to everybody, waiting list first."),
    )
    release_time = ClockField(label=gettext_lazy("Time"))

    def __init__(self, *args, actor, **kwargs):
        super().__init__(*args, **kwargs)
        seen = Organisation.objects.visible_to(actor).filter(kind__in=SENDING).order_by("name_vi")
        self.schools = {f"o{one.pk}": one for one in seen}
        self.communes = {f"c{one.pk}": one for one in communes()}
        self.fields["whose"].choices = [
            ("", _("Choose …")),
            (_("Schools and units"), [(key, str(one)) for key, one in self.schools.items()]),
            (_("Communes and wards"), [(key, str(one)) for key, one in self.communes.items()]),
        ]

    def content(self):
        told = self.cleaned_data
        return {
            "organisation": self.schools.get(told["whose"]),
            "commune": self.communes.get(told["whose"]),
            "places_count": told["places_count"],
            "release_at": moment_of(told["release_on"], told["release_time"]),
        }


@require_http_methods(["GET", "POST"])
def reserve(request, pk):
    session = organised_session(request, pk)
    if session.event.state not in CHANGEABLE_STATES:
        messages.error(request, _("This event is over. Its record can no longer be changed."))
        return redirect("workspace:events:groups", session.pk)
    form = ReserveForm(sent(request), actor=request.user, initial={"release_time": "08:00"})
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.reserve_places, session=session, **form.content())
        if form.is_done:
            messages.success(request, _("The places are kept."))
            return redirect("workspace:events:groups", session.pk)
    return form_page(
        request,
        form,
        title=_("Keep places for a school or commune"),
        kicker=full_name_of(session),
        consequences=[
            _("These places are no longer open to everybody."),
            _("On the day you choose, what is left of them goes to the waiting list."),
        ],
        submit=_("Keep the places"),
        back=_back(session),
        crumbs=crumbs_of(session.event, _("Keep places")),
    )


@require_POST
def release(request, pk):
    reserved = get_object_or_404(
        ReservedPlaces.objects.visible_to(request.user).select_related(
            "session__event__plan_line"
        ),
        pk=pk,
    )
    if not rules.may_organise(request.user, reserved.session.event.plan_line):
        raise Http404
    press(
        request,
        use_cases.release_places,
        said=_("The places that were left are open to everybody."),
        reserved=reserved,
    )
    return redirect("workspace:events:groups", reserved.session_id)


@require_http_methods(["GET", "POST"])
def cancel(request, pk):
    """Cancel a whole group, with the reason."""
    group = get_object_or_404(
        RegistrationGroup.objects.visible_to(request.user).select_related(
            "session__event__plan_line"
        ),
        pk=pk,
    )
    if not rules.may_organise(request.user, group.session.event.plan_line):
        raise Http404
    form = ReasonForm(sent(request))
    if request.method == "POST" and form.is_valid():
        send(request, form, use_cases.cancel_group, group=group, **form.cleaned_data)
        if form.is_done:
            messages.success(request, _("The group is cancelled."))
            return redirect("workspace:events:groups", group.session_id)
    return form_page(
        request,
        form,
        title=_("Cancel the whole group?"),
        lead=group.name,
        kicker=full_name_of(group.session),
        consequences=[
            _("Every place of the group is given back."),
            _("Those who wait are asked in their order."),
        ],
        submit=_("Cancel the group"),
        danger=True,
        back=_back(group.session),
        crumbs=crumbs_of(group.session.event, _("Cancel a group")),
    )


def _back(session):
    return redirect("workspace:events:groups", session.pk).url
