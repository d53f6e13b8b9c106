"""Three questions of those who lead: are we on plan, does anybody wait, is anything wrong.

Counts alone, no person. A week's note (``note_of_week``) says the same in one line.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from nhipcau.counselling.models import Case
from nhipcau.messaging.models import Letter
from nhipcau.messaging.states import MessageState
from nhipcau.placements.models import CounsellingTask
from nhipcau.programmes.models import Programme
from nhipcau.programmes.queries import lines_in_force
from nhipcau.programmes.rules import party_ids
from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import OPEN, WaitsFor
from nhipcau.reporting.cadence import CadenceStatus, cadence_of_year
from nhipcau.reporting.measures import BY_CODE, scope_of
from nhipcau.reporting.models import Export, ReportingPeriod
from nhipcau.reporting.periods import Period, month_with, months_of
from nhipcau.reporting.states import PENDING, ExportState, PeriodState, SpanKind
from nhipcau.reporting.tallying import tally
from nhipcau.rights.models import DataRequest
from nhipcau.rights.states import OPEN_REQUESTS
from nhipcau.shared.wording import number, percent
from nhipcau.vacancies.models import Vacancy

GOOD, LOOK, BAD = "success", "warning", "danger"
LONGEST_NOTE = 200
# Behind the plan by so much is worth a look; by so much more, a talk.
NEARLY, FAR = 0.9, 0.7


@dataclass(frozen=True)
class Line:
    """One count. ``code`` tells pages where its list is."""

    code: str
    label: str
    count: int
    tone: str


@dataclass(frozen=True)
class Answer:
    question: str
    sentence: str
    tone: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Health:
    """What keeps the figures safe. ``known`` is false where nothing tells it: that is said."""

    label: str
    sentence: str
    known: bool


def answers(programme: Programme, *, at: dt.datetime) -> tuple[Answer, Answer, Answer]:
    return on_plan(programme, at=at), waiting(programme, at=at), wrong(programme, at=at)


def on_plan(programme: Programme, *, at: dt.datetime) -> Answer:
    """Turns and events of this year against what was planned up to the end of last month."""
    today = timezone.localdate(at, timezone.get_default_timezone())
    last = month_with(today).first - dt.timedelta(days=1)
    year = Period(dt.date(today.year, 1, 1), today)
    due = [one for one in lines_in_force(programme, today.year) if one.month <= last]
    planned = sum(one.target_turns for one in due)
    scope = scope_of(programme, year)
    done = tally(BY_CODE["turns"], scope).total.turns
    events = tally(BY_CODE["events"], scope).total.turns
    share = done / planned if planned else 1.0
    tone = GOOD if share >= NEARLY else LOOK if share >= FAR else BAD
    sentence = (
        _("%(done)s of %(planned)s turns planned so far: %(share)s.")
        % {"done": number(done), "planned": number(planned), "share": percent(done, planned)}
        if planned
        else _("Nothing was planned up to now.")
    )
    behind = max(0, len(due) - events)
    return Answer(
        _("Are we on plan?"),
        sentence,
        LOOK if tone == GOOD and behind else tone,
        (
            Line("plan", _("events held this year"), events, GOOD),
            Line(
                "plan", _("events planned so far and not held"), behind, LOOK if behind else GOOD
            ),
        ),
    )


def waiting(programme: Programme, *, at: dt.datetime) -> Answer:
    """Who waits for somebody of the two units, past the day agreed."""
    today = timezone.localdate(at, timezone.get_default_timezone())
    units = party_ids(programme)
    late = Referral.objects.filter(
        vacancy__employer__centre__in=units, state__in=sorted(OPEN), due_on__lt=today
    )
    ours = [WaitsFor.CENTRE, WaitsFor.BOTH_UNITS]
    cases = Case.objects.live().filter(unit__in=units, counsellor=None)
    requests = DataRequest.objects.filter(state__in=sorted(OPEN_REQUESTS), answer_due_on__lt=today)
    periods = ReportingPeriod.objects.filter(programme=programme, state__in=sorted(PENDING))
    files = Export.objects.filter(programme=programme, state=ExportState.ASKED)
    tasks = CounsellingTask.objects.filter(done_at=None, due_on__lt=today)
    found = (
        (
            "referrals",
            _("introductions that wait for us too long"),
            late.filter(waits_for__in=ours),
        ),
        (
            "referrals",
            _("introductions that employers leave unanswered"),
            late.filter(waits_for=WaitsFor.EMPLOYER),
        ),
        ("cases", _("young people to be counselled, without a counsellor"), cases),
        ("placements", _("people who left a job and were promised a talk"), tasks),
        ("requests", _("requests about own data past their day"), requests),
        ("periods", _("figures that wait to be confirmed"), periods),
        ("exports", _("files that wait for a second colleague"), files),
    )
    return _counted(
        _("Does anybody wait for an answer?"), found, _("Nobody waits past the day agreed.")
    )


def wrong(programme: Programme, *, at: dt.datetime) -> Answer:
    """Promises missed, months left open, letters that failed, work that was frozen."""
    today = timezone.localdate(at, timezone.get_default_timezone())
    cadence = cadence_of_year(programme, today.year, at=at)
    missed = sum(one.status == CadenceStatus.BREACH for one in cadence.months)
    closed = set(
        ReportingPeriod.objects.filter(
            programme=programme,
            kind=SpanKind.MONTH,
            state__in=[PeriodState.CLOSED, PeriodState.AMENDING],
        ).values_list("first", flat=True)
    )
    over = [
        one
        for one in months_of(today.year)
        if one.is_over(at) and one.last >= programme.starts_on and one.first <= programme.ends_on
    ]
    open_months = sum(one.first not in closed for one in over[:-1])
    lately = at - dt.timedelta(days=30)
    failed = Letter.objects.filter(state=MessageState.FAILED, created_at__gte=lately)
    flagged = Vacancy.objects.filter(
        employer__centre__in=party_ids(programme), flagged_at__isnull=False
    )
    found = (
        ("overview", _("months without the promised event, not explained"), missed),
        ("periods", _("months that are over and not closed by both units"), open_months),
        ("letters", _("letters of the last 30 days that reached nobody"), failed),
        ("vacancies", _("vacancies reported by somebody and not decided"), flagged),
    )
    return _counted(_("Is anything wrong?"), found, _("Nothing is wrong as far as we can see."))


def _counted(question: str, found: Sequence[tuple[str, str, Any]], fine: str) -> Answer:
    lines = []
    for code, label, counted in found:
        count = counted if isinstance(counted, int) else counted.count()
        lines.append(Line(code, label, count, BAD if count else GOOD))
    waiting_ones = [one for one in lines if one.count]
    if not waiting_ones:
        return Answer(question, fine, GOOD, tuple(lines))
    first = max(waiting_ones, key=lambda one: one.count)
    sentence = _("%(count)s %(what)s.") % {"count": number(first.count), "what": first.label}
    return Answer(question, sentence, BAD, tuple(lines))


def health() -> tuple[Health, ...]:
    """What is not known is said to be not known: no green light without a measurement."""
    return (
        Health(_("Last restore drill"), _("Not known: no drill is recorded here yet."), False),
        Health(_("Audit anchor"), _("Not known: no anchor is recorded here yet."), False),
    )


def note_of_week(programme: Programme, *, at: dt.datetime) -> str:
    """The three answers as one line for the weekly digest: no name, at most 200 signs."""
    told = " ".join(one.sentence for one in answers(programme, at=at))
    return Truncator(told).chars(LONGEST_NOTE)
