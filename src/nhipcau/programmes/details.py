"""What a form or a data file tells about a plan line, before it is a row."""

from dataclasses import dataclass
from datetime import date

from nhipcau.organisations.models import Commune, Organisation
from nhipcau.programmes.models import EventKind, ProgrammeContent


@dataclass(frozen=True)
class LineDetails:
    title: str
    kind: EventKind
    content: ProgrammeContent
    lead: Organisation
    supporting: Organisation
    month: date
    place: str
    audience: str
    target_turns: int
    target_persons: int
    source: str
    commune: Commune | None = None
    budget_vnd: int = 0
