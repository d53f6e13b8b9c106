"""The workspace's way to ``nhipcau.web.answers``, which the public pages use too."""

from nhipcau.web.answers import (
    FIRST_YEAR,
    LARGEST_COUNT,
    LAST_YEAR,
    ClockField,
    CountField,
    DayField,
    NothingToAsk,
    ReasonForm,
    moment_of,
    number_in,
    text_in,
)

__all__ = [
    "FIRST_YEAR",
    "LARGEST_COUNT",
    "LAST_YEAR",
    "ClockField",
    "CountField",
    "DayField",
    "NothingToAsk",
    "ReasonForm",
    "moment_of",
    "number_in",
    "text_in",
]
