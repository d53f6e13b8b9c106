"""All that can happen to a fair. Nothing else writes these tables."""

from nhipcau.fairs.use_cases.day import introduce_met, place_walk_in, take_marks
from nhipcau.fairs.use_cases.organising import (
    answer_invitation,
    draw_hall,
    give_up_booth,
    invite_employer,
    place_booth,
    resize_hall,
    save_bus,
    set_up_fair,
)
from nhipcau.fairs.use_cases.timetabling import (
    ask_timetable,
    discard_timetable,
    forget_cases,
    give_up,
    keep_found,
    note_progress,
    publish_timetable,
    take_asked,
)
from nhipcau.fairs.use_cases.wishing import rank_candidates, stop_wishing, tell_wishes

__all__ = [
    "answer_invitation",
    "ask_timetable",
    "discard_timetable",
    "draw_hall",
    "forget_cases",
    "give_up",
    "give_up_booth",
    "introduce_met",
    "invite_employer",
    "keep_found",
    "note_progress",
    "place_booth",
    "place_walk_in",
    "publish_timetable",
    "rank_candidates",
    "resize_hall",
    "save_bus",
    "set_up_fair",
    "stop_wishing",
    "take_asked",
    "take_marks",
    "tell_wishes",
]
