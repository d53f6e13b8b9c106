"""From an activity to a kept job: how many people of a year reached each stage.

A *person* is a kept record, whoever was merged into it. Everybody stands in one cell of a year: in
the month, and the cohort (for whom the activity was), of the first activity of that year at which
the person was present; who came to none is of the cohort DIRECT, in the month of the first
introduction. What became of the person is counted up to now, for introductions issued since New
Year of that year. So sums over months, communes and cohorts count nobody twice.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Max, Sum
from django.utils.translation import gettext_lazy as _

from nhipcau.events.states import PRESENT, EventState
from nhipcau.placements.models import DIRECT, FunnelCell
from nhipcau.placements.states import AT_WORK, PlacementState, StayAnswer
from nhipcau.referrals.states import Outcome, ReferralState

STAGES = (
    ("attended_count", _("came to an activity")),
    ("registered_count", _("told which work they look for")),
    ("introduced_count", _("were introduced")),
    ("interviewed_count", _("were interviewed")),
    ("hired_count", _("were taken on")),
    ("still_there_count", _("are still there")),
)
DEFINITIONS = (
    _("People who were present at an activity of the year that was held, each counted once."),
    _("Of the people of these rows, those who told us which work they look for."),
    _("Those for whom the Centre issued an introduction since New Year."),
    _("Those with an introduction that came to an interview, whatever was answered afterwards."),
    _("Those with an introduction that ended with a yes, or who began to work."),
    _("Those at work who said at one of the checks that they are still there, and did not leave."),
)
LOCK = 4_604_2001

COUNT = """
WITH turn AS (
    SELECT DISTINCT ON (coalesce(who.merged_into_id, who.id))
        coalesce(who.merged_into_id, who.id) AS person,
        extract(month FROM event.starts_at AT TIME ZONE %(zone)s)::int AS month,
        line.audience AS cohort
    FROM events_attendance AS attendance
    JOIN people_youngperson AS who ON who.id = attendance.young_person_id
    JOIN events_session AS session ON session.id = attendance.session_id
    JOIN events_event AS event ON event.id = session.event_id
    JOIN programmes_planline AS line ON line.id = event.plan_line_id
    WHERE attendance.value = ANY(%(present)s) AND event.state = %(held)s
        AND event.starts_at >= %(starts)s AND event.starts_at < %(ends)s
    ORDER BY coalesce(who.merged_into_id, who.id), event.starts_at, attendance.id
), introduction AS (
    SELECT coalesce(who.merged_into_id, who.id) AS person, vacancy.market, referral.issued_at,
        referral.state = ANY(%(interviewed)s) OR referral.outcome = %(started)s
            OR placement.id IS NOT NULL OR EXISTS (
                SELECT FROM referrals_referralstep AS step
                LEFT JOIN referrals_referralstep AS undoing ON undoing.undoes_id = step.id
                WHERE step.referral_id = referral.id AND step.to_state = ANY(%(interviewed)s)
                    AND undoing.id IS NULL AND step.undoes_id IS NULL
            ) AS interviewed,
        referral.state = %(hired)s OR referral.outcome = %(started)s
            OR coalesce(placement.state <> %(not_started)s, false) AS hired,
        coalesce(placement.state = ANY(%(at_work)s), false) AND EXISTS (
            SELECT FROM placements_staycheck AS stay
            WHERE stay.placement_id = placement.id AND stay.answer = %(still_there)s
        ) AS still_there
    FROM referrals_referral AS referral
    JOIN people_youngperson AS who ON who.id = referral.young_person_id
    JOIN vacancies_vacancy AS vacancy ON vacancy.id = referral.vacancy_id
    LEFT JOIN placements_placement AS placement ON placement.referral_id = referral.id
    WHERE referral.issued_at >= %(starts)s
), entry AS (
    SELECT person, month, cohort, true AS attended FROM turn
    UNION ALL
    SELECT person, extract(month FROM min(issued_at) AT TIME ZONE %(zone)s)::int,
        %(direct)s, false
    FROM introduction
    WHERE issued_at < %(ends)s AND NOT EXISTS (
        SELECT FROM turn WHERE turn.person = introduction.person
    )
    GROUP BY person
), fact AS (
    SELECT person, CASE WHEN grouping(market) = 1 THEN '' ELSE market END AS market,
        bool_or(registered) AS registered, bool_or(introduced) AS introduced,
        bool_or(interviewed) AS interviewed, bool_or(hired) AS hired,
        bool_or(still_there) AS still_there
    FROM (
        SELECT coalesce(who.merged_into_id, who.id) AS person, nullif(wish.market, '') AS market,
            true AS registered, false AS introduced, false AS interviewed, false AS hired,
            false AS still_there
        FROM seekers_jobwish AS wish
        JOIN people_youngperson AS who ON who.id = wish.young_person_id
        UNION ALL
        SELECT person, market, false, true, interviewed, hired, still_there FROM introduction
    ) AS told
    GROUP BY GROUPING SETS ((person), (person, market))
    HAVING grouping(market) = 1 OR market IS NOT NULL
), standing AS (
    SELECT entry.person, entry.month, entry.cohort, entry.attended, '' AS market,
        coalesce(fact.registered, false) AS registered,
        coalesce(fact.introduced, false) AS introduced,
        coalesce(fact.interviewed, false) AS interviewed,
        coalesce(fact.hired, false) AS hired, coalesce(fact.still_there, false) AS still_there
    FROM entry LEFT JOIN fact ON fact.person = entry.person AND fact.market = ''
    UNION ALL
    SELECT entry.person, entry.month, entry.cohort, entry.attended, fact.market,
        fact.registered, fact.introduced, fact.interviewed, fact.hired, fact.still_there
    FROM entry JOIN fact ON fact.person = entry.person AND fact.market <> ''
)
INSERT INTO placements_funnelcell (year, month, commune_id, cohort, market, attended_count,
    registered_count, introduced_count, interviewed_count, hired_count, still_there_count,
    counted_at)
