"""All that can happen to hours, appointments, blocks and links. Nothing else writes them."""

from nhipcau.appointments.use_cases.blocks import book_in_block, close_block, open_block
from nhipcau.appointments.use_cases.booking import book, book_new, send_booking_link
from nhipcau.appointments.use_cases.changing import (
    cancel_appointment,
    confirm_hold,
    move_appointment,
)
from nhipcau.appointments.use_cases.hours import (
    add_absence,
    add_hours,
    add_place,
    close_place,
    end_hours,
    remove_absence,
)
from nhipcau.appointments.use_cases.merging import merge_people, undo_merge
from nhipcau.appointments.use_cases.receiving import record_came, record_no_show, undo_outcome
from nhipcau.appointments.use_cases.running import forget_talk, release_holds, remind
from nhipcau.appointments.use_cases.walking_in import walk_in

__all__ = [
    "add_absence",
    "add_hours",
    "add_place",
    "book",
    "book_in_block",
    "book_new",
    "cancel_appointment",
    "close_block",
    "close_place",
    "confirm_hold",
    "end_hours",
    "forget_talk",
    "merge_people",
    "move_appointment",
    "open_block",
    "record_came",
    "record_no_show",
    "release_holds",
    "remind",
    "remove_absence",
    "send_booking_link",
    "undo_merge",
    "undo_outcome",
    "walk_in",
]
