"""All that can happen to an event, a registration, an attendance. Nothing else writes them."""

from nhipcau.events.use_cases.agreeing import agree_by_registration
from nhipcau.events.use_cases.attendance import (
    correct_attendance,
    record_attendance,
    record_attendances,
    record_walk_in,
)
from nhipcau.events.use_cases.groups import (
    cancel_group,
    register_group,
    release_places,
    release_reserved_places,
    reserve_places,
)
from nhipcau.events.use_cases.merging import merge_people
from nhipcau.events.use_cases.offers import confirm_group, confirm_offer, expire_offers
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
from nhipcau.events.use_cases.reminding import remind

__all__ = [
    "agree_by_registration",
    "assign_volunteer",
    "cancel_group",
    "cancel_registration",
    "change_capacity",
    "change_event",
    "confirm_group",
    "confirm_offer",
    "correct_attendance",
    "expire_offers",
    "merge_people",
    "move_event",
    "plan_event",
    "record_attendance",
    "record_attendances",
    "record_walk_in",
    "register",
    "register_group",
    "register_list",
    "release_places",
    "release_reserved_places",
    "release_volunteer",
    "remind",
    "reserve_places",
    "save_session",
]
