"""Lists written to the table: only those that are others than the ones that stand there."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from nhipcau.matching.choices import Side
from nhipcau.matching.held import Held
from nhipcau.matching.models import MatchingWeights, Suggestion

OWNERS_AT_ONCE = 500


def store(
    held: Held, people: Iterable[int], vacancies: Iterable[int], *, weights_id: int, at: datetime
) -> int:
    """Write the lists of these owners anew; how many lists."""
    written = 0
    for side, owners in ((Side.PERSON, people), (Side.VACANCY, vacancies)):
        for some in _in_parts(sorted(owners)):
            _of_owners(side, some).delete()
            Suggestion.objects.bulk_create(_rows(held, side, some, weights_id, at))
            written += len(some)
    return written


def others_than_stored(held: Held, weights_id: int) -> tuple[set[int], set[int]]:
    """Owners whose stored list is not the one that is held; used after a full run."""
    found = []
    for side, lists in ((Side.PERSON, held.lists), (Side.VACANCY, held.fitting)):
        stored: dict[int, list[tuple[int, int]]] = {}
        stale = set()
        rows = Suggestion.objects.filter(side=side).order_by("rank")
        for owner, other, score, weights in rows.values_list(
            *_columns(side), "score", "weights"
        ).iterator():
            stored.setdefault(owner, []).append((other, score))
            if weights != weights_id:
                stale.add(owner)
        owners = {
            one
            for one in stored.keys() | lists.keys()
            if stored.get(one, []) != lists.get(one, [])
        }
        found.append(owners | stale)
    return found[0], found[1]


def _columns(side: str) -> tuple[str, str]:
    return ("wish", "vacancy") if side == Side.PERSON else ("vacancy", "wish")


def _of_owners(side: str, owners: list[int]) -> QuerySet[Suggestion]:
    owner, _other = _columns(side)
    return Suggestion.objects.filter(side=side, **{f"{owner}__in": owners})


def _rows(
    held: Held, side: str, owners: list[int], weights_id: int, at: datetime
) -> Iterator[Suggestion]:
    lists = held.lists if side == Side.PERSON else held.fitting
    for owner in owners:
        for rank, (other, score) in enumerate(lists.get(owner, ()), start=1):
            wish, vacancy = (owner, other) if side == Side.PERSON else (other, owner)
            yield Suggestion(
                side=side,
                wish_id=wish,
                vacancy_id=vacancy,
                rank=rank,
                score=score,
                parts=list(held.index.parts_of(str(wish), str(vacancy))),
                weights_id=weights_id,
                computed_at=at,
            )


def _in_parts(owners: list[int]) -> Iterator[list[int]]:
    every = iter(owners)
    while some := list(islice(every, OWNERS_AT_ONCE)):
        yield some


def weights_in_force(on: Any) -> MatchingWeights | None:
    return MatchingWeights.objects.filter(valid_from__lte=on).order_by("-version").first()
