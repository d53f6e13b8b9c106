"""What waits for a colleague, by role, most pressing first."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nhipcau.events.models import Event
from nhipcau.events.queries import lines_without_event, with_unfinished
from nhipcau.events.rules import ORGANISERS
from nhipcau.events.states import EventState
from nhipcau.organisations.models import Invitation, Role
from nhipcau.organisations.rules import administered_units, partner_units_of
from nhipcau.people.models import Consent, YoungPerson
from nhipcau.programmes.models import PlanVersion, Programme
from nhipcau.programmes.states import PlanState, ProgrammeState
from nhipcau.reporting.cadence import CadenceStatus, cadence_of_year
from nhipcau.reporting.periods import month_with
from nhipcau.reporting.queries import programme_of, programmes_with_figures
from nhipcau.shared import wording
from nhipcau.vacancies.rules import works_with_vacancies
from nhipcau.web.workspace import referral_needs
from nhipcau.web.workspace.figure_needs import needs_of_figures
from nhipcau.web.workspace.need import AMBER, ORDER, PLAIN, RED, Figure, Need
from nhipcau.web.workspace.vacancy_needs import needs_of_vacancies

PUBLISH_BEFORE = timedelta(days=30)
OPEN_BEFORE = timedelta(days=21)
LOOK_BACK = timedelta(days=60)
PREPARE_BEFORE = timedelta(days=45)
RECENTLY = timedelta(days=30)


def of(user, *, at, cadence=None):
    """``cadence``: the months of this year, where the colleague answers for them."""
    found = _of_cadence(user, cadence) if cadence else []
    if partner_units_of(user, Role.LEADER):
        found += _for_leader(user, at)
    if partner_units_of(user, *ORGANISERS):
        found += _for_organiser(user, at)
    found += needs_of_figures(user)
    if administered_units(user):
        found += _for_administrator(user, at)
    if late := referral_needs.overdue(user, at=at):
        found.append(Need(**late, tone=RED))
    if works_with_vacancies(user):
        found += needs_of_vacancies(user)
    return in_order(found)


def in_order(needs):
    """Most pressing first."""
    return sorted(needs, key=lambda need: ORDER.index(need.tone))


def cadence_now(user, *, at):
    """The promised rhythm of this year, for leaders and organisers of a party; else None."""
    if not partner_units_of(user, Role.LEADER, *ORGANISERS):
        return None
    today = timezone.localdate(at)
    programme = programme_of(programmes_with_figures(user), month_with(today))
    return cadence_of_year(programme, today.year, at=at) if programme else None


def _of_cadence(user, cadence):
    """The month in danger, and all months that ended below the promise as one thing to do."""
    missed = [one for one in cadence.warnings if one.status == CadenceStatus.BREACH]
    found = [_in_danger(user, one) for one in cadence.warnings if one not in missed]
    if missed:
        oldest = missed[0]
        names = ", ".join(wording.month(one.month) for one in missed)
        found.append(
            Need(
                title=_("Below the promise: %(month)s") % {"month": names},
                detail=oldest.warning
                if len(missed) == 1
                else _("Each of these months needs an explanation. Begin with the oldest."),
                url=reverse("workspace:reports:explain", args=[oldest.period.slug]),
                action=_("Explain it"),
                icon="warning",
                tone=RED,
            )
        )
    return found


def _in_danger(user, month):
    plans = bool(partner_units_of(user, *ORGANISERS))
    page = "workspace:events:choose-line" if plans else "workspace:reports:overview"
    return Need(
        title=_("The rhythm is in danger: %(month)s") % {"month": wording.month(month.month)},
        detail=month.warning,
        url=reverse(page),
        action=_("Prepare an event") if plans else _("See the figures"),
        icon="warning",
        tone=RED,
    )


def _for_leader(user, at):
    own = partner_units_of(user, Role.LEADER)
    proposed = (
        PlanVersion.objects.visible_to(user)
        .filter(state=PlanState.PROPOSED)
        .select_related("year_plan")
        .prefetch_related("approvals")
        .order_by("year_plan__year")
    )
    found = [
        Need(
            title=_("Plan %(year)d, version %(number)d waits for your unit")
            % {"year": version.year_plan.year, "number": version.number},
            detail=version.note or _("It is in force once both units have approved it."),
            url=reverse("workspace:plans:version", args=[version.pk]),
            action=_("Read and decide"),
            icon="document",
            tone=AMBER,
        )
        for version in proposed
        if own - {approval.organisation_id for approval in version.approvals.all()}
    ]
    ended = Programme.objects.visible_to(user).filter(
        state=ProgrammeState.RUNNING, ends_on__lt=timezone.localdate(at)
    )
    return found + [
        Need(
            title=_("A programme has ended and waits for its closing report"),
            detail=programme.title,
            url=reverse("workspace:programme:detail", args=[programme.pk]),
            action=_("Close it"),
            icon="document",
            tone=AMBER,
        )
        for programme in ended
    ]


def _for_organiser(user, at):
    returned = (
        PlanVersion.objects.visible_to(user)
        .filter(state=PlanState.RETURNED)
        .select_related("year_plan")
    )
    found = [
        Need(
            title=_("Plan %(year)d, version %(number)d came back for changes")
            % {"year": version.year_plan.year, "number": version.number},
            detail=_("The reason stands in its history."),
            url=reverse("workspace:plans:version", args=[version.pk]),
            action=_("See why"),
            icon="edit",
            tone=RED,
        )
        for version in returned
    ]
    events = (
        with_unfinished(Event.objects.visible_to(user))
        .filter(starts_at__gte=at - LOOK_BACK, starts_at__lte=at + PUBLISH_BEFORE)
        .exclude(state=EventState.CANCELLED)
        .order_by("starts_at", "pk")
    )
    for event in events:
        found += _of_event(event, at)
    return found + _lines(user, at)


def _of_event(event, at):
    """At most one step of the event itself, and what its lists still lack."""
    found = []
    when = f"{wording.long_day(event.starts_at)} · {event.place}"
    to = _due_step(event, at)
    if to:
        title, action, tone = _WORDS_OF_STEP[to]
        found.append(
            Need(
                title=title() % {"title": event.title},
                detail=when,
                url=reverse("workspace:events:move", args=[event.pk, to.lower()]),
                action=action(),
                icon="calendar",
                tone=tone,
            )
        )
    if event.unrecorded_count and event.ends_at < at and event.state in _AT_THE_DOOR:
        found.append(
            Need(
                title=_("Attendance is missing: %(title)s") % {"title": event.title},
                detail=ngettext(
                    "%(count)s person is neither present nor absent.",
                    "%(count)s people are neither present nor absent.",
                    event.unrecorded_count,
                )
                % {"count": wording.number(event.unrecorded_count)},
                url=reverse("workspace:events:attendance", args=[event.pk]),
                action=_("Record it"),
                icon="people",
                tone=RED,
            )
        )
    if event.waiting_sum and event.state == EventState.OPEN and event.ends_at > at:
        found.append(
            Need(
                title=_("Full, with people waiting: %(title)s") % {"title": event.title},
                detail=ngettext(
                    "%(count)s person is on the waiting list.",
                    "%(count)s people are on the waiting list.",
                    event.waiting_sum,
                )
                % {"count": wording.number(event.waiting_sum)},
                url=reverse("workspace:events:detail", args=[event.pk]),
                action=_("See the places"),
                icon="people",
                tone=AMBER,
            )
        )
    return found


_AT_THE_DOOR = frozenset({EventState.OPEN, EventState.CLOSED, EventState.HELD})
_WORDS_OF_STEP = {
    EventState.PUBLISHED: (lambda: _("Publish: %(title)s"), lambda: _("Publish"), AMBER),
    EventState.OPEN: (lambda: _("Open registration: %(title)s"), lambda: _("Open"), AMBER),
    EventState.CLOSED: (lambda: _("Close registration: %(title)s"), lambda: _("Close"), PLAIN),
    EventState.HELD: (lambda: _("Was it held? %(title)s"), lambda: _("Mark as held"), AMBER),
}


def _due_step(event, at):
    if event.state == EventState.DRAFT and event.starts_at > at:
        return EventState.PUBLISHED
    if event.state == EventState.PUBLISHED and at < event.starts_at <= at + OPEN_BEFORE:
        return EventState.OPEN
    if event.state == EventState.OPEN and event.registration_closes_at <= at:
        return EventState.CLOSED
    if event.state == EventState.CLOSED and event.ends_at <= at:
        return EventState.HELD
    return None


def _lines(user, at):
    today = timezone.localdate(at)
    return [
        Need(
            title=_("No event yet for the plan line: %(title)s") % {"title": line.title},
            detail=f"{wording.month(line.month)} · {line.place}",
            url=reverse("workspace:events:create", args=[line.pk]),
            action=_("Prepare it"),
            icon="plus",
            tone=AMBER if line.month <= today else PLAIN,
        )
        for line in lines_without_event(user, first=today, last=today + PREPARE_BEFORE)
    ]


def _for_administrator(user, at):
    return [
        Need(
            title=_("An invitation is not accepted yet"),
            detail=f"{invitation.email} · {invitation.get_role_display()} · "
            + wording.days_left(invitation.expires_at, today=timezone.localdate(at)),
            url=reverse("workspace:members:list"),
            action=_("See members"),
            icon="mail",
        )
        for invitation in Invitation.objects.visible_to(user).open(at).order_by("expires_at")
    ]


def figures(user, *, at, cadence=None):
    """A few numbers at a glance, by role."""
    found = []
    if cadence:
        today = timezone.localdate(at)
        kept, due = cadence.fulfilled_until(today), cadence.due_count(today)
        found.append(
            Figure(f"{kept}/{due}", _("months with the promised event"), str(cadence.year))
        )
    if partner_units_of(user, Role.DATA_OFFICER):
        consents = Consent.objects.visible_to(user)
        found += [
            Figure(
                consents.filter(withdrawn_at__gte=at - RECENTLY).count(),
                _("consents withdrawn"),
                _("in the last 30 days"),
            ),
            Figure(
                YoungPerson.objects.visible_to(user).count(),
                _("young people whom your unit follows"),
            ),
        ]
    return found
