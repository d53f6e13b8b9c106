from nhipcau.coordination.models.contacts import ContactAbsence, HandOver
from nhipcau.coordination.models.difficulties import (
    COORDINATION_ROLES,
    Difficulty,
    DifficultyStep,
    InternalNote,
    LegalPointer,
    programmes_of,
)
from nhipcau.coordination.models.exchange import (
    Decision,
    Notice,
    PlanRequest,
    Post,
    Promise,
    Thread,
)
from nhipcau.coordination.models.meetings import AgendaItem, JointMeeting

__all__ = [
    "COORDINATION_ROLES",
    "AgendaItem",
    "ContactAbsence",
    "Decision",
    "Difficulty",
    "DifficultyStep",
    "HandOver",
    "InternalNote",
    "JointMeeting",
    "LegalPointer",
    "Notice",
    "PlanRequest",
    "Post",
    "Promise",
    "Thread",
    "programmes_of",
]
