"""Who serves, was discharged, and how it goes at home. Nothing else writes these tables."""

from nhipcau.soldiers.use_cases.asking import (
    answer_by_link,
    ask_home_checks,
    end_over,
    mark_helped,
    record_home_check,
)
from nhipcau.soldiers.use_cases.serving import (
    bring_back,
    change_service,
    discharge,
    enter_from_paper,
    enter_service,
    enter_services,
    let_go,
    remove_service,
    take_discharge_back,
)

__all__ = [
    "answer_by_link",
    "ask_home_checks",
    "bring_back",
    "change_service",
    "discharge",
    "end_over",
    "enter_from_paper",
    "enter_service",
    "enter_services",
    "let_go",
    "mark_helped",
    "record_home_check",
    "remove_service",
    "take_discharge_back",
]
