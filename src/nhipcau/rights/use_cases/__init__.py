"""What a person asks about the own data, and what is done about it."""

from nhipcau.rights.use_cases.asking import (
    ask,
    finish,
    refuse,
    reply,
    take_back,
    take_out,
    withdraw,
)
from nhipcau.rights.use_cases.remembering import replay_erasures, write_tombstones
from nhipcau.rights.use_cases.restricting import lift_restriction, restrict

__all__ = [
    "ask",
    "finish",
    "lift_restriction",
    "refuse",
    "replay_erasures",
    "reply",
    "restrict",
    "take_back",
    "take_out",
    "withdraw",
    "write_tombstones",
]
