"""The funnel, counted anew by the clock."""

from datetime import datetime
from typing import Any

from django.utils.timezone import get_default_timezone, localdate
from django.utils.translation import gettext as _

from nhipcau.placements import rules
from nhipcau.placements.funnel import count_anew
from nhipcau.shared.idempotency import write
from nhipcau.shared.rules import require


@write
def recount_funnel(*, by: Any, at: datetime, year: int | None = None) -> int:
    """Count this year and the last one, or the year that is named; how many cells there are."""
    require(rules.may_run_jobs(by), _("Only the installation does this by the clock."))
    zone = get_default_timezone()
    this_year = localdate(at).year
    years = [year] if year else [this_year - 1, this_year]
    return sum(
        count_anew(
            one,
            datetime(one, 1, 1, tzinfo=zone),
            datetime(one + 1, 1, 1, tzinfo=zone),
            at=at,
        )
        for one in years
    )
