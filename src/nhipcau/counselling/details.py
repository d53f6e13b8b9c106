"""What is told of a case, in one value each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True)
class CaseFacts:
    """The coded record of a case: ``Need``, ``Advice`` and ``Interpreter`` by their values."""

    needs: Sequence[str] = field(default_factory=tuple)
    advice: Sequence[str] = field(default_factory=tuple)
    interpreter: str = ""


@dataclass(frozen=True)
class OpenedNote:
    """A note, opened for one reader and one moment."""

    author: Any
    written_at: datetime
    held_on: date | None
    text: str
