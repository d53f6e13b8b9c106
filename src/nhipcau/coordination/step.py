"""What one row of the table of steps says. The rows themselves: ``table``."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from nhipcau.coordination.states import DifficultyState


class Who(Enum):
    """Role and relation in one: who may take a step."""

    OWNER = "colleague of the unit in whose queue it is"
    PARTNER = "colleague of the other unit"
    CENTRE = "colleague of the Centre that keeps the employer's record"
    PERSON = "the young person who told it"
    CLOCK = "the installation"


@dataclass(frozen=True)
class Step:
    """One row. ``sources`` empty: it makes the difficulty. ``target`` None: it stays there.

    ``needs``: what must be told with it. ``guards``: names in ``guards``; ``effects``: in
    ``effects``. ``message``: what the young person is told (``telling``), "" for nothing.
    """

    name: str
    label: Any
    sources: frozenset[DifficultyState]
    who: frozenset[Who]
    target: DifficultyState | None = None
    needs: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    message: str = ""
    tone: str = "secondary"
    explained: Any = ""
    logged: Any = ""