SELECT %(year)s, month, who.commune_id, cohort, market,
    count(*) FILTER (WHERE attended), count(*) FILTER (WHERE registered),
    count(*) FILTER (WHERE introduced), count(*) FILTER (WHERE interviewed),
    count(*) FILTER (WHERE hired), count(*) FILTER (WHERE still_there), %(at)s
FROM standing JOIN people_youngperson AS who ON who.id = standing.person
GROUP BY month, who.commune_id, cohort, market
"""


def count_anew(year: int, starts: datetime, ends: datetime, *, at: datetime) -> int:
    """Replace the cells of a year; how many there are. One statement, whatever the size."""
    told: dict[str, Any] = {
        "year": year,
        "starts": starts,
        "ends": ends,
        "at": at,
        "zone": settings.TIME_ZONE,
        "present": sorted(PRESENT),
        "held": EventState.HELD.value,
        "interviewed": [
            *(ReferralState.INTERVIEW.value, ReferralState.OFFERED.value),
            ReferralState.HIRED.value,
        ],
        "started": Outcome.STARTED.value,
        "hired": ReferralState.HIRED.value,
        "not_started": PlacementState.NOT_STARTED.value,
        "at_work": sorted(AT_WORK),
        "still_there": StayAnswer.STILL_THERE.value,
        "direct": DIRECT,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        FunnelCell.objects.filter(year=year).delete()
        cursor.execute(COUNT, told)
        return cursor.rowcount


@dataclass(frozen=True)
class FunnelRow:
    """One row of the table. ``counts``: in the order of ``STAGES``."""

    key: Any
    counts: tuple[int, ...]


def funnel_totals(actor: Any, **narrowing: Any) -> FunnelRow:
    """The whole funnel of what ``narrowing`` keeps: one statement over the cells."""
    cells = FunnelCell.objects.visible_to(actor).filter(**narrowing)
    found = cells.aggregate(**{name: Sum(name, default=0) for name, _label in STAGES})
    return FunnelRow(None, tuple(found[name] for name, _label in STAGES))


def funnel_by(actor: Any, dimension: str, **narrowing: Any) -> list[FunnelRow]:
    """A row for each month, commune, cohort or market: one statement over the cells.

    By market, a person with wishes or introductions of two markets stands in both rows.
    """
    cells = FunnelCell.objects.visible_to(actor).filter(**narrowing)
    rows = (
        cells.values(dimension)
        .order_by(dimension)
        .annotate(**{f"sum_{name}": Sum(name) for name, _label in STAGES})
    )
    return [
        FunnelRow(row[dimension], tuple(row[f"sum_{name}"] for name, _label in STAGES))
        for row in rows
    ]


def counted_at(actor: Any, year: int) -> datetime | None:
    found = FunnelCell.objects.visible_to(actor).filter(year=year)
    return found.aggregate(at=Max("counted_at"))["at"]


def years_counted(actor: Any) -> list[int]:
    found = FunnelCell.objects.visible_to(actor).values_list("year", flat=True)
    return sorted(set(found.order_by("year").distinct()), reverse=True)
