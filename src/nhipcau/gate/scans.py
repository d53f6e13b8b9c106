"""What a phone tells, before it is a row; and what it hears back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

LARGEST_BATCH = 500


@dataclass(frozen=True)
class ToldScan:
    """One scan as told by a phone.

    ``text``: the QR as read. ``ticket_id``: of the list, when no QR was read. ``phone_at`` and
    ``offset``: milliseconds, by the phone's clock and from it to ours. ``is_online``: nobody was
    let in yet; the phone waits for our word.
    """

    sequence: int
    kind: str
    phone_at: int
    offset: int
    shown: str = ""
    admits: bool = False
    is_decision: bool = False
    is_online: bool = False
    text: str = ""
    ticket_id: UUID | None = None


@dataclass(frozen=True)
class TakenScan:
    """What became of one scan.

    ``outcome``: ``kept`` (also when it was kept before), ``refused`` (the phone was revoked when
    it scanned) or ``sequence_taken`` (another scan has this number: tell it again under a new
    one). ``earlier``: who was let in on this ticket before, by gate and millisecond.
    """

    sequence: int
    outcome: str
    word: str = ""
    admits: bool = False
    is_double: bool = False
    earlier_gate: int | None = None
    earlier_at: int | None = None


KEPT, REFUSED, SEQUENCE_TAKEN = "kept", "refused", "sequence_taken"


def moment_of(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)


def milliseconds_of(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
