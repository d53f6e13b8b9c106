"""What is kept for a while only."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from nhipcau.careerdays import rules
from nhipcau.careerdays.models import AlsoAsked, FollowUp, HallQuestion
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def forget_old(*, by: Any, at: datetime) -> int:
    """Empty the words of questions three months after the day and notes two years after they were
    seen to, and forget which browser asked too; how many rows.

    Raises:
        NotAllowed: only the installation does.
    """
    require(rules.may_forget(by), _("Only the installation deletes what is over."))
    asked = HallQuestion.objects.filter(day__event__ends_at__lt=at - rules.QUESTIONS_KEPT)
    count = asked.exclude(text="").update(text="")
    noted = FollowUp.objects.filter(ended_at__lt=at - rules.NOTES_KEPT)
    count += noted.exclude(note="").update(note="")
    return count + AlsoAsked.objects.filter(at__lt=at - rules.BROWSERS_KEPT).delete()[0]
