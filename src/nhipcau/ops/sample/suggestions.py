"""The lists of the sample: the same full run that a job worker makes when it starts."""

from datetime import datetime

from nhipcau.matching.use_cases import keep_first_weights, measure_exposure, update_lists
from nhipcau.shared.actors import SYSTEM


def make_suggestions(*, now: datetime) -> int:
    """Weights version 1, all lists, and how evenly vacancies are shown; how many lists."""
    keep_first_weights(by=SYSTEM, at=now)
    made = update_lists(by=SYSTEM, at=now)
    measure_exposure(by=SYSTEM, at=now)
    return made
