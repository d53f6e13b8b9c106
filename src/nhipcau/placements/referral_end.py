"""The end of an introduction whose person has begun to work.

Introductions are moved by the app that owns them; this is the one place that asks it to.
"""

from datetime import date, datetime

from nhipcau.referrals.models import Referral
from nhipcau.referrals.states import ReferralState
from nhipcau.referrals.told import Told
from nhipcau.referrals.use_cases import take_step
from nhipcau.shared.actors import SYSTEM


def close_as_started(referral: Referral, *, starts_on: date, at: datetime) -> None:
    """Taken on, and began to work: the introduction has reached its aim. Two sources said so, so
    it is nobody's single word: the step is the installation's."""
    if Referral.objects.filter(pk=referral.pk, state=ReferralState.HIRED).exists():
        take_step(
            by=SYSTEM, at=at, referral=referral, name="start", told=Told(starts_on=starts_on)
        )
