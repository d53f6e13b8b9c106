"""Introductions, from the proposal to the answer. Nothing else writes these tables."""

from nhipcau.referrals.use_cases.answering import answer
from nhipcau.referrals.use_cases.following_up import (
    forget_shown,
    hold_and_release,
    run_clock,
    withdraw_consent,
)
from nhipcau.referrals.use_cases.stepping import introduce, propose, take_step, undo

__all__ = [
    "answer",
    "forget_shown",
    "hold_and_release",
    "introduce",
    "propose",
    "run_clock",
    "take_step",
    "undo",
    "withdraw_consent",
]
