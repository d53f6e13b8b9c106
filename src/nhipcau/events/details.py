"""What a form or a data file tells about an event, before it is a row."""

from dataclasses import dataclass, field
from datetime import datetime

from nhipcau.organisations.models import Commune, Organisation


@dataclass(frozen=True)
class SpeakerDetails:
    full_name: str
    position: str


@dataclass(frozen=True)
class SessionDetails:
    title_vi: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    title_en: str = ""
    room: str = ""
    waiting_limit: int = 50


@dataclass(frozen=True)
class EventDetails:
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    registration_closes_at: datetime
    summary: str = ""
    commune: Commune | None = None
    host: Organisation | None = None
    online_address: str = ""
    what_to_bring: str = ""
    overseas_information: str = ""
    education_agreement: str = ""
    sponsor_text: str = ""
    is_sample: bool = False
    speakers: tuple[SpeakerDetails, ...] = field(default=())
