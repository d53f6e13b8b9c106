"""Examples that both languages must answer alike. Python's answers are the measure."""

import random
from dataclasses import asdict

from nhipcau.gate import verdicts
from nhipcau.gate.verdicts import Fact, Place
from tests.gate.histories import DAY_START, HOUR, day

STATES = ("CONFIRMED", "OFFERED", "WAITING", "EXPIRED", "CANCELLED")


def verdict_examples(count=400):
    draw = random.Random("verdicts")
    for _number in range(count):
        at = DAY_START + draw.randrange(HOUR)
        facts = [
            Fact(
                device=draw.randrange(1, 4),
                sequence=number,
                at=at + draw.choice((0, -9_999, -10_000, -10_001, 10_000, -HOUR)),
                gate=draw.randrange(3),
                ticket="t",
                admits=draw.random() < 0.6,
            )
            for number in range(draw.randrange(4))
        ]
        place = None
        if draw.random() < 0.85:
            first = draw.choice(("2026-12-11", "2026-12-12", "2026-12-13"))
            place = Place(draw.choice(STATES), first, max(first, "2026-12-12"))
        asked = {
            "signature": draw.choice(("GENUINE",) * 6 + ("FORGED", "FOREIGN")),
            "place": place,
            "facts": facts,
            "day": "2026-12-12",
            "at": at,
            "device": draw.randrange(1, 4),
        }
        found = verdicts.verdict(**asked)
        yield (
            {
                **asked,
                "place": asdict(place) if place else None,
                "facts": [asdict(fact) for fact in facts],
            },
            [found.word, found.earlier.sequence if found.earlier else None],
        )


def entry_examples(count=200):
    for seed in range(count):
        facts = [
            Fact(one.device, one.sequence, one.true_at, one.gate, one.ticket, one.admits)
            for one in day(seed).scans
        ]
        found = {
            ticket: [[one.device, one.sequence] for one in times]
            for ticket, times in verdicts.entries(facts).items()
        }
        yield [asdict(fact) for fact in facts], found


def clock_examples():
    for offset in (0, 5_000, -36 * HOUR):
        for change in (0, 119_999, 120_000, 120_001, -120_001):
            measured = offset + change
            yield [DAY_START, offset, measured], verdicts.corrected(DAY_START, offset, measured)
