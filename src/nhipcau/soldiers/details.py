"""What a paper sheet tells about a soldier."""

from dataclasses import dataclass
from datetime import date

from nhipcau.people.details import PersonDetails


@dataclass(frozen=True)
class SoldierDetails:
    """``sheet``: the number of the signed sheet, the proof of what was agreed to."""

    person: PersonDetails
    expected_on: date
    sheet: str
    hope: str = ""
    may_contact: bool = False
