"""All that can happen at a gate. Nothing else writes its tables."""

from nhipcau.gate.use_cases.organising import (
    answer_double,
    create_gate,
    invite_device,
    pair_device,
    revoke_device,
)
from nhipcau.gate.use_cases.scanning import settle_admissions, take_scans, take_walk_in

__all__ = [
    "answer_double",
    "create_gate",
    "invite_device",
    "pair_device",
    "revoke_device",
    "settle_admissions",
    "take_scans",
    "take_walk_in",
]
