"""Who started, who is still there, who is on the way abroad. Nothing else writes these tables."""

from nhipcau.placements.use_cases.counting import recount_funnel
from nhipcau.placements.use_cases.leaving_home import (
    forget_family,
    prepare_departure,
    record_step,
    tell_family,
)
from nhipcau.placements.use_cases.starting import (
    change_facts,
    confirm_start_by_link,
    record_no_start,
    record_start,
)
from nhipcau.placements.use_cases.staying import (
    answer_by_link,
    ask_stay_checks,
    end_task,
    record_check,
    reopen,
)

__all__ = [
    "answer_by_link",
    "ask_stay_checks",
    "change_facts",
    "confirm_start_by_link",
    "end_task",
    "forget_family",
    "prepare_departure",
    "record_check",
    "record_no_start",
    "record_start",
    "record_step",
    "recount_funnel",
    "reopen",
    "tell_family",
]
