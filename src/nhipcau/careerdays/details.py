"""What forms tell before it is a row."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class ItemDetails:
    """``speaker_agreed_on``: the day on which the speaker agreed to be named in public."""

    starts_at: datetime
    ends_at: datetime
    title: str
    room: str = ""
    speaker_name: str = ""
    speaker_role: str = ""
    speaker_organisation: str = ""
    speaker_agreed_on: date | None = None
