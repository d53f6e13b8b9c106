"""The desk: what needs this colleague now, then today, then what is coming."""

from datetime import timedelta

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from nhipcau.events.models import Event
from nhipcau.events.queries import events_to_staff, with_places
from nhipcau.events.rules import DOOR, ORGANISERS
from nhipcau.events.states import EventState
from nhipcau.organisations.models import Role
from nhipcau.organisations.rules import (
    has_role,
    is_commune_officer,
    is_office_staff,
    memberships_of,
    partner_units_of,
)
from nhipcau.shared import wording
from nhipcau.web.workspace import needs
from nhipcau.web.workspace.assistance_needs import of_officer
from nhipcau.web.workspace.concern_needs import of_concerns
from nhipcau.web.workspace.coordination_needs import of_both_units
from nhipcau.web.workspace.employer_needs import of_employers

COMING_DAYS = 28
COMING_SHOWN = 8
NEEDS_SHOWN = 12


@require_GET
def desk(request):
    user, now = request.user, timezone.now()
    memberships = memberships_of(user)
    page = {
        "greeting": _("Hello, %(name)s") % {"name": _called(user)},
        "today_words": wording.long_day(now),
    }
    if not memberships:
        page |= _outsider(user)
        return render(request, "workspace/desk.html", page)
    today = timezone.localdate(now)
    if partner_units_of(user):
        page |= _agenda(user, today)
        page["sees_events"] = True
    if is_office_staff(user):
        page["plans_url"] = reverse("workspace:plans:list")
    if partner_units_of(user, Role.GATE_VOLUNTEER) and not partner_units_of(user, *DOOR):
        page["door_events"] = _door(user, today)
    cadence = needs.cadence_now(user, at=now)
    waiting = needs.of(user, at=now, cadence=cadence)
    if is_commune_officer(user):
        waiting += of_officer(user, at=now)
    waiting += of_both_units(user, at=now)
    waiting += of_concerns(user)
    waiting = needs.in_order([*waiting, *of_employers(user, at=now)])
    page["needs"] = waiting[:NEEDS_SHOWN]
    page["more_needs"] = max(0, len(waiting) - NEEDS_SHOWN)
    page["figures"] = needs.figures(user, at=now, cadence=cadence)
    page["shortcuts"] = _shortcuts(user)
    return render(request, "workspace/desk.html", page)


def _called(user):
    """A Vietnamese given name is the last word of the name."""
    return user.full_name.split()[-1] if user.full_name.split() else _("colleague")


def _outsider(user):
    """A young person who strayed here, or a colleague whose roles have ended."""
    if not user.is_staff_account:
        return {
            "is_outsider": True,
            "outsider_heading": _("This desk is for staff"),
            "outsider_text": _("Your own registrations are on a page made for you."),
            "outsider_action": _("See my registrations"),
            "outsider_url": reverse("public:my-registrations"),
        }
    return {
        "is_outsider": True,
        "outsider_heading": _("You have no role in a unit at the moment"),
        "outsider_text": _(
            "Ask the administrator of your unit for an invitation. Until then the public pages"
            " are open to you."
        ),
        "outsider_action": _("Go to the public pages"),
        "outsider_url": reverse("public:home"),
    }


def _agenda(user, today):
    events = list(
        with_places(Event.objects.visible_to(user))
        .starting_between(today, today + timedelta(days=COMING_DAYS))
        .exclude(state=EventState.CANCELLED)
        .for_list()
    )
    is_today = [timezone.localdate(event.starts_at) == today for event in events]
    return {
        "today": [event for event, now in zip(events, is_today, strict=True) if now],
        "coming": [event for event, now in zip(events, is_today, strict=True) if not now][
            :COMING_SHOWN
        ],
    }


def _door(user, today):
    """Today's assigned events first; before the day, the next one."""
    events = list(
        events_to_staff(user)
        .filter(ends_at__date__gte=today)
        .exclude(state__in=[EventState.CANCELLED, EventState.DRAFT])
        .for_list()[:5]
    )
    for event in events:
        event.door_url = reverse("workspace:events:attendance", args=[event.pk])
        is_today = timezone.localdate(event.starts_at) <= today
        event.door_variant = "primary" if is_today else "secondary"
    return events


def _shortcuts(user):
    links = []
    if partner_units_of(user, *ORGANISERS):
        links.append(
            (_("Prepare an event from the plan"), reverse("workspace:events:choose-line"))
        )
    if is_office_staff(user):
        links += [
            (_("Plan of the year"), reverse("workspace:plans:list")),
            (_("The agreement and its parties"), reverse("workspace:programme:current")),
        ]
    if is_commune_officer(user):
        links += [
            (_("Fill in together with somebody"), reverse("workspace:assistance:list")),
            (_("People of my commune"), reverse("workspace:people:list")),
            (_("Tell of a difficulty"), reverse("workspace:coordination:tell")),
        ]
    if has_role(user, Role.ADMINISTRATOR):
        links.append((_("Invite a colleague"), reverse("workspace:members:list")))
    return [{"label": label, "url": url} for label, url in links]
