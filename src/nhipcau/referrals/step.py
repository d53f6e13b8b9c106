"""What one row of the table of steps says. The rows themselves: ``table``."""

from dataclasses import dataclass
from enum import Enum
from typing import Any

from nhipcau.referrals.states import Outcome, ReferralState, SpokenFor, WaitsFor


class Who(Enum):
    """Role and relation in one: who may take a step."""

    COUNSELLOR = "counsellor of the Centre that follows the person"
    CALLER = "counsellor or contact member of the Centre that follows the person"
    PROPOSER = "colleague of the Palace who follows the person"
    PERSON = "the young person, by the own phone"
    EMPLOYER = "whoever holds the employer's link"
    CLOCK = "the installation"


@dataclass(frozen=True)
class Step:
    """One row. ``sources`` empty: it makes the introduction. ``target`` None: it stays there.

    ``ended_as``: of closed introductions, those with one of these outcomes only.
    ``needs``: what must be told with it. ``guards``: names in ``guards``; ``effects``: in
    ``effects``; ``message``: what the young person is told (``telling``), "" for nothing.
    ``spoken_for``: set when a colleague takes it for somebody else.
    """

    name: str
    label: Any
    sources: frozenset[ReferralState]
    who: frozenset[Who]
    target: ReferralState | None = None
    waits_for: WaitsFor | None = None
    outcome: Outcome | None = None
    ended_as: frozenset[Outcome] = frozenset()
    needs: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    message: str = ""
    spoken_for: SpokenFor | None = None
    while_frozen: bool = False
    can_be_undone: bool = True
    tone: str = "secondary"
    explained: Any = ""
