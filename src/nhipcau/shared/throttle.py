"""Budgets that hold across processes: one UPSERT a use, counted in fixed windows of time."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from nhipcau.shared.errors import TooManyAttempts
from nhipcau.shared.models import RateWindow


@dataclass(frozen=True)
class Budget:
    """``limit`` uses by one subject in each window of ``per``."""

    name: str
    limit: int
    per: timedelta


def spend(budget: Budget, subject: str, *, at: datetime) -> None:
    """Use one unit of ``budget`` for ``subject`` (an address, a number: kept only as a hash).

    Raises:
        TooManyAttempts: the budget of this window is used up.
    """
    if exceeded := spend_each([(budget, subject)], at=at):
        raise TooManyAttempts(
            _("Too many attempts. Please wait a little and try again."),
            retry_after=seconds_left(exceeded, at=at),
        )


def spend_each(uses: Sequence[tuple[Budget, str]], *, at: datetime) -> Budget | None:
    """Use one unit of each budget in one statement; the first that is used up, if any."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO shared_ratewindow (budget, subject_hash, window_starts_at, used_count)"
            " SELECT * FROM unnest(%s::text[], %s::text[], %s::timestamptz[], %s::int[])"
            " ON CONFLICT (budget, subject_hash, window_starts_at)"
            " DO UPDATE SET used_count = shared_ratewindow.used_count + 1"
            " RETURNING budget, used_count",
            [
                [budget.name for budget, _subject in uses],
                [keyed_hash(subject) for _budget, subject in uses],
                [_window_start(budget, at) for budget, _subject in uses],
                [1] * len(uses),
            ],
        )
        used = dict(cursor.fetchall())
    return next((budget for budget, _subject in uses if used[budget.name] > budget.limit), None)


def seconds_left(budget: Budget, *, at: datetime) -> int:
    """Until the next window of a budget begins."""
    return max(1, int((_window_start(budget, at) + budget.per - at).total_seconds()))


def is_used_up(budget: Budget, subject: str, *, at: datetime) -> bool:
    """Whether the next ``spend`` would be refused. Uses nothing."""
    used = (
        RateWindow.objects.filter(
            budget=budget.name,
            subject_hash=keyed_hash(subject),
            window_starts_at=_window_start(budget, at),
        )
        .values_list("used_count", flat=True)
        .first()
    )
    return (used or 0) >= budget.limit


def _window_start(budget: Budget, at: datetime) -> datetime:
    length = int(budget.per.total_seconds())
    return datetime.fromtimestamp(int(at.timestamp()) // length * length, tz=UTC)


def keyed_hash(text: str) -> str:
    """HMAC-SHA256 under the installation's key, in hex: comparable, not reversible by a list."""
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
