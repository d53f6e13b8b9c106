"""What lies on the table when both units meet: made from what is open, late and coming.

In Vietnamese, the language of the minutes. Lines name units and matters, never a young person.
"""

import datetime as dt
from typing import Any

from django.db.models import Count, F, Q
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nhipcau.coordination.models import Difficulty, JointMeeting, PlanRequest, Promise
from nhipcau.coordination.queries import last_meeting, units_together
from nhipcau.coordination.states import (
    OPEN,
    RIGHTS,
    DifficultyState,
    PlanRequestState,
    PromiseState,
)
from nhipcau.events.models import Event
from nhipcau.events.states import EventState
from nhipcau.programmes.models import Programme
from nhipcau.programmes.queries import lines_in_force
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import ReferralState
from nhipcau.reporting.cadence import cadence_of_year
from nhipcau.reporting.periods import month_after, month_with
from nhipcau.reporting.queries import line_progress
from nhipcau.shared import wording

MOST_LINES = 15
FIRST_SPAN = dt.timedelta(days=31)


def pack_of(meeting: JointMeeting, *, at: dt.datetime) -> list[dict[str, Any]]:
    """Sections with a heading and lines of text, detail and tone, as plain data.

    Since: the meeting held before; without one, a month. About fifteen statements, whatever the
    number of rows.
    """
    programme, today = meeting.programme, localdate(at)
    before = last_meeting(programme, before=meeting.starts_at)
    since = before.starts_at if before else meeting.starts_at - FIRST_SPAN
    with translation.override("vi"):
        sections = (
            ("difficulties", _("Difficulties"), _difficulties(programme, since, today)),
            ("promises", _("Promises"), _promises(programme, since, today)),
            ("requests", _("Requests from above"), _requests(programme, today)),
            ("rhythm", _("Rhythm of joint events"), _rhythm(programme, at)),
            ("plan", _("Plan and what was done"), _plan(programme, at)),
            ("answers", _("How quickly answers come"), _answers(programme, since)),
            ("next", _("Events of the next month"), _coming(programme, meeting.starts_at)),
        )
        return [
            {"code": code, "heading": str(heading), "lines": lines or [_line(_("None."))]}
            for code, heading, lines in sections
        ]


def _line(text: Any, detail: Any = "", tone: str = "") -> dict[str, str]:
    return {"text": str(text), "detail": str(detail), "tone": tone}


def _difficulties(programme: Programme, since: dt.datetime, today: dt.date) -> list[Any]:
    found = Difficulty.objects.filter(programme=programme)
    is_open, is_late = Q(state__in=OPEN), Q(state__in=OPEN, due_on__lt=today)
    counts = {
        row["unit"]: row
        for row in found.order_by()
        .values("unit")
        .annotate(
            open=Count("pk", filter=is_open),
            late=Count("pk", filter=is_late),
            rights=Count("pk", filter=is_open & Q(kind__in=sorted(RIGHTS))),
            solved=Count("pk", filter=Q(state=DifficultyState.SOLVED, ended_at__gte=since)),
            in_time=Count(
                "pk",
                filter=Q(
                    state=DifficultyState.SOLVED,
                    ended_at__gte=since,
                    ended_at__date__lte=F("due_on"),
                ),
            ),
        )
    }
    nothing = {"open": 0, "late": 0, "rights": 0, "solved": 0, "in_time": 0}
    lines = []
    for unit in units_together(programme):
        row = counts.get(unit.pk, nothing)
        text = _("%(unit)s: %(open)d open, %(late)d of them late; %(solved)d solved since.")
        detail = _("%(count)d solved in time; %(rights)d about rights of a person are open.")
        told = {**row, "unit": unit.short_name}
        lines.append(
            _line(
                text % told,
                detail % {"count": row["in_time"], "rights": row["rights"]},
                "warning" if row["late"] else "",
            )
        )
    late = found.filter(is_late).select_related("unit").order_by("due_on", "pk")
    lines += [
        _line(
            f"#{one.pk} {one.get_kind_display()}",
            f"{one.unit.short_name} · {one.get_level_display()} · {wording.day(one.due_on)}",
            "danger",
        )
        for one in late[:MOST_LINES]
    ]
    return lines


