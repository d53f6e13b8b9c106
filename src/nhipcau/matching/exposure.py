"""How evenly vacancies are shown, and what a cap on it costs. Plain functions on lists.

A list is ``[(vacancy, score), …]``, best first. The first ``shown`` of it that are not held back
are what people see.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from nhipcau.algorithms.matching.evaluation import gini, never_shown

Lists = Mapping[int, Sequence[tuple[int, int]]]


@dataclass(frozen=True)
class Exposure:
    """``gini``: 0 all vacancies are shown alike, near 1 a few take all. ``price``: the part of
    the score of what is shown that is lost against the best lists, 0 to 1."""

    shown: Mapping[int, Sequence[int]]
    gini: float
    never_shown: float
    price: float


def best(lists: Lists, vacancies: Iterable[int], *, shown: int) -> Exposure:
    """Everybody sees the best of the own list."""
    chosen = {owner: [one for one, _score in rows[:shown]] for owner, rows in lists.items()}
    return _measured(lists, chosen, set(vacancies), shown)


def capped(lists: Lists, vacancies: Iterable[int], *, shown: int, times: int) -> Exposure:
    """No vacancy is shown to more than ``times`` the mean; those it fits best keep it.

    The pairs are taken from the highest score down. Equal scores by owner, then by vacancy, so
    that the same lists give the same choice.
    """
    known = set(vacancies)
    entries = sum(min(shown, len(rows)) for rows in lists.values())
    most = max(1, ceil(times * entries / len(known))) if known else 0
    pairs = sorted(
        (-score, owner, vacancy) for owner, rows in lists.items() for vacancy, score in rows
    )
    chosen: dict[int, list[int]] = {owner: [] for owner in lists}
    seen: Counter[int] = Counter()
    for _score, owner, vacancy in pairs:
        if len(chosen[owner]) < shown and seen[vacancy] < most:
            chosen[owner].append(vacancy)
            seen[vacancy] += 1
    return _measured(lists, chosen, known, shown)


def held_back(lists: Lists, exposure: Exposure) -> set[tuple[int, int]]:
    """Pairs that stand above the last one that is shown, and are not shown themselves."""
    found = set()
    for owner, rows in lists.items():
        shown = set(exposure.shown[owner])
        places = [place for place, (vacancy, _score) in enumerate(rows) if vacancy in shown]
        last = places[-1] if places else len(rows)
        found |= {(owner, vacancy) for vacancy, _score in rows[:last] if vacancy not in shown}
    return found


def _measured(
    lists: Lists, chosen: Mapping[int, Sequence[int]], known: set[int], shown: int
) -> Exposure:
    seen = Counter(vacancy for rows in chosen.values() for vacancy in rows)
    counts = [seen[one] for one in sorted(known)]
    most = sum(score for rows in lists.values() for _vacancy, score in rows[:shown])
    got = 0
    for owner, rows in lists.items():
        kept = set(chosen[owner])
        got += sum(score for vacancy, score in rows if vacancy in kept)
    return Exposure(
        shown=chosen,
        gini=gini(counts),
        never_shown=never_shown(counts),
        price=1 - got / most if most else 0.0,
    )
