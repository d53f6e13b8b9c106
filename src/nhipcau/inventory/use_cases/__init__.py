"""Every write of the questionnaire on interests. Nothing else writes these tables."""

from nhipcau.inventory.use_cases.answering import answer_sheet, answer_with
from nhipcau.inventory.use_cases.classes import (
    close_sitting,
    enter_paper,
    open_sitting,
    print_papers,
)
from nhipcau.inventory.use_cases.keeping import (
    forget_old,
    forget_sheet,
    forget_sheets,
    keep_sheet,
    share_sheet,
    stop_sharing,
)
from nhipcau.inventory.use_cases.loading import load_items, load_rules, load_suggestions
from nhipcau.inventory.use_cases.studying import count_reliability

__all__ = [
    "answer_sheet",
    "answer_with",
    "close_sitting",
    "count_reliability",
    "enter_paper",
    "forget_old",
    "forget_sheet",
    "forget_sheets",
    "keep_sheet",
    "load_items",
    "load_rules",
    "load_suggestions",
    "open_sitting",
    "print_papers",
    "share_sheet",
    "stop_sharing",
]
