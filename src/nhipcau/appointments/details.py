"""What a form tells about an appointment or about hours, before it is a row."""

from dataclasses import dataclass
from datetime import date, datetime, time

from nhipcau.appointments.models import Place


@dataclass(frozen=True)
class Wanted:
    """A talk that somebody asks for. ``counsellor_id`` and ``place_id``: nothing means any.

    ``talk_about``: in the person's own words, optional; counsellors alone read it.
    """

    kind: str
    mode: str
    starts_at: datetime
    place_id: int | None = None
    counsellor_id: int | None = None
    talk_about: str = ""
    interpreter: str = ""


@dataclass(frozen=True)
class HoursDetails:
    weekday: int
    starts: time
    ends: time
    modes: tuple[str, ...]
    valid_from: date
    valid_to: date | None = None
    place: Place | None = None
    online_address: str = ""


@dataclass(frozen=True)
class BlockDetails:
    """Talks after an event: where, from when to when, how long each."""

    starts_at: datetime
    ends_at: datetime
    minutes: int
    where: str
    kind: str
