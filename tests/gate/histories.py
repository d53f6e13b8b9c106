"""A day at the door, made from a seed, and three ways in which its scans may reach the server.

Eight phones with clocks up to 36 hours wrong, some set in the middle of the day; 5 % of the
tickets shown at two gates; batches doubled, reordered, split, up to 48 hours late; answers lost,
so that the phone tells the same again; one phone revoked at noon.
"""

import random
from dataclasses import dataclass, field

HOUR = 3_600_000
DAY_START = 1_797_040_800_000
DEVICES, GATES = 8, 3
GRACE = 10_000


@dataclass(frozen=True)
class Written:
    """One scan as its phone wrote it down; ``true_at`` is known to nobody but this file."""

    device: int
    sequence: int
    gate: int
    ticket: str
    admits: bool
    phone_at: int
    offset: int
    true_at: int


@dataclass
class History:
    scans: list = field(default_factory=list)
    revoked: int = 0
    revoked_at: int = 0


def day(seed, *, tickets=12, scans=24):
    draw = random.Random(seed)
    history = History(
        revoked=draw.randrange(1, DEVICES + 1), revoked_at=DAY_START + draw.randrange(HOUR)
    )
    skew = {number: draw.randint(-36 * HOUR, 36 * HOUR) for number in range(1, DEVICES + 1)}
    count = dict.fromkeys(skew, 0)
    for _number in range(scans):
        device = draw.randrange(1, DEVICES + 1)
        if draw.random() < 0.05:  # the clock is set while the page is open, which notices it
            skew[device] = draw.randint(-36 * HOUR, 36 * HOUR)
        for _twice in range(2 if draw.random() < 0.15 else 1):
            count[device] += 1
            # Many scans in few seconds, so that the order hangs on milliseconds and ties.
            true_at = DAY_START + draw.choice((draw.randrange(90_000), draw.randrange(HOUR)))
            history.scans.append(
                Written(
                    device=device,
                    sequence=count[device],
                    gate=device % GATES,
                    ticket=draw.choice(("", *(f"t{n}" for n in range(tickets)))),
                    admits=draw.random() < 0.85,
                    phone_at=true_at - skew[device],
                    offset=skew[device],
                    true_at=true_at,
                )
            )
    return history


def schedule(history, seed):
    """Batches in the order in which they arrive: (device, scans, milliseconds late)."""
    draw = random.Random(seed)
    batches = []
    for device in range(1, DEVICES + 1):
        own = [scan for scan in history.scans if scan.device == device]
        draw.shuffle(own)
        while own:
            size = draw.randint(1, 6)
            batch, own = own[:size], own[size:]
            late = draw.choice((0, draw.randrange(60_000), draw.randrange(48 * HOUR)))
            batches.append((device, batch, late))
            if draw.random() < 0.3:  # the answer was lost: told again, perhaps with others
                again = batch + draw.sample(own, min(len(own), 2))
                batches.append((device, again, late + draw.randrange(HOUR)))
    draw.shuffle(batches)
    return batches


def truth(history):
    """Who was let in twice, worked out from the true times alone and in another way than the
    product's: pair by pair, without sorting by ticket and without a union."""
    valid = [
        one
        for one in history.scans
        if one.device != history.revoked or one.true_at < history.revoked_at
    ]
    doubles = {}
    for ticket in {one.ticket for one in valid if one.ticket and one.admits}:
        shown = [one for one in valid if one.ticket == ticket and one.admits]
        kept = [
            one
            for one in shown
            if not any(
                other.device == one.device
                and (other.true_at, other.sequence) < (one.true_at, one.sequence)
                and one.true_at - other.true_at <= GRACE
                for other in shown
            )
        ]
        if len(kept) > 1:
            doubles[ticket] = sorted((one.true_at, one.device, one.sequence) for one in kept)
    return {(one.device, one.sequence) for one in valid}, doubles
