"""The end of an introduction whose person has begun to work.

Introductions are moved by the app that owns them; this is the one place that asks it to.
"""

from datetime import datetime
from typing import Any

from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import Outcome, ReferralState
from nhipcau.shared import audit


def close_as_started(referral: Referral, *, by: Any, at: datetime) -> None:
    """Taken on, and began to work: the introduction has reached its aim."""
    moved = Referral.objects.filter(pk=referral.pk, state=ReferralState.HIRED).update(
        state=ReferralState.CLOSED, outcome=Outcome.STARTED, closed_at=at
    )
    if moved:
        audit.record("referral.started", about=referral, by=by, at=at, fields=["outcome"])