def _promises(programme: Programme, since: dt.datetime, today: dt.date) -> list[Any]:
    found = Promise.objects.filter(programme=programme)
    counts = found.order_by().aggregate(
        kept=Count("pk", filter=Q(state=PromiseState.KEPT, ended_at__gte=since)),
        dropped=Count("pk", filter=Q(state=PromiseState.DROPPED, ended_at__gte=since)),
    )
    text = _("Since the last meeting %(kept)d kept, %(dropped)d given up.")
    given = found.filter(state=PromiseState.GIVEN).select_related("unit").order_by("due_on", "pk")
    return [
        _line(text % counts),
        *(
            _line(
                one.what,
                f"{one.unit.short_name} · {wording.day(one.due_on)}",
                "danger" if one.due_on < today else "",
            )
            for one in given[:MOST_LINES]
        ),
    ]


def _requests(programme: Programme, today: dt.date) -> list[Any]:
    asked = PlanRequest.objects.filter(programme=programme, state=PlanRequestState.RECEIVED)
    return [
        _line(
            one.what,
            f"{one.get_source_display()} · {one.unit.short_name} · {wording.day(one.due_on)}",
            "danger" if one.due_on < today else "",
        )
        for one in asked.select_related("unit").order_by("due_on", "pk")[:MOST_LINES]
    ]


def _rhythm(programme: Programme, at: dt.datetime) -> list[Any]:
    today = localdate(at)
    cadence = cadence_of_year(programme, today.year, at=at)
    kept, due = cadence.fulfilled_until(today), cadence.due_count(today)
    text = _("%(kept)d of %(due)d months of this year with the promised events.")
    return [
        _line(text % {"kept": kept, "due": due}, "", "warning" if kept < due else "success"),
        *(_line(one.warning, wording.month(one.month), "warning") for one in cadence.warnings),
    ]


def _plan(programme: Programme, at: dt.datetime) -> list[Any]:
    today = localdate(at)
    lines = list(lines_in_force(programme, today.year))
    progress = line_progress(programme, today.year, at=at, lines=lines)
    due = [one for one in progress if one.line.month <= today]
    held, turns = sum(bool(one.held) for one in due), sum(one.done.turns for one in due)
    target = sum(one.line.target_turns for one in due)
    text = _("%(held)d of %(due)d lines due by now were held; %(turns)s of %(target)s turns.")
    told = {
        "held": held,
        "due": len(due),
        "turns": wording.number(turns),
        "target": wording.number(target),
    }
    late = [one for one in progress if one.status == "LATE"]
    return [
        _line(text % told),
        *(
            _line(_plan_words(one.line), wording.month(one.line.month), "danger")
            for one in late[:MOST_LINES]
        ),
    ]


def _plan_words(line: Any) -> str:
    """Of the army the kind alone: minutes are handed round."""
    return str(line.kind) if line.kind.hides_host else line.title


def _answers(programme: Programme, since: dt.datetime) -> list[Any]:
    units = [unit.pk for unit in units_together(programme)]
    asked = Referral.objects.filter(vacancy__employer__centre__in=units, issued_at__gte=since)
    counts = asked.exclude(state=ReferralState.PROPOSED).aggregate(
        asked=Count("pk"), answered=Count("pk", filter=Q(answered_at__isnull=False))
    )
    text = _("Employers answered %(answered)d of %(asked)d introductions since then.")
    taken = Difficulty.objects.filter(programme=programme, opened_at__gte=since).aggregate(
        all=Count("pk"), taken=Count("pk", filter=~Q(state=DifficultyState.NEW))
    )
    words = _("%(taken)d of %(all)d new difficulties were taken up.")
    return [_line(text % counts), _line(words % taken)]


def _coming(programme: Programme, starts_at: dt.datetime) -> list[Any]:
    month = month_after(month_with(localdate(starts_at)))
    events = (
        Event.objects.filter(
            plan_line__version__year_plan__programme=programme,
            starts_at__gte=month.starts_at,
            starts_at__lt=month.ends_at,
        )
        .exclude(state=EventState.CANCELLED)
        .select_related("kind", "plan_line__lead")
        .order_by("starts_at", "pk")
    )
    return [
        _line(
            str(one.kind) if one.kind.hides_host else one.title,
            f"{wording.long_day(one.starts_at)} · {one.plan_line.lead.short_name}",
        )
        for one in events[:MOST_LINES]
    ]
