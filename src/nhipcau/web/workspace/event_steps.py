"""The steps of an event: which one is next, and what will happen to how many people."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nhipcau.events.states import EVENT_NEEDS_REASON, EVENT_TRANSITIONS, EventState
from nhipcau.shared import wording

E = EventState
AT_THE_DOOR = frozenset({E.OPEN, E.CLOSED, E.HELD})
FORWARD = {E.DRAFT: E.PUBLISHED, E.PUBLISHED: E.OPEN, E.OPEN: E.CLOSED, E.CLOSED: E.HELD}


@dataclass(frozen=True)
class Step:
    """One step that may follow now, with its button."""

    to: str
    label: str
    url: str
    advice: str = ""
    is_danger: bool = False


def next_step(event, *, at):
    """The step forward, when its day has come; None when there is nothing to do."""
    to = FORWARD.get(event.state)
    if to is None or (
        to == E.HELD and timezone.localdate(at) < timezone.localdate(event.starts_at)
    ):
        return None
    return _step(event, to)


def other_steps(event, *, at):
    """All other steps that the table allows, the one that takes away last."""
    ahead = next_step(event, at=at)
    not_yet = {E.HELD} if timezone.localdate(at) < timezone.localdate(event.starts_at) else set()
    others = EVENT_TRANSITIONS[event.state] - not_yet - ({ahead.to} if ahead else set())
    return sorted(
        (_step(event, to) for to in others), key=lambda step: (step.is_danger, step.label)
    )


def _step(event, to):
    back = (event.state, to) in EVENT_NEEDS_REASON
    return Step(
        to=to,
        label=label_of(event.state, to),
        url=reverse("workspace:events:move", args=[event.pk, to.lower()]),
        advice="" if back else _advice(event, to),
        is_danger=to == E.CANCELLED,
    )


def label_of(state, to):
    if (state, to) == (E.CLOSED, E.OPEN):
        return _("Open registration again")
    if (state, to) == (E.HELD, E.CLOSED):
        return _("It was not held: take the mark back")
    return {
        E.DRAFT: _("Take it back to the draft"),
        E.PUBLISHED: _("Publish the event"),
        E.OPEN: _("Open registration"),
        E.CLOSED: _("Close registration"),
        E.HELD: _("Mark as held"),
        E.CANCELLED: _("Cancel the event"),
    }[to]


def _advice(event, to):
    return {
        E.PUBLISHED: _("Read it once more. Then let the public see it."),
        E.OPEN: _("The public sees it. Open registration about three weeks before."),
        E.CLOSED: _("Registration closes on %(when)s.")
        % {"when": wording.long_day(event.registration_closes_at)},
        E.HELD: _("Record who came, then mark the event as held, so that it counts."),
    }.get(to, "")


def consequences(event, to):
    """Sentences on what the step does, with the number of people it touches. One query."""
    counted = event.sessions.aggregate(
        confirmed=Coalesce(Sum("taken_count"), 0),
        waiting=Coalesce(Sum("waiting_count"), 0),
        sessions=Count("pk"),
    )
    confirmed, waiting = counted["confirmed"], counted["waiting"]
    people = ngettext("%(count)s person", "%(count)s people", confirmed) % {
        "count": wording.number(confirmed)
    }
    queue = ngettext("%(count)s person", "%(count)s people", waiting) % {
        "count": wording.number(waiting)
    }
    if to == E.CANCELLED:
        told = [
            _("%(people)s with a place are marked “cancelled by us”; nobody counts as absent.")
            % {"people": people},
            _("The public never saw this draft and will not hear of it. This cannot be undone.")
            if event.state == E.DRAFT
            else _("The public sees that the event is cancelled. This cannot be undone."),
            _("Nobody is told by message yet: please call or write to them."),
        ]
        if waiting:
            gone = _("%(people)s on the waiting list are no longer waiting for anything.")
            told.insert(1, gone % {"people": queue})
        return told
    if to == E.PUBLISHED:
        seen = (
            _("The public sees kind and time only: place, unit and numbers stay in the workspace.")
            if event.kind.hides_host
            else _("Everyone can see the event on the public pages.")
        )
        return [seen, _("Nobody can register yet.")]
    if to == E.OPEN:
        who = (
            _("Everyone can register until %(when)s.")
            if event.kind.takes_public_registration
            else _("Both units can enter their people until %(when)s.")
        )
        return [who % {"when": wording.moment(event.registration_closes_at)}]
    if to == E.CLOSED and event.state == E.HELD:
        return [_("The event no longer counts as held in the figures until it is marked again.")]
    if to == E.CLOSED:
        told = [
            _("Nobody can register any more; %(people)s keep their places.") % {"people": people}
        ]
        if waiting:
            told.append(_("%(people)s stay on the waiting list.") % {"people": queue})
        return told
    if to == E.HELD:
        missing = missing_attendance(event)
        return [
            _("The event counts in plan-versus-done and in the monthly report."),
            _("Of everyone on the list it is known who came.")
            if not missing
            else ngettext(
                "Of %(count)s person it is not recorded whether they came; it can be added later.",
                "Of %(count)s people it is not recorded whether they came; it can be added later.",
                missing,
            )
            % {"count": wording.number(missing)},
        ]
    return [
        _("The event disappears from the public pages."),
        _("%(people)s with a confirmed place keep it.") % {"people": people},
    ]


def missing_attendance(event):
    """Confirmed people of the event of whom nothing is recorded."""
    missing = Count(
        "registrations",
        filter=Q(registrations__state="CONFIRMED", registrations__attendance=None),
    )
    return sum(event.sessions.annotate(missing=missing).values_list("missing", flat=True))


class StepForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": gettext_lazy("Please write the reason; the other unit will read it.")
        },
    )

    def __init__(self, *args, needs_reason, **options):
        super().__init__(*args, **options)
        self.fields["reason"].required = needs_reason


def state_named(name):
    """The state in an address such as ``/move/published/``."""
    if name.upper() not in EventState.values:
        raise Http404
    return EventState(name.upper())


def not_from_here(request, event):
    messages.error(
        request,
        _("This step does not follow “%(now)s”.") % {"now": event.get_state_display()},
    )
    return redirect("workspace:events:detail", event.pk)
