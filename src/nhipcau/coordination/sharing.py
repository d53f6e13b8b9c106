"""The unit that is to help somebody may see the record, if the person agreed to both units."""

from datetime import datetime

from nhipcau.coordination.models import Difficulty
from nhipcau.coordination.states import Told
from nhipcau.people.models import Purpose
from nhipcau.people.rules import agrees
from nhipcau.people.use_cases import follow
from nhipcau.shared.actors import SYSTEM

# Each of these texts names both units.
SHARED_UNDER = (
    *(Purpose.COUNSELLING, Purpose.JOB_SEARCH, Purpose.INTRODUCTION, Purpose.PARTICIPATION),
)


def let_owner_follow(difficulty: Difficulty, *, at: datetime) -> None:
    """Whoever asks for help asks the unit that can give it; of others, only who agreed. Without
    that the unit sees the matter, not whose it is."""
    person = difficulty.young_person
    if person is None:
        return
    asked = difficulty.told_by == Told.PERSON
    if asked or any(agrees(person, purpose) for purpose in SHARED_UNDER):
        kept = person.merged_into or person
        # On the person's behalf: who passes it on may be a leader, who sees no persons.
        follow(by=SYSTEM, at=at, young_person=kept, organisation=difficulty.unit)
