"""Messages leave, notices are gathered, people choose their ways, what failed goes again."""

from nhipcau.messaging.use_cases.choosing import choose_rhythm, choose_ways
from nhipcau.messaging.use_cases.gathering import gather_notices
from nhipcau.messaging.use_cases.letters import (
    LEASE,
    PAUSES,
    Claim,
    end_letter,
    forget_messages,
    take_letter,
)
from nhipcau.messaging.use_cases.resending import send_again

__all__ = [
    "LEASE",
    "PAUSES",
    "Claim",
    "choose_rhythm",
    "choose_ways",
    "end_letter",
    "forget_messages",
    "gather_notices",
    "send_again",
    "take_letter",
]
