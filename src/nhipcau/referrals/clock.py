"""The employer's days to answer: working days, without weekends and public holidays.

How many of them, for what, is data (``referral_…_days``). Nothing here writes.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils.timezone import localdate

from nhipcau.organisations.models import Holiday
from nhipcau.referrals.states import ASKED, Chased, ReferralState
from nhipcau.shared.keeping import kept_briefly
from nhipcau.shared.reference_values import reference_value

SATURDAY = 5
A_DAY = timedelta(days=1)

# What follows on which stage, and after how many working days since the clock began.
CHASES: dict[str, tuple[str, str]] = {
    Chased.NOT_YET: ("remind_employer", "referral_remind_days"),
    Chased.EMPLOYER: ("tell_centre", "referral_centre_days"),
    Chased.CENTRE: ("tell_other_unit", "referral_other_unit_days"),
    Chased.OTHER_UNIT: ("close_unanswered", "referral_close_days"),
}


@kept_briefly
def holidays() -> frozenset[date]:
    return frozenset(Holiday.objects.values_list("day", flat=True))


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in holidays()


def working_days_after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``; ``day`` itself does not count."""
    while count > 0:
        day += A_DAY
        count -= is_working_day(day)
    return day


def days(code: str, at: datetime) -> int:
    return int(reference_value(code, on=localdate(at)))


def undo_window(at: datetime) -> timedelta:
    return timedelta(minutes=days("referral_undo_minutes", at))


def next_chase(referral: Any, at: datetime) -> tuple[str, date]:
    """The step that follows when the employer stays silent, and its day."""
    name, code = CHASES[referral.chased]
    return name, working_days_after(referral.clock_from, days(code, at))


def chase_due(referral: Any, at: datetime) -> str:
    """The step of the clock whose day has come; empty when none has."""
    today = localdate(at)
    if referral.state not in ASKED or referral.freeze or referral.due_on > today:
        return ""
    name, day = next_chase(referral, at)
    return name if day <= today else ""


def due_on(referral: Any, at: datetime, *, chased_now: bool) -> date | None:
    """By when the next one should act; after a chase never before the next working day."""
    today = localdate(at)
    if referral.state == ReferralState.CLOSED:
        return None
    if referral.state in ASKED:
        day = next_chase(referral, at)[1]
        return max(day, working_days_after(today, 1)) if chased_now else day
    if referral.state == ReferralState.HIRED and referral.starts_on:
        return max(referral.starts_on, today)
    return working_days_after(today, days("referral_centre_days", at))
