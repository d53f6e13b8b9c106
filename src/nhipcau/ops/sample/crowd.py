"""Invented young people, drawn from the lists of ``people.toml`` with a fixed seed."""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from nhipcau.ops.sample.story import SampleEvent
from nhipcau.organisations.models import Commune
from nhipcau.people.details import PersonDetails
from nhipcau.people.models import Purpose

# Share of women, of union members, and how fast reach falls with the distance on the map of tiles.
MIXES: dict[str, tuple[float, float, float]] = {
    "school-counselling": (0.52, 0.60, 1.0),
    "orientation": (0.48, 0.55, 0.5),
    "commune-mobile": (0.49, 0.46, 1.3),
    "online-counselling": (0.54, 0.60, 0.0),
    "job-fair": (0.49, 0.52, 0.25),
    "career-opportunities": (0.51, 0.64, 0.25),
    "army-pre-discharge": (0.02, 0.62, 0.0),
}
# How many of a list came to an earlier event of the year.
RETURNING = {
    "school-counselling": 0.06,
    "orientation": 0.15,
    "commune-mobile": 0.30,
    "online-counselling": 0.70,
    "job-fair": 0.60,
    "career-opportunities": 0.35,
    "army-pre-discharge": 0.0,
}
AGES = {
    "school-counselling": ((16, 30), (17, 45), (18, 25)),
    "orientation": ((17, 15), (18, 35), (19, 30), (20, 15), (22, 5)),
    "army-pre-discharge": ((20, 40), (21, 30), (22, 15), (23, 10), (24, 5)),
}
ADULT_AGES = (
    (17, 6),
    (18, 14),
    (19, 14),
    (20, 12),
    (22, 16),
    (24, 14),
    (26, 10),
    (28, 8),
    (30, 6),
)


class Crowd:
    """Makes people for one event after another, and remembers nobody but the phones given out."""

    def __init__(self, lists: Mapping[str, Any], communes: Sequence[Commune]) -> None:
        self.lists = lists
        self.shares = lists["shares"]
        self.communes = list(communes)
        self.youth = [commune.youth_count or 1 for commune in communes]
        self.by_code = {commune.code: commune for commune in communes}
        self.next_phone = 100  # the first hundred numbers are for people with a name in the files
        self.seen: set[tuple[str, str, date]] = set()

    def people(
        self, event: SampleEvent, count: int, *, on: date
    ) -> list[tuple[PersonDetails, frozenset[str]]]:
        """``count`` new people for an event, each with the purposes agreed to.

        Everyone is 16 or older on ``on``, so that none needs a guardian.
        """
        draw = random.Random(f"{event.number}-{self.next_phone}")
        places = draw.choices(self.communes, self._reach(event), k=count)
        return [self._one(draw, event, commune, on) for commune in places]

    def attendance(self, event: SampleEvent, registrations: Iterable[int]) -> dict[int, str]:
        """What became of each registration id, in the shares of the sample."""
        values, weights = zip(*self.shares["attendance"].items(), strict=True)
        draw = random.Random(f"came-{event.number}")
        ids = list(registrations)
        return dict(zip(ids, draw.choices(values, weights, k=len(ids)), strict=True))

    def _reach(self, event: SampleEvent) -> list[float]:
        fall = MIXES[event.kind][2]
        centre = self.by_code[event.commune] if event.commune and fall else None
        if centre is None:
            return [float(count) for count in self.youth]
        return [
            count
            * math.exp(
                -fall
                * math.hypot(
                    commune.tile_row - centre.tile_row, commune.tile_column - centre.tile_column
                )
            )
            for commune, count in zip(self.communes, self.youth, strict=True)
        ]

    def _one(
        self, draw: random.Random, event: SampleEvent, commune: Commune, on: date
    ) -> tuple[PersonDetails, frozenset[str]]:
        women, members, _fall = MIXES[event.kind]
        tells = draw.random() < self.shares["statistics_consent"]
        purposes = {Purpose.PARTICIPATION.value}
        if draw.random() < self.shares["contact_consent"]:
            purposes.add(Purpose.CONTACT.value)
        if tells:
            purposes.add(Purpose.STATISTICS.value)
        gender = "FEMALE" if draw.random() < women else "MALE"
        kinds = self.shares["ethnicity"]
        ethnicity = draw.choices(list(kinds), list(kinds.values()))[0]
        is_member = draw.random() < members
        family_names = self.lists["family_names"]
        name = " ".join(
            (
                draw.choice(family_names.get(ethnicity, family_names["OTHER"])),
                draw.choice(self.lists["given_names"][gender]),
            )
        )
        birth_on = self._birth(draw, event, on)
        phone = self._phone(draw, name, birth_on)
        details = PersonDetails(
            full_name=name,
            birth_on=birth_on,
            phone=phone,
            commune=commune,
            gender=gender if tells else "",
            ethnicity=ethnicity if tells else "",
            is_union_member=is_member if tells else None,
        )
        return details, frozenset(purposes)

    def _birth(self, draw: random.Random, event: SampleEvent, on: date) -> date:
        ages, weights = zip(*AGES.get(event.kind, ADULT_AGES), strict=True)
        age = draw.choices(ages, weights)[0]
        birthday = date(on.year - age, on.month, min(on.day, 28))
        return birthday - timedelta(days=draw.randint(1, 364))

    def _phone(self, draw: random.Random, name: str, birth_on: date) -> str:
        """Mostly an own number; one in 25 shares the number given out before, as families do."""
        shared = self.next_phone > 100 and draw.random() < 0.04
        if not shared or (self._number(), name, birth_on) in self.seen:
            self.next_phone += 1
        self.seen.add((self._number(), name, birth_on))
        return self._number()

    def _number(self) -> str:
        return f"{self.lists['phone_block']}{self.next_phone:06d}"


def youth_counts(youth: Mapping[str, Any], communes: Sequence[Mapping[str, Any]]) -> list[int]:
    """Sample figures of young people by commune, in the order given; they add up to the total."""
    draw = random.Random("youth of the communes")
    weights = []
    for commune in communes:
        weight = draw.uniform(0.6, 1.2)
        if commune["kind"] == "phường":
            weight = youth["ward_weight"] * draw.uniform(0.9, 1.1)
        elif commune["code"] in youth["towns"]:
            weight = youth["town_weight"] * draw.uniform(0.9, 1.1)
        weights.append(weight)
    counts = [int(youth["total"] * weight / sum(weights)) for weight in weights]
    counts[0] += youth["total"] - sum(counts)
    return counts
