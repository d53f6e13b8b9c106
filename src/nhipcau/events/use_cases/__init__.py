"""All that can happen to an event, a registration, an attendance. Nothing else writes them."""

from nhipcau.events.use_cases.attendance import (
    correct_attendance,
    record_attendance,
    record_attendances,
    record_walk_in,
)
from nhipcau.events.use_cases.organising import (
    assign_volunteer,
    change_capacity,
    change_event,
    move_event,
    plan_event,
    release_volunteer,
    save_session,
)
from nhipcau.events.use_cases.registering import (
    cancel_registration,
    register,
    register_list,
)

__all__ = [
    "assign_volunteer",
    "cancel_registration",
    "change_capacity",
    "change_event",
    "correct_attendance",
    "move_event",
    "plan_event",
    "record_attendance",
    "record_attendances",
    "record_walk_in",
    "register",
    "register_list",
    "release_volunteer",
    "save_session",
]
