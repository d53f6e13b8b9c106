"""The words of the interface. What stands here is what docs and openapi.json say."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from ninja import Field, Schema

from nhipcau.gate.scans import LARGEST_BATCH
from nhipcau.gate.states import ScanVerdict
from nhipcau.people.models import Relation

# Half the range of what JavaScript counts exactly; far beyond every real clock.
FARTHEST_MS = 4_000_000_000_000
Milliseconds = Annotated[int, Field(ge=0, le=FARTHEST_MS)]
Difference = Annotated[int, Field(ge=-FARTHEST_MS, le=FARTHEST_MS)]
NO_NUL = r"^[^\x00]*$"


class PairingIn(Schema):
    code: str = Field(max_length=40, pattern=NO_NUL, description="as the organiser shows it")
    device_key: str = Field(
        min_length=43,
        max_length=128,
        pattern=r"^[A-Za-z0-9_-]+$",
        description="256 random bits made by the device; kept here as a keyed hash only",
    )


class GateOut(Schema):
    id: int
    name: str


class SessionOut(Schema):
    id: int
    title: str
    first_day: str
    last_day: str
    starts_at: int


class AdmissionOut(Schema):
    device: int
    sequence: int
    gate: int
    at: int
    ticket: str


class ListOut(Schema):
    """All that a device may know: its own event, and nothing else."""

    server_now: int = Field(description="milliseconds since 1970")
    device: int
    gate: int
    label: str
    event: int
    title: str
    starts_at: int
    ends_at: int
    utc_offset_minutes: int
    gates: list[GateOut]
    sessions: list[SessionOut]
    keys: dict[str, str] = Field(description="key number → raw Ed25519 public key in base64")
    places: list[tuple[str, str, str, str, int]] = Field(
        description="ticket id, name, last four digits of the phone, state, session"
    )
    admissions: list[AdmissionOut]
    cursor: int


class GuardianIn(Schema):
    full_name: str = Field(max_length=300, pattern=NO_NUL)
    phone: str = Field(max_length=40, pattern=NO_NUL)
    relation: Relation = Relation.GUARDIAN


class WalkInIn(Schema):
    session: int = Field(ge=1, le=2**62)
    full_name: str = Field(max_length=300, pattern=NO_NUL)
    birth_on: date
    phone: str = Field(max_length=40, pattern=NO_NUL)
    agreed: bool = Field(description="consent to take part, given in person on paper")
    guardian: GuardianIn | None = None


class ScanIn(Schema):
    sequence: int = Field(ge=1, le=2**31 - 1, description="counted by the device, never reused")
    kind: Literal["QR", "DIGITS", "NAME", "WALK_IN"]
    phone_at: Milliseconds = Field(description="by the device's own clock")
    offset: Difference = Field(
        default=0, description="server minus device, as the device knew it when it scanned"
    )
    ask: bool = Field(
        default=False, description="nobody was let in yet: the server decides, once for all gates"
    )
    shown: ScanVerdict = Field(
        default=ScanVerdict.ADMITTED, description="what the device showed; not with ask"
    )
    admits: bool = Field(default=False, description="the device let somebody in; not with ask")
    decision: bool = Field(default=False, description="let in by a person's decision")
    text: str = Field(default="", max_length=400, pattern=NO_NUL, description="the QR as read")
    ticket: UUID | None = Field(default=None, description="of the list, when no QR was read")
    walk_in: WalkInIn | None = None


class SyncIn(Schema):
    phone_now: Milliseconds = Field(description="the device's clock when it sent this")
    round_trip: int = Field(
        default=0, ge=0, le=60_000, description="milliseconds, as the device last measured it"
    )
    queued: int = Field(default=0, ge=0, le=1_000_000)
    since: int | None = Field(default=None, ge=0, le=2**62, description="cursor of the last news")
    scans: list[ScanIn] = Field(default_factory=list, max_length=LARGEST_BATCH)


class ScanOut(Schema):
    sequence: int
    outcome: Literal["kept", "refused", "sequence_taken", "mend"]
    verdict: str = ""
    admits: bool = False
    double: bool = False
    earlier_gate: int | None = None
    earlier_at: int | None = None
    field: str | None = None
    message: str = ""


class SyncOut(Schema):
    server_now: int
    measured: int = Field(description="server minus device in milliseconds, as found now")
    revoked: bool = Field(
        description="an organiser ended this device; it may only empty its queue"
    )
    results: list[ScanOut]
    admissions: list[AdmissionOut] = []
    cursor: int | None = None


class ProblemOut(Schema):
    code: str
    message: str = ""
    field: str | None = None
