"""Forgetting what is kept for a while only."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.shared.actors import is_system
from nhipcau.shared.idempotency import write
from nhipcau.shared.models import IdempotencyKey, RateWindow
from nhipcau.shared.rules import require

RATE_WINDOW_KEPT = timedelta(days=2)  # longer than the longest budget, a day
IDEMPOTENCY_KEY_KEPT = timedelta(days=30)


@write
def forget_rate_windows(*, by: Any, at: datetime) -> int:
    """Delete the windows of budgets that ended; how many."""
    require(is_system(by), _("Only the installation cleans up."))
    return RateWindow.objects.filter(window_starts_at__lt=at - RATE_WINDOW_KEPT).delete()[0]


@write
def forget_idempotency_keys(*, by: Any, at: datetime) -> int:
    """Delete the keys of forms that nobody sends again; how many."""
    require(is_system(by), _("Only the installation cleans up."))
    return IdempotencyKey.objects.filter(created_at__lt=at - IDEMPOTENCY_KEY_KEPT).delete()[0]
