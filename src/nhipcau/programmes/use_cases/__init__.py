"""Everything that can happen to an agreement and its plans. Nothing else writes these tables."""

from nhipcau.programmes.use_cases.agreements import (
    appoint_focal_point,
    close_programme,
    explain_missed_month,
    load_event_kinds,
    record_agreement,
    renew_programme,
    start_programme,
)
from nhipcau.programmes.use_cases.plans import (
    approve_plan,
    open_plan_version,
    propose_plan,
    remove_plan_line,
    return_plan,
    save_plan_line,
)

__all__ = [
    "appoint_focal_point",
    "approve_plan",
    "close_programme",
    "explain_missed_month",
    "load_event_kinds",
    "open_plan_version",
    "propose_plan",
    "record_agreement",
    "remove_plan_line",
    "renew_programme",
    "return_plan",
    "save_plan_line",
    "start_programme",
]
