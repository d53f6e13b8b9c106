"""The best free slots for one person beside a timetable that stays as it is."""

from collections.abc import Sequence
from typing import NamedTuple

MOST_WISHES = 8


class Wanted(NamedTuple):
    """One wish: what it is worth, and the slots in which both sides are free."""

    weight: int
    slots: frozenset[int]


def best_free(wanted: Sequence[Wanted], most: int) -> list[tuple[int, int]]:
    """Which wishes are met, and when: ``(index, slot)`` by slot.

    The largest sum of weights with at most ``most`` interviews, one in a slot; of equal ones, the
    earliest. Every choice of wishes is carried from slot to slot, so that none is missed. More
    than ``MOST_WISHES`` wishes: the heaviest ones are looked at.
    """
    chosen = sorted(range(len(wanted)), key=lambda one: (-wanted[one].weight, one))[:MOST_WISHES]
    # Mask of the wishes met → (weight, minus the slots used, how).
    best: dict[int, tuple[int, int, tuple[tuple[int, int], ...]]] = {0: (0, 0, ())}
    for slot in sorted({slot for one in chosen for slot in wanted[one].slots}):
        for mask, (weight, early, how) in list(best.items()):
            if len(how) >= most:
                continue
            for bit, one in enumerate(chosen):
                if mask >> bit & 1 or slot not in wanted[one].slots:
                    continue
                more = (weight + wanted[one].weight, early - slot, (*how, (one, slot)))
                if more[:2] > best.get(mask | 1 << bit, (-1, 0, ()))[:2]:
                    best[mask | 1 << bit] = more
    return list(max(best.values(), key=lambda one: one[:2])[2])
