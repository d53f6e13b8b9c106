"""How often and how soon an employer answers those who are introduced to it.

Asked counts once its day to answer has come or it answered; what was withdrawn before, or lost
its vacancy, was no question any more. In time: until ``Referral.answer_due_on``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate, TruncMonth
from django.utils.timezone import localdate

from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import Outcome
from nhipcau.shared.keeping import kept_briefly
from nhipcau.shared.reference_values import reference_value

DAYS_A_MONTH = 31


@dataclass(frozen=True)
class Response:
    asked: int = 0
    answered: int = 0
    in_time: int = 0

    @property
    def is_silent(self) -> bool:
        return self.asked > 0 and self.answered == 0


def responses_of(employer_ids: Iterable[int], at: datetime) -> dict[int, Response]:
    """By employer; one query. Whoever was never asked is not in it."""
    today = localdate(at)
    rows = (
        _asked(today)
        .filter(vacancy__employer__in=list(employer_ids))
        .values("vacancy__employer")
        .annotate(**_counts())
    )
    return {row.pop("vacancy__employer"): Response(**row) for row in rows}


def months_of(employer_id: int, at: datetime) -> list[tuple[date, Response]]:
    """Month by month as issued, the oldest first; one query."""
    rows = (
        _asked(localdate(at))
        .filter(vacancy__employer=employer_id)
        .annotate(month=TruncMonth("issued_at"))
        .values("month")
        .annotate(**_counts())
        .order_by("month")
    )
    return [(localdate(row.pop("month")), Response(**row)) for row in rows]


def together(months: Iterable[Response]) -> Response | None:
    """Several months as one; nothing when nobody was asked."""
    told = list(months)
    if not told:
        return None
    return Response(
        sum(one.asked for one in told),
        sum(one.answered for one in told),
        sum(one.in_time for one in told),
    )


@kept_briefly
def silent_employers(today: date) -> frozenset[int]:
    """Asked often and never answered: no longer suggested, still found by a search."""
    least = int(reference_value("referral_hide_asked_least", on=today))
    rows = (
        _asked(today)
        .values("vacancy__employer")
        .annotate(**_counts())
        .filter(asked__gte=least, answered=0)
    )
    return frozenset(row["vacancy__employer"] for row in rows)


def _asked(today: date) -> Any:
    months = int(reference_value("referral_rate_months", on=today))
    since = today - timedelta(days=months * DAYS_A_MONTH)
    return (
        Referral.objects.filter(issued_at__date__gte=since)
        .filter(Q(answered_at__isnull=False) | Q(answer_due_on__lt=today))
        .exclude(answered_at=None, outcome__in=[Outcome.WITHDRAWN, Outcome.VACANCY_CLOSED])
        .annotate(answered_on=TruncDate("answered_at"))
        .order_by()
    )


def _counts() -> dict[str, Count]:
    return {
        "asked": Count("pk"),
        "answered": Count("pk", filter=Q(answered_at__isnull=False)),
        "in_time": Count("pk", filter=Q(answered_on__lte=F("answer_due_on"))),
    }
