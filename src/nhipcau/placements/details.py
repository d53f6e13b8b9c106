"""What is told of a placement before it is a row."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ContractFacts:
    """What the contract says; unknown facts stay empty."""

    contract: str = ""
    wage: int | None = None
    hours_per_week: int | None = None
    probation_until: date | None = None
