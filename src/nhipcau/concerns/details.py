"""What use cases of concerns give back to pages."""

from dataclasses import dataclass, field
from datetime import date

from nhipcau.concerns.models import Concern


@dataclass(frozen=True)
class Reported:
    """``receipt``: shown once, and kept nowhere."""

    receipt: str
    is_new: bool


@dataclass(frozen=True)
class Said:
    """One word of the talk, opened."""

    side: str
    written_on: date
    text: str


@dataclass(frozen=True)
class Asked:
    """What would be passed on, if the writer says yes."""

    state: str
    text: str


@dataclass(frozen=True)
class Talk:
    """A concern that somebody opened with the key to it."""

    concern: Concern
    said: list[Said] = field(default_factory=list)
    asked: Asked | None = None
