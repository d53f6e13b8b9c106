"""How many concerns of which kind: never a figure by which somebody is found."""

from collections.abc import Mapping
from dataclasses import dataclass

LEAST = 5


@dataclass(frozen=True)
class Figures:
    """``counts``: kind → figure, or nothing where it is too small to be told. ``total``: the sum,
    or nothing when it would give away what is not told."""

    counts: dict[str, int | None]
    total: int | None


def told(counts: Mapping[str, int]) -> Figures:
    """Figures of which none under five can be worked out, from the total neither.

    Zero is told as too small as well: that nobody wrote is a figure too.
    """
    hidden = {kind for kind, count in counts.items() if count < LEAST}
    shown = {kind: None if kind in hidden else count for kind, count in counts.items()}
    total = sum(counts.values())
    rest = sum(counts[kind] for kind in hidden)
    # What is left of the total is the sum of what is hidden: one figure alone, a small one, or so
    # large that each of them must be as large as a hidden one can be.
    largest = (LEAST - 1) * len(hidden)
    gives_away = bool(hidden) and (len(hidden) == 1 or rest < LEAST or rest == largest)
    return Figures(shown, None if gives_away or total < LEAST else total)
