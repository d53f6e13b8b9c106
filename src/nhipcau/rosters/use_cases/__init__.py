"""All that can happen to a roster. Nothing else writes its tables."""

from nhipcau.rosters.use_cases.importing import confirm, undo
from nhipcau.rosters.use_cases.links import make_link, revoke_link
from nhipcau.rosters.use_cases.preparing import (
    correct_row,
    discard,
    forget_rosters,
    give_contact_phone,
    map_columns,
    upload,
)

__all__ = [
    "confirm",
    "correct_row",
    "discard",
    "forget_rosters",
    "give_contact_phone",
    "make_link",
    "map_columns",
    "revoke_link",
    "undo",
    "upload",
]
