"""Told without a name, talked about with a receipt, read by the named, and forgotten."""

from nhipcau.concerns.use_cases.handling import (
    answer,
    ask_handover,
    close,
    pass_on,
    read_concern,
    take_over,
)
from nhipcau.concerns.use_cases.naming import end_recipient, name_recipient
from nhipcau.concerns.use_cases.talking import (
    add_words,
    answer_handover,
    come_back,
    take_back,
)
from nhipcau.concerns.use_cases.telling import tell_concern
from nhipcau.concerns.use_cases.watching import (
    announce,
    forget_old,
    settle_keys,
    tell_late,
)

__all__ = [
    "add_words",
    "announce",
    "answer",
    "answer_handover",
    "ask_handover",
    "close",
    "come_back",
    "end_recipient",
    "forget_old",
    "name_recipient",
    "pass_on",
    "read_concern",
    "settle_keys",
    "take_back",
    "take_over",
    "tell_concern",
    "tell_late",
]
