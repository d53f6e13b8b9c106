"""All that can happen to a day of careers. Nothing else writes these tables."""

from nhipcau.careerdays.use_cases.asking import ask_question, ask_too, move_question
from nhipcau.careerdays.use_cases.following_up import (
    drop_follow_ups,
    end_follow_up,
    want_follow_up,
)
from nhipcau.careerdays.use_cases.forgetting import forget_old
from nhipcau.careerdays.use_cases.organising import (
    name_employer,
    open_questions,
    remove_employer,
    remove_item,
    save_item,
    set_up_day,
)

__all__ = [
    "ask_question",
    "ask_too",
    "drop_follow_ups",
    "end_follow_up",
    "forget_old",
    "move_question",
    "name_employer",
    "open_questions",
    "remove_employer",
    "remove_item",
    "save_item",
    "set_up_day",
    "want_follow_up",
]
